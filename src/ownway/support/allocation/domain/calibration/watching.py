"""A model in force, watched month by month: do plans still cost what figures say?

Units     Pence a week; a month is YYYY-MM.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ownway.support.allocation.domain.calibration.judging import Ratio, ratios
from ownway.support.allocation.domain.calibration.report import Drift, drift

LEAST_MONTHS = 3
SURE = 1.96


@dataclass(frozen=True, slots=True)
class Agreed:
    """A figure and the plan that was agreed on it, pence a week."""

    month: str
    figure: int
    agreed: int
    group: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """What figures said and what was agreed in a month; `above` of its plans cost more."""

    month: str
    people: int
    figures: int
    agreed: int
    above: int


@dataclass(frozen=True, slots=True)
class Outturn:
    """What agreed plans will come to a week if they go on as figures did, with a 95% band.

    `over` is what the upper end of the band lies above the envelope: an alert before an overspend.
    """

    expected: int
    low: int
    high: int
    envelope: int
    over: int


@dataclass(frozen=True, slots=True)
class Watched:
    """`by_group` and `by_team` are figures over agreed costs: below one, figures fell short.

    A team whose figures lie above what is agreed, others' not, may give points more freely.
    """

    months: tuple[Month, ...]
    by_group: dict[str, Ratio]
    by_team: dict[str, Ratio]
    drift: Drift | None
    outturn: Outturn | None


def monitor(
    rows: Iterable[Agreed], *, waiting: Sequence[int] = (), envelope_weekly: int | None = None
) -> Watched:
    """Figures beside agreed plans. `waiting` are figures whose plans are not agreed yet."""
    agreed = sorted(rows, key=lambda row: row.month)
    months = tuple(
        _month(month, list(some)) for month, some in groupby(agreed, key=lambda row: row.month)
    )
    figures = np.array([row.figure for row in agreed], float) / 100
    cost = np.array([row.agreed for row in agreed], float) / 100
    usable = len(agreed) > 1 and figures.sum() > 0 and cost.sum() > 0
    named = np.array([row.month for row in agreed], str)
    return Watched(
        months=months,
        by_group=_by([row.group for row in agreed], figures, cost) if usable else {},
        by_team=_by([row.team for row in agreed], figures, cost) if usable else {},
        drift=drift(figures, cost, named) if usable and len(months) >= LEAST_MONTHS else None,
        outturn=_outturn(agreed, waiting, envelope_weekly),
    )


def _month(month: str, rows: list[Agreed]) -> Month:
    return Month(
        month=month,
        people=len(rows),
        figures=sum(row.figure for row in rows),
        agreed=sum(row.agreed for row in rows),
        above=sum(row.agreed > row.figure for row in rows),
    )


def _by(
    names: list[str],
    figures: np.ndarray[tuple[int], np.dtype[np.float64]],
    cost: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> dict[str, Ratio]:
    named = np.array(names, str)
    known = named != ""
    if not known.any():
        return {}
    return dict(ratios(figures[known], cost[known], named[known], level=False))


def _outturn(
    agreed: list[Agreed], waiting: Sequence[int], envelope_weekly: int | None
) -> Outturn | None:
    if envelope_weekly is None or len(agreed) < 2:
        return None
    figures = np.array([row.figure for row in agreed], float)
    cost = np.array([row.agreed for row in agreed], float)
    if figures.sum() <= 0:
        return None
    ratio = float(cost.sum() / figures.sum())
    gap = cost - ratio * figures
    to_come = float(sum(waiting))
    spread = float(gap.var(ddof=1))
    many = len(waiting)
    # What is agreed is known; what waits may differ one by one, and all together.
    together = (to_come / float(figures.sum())) ** 2 * len(agreed) * spread
    wide = SURE * float(np.sqrt(many * spread + together))
    expected = float(cost.sum()) + ratio * to_come
    return Outturn(
        expected=round(expected),
        low=round(expected - wide),
        high=round(expected + wide),
        envelope=envelope_weekly,
        over=max(0, round(expected + wide) - envelope_weekly),
    )
