"""The figure, its range, and the workings that let a person follow and challenge it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.scorecard import BeyondTable, Scorecard
from ownway.support.assessment.domain import Level, Points, Question

NEIGHBOURS = 2  # lines of the table shown on each side of a person's own


class NotTheseQuestions(Refused):
    """The answers are not those the scorecard gives points for."""


@dataclass(frozen=True, slots=True)
class IndicativeBudget:
    """The figure with its workings. All amounts are pence a week."""

    points: Mapping[Question, Points]
    total_weekly: PenceWeekly
    low_weekly: PenceWeekly
    high_weekly: PenceWeekly
    scorecard_version: str

    @property
    def score(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class PointsLine:
    question: Question
    level: Level
    points: Points


@dataclass(frozen=True, slots=True)
class TableLine:
    score: int
    total_weekly: PenceWeekly
    here: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """`lines` most points first; `near` the person's own line of the table among its neighbours;
    `least` and `most` the figure if one answer stood at its lowest and its highest level, or None
    where that answer stands there already or the table stops short."""

    lines: tuple[PointsLine, ...]
    near: tuple[TableLine, ...]
    least: IndicativeBudget | None
    most: IndicativeBudget | None


def estimate(answers: Mapping[Question, Level], *, scorecard: Scorecard) -> IndicativeBudget:
    """The indicative budget for these answers.

    Raises NotTheseQuestions when an answer is missing, unknown or at a level without points;
    BeyondTable when the table has no line for the score.
    """
    if answers.keys() != scorecard.points.keys():
        odd = ", ".join(sorted(answers.keys() ^ scorecard.points.keys()))
        raise NotTheseQuestions(f"Scorecard {scorecard.version} and the answers differ in: {odd}.")
    points = {}
    for question, steps in scorecard.points.items():
        level = answers[question]
        if not 0 <= level < len(steps):
            raise NotTheseQuestions(
                f"Scorecard {scorecard.version} has no level {level} for {question}."
            )
        points[question] = steps[level]
    total_weekly = scorecard.weekly_for(sum(points.values()))
    low_weekly, high_weekly = scorecard.range_of(total_weekly)
    return IndicativeBudget(points, total_weekly, low_weekly, high_weekly, scorecard.version)


def what_if(
    answers: Mapping[Question, Level], question: Question, level: Level, *, scorecard: Scorecard
) -> IndicativeBudget:
    """The figure if one answer were another. Raises as `estimate`."""
    return estimate({**answers, question: level}, scorecard=scorecard)


def explain(
    answers: Mapping[Question, Level], *, vary: Question, scorecard: Scorecard
) -> Explanation:
    """How the figure came about; `vary` is the question whose answer is moved to both its ends.

    Raises as `estimate`.
    """
    budget = estimate(answers, scorecard=scorecard)
    ranked = sorted(budget.points.items(), key=lambda line: -line[1])  # ties as on the card
    first = max(budget.score - NEIGHBOURS, 0)
    return Explanation(
        lines=tuple(PointsLine(question, answers[question], points) for question, points in ranked),
        near=tuple(
            TableLine(score, line, here=score == budget.score)
            for score, line in enumerate(
                scorecard.table[first : budget.score + NEIGHBOURS + 1], first
            )
        ),
        least=_moved(answers, vary, 0, scorecard),
        most=_moved(answers, vary, len(scorecard.points[vary]) - 1, scorecard),
    )


def _moved(
    answers: Mapping[Question, Level], question: Question, level: int, scorecard: Scorecard
) -> IndicativeBudget | None:
    if answers[question] == level:
        return None
    try:
        return what_if(answers, question, Level(level), scorecard=scorecard)
    except BeyondTable:
        return None
