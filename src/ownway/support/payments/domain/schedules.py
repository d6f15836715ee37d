"""What a direct payment comes to for each period, and what a later change makes of it. Pure.

What is due follows from the terms alone: from which day to which, at which rate from which day,
on which days the support stood still, and which sums are paid once. What was paid before is set
against it. So a change of past days, forwards or backwards, gives one sum for all of them: more is
one line of its own, less is taken from the next payments. In whatever order changes become known,
what is paid in all is the same.

Units     Whole pence; a rate is pence a week.
Rounding  A day is a seventh of a week. Half a penny goes up, once, at the end of a period; the
          pieces of a period are rounded as they run on, so that they add up to it.
Source    Care Act 2014, sections 26 and 31 to 33; Care and Support (Direct Payments) Regulations
          2014. Four-weekly and ahead is the usual way, and no rule of law.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from ownway.kernel.period import Period
from ownway.support.payments.domain.periods import DAYS_A_WEEK, earlier_of

A_DAY = timedelta(days=1)
FORECAST_PERIODS = 13  # of four weeks: a year
ONE_OFF_WORDS = "Paid once"


class LineKind(StrEnum):
    """What a payment is for."""

    PERIOD = "period"
    CORRECTION = "correction"
    GIVEN_BACK = "given back"  # agreed to be taken off the next payments; never a payment itself


@dataclass(frozen=True, slots=True)
class Rate:
    """Pence a week from a day on, until the next rate begins."""

    first_day: date
    pence_weekly: int

    def __post_init__(self) -> None:
        if self.pence_weekly < 0:
            raise ValueError("A rate is not less than nothing.")


@dataclass(frozen=True, slots=True)
class OneOff:
    """A sum that is paid once, with the period that holds its day: equipment, setting up."""

    on: date
    pence: int
    words: str = ONE_OFF_WORDS


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed. `anchor` is the first day of one period, whence all others are counted.

    Of two rates from the same day the later in the order counts. `suspended` are spans on which
    nothing is paid; without a last day it goes on.
    """

    anchor: date
    first_day: date
    last_day: date | None
    rates: tuple[Rate, ...]
    every_weeks: int = 4
    in_advance: bool = True
    suspended: tuple[tuple[date, date | None], ...] = ()
    one_offs: tuple[OneOff, ...] = ()

    def __post_init__(self) -> None:
        if self.every_weeks < 1:
            raise ValueError("A period is a week or more.")


@dataclass(frozen=True, slots=True)
class Piece:
    """Days at one rate, or a sum paid once (`pence_weekly` is then None)."""

    first_day: date
    last_day: date
    pence: int
    pence_weekly: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment that stands, proposed or approved: its first day, its pence, and what it is."""

    first_day: date
    pence: int
    kind: LineKind = LineKind.PERIOD


@dataclass(frozen=True, slots=True)
class Line:
    """A payment to make. `less` was taken off `pence` for what was paid too much before."""

    kind: LineKind
    first_day: date
    last_day: date
    pay_on: date
    pence: int
    less: int = 0
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The payments to make, and what is still to be taken off payments after them."""

    lines: tuple[Line, ...]
    still_to_take: int = 0


@dataclass(frozen=True, slots=True)
class Commitment:
    """What payments take of the budget for the same days. All in pence."""

    budget: int
    settled: int
    to_come: int

    @property
    def left(self) -> int:
        return self.budget - self.settled - self.to_come


