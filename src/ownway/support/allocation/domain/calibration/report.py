"""What every calibration must say of itself, on people no fit has seen, in plain data."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ownway.support.allocation.domain.calibration import baselines, carding, fitting
from ownway.support.allocation.domain.calibration.carding import Fitted, People
from ownway.support.allocation.domain.calibration.fitting import Floats, Steps
from ownway.support.allocation.domain.calibration.judging import (
    Judged,
    Ratio,
    Tenth,
    judged,
    ratios,
    tenths,
)
from ownway.support.allocation.domain.calibration.sampling import Band, band_of

LEAST_R2 = 0.15
FAR_POINTS = 5  # points between experts and data that are worth a word
RESAMPLED, RESAMPLED_ON = 40, 5_000
SMALL_GROUP = 50
FEW = 5  # fewer people of a kind are not told of

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """An answer whose points the data moved far from the experts', both on the card's scale."""

    question: str
    level: int
    experts: int
    ours: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How figures over costs moved from month to month: share a month, with a 95% interval."""

    months: int
    a_month: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Report:
    """`ours` and `beside` are judged on people left out, in the same folds, at equal totals.

    `by` holds ratios of figures to costs by column and value. `steps` says in how many of a hundred
    resamples each step of each question was worth something. `covered` is the share of people left
    out of each fit whose cost lay in the range they would have been told.
    """

    people: int
    questions: int
    with_blank: float
    groups: Mapping[str, int]
    folds: int
    strength: float
    ours: Judged
    beside: Mapping[str, Judged]
    with_terms: Judged | None
    tenths: tuple[Tenth, ...]
    by: Mapping[str, Mapping[str, Ratio]]
    drift: Drift | None
    band: Band
    covered: float
    moved: tuple[Moved, ...]
    worth_nothing: tuple[str, ...]
    steps: Mapping[str, tuple[int, ...]]
    together: tuple[tuple[str, str], ...]
    small_groups: tuple[str, ...]
    suitable: bool
    why: tuple[str, ...]


def report_on(
    people: People,
    experts: Floats,
    card: Fitted,
    *,
    folds: int,
    seed: int,
    by: Mapping[str, npt.NDArray[np.str_]],
    months: npt.NDArray[np.str_] | None,
    terms: bool,
    ratios_left_out: Floats,
    beside: bool = True,
    told: Told | None = None,
) -> Report:
    """The report on a calibration. `by` and `months` are in the order of `people`."""
    say = told or (lambda what, done, of: None)
    stages = 3 + (len(baselines.BASELINES) if beside else 0)
    cost = people.pounds
    figures = carding.left_out_figures(people, experts, folds=folds, seed=seed, terms=terms)
    ours = judged(figures, cost)
    say("Figures of people left out", 1, stages)
    peers = {}
    for at, (name, method) in enumerate(baselines.BASELINES.items() if beside else ()):
        left_out = baselines.left_out(method, people, experts, folds=folds, seed=seed)
        peers[name] = judged(left_out, cost)
        say(name, 2 + at, stages)
    other = None
    if people.group is not None and len(people.names) > 1:
        left_out = carding.left_out_figures(
            people, experts, folds=folds, seed=seed, terms=not terms
        )
        other = judged(left_out, cost)
    say("With and without terms for groups", stages - 1, stages)
    columns = dict(by)
    if people.group is not None:
        columns = {"group": np.array(people.names)[people.group], **columns}
    even = figures * (cost.sum() / figures.sum())
    why = verdict(ours)
    report = Report(
        people=len(people),
        questions=len(people.questions),
        with_blank=float((people.said < 0).any(axis=1).mean()),
        groups=_groups(people),
        folds=folds,
        strength=card.strength,
        ours=ours,
        beside=peers,
        with_terms=other,
        tenths=tenths(even, cost),
        by={column: ratios(figures, cost, values) for column, values in columns.items()},
        drift=None if months is None else drift(even, cost, months),
        band=band_of(cost, even),
        covered=_covered(ratios_left_out),
        moved=_moved(people, experts, card),
        worth_nothing=_worth_nothing(people, card),
        steps=_signs(people, experts, card, seed),
        together=_together(people),
        small_groups=tuple(name for name, count in _groups(people).items() if count < SMALL_GROUP),
        suitable=not why,
        why=why,
    )
    say("Done", stages, stages)
    return report


def verdict(ours: Judged) -> tuple[str, ...]:
    """Why a model may not be published; nothing where it may."""
    if ours.r2 < LEAST_R2:
        return (
            f"On people it had not seen, the model accounts for {max(ours.r2, 0):.0%} of the "
            f"differences between costs, and less than {LEAST_R2:.0%} cannot carry a figure that "
            "people live with.",
        )
    return ()


def _groups(people: People) -> dict[str, int]:
    if people.group is None:
        return {}
    counted = np.bincount(people.group, minlength=len(people.names))
    return {name: int(count) for name, count in zip(people.names, counted, strict=True)}


def _covered(ratios_left_out: Floats) -> float:
    """Cross-checked: half of the people give the range, the other half are looked for in it."""
    halves = ratios_left_out[::2], ratios_left_out[1::2]
    inside = 0
    for mine, other in (halves, halves[::-1]):
        low, high = carding.range_of(mine)
        inside += int(((other >= float(low)) & (other <= float(high))).sum())
    return inside / len(ratios_left_out)


