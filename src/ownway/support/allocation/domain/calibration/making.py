"""Calibrate, and test a calibration on people it has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ownway.support.allocation.domain.calibration import carding, judging
from ownway.support.allocation.domain.calibration.batch import allocate
from ownway.support.allocation.domain.calibration.carding import KnownTotals, People, Unsuitable
from ownway.support.allocation.domain.calibration.fitting import Floats, Whole
from ownway.support.allocation.domain.calibration.judging import Judged, Ratio
from ownway.support.allocation.domain.calibration.report import (
    LEAST_R2,
    Report,
    Told,
    report_on,
    verdict,
)
from ownway.support.allocation.domain.calibration.table import Policy
from ownway.support.allocation.domain.scorecard import Scorecard

__all__ = ["LEAST_R2", "Backtest", "Calibration", "backtest", "calibrate", "fitted", "tried"]
JUDGED_IN = 10  # folds
Groups = Sequence[str] | npt.NDArray[np.str_]
Prior = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A card that could be proposed, and everything it must say of itself.

    It may be published only where `report.suitable`.
    """

    scorecard: Scorecard
    report: Report


@dataclass(frozen=True, eq=False)
class Backtest:
    """How a card fitted on others would have done. `figures` are pence, in the order given.

    Where data cannot carry a model `suitable` is false, `why` says why, and what could not be
    measured is None.
    """

    suitable: bool
    why: tuple[str, ...]
    judged: Judged | None
    ratios: Mapping[str, Mapping[str, Ratio]]
    figures: Whole | None


def fitted(
    answers: npt.ArrayLike,
    cost: npt.ArrayLike,
    *,
    questions: Sequence[str],
    group: Groups | None = None,
    prior: Prior | None = None,
    known: KnownTotals | None = None,
    policy: Policy | None = None,
    tops: Sequence[int] | None = None,
    seed: int = 0,
    version: str = "draft",
    questionnaire: str = "",
    basis: str = "the people it was calibrated on",
) -> Scorecard:
    """The scorecard alone: points, table and range, without the report.

    `answers` are whole levels, -1 for a blank; `cost` pence a week; `prior` experts' points for
    level 0, 1, 2 … of each question. Raises Unsuitable, BadAnswers, EnvelopeTooSmall, Refused.
    """
    people = carding.taken(answers, cost, questions=questions, group=group, tops=tops)
    experts = carding.expert_steps(prior, questions, people.tops)
    return _card(
        people, experts, policy or Policy(), known, seed, version, questionnaire, basis
    ).scorecard


def calibrate(
    answers: npt.ArrayLike,
    cost: npt.ArrayLike,
    *,
    questions: Sequence[str],
    group: Groups | None = None,
    prior: Prior | None = None,
    known: KnownTotals | None = None,
    policy: Policy | None = None,
    tops: Sequence[int] | None = None,
    by: Mapping[str, Groups] | None = None,
    months: Groups | None = None,
    seed: int = 0,
    version: str = "draft",
    questionnaire: str = "",
    basis: str = "the people it was calibrated on",
    beside: bool = True,
    told: Told | None = None,
) -> Calibration:
    """The scorecard and its report. As `fitted`; `by` holds columns to compare people by.

    `months` (YYYY-MM) are those of the assessments; `beside` runs the baselines too; `told` hears
    what is done, how many stages, of how many.
    """
    policy = policy or Policy()
    people = carding.taken(answers, cost, questions=questions, group=group, tops=tops)
    experts = carding.expert_steps(prior, questions, people.tops)
    made = _card(people, experts, policy, known, seed, version, questionnaire, basis)
    report = report_on(
        people,
        experts,
        made.card,
        folds=JUDGED_IN,
        seed=seed,
        by={name: np.asarray(column, str)[people.rows] for name, column in (by or {}).items()},
        months=None if months is None else np.asarray(months, str)[people.rows],
        terms=policy.group_terms,
        ratios_left_out=made.ratios,
        beside=beside,
        told=told,
    )
    return Calibration(made.scorecard, report)


@dataclass(frozen=True, eq=False)
class _Made:
    card: carding.Fitted
    scorecard: Scorecard
    ratios: Floats


def _card(
    people: People,
    experts: Floats,
    policy: Policy,
    known: KnownTotals | None,
    seed: int,
    version: str,
    questionnaire: str,
    basis: str,
) -> _Made:
    terms = policy.group_terms
    card = carding.fit_card(people, experts, seed=seed, terms=terms)
    rows, ratios = carding.ratios_left_out(
        people, experts, seed=seed, terms=terms, strength=card.strength
    )
    scorecard = carding.published(
        people,
        card,
        policy=policy,
        known=known,
        ratios=ratios,
        ratio_rows=rows,
        version=version,
        questionnaire=questionnaire,
        basis=basis,
    )
    return _Made(card, scorecard, ratios)


def backtest(
    answers: npt.ArrayLike,
    cost: npt.ArrayLike,
    *,
    questions: Sequence[str],
    group: Groups | None = None,
    prior: Prior | None = None,
    folds: int = JUDGED_IN,
    by: Mapping[str, Groups] | None = None,
    group_terms: bool = False,
    seed: int = 0,
) -> Backtest:
    """Everybody's figure by a card fitted without them, and how good those figures are.

    Raises BadAnswers or Refused for what cannot be read; data that cannot carry a model come back
    with `suitable` false.
    """
    try:
        people = carding.taken(answers, cost, questions=questions, group=group)
    except Unsuitable as unsuitable:
        return Backtest(False, unsuitable.why, None, {}, None)
    experts = carding.expert_steps(prior, questions, people.tops)
    figures = carding.left_out_figures(people, experts, folds=folds, seed=seed, terms=group_terms)
    found = judging.judged(figures, people.pounds)
    why = verdict(found)
    figures *= people.pounds.sum() / figures.sum()
    back = np.empty(len(people), np.int64)
    back[people.rows] = np.rint(figures * 100).astype(np.int64)
    return Backtest(
        suitable=not why,
        why=why,
        judged=found,
        ratios={
            name: judging.ratios(figures, people.pounds, np.asarray(column, str)[people.rows])
            for name, column in (by or {}).items()
        },
        figures=back,
    )


def tried(
    card: Scorecard,
    answers: npt.ArrayLike,
    cost: npt.ArrayLike,
    *,
    group: Groups | None = None,
    by: Mapping[str, Groups] | None = None,
) -> Backtest:
    """How a card did on people it was not fitted on: its own figures, beside what plans cost.

    `cost` is pence a week. Raises BadAnswers; NotTheseQuestions; BeyondTable.
    """
    paid = np.asarray(cost, np.int64) / 100
    if len(paid) < 2 or not paid.any():
        return Backtest(False, ("There are too few costs to test on.",), None, {}, None)
    figures = allocate(card, answers, group).figures
    found = judging.judged(figures / 100, paid)
    why = verdict(found)
    return Backtest(
        suitable=not why,
        why=why,
        judged=found,
        ratios={
            name: judging.ratios(figures / 100, paid, np.asarray(column, str))
            for name, column in (by or {}).items()
        },
        figures=figures,
    )
