"""A rate that changes later is made good once: more as its own line, less off the next payments."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import making
import pytest

from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.payments import operations, queries
from ownway.support.payments.models import ScheduleRate
from ownway.support.planning.models import Suspension

pytestmark = pytest.mark.django_db
DAY, MID, LATER = date(2026, 6, 1), date(2026, 6, 15), date(2026, 6, 29)
WHY = "The review found more need."


def paid_once() -> tuple[UUID, UUID]:
    """A schedule whose first period is approved, and whose it is."""
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    schedule = operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=femi, on=DAY)
    return schedule, ruth.pk


def test_more_for_days_paid_before_is_proposed_first_and_said_in_words() -> None:
    schedule, ruth = paid_once()
    wanda = making.finance()

    operations.change_rate(
        schedule, first_day=MID, pence_weekly=224_55, why=WHY, by=wanda, on=LATER
    )
    operations.propose_instruction(schedule, by=wanda, on=LATER)

    *_, line = [one for one in queries.instructions_of(ruth, by=wanda) if one.state == "proposed"]
    assert (line.kind, line.pence, line.first_day, line.last_day) == (
        "correction",
        40_00,
        DAY,
        date(2026, 6, 28),
    )
    assert timeline(ruth, limit=1)[0].words == "£40.00 more for 1 June to 28 June 2026"
    operations.propose_instruction(schedule, by=wanda, on=LATER)
    assert {one.pence for one in queries.instructions_of(ruth, by=wanda)} == {
        818_20,
        40_00,
        898_20,
    }


def test_less_for_days_paid_before_is_taken_from_the_next_payment() -> None:
    schedule, ruth = paid_once()
    wanda = making.finance()

    operations.change_rate(schedule, first_day=MID, pence_weekly=184_55, why=WHY, by=wanda, on=DAY)
    operations.propose_instruction(schedule, by=wanda, on=DAY)

    *_, line = queries.instructions_of(ruth, by=wanda)
    assert (line.kind, line.pence, line.less) == ("period", 698_20, 40_00)
    assert timeline(ruth, limit=1)[0].words == (
        "£698.20 for 29 June to 26 July 2026, after taking off £40.00 paid too much before"
    )


def test_days_on_which_the_support_stood_still_are_not_paid() -> None:
    ruth, wanda = making.person(), making.finance()
    arranged = making.direct_payment(ruth)
    Suspension.objects.create(
        arrangement=arranged,
        first_day=MID,
        last_day=date(2026, 6, 21),
        why="In hospital",
        recorded_by=wanda,
        recorded_on=DAY,
    )
    schedule = operations.set_schedule(arranged.pk, by=wanda, on=DAY)
    operations.propose_instruction(schedule, by=wanda, on=DAY)

    assert [one.pence for one in queries.instructions_of(ruth.pk, by=wanda)] == [613_65]


def test_the_same_change_twice_is_kept_once() -> None:
    schedule, _ = paid_once()
    wanda = making.finance()
    said: dict[str, Any] = {
        "first_day": MID,
        "pence_weekly": 100_00,
        "why": WHY,
        "by": wanda,
        "on": DAY,
    }

    assert operations.change_rate(schedule, **said) == operations.change_rate(schedule, **said)
    assert ScheduleRate.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"why": " "}, "Say why"),
        ({"pence_weekly": -1}, "less than nothing"),
        ({"first_day": date(2026, 5, 31)}, "it begins on 1 June 2026"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(more: dict[str, object], words: str) -> None:
    schedule, _ = paid_once()
    said: dict[str, Any] = {
        "first_day": MID,
        "pence_weekly": 100_00,
        "why": WHY,
        "by": making.finance(),
        "on": DAY,
    }

    with pytest.raises(Refused, match=words):
        operations.change_rate(schedule, **(said | more))


def test_only_finance_changes_a_rate_and_of_a_schedule_there_is() -> None:
    schedule, _ = paid_once()
    said: dict[str, Any] = {"first_day": MID, "pence_weekly": 100_00, "why": WHY, "on": DAY}

    with pytest.raises(NotFound):
        operations.change_rate(uuid4(), by=making.finance(), **said)
    with pytest.raises((NotAllowed, NotFound)):
        operations.change_rate(schedule, by=making.practitioner(), **said)


def test_gross_and_in_arrears_are_ways_to_set_it_up() -> None:
    wanda, ruth = making.finance(), making.person()
    arranged = making.direct_payment(ruth)
    with pytest.raises(Refused, match="from 1 to 13 weeks"):
        operations.set_schedule(arranged.pk, every_weeks=14, by=wanda, on=DAY)
    schedule = operations.set_schedule(
        arranged.pk, every_weeks=2, in_advance=False, gross=True, by=wanda, on=DAY
    )
    operations.propose_instruction(schedule, by=wanda, on=DAY)

    (line,) = queries.instructions_of(ruth.pk, by=wanda)
    assert (line.last_day, line.pay_on, line.pence) == (
        date(2026, 6, 14),
        date(2026, 6, 14),
        572_00,
    )


def test_the_year_ahead_is_told_with_what_it_takes_of_the_budget() -> None:
    schedule, ruth = paid_once()
    wanda = making.finance()

    (found,) = queries.forecasts_of(ruth, by=wanda, on=DAY)

    assert (found.schedule_id, len(found.lines), found.still_to_take) == (schedule, 13, 0)
    assert found.commitment.left == 0
    assert found.commitment.to_come == 13 * 818_20