def drift(figures: Floats, cost: Floats, months: npt.NDArray[np.str_]) -> Drift | None:
    """The slope of figures over costs by month (YYYY-MM), by least squares weighted by cost."""
    names, number = np.unique(months, return_inverse=True)
    if len(names) < 3:
        return None
    paid = np.bincount(number, cost)
    ratio = np.bincount(number, figures) / np.maximum(paid, 1e-9)
    first = _month_number(str(names[0]))
    at = np.array([_month_number(str(name)) - first for name in names], float)
    weight = paid / paid.sum()
    middle = float(weight @ at)
    spread = float(weight @ (at - middle) ** 2)
    slope = float(weight @ ((at - middle) * ratio)) / spread
    gap = ratio - float(weight @ ratio) - slope * (at - middle)
    error = float(np.sqrt((weight**2 @ ((at - middle) * gap) ** 2) * len(at) / (len(at) - 2)))
    wide = 1.96 * error / spread
    return Drift(len(names), slope, slope - wide, slope + wide)


def _month_number(month: str) -> int:
    year, of_year = month.split("-")[:2]
    return int(year) * 12 + int(of_year)


def _moved(people: People, experts: Floats, card: Fitted) -> tuple[Moved, ...]:
    steps = Steps(people.levels, people.tops)
    theirs = fitting.scaled_prior(steps, people.pounds, experts) * carding.FOLD
    found = []
    at = 0
    for question, top in zip(people.questions, people.tops, strict=True):
        said = np.concatenate(([0.0], theirs[at : at + top].cumsum()))
        ours = np.concatenate(([0], card.steps[at : at + top].cumsum()))
        for level in range(1, top + 1):
            apart = abs(ours[level] - said[level])
            if apart >= FAR_POINTS and apart >= 0.5 * max(said[level], 1):
                found.append(Moved(question, level, round(said[level]), int(ours[level])))
        at += top
    return tuple(found)


def _worth_nothing(people: People, card: Fitted) -> tuple[str, ...]:
    ends = np.cumsum(people.tops)
    return tuple(
        question
        for question, (begin, end) in zip(
            people.questions, pairwise([0, *ends.tolist()]), strict=True
        )
        if not card.steps[begin:end].any()
    )


def _signs(
    people: People, experts: Floats, card: Fitted, seed: int
) -> Mapping[str, tuple[int, ...]]:
    """In how many of a hundred resamples each step is worth something."""
    draw = np.random.default_rng(seed + 2)
    count = min(len(people), RESAMPLED_ON)
    worth = np.zeros(len(card.steps))
    cost = people.pounds
    for _ in range(RESAMPLED):
        rows = draw.integers(0, len(people), count)
        steps = Steps(people.levels[rows], people.tops)
        prior = fitting.scaled_prior(steps, cost[rows], experts)
        weights = fitting.fit(steps, cost[rows], prior=prior, strength=card.strength, rounds=12)
        worth += weights[1:] > 0.5 / carding.FOLD
    share = np.rint(100 * worth / RESAMPLED).astype(int)
    ends = [0, *np.cumsum(people.tops).tolist()]
    return {
        question: tuple(int(one) for one in share[begin:end])
        for question, (begin, end) in zip(people.questions, pairwise(ends), strict=True)
    }


def _together(people: People) -> tuple[tuple[str, str], ...]:
    """Questions that always rise and fall together: their points cannot be told apart."""
    spread = people.levels.std(axis=0)
    varied = np.flatnonzero(spread > 0)
    with np.errstate(invalid="ignore"):
        close = np.corrcoef(people.levels[:, varied].astype(float), rowvar=False)
    close = np.atleast_2d(close)
    return tuple(
        (people.questions[varied[a]], people.questions[varied[b]])
        for a in range(len(varied))
        for b in range(a + 1, len(varied))
        if close[a, b] > 0.999
    )


def report_plain(report: Report) -> dict[str, Any]:
    """The report as plain data, to keep; nothing stands where a number is not one."""
    plain: dict[str, Any] = finite(asdict(report))
    return plain


def finite(said: Any) -> Any:
    """Plain data with None where a number is not one, or has no end: JSON knows neither."""
    if isinstance(said, float):
        return said if math.isfinite(said) else None
    if isinstance(said, Mapping):
        return {key: finite(value) for key, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [finite(one) for one in said]
    return said


def report_from(plain: Mapping[str, Any]) -> Report:
    """The report that `report_plain` wrote down, through JSON and back."""
    kept = {one.name: plain[one.name] for one in fields(Report)}
    return Report(
        **{
            **kept,
            "ours": Judged(**kept["ours"]),
            "beside": {name: Judged(**one) for name, one in kept["beside"].items()},
            "with_terms": Judged(**kept["with_terms"]) if kept["with_terms"] else None,
            "tenths": tuple(Tenth(**one) for one in kept["tenths"]),
            "by": {
                column: {value: Ratio(**one) for value, one in values.items()}
                for column, values in kept["by"].items()
            },
            "drift": Drift(**kept["drift"]) if kept["drift"] else None,
            "band": Band(**kept["band"]),
            "moved": tuple(Moved(**one) for one in kept["moved"]),
            "worth_nothing": tuple(kept["worth_nothing"]),
            "steps": {name: tuple(steps) for name, steps in kept["steps"].items()},
            "together": tuple((a, b) for a, b in kept["together"]),
            "small_groups": tuple(kept["small_groups"]),
            "why": tuple(kept["why"]),
        }
    )
