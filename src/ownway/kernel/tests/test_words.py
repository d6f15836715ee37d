"""Money loses no penny on its way to a page and back; days and ages are counted as people do."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.money import about_pounds, pence_of, plain_pounds, pounds, to_whole
from ownway.kernel.period import Period, add_months, age_on, every, in_words

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(st.integers(0, 10**11 - 1))
def test_pounds_read_back_to_the_same_pence(pence: int) -> None:
    assert pence_of(pounds(pence)) == pence
    assert pence_of(plain_pounds(pence)) == pence


def test_money_in_words() -> None:
    assert pounds(-1234567) == "− £12,345.67"
    assert plain_pounds(-5) == "-0.05"
    assert about_pounds(28650) == "£287"
    assert to_whole(Decimal("2.5")) == 3


@pytest.mark.parametrize("typed", ["", "£", "1.234", "1-2", "٣", "1e5", "12345678901", ".", "5."])
def test_what_is_no_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="Enter"):
        pence_of(typed)


@pytest.mark.parametrize("typed", ["61,45", "1,23", "12,3456", ",5", "1,2345.00"])
def test_a_comma_before_pence_is_never_taken_for_thousands(typed: str) -> None:
    with pytest.raises(ValueError, match="Use a point before the pence"):
        pence_of(typed)


@given(DAYS, DAYS)
def test_age_counts_birthdays(born_on: date, day: date) -> None:
    if day < born_on:
        born_on, day = day, born_on
    birthdays = sum(
        1
        for year in range(born_on.year + 1, day.year + 1)
        if (year, born_on.month, born_on.day) <= (day.year, day.month, day.day)
    )
    assert age_on(born_on, day) == birthdays


def test_born_on_a_leap_day_is_older_in_march() -> None:
    assert age_on(date(2004, 2, 29), date(2022, 2, 28)) == 17
    assert age_on(date(2004, 2, 29), date(2022, 3, 1)) == 18


@given(DAYS, st.integers(-600, 600))
def test_months_on_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    if not 1 <= day.year + (day.month - 1 + months) // 12 <= 9998:
        return
    after = add_months(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)


@given(st.integers(1, 8), DAYS)
def test_periods_follow_without_gap_or_overlap(weeks: int, first_day: date) -> None:
    first, second = islice(every(weeks, from_day=first_day), 2)
    assert first.last_day is not None
    assert second.first_day - first.last_day == timedelta(days=1)
    assert (first.last_day - first.first_day).days + 1 == 7 * weeks
    assert first.holds(first.first_day)
    assert not first.holds(second.first_day)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="last day"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


def test_days_near_today_have_words() -> None:
    today = date(2026, 11, 23)
    assert in_words(date(2026, 11, 24), today=today) == "tomorrow"
    assert in_words(date(2026, 3, 1), today=today) == "1 March"
    assert in_words(date(2025, 3, 1), today=today) == "1 March 2025"
