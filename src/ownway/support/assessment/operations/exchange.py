"""Giving an assessment out in the draft national standard, and bringing one that others made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain import Question, exchange
from ownway.support.assessment.domain.exchange.ours import Carried
from ownway.support.assessment.models import Answer, Assessment, BroughtAssessment
from ownway.support.assessment.operations.making import begin
from ownway.support.assessment.operations.opening import check
from ownway.support.assessment.queries import exchange as queries
from ownway.support.assessment.queries.questionnaires import questionnaire_named
from ownway.support.people import queries as people
from ownway.support.people.queries.sharing_out import nhs_number_for_command, numbers_of

GIVEN_OUT = declare("assessment.given-out", "Assessment given out")
TAKEN_BY_PERSON = declare("assessment.taken-by-person", "Took a copy of the assessment")
BROUGHT = declare("assessment.brought", "Assessment from elsewhere brought here")
WENT_ON = declare("assessment.went-on-from-elsewhere", "Assessment from elsewhere gone on with")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to take away: its file name and its text."""

    name: str
    text: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Looked:
    """A file before anything is kept of it; `not_read` are fields the standard does not know."""

    document: exchange.CareNeedsAssessment
    digest: str
    not_read: tuple[str, ...]
    there_already: UUID | None


@dataclass(frozen=True, slots=True)
class Brought:
    id: UUID
    changed: bool


@transaction.atomic
def give_out(
    assessment_id: UUID,
    *,
    to: str,
    because: str,
    consent: bool,
    others: bool = False,
    by: SignIn,
    on: date,
) -> Paper:
    """Give a finished assessment to another body; to whom and why is a fact.

    `consent` is whether the person agrees, and travels with it. `others` leaves in what others
    wrote, and their names. Raises Refused without a receiver or a reason, without consent unless
    the reason says what it rests on, and for one that is not finished; NotFound; NotAllowed.
    """
    check(permissions.ASSESS, by)
    row = queries.finished_one(assessment_id, by=by)
    if not to.strip():
        raise Refused("Say who it goes to.")
    if not because.strip():
        raise Refused("Say why they need it.")
    document = queries.document_of(
        row, numbers=numbers_of(row.person_id, by=by), consent=consent, others=others
    )
    agreed = "They agree." if consent else "They have not agreed."
    left_in = " With what others wrote, and their names." if others else ""
    facts.record(
        GIVEN_OUT,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"To {to.strip()}: {because.strip()} {agreed}{left_in}",
    )
    return Paper(_name(row), exchange.spelt(document), row.person_id)


@transaction.atomic
def take_mine(assessment_id: UUID, *, by: SignIn, on: date) -> Paper:
    """A copy of one's own finished assessment. Others are left out of it. Raises as `give_out`."""
    row = queries.finished_one(assessment_id, by=by)
    check(permissions.ANSWER_FOR_MYSELF, by)
    document = queries.document_of(
        row, numbers=numbers_of(row.person_id, by=by), consent=True, others=False
    )
    facts.leave_a_reading(about=row.person_id, by=by, on=on)
    facts.record(TAKEN_BY_PERSON, about=row.person_id, of=row.pk, by=by, on=on)
    return Paper(_name(row), exchange.spelt(document), row.person_id)


@transaction.atomic
def give_out_by_command(assessment_id: UUID, *, to: str, because: str, on: date) -> Paper:
    """The same from the command line, for whoever runs the machine; without names of others.

    Raises NotFound when there is none; Refused as `give_out`.
    """
    row = Assessment.objects.select_related("person").filter(pk=assessment_id).first()
    if row is None:
        raise NotFound("There is no assessment of that number.")
    queries.check_given(row)
    if not to.strip() or not because.strip():
        raise Refused("Say who it goes to, and why they need it.")
    numbers = (row.person.nhs_number, row.person.council_id)
    document = queries.document_of(row, numbers=numbers, consent=False, others=False)
    facts.record(
        GIVEN_OUT,
        about=row.person_id,
        of=row.pk,
        by=None,
        on=on,
        words=f"To {to.strip()}: {because.strip()} From the command line.",
    )
    return Paper(_name(row), exchange.spelt(document), row.person_id)


def look_at(person_id: UUID, raw: bytes, *, by: SignIn, on: date) -> Looked:
    """What a file holds, for whoever may write in this record; nothing is kept.

    Raises NotReadable with every problem; Refused where it is about somebody else, or we cannot
    tell; NotFound; NotAllowed.
    """
    check(permissions.ASSESS, by)
    nhs_number, _ = numbers_of(person_id, by=by)
    return _looked(person_id, raw, nhs_number=nhs_number, on=on)


