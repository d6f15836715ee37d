"""Erasing by the schedule or for one person: proposed by one, approved by another, done by a job.

Each person, and each table, is one transaction of its own with its own state, so a killed job goes
on where it stopped and nobody is erased twice.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.data_rights import permissions
from ownway.foundation.data_rights.domain.requests import Kind
from ownway.foundation.data_rights.domain.retention import Ground, ItemState, RunState
from ownway.foundation.data_rights.models import ErasureItem, ErasureRun, RightsRequest
from ownway.foundation.data_rights.operations.erasing import Held, erase_person, sweep
from ownway.foundation.data_rights.queries.catalogue import tables
from ownway.foundation.data_rights.queries.due import (
    people_due,
    record_rule,
    swept_until,
    tables_due,
    when_ended,
)
from ownway.foundation.data_rights.queries.requests import held_because
from ownway.foundation.data_rights.queries.rows import every_id
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

CARRY_OUT = "data_rights.carry-out-erasing"
AT_ONCE = 1_000

PROPOSED = declare("data_rights.erasing-proposed", "Erasing proposed")
APPROVED = declare("data_rights.erasing-approved", "Erasing approved")
DECLINED = declare("data_rights.erasing-declined", "Erasing declined")


@transaction.atomic
@whole_council()
def propose_by_schedule(*, by: SignIn, on: date) -> UUID:
    """Put together everything that is due by the schedule, for another to approve.

    What is held back is left out. Raises NotAllowed; Refused when nothing is due, or something
    proposed still waits.
    """
    _check_may(by)
    if ErasureRun.objects.filter(
        ground=Ground.SCHEDULE.value, state__in=[RunState.PROPOSED.value, RunState.APPROVED.value]
    ).exists():
        raise Refused("An erasing by the schedule waits or is under way. See to that one first.")
    people = [one for one in people_due(on=on) if not one.held]
    rows = tables_due(on=on)
    if not people and not rows:
        raise Refused("Nothing is due to be erased.")
    made = ErasureRun.objects.create(
        ground=Ground.SCHEDULE.value, as_of=on, proposed_on=on, proposed_by=by
    )
    ErasureItem.objects.bulk_create(
        [
            *(
                ErasureItem(
                    run=made,
                    about_id=one.person_id,
                    rule=record_rule().id,
                    counted_from=one.counted_from,
                    due_on=one.due_on,
                )
                for one in people
            ),
            *(
                ErasureItem(
                    run=made,
                    table=one.table,
                    rule=one.rule,
                    counted_from=one.oldest,
                    due_on=one.due_on,
                )
                for one in rows
            ),
        ],
        batch_size=AT_ONCE,
    )
    facts.record(PROPOSED, of=made.pk, by=by, on=on, words=f"{len(people)} records by the schedule")
    return made.pk


@transaction.atomic
def propose_for_one(
    person_id: UUID,
    ground: Ground,
    *,
    because: str,
    request_id: UUID | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Propose that one person's record is erased: a court says so, or they asked and may have it.

    Raises NotAllowed; Refused without a reason, where a hold stands, or when one waits already.
    """
    _check_may(by)
    if ground is Ground.SCHEDULE:
        raise ValueError("By the schedule nobody is chosen.")
    if not because.strip():
        raise Refused("Say which court, or why the right to erasure holds here.")
    ids = every_id(person_id)
    if because_held := held_because(ids):
        raise Refused(because_held)
    waiting = ErasureItem.objects.filter(about_id__in=ids, state=ItemState.WAITING.value)
    if waiting.exclude(run__state=RunState.DECLINED.value).exists():
        raise Refused("This record is in an erasing that waits already.")
    asked = RightsRequest.objects.filter(
        about_id__in=ids, kind=Kind.ERASURE.value, closed_on__isnull=True
    ).order_by("asked_on")
    made = ErasureRun.objects.create(
        ground=ground.value,
        because=because.strip(),
        as_of=on,
        proposed_on=on,
        proposed_by=by,
        request_id=request_id or asked.values_list("pk", flat=True).first(),
    )
    ErasureItem.objects.create(run=made, about_id=ids[0], rule=ground.value, due_on=on)
    facts.record(PROPOSED, about=ids[0], of=made.pk, by=by, on=on, words=because.strip())
    return made.pk


