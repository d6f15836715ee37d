"""The rights somebody may ask for, by when we answer, and what may follow what.

Promise   The clock starts on the day after the request, runs one month, and never counts a day on
          which it stood still.
Errors    Refused: the request cannot go that way now.
Source    UK GDPR articles 12(3), 15, 16, 17, 18, 21; Data Protection Act 2018, s.45 to 48.
          The corresponding day of the next month, or its last day where there is none, is how the
          Information Commissioner counts a month (general knowledge; check before quoting).
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.refusal import Refused

MONTHS_TO_ANSWER = 1  # UK GDPR, article 12(3)


class Kind(StrEnum):
    """Which right, in the words of whoever asks."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


IN_WORDS = {
    Kind.ACCESS: "See everything held about them",
    Kind.RECTIFICATION: "Have something put right",
    Kind.ERASURE: "Have something erased",
    Kind.RESTRICTION: "Have us stop using something for now",
    Kind.OBJECTION: "Object to how we use something",
}
ARTICLES = {
    Kind.ACCESS: "UK GDPR article 15",
    Kind.RECTIFICATION: "UK GDPR article 16",
    Kind.ERASURE: "UK GDPR article 17",
    Kind.RESTRICTION: "UK GDPR article 18",
    Kind.OBJECTION: "UK GDPR article 21",
}


class Outcome(StrEnum):
    """What came of a request."""

    DONE = "done"
    PARTLY = "partly done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PackState(StrEnum):
    WAITING = "waiting"  # asked for; a job makes it
    MADE = "made"  # waits to be looked over
    LOOKED_OVER = "looked over"
    RELEASED = "released"  # the person may have it
    REPLACED = "replaced"  # another was made instead
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoodStill:
    """Days on which the clock stood still, both counted; without a last day it still does."""

    first_day: date
    last_day: date | None


def months_after(day: date, months: int) -> date:
    """The corresponding day some months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_on(asked_on: date, pauses: Iterable[StoodStill], *, on: date) -> date:
    """The last day to answer: one month, and a day more for each on which the clock stood still."""
    days = sum(
        ((one.last_day or on) - one.first_day).days + 1
        for one in pauses
        if (one.last_day or on) >= one.first_day
    )
    return months_after(asked_on, MONTHS_TO_ANSWER) + timedelta(days=days)


def clock_in_words(due: date, *, paused: bool, closed: bool, on: date) -> str:
    """How the clock of a request stands, in a few words."""
    if closed:
        return "answered"
    if paused:
        return "the clock stands still"
    left = (due - on).days
    if left < 0:
        return f"{-left} {'day' if left == -1 else 'days'} late"
    if left == 0:
        return "due today"
    return f"{left} {'day' if left == 1 else 'days'} left"


def check_can_release(state: PackState) -> None:
    """Raises Refused unless somebody looked the pack over."""
    if state is not PackState.LOOKED_OVER:
        raise Refused(
            {
                PackState.WAITING: "The pack is still being made.",
                PackState.MADE: "Look the pack over first: say that no one else is shown in it.",
                PackState.RELEASED: "This pack was released already.",
                PackState.REPLACED: "Another pack was made since. Release that one.",
                PackState.FAILED: "This pack could not be made. Have it made again.",
            }[state]
        )
