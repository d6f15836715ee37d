"""A promised day is one on which somebody is at work: no weekend, no bank holiday of England."""

from datetime import date, timedelta

import pytest

from ownway.kernel.working_days import bank_holidays, is_working_day, working_days_after

# As the government lists them for England and Wales; those to come, by the rules of the Act.
HOLIDAYS = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_bank_holidays_of_a_year_with_their_substitutes(year: int) -> None:
    found = [day.strftime("%m-%d") for day in sorted(bank_holidays(year))]

    assert " ".join(found) == HOLIDAYS[year]


@pytest.mark.parametrize(
    ("day", "days", "after"),
    [
        (date(2026, 11, 23), 2, date(2026, 11, 25)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas, a weekend, Boxing Day's Monday
        (date(2026, 12, 31), 2, date(2027, 1, 5)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # Easter
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_so_many_working_days_after(day: date, days: int, after: date) -> None:
    assert working_days_after(day, days) == after


def test_no_weekend_is_a_working_day_and_most_years_have_eight_holidays() -> None:
    for year in range(1990, 2100):
        held = bank_holidays(year)
        assert len(held) >= 8
        assert all(day.weekday() < 5 and not is_working_day(day) for day in held)
    first = date(2026, 1, 1)
    days = [first + timedelta(days=one) for one in range(365)]
    assert sum(map(is_working_day, days)) == 253
