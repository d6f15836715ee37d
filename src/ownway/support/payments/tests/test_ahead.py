"""What a schedule will pay next is shown before anybody proposes it, and only to who may know."""

from datetime import date, timedelta

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import NotFound
from ownway.support.payments import domain, operations, queries
from ownway.support.payments.queries import Planned

DAY = date(2026, 6, 1)
days = st.integers(0, 400).map(lambda count: DAY + timedelta(days=count))


@given(st.integers(1, 13), st.none() | days, days, st.integers(0, 5))
def test_ahead_are_all_that_begin_by_a_day_and_one_in_any_case(
    every_weeks: int, last_day: date | None, until: date, taken: int
) -> None:
    paid = [DAY + timedelta(weeks=every_weeks * number) for number in range(taken)]

    found = domain.periods_ahead(DAY, every_weeks, paid, last_day, until)

    begins = [DAY + timedelta(weeks=every_weeks * number) for number in range(taken, 80)]
    expected = [day for day in begins if last_day is None or day <= last_day]
    by_then = [day for day in expected if day <= until]
    assert [period.first_day for period in found] == (by_then or expected[:1])


@pytest.mark.django_db
def test_what_is_not_proposed_yet_is_planned_with_its_day_and_amount() -> None:
    ruth, wanda = making.person(), making.finance()
    arranged = making.direct_payment(ruth, last_day=date(2026, 7, 4))
    schedule = operations.set_schedule(arranged.pk, by=wanda, on=DAY)
    operations.propose_instruction(schedule, by=wanda, on=DAY)

    found = queries.planned_of(ruth.pk, by=making.own_sign_in(ruth), on=DAY, until=DAY)

    part_week = Planned(schedule, date(2026, 6, 29), date(2026, 7, 4), date(2026, 6, 29), 175_33)
    assert found == [part_week]


@pytest.mark.django_db
def test_nothing_is_planned_for_who_died_and_nothing_told_to_strangers() -> None:
    ruth, wanda = making.person(), making.finance()
    operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    ruth.died_on = DAY
    ruth.save()

    assert queries.planned_of(ruth.pk, by=wanda, on=DAY, until=DAY) == []
    with pytest.raises(NotFound):
        queries.planned_of(
            ruth.pk, by=making.practitioner(of=making.team("West team")), on=DAY, until=DAY
        )
