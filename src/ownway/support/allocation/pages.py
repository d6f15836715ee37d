"""What the pages about a first figure see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.kernel.money import about_pounds
from ownway.support.allocation import domain
from ownway.support.allocation.domain import IndicativeBudget, Scorecard, TableLine
from ownway.support.allocation.queries import ProposedBudget, PublishedTable
from ownway.support.assessment.domain import Questionnaire
from ownway.support.assessment.queries import questionnaire_named


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer in the words of the questionnaire, and the points it gives."""

    question: str
    answer: str
    points: int


@dataclass(frozen=True, slots=True)
class Change:
    """The figure if family and friends did another share of the help; amounts in pence a week."""

    answer: str
    total_weekly: int
    score: int
    difference: str


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """A first figure in the order the house shows a figure: amount, range, workings, challenge."""

    assessment_id: UUID
    proposed_on: date
    proposed_by: str
    total_weekly: int
    low_weekly: int
    high_weekly: int
    score: int
    in_ten: int
    basis: str
    mark: str
    lines: tuple[AnswerLine, ...]
    near: tuple[TableLine, ...]
    changes: tuple[Change, ...]
    table: PublishedTable

    @classmethod
    def of(cls, found: ProposedBudget, *, mine: bool) -> "BudgetPage":
        card = found.table.card
        asked = questionnaire_named(card.questionnaire)
        workings = domain.explain(found.answers, vary=asked.unpaid_care, scorecard=card)
        total = found.budget.total_weekly
        return cls(
            assessment_id=found.line.assessment_id,
            proposed_on=found.line.proposed_on,
            proposed_by=found.line.proposed_by,
            total_weekly=total,
            low_weekly=found.budget.low_weekly,
            high_weekly=found.budget.high_weekly,
            score=found.budget.score,
            in_ten=card.in_ten,
            basis=card.basis,
            mark=f"{'You' if mine else 'Figure'}: {about_pounds(total)}",
            lines=tuple(
                AnswerLine(
                    asked.asked(line.question).words,
                    asked.asked(line.question).words_of(line.level),
                    line.points,
                )
                for line in workings.lines
            ),
            near=workings.near,
            changes=_changes(
                (
                    ("could do all the help that is needed", workings.least),
                    ("could not help at all", workings.most),
                ),
                found.budget,
            ),
            table=found.table,
        )


def _changes(
    moved: Sequence[tuple[str, IndicativeBudget | None]], now: IndicativeBudget
) -> tuple[Change, ...]:
    return tuple(
        Change(words, budget.total_weekly, budget.score, _difference(budget.score - now.score))
        for words, budget in moved
        if budget is not None
    )


def _difference(points: int) -> str:
    if points == 0:
        return "the same points"
    return f"{abs(points)} {'more' if points > 0 else 'fewer'}"


@dataclass(frozen=True, slots=True)
class QuestionPoints:
    """One question of the card: each answer with its points."""

    question: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """The whole published table: points for each answer, money for each score."""

    table: PublishedTable
    questions: tuple[QuestionPoints, ...]
    lines: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, table: PublishedTable) -> "TablePage":
        asked = questionnaire_named(table.card.questionnaire)
        return cls(table, _questions(asked, table.card), tuple(enumerate(table.card.table)))


def _questions(asked: Questionnaire, card: Scorecard) -> tuple[QuestionPoints, ...]:
    return tuple(
        QuestionPoints(one.words, tuple(zip(one.levels, card.points[one.id], strict=False)))
        for one in asked.questions
    )
