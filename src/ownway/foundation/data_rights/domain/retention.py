"""How long something is kept, counted from what, and when it is due to go.

Units     Periods are whole months; days are calendar days, both ends counted.
Promise   Nothing is due while anything of it goes on, or while a hold stands.
Source    UK GDPR article 5(1)(e): kept no longer than is necessary. Each rule names its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.foundation.data_rights.domain.requests import months_after


class CountedFrom(StrEnum):
    """The day a period is counted from."""

    LAST_ENDED = "the day the last support, request or review ended, or of death if that is later"
    ROW = "the day named in the row"
    NEVER = "nothing: it stays"


class RunState(StrEnum):
    PROPOSED = "proposed"
    DECLINED = "declined"
    APPROVED = "approved"  # a job works on it, or will
    DONE = "done"


class ItemState(StrEnum):
    WAITING = "waiting"
    ERASED = "erased"
    HELD = "held"  # a legal hold stands
    NOT_DUE = "no longer due"  # something happened since it was proposed
    FAILED = "failed"


class Ground(StrEnum):
    """Why something is erased."""

    SCHEDULE = "schedule"
    COURT = "court"
    RIGHT = "right to erasure"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the retention schedule. `months` is None where something is kept for good."""

    id: str
    label: str
    months: int | None
    counted_from: CountedFrom
    reference: str
    verified: bool
    note: str = ""

    def due_after(self, day: date) -> date | None:
        """The first day on which what was counted from `day` is due to go."""
        return None if self.months is None else months_after(day, self.months)

    def reaches(self, on: date) -> date | None:
        """The last day to count from of what is due on a day; None where nothing ever is."""
        return None if self.months is None else months_after(on, -self.months)

    def in_words(self) -> str:
        if self.months is None:
            return "for good"
        years, months = divmod(self.months, 12)
        parts = [
            f"{count} {word}{'s' if count != 1 else ''}"
            for count, word in ((years, "year"), (months, "month"))
            if count
        ]
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Activity:
    """When something about somebody last happened in one table, and whether any still goes on."""

    last_day: date | None
    goes_on: bool


def last_ended(activities: Iterable[Activity], *, died_on: date | None) -> date | None:
    """The day from which a record's period counts; None while anything of it goes on.

    After a death nothing goes on, whatever was left open. A record in which nothing happened has
    no such day, and is somebody's to look at, not a machine's to erase.
    """
    days = [died_on] if died_on else []
    for one in activities:
        if one.goes_on and died_on is None:
            return None
        if one.last_day is not None:
            days.append(one.last_day)
    return max(days, default=None)
