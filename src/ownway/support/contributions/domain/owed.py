"""What somebody is to pay for each period, by day, and what a later change makes of it. Pure.

What is owed follows from the facts alone: the contribution decided from each day, what the support
costs from each day, the days on which nothing is charged, and the last day. What was invoiced
before is set against it. So a change of past days, up or down, is one line on the next invoice; in
whatever order changes become known, what is invoiced in all is the same.

Units     Whole pence; a rate is pence a week. A day is a seventh of a week.
Rounding  A fraction of a penny is left out, once, at the end of a period: the person's way, as in
          charging. The pieces of a period are rounded as they run on, so that they add up to it.
Source    Care Act 2014, sections 14 and 17: never more than the support costs. Section 117 of the
          Mental Health Act 1983 and the first weeks of reablement are never charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.period import Period

A_DAY = timedelta(days=1)
DAYS_A_WEEK = 7


class Free(StrEnum):
    """Why nothing is charged for some days."""

    AFTERCARE = "This is aftercare under section 117, which is never charged"
    REABLEMENT = "The first weeks of support to get you going again are free"
    CARERS_HELP = "This is help for a carer, which the person cared for never pays for"
    STOOD_STILL = "Your support stood still on these days"


@dataclass(frozen=True, slots=True)
class FromDay:
    """Pence a week from a day on, until the next one begins."""

    first_day: date
    pence_weekly: int

    def __post_init__(self) -> None:
        if self.pence_weekly < 0:
            raise ValueError("A weekly amount is not less than nothing.")


@dataclass(frozen=True, slots=True)
class FreeDays:
    """Days on which nothing is charged, both included; without a last day it goes on."""

    why: Free
    first_day: date
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides what is owed.

    `costs` are what the person may be asked for at most: what the support costs, without what is
    free and what the NHS and a third party pay (`planning.domain.funding` divides a price).
    Of two amounts from the same day the later in the order counts. Days before the first amount,
    and days after `last_day` or after the day of a death, cost nothing.
    """

    contributions: tuple[FromDay, ...]
    costs: tuple[FromDay, ...]
    first_day: date
    last_day: date | None = None
    died_on: date | None = None
    free: tuple[FreeDays, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Days on end that are charged alike; `why` says why nothing is charged, where that is so."""

    first_day: date
    last_day: date
    pence_weekly: int
    pence: int
    why: Free | None = None


@dataclass(frozen=True, slots=True)
class Billed:
    """What was invoiced for a period, its corrections of earlier ones apart."""

    period: Period
    pence: int
    correction: int = 0


@dataclass(frozen=True, slots=True)
class Invoice:
    """The lines of an invoice. `correction` is for earlier periods: more, or less than nothing."""

    period: Period
    pieces: tuple[Piece, ...]
    correction: int = 0

    @property
    def for_period(self) -> int:
        """What this period alone comes to."""
        return sum(piece.pence for piece in self.pieces)

    @property
    def total(self) -> int:
        """What is to pay. Below nothing, the council owes it to the person."""
        return self.for_period + self.correction


def pieces_of(facts: Facts, period: Period) -> tuple[Piece, ...]:
    """The days of a period with support, in runs that are charged alike.

    Raises ValueError for a period without a last day.
    """
    if period.last_day is None:
        raise ValueError("An invoice is for a period with a last day.")
    runs: list[tuple[date, date, int, Free | None]] = []
    day = max(period.first_day, facts.first_day)
    ends = [last for last in (period.last_day, facts.last_day, facts.died_on) if last is not None]
    while day <= min(ends):
        why = next((free.why for free in facts.free if free.holds(day)), None)
        weekly = 0 if why else min(_on(facts.contributions, day), _on(facts.costs, day))
        if runs and runs[-1][2:] == (weekly, why):
            runs[-1] = (runs[-1][0], day, weekly, why)
        else:
            runs.append((day, day, weekly, why))
        day += A_DAY
    found: list[Piece] = []
    sevenths = before = 0
    for first, last, weekly, why in runs:
        sevenths += weekly * ((last - first).days + 1)
        so_far = sevenths // DAYS_A_WEEK
        found.append(Piece(first, last, weekly, so_far - before, why))
        before = so_far
    return tuple(found)


def owed_for(facts: Facts, period: Period) -> int:
    """What a period comes to, as the facts are known now."""
    return sum(piece.pence for piece in pieces_of(facts, period))


def invoice_for(facts: Facts, period: Period, billed: Sequence[Billed]) -> Invoice | None:
    """The next invoice: the period's own lines and one that puts earlier periods right.

    None when the period was invoiced before, so asking twice is safe. Raises ValueError when it
    shares only some days with a period invoiced before.
    """
    if any(one.period == period for one in billed):
        return None
    for one in billed:
        if _meet(one.period, period):
            raise ValueError("Some of these days are on an invoice already.")
    due = sum(owed_for(facts, one.period) for one in billed)
    asked = sum(one.pence + one.correction for one in billed)
    return Invoice(period, pieces_of(facts, period), due - asked)


def _on(amounts: Sequence[FromDay], day: date) -> int:
    found = [amount for amount in amounts if amount.first_day <= day]
    latest = max((amount.first_day for amount in found), default=None)
    return next((one.pence_weekly for one in reversed(found) if one.first_day == latest), 0)


def _meet(one: Period, other: Period) -> bool:
    return one.first_day <= (other.last_day or date.max) and other.first_day <= (
        one.last_day or date.max
    )
