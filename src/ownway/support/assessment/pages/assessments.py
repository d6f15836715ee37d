"""What the pages of an assessment see: each question with both sides of its answer."""

from dataclasses import dataclass
from datetime import datetime

from ownway.support.assessment import domain
from ownway.support.assessment.domain import Answered, Asked
from ownway.support.assessment.queries import AssessmentLine, AssessmentRecord


@dataclass(frozen=True, slots=True)
class Side:
    """What one side said, to read."""

    chosen: str
    words: str
    who: str
    at: datetime | None

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question: what both sides said, the names of the form's fields, and the one after it."""

    asked: Asked
    person: Side
    worker: Side
    seen_differently: bool
    seen_at: str
    after: str

    @property
    def level_field(self) -> str:
        return f"{self.asked.id}_level"

    @property
    def words_field(self) -> str:
        return f"{self.asked.id}_words"


@dataclass(frozen=True, slots=True)
class Missing:
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """`missing` are the questions that this side has not given a level."""

    line: AssessmentLine
    questions: tuple[QuestionView, ...]
    missing: tuple[Missing, ...]
    decision: str

    @classmethod
    def of(cls, record: AssessmentRecord, *, mine: bool) -> "AssessmentPage":
        ids = [*record.questionnaire.ids, "save"]
        levels = {
            question: held.person_level if mine else held.level
            for question, held in record.answers.items()
        }
        return cls(
            line=record.line,
            questions=tuple(
                QuestionView(
                    asked=asked,
                    person=_person(asked, record.answers[asked.id]),
                    worker=_worker(asked, record.answers[asked.id]),
                    seen_differently=record.answers[asked.id].seen_differently,
                    seen_at=_seen_at(record.answers[asked.id], mine=mine),
                    after=ids[number],
                )
                for number, asked in enumerate(record.questionnaire.questions, 1)
            ),
            missing=missing_links(domain.missing(record.questionnaire, levels)),
            decision=domain.ELIGIBLE_NEEDS.get(record.line.eligible_needs, ""),
        )


def missing_links(questions: tuple[Asked, ...], page: str = "") -> tuple[Missing, ...]:
    """Links to the questions, on this page or on another."""
    return tuple(Missing(asked.words, f"{page}#{asked.id}") for asked in questions)


def _seen_at(held: Answered, *, mine: bool) -> str:
    """What goes in the hidden field: when this side of the answer was last saved."""
    at = held.person_answered_at if mine else held.worker_answered_at
    return at.isoformat() if at else ""


def _person(asked: Asked, held: Answered) -> Side:
    chosen = "" if held.person_level is None else asked.words_of(held.person_level)
    return Side(chosen, held.person_words, held.person_answered_by, held.person_answered_at)


def _worker(asked: Asked, held: Answered) -> Side:
    chosen = "" if held.level is None else asked.words_of(held.level)
    return Side(chosen, held.worker_words, held.worker_answered_by, held.worker_answered_at)
