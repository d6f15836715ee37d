"""Undo the file that was taken last, so that everything is as it was before it.

Only the newest, because a file before it may be what a later one was compared with. The submission
stays, and so do its bytes and its facts: it is known that it was taken and undone, when and by
whom. It no longer counts for measures, and no timeline shows what it told.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.operations.importing import IMPORTING
from ownway.commissioning.returns.operations.uploads import ONE_AFTER_ANOTHER
from ownway.foundation.access import operations as access
from ownway.foundation.access import queries as people_who_sign_in
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.bulk import undoing
from ownway.foundation.bulk.undoing import Act, InTheWay, Stake
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations as assessment
from ownway.support.contact import operations as contact
from ownway.support.people import operations as people
from ownway.support.planning import operations as planning
from ownway.support.review import operations as review

UNDO_FILE = "returns.undo-file"
UNDOING = "Undoing "  # how its long work is called
FILE_UNDONE = declare("returns.file-undone", "A national file was undone")

WRITTEN = (
    review.FROM_FILES,
    planning.FROM_FILES,
    assessment.FROM_FILES,
    contact.FROM_FILES,
    people.REASONS_FROM_FILES,
    people.CONDITIONS_FROM_FILES,
    people.FROM_FILES,
)


@dataclass(frozen=True, slots=True)
class WhatUndoingMeans:
    """What would be undone, in figures, and what stands in the way of it."""

    stakes: tuple[Stake, ...]
    in_the_way: InTheWay
    parted: int  # records that the rule joined because of it, and that are two again
    doubts: int  # services that are no longer presumed to have ended
    why_not: str  # one sentence, where it cannot be undone whatever is done about it


def may_undo(submission_id: UUID, *, by: SignIn) -> bool:
    """Whether this is the file taken last, and this person may undo it."""
    last = _last()
    return permissions.IMPORT_FILES.allows(by) and last is not None and last.pk == submission_id


@transaction.atomic
@whole_council()
def what_undoing_means(submission_id: UUID, *, by: SignIn) -> WhatUndoingMeans:
    """What undoing a file would do, and what stands in the way; changes nothing.

    Raises NotAllowed; NotFound when there is no such file.
    """
    file = _file(submission_id, by=by)
    looking = {undoing.UNDOES: str(file.context_id)}
    try:
        with facts.one_context("looking", **looking), transaction.atomic():
            act = _act(file)
            parted = people.take_back_joinings(act, by=by)
            means = WhatUndoingMeans(
                tuple(undoing.stakes(WRITTEN, act)),
                undoing.in_the_way(WRITTEN, act, people=people.FROM_FILES),
                parted,
                file.ended_in_doubt,
                "",
            )
            transaction.set_rollback(True)
    except Refused as refused:
        return WhatUndoingMeans((), InTheWay(0, ()), 0, 0, str(refused))
    return means


@transaction.atomic
def ask_to_undo(submission_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Ask for the file taken last to be undone; returns the long work that does it.

    It waits for its turn among files that are being taken. Raises what `undo_file` raises, as far
    as that is known now.
    """
    file = _file(submission_id, by=by)
    _act(file)
    work_id = work.ask_for(f"{UNDOING}{file.file_name}"[:200], by=by)
    app.configure_task(UNDO_FILE, lock=ONE_AFTER_ANOTHER).defer(
        work_id=str(work_id), submission_id=str(submission_id), by=str(by.pk), on=on.isoformat()
    )
    return work_id


def undo_asked(work_id: UUID, *, submission_id: UUID, by: UUID, on: date) -> None:
    """Undo a file that somebody asked for; safe to run again after a kill at any moment."""
    if Submission.objects.filter(pk=submission_id, state=Submission.UNDONE).exists():
        work.end(work_id, words="", result_id=submission_id)
        return
    work.begin(work_id)
    try:
        undo_file(submission_id, by=people_who_sign_in.sign_in(by), on=on)
    except (Refused, NotAllowed, NotFound) as refused:
        work.fail(work_id, words=str(refused))
    except Exception:
        work.fail(
            work_id,
            words="We made a mistake while undoing this file, and changed nothing. "
            "If this comes back, tell whoever looks after Ownway.",
        )
        raise
    else:
        work.end(work_id, words="", result_id=submission_id)


def undo_file(submission_id: UUID, *, by: SignIn, on: date) -> tuple[Stake, ...]:
    """Undo the file that was taken last; returns what went and what was put back.

    All of it or nothing. Bringing the same file in again leads to the same records as before.
    Raises NotAllowed; NotFound; Refused when it is not the last, when a file is being taken just
    now, or when something was done since with what it brought.
    """
    file = _file(submission_id, by=by)
    with (
        facts.one_context("undoing", **{undoing.UNDOES: str(file.context_id)}),
        transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORTING])
            if not cursor.fetchone()[0]:
                raise Refused(
                    "A file is being brought in just now. Wait until it is done, and look again."
                )
        file = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
        act = _act(file)
        people.take_back_joinings(act, by=by)
        found = undoing.in_the_way(WRITTEN, act, people=people.FROM_FILES)
        if found.count:
            raise Refused(
                f"{file.file_name} cannot be undone: "
                f"{found.first[0].words[:1].lower()}{found.first[0].words[1:]}"
                + (f", and {found.count - 1:,} more" if found.count > 1 else "")
                + ". Nothing was changed."
            )
        done = tuple(undoing.undo(WRITTEN, act))
        facts.undo_context(act.context_id, by=by)
        facts.record(
            FILE_UNDONE,
            of=file.pk,
            by=by,
            on=on,
            words=f"{file.file_name}: {file.rows:,} rows",
            after={one.what.many.replace(" ", "_") + "_gone": one.gone for one in done}
            | {one.what.many.replace(" ", "_") + "_put_back": one.put_back for one in done},
        )
        file.state = Submission.UNDONE
        file.undone_at, file.undone_by = timezone.now(), by
        file.save(update_fields=["state", "undone_at", "undone_by"])
        if _last() is None:
            access.forget_council()
    return done


def _file(submission_id: UUID, *, by: SignIn) -> Submission:
    if not permissions.IMPORT_FILES.allows(by):
        raise NotAllowed(permissions.IMPORT_FILES.refusal())
    found = Submission.objects.filter(pk=submission_id).first()
    if found is None:
        raise NotFound("There is no such file here.")
    return found


def _last() -> Submission | None:
    """The file that was taken last, of those that were not undone."""
    rows = Submission.objects.filter(state=Submission.DONE, direction=Submission.CAME_IN)
    return rows.order_by("-ended_at", "-pk").first()


def _act(file: Submission) -> Act:
    """What the file wrote. Raises Refused, in words for its page, when it cannot be undone."""
    if file.state == Submission.UNDONE:
        raise Refused(f"{file.file_name} is undone already.")
    if file.state != Submission.DONE or file.direction != Submission.CAME_IN:
        raise Refused(f"{file.file_name} was not taken, so there is nothing to undo.")
    last = _last()
    if last is not None and last.pk != file.pk:
        raise Refused(
            f"Only the file that was taken last can be undone, and that is {last.file_name}. "
            "Undo that one first."
        )
    if file.context_id is None:
        raise Refused(
            f"{file.file_name} was taken by a version of Ownway that did not note what it wrote, "
            "so it cannot be undone. Bring in a corrected file instead."
        )
    return Act(file.pk, file.context_id)
