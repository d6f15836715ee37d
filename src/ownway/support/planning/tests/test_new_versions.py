"""A new version of a plan replaces the one before: nothing runs twice, and no stay is forgotten."""

from datetime import date, timedelta
from uuid import UUID

import making
import pytest

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import Refused
from ownway.support.charging import operations as charging
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.models import Arrangement, Suspension

pytestmark = pytest.mark.django_db
ON = making.DAY
FIRST, SECOND, THIRD = date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 20)
LATER = date(2027, 2, 1)
MORNINGS = {
    "actor": "paid",
    "who": "Jo Lindqvist",
    "activity": "Mornings",
    "outcome": "Out by half nine",
    "bought_by": "direct payment",
    "cost_weekly": 266_00,
}
NIGHTS = MORNINGS | {"activity": "Nights, later", "cost_weekly": 70_00, "first_day": LATER}
BED = MORNINGS | {"activity": "A bed", "who": "Acme", "cost_weekly": 0, "cost_once": 400_00}


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def ruth() -> Person:
    return making.person()


def agreed(plan: UUID, first_day: date, nell: SignIn) -> UUID:
    operations.send_for_sign_off(plan, first_day=first_day, by=nell, on=ON)
    operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=making.manager(), on=ON)
    return plan


@pytest.fixture
def plan(ruth: Person, nell: SignIn) -> UUID:
    made = operations.begin_plan(making.assessed(ruth, by=nell), by=nell, on=ON)
    for part in (MORNINGS, NIGHTS, BED):
        operations.add_component(made, **part, by=nell, on=ON)  # type: ignore[arg-type]  # as typed
    charging.decide_contribution(
        ruth.pk, contribution_weekly=0, first_day=FIRST, basis="None", by=making.finance(), on=ON
    )
    return agreed(made, FIRST, nell)


def next_version(of: Person, nell: SignIn) -> UUID:
    assessment = Arrangement.objects.filter(person=of).values_list(
        "component__plan__assessment_id", flat=True
    )
    return operations.begin_plan(assessment[0], by=nell, on=ON)


def running(of: Person, day: date) -> int:
    return sum(
        one.cost_weekly or 0
        for one in Arrangement.objects.filter(person=of)
        if one.first_day <= day and (one.last_day is None or one.last_day >= day)
    )


def test_support_that_begins_later_is_arranged_once_however_many_versions(
    ruth: Person, plan: UUID, nell: SignIn
) -> None:
    for first_day in (SECOND, THIRD):
        offered = queries.running_before(ruth.pk, first_day, by=nell)
        assert LATER in {one.first_day for one in offered}
        agreed(next_version(ruth, nell), first_day, nell)
    assert running(ruth, LATER) == 336_00
    assert running(ruth, LATER - timedelta(days=1)) == 266_00


def test_a_sum_that_is_given_once_is_not_given_again(
    ruth: Person, plan: UUID, nell: SignIn
) -> None:
    for first_day in (SECOND, THIRD):
        made = next_version(ruth, nell)
        parts = queries.plan_for_reading(made, by=nell, on=ON).components
        assert {one.activity for one in parts} == {"Mornings", "Nights, later"}
        agreed(made, first_day, nell)
    once = Arrangement.objects.filter(person=ruth, cost_once__gt=0)
    assert [one.cost_once for one in once] == [400_00]


def test_a_stay_without_a_known_end_holds_what_begins_next_and_what_is_agreed_meanwhile(
    ruth: Person, plan: UUID, nell: SignIn
) -> None:
    operations.suspend(ruth.pk, first_day=FIRST, last_day=None, why="In hospital", by=nell, on=ON)
    agreed(next_version(ruth, nell), SECOND, nell)
    now = Arrangement.objects.filter(person=ruth, cost_weekly__gt=0, last_day__isnull=True)
    assert [
        (one.first_day, [s.first_day for s in one.suspensions.filter(last_day__isnull=True)])
        for one in now.order_by("first_day")
    ] == [(SECOND, [SECOND]), (LATER, [LATER])]

    with pytest.raises(Refused, match="after the day on which it stopped"):
        operations.resume(ruth.pk, from_day=FIRST, by=nell, on=ON)
    operations.resume(ruth.pk, from_day=THIRD, by=nell, on=ON)
    assert not Suspension.objects.filter(last_day__isnull=True).exists()
    nights = now.get(first_day=LATER)
    assert not nights.suspensions.exists()


def test_a_day_of_another_millennium_is_asked_about(ruth: Person, nell: SignIn) -> None:
    made = operations.begin_plan(making.assessed(ruth, by=nell), by=nell, on=ON)
    with pytest.raises(Refused, match="more than ten years away"):
        operations.add_component(
            made,
            **NIGHTS | {"first_day": date(1027, 2, 1)},  # type: ignore[arg-type]  # as typed
            by=nell,
            on=ON,
        )
