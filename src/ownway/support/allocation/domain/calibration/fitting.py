"""Points for each step of each answer: a log-link gamma fit in which no step may be below nothing.

The model     log E[cost a week] = start + the steps a person has reached. A *step* is "level k or
              more of question j"; a weight below nothing would pay less for more need.
The prior     Experts' points, on the log scale, pull the weights towards them: lambda * |w - w0|^2.
Why it is     With a log link the working weights of a gamma are all one, so one small table of
fast          counts serves every round; gradients and scores are look-ups; no table of people by
              steps is ever kept.
Robustness    A working residual is held between -1 and 4, so that one crisis package does not move
              the points; the table of money repairs the total.

Units     Costs in pounds a week here; weights on the log scale.
Source    McCullagh and Nelder, Generalized Linear Models, 2nd ed., chapter 8 (gamma, log link);
          Kim and Park (2011), SIAM J. Sci. Comput. 33(6) (block principal pivoting).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]
Whole = npt.NDArray[np.int64]

AT_ONCE = 4_096  # people whose steps are spelt out at one time
CODES = 1_024  # answers of some questions are looked up together, up to so many combinations
LEAST_RESIDUAL, MOST_RESIDUAL = -1.0, 4.0
ROUNDS = 40
SETTLED = 1e-6  # no weight moves by more
LAMBDAS = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0)
TRIED_ON = 5_000  # people the strength of the prior is tried on: it does not grow with the number
TRIED_FOLDS = 5
GROUP_BORROWS = 15.0  # a group of n people counts n / (n + 15); the rest it borrows


@dataclass(frozen=True, eq=False)
class Steps:
    """Everybody's answers, ready to be looked up. `tops` is the highest level of each question.

    `groups` numbers the group of each, or is None where no group has a term of its own.
    """

    levels: Levels
    tops: tuple[int, ...]
    groups: Whole | None = None
    group_count: int = 0

    @property
    def people(self) -> int:
        return len(self.levels)

    @property
    def free(self) -> int:
        """Weights that may have either sign: the start, and one a group."""
        return 1 + self.group_count

    @property
    def size(self) -> int:
        return self.free + sum(self.tops)

    @cached_property
    def bundles(self) -> tuple[tuple[int, int], ...]:
        """Questions looked up together: first and one past the last."""
        found, first, size = [], 0, 1
        for question, top in enumerate(self.tops):
            if size * (top + 1) > CODES:
                found.append((first, question))
                first, size = question, 1
            size *= top + 1
        return (*found, (first, len(self.tops)))

    @cached_property
    def codes(self) -> tuple[npt.NDArray[np.intp], ...]:
        """For each bundle, the number of each person's combination of answers."""
        spelt = []
        for first, end in self.bundles:
            code = self.levels[:, first].astype(np.intp)
            for question in range(first + 1, end):
                code *= self.tops[question] + 1
                code += self.levels[:, question]
            spelt.append(code)
        return tuple(spelt)

    def of(self, rows: npt.NDArray[np.intp]) -> "Steps":
        """The same for some of the people."""
        groups = None if self.groups is None else self.groups[rows]
        return Steps(self.levels[rows], self.tops, groups, self.group_count)

    def counts(self) -> Floats:
        """How many people have both of two steps, with the start and the groups first."""
        total = np.zeros((self.size, self.size))
        reached = np.array([k for top in self.tops for k in range(1, top + 1)], np.int8)
        whose = np.repeat(np.arange(len(self.tops)), self.tops)
        for begin in range(0, self.people, AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            some = self.levels[part]
            spelt = np.zeros((len(some), self.size), np.float32)
            spelt[:, 0] = 1
            if self.groups is not None:
                spelt[np.arange(len(some)), 1 + self.groups[part]] = 1
            np.greater_equal(some[:, whose], reached, out=spelt[:, self.free :], casting="unsafe")
            total += spelt.T @ spelt
        return total

    def line(self, weights: Floats) -> Floats:
        """The sum of everybody's weights."""
        line = np.full(self.people, weights[0])
        if self.groups is not None:
            line += weights[1 : self.free][self.groups]
        for (first, end), code in zip(self.bundles, self.codes, strict=True):
            line += self._together(weights, first, end)[code]
        return line

    def sums(self, values: Floats) -> Floats:
        """For each weight, the sum of a value over the people who have it."""
        total = np.empty(self.size)
        total[0] = values.sum()
        if self.groups is not None:
            total[1 : self.free] = np.bincount(self.groups, values, minlength=self.group_count)
        at = self.free
        for (first, end), code in zip(self.bundles, self.codes, strict=True):
            shape = tuple(top + 1 for top in self.tops[first:end])
            cube = np.bincount(code, values, minlength=int(np.prod(shape))).reshape(shape)
            for axis, top in enumerate(self.tops[first:end]):
                others = tuple(other for other in range(len(shape)) if other != axis)
                of_level = cube.sum(axis=others)
                total[at : at + top] = of_level[::-1].cumsum()[::-1][1:]
                at += top
        return total

    def _together(self, weights: Floats, first: int, end: int) -> Floats:
        at = self.free + sum(self.tops[:first])
        sums = np.zeros(1)
        for top in self.tops[first:end]:
            reached = np.concatenate(([0.0], weights[at : at + top].cumsum()))
            sums = np.add.outer(sums, reached).ravel()
            at += top
        return sums


def fit(
    steps: Steps,
    cost: Floats,
    *,
    prior: Floats,
    strength: float,
    counts: Floats | None = None,
    begin: Floats | None = None,
    rounds: int = ROUNDS,
) -> Floats:
    """The weights, `[start, groups…, steps…]`; steps are nothing or more.

    `prior` holds the experts' step weights on the log scale, `strength` how much they count.
    """
    counts = steps.counts() if counts is None else counts
    pull = np.concatenate(
        ([0.0], np.full(steps.group_count, GROUP_BORROWS), np.full(len(prior), strength))
    )
    towards = np.concatenate((np.zeros(steps.free), prior))
    whole = counts + np.diag(pull)
    if begin is None:
        begin = towards.copy()
        begin[0] = np.log(cost.mean()) - steps.line(towards).mean()
    weights = begin
    used = weights > 0
    for _ in range(rounds):
        line = steps.line(weights)
        with np.errstate(over="ignore"):
            residual = cost * np.exp(-line) - 1
        np.clip(residual, LEAST_RESIDUAL, MOST_RESIDUAL, out=residual)
        aim = counts @ weights + steps.sums(residual) + pull * towards
        fresh, used = not_below_nothing(whole, aim, free=steps.free, used=used)
        moved = float(np.abs(fresh - weights).max())
        weights = fresh
        if moved < SETTLED:
            break
    return weights


def not_below_nothing(
    matrix: Floats, aim: Floats, *, free: int, used: npt.NDArray[np.bool_]
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Least of 1/2 x'Mx - a'x where all but the first `free` of x are nothing or more.

    `used` says which were above nothing the last time: a near guess makes it quick. Returns x and
    which are used.
    """
    used = used.copy()
    used[:free] = True
    best, patience = len(aim) + 1, 3
    for _ in range(20 * len(aim)):
        found = np.zeros(len(aim))
        at = np.flatnonzero(used)
        found[at] = cho_solve(cho_factor(matrix[np.ix_(at, at)]), aim[at])
        slack = matrix @ found - aim
        scale = 1e-9 * (1 + np.abs(aim))
        wrong = np.flatnonzero((used & (found < 0)) | (~used & (slack < -scale)))
        wrong = wrong[wrong >= free]
        if not len(wrong):
            break
        if len(wrong) < best:
            best, patience = len(wrong), 3
        elif patience:
            patience -= 1
        else:
            wrong = wrong[-1:]  # one at a time always ends
        used[wrong] = ~used[wrong]
    return np.maximum(found, np.where(np.arange(len(aim)) < free, found, 0.0)), used


def scaled_prior(steps: Steps, cost: Floats, experts: Floats) -> Floats:
    """Experts' step points on the log scale: one fitted price, never below nothing.

    `experts` are points of each step; all alike where nobody gave any.
    """
    together = steps.line(np.concatenate((np.zeros(steps.free), experts)))
    spread = together.std()
    if spread == 0:
        return np.zeros(len(experts))
    unit = (together - together.mean()) / spread
    start, price = float(np.log(cost.mean())), 0.0
    for _ in range(ROUNDS):
        residual = np.clip(
            cost * np.exp(-(start + price * unit)) - 1, LEAST_RESIDUAL, MOST_RESIDUAL
        )
        up, along = float(residual.mean()), float((residual * unit).mean())
        start, price = start + up, max(0.0, price + along)
        if abs(up) + abs(along) < SETTLED:
            break
    return np.asarray(experts * (price / spread))


def best_strength(
    steps: Steps, cost: Floats, experts: Floats, *, seed: int, among: Sequence[float] = LAMBDAS
) -> float:
    """How much the prior should count: the strength that predicts people left out best (deviance).

    Tried on at most 5,000 people in five folds.
    """
    draw = np.random.default_rng(seed)
    rows = draw.permutation(steps.people)[:TRIED_ON]
    some, paid = steps.of(rows), cost[rows]
    fold = np.arange(len(rows)) % TRIED_FOLDS
    loss = np.zeros(len(among))
    for left_out in range(TRIED_FOLDS):
        inside, outside = np.flatnonzero(fold != left_out), np.flatnonzero(fold == left_out)
        seen, unseen = some.of(inside), some.of(outside)
        prior = scaled_prior(seen, paid[inside], experts)
        counts, weights = seen.counts(), None
        for at in range(len(among) - 1, -1, -1):  # from near the experts to far, each from the last
            weights = fit(
                seen,
                paid[inside],
                prior=prior,
                strength=among[at],
                counts=counts,
                begin=weights,
                rounds=12,
            )
            line = unseen.line(weights)
            loss[at] += float((paid[outside] * np.exp(-line) + line).sum())
    return among[int(loss.argmin())]


def in_whole_points(
    weights: Floats, whole: Floats, *, free: int, tops: Sequence[int], fold: float
) -> Whole:
    """Whole points for each step, `fold` of them an e-fold of cost, none below nothing.

    Rounded sums first; then single points move, or pass to the next step, as long as that brings
    what people's answers add up to nearer the weights.
    """
    firm = whole[free:, free:] - whole[free:, :free] @ np.linalg.solve(
        whole[:free, :free], whole[:free, free:]
    )
    steps = np.maximum(weights[free:], 0.0)
    ends = np.cumsum(tops)
    sums = np.concatenate(
        [np.rint(fold * part.cumsum()) for part in np.split(steps, ends[:-1]) if len(part)]
    )
    firsts = ends - np.asarray(tops)
    points = np.diff(sums, prepend=0.0)
    points[firsts] = sums[firsts]
    off = firm @ (points - fold * steps)
    own = np.maximum(np.diag(firm), 1e-9)
    last = np.zeros(len(points), bool)
    last[ends - 1] = True
    for _ in range(20 * len(points)):
        up, down = own + 2 * off, np.where(points > 0, own - 2 * off, np.inf)
        single = int(np.argmin(np.minimum(up, down)))
        gain = min(up[single], down[single])
        passed = np.full(len(points), np.inf)  # one point from a step to the next, or back
        shared = own[:-1] + own[1:] - 2 * np.diag(firm, 1)
        forth = np.where((points[:-1] > 0) & ~last[:-1], shared + 2 * (off[1:] - off[:-1]), np.inf)
        back = np.where((points[1:] > 0) & ~last[:-1], shared - 2 * (off[1:] - off[:-1]), np.inf)
        passed[:-1] = np.minimum(forth, back)
        both = int(np.argmin(passed))
        if min(gain, passed[both]) >= -1e-9 * (1 + own.max()):
            break
        move = np.zeros(len(points))
        if gain <= passed[both]:
            move[single] = 1.0 if up[single] <= down[single] else -1.0
        else:
            sign = 1.0 if forth[both] <= back[both] else -1.0
            move[both], move[both + 1] = -sign, sign
        points += move
        off += firm @ move
    return points.astype(np.int64)
