"""Which questions are asked, were asked, and are being written."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ownway.kernel.refusal import NotFound, Refused
from ownway.support.assessment import domain
from ownway.support.assessment.domain import (
    QUESTIONNAIRES,
    Questionnaire,
    questionnaire_from,
)
from ownway.support.assessment.models import PublishedQuestionnaire, QuestionnaireDraft

THROWN_AWAY = "thrown away"


@dataclass(frozen=True, slots=True)
class Version:
    """A questionnaire that can be asked; `published_by` is empty for one that came with Ownway."""

    asked: Questionnaire
    published_on: date | None
    published_by: str
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The next version while it is written. `step` is what a save must have seen."""

    id: UUID
    asked: Questionnaire
    before: Questionnaire
    step: int
    begun_by: str
    changed_by: str
    changed_by_id: UUID
    changed_at: datetime


def questionnaire_on(on: date) -> Questionnaire:
    """The questionnaire in use on a day, the council's own or one that came with Ownway.

    Raises Refused before the first one.
    """
    row = PublishedQuestionnaire.objects.filter(in_use_from__lte=on).order_by("-in_use_from")[:1]
    return domain.questionnaire_on(on, [questionnaire_from(one.asked) for one in row])


def questionnaire_named(version: str) -> Questionnaire:
    """Any questionnaire that was ever asked. Raises Refused when there is none of that name."""
    row = PublishedQuestionnaire.objects.filter(version=version).first()
    return questionnaire_from(row.asked) if row else domain.questionnaire_named(version)


def versions(*, on: date) -> list[Version]:
    """Every version, the one that comes into use last first; those nobody asks yet at the end."""
    rows = list(PublishedQuestionnaire.objects.select_related("published_by"))
    held = [
        Version(
            questionnaire_from(row.asked),
            row.published_on,
            row.published_by.name if row.published_by else "the command line",
            row.digest,
        )
        for row in rows
    ]
    theirs = {one.asked.version for one in held}
    held += [
        Version(asked, None, "", domain.digest_of(asked))
        for asked in QUESTIONNAIRES.values()
        if asked.version not in theirs
    ]
    return sorted(held, key=lambda one: one.asked.in_use_from or date.min, reverse=True)


def open_draft() -> Draft | None:
    """The version that is being written, if there is one."""
    row = _drafts().filter(ended_as="").first()
    return _draft(row) if row else None


def draft_for_editing(draft_id: UUID) -> Draft:
    """One draft that is still being written. Raises NotFound; Refused when it has ended."""
    row = _drafts().filter(pk=draft_id).first()
    if row is None:
        raise NotFound("There are no such questions.")
    if row.ended_as:
        said = "thrown away" if row.ended_as == THROWN_AWAY else f"published as {row.ended_as}"
        raise Refused(f"These questions were {said}. Nothing here can be changed any more.")
    return _draft(row)


def _drafts() -> QuerySet[QuestionnaireDraft]:
    return QuestionnaireDraft.objects.select_related("begun_by", "changed_by")


def _draft(row: QuestionnaireDraft) -> Draft:
    return Draft(
        id=row.pk,
        asked=questionnaire_from(row.asked),
        before=questionnaire_named(row.based_on),
        step=row.step,
        begun_by=row.begun_by.name,
        changed_by=row.changed_by.name,
        changed_by_id=row.changed_by_id,
        changed_at=row.changed_at,
    )
