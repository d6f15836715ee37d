"""Inviting somebody to their own record, by a worker who knows that it is them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import Invited
from ownway.foundation.access.queries import own_sign_in
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.own_record import (
    CHECK_WORDS,
    INVITATION_DAYS,
    Check,
    CodeBy,
    long_enough,
)
from ownway.support.people.models import InvitedToOwnRecord, Person

INVITED = declare("people.invited-to-own-record", "Invited to their own record")
CANCELLED = declare("people.invitation-cancelled", "Invitation to the record cancelled")
REACHED_BY = {CodeBy.TEXT: ("telephone",), CodeBy.LETTER: ("address_line_1", "postcode")}


@transaction.atomic
def invite_to_own_record(
    person_id: UUID,
    *,
    how_checked: Check,
    words: str,
    email: str = "",
    code_by: CodeBy,
    by: SignIn,
    on: date,
    at: datetime,
) -> Invited:
    """Invite somebody to their own record; one invited before is invited anew.

    The link goes to `email`, or to the e-mail on the record; the code another way. Where nobody
    has met them (`Check.CODE`), both go only where the record has said for long enough that they
    are reached, never to what is typed now. Raises Refused where that is not so.
    """
    _check_may_invite(person_id, by=by)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if person.died_on is not None:
        raise Refused("The record is of somebody who has died.")
    email = email.strip().lower() or person.email.strip().lower()
    if "@" not in email:
        raise Refused("There is no e-mail address on the record. Write the one they use.")
    if how_checked is Check.SEEN and not words.strip():
        raise Refused("Say which document you saw.")
    if how_checked is Check.CODE:
        _check_reached(person, email, code_by, on=on)
    _cancel_waiting(person, on=on)
    who = own_sign_in([person.pk])
    if who is None:
        who = access.add_sign_in(
            email=email,
            name=f"{person.given_name} {person.family_name}".strip(),
            kind=Kind.PERSON,
            own_person_id=person.pk,
        )
    elif who.last_login is not None:
        raise Refused("They sign in already. If they forgot their password, they ask for a link.")
    invited = access.invite(who, by=by, on=on, at=at)
    made = InvitedToOwnRecord.objects.create(
        person=person,
        email=who.email,
        how_checked=how_checked.value,
        words=words.strip(),
        code_by=code_by.value,
        invited_by=by,
        invited_on=on,
        last_day=on + timedelta(days=INVITATION_DAYS),
    )
    facts.record(INVITED, about=person.pk, of=made.pk, by=by, on=on, words=CHECK_WORDS[how_checked])
    return invited


@transaction.atomic
def cancel_invitation(person_id: UUID, *, by: SignIn, on: date) -> None:
    """Take an invitation back: its link works no more. Twice is safe."""
    _check_may_invite(person_id, by=by)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    who = own_sign_in([person.pk])
    if who is not None and who.last_login is None:
        access.end_invitations(who)
    for row in _cancel_waiting(person, on=on):
        facts.record(CANCELLED, about=person.pk, of=row.pk, by=by, on=on)


def _cancel_waiting(person: Person, *, on: date) -> list[InvitedToOwnRecord]:
    rows = list(
        InvitedToOwnRecord.objects.select_for_update(of=("self",)).filter(
            person=person, cancelled_on__isnull=True, accepted_on__isnull=True
        )
    )
    for row in rows:
        row.cancelled_on = on
        row.save(update_fields=["cancelled_on"])
    return rows


def _check_may_invite(person_id: UUID, *, by: SignIn) -> None:
    queries.check_may_read(person_id, by=by)
    if not permissions.WRITE_RECORD.allows(by):
        raise NotAllowed(permissions.WRITE_RECORD.refusal())


def _check_reached(person: Person, email: str, code_by: CodeBy, *, on: date) -> None:
    if code_by is CodeBy.HAND:
        raise Refused("By the code alone, it goes by text or letter. Or say that you know them.")
    if email != person.email.strip().lower():
        raise Refused("Without having met them, the link goes only to the e-mail on the record.")
    for column in ("email", *REACHED_BY[code_by]):
        if not getattr(person, column):
            raise Refused("The record does not say where to send it. Meet them instead.")
        if not long_enough(_unchanged_since(person, column), on=on):
            raise Refused(
                "Where it would go changed within the last 28 days. Meet them instead, so that it "
                "is not sent to somebody else."
            )


def _unchanged_since(person: Person, column: str) -> date | None:
    """The day since when a column has said what it says; None where it never changed."""
    model = person._meta.apps.get_model("people", "PersonEvent")
    with whole_council():  # what a row said before is hidden from every page
        changed = model._base_manager.filter(pgh_obj_id=person.pk).exclude(
            **{column: getattr(person, column)}
        )
        latest = changed.order_by("-pgh_created_at").values_list("pgh_created_at", flat=True)
        at = latest.first()
    return at.date() if at else None


def note_accepted(person_id: UUID, *, on: date) -> None:
    """Say that an invitation was taken up, once the person has signed in. Twice is safe."""
    for row in InvitedToOwnRecord.objects.filter(
        person_id=person_id, cancelled_on__isnull=True, accepted_on__isnull=True
    ):
        row.accepted_on = on
        row.save(update_fields=["accepted_on"])
