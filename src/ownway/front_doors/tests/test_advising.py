"""My work says which advice waits to be read over or has grown old, and which services nobody
checked, to those who look after them and to nobody else."""

from datetime import timedelta
from typing import Any

import making
import pytest

from ownway.commissioning.directory import operations as directory
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.front_doors.advising import to_look_after
from ownway.support.contact.operations import advice
from ownway.support.contact.queries import advice as queries

pytestmark = pytest.mark.django_db
DAY = making.DAY
SAID: dict[str, Any] = {
    "title": "I need a rail",
    "summary": "Ask for one.",
    "body": "Ring us.",
    "easy_read": "[home] You can get a rail.",
    "topics": ["equipment"],
}


def test_my_work_says_what_waits_and_what_has_grown_old() -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Nair")
    asif = making.manager()
    slug = advice.write_advice("", **SAID, by=priya, on=DAY)
    opened = queries.advice_page(slug).open
    assert opened
    advice.ask_review(opened.id, by=priya, on=DAY)
    directory.list_service(
        by=None, on=DAY - timedelta(days=200), name="Rails", organisation="R", what="Rails",
        topics=["equipment"], telephone="01632 960 000",
    )  # fmt: skip

    def titles(by: SignIn, days: int = 0) -> list[str]:
        return [one.title for one in to_look_after(by=by, on=DAY + timedelta(days=days))]

    assert titles(asif) == ["Advice to read over: I need a rail", "1 service to check"]
    assert titles(priya) == ["1 service to check"]
    assert titles(making.practitioner()) == []
    advice.publish(opened.id, review_by=DAY + timedelta(days=90), by=asif, on=DAY)
    assert titles(priya) == ["1 service to check"]
    assert titles(priya, 59) == ["Advice to look at again: I need a rail", "1 service to check"]
    late = to_look_after(by=priya, on=DAY + timedelta(days=90))[0]
    assert (late.kind, late.words) == ("bad", "People read that we are checking it.")
