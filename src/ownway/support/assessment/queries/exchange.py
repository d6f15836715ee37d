"""Assessments on their way out in the draft national standard, and those brought from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_default_timezone

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import council_code
from ownway.foundation.data_rights.domain.masking import LEFT_OUT, Masker
from ownway.foundation.data_rights.operations.leaving_out import masker_of
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.assessment.domain import Voice, eligibility, exchange, passages
from ownway.support.assessment.domain.exchange import CareNeedsAssessment, Identifier
from ownway.support.assessment.domain.exchange.document import AskedAnswered
from ownway.support.assessment.domain.sections import sections_of
from ownway.support.assessment.models import Assessment, BroughtAssessment
from ownway.support.assessment.queries.assessments import answered, one_visible
from ownway.support.assessment.queries.questionnaires import questionnaire_named
from ownway.support.people import queries as people

BROUGHT_READ = declare(
    "assessment.brought-read", "An assessment from elsewhere opened", reading=True
)


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """One assessment from elsewhere; `went_on_as` is the one a worker began here from it."""

    id: UUID
    person_id: UUID
    came_from: str
    finished_on: date
    brought_on: date
    brought_by: str
    went_on_as: UUID | None


@dataclass(frozen=True, slots=True)
class BroughtRecord:
    line: BroughtLine
    document: CareNeedsAssessment


def finished_one(assessment_id: UUID, *, by: SignIn) -> Assessment:
    """The row of a finished assessment made here, for the operations and queries of this context.

    Raises NotFound when there is none *or* `by` may not know the person; Refused as `check_given`.
    """
    row = one_visible(assessment_id, by)
    check_given(row)
    return row


def check_given(row: Assessment) -> None:
    """Raises Refused for one that is not finished, or came in a national file, without answers."""
    if row.cld_key is not None:
        raise Refused("This assessment came in a national file, which has no answers to give out.")
    if row.completed_on is None:
        raise Refused("This assessment is not finished. What is given out is what was decided.")


def document_of(
    row: Assessment, *, numbers: tuple[str, str], consent: bool, others: bool
) -> CareNeedsAssessment:
    """The document of a finished assessment, by whoever has checked that it may be read.

    `numbers` are the person's NHS number and council id. Without `others`, what others wrote is
    left out, and their names wherever they stand, as in the subject access pack.
    """
    assert row.completed_on is not None
    capacity = row.capacity.last()
    advocacy = row.advocacy.last()
    document = exchange.written_out(
        exchange.Ours(
            identifier=str(row.pk),
            person=_numbered(*numbers),
            professional=str(row.worker_id or "nobody named"),
            completed_at=datetime.combine(row.completed_on, time(), get_default_timezone()),
            capacity=capacity is None or capacity.has_capacity,
            advocate_required=advocacy is not None and advocacy.required,
            consent_to_sharing=consent,
            questionnaire=questionnaire_named(row.questionnaire),
            answers={said.question: said for said in map(answered, row.answers.all())},
            wrote=_wrote(row, others=others),
            eligible_needs=row.eligible_needs,
            reasons=row.decision_reasons,
            summary=row.summary,
        )
    )
    return document if others else _without_others(document, masker_of(row.person_id))


def brought_of(person_id: UUID, *, by: SignIn) -> list[BroughtLine]:
    """What was brought for somebody, the newest first. Raises as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = BroughtAssessment.objects.filter(person_id=person_id).select_related("brought_by")
    return [_line(row) for row in rows.defer("content")]


@transaction.atomic
def brought_for_reading(brought_id: UUID, *, by: SignIn, on: date) -> BroughtRecord:
    """One from elsewhere with all it says; the reading is a fact.

    Raises NotFound when there is none *or* `by` may not know the person.
    """
    row = one_brought(brought_id, by=by)
    facts.record_reading(BROUGHT_READ, about=row.person_id, of=row.pk, by=by, on=on)
    return BroughtRecord(_line(row), document_in(row))


def one_brought(brought_id: UUID, *, by: SignIn) -> BroughtAssessment:
    """The row, for the operations of this context. Raises NotFound as `brought_for_reading`."""
    row = (
        BroughtAssessment.objects.select_related("brought_by")
        .filter(pk=brought_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such assessment, or it is not yours to open.")
    return row


def document_in(row: BroughtAssessment) -> CareNeedsAssessment:
    """What its file said."""
    return exchange.read(row.content.encode()).document


def check_is_theirs(document: CareNeedsAssessment, person_id: UUID, *, nhs_number: str) -> None:
    """Raises Refused unless the document names this person by a number that we know is theirs."""
    told = document.person
    if told.system == exchange.NHS_NUMBER:
        if not nhs_number:
            raise Refused(
                "The file names somebody by their NHS number, and this record has none to compare "
                "it with. Add the NHS number to the record first, once you are sure of it."
            )
        if "".join(told.value.split()) != nhs_number:
            raise Refused(
                "This file is about somebody else: its NHS number is not that of this record. "
                "Nothing was kept of it. If it came to you by mistake, tell whoever sent it."
            )
        return
    here = council_code()
    if here and told.system == exchange.our_people(here):
        if people.ids_by_council_id([told.value]).get(told.value) == person_id:
            return
        raise Refused(
            "This file is about somebody else: its number is not that of this record. Nothing was "
            "kept of it."
        )
    raise Refused(
        "We cannot tell whose this is: the file names somebody by a number of another system. Ask "
        "whoever made it for a file with the NHS number."
    )


def _numbered(nhs_number: str, council_id: str) -> Identifier:
    if nhs_number:
        return Identifier(nhs_number, exchange.NHS_NUMBER)
    return Identifier(council_id, exchange.our_people(council_code() or "no-code"))


def _wrote(row: Assessment, *, others: bool) -> tuple[exchange.Wrote, ...]:
    whose = eligibility.Whose.of(row.client_type)
    rules = eligibility.rules_on(row.started_on)
    ids: Mapping[str, str] = {one.id: one.national_id for one in rules.tests[whose].outcomes}
    said = list(row.passages.prefetch_related("versions").order_by("pk"))
    found = []
    for section in sections_of(whose, rules):
        for passage in said:
            if passage.section != section.id:
                continue
            heads = passages.standing([
                passages.Version(one.pk, one.words, tuple(one.parents), one.saved_at, one.differs)
                for one in passage.versions.all()
            ])  # fmt: skip
            voice = Voice(passage.voice)
            words = tuple(one.words for one in heads if one.words.strip())
            if voice is Voice.INVITED and not others:
                words = (LEFT_OUT,) if words else ()
            found.append(
                exchange.Wrote(
                    section.id, section.words, voice, words, ids.get(section.outcome, "")
                )
            )
    return tuple(found)


def _without_others(document: CareNeedsAssessment, masker: Masker) -> CareNeedsAssessment:
    return replace(document, questions=tuple(_masked(one, masker) for one in document.questions))


def _masked(one: AskedAnswered, masker: Masker) -> AskedAnswered:
    if one.kind.value != "String":
        return one
    said = masker.words(list(one.answers), place=one.at, part="Assessment", column=one.text)
    return replace(one, answers=tuple(said))


def _line(row: BroughtAssessment) -> BroughtLine:
    return BroughtLine(
        id=row.pk,
        person_id=row.person_id,
        came_from=row.came_from,
        finished_on=row.finished_on,
        brought_on=row.brought_on,
        brought_by=row.brought_by.name if row.brought_by else "the command line",
        went_on_as=row.went_on_as_id,
    )
