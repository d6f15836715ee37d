"""The figure, its range, and the workings that let a person follow and challenge it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ownway.kernel.money import Pence, PenceWeekly
from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.scorecard import BeyondTable, Scorecard
from ownway.support.assessment.domain import Level, Points, Question

NEIGHBOURS = 2  # lines of the table shown on each side of a person's own
WEEKS_A_YEAR = 52


class NotTheseQuestions(Refused):
    """The answers are not those the scorecard gives points for."""


@dataclass(frozen=True, slots=True)
class IndicativeBudget:
    """The figure with its workings. All amounts are pence a week.

    `start` is the points a group starts with: none, unless a board approved such a term.
    """

    points: Mapping[Question, Points]
    total_weekly: PenceWeekly
    low_weekly: PenceWeekly
    high_weekly: PenceWeekly
    scorecard_version: str
    start: int = 0

    @property
    def score(self) -> int:
        return self.start + sum(self.points.values())

    @property
    def total_yearly(self) -> Pence:
        """Fifty-two weeks of it, in pence."""
        return Pence(self.total_weekly * WEEKS_A_YEAR)


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


def estimate(
    answers: Mapping[Question, Level], *, scorecard: Scorecard, group: str = ""
) -> IndicativeBudget:
    """The indicative budget for these answers.

    `group` is the support reason. It chooses the range that plans like this had; it moves the
    figure only where the card has terms for groups.

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
    start = scorecard.starts.get(group, 0)
    total_weekly = scorecard.weekly_for(start + sum(points.values()), group=group)
    low_weekly, high_weekly = scorecard.range_of(total_weekly, group=group)
    return IndicativeBudget(points, total_weekly, low_weekly, high_weekly, scorecard.version, start)


def what_if(
    answers: Mapping[Question, Level],
    question: Question,
    level: Level,
    *,
    scorecard: Scorecard,
    group: str = "",
) -> IndicativeBudget:
    """The figure if one answer were another. Raises as `estimate`."""
    return estimate({**answers, question: level}, scorecard=scorecard, group=group)


def ladder(
    answers: Mapping[Question, Level],
    question: Question,
    *,
    scorecard: Scorecard,
    group: str = "",
) -> tuple[IndicativeBudget | None, ...]:
    """The figure at every level of one question, the other answers as they are.

    None where the table stops short. Raises as `estimate`, and for a question that has no points.
    """
    if question not in scorecard.points:
        raise NotTheseQuestions(f"Scorecard {scorecard.version} has no points for {question}.")
    return tuple(
        _at_level(answers, question, level, scorecard, group)
        for level in range(len(scorecard.points[question]))
    )


def explain(
    answers: Mapping[Question, Level], *, vary: Question, scorecard: Scorecard, group: str = ""
) -> Explanation:
    """How the figure came about; `vary` is the question whose answer is moved to both its ends.

    Raises as `estimate`.
    """
    budget = estimate(answers, scorecard=scorecard, group=group)
    ranked = sorted(budget.points.items(), key=lambda line: -line[1])  # ties as on the card
    first = max(budget.score - NEIGHBOURS, 0)
    return Explanation(
        lines=tuple(PointsLine(question, answers[question], points) for question, points in ranked),
        near=tuple(
            TableLine(score, line, here=score == budget.score)
            for score, line in enumerate(
                scorecard.table_of(group)[first : budget.score + NEIGHBOURS + 1], first
            )
        ),
        least=_moved(answers, vary, 0, scorecard, group),
        most=_moved(answers, vary, len(scorecard.points[vary]) - 1, scorecard, group),
    )


def _moved(
    answers: Mapping[Question, Level],
    question: Question,
    level: int,
    scorecard: Scorecard,
    group: str,
) -> IndicativeBudget | None:
    if answers[question] == level:
        return None
    return _at_level(answers, question, level, scorecard, group)


def _at_level(
    answers: Mapping[Question, Level],
    question: Question,
    level: int,
    scorecard: Scorecard,
    group: str,
) -> IndicativeBudget | None:
    try:
        return what_if(answers, question, Level(level), scorecard=scorecard, group=group)
    except BeyondTable:
        return None
