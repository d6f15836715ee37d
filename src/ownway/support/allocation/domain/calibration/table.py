"""Money for each score: a line of at most eight straight parts that never falls.

`fit` finds the line that predicts best. `under_policy` moves the line, never a person: a small
linear programme keeps the total within the envelope less its reserve, the line between floor and
ceiling, groups' shares within a band where that can be had, and gives way where fewest people would
fall more than a fifth short.

Units     Pounds a week while fitting; the published table is whole pence, rounded down once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog, nnls

from ownway.kernel.money import PenceWeekly, pounds
from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.calibration.fitting import Floats, Whole

PARTS = 8
PEOPLE_A_PART = 40  # fewer people, fewer bends
BORROWED = 25.0  # people that the curve of the fit counts for
NEAR = 9  # scores over which people are counted as neighbours
SHORT = 1.25  # a plan of more than this times the figure leaves somebody a fifth short
TILTS = (0.0, 0.02, 0.04, 0.06, 0.08)  # how far the programme may move one part of the line
FEW_SHORT = 0.22  # of its own will it moves no further than it takes to have so few fall short
SHAPE = 0.05  # what a like move costs beside the share of people a fifth short
FORCED = 50.0  # what a further move costs: only floors, ceilings and steps are worth it
NEAR_WHOLE = 1e-6  # of a penny: what arithmetic may lose before a penny is rounded down


class EnvelopeTooSmall(Refused):
    """The envelope cannot hold what the floor alone comes to."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a council decides about money, apart from what the answers say.

    `envelope_weekly` is pence a week for the people of the batch, None to follow the cost itself.
    `reserve` is the share held back of either. `ceiling_weekly` caps the table; the plan then
    starts from what is needed. `step_weekly` caps what one more point may add. `group_band` is how
    far a group's total may lie from its cost where group terms are approved: a wider band gives
    groups less of their own, and people of equal need more alike.
    """

    envelope_weekly: int | None = None
    reserve: Decimal = Decimal(0)
    floor_weekly: int = 0
    ceiling_weekly: int | None = None
    step_weekly: int | None = None
    group_terms: bool = False
    group_band: Decimal = Decimal("0.01")
    equality_record: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.reserve < 1:
            raise Refused("The reserve is a share of the envelope, from 0 to less than 1.")
        if self.envelope_weekly is not None and self.envelope_weekly <= 0:
            raise Refused("The envelope is the money there is for a week: more than nothing.")
        if self.floor_weekly < 0:
            raise Refused("The floor is nothing or more.")
        if self.ceiling_weekly is not None and self.ceiling_weekly <= self.floor_weekly:
            raise Refused("The ceiling lies above the floor.")
        if self.step_weekly is not None and self.step_weekly <= 0:
            raise Refused("One more point may add something: the most it adds is above nothing.")
        if not 0 <= self.group_band < 1:
            raise Refused("The band of a group's share lies from 0 to less than 1.")
        if self.group_terms and not self.equality_record.strip():
            raise Refused("Terms for a group need the record of their equality impact.")

    def of(self, cost_weekly: int) -> "Policy":
        """The same where an envelope is named or nothing held back; else what plans come to."""
        if self.envelope_weekly is not None or not self.reserve:
            return self
        return replace(self, envelope_weekly=cost_weekly)

    @property
    def to_share_weekly(self) -> int | None:
        """Whole pence that figures may come to."""
        if self.envelope_weekly is None:
            return None
        return int(self.envelope_weekly * (1 - self.reserve))


@dataclass(frozen=True, eq=False)
class Line:
    """The line: `knots` scores, `values` pounds a week there, straight between them."""

    knots: Whole
    values: Floats

    def at(self, top: int) -> Floats:
        """Pounds a week for every score from 0 to `top`."""
        return np.interp(np.arange(top + 1), self.knots, self.values)


def fit(score: Whole, cost: Floats, top: int, *, fold: float) -> Line:
    """The line that predicts cost from the score best, by least squares on the sums of each score.

    It starts at nothing or more, and every slope is at least the one before. Where few people are,
    it leans on the curve that the points were fitted with: one e-fold of cost every `fold` points.
    """
    people = np.bincount(score, minlength=top + 1).astype(float)
    total = np.bincount(score, cost, minlength=top + 1)
    curve = np.exp(np.arange(top + 1) / fold)
    curve *= cost.sum() / float(people @ curve)
    near = np.convolve(people, np.ones(NEAR) / NEAR)[NEAR // 2 :][: top + 1]
    borrowed = BORROWED * (0.5 * near / len(score) + 0.5 * (near > 0) / max((near > 0).sum(), 1))
    heavy = people + borrowed
    at = np.flatnonzero(heavy)
    aim = (total + borrowed * curve)[at] / heavy[at]
    knots = _bends(people, curve, top)
    basis = _bent(at, knots)
    root = np.sqrt(heavy[at])
    found, _ = nnls(basis * root[:, None], aim * root)
    return Line(knots, _bent(knots, knots) @ found)


def _bent(at: Whole, knots: Whole) -> Floats:
    """The parts a line is added up from: a start, and a rise from each bend on."""
    return np.column_stack([np.ones(len(at)), *(np.maximum(at - k, 0) for k in knots[:-1])])


def _bends(people: Floats, curve: Floats, top: int) -> Whole:
    """Where the line may bend: at like shares of what straight parts would lose to the curve."""
    parts = int(np.clip(people.sum() // PEOPLE_A_PART, 1, PARTS))
    loss = (np.sqrt(people + 1e-3 * people.sum() / len(people)) * curve) ** 0.5
    share = loss.cumsum() / loss.sum()
    inner = np.searchsorted(share, np.arange(1, parts) / parts)
    return np.array(sorted({0, *(int(one) for one in inner if 0 < one < top), top}), np.int64)


def under_policy(
    line: Line, people: Floats, money: float, policy: Policy, *, ratios: Floats
) -> Line:
    """The line moved so that people come to no more than `money`, pounds a week.

    `people` counts them by score (a whole council: each of a test group may stand for several);
    `ratios` are costs over figures of people left out of a fit, by which the share that would fall
    a fifth short is known. Raises EnvelopeTooSmall with by how much; Refused where no line keeps to
    the policy.
    """
    top = len(people) - 1
    line = _with_bend_at_floor(line, policy.floor_weekly / 100)
    weight = people @ _spread(line.knots, top)  # people at each knot
    check_floor(policy, float(weight.sum()), money)
    fitted = np.maximum(line.at(top), 0.01)
    for tilt in TILTS:
        moved = _programme(line, weight, money, policy, ratios, tilt)
        short = _short(moved.at(top) / fitted, people, ratios)
        if short <= FEW_SHORT:
            break
    return moved


def _short(factor: Floats, people: Floats, ratios: Floats) -> float:
    """The share of people a fifth short, if costs over fitted figures are alike at every score."""
    if not len(ratios):
        return 0.0
    ordered = np.sort(ratios)
    above = 1 - np.searchsorted(ordered, SHORT * factor, side="right") / len(ordered)
    return float(people @ above / people.sum())


def check_floor(policy: Policy, people: float, money: float) -> None:
    """Raises EnvelopeTooSmall, with by how much, where the floor alone is more than there is."""
    over = policy.floor_weekly / 100 * people - money
    if over > 0:
        raise EnvelopeTooSmall(
            f"The floor of {pounds(policy.floor_weekly)} a week alone comes to "
            f"{pounds(round(over * 100))} a week more than there is to share. Lower the floor or "
            "the reserve, or find more money."
        )


def factor_for(total: Callable[[float], float], money: float) -> float:
    """What to times a line by so that its never falling total comes to the money, or just under."""
    low, high = 0.0, 1.0
    while total(high) < money and high < 1e6:
        low, high = high, high * 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if total(middle) <= money else (low, middle)
    return low


def _programme(
    line: Line, weight: Floats, money: float, policy: Policy, ratios: Floats, tilt: float
) -> Line:
    floor, count = policy.floor_weekly / 100, len(line.values)
    fitted = line.values.clip(min=0.01)
    level = money / float(weight @ fitted)
    aim = fitted * level
    # Unknown, of each knot: money, share of people short, distance from the fitted shape, and how
    # much of that distance is beyond what policy may tilt of its own.
    none, one = np.zeros((count, count)), np.eye(count)
    rows, limits = [], []
    for slope, start in _short_at_least(ratios, level):
        rows.append(np.hstack([one * (slope / fitted), -one, none, none]))
        limits.append(np.full(count, -start))
    for sign in (1, -1):
        rows.append(np.hstack([sign * one / aim, none, -one, none]))
        limits.append(np.full(count, float(sign)))
    rows.append(np.hstack([none, none, one, -one]))
    limits.append(np.full(count, tilt))
    rows.append(np.hstack([weight, np.zeros(3 * count)])[None])
    limits.append(np.array([money]))
    slopes = (one[1:] - one[:-1]) / np.diff(line.knots)[:, None]
    rises = [-slopes]
    if policy.ceiling_weekly is None:
        rises.append(slopes[:-1] - slopes[1:])
    else:
        under = aim[2:] < policy.ceiling_weekly / 100
        rises.append((slopes[:-1] - slopes[1:])[under])
    most = [] if policy.step_weekly is None else [slopes]
    for block, limit in (
        *((rise, 0.0) for rise in rises),
        *((s, policy.step_weekly) for s in most),
    ):
        rows.append(np.hstack([block, np.zeros((len(block), 3 * count))]))
        limits.append(np.full(len(block), (limit or 0) / 100))
    share = weight / weight.sum()
    found = linprog(
        np.concatenate([np.zeros(count), share, SHAPE * share, FORCED * (share + 1 / count)]),
        A_ub=np.vstack(rows),
        b_ub=np.concatenate(limits),
        bounds=[
            *(
                [(floor, None if policy.ceiling_weekly is None else policy.ceiling_weekly / 100)]
                * count
            ),
            *([(0, None)] * 3 * count),
        ],
        method="highs",
    )
    if found.status != 0:
        raise Refused(
            "No line keeps to all of this policy at once. Loosen the floor, the ceiling or the "
            "most that one point may add."
        )
    return Line(line.knots, np.maximum.accumulate(found.x[:count]))


def _short_at_least(ratios: Floats, level: float) -> list[tuple[float, float]]:
    """Straight lines (slope, start) that the share short lies on or above, by money over fit."""
    if not len(ratios):
        return []
    at = level * np.linspace(0.7, 1.3, 13)
    short = (ratios[None] > SHORT * at[:, None]).mean(axis=1)
    hull: list[int] = []
    for point in range(len(at)):
        while len(hull) >= 2:
            a, b = hull[-2], hull[-1]
            across = (at[b] - at[a]) * (short[point] - short[a])
            if across > (short[b] - short[a]) * (at[point] - at[a]):
                break
            hull.pop()
        hull.append(point)
    return [
        (slope := float((short[b] - short[a]) / (at[b] - at[a])), float(short[a] - slope * at[a]))
        for a, b in pairwise(hull)
    ]


def _with_bend_at_floor(line: Line, floor: float) -> Line:
    """The line with the floor under it, and a bend where it comes up through it."""
    if line.values[0] >= floor:
        return line
    every = line.at(int(line.knots[-1]))
    meets = int(np.searchsorted(every, floor))
    knots = np.array(sorted({*line.knots.tolist(), min(meets, int(line.knots[-1]))}), np.int64)
    return Line(knots, np.maximum(np.interp(knots, line.knots, line.values), floor))


def _spread(knots: Whole, top: int) -> Floats:
    """How much of each knot's value every score has."""
    return np.column_stack(
        [np.interp(np.arange(top + 1), knots, row) for row in np.eye(len(knots))]
    )


def in_pence(line: Line, top: int) -> tuple[PenceWeekly, ...]:
    """The published table: whole pence for every score from 0, rounded down, never falling."""
    whole = np.floor(line.at(top) * 100 + NEAR_WHOLE).astype(np.int64)
    return tuple(PenceWeekly(int(one)) for one in np.maximum.accumulate(whole))
