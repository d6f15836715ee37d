"""Letting somebody in to parts of a record, and out again."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import sign_in_by_email
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.notices import operations as notices
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.letting_in import (
    AS_WORDS,
    BY_LAW,
    CHOSEN,
    As,
    Part,
    looked_at_by,
    parts_in_words,
)
from ownway.support.people.models import LetIn, Person
from ownway.support.people.queries.let_in import let_in_to

LET_IN = declare("people.let-in", "Let somebody in to the record")
LET_OUT = declare("people.let-out", "Let somebody out again")


@transaction.atomic
def let_in(
    person_id: UUID,
    *,
    name: str,
    email: str,
    standing: As,
    parts: Collection[Part],
    last_day: date | None = None,
    basis: str = "",
    document: str = "",
    registered_on: date | None = None,
    seen_on: date | None = None,
    capacity: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Let somebody see parts of a record, until a day or until they are let out again.

    The person lets in whom they choose. A worker writes down who acts by law, with the paper seen;
    or, with the ground in `basis`, somebody the person asked for. Whoever signs in with that e-mail
    already sees it with their next page; anybody else needs an invitation (`attach_sign_in`).
    Raises Refused: something is missing, or they are let in already; NotAllowed: `by` may not.
    """
    own = check_may_let_in(person_id, by=by)
    name, email = " ".join(name.split()), email.strip().lower()
    _check_said(name, email, standing, parts, last_day, on=on)
    if standing in BY_LAW:
        if own:
            raise NotAllowed(f"Your worker writes down who is {AS_WORDS[standing]}.")
        if not document.strip() or seen_on is None:
            raise Refused("Say which paper you have seen, and on which day.")
        if seen_on > on or (registered_on is not None and registered_on > seen_on):
            raise Refused("A paper is registered first and seen after, and not in the future.")
    elif not own and not basis.strip():
        raise Refused("Say how and when the person asked you to let them in.")
    person = Person.objects.select_for_update().get(pk=person_id)
    if any(line.stands and line.email == email for line in let_in_to(person_id, on=on)):
        raise Refused(f"{name} is let in already. End that first, or change nothing.")
    sign_in = _known(email, of=person)
    made = LetIn.objects.create(
        person=person,
        sign_in=sign_in,
        name=name,
        email=email,
        standing=standing.value,
        basis=basis.strip(),
        parts=[part.value for part in Part if part in parts],
        first_day=on,
        last_day=last_day,
        let_in_by=by,
        document=document.strip(),
        registered_on=registered_on,
        seen_on=seen_on,
        capacity=capacity.strip(),
    )
    until = f"until {in_words(last_day)}" if last_day else "until ended"
    words = f"{name}, {AS_WORDS[standing]}, sees {parts_in_words(parts)}, {until}"
    facts.record(LET_IN, about=person_id, of=made.pk, by=by, on=on, words=words)
    return made.pk


@transaction.atomic
def attach_sign_in(
    let_in_id: UUID, *, sign_in: SignIn, invitation_id: UUID | None = None, by: SignIn
) -> None:
    """Say which sign-in is that of somebody who was let in, once there is one.

    Raises NotFound when `by` may not let in to that record; Refused when another has it already.
    """
    row = _one(let_in_id, by=by)
    if row.sign_in_id not in (None, sign_in.pk):
        raise Refused("Somebody else signs in as the one who was let in.")
    row.sign_in, row.invitation_id = sign_in, invitation_id or row.invitation_id
    row.save(update_fields=["sign_in", "invitation_id"])


@transaction.atomic
def let_out(let_in_id: UUID, *, because: str = "", by: SignIn, at: datetime, on: date) -> None:
    """Let somebody out at once; with their next page they see nothing. Twice is safe.

    The person, somebody of staff who may write in the record, and whoever was let in may end it.
    `because` is for staff alone: it stands in no fact, and on no page behind the person's door.
    """
    row = _one(let_in_id, by=by)
    if row.ended_at is not None:
        return
    if by.kind == Kind.STAFF and not because.strip():
        raise Refused("Say why, for your colleagues. Whoever was let in does not see it.")
    row.ended_at, row.ended_by = at, by
    row.ended_because = because.strip() if by.kind == Kind.STAFF else ""
    row.save(update_fields=["ended_at", "ended_by", "ended_because"])
    new = row.sign_in if row.sign_in is not None and row.sign_in.last_login is None else None
    if new is not None and not LetIn.objects.filter(sign_in=new, ended_at__isnull=True).exists():
        access.end_invitations(new)
        notices.take_back(new.pk, on=on)
    words = f"{row.name} no longer sees the record"
    facts.record(LET_OUT, about=row.person_id, of=row.pk, by=by, on=on, words=words)


def check_may_let_in(person_id: UUID, *, by: SignIn) -> bool:
    """Whether it is the person's own record (True) or a worker's to write in (False).

    Raises NotFound when `by` may not know of the person; NotAllowed for anybody else, among them
    whoever was let in: nobody passes on what they were lent.
    """
    queries.check_may_read(person_id, by=by)
    if by.kind != Kind.STAFF and looked_at_by(by.pk) is None:
        return True
    if not permissions.WRITE_RECORD.allows(by):
        raise NotAllowed("Only the person lets somebody in, or their worker with the paper seen.")
    return False


def _check_said(
    name: str,
    email: str,
    standing: As,
    parts: Collection[Part],
    last_day: date | None,
    *,
    on: date,
) -> None:
    if not name:
        raise Refused("Write their name.")
    if "@" not in email:
        raise Refused("Write their e-mail address: they sign in with it.")
    if standing not in (*CHOSEN, *BY_LAW):
        raise Refused("Say who they are to the person.")
    if not parts:
        raise Refused("Choose at least one part for them to see.")
    if last_day is not None and last_day < on:
        raise Refused("The last day cannot be in the past.")


def _known(email: str, *, of: Person) -> SignIn | None:
    try:
        found = sign_in_by_email(email)
    except NotFound:
        return None
    if found.own_person_id == of.pk:
        raise Refused("This is the person's own address. Write that of the one to let in.")
    if found.kind not in (Kind.PERSON, Kind.CARER) or not found.is_active:
        raise Refused("They cannot be let in with this address. Ask them for another of theirs.")
    return found


def _one(let_in_id: UUID, *, by: SignIn) -> LetIn:
    row = LetIn.objects.select_for_update(of=("self",)).filter(pk=let_in_id).first()
    if row is None:
        raise NotFound("There is nobody let in by that number, or the record is not yours.")
    if row.sign_in_id == by.pk:
        return row
    check_may_let_in(row.person_id, by=by)
    return row
