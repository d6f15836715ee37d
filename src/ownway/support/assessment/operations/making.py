"""Making an assessment together: beginning it, answering from either side, finishing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from ownway.commissioning.directory import queries as directory
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.support.assessment import domain, permissions
from ownway.support.assessment.domain import Asked, Level, Question, deciding
from ownway.support.assessment.domain.eligibility import Whose
from ownway.support.assessment.models import Answer, Assessment, EligibilityDecision
from ownway.support.assessment.operations.opening import check, open_for
from ownway.support.assessment.operations.queues import ended_by_beginning, ended_by_finishing
from ownway.support.assessment.queries import FoundRecord, found_of, questionnaires
from ownway.support.contact import queries as contact
from ownway.support.people import queries as people

BEGUN = declare("assessment.begun", "Assessment begun")
ANSWERED_BY_PERSON = declare("assessment.answered-by-person", "Answered the questions")
ANSWERED_BY_WORKER = declare("assessment.answered-by-worker", "Levels and words written down")
COMPLETED = declare("assessment.completed", "Assessment finished")


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says to one question.

    `seen_at` is when that side's answer was last saved as the page showed it (None: never); it is
    only compared when `compare` is true, so that a second save of the same side is noticed.
    """

    level: Level | None = None
    words: str = ""
    seen_at: datetime | None = None
    compare: bool = False


class SavedMeanwhile(Refused):
    """Somebody else saved the same side of these questions since the page was opened."""

    def __init__(self, questions: Sequence[Asked], by_name: str) -> None:
        self.questions = tuple(questions)
        names = ", ".join(asked.words for asked in questions)
        super().__init__(
            f"{by_name} saved this while you were writing: {names}. Nothing of yours is saved yet, "
            "and nothing is lost. Both texts are below: keep what is right and save again."
        )


class Differs(Refused):
    """The decision says something else than the findings, and it is not said why."""


@transaction.atomic
def begin(
    person_id: UUID,
    *,
    support_request_id: UUID | None = None,
    as_carer: bool = False,
    by: SignIn,
    on: date,
) -> UUID:
    """Begin an assessment with the questions in use on that day.

    `as_carer`: in their own right as somebody who cares for another (Care Act 2014, s.10); it may
    be open beside one of their own needs. Raises Refused while another of its kind is open, for
    somebody who has died, and for a request that is not this person's; NotFound when `by` may not
    know the person.
    """
    died_on = people.died_on(person_id, by=by)
    check(permissions.ASSESS, by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}. No assessment can begin.")
    if support_request_id is not None and support_request_id not in {
        line.id for line in contact.requests_of(person_id, by=by)
    }:
        raise Refused("That request is not about this person.")
    questionnaire = domain.WITHOUT_LEVELS if as_carer else questionnaires.questionnaire_on(on)
    whose = Whose.CARER if as_carer else Whose.ADULT
    try:
        with transaction.atomic():
            made = Assessment.objects.create(
                person_id=person_id,
                support_request_id=support_request_id,
                client_type=whose.value,
                started_on=on,
                questionnaire=questionnaire.version,
                worker=by,
            )
    except IntegrityError as clash:
        if "one_open_assessment_a_person" not in str(clash):
            raise
        raise Refused("An assessment is open already. Go on with that one.") from None
    Answer.objects.bulk_create(
        Answer(assessment=made, question=question) for question in questionnaire.ids
    )
    facts.record(
        BEGUN,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{by.name} makes it with them{', as a carer' if as_carer else ''}",
    )
    ended_by_beginning(made, by=by, on=on)
    return made.pk


def answer(
    assessment_id: UUID,
    question: Question,
    *,
    level: Level | None,
    words: str = "",
    by: SignIn,
    at: datetime,
) -> None:
    """Answer one question, from the side of whoever answers. Raises as `answer_all`."""
    answer_all(assessment_id, {question: Said(level, words)}, by=by, at=at)


