"""What another card or another policy would mean for the same people: who gains, who loses, what
it comes to.

Units     Pence a week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.calibration.fitting import Whole

SHORT = 0.8  # of what a plan cost
# Changes of a figure, from the most lost to the most gained, in pence a week.
BANDS = (-10_000, -5_000, -2_000, -500, 500, 2_000, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two ways: what figures come to, and how many fall a fifth short of their plan."""

    total: int
    short: int


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """People of a group: how many gain and lose, and totals before and after."""

    people: int
    gain: int
    lose: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The same people before and after. `bands` count changes between neighbouring BANDS.

    `most_gained` and `most_lost` are pence a week of one person.
    """

    people: int
    before: Side
    after: Side
    gain: int
    lose: int
    most_gained: int
    most_lost: int
    bands: tuple[int, ...]
    by_group: Mapping[str, GroupMoved]


def moved(
    before: Whole,
    after: Whole,
    *,
    cost: Whole | None = None,
    group: Sequence[str] | npt.NDArray[np.str_] | None = None,
) -> Moved:
    """Who gains and who loses, person by person. `cost` is what their plans came to.

    Raises Refused where the two are not of the same people.
    """
    if before.shape != after.shape or (cost is not None and cost.shape != before.shape):
        raise Refused("Two ways can be compared for the same people only.")
    change = after - before
    names = np.asarray(group if group is not None else [""] * len(change), str)
    return Moved(
        people=len(change),
        before=_side(before, cost),
        after=_side(after, cost),
        gain=int((change > 0).sum()),
        lose=int((change < 0).sum()),
        most_gained=int(change.max(initial=0)),
        most_lost=int(-change.min(initial=0)),
        bands=tuple(
            int(count)
            for count in np.bincount(
                np.searchsorted(np.asarray(BANDS), change, side="right"), minlength=len(BANDS) + 1
            )
        ),
        by_group={
            str(name): GroupMoved(
                people=int((names == name).sum()),
                gain=int((change[names == name] > 0).sum()),
                lose=int((change[names == name] < 0).sum()),
                before=int(before[names == name].sum()),
                after=int(after[names == name].sum()),
            )
            for name in np.unique(names)
            if name
        },
    )


def _side(figures: Whole, cost: Whole | None) -> Side:
    short = 0 if cost is None else int((figures < SHORT * cost).sum())
    return Side(int(figures.sum()), short)
