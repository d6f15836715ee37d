"""Writing the next questions of an assessment, and publishing them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain import (
    QUESTIONNAIRES,
    Questionnaire,
    as_plain,
    digest_of,
    editing,
    questionnaire_from,
)
from ownway.support.assessment.models import PublishedQuestionnaire, QuestionnaireDraft
from ownway.support.assessment.queries import questionnaires as queries

DRAFT_BEGUN = declare("assessment.questions-begun", "New questions begun")
DRAFT_CHANGED = declare("assessment.questions-changed", "New questions changed")
DRAFT_ENDED = declare("assessment.questions-thrown-away", "New questions thrown away")
PUBLISHED = declare("assessment.questions-published", "Questions published")


class ChangedMeanwhile(Refused):
    """Somebody saved these questions since the page was opened."""


@transaction.atomic
def publish_questionnaire(
    asked: Questionnaire, *, in_use_from: date, by: SignIn | None, on: date
) -> None:
    """Publish questions, to be asked in every assessment that begins on or after a day.

    `by` is None when the command line or the demonstration publishes. Publishing the same again
    changes nothing. Raises Refused for a version or a day that holds other questions.
    """
    if by is not None:
        _check(permissions.PUBLISH_QUESTIONS, by)
    ready = editing.named(asked, version=asked.version, words=asked.words, in_use_from=in_use_from)
    digest = digest_of(ready)
    held = PublishedQuestionnaire.objects.filter(version=ready.version).first()
    if held is not None and held.digest == digest:
        return
    shipped = QUESTIONNAIRES.get(ready.version)
    if held is not None or (
        shipped and as_plain(shipped)["questions"] != as_plain(ready)["questions"]
    ):
        raise Refused(
            f"There are questions of the name {ready.version} already, and what was asked stays. "
            "Give the new ones another name."
        )
    try:
        with transaction.atomic():
            PublishedQuestionnaire.objects.create(
                version=ready.version,
                in_use_from=in_use_from,
                asked=as_plain(ready),
                digest=digest,
                published_on=on,
                published_by=by,
            )
    except IntegrityError:
        raise Refused(
            f"Other questions come into use on {in_words(in_use_from)}. Choose another day."
        ) from None
    facts.record(
        PUBLISHED,
        by=by,
        on=on,
        words=f"{ready.words}, asked from {in_words(in_use_from)}",
        after={"version": ready.version, "digest": digest},
    )


@transaction.atomic
def begin_draft(version: str, *, by: SignIn, at: datetime) -> UUID:
    """Begin the next version with the questions of an earlier one. Raises Refused while another
    version is being written."""
    _check(permissions.EDIT_QUESTIONS, by)
    before = queries.questionnaire_named(version)
    if queries.open_draft() is not None:
        raise Refused("New questions are being written already. Go on with those.")
    row = QuestionnaireDraft.objects.create(
        based_on=before.version, asked=as_plain(before), begun_by=by, changed_by=by, changed_at=at
    )
    facts.record(
        DRAFT_BEGUN, of=row.pk, by=by, on=localdate(at), words=f"Begun from {before.version}"
    )
    return row.pk


def change_question(
    draft_id: UUID,
    question: str,
    *,
    words: str,
    hint: str,
    levels: Sequence[str],
    national_id: str,
    step: int,
    by: SignIn,
    at: datetime,
) -> None:
    """Say one question otherwise. Raises Refused as `editing.changed`, and when somebody saved the
    draft since `step`."""
    _edit(
        draft_id,
        lambda asked: editing.changed(
            asked, question, words=words, hint=hint, levels=levels, national_id=national_id
        ),
        told=f"Changed: {words.strip()}",
        step=step,
        by=by,
        at=at,
    )


def add_question(
    draft_id: UUID,
    *,
    words: str,
    hint: str,
    levels: Sequence[str],
    national_id: str,
    step: int,
    by: SignIn,
    at: datetime,
) -> None:
    """One more question. Raises Refused as `editing.added`."""
    _edit(
        draft_id,
        lambda asked: editing.added(
            asked, words=words, hint=hint, levels=levels, national_id=national_id
        ),
        told=f"Added: {words.strip()}",
        step=step,
        by=by,
        at=at,
    )


def take_out_question(
    draft_id: UUID, question: str, *, step: int, by: SignIn, at: datetime
) -> None:
    """One question fewer. Raises Refused as `editing.without`."""
    _edit(
        draft_id,
        lambda asked: editing.without(asked, question),
        told=f"Taken out: {question}",
        step=step,
        by=by,
        at=at,
    )


def move_question(
    draft_id: UUID, question: str, *, up: bool, step: int, by: SignIn, at: datetime
) -> None:
    """One place further up or down."""
    _edit(
        draft_id,
        lambda asked: editing.moved(asked, question, up=up),
        told=f"Moved {'up' if up else 'down'}: {question}",
        step=step,
        by=by,
        at=at,
    )


@transaction.atomic
def throw_away(draft_id: UUID, *, by: SignIn, on: date) -> None:
    """End a draft without publishing it; what was written stays in its history."""
    row = _locked(draft_id, by)
    row.ended_as = queries.THROWN_AWAY
    row.save(update_fields=["ended_as"])
    facts.record(DRAFT_ENDED, of=row.pk, by=by, on=on, words=f"Begun from {row.based_on}")


@transaction.atomic
def publish_draft(
    draft_id: UUID,
    *,
    version: str,
    words: str,
    in_use_from: date,
    step: int,
    by: SignIn,
    on: date,
) -> None:
    """Publish the questions that are being written, from a day on; by somebody who did not write
    the last change. Raises NotAllowed to whoever did; Refused for a day that is over, for questions
    that are those in use, and as `publish_questionnaire`."""
    row = _locked(draft_id, by)
    _check(permissions.PUBLISH_QUESTIONS, by)
    _check_step(row, step)
    if row.changed_by_id == by.pk:
        raise NotAllowed(
            "You wrote the last change. Somebody else reads the questions and publishes them."
        )
    if in_use_from < on:
        raise Refused("This day is over. Choose today or a later day.")
    asked = questionnaire_from(row.asked)
    if not editing.differences(queries.questionnaire_named(row.based_on), asked):
        raise Refused("Nothing is different from the questions these began with.")
    ready = editing.named(asked, version=version, words=words, in_use_from=in_use_from)
    publish_questionnaire(ready, in_use_from=in_use_from, by=by, on=on)
    row.ended_as = ready.version
    row.save(update_fields=["ended_as"])


@transaction.atomic
def _edit(
    draft_id: UUID,
    change: Callable[[Questionnaire], Questionnaire],
    *,
    told: str,
    step: int,
    by: SignIn,
    at: datetime,
) -> None:
    row = _locked(draft_id, by)
    _check_step(row, step)
    before = questionnaire_from(row.asked)
    after = change(before)
    if after == before:
        return
    row.asked = as_plain(after)
    row.step += 1
    row.changed_by, row.changed_at = by, at
    row.save(update_fields=["asked", "step", "changed_by", "changed_at"])
    facts.record(DRAFT_CHANGED, of=row.pk, by=by, on=localdate(at), words=told)


def _locked(draft_id: UUID, by: SignIn) -> QuestionnaireDraft:
    _check(permissions.EDIT_QUESTIONS, by)
    row = QuestionnaireDraft.objects.select_for_update().filter(pk=draft_id).first()
    if row is None:
        raise NotFound("There are no such questions.")
    queries.draft_for_editing(draft_id)
    return row


def _check_step(row: QuestionnaireDraft, step: int) -> None:
    if row.step != step:
        raise ChangedMeanwhile(
            "Somebody saved these questions while you were writing. What you wrote is still on "
            "this page: look at what changed, then save again."
        )


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
