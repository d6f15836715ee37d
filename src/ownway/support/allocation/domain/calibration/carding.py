"""From answers and costs to a scorecard: fit, whole points, the line of money, the range.

Nothing here is random but what a seed decides, and nothing depends on the order of people: they are
put into an order of their own first. Nobody's figure is ever judged by a fit that saw them: the
range comes from people left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np
import numpy.typing as npt

from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.calibration import answers as given
from ownway.support.allocation.domain.calibration import fitting, table
from ownway.support.allocation.domain.calibration.fitting import Floats, Levels, Steps, Whole
from ownway.support.allocation.domain.calibration.table import Line, Policy
from ownway.support.allocation.domain.scorecard import Scorecard, Usual
from ownway.support.assessment.domain import Points, Question

LEAST_PEOPLE = 100
FOLD = 20.0  # points that stand for an e-fold of cost
IN_TEN = 8
FOLDS = 5
RANGED_ON = 10_000  # people whose left-out figures give the range: more would not move it
FITTED_ON = 500_000  # people the points are fitted on: more would move no whole point
OWN_RANGE = 50  # people a group needs for a range of its own
GROUP_LEAST = 8  # people a group needs for a share of its own
SHARE_BORROWS = 6.0  # a group of n people counts n / (n + 6) in its own share
NOTHING = 1e-9  # pounds: what a figure of nothing is divided by
EXACT = 0.0  # a group's total to the pound, before policy widens it
MOST_WEEKLY = 5_000_000  # pence: £50,000 a week is a slip of the pen, not a package


class Unsuitable(Refused):
    """Data that cannot carry a model. `why` holds the reasons, one sentence each."""

    def __init__(self, why: Sequence[str]) -> None:
        super().__init__(" ".join(why))
        self.why = tuple(why)


@dataclass(frozen=True, slots=True)
class KnownTotals:
    """What a council knows of everybody: people and pence a week of each group.

    A test group stands for everybody by these.
    """

    people: Mapping[str, int]
    totals_weekly: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class People:
    """Answers and costs that passed the door, in an order of their own.

    `levels` has no blanks left; `said` still has them. `names` are the groups that `group` numbers.
    `rows` says which row of what was given each is.
    """

    questions: tuple[Question, ...]
    tops: tuple[int, ...]
    levels: Levels
    said: Levels
    cost: Whole
    group: Whole | None
    names: tuple[str, ...]
    usual: Usual
    rows: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.cost)

    @property
    def pounds(self) -> Floats:
        return self.cost / 100

    def of(self, rows: npt.NDArray[np.intp]) -> "People":
        """Some of the people; what they usually say is counted among them alone."""
        said = self.said[rows]
        usual = given.usual_of(said, self.tops, self.questions) if (said < 0).any() else self.usual
        return self._some(rows, usual)

    def like(self, rows: npt.NDArray[np.intp], others: "People") -> "People":
        """Some of the people, their blanks as others usually said."""
        return self._some(rows, others.usual)

    def _some(self, rows: npt.NDArray[np.intp], usual: Usual) -> "People":
        said = self.said[rows]
        return replace(
            self,
            levels=given.filled(said, self.tops, usual),
            said=said,
            cost=self.cost[rows],
            group=None if self.group is None else self.group[rows],
            usual=usual,
            rows=self.rows[rows],
        )


@dataclass(frozen=True, eq=False)
class Fitted:
    """A card in the making: whole points, the line of money, and the share of each group.

    `plain` is the line that predicts best, `line` the same as policy leans of its own accord.
    """

    tops: tuple[int, ...]
    steps: Whole
    starts: Whole | None
    shares: Floats | None
    line: Line
    plain: Line
    top: int
    strength: float

    def scores(self, levels: Levels, group: Whole | None) -> Whole:
        """Whole points of each person."""
        return whole_points(levels, group, self.tops, self.steps, self.starts)

    def figures(self, levels: Levels, group: Whole | None) -> Floats:
        """Pounds a week of each person, before pence are rounded."""
        weekly = self.line.at(self.top)[self.scores(levels, group)]
        if self.shares is not None and group is not None:
            weekly = weekly * self.shares[group]
        return np.asarray(weekly)


def taken(
    answers: npt.ArrayLike,
    cost: npt.ArrayLike,
    *,
    questions: Sequence[str],
    group: Sequence[str] | npt.NDArray[np.str_] | None = None,
    tops: Sequence[int] | None = None,
) -> People:
    """The people as they can be calibrated on, or Unsuitable with every reason at once.

    `answers` are whole levels, -1 for a blank; `cost` whole pence a week; `tops` the highest level
    of each question (the highest seen, where not given).
    """
    levels = np.asarray(answers)
    paid = _whole_pence(cost)
    if levels.ndim != 2 or levels.shape[1] != len(questions) or len(levels) != len(paid):
        raise given.BadAnswers("Give one row of answers a person, one column a question, one cost.")
    if len(set(questions)) != len(questions):
        raise given.BadAnswers("A question is named twice.")
    if not len(levels):
        raise Unsuitable(["There is nobody to calibrate on."])
    if tops is None:
        tops = tuple(int(top) for top in np.maximum(levels.max(axis=0), 0))
    most = tuple(min(int(top), given.HIGHEST_LEVEL) for top in tops)
    said = given.checked(levels, most)
    why = _unsuitable(said, paid)
    if why:
        raise Unsuitable(why)
    names, numbers = _numbered(group, len(levels))
    order = given.in_order(said, paid, numbers)
    said, pence = np.ascontiguousarray(said[order]), paid[order]
    asked = tuple(Question(one) for one in questions)
    usual = given.usual_of(said, most, asked)
    return People(
        questions=asked,
        tops=most,
        levels=given.filled(said, most, usual),
        said=said,
        cost=pence,
        group=None if numbers is None else numbers[order],
        names=names,
        usual=usual,
        rows=order,
    )


def _whole_pence(cost: npt.ArrayLike) -> Whole:
    paid = np.asarray(cost)
    if paid.ndim != 1 or paid.dtype.kind not in "iu":
        raise given.BadAnswers("Costs are whole pence a week, one a person.")
    return paid.astype(np.int64, copy=False)


def _unsuitable(said: Levels, paid: Whole) -> list[str]:
    why = []
    if len(said) < LEAST_PEOPLE:
        why.append(f"There are {len(said)} people, and fewer than {LEAST_PEOPLE} carry no model.")
    if (paid < 0).any():
        why.append(f"Some costs lie below nothing: {int((paid < 0).sum())} of them.")
    if (paid > MOST_WEEKLY).any():
        why.append(
            f"Some costs are above £{MOST_WEEKLY // 100:,} a week: "
            f"{int((paid > MOST_WEEKLY).sum())} of them. Pounds may have been given as pence."
        )
    if not (paid > 0).any():
        why.append("Nobody has a cost above nothing.")
    elif paid.min() == paid.max():
        why.append("Everybody has the same cost, so answers cannot explain it.")
    blank = (said < 0).all(axis=1)
    if blank.any():
        why.append(f"Some forms are blank throughout: {int(blank.sum())} of them. Leave them out.")
    if not blank.all() and (said.max(axis=0) <= np.where(said < 0, 127, said).min(axis=0)).all():
        why.append("Everybody gave the same answers, so they cannot tell people apart.")
    return why


def _numbered(
    group: Sequence[str] | npt.NDArray[np.str_] | None, people: int
) -> tuple[tuple[str, ...], Whole | None]:
    if group is None:
        return (), None
    if len(group) != people:
        raise given.BadAnswers("Give one group a person, or none at all.")
    names, numbers = np.unique(np.asarray(group, dtype=str), return_inverse=True)
    return tuple(str(name) for name in names), numbers.astype(np.int64)


def expert_steps(
    prior: Mapping[str, Sequence[int]] | None, questions: Sequence[str], tops: Sequence[int]
) -> Floats:
    """Experts' points of each step; every step alike where no experts were asked."""
    if prior is None:
        return np.ones(sum(tops))
    unknown = set(prior) - set(questions)
    missing = set(questions) - set(prior)
    if unknown or missing:
        odd = ", ".join(sorted(unknown | missing))
        raise Refused(f"The experts' points and the answers differ in: {odd}.")
    steps: list[float] = []
    for question, top in zip(questions, tops, strict=True):
        points = list(prior[question])
        if len(points) <= top:
            raise Refused(f"The experts' points for {question} stop short of level {top}.")
        rises = np.diff(np.asarray(points[: top + 1], float), prepend=None or float(points[0]))[1:]
        if (rises < 0).any():
            raise Refused(f"The experts' points for {question} fall somewhere as need grows.")
        steps.extend(rises)
    return np.asarray(steps)


