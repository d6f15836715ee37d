"""Where an assessment stands on its way from being agreed to being finished. Pure.

Units     Days are whole. A wait is counted from the day somebody asked; that day itself is day 0.
Source    Care and Support Statutory Guidance, chapter 6: within an appropriate and reasonable
          timescale that takes account of how urgent the needs are. No law gives a number, so the
          target is a council's own (parameter `assessment_target_days`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.parameters import value_on


class Stage(StrEnum):
    WAITING = "waiting"  # agreed, and nobody is named
    ALLOCATED = "allocated"  # a worker is named and has not begun
    IN_PROGRESS = "in progress"


class Ended(StrEnum):
    """How the naming of a worker ended."""

    BEGUN = "begun"  # somebody began the assessment
    FINISHED = "finished"
    GIVEN_BACK = "given back"
    PASSED_ON = "passed on"  # another worker was named


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days waited; `last` is None where it has no end."""

    words: str
    first: int
    last: int | None

    def holds(self, days: int) -> bool:
        return self.first <= days and (self.last is None or days <= self.last)


BANDS = (
    Band("0 to 7 days", 0, 7),
    Band("8 to 28 days", 8, 28),
    Band("29 to 56 days", 29, 56),
    Band("Over 56 days", 57, None),
)


def due_on(urgency: str, asked_on: date) -> date:
    """The day by which an assessment is to be finished; one of unknown urgency as the longest."""
    days = value_on("assessment_target_days", asked_on)
    assert isinstance(days, Mapping)  # as its file says
    target = days.get(urgency, days["when you can"])
    return asked_on + timedelta(days=int(str(target)))


def ages(waited: Iterable[int]) -> list[tuple[Band, int]]:
    """How many waited for how long, band by band; together everybody, each once."""
    counted = list(waited)
    return [(band, sum(1 for days in counted if band.holds(days))) for band in BANDS]


def middle(waited: Iterable[int]) -> float | None:
    """The median of days waited; None where nobody waits."""
    in_order = sorted(waited)
    if not in_order:
        return None
    half = len(in_order) // 2
    if len(in_order) % 2:
        return float(in_order[half])
    return (in_order[half - 1] + in_order[half]) / 2
