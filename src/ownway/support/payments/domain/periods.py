"""When a direct payment is due, for which days, and how much. Pure.

Units     Whole pence.
Rounding  Half a penny goes up, once, at the end of a sum.
Source    Care and Support (Direct Payments) Regulations 2014; Care Act 2014, section 26: the
          council pays its share of the personal budget, here ahead and net unless said otherwise.
"""

from collections.abc import Collection
from datetime import date, timedelta

from ownway.kernel.money import Pence, pounds
from ownway.kernel.period import Period, every, in_words

DIRECT_PAYMENT = "direct payment"
PROPOSED, APPROVED, DECLINED = "proposed", "approved", "declined"
DAYS_A_WEEK = 7


def next_period(
    first_day: date, every_weeks: int, taken: Collection[date], last_day: date | None
) -> Period | None:
    """The earliest period without an instruction; `taken` are the first days of those with one.

    A period that the support does not outlast is cut at its last day. None when none is left.
    """
    for period in every(every_weeks, from_day=first_day):
        if last_day is not None and period.first_day > last_day:
            return None
        if period.first_day not in taken:
            return Period(period.first_day, _end(period, last_day))
    raise AssertionError("Periods have no end.")  # pragma: no cover


def is_due(period: Period, every_weeks: int, on: date) -> bool:
    """Whether it is time to propose a period: it begins within one period's length of `on`."""
    return period.first_day <= on + timedelta(weeks=every_weeks)


def amount_for(period: Period, pence_weekly: int, last_day: date | None) -> Pence:
    """Whole weeks at the weekly amount and each day left over at a seventh of it.

    Nothing is paid for days after `last_day`, nor for a period that begins after it.
    """
    days = (_end(period, last_day) - period.first_day).days + 1
    if days <= 0:
        return Pence(0)
    weeks, over = divmod(days, DAYS_A_WEEK)
    part = (pence_weekly * over * 2 + DAYS_A_WEEK) // (DAYS_A_WEEK * 2)
    return Pence(pence_weekly * weeks + part)


def pay_on(period: Period, in_advance: bool, proposed_on: date) -> date:
    """The first day of a period paid ahead, else its last; never before `proposed_on`."""
    return max(period.first_day if in_advance else _end(period, None), proposed_on)


def days_in_words(first_day: date, last_day: date) -> str:
    """1 June to 28 June 2026; both years when they differ; one day alone."""
    if first_day == last_day:
        return in_words(last_day)
    if first_day.year == last_day.year:
        return f"{first_day.day} {first_day:%B} to {in_words(last_day)}"
    return f"{in_words(first_day)} to {in_words(last_day)}"


def words_of(kind: str, days: str) -> str:
    """What a payment is for, as the ledger and the person's own page say it."""
    return f"Direct payment, more for {days}" if kind == "correction" else f"Direct payment, {days}"


def schedule_in_words(pence_weekly: int, every_weeks: int, pence_once: int = 0) -> str:
    """£204.55 a week, paid every 4 weeks; £240.00 once."""
    if not pence_weekly:
        return f"{pounds(pence_once)} once"
    if pence_once:
        return f"{schedule_in_words(pence_weekly, every_weeks)}, and {pounds(pence_once)} once"
    often = "every week" if every_weeks == 1 else f"every {every_weeks} weeks"
    return f"{pounds(pence_weekly)} a week, paid {often}"


def earlier_of(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days, where none means that it goes on."""
    if one is None or other is None:
        return one or other
    return min(one, other)


def _end(period: Period, last_day: date | None) -> date:
    if period.last_day is None:
        raise ValueError("A payment is for a period with a last day.")
    return period.last_day if last_day is None else min(period.last_day, last_day)