@transaction.atomic
def decide(run_id: UUID, *, approve: bool, because: str, by: SignIn, on: date) -> None:
    """Approve or decline an erasing, as somebody other than who proposed it.

    Approved, it is done in the background. Raises NotAllowed, NotFound; Refused for the same
    person, without a reason for declining, or when it was decided already.
    """
    _check_may(by)
    row = ErasureRun.objects.select_for_update().filter(pk=run_id).first()
    if row is None:
        raise NotFound("There is no such erasing.")
    if row.state != RunState.PROPOSED.value:
        raise Refused("This was decided already.")
    if row.proposed_by_id == by.pk:
        raise Refused("Somebody else approves what you proposed. Two people erase.")
    if not approve and not because.strip():
        raise Refused("Say why not, so that whoever proposed it knows.")
    row.state = (RunState.APPROVED if approve else RunState.DECLINED).value
    row.decided_on, row.decided_by, row.decided_because = on, by, because.strip()
    if approve:
        row.work_id = work.ask_for("Erasing what is due to go", by=by)
    row.save()
    about = row.items.values_list("about_id", flat=True).first() if _is_of_one(row) else None
    fact = APPROVED if approve else DECLINED
    facts.record(fact, about=about, of=row.pk, by=by, on=on, words=because.strip())
    if approve:
        app.configure_task(CARRY_OUT, lock=CARRY_OUT).defer(
            run_id=str(row.pk), by=str(by.pk), on=on.isoformat()
        )


def carry_out(run_id: UUID, *, by: SignIn | None, on: date) -> None:
    """Erase what an approved erasing names and has not been erased yet; safe to run again."""
    row = ErasureRun.objects.filter(pk=run_id, state=RunState.APPROVED.value).first()
    if row is None:
        return
    if row.work_id:
        work.begin(row.work_id)
    progress = work.progress_of(row.work_id) if row.work_id else None
    total = row.items.count()
    try:
        waiting = row.items.filter(state=ItemState.WAITING.value).order_by("pk")
        for item_id in list(waiting.values_list("pk", flat=True)):
            _carry_out(item_id, by=by, on=on)
            if progress is not None:
                left = row.items.filter(state=ItemState.WAITING.value).count()
                progress(total - left, total)
    except Exception:
        if row.work_id:
            work.fail(row.work_id, words="We made a mistake while erasing. What went stays gone; "
                      "the rest waits and is tried again.")  # fmt: skip
        raise
    row.state, row.ended_at = RunState.DONE.value, timezone.now()
    row.save()
    if row.work_id:
        erased = row.items.filter(state=ItemState.ERASED.value).count()
        work.end(row.work_id, words=f"{erased:,} of {total:,} erased.")


def carry_out_approved(*, on: date) -> int:
    """Carry out every erasing that was approved and is not done; returns how many."""
    rows = ErasureRun.objects.filter(state=RunState.APPROVED.value).order_by("decided_on", "pk")
    found = list(rows.select_related("decided_by"))
    for row in found:
        carry_out(row.pk, by=row.decided_by, on=on)
    return len(found)


@transaction.atomic
def _carry_out(item_id: int, *, by: SignIn | None, on: date) -> None:
    """Erase one person or one table, and keep what became of it in the same transaction."""
    item = ErasureItem.objects.select_for_update().select_related("run").get(pk=item_id)
    if item.state != ItemState.WAITING.value:
        return
    ground = Ground(item.run.ground)
    item.ended_at = timezone.now()
    try:
        if item.about_id is None:
            table = tables()[item.table]
            by_day = swept_until(table, on=item.run.as_of)
            item.rows = {item.table: sweep(table, by_day=by_day) if by_day else 0}
            item.state = ItemState.ERASED.value
        elif ground is Ground.SCHEDULE and not _still_due(item.about_id, on=item.run.as_of):
            item.state = ItemState.NOT_DUE.value
            item.words = "Something happened since it was proposed, so its time starts anew."
        else:
            with transaction.atomic():
                item.rows = erase_person(item.about_id, ground=ground.value, by=by, on=on)
            item.state = ItemState.ERASED.value
    except Held as held:
        item.state, item.words = ItemState.HELD.value, str(held)
    except Refused as refusal:
        item.state, item.words = ItemState.FAILED.value, str(refusal)
    item.save()


def _still_due(person_id: UUID, *, on: date) -> bool:
    ended, reach = when_ended(person_id), record_rule().reaches(on)
    return ended is not None and reach is not None and ended <= reach


def _is_of_one(row: ErasureRun) -> bool:
    return row.ground != Ground.SCHEDULE.value


def _check_may(by: SignIn) -> None:
    if not permissions.ERASE.allows(by):
        raise NotAllowed(permissions.ERASE.refusal())
