"""How good figures are, told on people no fit has seen, at equal totals.

`r2`            share of the differences between costs that figures account for.
`median_error`  the distance of a figure from its cost that half of people are within.
`within_20`     share of people whose figure lies within 20% of their cost.
`short_20`      share whose figure falls more than 20% short of it. Read the first three with this.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ownway.support.allocation.domain.calibration.fitting import Floats, Whole

TENTHS = 10
SURE = 1.96  # two-sided 95%


@dataclass(frozen=True, slots=True)
class Judged:
    """The measures above; `total` is figures over costs before totals were made equal."""

    people: int
    r2: float
    median_error: float
    within_20: float
    short_20: float
    total: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """Figures over costs of some people, with a 95% interval.

    `at_equal_need` compares each of them with everybody of the same tenth of figures: over 1, the
    figures favour them beside people of equal need; raw gaps are no evidence of bias.
    """

    people: int
    ratio: float
    low: float
    high: float
    at_equal_need: float
    need_low: float
    need_high: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of people by figure, least first; pounds a week on average."""

    people: int
    figure: float
    cost: float


def judged(figures: Floats, cost: Floats) -> Judged:
    """Measures of left-out figures against costs, both in pounds, the totals made equal first."""
    total = float(figures.sum() / cost.sum())
    even = figures / total if total else figures
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(cost > 0, np.abs(even - cost) / cost, np.where(even > 0, np.inf, 0.0))
    spread = float(((cost - cost.mean()) ** 2).sum())
    return Judged(
        people=len(cost),
        r2=1 - float(((cost - even) ** 2).sum()) / spread if spread else 0.0,
        median_error=float(np.median(error)),
        within_20=float((error <= 0.2).mean()),
        short_20=float((even < 0.8 * cost).mean()),
        total=total,
    )


def tenths(figures: Floats, cost: Floats) -> tuple[Tenth, ...]:
    """Figures beside costs by tenth of figure: what is promised and what plans came to."""
    order = np.argsort(figures, kind="stable")
    return tuple(
        Tenth(len(part), float(figures[part].mean()), float(cost[part].mean()))
        for part in np.array_split(order, TENTHS)
        if len(part)
    )


def ratios(
    figures: Floats, cost: Floats, by: npt.NDArray[np.str_], *, level: bool = True
) -> Mapping[str, Ratio]:
    """Figures over costs for each value of a column, sorted by value.

    `level` makes the totals of all equal first.
    """
    even = figures * (cost.sum() / figures.sum()) if level else figures
    need = _tenth_of(even)
    by_need = np.bincount(need, cost, TENTHS) / np.maximum(np.bincount(need, even, TENTHS), 1e-9)
    fair = even * by_need[need]  # what people of the same tenth cost, at this figure
    found = {}
    for value in np.unique(by):
        mine = by == value
        ratio, low, high = _with_interval(even[mine], cost[mine])
        equal = _with_interval(fair[mine], cost[mine])
        found[str(value)] = Ratio(int(mine.sum()), ratio, low, high, *equal)
    return found


def _tenth_of(figures: Floats) -> Whole:
    order = np.argsort(figures, kind="stable")
    found = np.empty(len(figures), np.int64)
    found[order] = np.arange(len(figures)) * TENTHS // len(figures)
    return found


def _with_interval(figures: Floats, cost: Floats) -> tuple[float, float, float]:
    """Sum over sum with the interval of a ratio estimator (Cochran, Sampling Techniques, 2.11)."""
    paid = float(cost.sum())
    if paid <= 0:
        return float("nan"), float("nan"), float("nan")
    ratio = float(figures.sum()) / paid
    if len(cost) < 2:
        return ratio, float("nan"), float("nan")
    gap = figures - ratio * cost
    wide = SURE * float(np.sqrt((gap**2).sum() * len(cost) / (len(cost) - 1))) / paid
    return ratio, ratio - wide, ratio + wide
