"""Which files count, and for which days.

A file covers the days its own events show, never the period it states: from the first to the
last month with enough events ending in it. For each quarter since 1 April 2023 the file received
last counts, of those that cover the quarter, came after its end and by the day asked for. A file
chosen for several quarters is read once, from the first to the last of them.

Source    Stored_procedures/create_REF_Submission_Reporting_Periods_table.sql and
          create_GetSubmissions_procedure.sql, Main_tables/create_main_table_for_period.sql.
          Where the prose says that a file of few events is taken at its stated period, the code
          takes the months its events end in; the code made the figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ibis.expr.types import Table

from ownway.commissioning.measures.domain.results import Year
from ownway.kernel.period import add_months

FROM = date(2023, 4, 1)  # where the national table begins
FEWEST_EVENTS = 100  # of a file whose thin months are told from its full ones
FEWEST_PERCENT = 2  # of a file's events, for a month to count
TYPES_THAT_MAY_LACK = 1  # types of event that a month may lack


@dataclass(frozen=True, slots=True)
class Submitted:
    """A file, as far as choosing goes; `covers` is what its events show."""

    key: str
    received_at: datetime  # by the council's clock, without a time zone
    rank: int  # order of receipt, 1 the earliest
    covers: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that counts, and the first and last day it counts for."""

    submitted: Submitted
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """How many events of a file end in a month, of how many types."""

    month: date
    events: int
    types: int


def months_of(told: Table, *, before: date) -> Table:
    """How many events end in each month before `before` (the month of receipt, its first day)."""
    ended = told.filter(told.end < before)
    return ended.group_by(month=ended.end.truncate("M")).agg(
        events=ended.count(), types=ended.event_type.nunique()
    )


def covered(months: Sequence[MonthEnd]) -> tuple[date, date] | None:
    """The first and last day that a file covers, or None."""
    total = sum(month.events for month in months)
    types = max((month.types for month in months), default=0)
    counted = [
        one.month
        for one in months
        if total < FEWEST_EVENTS
        or (one.events * 100 >= total * FEWEST_PERCENT and one.types >= types - TYPES_THAT_MAY_LACK)
    ]
    if not counted:
        return None
    return min(counted), add_months(max(counted), 1) - timedelta(days=1)


def quarters_until(last_day: date) -> Iterator[tuple[date, date]]:
    """First and last day of each quarter from the beginning, as long as it has ended by then."""
    first = FROM
    while (last := add_months(first, 3) - timedelta(days=1)) <= last_day:
        yield first, last
        first = add_months(first, 3)


def quarters_of(year: Year, *, as_of: date) -> list[tuple[date, date]]:
    """The quarters joined for a year's figures: all that have ended, to one past the year.

    The ministry publishes a year once with the files to its end, and once again, revised, with
    those of one more quarter; the day asked for says which of the two.
    """
    return list(quarters_until(min(as_of, add_months(year.last_day, 3))))


def choose(
    submitted: Iterable[Submitted], quarters: Iterable[tuple[date, date]]
) -> tuple[list[Chosen], list[date]]:
    """The files that count, and the first days of quarters that none of them covers."""
    newest_first = sorted(submitted, key=lambda one: one.rank, reverse=True)
    found: dict[str, Chosen] = {}
    without: list[date] = []
    for first, last in quarters:
        for one in newest_first:
            if one.covers is None or one.received_at <= datetime.combine(last, time()):
                continue
            if one.covers[0] <= first and last <= one.covers[1]:
                before = found.get(one.key)
                found[one.key] = Chosen(one, before.first_day if before else first, last)
                break
        else:
            without.append(first)
    return sorted(found.values(), key=lambda one: one.submitted.rank), without
