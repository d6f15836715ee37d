"""When a payment is due, for which days and how much, for any schedule."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.period import Period
from ownway.support.payments import domain

DAY = date(2026, 6, 1)
FOUR_WEEKS = Period(DAY, date(2026, 6, 28))
weekly = st.integers(1, 10**6)
lengths = st.integers(1, 13)
last_days = st.none() | st.integers(0, 400).map(lambda days: DAY + timedelta(days=days))


def test_the_first_periods_of_a_schedule() -> None:
    first = domain.next_period(DAY, 4, [], None)
    second = domain.next_period(DAY, 4, [DAY], None)

    assert first == FOUR_WEEKS
    assert second == Period(date(2026, 6, 29), date(2026, 7, 26))


def test_a_gap_comes_before_what_follows_it() -> None:
    assert domain.next_period(DAY, 4, [date(2026, 6, 29)], None) == FOUR_WEEKS


@given(lengths, last_days, st.integers(0, 20))
def test_periods_follow_each_other_without_gap_to_the_last_day(
    every_weeks: int, last_day: date | None, count: int
) -> None:
    taken: list[date] = []
    starts = DAY
    for _ in range(count):
        period = domain.next_period(DAY, every_weeks, taken, last_day)
        if period is None:
            assert last_day is not None
            assert starts == last_day + timedelta(days=1)
            break
        assert period.first_day == starts
        assert period.last_day is not None
        assert period.last_day == min(
            starts + timedelta(days=7 * every_weeks - 1), last_day or date.max
        )
        taken.append(period.first_day)
        starts = period.last_day + timedelta(days=1)


def test_ended_before_it_began_nothing_is_paid() -> None:
    assert domain.next_period(DAY, 4, [], DAY - timedelta(days=1)) is None


@pytest.mark.parametrize(("days", "due"), [(0, True), (28, True), (29, False)])
def test_a_period_is_due_its_own_length_ahead(days: int, due: bool) -> None:
    assert domain.is_due(FOUR_WEEKS, 4, DAY - timedelta(days=days)) is due


def test_four_weeks_and_a_part_week() -> None:
    assert domain.amount_for(FOUR_WEEKS, 204_55, None) == 818_20
    assert domain.amount_for(FOUR_WEEKS, 204_55, date(2026, 6, 10)) == 292_21  # a week, 3 days
    assert domain.amount_for(FOUR_WEEKS, 204_55, DAY - timedelta(days=1)) == 0


@given(weekly, lengths, last_days)
def test_an_amount_is_the_days_share_to_the_nearest_penny(
    pence: int, every_weeks: int, last_day: date | None
) -> None:
    period = Period(DAY, DAY + timedelta(days=7 * every_weeks - 1))
    end = min(period.last_day or DAY, last_day or date.max)
    exact = Fraction(pence * ((end - DAY).days + 1), 7)

    assert abs(domain.amount_for(period, pence, last_day) - exact) <= Fraction(1, 2)


@given(weekly, lengths)
def test_whole_weeks_are_paid_to_the_penny(pence: int, every_weeks: int) -> None:
    period = Period(DAY, DAY + timedelta(days=7 * every_weeks - 1))

    assert domain.amount_for(period, pence, None) == pence * every_weeks


def test_a_payment_needs_a_last_day() -> None:
    with pytest.raises(ValueError, match="with a last day"):
        domain.amount_for(Period(DAY), 100, None)


@pytest.mark.parametrize(
    ("in_advance", "proposed_on", "pays_on"),
    [
        (True, date(2026, 5, 20), date(2026, 6, 1)),
        (True, date(2026, 6, 9), date(2026, 6, 9)),
        (False, date(2026, 6, 9), date(2026, 6, 28)),
        (False, date(2026, 7, 3), date(2026, 7, 3)),
    ],
)
def test_the_day_to_pay(in_advance: bool, proposed_on: date, pays_on: date) -> None:
    assert domain.pay_on(FOUR_WEEKS, in_advance, proposed_on) == pays_on


@pytest.mark.parametrize(
    ("first_day", "last_day", "words"),
    [
        (DAY, date(2026, 6, 28), "1 June to 28 June 2026"),
        (date(2026, 12, 14), date(2027, 1, 10), "14 December 2026 to 10 January 2027"),
        (DAY, DAY, "1 June 2026"),
    ],
)
def test_days_in_words(first_day: date, last_day: date, words: str) -> None:
    assert domain.days_in_words(first_day, last_day) == words


def test_a_schedule_in_words() -> None:
    assert domain.schedule_in_words(204_55, 4) == "£204.55 a week, paid every 4 weeks"
    assert domain.schedule_in_words(204_55, 1) == "£204.55 a week, paid every week"


def test_the_earlier_of_two_last_days() -> None:
    later = DAY + timedelta(days=1)

    assert domain.earlier_of(None, None) is None
    assert domain.earlier_of(DAY, None) == domain.earlier_of(None, DAY) == DAY
    assert domain.earlier_of(later, DAY) == DAY
