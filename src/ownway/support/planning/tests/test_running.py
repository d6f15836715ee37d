"""Support stands still, goes on, and ends in the middle of a week; nothing is done twice."""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.models import Arrangement, Suspension

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


@pytest.fixture
def ruth() -> Person:
    return making.person()


@pytest.fixture
def running(ruth: Person) -> Arrangement:
    return making.direct_payment(ruth)


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


def stop(ruth: Person, nell: SignIn, *, days: int | None = 14) -> int:
    last = None if days is None else ON + timedelta(days=days - 1)
    return operations.suspend(
        ruth.pk, first_day=ON, last_day=last, why="In hospital", by=nell, on=ON
    )


def test_days_in_hospital_are_told_to_whoever_pays(
    ruth: Person, running: Arrangement, nell: SignIn
) -> None:
    assert stop(ruth, nell) == 1
    paid = queries.arrangement_to_pay(running.pk, by=making.finance())
    assert paid.suspended == ((ON, ON + timedelta(days=13)),)


def test_pressed_twice_it_stops_once(ruth: Person, running: Arrangement, nell: SignIn) -> None:
    assert (stop(ruth, nell), stop(ruth, nell)) == (1, 0)
    assert Suspension.objects.count() == 1


def test_two_stays_never_share_a_day(ruth: Person, running: Arrangement, nell: SignIn) -> None:
    stop(ruth, nell)
    with pytest.raises(Refused, match="some of those days already"):
        stop(ruth, nell, days=3)


def test_it_goes_on_the_day_that_is_said(ruth: Person, running: Arrangement, nell: SignIn) -> None:
    stop(ruth, nell, days=None)
    with pytest.raises(Refused, match="after the day on which it stopped"):
        operations.resume(ruth.pk, from_day=ON, by=nell, on=ON)
    back = ON + timedelta(days=5)
    assert operations.resume(ruth.pk, from_day=back, by=nell, on=ON) == 1
    assert operations.resume(ruth.pk, from_day=back, by=nell, on=ON) == 0
    assert Suspension.objects.get().last_day == back - timedelta(days=1)


def test_support_ends_in_the_middle_of_a_week(
    ruth: Person, running: Arrangement, nell: SignIn
) -> None:
    wednesday = ON + timedelta(days=2)
    later = making.direct_payment(ruth, first_day=ON + timedelta(days=30))
    stop(ruth, nell, days=None)
    ended = operations.end_support(
        ruth.pk, last_day=wednesday, why="The person died", by=nell, on=ON
    )
    again = operations.end_support(
        ruth.pk, last_day=wednesday, why="The person died", by=nell, on=ON
    )
    running.refresh_from_db()
    later.refresh_from_db()
    assert (ended, again) == (2, 0)
    assert running.last_day == wednesday
    assert later.last_day == ON + timedelta(days=29)  # it never begins
    assert Suspension.objects.get().last_day == wednesday


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"why": " "}, "Say why it stops"),
        ({"last_day": ON - timedelta(days=1)}, "Check the days"),
        ({"first_day": date(2062, 1, 1), "last_day": None}, "Check the year"),
        ({"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 9)}, "No support of a plan"),
    ],
)
def test_days_that_do_not_fit_are_refused(
    said: dict[str, Any], words: str, ruth: Person, running: Arrangement, nell: SignIn
) -> None:
    values = {"first_day": ON, "last_day": None, "why": "Away from home", **said}
    with pytest.raises(Refused, match=words):
        operations.suspend(ruth.pk, **values, by=nell, on=ON)
    assert Suspension.objects.count() == 0


def test_only_those_who_write_in_the_record_stop_support(
    ruth: Person, running: Arrangement
) -> None:
    with pytest.raises(NotAllowed):
        stop(ruth, making.finance())
    stranger = making.staff(Role.PRACTITIONER, name="Kit Lowe", email="kit@example.org")
    with pytest.raises((NotFound, NotAllowed)):
        stop(ruth, stranger)


def test_the_page_stops_lets_go_on_and_ends(
    ruth: Person, running: Arrangement, nell: SignIn
) -> None:
    client = Client()
    client.force_login(nell)
    page = reverse("planning.support", args=[ruth.pk])
    assert "Personal assistant" in client.get(page).content.decode()
    wrong = client.post(reverse("planning.suspend", args=[ruth.pk]), {"why": "In hospital"})
    assert wrong.status_code == 422
    assert "Enter the first day without support" in wrong.content.decode()
    stopped = client.post(
        reverse("planning.suspend", args=[ruth.pk]),
        {
            "why": "In hospital",
            "first_day_day": ON.day,
            "first_day_month": ON.month,
            "first_day_year": ON.year,
        },
        follow=True,
    )
    assert "Stands still" in stopped.content.decode()
    back = ON + timedelta(days=3)
    gone_on = client.post(
        reverse("planning.resume", args=[ruth.pk]),
        {"from_day_day": back.day, "from_day_month": back.month, "from_day_year": back.year},
        follow=True,
    )
    assert "Support goes on." in gone_on.content.decode()
    ended = client.post(
        reverse("planning.end", args=[ruth.pk]),
        {
            "why": "Moved to another council",
            "last_day_day": back.day,
            "last_day_month": back.month,
            "last_day_year": back.year,
        },
    )
    assert ended.status_code == 302
    running.refresh_from_db()
    assert running.last_day == back