def grid(terms: Terms, from_day: date) -> Iterator[Period]:
    """The periods of the schedule, whole, from the one that holds `from_day` on."""
    days = terms.every_weeks * DAYS_A_WEEK
    first = terms.anchor + timedelta(days=(from_day - terms.anchor).days // days * days)
    while True:
        yield Period(first, first + timedelta(days=days - 1))
        first += timedelta(days=days)


def pieces(terms: Terms, first_day: date, last_day: date) -> tuple[Piece, ...]:
    """What the days of a span come to: one piece for each stretch at one rate, then sums paid once.

    A sum paid once is paid although support stands still on its day: it buys something that stays.
    The pieces of any span add up to `amount` of it.
    """
    found: list[Piece] = []
    sevenths = rounded = 0
    for first, last, weekly in _stretches(terms, first_day, last_day):
        sevenths += weekly * ((last - first).days + 1)
        so_far = _half_up(sevenths)
        found.append(Piece(first, last, so_far - rounded, weekly))
        rounded = so_far
    for one in terms.one_offs:
        if first_day <= one.on <= last_day and _agreed(terms, one.on):
            found.append(Piece(one.on, one.on, one.pence, None, one.words))
    return tuple(found)


def amount(terms: Terms, first_day: date, last_day: date) -> int:
    """Pence for the days of a span, rounded once."""
    return sum(piece.pence for piece in pieces(terms, first_day, last_day))


def owing(terms: Terms, settled: Collection[Settled]) -> int:
    """What is due for periods paid before, less what was paid; below nothing when it was too much.

    Support that turns out to have begun earlier has periods before the anchor: they are open, and
    paid as any other.
    """
    taken = {one.first_day for one in settled if one.kind is LineKind.PERIOD}
    due = sum(amount(terms, first, first + _length(terms) - A_DAY) for first in taken)
    return due - sum(one.pence for one in settled)


def to_pay(
    terms: Terms,
    settled: Collection[Settled],
    *,
    until: date | None = None,
    count: int | None = None,
) -> Lines:
    """The payments that are due by `until`, or the next `count` periods, the earliest first.

    A period that comes to nothing, or that what was paid too much takes wholly, has no line: its
    days stay open, so that nothing is lost when the change is taken back. Raises ValueError when
    neither limit is given.
    """
    if until is None and count is None:
        raise ValueError("Say until when, or how many periods.")
    carried = owing(terms, settled)
    found: list[Line] = []
    if carried > 0:
        found.append(_correction(settled, terms, carried))
        carried = 0
    taken = {one.first_day for one in settled if one.kind is LineKind.PERIOD}
    for number, period in enumerate(_open_periods(terms, taken)):
        first, last = period.first_day, earlier_of(_last(period), terms.last_day) or _last(period)
        pay_on = first if terms.in_advance else last
        if count is not None and number >= count:
            break
        if until is not None and pay_on > until:
            break
        made_of = pieces(terms, first, _last(period))
        whole = sum(piece.pence for piece in made_of)
        less = min(whole, max(0, -carried))
        carried += less
        if whole - less > 0:
            if all(piece.pence_weekly is None for piece in made_of):
                last = made_of[-1].last_day  # paid once: no days that it lasts for
            found.append(Line(LineKind.PERIOD, first, last, pay_on, whole - less, less, made_of))
    return Lines(tuple(found), max(0, -carried))


def commitment(terms: Terms, settled: Collection[Settled], *, budget_weekly: int) -> Commitment:
    """What stands and the next 13 periods, against the budget for as many days.

    Counted from the first day to the last day of the thirteenth period to come.
    """
    coming = to_pay(terms, settled, count=FORECAST_PERIODS)
    taken = [one.first_day + _length(terms) - A_DAY for one in settled]
    days_to = max([*taken, *(line.last_day for line in coming.lines)], default=terms.first_day)
    last = earlier_of(days_to, terms.last_day) or days_to
    days = max(0, (last - terms.first_day).days + 1)
    return Commitment(
        budget=_half_up(budget_weekly * days),
        settled=sum(one.pence for one in settled if one.kind is not LineKind.GIVEN_BACK),
        to_come=sum(line.pence for line in coming.lines),
    )


def still_on(terms: Terms, first_day: date, last_day: date) -> bool:
    """Whether the support stands still on some day of a span on which it would be paid."""
    return any(
        start <= last_day and (end is None or end >= first_day) for start, end in terms.suspended
    )


def _open_periods(terms: Terms, taken: Collection[date]) -> Iterator[Period]:
    for period in grid(terms, terms.first_day):
        if terms.last_day is not None and period.first_day > terms.last_day:
            return
        if period.first_day not in taken:
            yield period


def _correction(settled: Collection[Settled], terms: Terms, pence: int) -> Line:
    last = max(one.first_day for one in settled) + _length(terms) - A_DAY
    return Line(LineKind.CORRECTION, _begun(settled), last, _begun(settled), pence)


def _begun(settled: Collection[Settled]) -> date:
    return min(one.first_day for one in settled)


def _stretches(terms: Terms, first_day: date, last_day: date) -> Iterator[tuple[date, date, int]]:
    """The stretches of a span on which one rate is paid; stretches without a rate are left out."""
    first = max(first_day, terms.first_day)
    last = earlier_of(last_day, terms.last_day) or last_day
    if last < first:
        return
    cuts = {first, last + A_DAY}
    cuts |= {rate.first_day for rate in terms.rates}
    for start, end in terms.suspended:
        cuts.add(start)
        if end is not None and end < date.max:
            cuts.add(end + A_DAY)
    days = sorted(cut for cut in cuts if first <= cut <= last + A_DAY)
    before: tuple[date, date, int] | None = None
    for start, after in pairwise(days):
        weekly = _rate_on(terms, start)
        if not weekly or not _runs(terms, start):
            continue
        if before and before[2] == weekly and before[1] + A_DAY == start:
            before = (before[0], after - A_DAY, weekly)
            continue
        if before:
            yield before
        before = (start, after - A_DAY, weekly)
    if before:
        yield before


def _rate_on(terms: Terms, day: date) -> int:
    known = [rate for rate in terms.rates if rate.first_day <= day]
    if not known:
        return 0
    latest = max(rate.first_day for rate in known)
    return [rate for rate in known if rate.first_day == latest][-1].pence_weekly


def _agreed(terms: Terms, day: date) -> bool:
    return terms.first_day <= day and (terms.last_day is None or day <= terms.last_day)


def _runs(terms: Terms, day: date) -> bool:
    return _agreed(terms, day) and not any(
        start <= day and (end is None or day <= end) for start, end in terms.suspended
    )


def _length(terms: Terms) -> timedelta:
    return timedelta(weeks=terms.every_weeks)


def _last(period: Period) -> date:
    assert period.last_day is not None
    return period.last_day


def _half_up(sevenths: int) -> int:
    return (sevenths * 2 + DAYS_A_WEEK) // (DAYS_A_WEEK * 2)
