"""Questions about assessments; only for those who may read the person's record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain import (
    ELIGIBLE,
    Answered,
    Level,
    Question,
    Questionnaire,
)
from ownway.support.assessment.domain.eligibility import Whose
from ownway.support.assessment.models import Answer, Assessment
from ownway.support.assessment.queries.questionnaires import questionnaire_named
from ownway.support.assessment.queries.readers import only_reads
from ownway.support.people import queries as people

ASSESSMENT_READ = declare("assessment.assessment-read", "An assessment opened", reading=True)


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment; `questionnaire` is empty for one that came in a file, without answers."""

    id: UUID
    person_id: UUID
    started_on: date
    completed_on: date | None
    eligible_needs: str
    outcome: str
    reasons: str
    summary: str
    worker: str
    worker_title: str
    questionnaire: str
    from_file: bool
    of_carer: bool = False

    @property
    def is_open(self) -> bool:
        return self.completed_on is None and not self.from_file


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """An assessment with everything said in it, question by question in the order asked."""

    line: AssessmentLine
    questionnaire: Questionnaire
    answers: Mapping[Question, Answered]


@dataclass(frozen=True, slots=True)
class WaitingAssessment:
    """One assessment that is not finished: how far each side has come, and for how many days."""

    id: UUID
    person_id: UUID
    name: str
    started_on: date
    days: int
    worker: str
    asked: int
    answered_by_person: int
    agreed: int


@dataclass(frozen=True, slots=True)
class FinishedAssessment:
    """An assessment that found eligible needs, for whoever takes it further."""

    id: UUID
    person_id: UUID
    completed_on: date


@transaction.atomic
def assessment_for_reading(assessment_id: UUID, *, by: SignIn, on: date) -> AssessmentRecord:
    """An assessment made here, with its answers; the reading is a fact.

    Whoever was let in only to read gets what was chosen, without what was written.
    Raises NotFound when there is none *or* `by` may not know the person; Refused for one that came
    in a file, which has no answers to show.
    """
    row = one_visible(assessment_id, by)
    facts.record_reading(ASSESSMENT_READ, about=row.person_id, of=row.pk, by=by, on=on)
    line = _line(row)
    said = list(
        map(answered, row.answers.select_related("person_answered_by", "worker_answered_by"))
    )
    if only_reads(by):
        line = replace(line, reasons="", summary="")
        said = [replace(one, person_words="", worker_words="") for one in said]
    return AssessmentRecord(
        line=line,
        questionnaire=questionnaire_named(row.questionnaire),
        answers={one.question: one for one in said},
    )


def completed_assessment(assessment_id: UUID, *, by: SignIn) -> AssessmentLine:
    """A finished assessment, to go on from.

    Raises NotFound as `assessment_for_reading`; Refused while it is not finished.
    """
    line = _line(one_visible(assessment_id, by))
    if line.completed_on is None:
        raise Refused("The assessment is not finished yet. Finish it first.")
    return line


def answers_of(assessment_id: UUID, *, by: SignIn) -> dict[Question, Level]:
    """The level agreed for each question that has one. Raises NotFound as above."""
    rows = one_visible(assessment_id, by).answers.filter(level__isnull=False)
    return {
        Question(question): Level(level)
        for question, level in rows.values_list("question", "level")
        if level is not None
    }


def assessments_of(person_id: UUID, *, by: SignIn) -> list[AssessmentLine]:
    """Every assessment of one person, newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = _rows().filter(person_id=person_id)
    return [_line(row) for row in rows.order_by("-started_on", "-pk")]


def open_assessment_of(
    person_id: UUID, *, as_carer: bool = False, by: SignIn
) -> AssessmentLine | None:
    """The assessment that is being made, of their own needs or as a carer, if there is one."""
    lines = assessments_of(person_id, by=by)
    return next((line for line in lines if line.is_open and line.of_carer is as_carer), None)


def waiting(*, by: SignIn, on: date) -> list[WaitingAssessment]:
    """Assessments that are not finished, the oldest first, for those who may finish them."""
    if not permissions.ASSESS.allows(by):
        return []
    rows = list(
        _rows()
        .filter(
            person_id__in=people.ids_visible(by=by),
            completed_on__isnull=True,
            cld_key__isnull=True,
        )
        .annotate(
            asked=Count("answers"),
            by_person=Count("answers", filter=Q(answers__person_level__isnull=False)),
            agreed=Count("answers", filter=Q(answers__level__isnull=False)),
        )
        .order_by("started_on", "pk")
    )
    who = people.briefly({row.person_id for row in rows}, by=by, on=on)
    return [
        WaitingAssessment(
            id=row.pk,
            person_id=row.person_id,
            name=who[row.person_id].name,
            started_on=row.started_on,
            days=(on - row.started_on).days,
            worker=row.worker.name if row.worker else "",
            asked=row.asked,
            answered_by_person=row.by_person,
            agreed=row.agreed,
        )
        for row in rows
    ]


def began_by_person(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day the latest assessment made here began, by person; for those the caller may know."""
    rows = Assessment.objects.filter(person_id__in=list(person_ids), cld_key__isnull=True)
    latest = rows.values("person_id").annotate(latest=Max("started_on")).order_by()
    return {row["person_id"]: row["latest"] for row in latest}


