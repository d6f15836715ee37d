"""What the pages of an assessment see: each question with both sides of its answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ownway.support.assessment import domain
from ownway.support.assessment.domain import Answered, Asked, Question
from ownway.support.assessment.domain.eligibility import Whose, rules_on
from ownway.support.assessment.domain.groups import Group, groups_of
from ownway.support.assessment.queries import (
    AssessmentLine,
    AssessmentRecord,
    Before,
    SaidBefore,
)


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

    number: int
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
    """A question without a level, and where it stands on its own page."""

    text: str
    question: str

    @property
    def href(self) -> str:
        return f"#{self.question}"

    def seen_from(self, page: str) -> "Missing":
        return MissingElsewhere(self.text, self.question, page)


@dataclass(frozen=True, slots=True)
class MissingElsewhere(Missing):
    """The same on another page, which unfolds the group it stands in."""

    page: str

    @property
    def href(self) -> str:
        return f"{self.page}?at={self.question}#{self.question}"


@dataclass(frozen=True, slots=True)
class GroupView:
    """Some of the questions, folded under `words`; without words they are not folded.

    `said` of them have a level from this side; `before` is what self-checks said about the same.
    """

    words: str
    questions: tuple[QuestionView, ...]
    said: int
    is_open: bool
    before: tuple[SaidBefore, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """`missing` are the questions that this side has not given a level."""

    line: AssessmentLine
    groups: tuple[GroupView, ...]
    missing: tuple[Missing, ...]
    decision: str

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        """All of them, in the order they are read."""
        return tuple(view for group in self.groups for view in group.questions)

    @classmethod
    def of(
        cls,
        record: AssessmentRecord,
        *,
        mine: bool,
        shown: Iterable[str] = (),
        before: Before | None = None,
    ) -> "AssessmentPage":
        """`shown` are questions whose group stands open: those with a fault, or come back to.

        Where there are none, the first group stands open in which this side is not done.
        """
        groups = groups_of(record.questionnaire)
        ids = [asked.id for group in groups for asked in group.questions]
        after = dict(zip(ids, [*ids[1:], "save"], strict=False))  # one name more than places
        levels = {
            question: held.person_level if mine else held.level
            for question, held in record.answers.items()
        }
        missing = domain.missing(record.questionnaire, levels)
        first = next((one for one in ids if levels.get(one) is None), "")
        wanted = set(shown) & set(ids) or {first}
        return cls(
            line=record.line,
            groups=tuple(
                GroupView(
                    words=group.words,
                    questions=tuple(
                        _view(asked, record.answers[asked.id], ids, after, mine=mine)
                        for asked in group.questions
                    ),
                    said=sum(levels.get(asked.id) is not None for asked in group.questions),
                    is_open=record.line.is_open
                    and any(asked.id in wanted for asked in group.questions),
                    before=_before(group, record, before or {}),
                )
                for group in groups
            ),
            missing=missing_links(missing),
            decision=domain.ELIGIBLE_NEEDS.get(record.line.eligible_needs, ""),
        )


def _before(group: Group, record: AssessmentRecord, before: Before) -> tuple[SaidBefore, ...]:
    asked = {one.national_id for one in group.questions}
    outcomes = rules_on(record.line.started_on).tests[Whose.ADULT].outcomes
    return tuple(
        said for one in outcomes if one.national_id in asked for said in before.get(one.id, ())
    )


def _view(
    asked: Asked, held: Answered, ids: list[Question], after: Mapping[Question, str], *, mine: bool
) -> QuestionView:
    return QuestionView(
        number=ids.index(asked.id) + 1,
        asked=asked,
        person=_person(asked, held),
        worker=_worker(asked, held),
        seen_differently=held.seen_differently,
        seen_at=_seen_at(held, mine=mine),
        after=after[asked.id],
    )


def missing_links(questions: tuple[Asked, ...], page: str = "") -> tuple[Missing, ...]:
    """Links to the questions, on this page or on another."""
    found = tuple(Missing(asked.words, asked.id) for asked in questions)
    return tuple(one.seen_from(page) for one in found) if page else found


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
