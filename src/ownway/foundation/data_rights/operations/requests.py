"""Noting what somebody asks of their own data, stopping the clock, and answering."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind as WhoSignsIn
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights import permissions
from ownway.foundation.data_rights.domain.requests import (
    IN_WORDS,
    Kind,
    Outcome,
    PackState,
    StoodStill,
    due_on,
)
from ownway.foundation.data_rights.models import LegalHold, Pause, RightsRequest
from ownway.foundation.data_rights.queries.rows import every_id
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

ASKED = declare("data_rights.asked", "Asked something of their own data")
PAUSED = declare("data_rights.paused", "Clock of a request stopped")
RESUMED = declare("data_rights.resumed", "Clock of a request goes on")
ANSWERED = declare("data_rights.answered", "Request about their own data answered")
HELD_BACK = declare("data_rights.held-back", "Record held back from erasing")
HOLD_LIFTED = declare("data_rights.hold-lifted", "Record no longer held back from erasing")


@transaction.atomic
def note_request(
    person_id: UUID,
    kind: Kind,
    *,
    words: str,
    asked_by: str = "",
    asked_on: date,
    by: SignIn,
    on: date,
) -> UUID:
    """Note what a person asked, whichever way they did; the month runs from the day they asked.

    `asked_by` names whoever asked for them. Whoever calls has checked that `by` may know this
    person, or is them. Raises NotAllowed; Refused for a day to come, or when the same stands open.
    """
    own = by.kind == WhoSignsIn.PERSON and by.own_person_id in every_id(person_id)
    if not own and not permissions.NOTE_REQUEST.allows(by):
        raise NotAllowed(permissions.NOTE_REQUEST.refusal())
    if asked_on > on:
        raise Refused("The day they asked cannot be in the future.")
    stays = every_id(person_id)[0]
    if kind is Kind.ACCESS and _open_access(stays):
        raise Refused("They asked to see everything already, and that is still open.")
    made = RightsRequest.objects.create(
        about_id=stays,
        kind=kind.value,
        words=words.strip(),
        asked_by=asked_by.strip(),
        asked_on=asked_on,
        due_on=due_on(asked_on, [], on=on),
        noted_by=by,
    )
    said = f"{IN_WORDS[kind]}. Answer due by {in_words(made.due_on)}"
    facts.record(ASKED, about=stays, of=made.pk, by=by, on=asked_on, words=said)
    return made.pk


@transaction.atomic
def pause(request_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Stop the clock, while we wait for who they are or what they mean; say why.

    Raises NotAllowed; Refused without a reason, or when it stands still already.
    """
    row = open_request(request_id, by=by)
    if not because.strip():
        raise Refused("Say what we wait for.")
    if row.pauses.filter(last_day__isnull=True).exists():
        raise Refused("The clock stands still already.")
    Pause.objects.create(request=row, because=because.strip(), first_day=on, paused_by=by)
    facts.record(PAUSED, about=row.about_id, of=row.pk, by=by, on=on, words=because.strip())


@transaction.atomic
def resume(request_id: UUID, *, by: SignIn, on: date) -> None:
    """Let the clock go on from today; the day by which we answer moves by the days it stood still.

    Raises NotAllowed; Refused when it does not stand still.
    """
    row = open_request(request_id, by=by)
    standing = row.pauses.filter(last_day__isnull=True).first()
    if standing is None:
        raise Refused("The clock runs already.")
    if on > standing.first_day:
        standing.last_day = on - timedelta(days=1)
        standing.save()
    else:
        standing.delete()
    row.due_on = _due(row, on=on)
    row.save()
    said = f"Answer due by {in_words(row.due_on)}"
    facts.record(RESUMED, about=row.about_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def answer(request_id: UUID, outcome: Outcome, *, words: str, by: SignIn, on: date) -> None:
    """Say what came of a request. Raises NotAllowed; Refused without words, or when a pack that
    was asked for has not been released."""
    row = open_request(request_id, by=by)
    if not words.strip():
        raise Refused("Say what came of it, in words that they can read.")
    released = row.packs.filter(state=PackState.RELEASED.value).exists()
    if row.kind == Kind.ACCESS.value and outcome is Outcome.DONE and not released:
        raise Refused("Release their pack first.")
    close(row, outcome, words=words, by=by, on=on)


def close(row: RightsRequest, outcome: Outcome, *, words: str, by: SignIn, on: date) -> None:
    """End a request, and let its clock stand no more."""
    row.pauses.filter(last_day__isnull=True).update(last_day=on)
    row.due_on = _due(row, on=on)
    row.outcome, row.outcome_words = outcome.value, words.strip()
    row.closed_on, row.closed_by = on, by
    row.save()
    said = f"{IN_WORDS[Kind(row.kind)]}: {outcome.value}. {words.strip()}"
    facts.record(ANSWERED, about=row.about_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def hold_back(person_id: UUID, *, because: str, by: SignIn, on: date) -> UUID:
    """Let nothing about a person be erased until somebody lifts this: it wins over everything.

    Raises NotAllowed; Refused without a reason, or when a hold stands already.
    """
    if not permissions.HOLD_BACK.allows(by):
        raise NotAllowed(permissions.HOLD_BACK.refusal())
    if not because.strip():
        raise Refused("Say why nothing may be erased: which court, inquiry or complaint.")
    ids = every_id(person_id)
    if LegalHold.objects.filter(about_id__in=ids, lifted_on__isnull=True).exists():
        raise Refused("This record is held back already.")
    made = LegalHold.objects.create(
        about_id=ids[0], because=because.strip(), placed_on=on, placed_by=by
    )
    facts.record(HELD_BACK, about=ids[0], of=made.pk, by=by, on=on, words=because.strip())
    return made.pk


@transaction.atomic
def lift_hold(hold_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Let the schedule apply again. Raises NotAllowed, NotFound; Refused without a reason."""
    if not permissions.HOLD_BACK.allows(by):
        raise NotAllowed(permissions.HOLD_BACK.refusal())
    if not because.strip():
        raise Refused("Say why nothing stands against erasing any more.")
    row = LegalHold.objects.select_for_update().filter(pk=hold_id).first()
    if row is None:
        raise NotFound("There is no such hold.")
    if row.lifted_on is not None:
        raise Refused("This hold was lifted already.")
    row.lifted_on, row.lifted_by, row.lifted_because = on, by, because.strip()
    row.save()
    facts.record(HOLD_LIFTED, about=row.about_id, of=row.pk, by=by, on=on, words=because.strip())


def open_request(request_id: UUID, *, by: SignIn) -> RightsRequest:
    """A request to go on with. Raises NotAllowed, NotFound; Refused when it was answered."""
    if not permissions.SEE_TO_RIGHTS.allows(by):
        raise NotAllowed(permissions.SEE_TO_RIGHTS.refusal())
    row = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is None:
        raise NotFound("There is no such request.")
    if row.closed_on is not None:
        raise Refused("This was answered already.")
    return row


def open_access(person_id: UUID) -> RightsRequest | None:
    """The request to see everything that is open for a person, if one is."""
    return _open_access(every_id(person_id)[0])


def _open_access(stays: UUID) -> RightsRequest | None:
    rows = RightsRequest.objects.filter(about_id__in=every_id(stays), closed_on__isnull=True)
    return rows.filter(kind=Kind.ACCESS.value).first()


def _due(row: RightsRequest, *, on: date) -> date:
    pauses = [StoodStill(one.first_day, one.last_day) for one in row.pauses.all()]
    return due_on(row.asked_on, pauses, on=on)