@transaction.atomic
def answer_all(
    assessment_id: UUID, said: Mapping[Question, Said], *, by: SignIn, at: datetime
) -> int:
    """Keep what one side says: the person their level and words, the worker theirs beside it.

    Neither ever overwrites the other. Returns how many answers changed; saving the same again
    changes nothing. All or none are kept. Raises SavedMeanwhile when a colleague saved the same
    side since the page was opened; Refused for a question or a level that is not asked, and for an
    assessment that is finished; NotFound when `by` may not know the person.
    """
    row = open_for(assessment_id, by=by)
    questionnaire = questionnaires.questionnaire_named(row.questionnaire)
    side = "person" if by.kind != Kind.STAFF else "worker"
    level_column = "person_level" if side == "person" else "level"
    answers = {
        one.question: one
        for one in row.answers.select_related("person_answered_by", "worker_answered_by")
    }
    changed: list[Answer] = []
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    clashes: list[Asked] = []
    saved_by = ""
    for question, one in said.items():
        asked = questionnaire.asked(question)
        if one.level is not None and not 0 <= one.level <= domain.HIGHEST:
            raise Refused(f"Choose one of the answers to “{asked.words}”.")
        held = answers[question]
        was = (getattr(held, level_column), getattr(held, f"{side}_words"))
        if was == (one.level, one.words.strip()):
            continue
        if one.compare and getattr(held, f"{side}_answered_at") != one.seen_at:
            clashes.append(asked)
            saved_by = _name(getattr(held, f"{side}_answered_by"))
            continue
        before[question] = _in_words(asked, *was)
        setattr(held, level_column, one.level)
        setattr(held, f"{side}_words", one.words.strip())
        setattr(held, f"{side}_answered_at", at)
        setattr(held, f"{side}_answered_by", by)
        after[question] = _in_words(asked, one.level, one.words.strip())
        changed.append(held)
    if clashes:
        raise SavedMeanwhile(clashes, saved_by)
    if not changed:
        return 0
    Answer.objects.bulk_update(
        changed, [level_column, f"{side}_words", f"{side}_answered_at", f"{side}_answered_by"]
    )
    names = ", ".join(questionnaire.asked(one.question).words for one in changed)
    facts.record(
        ANSWERED_BY_PERSON if side == "person" else ANSWERED_BY_WORKER,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=localdate(at),
        words=names,
        before=before,
        after=after,
    )
    return len(changed)


@transaction.atomic
def complete(
    assessment_id: UUID,
    *,
    eligible_needs: str,
    reasons: str,
    summary: str = "",
    why_differs: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Finish an assessment: `by` decides on eligible needs, by name and with reasons.

    What was found, the rules, and what they make of it are kept with the decision. Raises
    StillMissing while a level has not been agreed; Differs when the findings do not support the
    decision, or nothing is found, and `why_differs` gives no reason; Refused without a decision or
    reasons and for one that is finished; NotFound when `by` may not know the person.
    """
    row = open_for(assessment_id, by=by)
    check(permissions.ASSESS, by)
    domain.check_can_complete(
        questionnaires.questionnaire_named(row.questionnaire),
        {
            Question(question): None if level is None else Level(level)
            for question, level in row.answers.values_list("question", "level")
        },
        eligible_needs=eligible_needs,
        reasons=reasons,
        started_on=row.started_on,
        on=on,
    )
    found = found_of(row)
    differs = deciding.why_asked(eligible_needs, found.findings, found.workings, test=found.test)
    if differs and not why_differs.strip():
        raise Differs(differs)
    EligibilityDecision.objects.create(
        assessment=row,
        eligible_needs=eligible_needs,
        rules=found.rules.version,
        inputs=found.findings.as_data(),
        workings=found.workings.as_data(),
        supported=found.workings.supported,
        why_differs=why_differs.strip() if differs else "",
        what_else=[] if eligible_needs == domain.ELIGIBLE else _what_else(found),
        decided_by=by,
        decided_on=on,
    )
    row.completed_on = on
    row.eligible_needs = eligible_needs
    row.decision_reasons = reasons.strip()
    row.summary = summary.strip()
    row.outcome = domain.TO_PLANNING if eligible_needs == domain.ELIGIBLE else ""
    row.worker = by
    row.save(
        update_fields=[
            "completed_on",
            "eligible_needs",
            "decision_reasons",
            "summary",
            "outcome",
            "worker",
        ]
    )
    ended_by_finishing(row, by=by, on=on)
    facts.record(
        COMPLETED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{domain.ELIGIBLE_NEEDS[eligible_needs]}. {row.decision_reasons}",
        after={"eligible_needs": eligible_needs, "reasons": row.decision_reasons},
    )


def _what_else(found: FoundRecord) -> list[dict[str, str]]:
    """Services that may help with what was found hard, as they are listed now."""
    hard = [
        outcome.topic
        for outcome in found.test.outcomes
        if (held := found.outcomes.get(outcome.id)) and held.unable
    ]
    return [
        {
            "name": one.name,
            "organisation": one.organisation,
            "what": one.what,
            "telephone": one.telephone,
        }
        for one in directory.services_for(hard)
    ]


def _in_words(asked: Asked, level: int | None, words: str) -> str:
    chosen = "" if level is None else asked.words_of(level)
    return " ".join(part for part in (f"{chosen}." if chosen else "", words) if part)


def _name(who: SignIn | None) -> str:
    return who.name if who else "Somebody"
