"""Working days in England: Monday to Friday, without bank holidays.

Whoever is promised an answer in two working days is promised days on which somebody is at work.

Source    Banking and Financial Dealings Act 1971, schedule 1 (Easter Monday, the last Mondays of
          May and August, 26 and 27 December) and section 1(3) (New Year's Day and the first Monday
          of May, each year by proclamation); Good Friday and Christmas Day by common law. A day
          that falls on a weekend is kept on the next weekday that is none, as each proclamation
          says. Days proclaimed once: `parameters/bank_holidays_proclaimed.yaml`.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any

from ownway.parameters import parameter

MONDAY, SATURDAY = 0, 5


def working_days_after(day: date, working_days: int) -> date:
    """The day so many working days after another; the day itself for none."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, on the weekdays on which they are kept."""
    easter = _easter(year)
    kept = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_on_or_after(date(year, 5, 1)),
        _monday_on_or_after(date(year, 5, 25)),
        _monday_on_or_after(date(year, 8, 25)),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= SATURDAY or fixed in kept:
            fixed += timedelta(days=1)
        kept.add(fixed)
    proclaimed: Any = parameter("bank_holidays_proclaimed").latest
    extra = {one for one in proclaimed["extra"] if one.year == year}
    return frozenset(kept - set(proclaimed["instead_of"]) | extra)


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the tables of the Calendar (New Style) Act 1750).

    The golden number gives the full moon, corrected for century years; Easter is the Sunday after.
    """
    golden, century = year % 19, year // 100
    lag = (8 * century + 13) // 25  # days the moon has gained on the calendar by this century
    epact = (19 * golden + century - century // 4 - lag + 15) % 30
    full_moon = epact - (epact == 29 or (epact == 28 and golden > 10))  # days after 21 March
    moon = date(year, 3, 21) + timedelta(days=full_moon)
    return moon + timedelta(days=6 - moon.weekday() or 7)