@transaction.atomic
def bring(person_id: UUID, raw: bytes, *, came_from: str, by: SignIn, on: date) -> Brought:
    """Keep an assessment that others made with the record it is about.

    The same file again changes nothing. Raises as `look_at`, and Refused without a word on where
    it came from.
    """
    looked = look_at(person_id, raw, by=by, on=on)
    return _keep(person_id, looked, came_from=came_from, by=by, on=on)


@transaction.atomic
def bring_by_command(raw: bytes, *, council_id: str, came_from: str, on: date) -> Brought:
    """The same from the command line, for the person of a council id. Raises as `bring`."""
    person_id = people.person_id_of(council_id)
    nhs_number = nhs_number_for_command(person_id)
    looked = _looked(person_id, raw, nhs_number=nhs_number, on=on)
    return _keep(person_id, looked, came_from=came_from, by=None, on=on)


@transaction.atomic
def go_on_from(brought_id: UUID, *, by: SignIn, at: datetime) -> UUID:
    """Begin an assessment here from one that others made: `by` confirms it with the person.

    What was answered there to questions that are asked here too stands in it as words, with where
    it came from. No level is taken over: each is agreed here before it is finished, and only then
    can a figure rest on it. Raises Refused when one was begun from it, as `begin`; NotFound.
    """
    on = localdate(at)
    row = queries.one_brought(brought_id, by=by)
    check(permissions.ASSESS, by)
    row = BroughtAssessment.objects.select_for_update().get(pk=row.pk)
    if row.went_on_as_id is not None:
        raise Refused("An assessment was begun from this one already. Go on with that one.")
    made = begin(row.person_id, by=by, on=on)
    _start_with(made, row, by=by, at=at)
    row.went_on_as_id = made
    row.save(update_fields=["went_on_as"])
    facts.record(
        WENT_ON,
        about=row.person_id,
        of=made,
        by=by,
        on=on,
        words=f"From the assessment by {row.came_from}, finished on {in_words(row.finished_on)}",
    )
    return made


def _start_with(assessment_id: UUID, row: BroughtAssessment, *, by: SignIn, at: datetime) -> None:
    """Put beside each question what was said to it elsewhere, as words."""
    version = Assessment.objects.values_list("questionnaire", flat=True).get(pk=assessment_id)
    asked = questionnaire_named(version)
    told: Mapping[Question, Carried] = exchange.answers_in(queries.document_in(row), version)
    said = f"Brought from {row.came_from}, {in_words(row.finished_on)}."
    changed = []
    for answer in Answer.objects.filter(assessment_id=assessment_id):
        one = told.get(Question(answer.question))
        if one is None:
            continue
        question = asked.asked(answer.question)
        parts = [said]
        if one.level is not None:
            parts.append(f"Agreed there: {question.words_of(one.level)}.")
        if one.person_level is not None:
            parts.append(f"They chose: {question.words_of(one.person_level)}.")
        if one.person_words:
            parts.append(f"They said: {one.person_words}")
        if one.worker_words:
            parts.append(f"The worker there wrote: {one.worker_words}")
        answer.worker_words = " ".join(parts)
        answer.worker_answered_at = at
        answer.worker_answered_by = by
        changed.append(answer)
    Answer.objects.bulk_update(
        changed, ["worker_words", "worker_answered_at", "worker_answered_by"]
    )


def _looked(person_id: UUID, raw: bytes, *, nhs_number: str, on: date) -> Looked:
    found = exchange.read(raw)
    queries.check_is_theirs(found.document, person_id, nhs_number=nhs_number)
    exchange.check_finished(found.document, on=on)
    digest = exchange.digest_of(found.document)
    there = BroughtAssessment.objects.filter(person_id=person_id, digest=digest)
    return Looked(
        found.document, digest, found.not_read, there.values_list("pk", flat=True).first()
    )


def _keep(
    person_id: UUID, looked: Looked, *, came_from: str, by: SignIn | None, on: date
) -> Brought:
    if looked.there_already is not None:
        return Brought(looked.there_already, changed=False)
    if not came_from.strip():
        raise Refused("Say who made this assessment.")
    document = looked.document
    completed = document.completed_at
    finished_on = localdate(completed) if completed.tzinfo else completed.date()
    made = BroughtAssessment(
        person_id=person_id,
        content=exchange.spelt(document),
        digest=looked.digest,
        identifier=f"{document.identifier.system} {document.identifier.value}"[:400],
        came_from=came_from.strip()[:200],
        finished_on=finished_on,
        brought_by=by,
        brought_on=on,
    )
    made.save(force_insert=True)
    facts.record(
        BROUGHT,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"Made by {made.came_from}, finished on {in_words(finished_on)}",
    )
    return Brought(made.pk, changed=True)


def _name(row: Assessment) -> str:
    return f"assessment-{row.completed_on}.json"
