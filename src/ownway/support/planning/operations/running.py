"""Support that runs: days without it, and its end."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.support.people import queries as people
from ownway.support.planning import permissions
from ownway.support.planning.domain.deciding import overlapping
from ownway.support.planning.models import Arrangement, Suspension
from ownway.support.planning.operations.writing import check

SUSPENDED = declare("planning.support-suspended", "Support stopped for a while")
RESUMED = declare("planning.support-resumed", "Support goes on again")
ENDED = declare("planning.support-ended", "Support ended")
FARTHEST = timedelta(days=366)


@transaction.atomic
def suspend(
    person_id: UUID, *, first_day: date, last_day: date | None, why: str, by: SignIn, on: date
) -> int:
    """Stop all support that runs, from a day to a day (None: until it goes on again).

    Returns how many arrangements stand still. Raises Refused without a reason, for days that do not
    fit, where nothing runs, and where those days are taken; NotAllowed; NotFound.
    """
    people.check_may_read(person_id, by=by)
    check(permissions.CHANGE_SUPPORT, by)
    if not why.strip():
        raise Refused("Say why it stops.")
    if last_day is not None and last_day < first_day:
        raise Refused("It goes on before it stops. Check the days.")
    if abs(first_day - on) > FARTHEST:
        raise Refused("The first day is more than a year away. Check the year.")
    rows = [
        row
        for row in _ours(person_id)
        if (last_day is None or row.first_day <= last_day)
        and (row.last_day is None or row.last_day >= first_day)
    ]
    if not rows:
        raise Refused("No support of a plan runs on those days.")
    stopped = 0
    for row in rows:
        taken = [(one.first_day, one.last_day) for one in row.suspensions.all()]
        starts = max(first_day, row.first_day)
        if (starts, last_day) in taken:
            continue  # pressed twice
        if overlapping(starts, last_day, taken):
            raise Refused("Support stands still on some of those days already.")
        Suspension.objects.create(
            arrangement=row,
            first_day=starts,
            last_day=last_day,
            why=why.strip(),
            recorded_on=on,
            recorded_by=by,
        )
        stopped += 1
    if stopped:
        until = f" to {in_words(last_day)}" if last_day else ""
        facts.record(
            SUSPENDED,
            about=person_id,
            of=rows[0].pk,
            by=by,
            on=on,
            words=f"{why.strip()}: from {in_words(first_day)}{until}",
        )
    return stopped


@transaction.atomic
def resume(person_id: UUID, *, from_day: date, by: SignIn, on: date) -> int:
    """Let support that stands still go on from a day. Returns how many; again changes nothing.

    Raises Refused for a day before it stopped; NotAllowed; NotFound.
    """
    people.check_may_read(person_id, by=by)
    check(permissions.CHANGE_SUPPORT, by)
    rows = list(
        Suspension.objects.select_for_update().filter(
            arrangement__person_id=person_id, last_day__isnull=True
        )
    )
    if rows and from_day <= min(row.first_day for row in rows):
        raise Refused("It goes on again after the day on which it stopped.")
    for row in rows:
        if row.first_day >= from_day:  # support that would have begun standing still begins
            row.delete()
            continue
        row.last_day = from_day - timedelta(days=1)
        row.save(update_fields=["last_day"])
    if rows:
        facts.record(
            RESUMED,
            about=person_id,
            of=rows[0].arrangement_id,
            by=by,
            on=on,
            words=f"From {in_words(from_day)}",
        )
    return len(rows)


@transaction.atomic
def end_support(person_id: UUID, *, last_day: date, why: str, by: SignIn, on: date) -> int:
    """End all support of a plan with a day, which may be in the middle of a week.

    Support that would begin later never begins. Returns how many ended; again changes nothing.
    Raises Refused without a reason or for a day too far away; NotAllowed; NotFound.
    """
    people.check_may_read(person_id, by=by)
    check(permissions.CHANGE_SUPPORT, by)
    if not why.strip():
        raise Refused("Say why it ends.")
    if abs(last_day - on) > FARTHEST:
        raise Refused("The last day is more than a year away. Check the year.")
    ended = 0
    for row in _ours(person_id):
        # What never began ends the day before it would have: the return leaves it out.
        ends = max(last_day, row.first_day - timedelta(days=1))
        if row.last_day is not None and row.last_day <= ends:
            continue
        row.last_day = ends
        row.ended_because = why.strip()[:200]
        row.save(update_fields=["last_day", "ended_because"])
        row.suspensions.filter(last_day__isnull=True, first_day__lte=row.last_day).update(
            last_day=row.last_day
        )
        row.suspensions.filter(first_day__gt=row.last_day).delete()
        facts.record(
            ENDED,
            about=person_id,
            of=row.pk,
            by=by,
            on=on,
            words=f"{why.strip()}: the last day is {in_words(last_day)}",
        )
        ended += 1
    return ended


def _ours(person_id: UUID) -> list[Arrangement]:
    """Arrangements of plans, locked; those of national files are the file's to end."""
    return list(
        Arrangement.objects.select_for_update(of=("self",))
        .filter(person_id=person_id, component__isnull=False)
        .order_by("first_day", "pk")
    )
