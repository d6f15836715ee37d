"""Sharing assessments out: naming a worker, naming another, and what ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.domain import State
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain.queues import Ended, Stage
from ownway.support.assessment.models import AllocatedWorker, Assessment
from ownway.support.assessment.operations.opening import check
from ownway.support.assessment.queries import queues
from ownway.support.assessment.queries.queues import InQueue, Thing
from ownway.support.people.queries.sharing_out import may_know_of

SHARED_OUT = declare("assessment.shared-out", "Worker named for the assessment")
TO_MAKE, TO_GO_ON = "Make an assessment", "Go on with an assessment"


@dataclass(frozen=True, slots=True)
class SharedOut:
    """How many were given to the worker, and how many were with them already."""

    given: int
    there_already: int


@transaction.atomic
def share_out(
    things: Sequence[Thing],
    *,
    worker_id: UUID,
    because: str = "",
    due_on: date,
    by: SignIn,
    on: date,
) -> SharedOut:
    """Name a worker of the manager's team for each of these; all or none.

    Each goes to them as a hand-over, with `due_on` as the day for their yes; they may give it back.
    Whoever was named before hears that it went to somebody else, and why. One under way has the new
    worker from now on. Raises NotAllowed; NotFound for a worker of no such team; Refused when
    nothing is chosen or waits any more, when a worker is replaced without a reason, and for a
    record that the worker may not know of.
    """
    check(permissions.SHARE_OUT, by)
    worker = _worker(worker_id, by=by, on=on)
    if not things:
        raise Refused("Tick at least one assessment.")
    lines = {line.thing: line for line in queues.lines(by=by, on=on)}
    given = 0
    for thing in dict.fromkeys(things):
        line = lines.get(thing)
        if line is None:
            raise Refused(
                "One of these does not wait any more, or is not yours to share out. Load the page "
                "again to see what does."
            )
        given += _give(line, worker, because=because.strip(), due_on=due_on, by=by, on=on)
    return SharedOut(given, len(dict.fromkeys(things)) - given)


def ended_by_beginning(row: Assessment, *, by: SignIn, on: date) -> None:
    """Somebody began an assessment: whoever was named for what was agreed need not any more."""
    waiting = AllocatedWorker.objects.filter(
        person_id=row.person_id, support_request__isnull=False, ended_on__isnull=True
    )
    _end(waiting, Ended.BEGUN, f"{by.name} began it.", State.DONE, by=by, on=on)


def ended_by_finishing(row: Assessment, *, by: SignIn, on: date) -> None:
    """An assessment is finished, and with it that somebody was named to go on with it."""
    open_rows = AllocatedWorker.objects.filter(assessment=row, ended_on__isnull=True)
    _end(open_rows, Ended.FINISHED, f"{by.name} finished it.", State.DONE, by=by, on=on)


def _give(
    line: InQueue, worker: SignIn, *, because: str, due_on: date, by: SignIn, on: date
) -> bool:
    """Whether something changed. Raises as `share_out`."""
    if line.worker_id == worker.pk and not line.given_back:
        return False
    if not may_know_of(line.person_id, worker):
        raise Refused(
            f"The record of {line.name} is restricted, and {worker.name} is not among those it "
            "names. Ask a safeguarding lead to name them first."
        )
    if line.worker and not because and not line.given_back:
        raise Refused(f"Say why {worker.name} takes over from {line.worker}.")
    under_way = line.stage is Stage.IN_PROGRESS
    before = AllocatedWorker.objects.filter(ended_on__isnull=True)
    if line.thing.assessment_id is not None:
        Assessment.objects.select_for_update().get(pk=line.thing.assessment_id)
        before = before.filter(assessment_id=line.thing.assessment_id)
    else:
        before = before.filter(support_request_id=line.thing.request_id)
    said = f"{worker.name} makes it instead. {because}".strip()
    ending = Ended.GIVEN_BACK if line.given_back else Ended.PASSED_ON
    _end(before, ending, said, State.RETURNED, by=by, on=on)
    what = TO_GO_ON if under_way else TO_MAKE
    hand_over_id = hand_overs.hand_over(
        line.person_id,
        about_name=line.name,
        what=what,
        words=because,
        to_sign_in=worker,
        due_on=due_on,
        by=by,
        on=on,
    )
    try:
        with transaction.atomic():
            made = AllocatedWorker.objects.create(
                person_id=line.person_id,
                support_request_id=line.thing.request_id,
                assessment_id=line.thing.assessment_id,
                worker=worker,
                by=by,
                on=on,
                because=because,
                hand_over_id=hand_over_id,
            )
    except IntegrityError:
        raise Refused("Somebody shared this out a moment ago. Load the page again.") from None
    if line.thing.assessment_id is not None:
        Assessment.objects.filter(pk=line.thing.assessment_id).update(worker=worker)
    facts.record(
        SHARED_OUT,
        about=line.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{worker.name}, answer due {in_words(due_on)}. {because}".strip(),
        before={"worker": line.worker} if line.worker else {},
        after={"worker": worker.name},
    )
    return True


def _end(
    rows: QuerySet[AllocatedWorker], ended: Ended, said: str, to: State, *, by: SignIn, on: date
) -> None:
    for row in rows.select_for_update():
        row.ended_on, row.ended_as = on, ended.value
        row.save(update_fields=["ended_on", "ended_as"])
        hand_overs.settle(row.hand_over_id, to, answer=said, by=by, on=on, looked_after=True)


def _worker(worker_id: UUID, *, by: SignIn, on: date) -> SignIn:
    if worker_id not in {one.id for one in queues.workers(by=by, on=on)}:
        raise NotFound("Choose somebody of your own team who makes assessments.")
    return access.sign_in(worker_id)