def fit_card(
    people: People, experts: Floats, *, seed: int, terms: bool = False, strength: float = 0.0
) -> Fitted:
    """Points and line from these people; they too say how much the prior counts, if not given."""
    count = len(people.names) if terms and people.group is not None else 0
    steps = Steps(people.levels, people.tops, people.group if count else None, count)
    cost = people.pounds
    some, paid = steps, cost
    if len(people) > FITTED_ON:
        rows = np.sort(np.random.default_rng(seed).permutation(len(people))[:FITTED_ON])
        some, paid = steps.of(rows), cost[rows]
    if not strength:
        strength = fitting.best_strength(some, paid, experts, seed=seed)
    prior = fitting.scaled_prior(some, paid, experts)
    counts = some.counts()
    weights = fitting.fit(some, paid, prior=prior, strength=strength, counts=counts)
    pull = [0.0, *([fitting.GROUP_BORROWS] * count), *([strength] * len(prior))]
    points = fitting.in_whole_points(
        weights, counts + np.diag(pull), free=steps.free, tops=people.tops, fold=FOLD
    )
    starts = None
    if count:
        own = weights[1 : steps.free]
        starts = np.rint(FOLD * (own - own.min())).astype(np.int64)
    top = max(int(points.sum()) + (0 if starts is None else int(starts.max())), 1)
    score = whole_points(people.levels, people.group, people.tops, points, starts)
    plain = table.fit(score, cost, top, fold=FOLD)
    figures = np.maximum(plain.at(top)[score], NOTHING)
    line = table.under_policy(
        plain,
        np.bincount(score, minlength=top + 1).astype(float),
        float(cost.sum()),
        Policy(),
        ratios=cost / figures,
    )
    shares = None
    if people.group is not None and count:
        shares = group_shares(people, line.at(top)[score], cost, band=EXACT)
    return Fitted(people.tops, points, starts, shares, line, plain, top, strength)


