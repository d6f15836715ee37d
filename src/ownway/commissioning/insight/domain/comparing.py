"""Two days beside each other, two ways of looking at once, and how things went month by month.

Units     People; whole pence a week. A difference is the later day less the earlier one.
Promise   What a comparison tells adds up: then, and who came, less who left, more or less what
          changed for those who stayed, is now; in people and to the penny.
Errors    None.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.commissioning.insight.domain.figures import (
    AGE_BAND,
    AGE_BANDS,
    NO_MONEY,
    Place,
    Snapshot,
    Sum,
)
from ownway.kernel.money import PenceWeekly, plain_pounds
from ownway.kernel.period import add_months

MONTHS = 13  # of a trend: a year, and the month it began with to hold the last against


class Change(StrEnum):
    """What became of somebody between two days, among those who are looked at."""

    CAME = "came"
    LEFT = "left"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Moved:
    """How many changed in one way, and their weekly cost before and after; a blank costs nothing.

    For those who came nothing is before, for those who left nothing is after.
    """

    people: int = 0
    then_weekly: PenceWeekly = NO_MONEY
    now_weekly: PenceWeekly = NO_MONEY

    @property
    def difference_weekly(self) -> int:
        return self.now_weekly - self.then_weekly


@dataclass(frozen=True, slots=True)
class Compared:
    """Two snapshots of the same narrowing, and everybody's change from the first to the second."""

    then: Snapshot
    now: Snapshot
    changes: Mapping[Change, Moved]

    def adds_up(self) -> bool:
        """Whether the changes lead from the first totals to the second."""
        people = self.changes[Change.CAME].people - self.changes[Change.LEFT].people
        pence = sum(moved.difference_weekly for moved in self.changes.values())
        return (
            self.then.everyone.people + people == self.now.everyone.people
            and self.then.everyone.total_weekly + pence == self.now.everyone.total_weekly
        )

    def as_json(self) -> dict[str, object]:
        """The shape that `ownway snapshot --compare --json` adds; money in pounds, as text."""
        return {
            "then": self.then.as_json(),
            "changes": [
                {
                    "change": change.value,
                    "people": self.changes[change].people,
                    "then_weekly": plain_pounds(self.changes[change].then_weekly),
                    "now_weekly": plain_pounds(self.changes[change].now_weekly),
                }
                for change in Change
            ],
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a dimension on both days."""

    value: str
    then: Sum
    now: Sum


@dataclass(frozen=True, slots=True)
class Crossed:
    """Two dimensions at once; a pair that nobody has is not in `cells`."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: Mapping[tuple[str, str], Sum]
    down_sums: Mapping[str, Sum]
    across_sums: Mapping[str, Sum]
    everyone: Sum


def change_of(then: int | None, now: int | None, *, was: bool, is_now: bool) -> Change:
    """What became of somebody whose weekly cost was `then` and is `now`, where they were there."""
    if not was:
        return Change.CAME
    if not is_now:
        return Change.LEFT
    before, after = then or 0, now or 0
    if before == after:
        return Change.SAME
    return Change.DEARER if after > before else Change.CHEAPER


def rows(found: Compared, dimension: str) -> tuple[Row, ...]:
    """Every value of a dimension on either day: in the later day's order, those gone last."""
    then = {part.value: part.sum for part in found.then.by[dimension]}
    now = {part.value: part.sum for part in found.now.by[dimension]}
    values = [*now, *(value for value in then if value not in now)]
    if dimension == AGE_BAND:
        values.sort(key=AGE_BANDS.index)
    return tuple(Row(value, then.get(value, Sum()), now.get(value, Sum())) for value in values)


def crossed(cells: Iterable[tuple[Place, Sum]], down: str, across: str) -> Crossed:
    """People and cost by two dimensions; lines stand highest cost first, ages in their order."""
    inside: defaultdict[tuple[str, str], Sum] = defaultdict(Sum)
    sides: tuple[defaultdict[str, Sum], defaultdict[str, Sum]] = (
        defaultdict(Sum),
        defaultdict(Sum),
    )
    everyone = Sum()
    for place, amount in cells:
        pair = place.value(down), place.value(across)
        inside[pair] += amount
        sides[0][pair[0]] += amount
        sides[1][pair[1]] += amount
        everyone += amount
    return Crossed(
        _in_order(down, sides[0]),
        _in_order(across, sides[1]),
        dict(inside),
        dict(sides[0]),
        dict(sides[1]),
        everyone,
    )


def month_ends(on: date, *, months: int = MONTHS) -> tuple[date, ...]:
    """The last days of so many months, the oldest first; the last of them is `on` or before it."""
    next_month = (on + timedelta(days=1)).replace(day=1)
    last = next_month - timedelta(days=1)
    begins = last.replace(day=1)
    return tuple(
        add_months(begins, 1 - back) - timedelta(days=1) for back in range(months - 1, -1, -1)
    )


def _in_order(dimension: str, found: Mapping[str, Sum]) -> tuple[str, ...]:
    if dimension == AGE_BAND:
        return tuple(sorted(found, key=AGE_BANDS.index))
    return tuple(sorted(found, key=lambda value: (-found[value].total_weekly, value)))