def client_type_of(assessment_id: UUID, *, by: SignIn) -> str:
    """Whose needs an assessment is about, as the national return says it.

    Raises NotFound as `assessment_for_reading`.
    """
    return one_visible(assessment_id, by).client_type


def finished(*, by: SignIn, on: date) -> list[FinishedAssessment]:
    """The latest assessment of each person that found eligible needs, the newest first."""
    if not permissions.ASSESS.allows(by):
        return []
    rows = (
        _rows()
        .filter(
            person_id__in=people.ids_visible(by=by),
            completed_on__isnull=False,
            cld_key__isnull=True,
            eligible_needs=ELIGIBLE,
        )
        .exclude(client_type=Whose.CARER.value)
        .order_by("person_id", "-completed_on", "-pk")
        .distinct("person_id")
    )
    listed = sorted(rows, key=lambda row: (row.completed_on or on, str(row.pk)), reverse=True)
    return [FinishedAssessment(row.pk, row.person_id, row.completed_on or on) for row in listed]


def _rows() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("worker")


def one_visible(assessment_id: UUID, by: SignIn) -> Assessment:
    """The row, for the queries of this context. Raises NotFound as `assessment_for_reading`."""
    row = _rows().filter(pk=assessment_id, person_id__in=people.ids_visible(by=by)).first()
    if row is None:
        raise NotFound("There is no such assessment, or it is not yours to open.")
    return row


def _line(row: Assessment) -> AssessmentLine:
    return AssessmentLine(
        id=row.pk,
        person_id=row.person_id,
        started_on=row.started_on,
        completed_on=row.completed_on,
        eligible_needs=row.eligible_needs,
        outcome=row.outcome,
        reasons=row.decision_reasons,
        summary=row.summary,
        worker=row.worker.name if row.worker else "",
        worker_title=row.worker.job_title if row.worker else "",
        questionnaire=row.questionnaire,
        from_file=row.cld_key is not None,
        of_carer=row.client_type == Whose.CARER.value,
    )


def _level(value: int | None) -> Level | None:
    return None if value is None else Level(value)


def answered(row: Answer) -> Answered:
    """What both sides said to one question, for the queries of this context."""
    return Answered(
        question=Question(row.question),
        level=_level(row.level),
        person_level=_level(row.person_level),
        person_words=row.person_words,
        person_answered_at=row.person_answered_at,
        person_answered_by=row.person_answered_by.name if row.person_answered_by else "",
        worker_words=row.worker_words,
        worker_answered_at=row.worker_answered_at,
        worker_answered_by=row.worker_answered_by.name if row.worker_answered_by else "",
    )


def assessments_for_return(first_day: date, last_day: date) -> QuerySet[Assessment]:
    """Assessments that finished in a period, and those of files that began in it and tell no end.

    For the national return, which tells of everybody; whoever shows a row of it narrows it first
    to people the asker may see.
    """
    return Assessment.objects.filter(
        Q(completed_on__range=(first_day, last_day))
        | Q(completed_on__isnull=True, started_on__range=(first_day, last_day)) & ~Q(cld_line="")
    )


def assessments_of_the_dead() -> QuerySet[Assessment]:
    """Assessments in files about people who have died; for the national return, as above."""
    return Assessment.objects.filter(person__died_on__isnull=False).exclude(cld_line="")


def every_assessment() -> QuerySet[Assessment]:
    """Every assessment of the council, to count over; whoever shows a row narrows by who asks."""
    return Assessment.objects.all()