def whole_points(
    levels: Levels, group: Whole | None, tops: Sequence[int], points: Whole, starts: Whole | None
) -> Whole:
    """Everybody's score: points of every step they reached, and what their group starts with."""
    count = 0 if starts is None else len(starts)
    steps = Steps(levels, tuple(tops), group if count else None, count)
    weights = np.concatenate(([0.0], [] if starts is None else starts, points)).astype(float)
    return np.rint(steps.line(weights)).astype(np.int64)


def group_shares(
    people: People,
    figures: Floats,
    cost: Floats,
    *,
    band: float,
    known: KnownTotals | None = None,
) -> Floats:
    """What each group's line is times by, so that its total lies within `band` of its cost.

    The nearest to one that does it; drawn towards one where a group is small (n / (n + 6)), and one
    for groups under eight. `figures` and `cost` are pounds, weighted as people stand for others.
    """
    assert people.group is not None
    count = len(people.names)
    sizes = np.bincount(people.group, minlength=count).astype(float)
    predicted = np.bincount(people.group, figures, minlength=count)
    total = np.bincount(people.group, cost, minlength=count)
    if known is not None:
        total = np.array([known.totals_weekly.get(name, 0) / 100 for name in people.names])
    level = total.sum() / predicted.sum()
    usable = (total > 0) & (predicted > 0) & (sizes >= GROUP_LEAST)
    ratio = np.where(usable, predicted * level / np.where(usable, total, 1.0), 1.0)
    wanted = np.clip(ratio, 1 - band, 1 + band) / ratio
    return np.asarray(np.exp(np.log(wanted) * sizes / (sizes + SHARE_BORROWS)))


