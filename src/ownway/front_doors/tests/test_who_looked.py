"""Who looked is told in one line a person a day: outsiders first, those she let in last."""

from datetime import timedelta
from typing import Any

import making
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import DECLARED
from ownway.front_doors.looks import by_day, looks_at_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def test_one_line_a_person_a_day_outsiders_first_and_those_let_in_last() -> None:
    east = making.team()
    ruth = making.person(team=east)
    her = making.own_sign_in(ruth)
    nell = making.practitioner(of=east)
    ola = making.practitioner(of=making.team("West team"), name="Ola Wester")
    mo = access.add_sign_in(email="mo.tarn@example.org", name="Mo Tarn", kind=Kind.CARER)
    yesterday = making.DAY - timedelta(days=1)
    with transaction.atomic():
        for by, on, what, words in (
            (ola, yesterday, "people.record-opened", "Covering"),
            (nell, making.DAY, "people.record-opened", ""),
            (mo, making.DAY, "people.let-in-looked", "As friend"),
            (mo, making.DAY, "people.record-opened", ""),
            (mo, making.DAY, "planning.plan-read", ""),
            (mo, making.DAY, "planning.plan-read", ""),
            (mo, yesterday, "people.let-in-looked", "As friend"),
        ):
            facts.record_reading(DECLARED[what], about=ruth.pk, by=by, on=on, words=words)
        looks, _ = looks_at_record(ruth.pk, own=her, on=making.DAY, limit=50)
    assert [(one.who, one.on, len(one.looks), one.times, one.whys) for one in by_day(looks)] == [
        ("Ola Wester", yesterday, 1, 1, ("Covering",)),
        (
            "Nell Farraday",
            making.DAY,
            1,
            1,
            ("They are of the team that looks after your record",),
        ),
        ("Mo Tarn", making.DAY, 2, 3, ("You let them in",)),
        ("Mo Tarn", yesterday, 1, 1, ("You let them in",)),
    ]
    client = Client()
    client.force_login(her)
    page = client.get(reverse("my.who_looked")).content.decode()
    assert ("Opened 2 things" in page, "As friend" in page) == (True, False)
