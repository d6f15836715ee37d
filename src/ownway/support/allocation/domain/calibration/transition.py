"""Protection of people whose present cost lies above their new figure.

Nobody's support is cut by a table. Somebody whose present plan costs more keeps it until a review;
where the council then steps down, it does so by at most a share a year, and never below what meets
eligible needs. What that comes to is shown against the reserve.

Units     Pence a week.
Source    Care Act 2014, section 27 (a plan is not changed without a review);
          Care and Support Statutory Guidance, 11.24 (sufficiency) and chapter 13.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

import numpy as np
import numpy.typing as npt

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.calibration.fitting import Whole

MOST_YEARS = 20


@dataclass(frozen=True, eq=False)
class Protected:
    """What each is paid in the first year and after, and what protection comes to in each year.

    `first_year` is pence a week of each person; `extra` the whole pence a week above figures, year
    by year, until it is nothing; `people` how many are protected, `most` the largest gap.
    """

    first_year: Whole
    extra: tuple[int, ...]
    people: int
    most: int


def transition(
    old_weekly: npt.ArrayLike, new_weekly: npt.ArrayLike, *, cap: Decimal = Decimal("0.10")
) -> Protected:
    """Protection where nobody steps down by more than `cap` of the present cost in a year.

    A cap of 0 keeps everybody where they are. Raises Refused.
    """
    old, new = np.asarray(old_weekly), np.asarray(new_weekly)
    if old.shape != new.shape or old.ndim != 1:
        raise Refused("Give a present cost and a new figure for each person.")
    if (
        old.dtype.kind not in "iu"
        or new.dtype.kind not in "iu"
        or (old < 0).any()
        or (new < 0).any()
    ):
        raise Refused("Costs and figures are whole pence a week, nothing or more.")
    if not 0 <= cap <= 1:
        raise Refused("The most that anybody steps down in a year is a share from 0 to 1.")
    present, figure = old.astype(np.int64), new.astype(np.int64)
    gap = np.maximum(present - figure, 0)
    step = np.array([_part(int(one), cap) for one in present[gap > 0]], np.int64)
    extra = []
    for year in range(1, MOST_YEARS + 1):
        kept = np.maximum(gap[gap > 0] - step * year, 0)
        extra.append(int(kept.sum()))
        if not extra[-1] or cap == 0:
            break
    first = figure.copy()
    first[gap > 0] += np.maximum(gap[gap > 0] - step, 0)
    return Protected(
        first_year=first,
        extra=tuple(extra),
        people=int((gap > 0).sum()),
        most=int(gap.max(initial=0)),
    )


def _part(pence: int, cap: Decimal) -> int:
    return int((pence * cap).to_integral_value(ROUND_CEILING))
