"""Whom to assess first, and how far the envelope may be off when few stand for all.

A test group's points are scaled up to a council by what the council already knows of everybody:
support reason and present spending. What the test group cost is taken as it is, and everybody
else is predicted; the error grows with spending as it is seen to. The group alone, as Derby did it
in 2010, has twice the error and leans to the people who were easy to ask.

Units     Pence a week.
Source    Valliant, Dorfman and Royall (2000), Finite Population Sampling and Inference, chapters 2
          and 5 (prediction of those not asked; variance that grows with size).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.calibration.fitting import Floats, Whole

LEAST = 20
POWERS = (0.0, 0.5, 1.0, 1.5, 2.0)
SMALL_SPEND = 0.1  # of the mean: somebody with nothing spent may still cost something
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Band:
    """A total estimated from some people, with a 95% interval, all pence a week.

    `half_width` is a share of the total; `reserve` what to hold back so that the envelope holds in
    19 of 20 such test groups.
    """

    people: int
    total: int
    low: int
    high: int
    half_width: float
    reserve: float


@dataclass(frozen=True, eq=False)
class Frame:
    """What a council knows of everybody: present pence a week, and support reason."""

    spend: Whole
    group: npt.NDArray[np.str_]


def design_sample(frame: Frame, n: int = 200, *, seed: int = 0) -> npt.NDArray[np.intp]:
    """Whom to assess first: rows of the frame, spread evenly over groups and over spending.

    Everybody stands in line by group and present spending; the line is cut into n lengths, and of
    each one person is drawn, as the seed decides. So each group and level of spending has its
    share, and everybody the same chance.
    """
    count = len(frame.spend)
    if not LEAST <= n <= count:
        raise Refused(f"A test group has from {LEAST} people to all of the {count} there are.")
    draw = np.random.default_rng(seed)
    up = _serpentine(frame)
    cuts = np.floor(np.arange(n + 1) * count / n).astype(np.intp)
    return np.sort(up[draw.integers(cuts[:-1], cuts[1:])])


def _serpentine(frame: Frame) -> npt.NDArray[np.intp]:
    """Groups one after another, spending up and down by turns: neighbours in line are alike."""
    _, number = np.unique(frame.group, return_inverse=True)
    turned = np.where(number % 2 == 1, -frame.spend, frame.spend)
    return np.lexsort((np.arange(len(turned)), turned, number))


def envelope_risk(cost: npt.ArrayLike, rows: npt.ArrayLike, frame: Frame) -> Band:
    """What everybody's plans will come to, from the test group's costs and what is known of all.

    `cost` is pence a week of the people at `rows` of the frame. Raises Refused for fewer than 20.
    """
    paid = np.asarray(cost, np.float64)
    at = np.asarray(rows, np.intp)
    if len(at) < LEAST or len(at) != len(paid):
        raise Refused(f"An envelope cannot be judged from fewer than {LEAST} people.")
    names, number = np.unique(frame.group, return_inverse=True)
    known = _known(frame, number, at, len(names))
    others = np.ones(len(known), bool)
    others[at] = False
    mine, theirs = known[at], known[others]
    spread = _spread(frame, mine, paid, at)
    beta, unsure, unit = _least_squares(mine, paid, spread[at])
    total = float(paid.sum() + (theirs @ beta).sum())
    lack = theirs.sum(axis=0)
    # What the model misses on average here it may miss of everybody: half of it counts as error.
    missed = float((paid - mine @ beta).mean()) * len(theirs)
    variance = unit * float(spread[others].sum()) + float(lack @ unsure @ lack) + missed**2 / 2
    free = max(len(at) - mine.shape[1], 1)
    return _band(len(at), total, float(student.ppf((1 + SURE) / 2, free)) * variance**0.5)


def _least_squares(known: Floats, paid: Floats, spread: Floats) -> tuple[Floats, Floats, float]:
    """What each known thing is worth, how unsure that is, and the variance a unit of spread."""
    root = 1 / np.sqrt(spread)
    inverse = np.linalg.pinv((known * root[:, None]).T @ (known * root[:, None]))
    beta = inverse @ (known.T @ (paid / spread))
    gap = (paid - known @ beta) * root
    unit = float(gap @ gap) / max(len(paid) - known.shape[1], 1)
    return beta, inverse * unit, unit


def _spread(frame: Frame, mine: Floats, paid: Floats, at: npt.NDArray[np.intp]) -> Floats:
    """How the variance of a cost grows with present spending: the power that explains gaps best."""
    size = frame.spend + SMALL_SPEND * max(float(frame.spend.mean()), 1.0)
    best, found = -np.inf, np.ones(len(size))
    for power in POWERS:
        spread = (size / size.mean()) ** power
        _, _, unit = _least_squares(mine, paid, spread[at])
        likely = -0.5 * float(np.log(np.maximum(unit, 1e-9) * spread[at]).sum())
        if likely > best:
            best, found = likely, spread
    return found


def _known(
    frame: Frame, number: npt.NDArray[np.intp], at: npt.NDArray[np.intp], groups: int
) -> Floats:
    """Present spending, and a column for each group with people enough in the test group."""
    inside = np.bincount(number[at], minlength=groups)
    columns = [frame.spend.astype(float)]
    large = np.flatnonzero(inside >= 10)
    columns += [(number == one).astype(float) for one in large]
    if len(large) < groups:
        columns.append((~np.isin(number, large)).astype(float))
    return np.column_stack(columns)


def band_of(cost: Floats, figures: Floats) -> Band:
    """How far the total of as many other people may lie from these. Pounds in, pence out."""
    gap = cost - figures
    count = len(cost)
    wide = float(student.ppf((1 + SURE) / 2, count - 1)) * float(gap.std(ddof=1)) * count**0.5 * 100
    return _band(count, float(figures.sum() * 100), wide)


def _band(people: int, total: float, wide: float) -> Band:
    share = wide / total if total > 0 else float("inf")
    return Band(
        people=people,
        total=round(total),
        low=round(total - wide),
        high=round(total + wide),
        half_width=share,
        reserve=min(share, 0.99),
    )


def frame_from(spend: Sequence[int], group: Sequence[str]) -> Frame:
    """What is known of everybody, checked. Raises Refused."""
    if len(spend) != len(group) or not len(spend):
        raise Refused("Give present spending and a group for everybody.")
    pence = np.asarray(spend)
    if pence.dtype.kind not in "iu" or (pence < 0).any():
        raise Refused("Present spending is whole pence a week, nothing or more.")
    return Frame(pence.astype(np.int64), np.asarray(group, str))


def shares(frame: Frame, n: int) -> Mapping[str, int]:
    """How many of each group a test group of n would have: their part of everybody."""
    names, count = np.unique(frame.group, return_counts=True)
    return {
        str(name): round(n * int(one) / len(frame.group))
        for name, one in zip(names, count, strict=True)
    }
