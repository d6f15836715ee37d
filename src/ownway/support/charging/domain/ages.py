"""Whether somebody has reached Pension Credit age on a day, by their day of birth. Pure.

It is the State Pension age, the same for men and women since 6 October 2020: 66; for those born
from 6 April 1960 a month more for each month, up to 67 for those born from 6 March 1961.

Source    Pensions Act 1995, schedule 4, as amended by the Pensions Act 2014, section 26; State
          Pension Credit Act 2002, section 1(6).
"""

from datetime import date

from ownway.kernel.period import add_months, age_on

SAME_FOR_ALL = date(2020, 10, 6)  # before it, ages rose by other tables and differed
RISING_FROM, RISEN = date(1960, 4, 6), date(1961, 3, 6)
NEVER_BEFORE = 60


def pension_age_day(born_on: date) -> date:
    """The day on which somebody reaches Pension Credit age, for days from 6 October 2020 on."""
    months = 0
    if born_on >= RISEN:
        months = 12
    elif born_on >= RISING_FROM:
        since = (born_on.year - RISING_FROM.year) * 12 + born_on.month - RISING_FROM.month
        months = since + (born_on.day >= RISING_FROM.day)
    return add_months(born_on, 66 * 12 + months)


def reached_pension_age(born_on: date | None, on: date) -> bool | None:
    """Whether it is reached on a day; None where the day of birth alone does not tell."""
    if born_on is None:
        return None
    if on >= SAME_FOR_ALL:
        return pension_age_day(born_on) <= on
    age = age_on(born_on, on)
    return True if age >= 66 else False if age < NEVER_BEFORE else None