def folds_of(people: int, folds: int, seed: int) -> Whole:
    """Which fold each is left out in: as many in each, by chance that a seed decides."""
    return np.random.default_rng(seed).permutation(np.arange(people) % folds)


def left_out_figures(
    people: People,
    experts: Floats,
    *,
    folds: int = FOLDS,
    seed: int = 0,
    terms: bool = False,
    strength: float = 0.0,
) -> Floats:
    """Pounds a week that each would have by a card fitted without them.

    The strength of the prior too is found without them, unless one found on others is given.
    """
    figures = np.zeros(len(people))
    fold = folds_of(len(people), folds, seed)
    for left_out in range(folds):
        inside, outside = np.flatnonzero(fold != left_out), np.flatnonzero(fold == left_out)
        seen = people.of(inside)
        card = fit_card(seen, experts, seed=seed + left_out, terms=terms, strength=strength)
        unseen = people.like(outside, seen)
        figures[outside] = card.figures(unseen.levels, unseen.group)
    return figures


def ratios_left_out(
    people: People, experts: Floats, *, seed: int, terms: bool, strength: float
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Cost over left-out figure, of everybody or of 10,000 drawn by the seed, and whose."""
    rows = np.arange(len(people))
    if len(people) > RANGED_ON:
        drawn = np.random.default_rng(seed + 1).permutation(len(people))
        # The strength was found among others: those that `best_strength` drew come last here.
        rows = np.sort(drawn[:RANGED_ON])
    some = people.of(rows) if len(rows) < len(people) else people
    known = strength if len(people) > RANGED_ON else 0.0
    figures = left_out_figures(some, experts, seed=seed, terms=terms, strength=known)
    figures *= some.pounds.sum() / figures.sum()
    return rows, some.pounds / np.maximum(figures, NOTHING)


def range_of(ratios: Floats) -> tuple[Decimal, Decimal]:
    """Two ratios that eight in ten of people like these lie between, from people left out.

    Conformal: the k-th smallest and largest of n with k = (n + 1) / 10, which is exact for the next
    person however costs are spread. Source: Vovk, Gammerman and Shafer (2005), Algorithmic Learning
    in a Random World; Lei et al. (2018), JASA 113(523).
    """
    ordered = np.sort(ratios)
    at = max(round((len(ordered) + 1) * (10 - IN_TEN) / 20), 1)
    low, high = float(ordered[at - 1]), float(ordered[-at])
    return (
        min(Decimal(1), Decimal(low).quantize(Decimal("0.0001"), ROUND_FLOOR)),
        max(Decimal(1), Decimal(high).quantize(Decimal("0.0001"), ROUND_CEILING)),
    )


def ranges_by_group(
    ratios: Floats, group: Whole | None, names: Sequence[str]
) -> dict[str, tuple[Decimal, Decimal]]:
    """The range of each group with people enough for one of its own."""
    if group is None:
        return {}
    found = {}
    for number, name in enumerate(names):
        own = ratios[group == number]
        if len(own) >= OWN_RANGE:
            found[name] = range_of(own)
    return found


def published(
    people: People,
    card: Fitted,
    *,
    policy: Policy,
    known: KnownTotals | None,
    ratios: Floats,
    ratio_rows: npt.NDArray[np.intp],
    version: str,
    questionnaire: str,
    basis: str,
) -> Scorecard:
    """The card as plain data, its table within the envelope that policy gives."""
    score = card.scores(people.levels, people.group)
    heavy = _stand_for(people, known)
    cost = people.pounds * heavy
    money = cost.sum() if known is None else sum(known.totals_weekly.values()) / 100
    policy = policy.of(round(money * 100))
    if policy.to_share_weekly is not None:
        money = policy.to_share_weekly / 100
    counted = np.bincount(score, heavy, minlength=card.top + 1).astype(float)
    tables: dict[str, tuple[PenceWeekly, ...]] = {}
    if card.shares is None:
        line = table.under_policy(card.plain, counted, money, policy, ratios=ratios)
    else:
        shares = group_shares(
            people,
            card.line.at(card.top)[score] * heavy,
            cost,
            band=float(policy.group_band),
            known=known,
        )
        line, tables = _tables_by_group(people, card, score, shares, heavy, money, policy)
    steps = iter(card.steps.tolist())
    points = {}
    for question, top in zip(people.questions, people.tops, strict=True):
        reached = [0]
        for _ in range(top):
            reached.append(reached[-1] + next(steps))
        points[question] = tuple(Points(one) for one in reached)
    starts = {}
    if card.starts is not None:
        starts = {
            name: Points(int(start)) for name, start in zip(people.names, card.starts, strict=True)
        }
    low, high = range_of(ratios)
    uncommon = np.sort(given.surprise(people.said, people.tops, people.usual))
    own = None if people.group is None else people.group[ratio_rows]
    return Scorecard(
        version=version,
        questionnaire=questionnaire,
        points=points,
        table=table.in_pence(line, card.top),
        low_ratio=low,
        high_ratio=high,
        in_ten=IN_TEN,
        basis=basis,
        ranges=ranges_by_group(ratios, own, people.names),
        starts=starts,
        tables=tables,
        equality_record=policy.equality_record if starts else "",
        usual=replace(
            people.usual,
            most_surprise=int(
                uncommon[min(int(len(uncommon) * (1 - given.STRANGERS)), len(uncommon) - 1)]
            ),
            top_score=int(np.sort(score)[min(int(len(score) * (1 - given.TOP)), len(score) - 1)]),
        ),
    )


def _stand_for(people: People, known: KnownTotals | None) -> Floats:
    """How many people of the council each of those calibrated on stands for."""
    if known is None:
        return np.ones(len(people))
    if people.group is None:
        return np.full(len(people), sum(known.people.values()) / len(people))
    unknown = sorted(set(people.names) - set(known.people))
    if unknown:
        raise Refused(
            f"The council's known totals do not say how many are in: {', '.join(unknown)}."
        )
    count = np.bincount(people.group, minlength=len(people.names))
    wanted = np.array([known.people[name] for name in people.names], float)
    heavy = (wanted / count)[people.group]
    # Groups that nobody of the test group is in: the rest stand for them.
    return np.asarray(heavy * (sum(known.people.values()) / heavy.sum()))


def _tables_by_group(
    people: People,
    card: Fitted,
    score: Whole,
    shares: Floats,
    heavy: Floats,
    money: float,
    policy: Policy,
) -> tuple[Line, dict[str, tuple[PenceWeekly, ...]]]:
    """The line of everybody, and the printed table of each group with its share folded in.

    Floor and ceiling hold in every table; one factor for all brings the total to the money.
    """
    assert people.group is not None
    ceiling = np.inf if policy.ceiling_weekly is None else policy.ceiling_weekly / 100
    floor = policy.floor_weekly / 100
    count = len(people.names)
    by_score = np.stack(
        [
            np.bincount(score[people.group == one], heavy[people.group == one], card.top + 1)
            for one in range(count)
        ]
    )
    lines = np.outer(shares, card.line.at(card.top))

    def total(by: float) -> float:
        return float((np.clip(lines * by, floor, ceiling) * by_score).sum())

    table.check_floor(policy, float(heavy.sum()), money)
    by = table.factor_for(total, money)
    own = np.clip(lines * by, floor, ceiling)
    every = np.arange(card.top + 1)
    return (
        Line(every, np.clip(card.line.at(card.top) * by, floor, ceiling)),
        {
            name: table.in_pence(Line(every, row), card.top)
            for name, row in zip(people.names, own, strict=True)
        },
    )
