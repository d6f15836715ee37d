"""Days on which support stands still are not paid; a sum that is given once is paid once."""

from datetime import date, timedelta
from typing import Any

import making
import pytest

from ownway.kernel.refusal import Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, queries
from ownway.support.planning.models import Component, Suspension

DAY = date(2026, 6, 1)


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
def test_what_was_paid_ahead_for_such_days_is_taken_off_the_next_payment() -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ruth)
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=femi, on=DAY)
    stop(arrangement, date(2026, 6, 22), date(2026, 6, 28))
    later = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(later, by=femi, on=DAY)
    lines = {line.id: (line.pence, line.less) for line in queries.instructions_of(ruth.pk, by=femi)}
    assert lines[later] == (3 * 204_55, 204_55)
    assert queries.approved_beyond_end([ruth.pk], by=femi) == {}


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
