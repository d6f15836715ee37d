"""Days on which support stands still are not paid; a sum that is given once is paid once."""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.period import Period
from ownway.kernel.refusal import Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import domain, operations, queries
from ownway.support.planning.models import Component, Suspension

DAY = date(2026, 6, 1)
FOUR_WEEKS = Period(DAY, date(2026, 6, 28))
days = st.integers(-40, 80).map(lambda many: DAY + timedelta(days=many))
stretches = st.tuples(days, st.none() | st.integers(0, 40)).map(
    lambda said: (said[0], None if said[1] is None else said[0] + timedelta(days=said[1]))
)
offs = st.lists(stretches, max_size=4)


def is_off(day: date, off: domain.Off) -> bool:
    return any(since <= day and (until is None or day <= until) for since, until in off)


@given(offs, st.none() | days)
def test_each_day_is_paid_unless_it_stands_still_or_is_over(
    off: list[tuple[date, date | None]], last_day: date | None
) -> None:
    each = [DAY + timedelta(days=n) for n in range(28)]
    paid = [day for day in each if not is_off(day, off) and (last_day is None or day <= last_day)]
    assert domain.paid_days(FOUR_WEEKS, last_day, off) == len(paid)
    assert domain.amount_for(FOUR_WEEKS, 700, last_day, off) == 100 * len(paid)


@given(offs, st.integers(1, 6))
def test_no_period_is_left_out_that_has_a_day_to_pay_and_none_paid_without(
    off: list[tuple[date, date | None]], every_weeks: int
) -> None:
    until = DAY + timedelta(days=200)
    found = domain.periods_ahead(DAY, every_weeks, [], until, until, off)
    covered = [
        one.first_day + timedelta(days=n)
        for one in found
        for n in range(((one.last_day or one.first_day) - one.first_day).days + 1)
    ]
    assert len(covered) == len(set(covered))
    for one in found:
        assert domain.paid_days(one, until, off)
    stops = min((since for since, end in off if end is None), default=until)
    for day in (DAY + timedelta(days=n) for n in range(200)):
        if day < stops - timedelta(weeks=every_weeks) and not is_off(day, off):
            assert day in covered


@pytest.mark.django_db
def test_support_stands_still_and_the_days_are_not_paid() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ruth)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    first = operations.propose_instruction(schedule, by=wanda, on=DAY)
    stop(arrangement, date(2026, 6, 15), date(2026, 7, 5))

    with pytest.raises(Refused, match="stood still on some days"):
        operations.approve_instruction(first, by=femi, on=DAY)
    operations.decline_instruction(first, reasons="In hospital", by=femi, on=DAY)
    again = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(again, by=femi, on=DAY)
    later = operations.propose_instruction(schedule, by=wanda, on=DAY)

    lines = {line.id: line.pence for line in queries.instructions_of(ruth.pk, by=wanda)}
    assert lines[again] == 2 * 204_55  # 1 to 14 June
    assert lines[later] == 3 * 204_55  # 29 June to 5 July stand still
    assert ledger.owed_to(ruth.pk, by=wanda) == 2 * 204_55


@pytest.mark.django_db
def test_nothing_is_proposed_while_nobody_knows_when_it_goes_on() -> None:
    ruth, wanda = making.person(), making.finance()
    arrangement = making.direct_payment(ruth)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    stop(arrangement, DAY, None)
    assert queries.to_propose(by=wanda, on=DAY) == []
    with pytest.raises(Refused):
        operations.propose_instruction(schedule, by=wanda, on=DAY)


@pytest.mark.django_db
def test_what_was_paid_ahead_for_such_days_is_told_to_whoever_approves() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ruth)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=femi, on=DAY)
    stop(arrangement, date(2026, 6, 22), date(2026, 6, 28))
    ((told,),) = queries.approved_beyond_end([ruth.pk], by=femi).values()
    assert (told.pence, told.first_day) == (204_55, date(2026, 6, 22))


@pytest.mark.django_db
def test_a_sum_that_is_given_once_is_paid_once() -> None:
    ellie, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ellie, cost_weekly=100, contribution_weekly=0)
    Component.objects.filter(arrangement=arrangement).update(cost_weekly=0, cost_once=240_00)
    (waiting,) = queries.to_set_up(by=wanda, on=DAY)
    assert (waiting.share_weekly, waiting.once) == (0, 240_00)

    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    ahead = queries.planned_of(ellie.pk, by=wanda, on=DAY, until=DAY + timedelta(days=90))
    assert [(one.pence, one.first_day) for one in ahead] == [(240_00, DAY)]
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=femi, on=DAY)

    assert ledger.owed_to(ellie.pk, by=wanda) == 240_00
    assert queries.to_propose(by=wanda, on=DAY + timedelta(days=400)) == []
    with pytest.raises(Refused):
        operations.propose_instruction(schedule, by=wanda, on=DAY + timedelta(days=400))


@pytest.mark.django_db
def test_a_sum_beside_weekly_money_comes_with_the_first_period() -> None:
    ruth, wanda = making.person(), making.finance()
    arrangement = making.direct_payment(ruth)
    Component.objects.filter(arrangement=arrangement).update(cost_once=50_00)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    for _ in range(2):
        operations.propose_instruction(schedule, by=wanda, on=DAY)
    found = [line.pence for line in queries.instructions_of(ruth.pk, by=wanda)]
    assert found == [818_20 + 50_00, 818_20]


def stop(arrangement: Any, first_day: date, last_day: date | None) -> None:
    Suspension.objects.create(
        arrangement=arrangement,
        first_day=first_day,
        last_day=last_day,
        why="In hospital",
        recorded_by=making.practitioner(),
        recorded_on=DAY,
    )
