"""The public self-check works without a name or a script, loses nothing, and refuses kindly."""

import re
from typing import Any

import making
import pytest
from django.test import Client

from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import Whom
from ownway.support.contact.models import SelfCheck

pytestmark = pytest.mark.django_db
SENDER = {
    "your_name": "Ellie Okafor",
    "relation": "child",
    "consent": "agrees",
    "telephone": "07700 900123",
    "given_name": "Grace",
    "family_name": "Okafor",
    "born_on_day": "4",
    "born_on_month": "7",
    "born_on_year": "1941",
    "postcode": "mr2 4ab",
    "needs": ["large-print"],
}


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def begun(client: Client, whom: str = "other") -> SelfCheck:
    client.post("/check/", {"whom": whom})
    return SelfCheck.objects.latest("begun_on", "pk")


def only() -> SelfCheck:
    return SelfCheck.objects.get()


def answer(client: Client, page: str, **said: str) -> Any:
    return client.post(f"/check/questions/{page}/", {"whom": "other", "go": "on"} | said)


def code_on(page: Any) -> tuple[str, str]:
    reference, code = re.findall(r"([A-Z0-9]{4} [A-Z0-9]{4})</b></dd>", page.text)
    return reference, code


def test_a_daughter_begins_without_a_name_and_sees_every_page(client: Client) -> None:
    page = client.post("/check/", {"whom": "other"}, follow=True)
    assert "Are they safe now?" in page.text

    for key, after in zip(steps(), [*steps()[1:], ""], strict=True):
        page = answer(client, key)
        expected = f"/check/questions/{after}/" if after else "/check/result/"
        assert page.headers["Location"] == expected

    page = client.get("/check/result/")
    assert "They can have an assessment." in page.text
    assert "They can have an assessment." in client.get("/check/result/easy/").text


def steps() -> tuple[str, ...]:
    return checks.steps(checks.NEWEST, Whom.OTHER)
