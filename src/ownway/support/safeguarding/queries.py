"""Questions about concerns: the one door to their rows. Who needs to know is decided here."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import queries as people
from ownway.support.safeguarding import permissions
from ownway.support.safeguarding.domain import (
    OUTCOME_WORDS,
    Door,
    Outcome,
    State,
    days_late,
    reference,
)
from ownway.support.safeguarding.models import Concern, ConcernReader

# One sentence for none at all and for one that is not to be known of.
NO_SUCH_CONCERN = "There is no such concern, or it is not yours to read."
CONCERN_READ = declare("safeguarding.concern-read", "Safeguarding concern read", reading=True)
CONCERNS_LISTED = declare(
    "safeguarding.concerns-listed", "The list of safeguarding concerns read", reading=True
)
CLOSED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SharedWith:
    reader_id: UUID
    name: str
    job_title: str
    because: str
    shared_on: date
    shared_by: str


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """A concern in a list: how old, how pressing, and who has it."""

    id: UUID
    reference: str
    who: str
    danger_now: bool
    door: Door
    raised_at: datetime
    raised_on: date
    due_on: date
    state: State
    days_old: int
    days_late: int
    acknowledged_by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """One concern, for whoever needs to know it."""

    line: ConcernLine
    words: str
    happened_when: str
    happened_where: str
    wishes: str
    not_asked_because: str
    told_by: str
    reach: str
    signed_in_as: str
    person_id: UUID | None
    person_name: str
    acknowledged_at: datetime | None
    outcome_words: str
    passed_to: str
    closed_by: str
    closed_on: date | None
    shared: tuple[SharedWith, ...]
    lead: bool


@dataclass(frozen=True, slots=True)
class Received:
    """What whoever told a concern may know of it: that it arrived, and that somebody took it up."""

    reference: str
    raised_on: date
    acknowledged: bool


def concerns(*, by: SignIn, on: date, closed: bool = False) -> list[ConcernLine]:
    """Open concerns, the longest waiting first, or those closed last. Raises NotAllowed."""
    if not permissions.LEAD.allows(by):
        raise NotAllowed(permissions.LEAD.refusal())
    facts.record_reading(CONCERNS_LISTED, about=None, by=by, on=on)
    rows = Concern.objects.select_related("acknowledged_by")
    shown = (
        rows.filter(closed_on__isnull=False).order_by("-closed_on", "-raised_at")[:CLOSED_SHOWN]
        if closed
        else rows.filter(closed_on__isnull=True).order_by("-danger_now", "raised_at", "pk")
    )
    found = list(shown)
    named = _names([one.whom_id for one in found], by, on)
    return [_line(row, named.get(row.whom_id, ""), on) for row in found]


def concern_for_reading(concern_id: UUID, *, by: SignIn, on: date) -> ConcernPage:
    """One concern, for a lead or somebody it was shared with; the reading is a fact of it.

    Raises NotFound where there is none *or* `by` does not need to know.
    """
    lead = permissions.LEAD.allows(by)
    rows = Concern.objects.filter(pk=concern_id)
    if not lead:
        if not permissions.READ_SHARED.allows(by):
            raise NotFound(NO_SUCH_CONCERN)
        rows = rows.filter(readers__reader=by)
    row = rows.select_related("acknowledged_by", "raised_by", "closed_by").first()
    if row is None:
        raise NotFound(NO_SUCH_CONCERN)
    facts.record_reading(CONCERN_READ, about=None, of=row.pk, by=by, on=on)
    name = _names([row.whom_id], by, on).get(row.whom_id, "")
    readers = ConcernReader.objects.filter(concern=row).select_related("reader", "shared_by")
    return ConcernPage(
        line=_line(row, name, on),
        words=row.words,
        happened_when=row.happened_when,
        happened_where=row.happened_where,
        wishes=row.wishes,
        not_asked_because=row.not_asked_because,
        told_by=row.told_by,
        reach=row.reach,
        signed_in_as=row.raised_by.name if row.raised_by else "",
        person_id=row.whom_id,
        person_name=name,
        acknowledged_at=row.acknowledged_at,
        outcome_words=row.outcome_words,
        passed_to=row.passed_to,
        closed_by=row.closed_by.name if row.closed_by else "",
        closed_on=row.closed_on,
        shared=tuple(
            SharedWith(
                one.reader_id,
                one.reader.name,
                one.reader.job_title,
                one.because,
                one.shared_on,
                one.shared_by.name,
            )
            for one in readers
        ),
        lead=lead,
    )


def received_from(by: SignIn) -> list[Received]:
    """What somebody told us while signed in: that it arrived and whether somebody took it up."""
    rows = Concern.objects.filter(raised_by=by).order_by("-raised_at")[:20]
    return [
        Received(reference(row.pk), row.raised_on, row.acknowledged_at is not None) for row in rows
    ]


def concern_passed_on(hand_over_id: UUID, *, by: SignIn) -> UUID | None:
    """The concern behind something that was passed on, where `by` may read it."""
    rows = Concern.objects.filter(hand_over_id=hand_over_id)
    if not permissions.LEAD.allows(by):
        rows = rows.filter(readers__reader=by)
    return rows.values_list("pk", flat=True).first()


def waiting_count(*, by: SignIn) -> int:
    """How many concerns nobody has said yes to; 0 for whoever is no lead."""
    if not permissions.LEAD.allows(by):
        return 0
    return Concern.objects.filter(acknowledged_at__isnull=True, closed_on__isnull=True).count()


def _names(whom: list[UUID | None], by: SignIn, on: date) -> dict[UUID | None, str]:
    """The name of the record each of these ids leads to now, where `by` may know of it.

    No reading is left on the record: who looked would tell that there is a concern. The reading is
    of the concern itself.
    """
    asked = [one for one in whom if one is not None]
    known = people.briefly(asked, by=by, on=on)
    return {one: known[one].name for one in asked if one in known}


def _line(row: Concern, name: str, on: date) -> ConcernLine:
    state = State.WAITING
    if row.closed_on is not None:
        state = State.CLOSED
    elif row.acknowledged_at is not None:
        state = State.ACKNOWLEDGED
    return ConcernLine(
        id=row.pk,
        reference=reference(row.pk),
        who=name or row.who or "Somebody whose record is restricted",
        danger_now=row.danger_now,
        door=Door(row.door),
        raised_at=row.raised_at,
        raised_on=row.raised_on,
        due_on=row.due_on,
        state=state,
        days_old=(on - row.raised_on).days,
        days_late=days_late(state, row.due_on, on=on),
        acknowledged_by=row.acknowledged_by.name if row.acknowledged_by else "",
        outcome=OUTCOME_WORDS[Outcome(row.outcome)] if row.outcome else "",
    )
