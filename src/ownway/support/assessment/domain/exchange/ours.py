"""Our own assessments as documents of the draft national standard, and back. Pure.

Each of our questions becomes up to four of the standard's: the level agreed, the level and the
words of the person, the words of the worker. Which one it is stands in "@id":

    urn:ownway:<questionnaire>:<question>:agreed
    urn:ownway:<questionnaire>:<question>:their-level, :their-words or :worker-words
    urn:ownway:written:<section>:<voice>:<number>          what was written in a part
    urn:ownway:decision:reasons and urn:ownway:decision:summary

Promise   The national ids stay with the questions, the wording with its author. What is taken out
          again is what went in: every level, every word, by the id of its question.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ownway.support.assessment.domain.answers import Answered
from ownway.support.assessment.domain.exchange.document import (
    CATEGORIES,
    ELIGIBILITY,
    NATIONAL,
    AnswerType,
    AskedAnswered,
    CareNeedsAssessment,
    Identifier,
    Reviewed,
    Status,
)
from ownway.support.assessment.domain.passages import Voice
from ownway.support.assessment.domain.questionnaire import (
    HIGHEST,
    Asked,
    Level,
    Question,
    Questionnaire,
)

URN = "urn:ownway"
OUR_ASSESSMENTS = f"{URN}:assessment"
OUR_STAFF = f"{URN}:staff"
AGREED, THEIR_LEVEL, THEIR_WORDS, WORKER_WORDS = (
    "agreed",
    "their-level",
    "their-words",
    "worker-words",
)
_LEVEL = re.compile(rf"([0-{HIGHEST}]) of {HIGHEST}: .+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wrote:
    """What one voice wrote in one part. `national_id` is of the outcome the part is about."""

    section: str
    heading: str
    voice: Voice
    words: tuple[str, ...]
    national_id: str = ""


@dataclass(frozen=True, slots=True)
class Ours:
    """A finished assessment of ours, with everything the standard carries."""

    identifier: str
    person: Identifier
    professional: str
    completed_at: datetime
    capacity: bool
    advocate_required: bool
    consent_to_sharing: bool
    questionnaire: Questionnaire
    answers: Mapping[Question, Answered]
    wrote: tuple[Wrote, ...]
    eligible_needs: str
    reasons: str
    summary: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What a document tells of one of our own questions."""

    level: Level | None = None
    person_level: Level | None = None
    person_words: str = ""
    worker_words: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything of one category of a document, in words to read beside ours."""

    heading: str
    lines: tuple[AskedAnswered, ...]


def our_people(council: str) -> str:
    """The system of the numbers by which one council, told by its code, knows people."""
    return f"{URN}:person:{council}"


def written_out(ours: Ours) -> CareNeedsAssessment:
    """The document of a finished assessment of ours."""
    questions: list[AskedAnswered] = []
    for asked in ours.questionnaire.questions:
        said = ours.answers.get(asked.id)
        if said is not None:
            questions += _answered(asked, said, ours.questionnaire.version)
    questions += [one for wrote in ours.wrote for one in _written(wrote)]
    questions += _decided(ours)
    return CareNeedsAssessment(
        identifier=Identifier(ours.identifier, OUR_ASSESSMENTS),
        person=ours.person,
        professional=Identifier(ours.professional, OUR_STAFF),
        completed_at=ours.completed_at,
        capacity=ours.capacity,
        advocate_required=ours.advocate_required,
        consent_to_sharing=ours.consent_to_sharing,
        reviews=(Reviewed(is_review=False),),
        status=Status.COMPLETED,
        questions=tuple(questions),
    )


def answers_in(document: CareNeedsAssessment, version: str) -> dict[Question, Carried]:
    """What a document tells of the questions of one of our questionnaires, by question.

    Of others' questions, and of a level that is none of ours, it tells nothing.
    """
    found: dict[Question, dict[str, str]] = {}
    for one in document.questions:
        parts = one.at.split(":")
        if len(parts) == 5 and ":".join(parts[:3]) == f"{URN}:{version}" and one.answers:
            found.setdefault(Question(parts[3]), {})[parts[4]] = one.answers[0]
    return {
        question: Carried(
            level=_level(said.get(AGREED, "")),
            person_level=_level(said.get(THEIR_LEVEL, "")),
            person_words=said.get(THEIR_WORDS, ""),
            worker_words=said.get(WORKER_WORDS, ""),
        )
        for question, said in found.items()
    }


def heard(document: CareNeedsAssessment) -> tuple[Heard, ...]:
    """The questions and answers of a document, by category in the order of the standard."""
    return tuple(
        Heard(words, lines)
        for category, words in CATEGORIES.items()
        if (lines := tuple(one for one in document.questions if one.category == category))
    )


def eligibility_in(document: CareNeedsAssessment) -> str:
    """What was decided about eligible needs; empty where the document does not say."""
    return next(
        (one.answers[0] for one in document.questions if one.question_id == ELIGIBILITY), ""
    )


def statutory_without(document: CareNeedsAssessment) -> tuple[str, ...]:
    """The national ids that the document gives no answer to."""
    there = {one.question_id for one in document.questions}
    return tuple(one for one in NATIONAL if one not in there)


def _answered(asked: Asked, said: Answered, version: str) -> Iterable[AskedAnswered]:
    at = f"{URN}:{version}:{asked.id}"
    id_ = asked.national_id or asked.id
    category = NATIONAL.get(asked.national_id, "Other")
    if said.level is not None:
        yield AskedAnswered(
            category,
            asked.words,
            (_told(asked, said.level),),
            AnswerType.ENUM,
            required=True,
            question_id=id_,
            at=f"{at}:{AGREED}",
        )
    if said.person_level is not None:
        yield AskedAnswered(
            category,
            f"{asked.words}, as the person sees it",
            (_told(asked, said.person_level),),
            AnswerType.ENUM,
            question_id=id_,
            at=f"{at}:{THEIR_LEVEL}",
        )
    for part, whose, words in (
        (THEIR_WORDS, "in the person's words", said.person_words),
        (WORKER_WORDS, "in the worker's words", said.worker_words),
    ):
        if words.strip():
            yield AskedAnswered(
                category, f"{asked.words}, {whose}", (words,), question_id=id_, at=f"{at}:{part}"
            )


def _written(wrote: Wrote) -> Iterable[AskedAnswered]:
    category = NATIONAL.get(wrote.national_id, "PersonalContext")
    whose = {
        Voice.PERSON: "in the person's words",
        Voice.WORKER: "in the worker's words",
        Voice.INVITED: "in the words of somebody the person trusts",
    }[wrote.voice]
    for number, words in enumerate(wrote.words, 1):
        if words.strip():
            yield AskedAnswered(
                category,
                f"{wrote.heading}, {whose}",
                (words,),
                question_id=wrote.national_id,
                at=f"{URN}:written:{wrote.section}:{wrote.voice.value}:{number}",
            )


def _decided(ours: Ours) -> Iterable[AskedAnswered]:
    yield AskedAnswered(
        "Eligibility",
        "Were eligible needs found?",
        (ours.eligible_needs,),
        AnswerType.ENUM,
        required=True,
        question_id=ELIGIBILITY,
    )
    for part, text, words in (
        ("reasons", "The reasons for the decision", ours.reasons),
        ("summary", "What the plan needs to know", ours.summary),
    ):
        if words.strip():
            at = f"{URN}:decision:{part}"
            yield AskedAnswered("Eligibility", text, (words,), required=part == "reasons", at=at)


def _told(asked: Asked, level: Level) -> str:
    return f"{level} of {HIGHEST}: {asked.words_of(level)}"


def _level(said: str) -> Level | None:
    found = _LEVEL.fullmatch(said)
    return Level(int(found[1])) if found else None
