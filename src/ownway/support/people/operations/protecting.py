"""Protecting what could put somebody in danger, and saying where their letters go instead."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db import transaction

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.protecting import (
    TAKES_THE_ADDRESS,
    Address,
    ProtectedKind,
    check_review_by,
)
from ownway.support.people.models import LettersTo, Person, ProtectedFact

# Neither says about whom: that there is such a thing may be told to those cleared alone.
PROTECTED = declare("people.fact-protected", "Something protected")
PROTECTION_ENDED = declare("people.protection-ended", "A protection ended")
LETTERS_SENT_ON = declare("people.letters-go-to", "Where letters go was confirmed")

ADDRESS = {
    "address_line_1": "",
    "address_line_2": "",
    "town": "",
    "postcode": "",
    "locality_id": None,
}


@transaction.atomic
def protect(
    person_id: UUID,
    *,
    kind: str,
    words: str,
    because: str,
    roles: Iterable[str] = (),
    sign_ins: Iterable[UUID] = (),
    review_by: date,
    by: SignIn,
    on: date,
) -> UUID:
    """Keep something about a person for the eyes of those named, by role or sign-in, and of `by`.

    An address is taken out of the record and out of the record's history, for good: no page, letter
    or file of ours has it, and files that come in later do not bring it back. Raises NotAllowed;
    NotFound; Refused without words, a reason, or a day within a year to look at it again.
    """
    _check(person_id, by)
    what = _kind(kind)
    if not words.strip() or not because.strip():
        raise Refused("Write what should be protected, and why.")
    check_review_by(review_by, on=on)
    made = ProtectedFact.objects.create(
        person_id=person_id,
        kind=what.value,
        words=words.strip(),
        because=because.strip(),
        roles=sorted({Role(role).value for role in roles}),
        sign_ins=list(dict.fromkeys([by.pk, *(_of_staff(one).pk for one in sign_ins)])),
        recorded_on=on,
        recorded_by=by,
        review_by=review_by,
    )
    facts.record(PROTECTED, of=made.pk, by=by, on=on)
    if what in TAKES_THE_ADDRESS:
        with whole_council():
            hide_address(person_id)
    return made.pk


def hide_address(person_id: UUID) -> None:
    """Empty the address of a record and of its history; the database then keeps it empty."""
    Person.objects.filter(pk=person_id).update(address_protected=True)
    history = apps.get_model("people", "PersonEvent")
    history.objects.filter(pgh_obj_id=person_id).update(**ADDRESS)


def see_whether_hidden(person_id: UUID) -> None:
    """The record may hold an address again once nothing protects it any longer."""
    still = ProtectedFact.objects.filter(
        person_id=person_id, ended_on__isnull=True, kind__in=[*TAKES_THE_ADDRESS]
    )
    if not still.exists():
        rows = Person.objects.filter(pk=person_id, address_protected=True)
        rows.update(address_protected=False)


@transaction.atomic
def end_protection(fact_id: UUID, *, because: str, by: SignIn, on: date) -> UUID:
    """What was protected need not be any longer; its words stay for those cleared. Returns whose.

    An address does not come back by itself: whoever knows it enters it in the record. Raises
    NotFound for somebody not cleared; NotAllowed; Refused without a reason, or when it ended.
    """
    row = queries.protected_row(fact_id, by=by)
    _check(row.person_id, by)
    if row.ended_on is not None:
        raise Refused("This ended already.")
    if not because.strip():
        raise Refused("Say why it need not be protected any longer.")
    row.ended_on, row.ended_by, row.ended_because = on, by, because.strip()
    row.save(update_fields=["ended_on", "ended_by", "ended_because"])
    facts.record(PROTECTION_ENDED, of=row.pk, by=by, on=on)
    see_whether_hidden(row.person_id)
    return row.person_id


@transaction.atomic
def send_letters_to(person_id: UUID, address: Address, *, by: SignIn, on: date) -> None:
    """Letters go to this address from today on, instead of where the person lives.

    The address before is kept with the day it ended. Raises NotAllowed; NotFound; Refused when a
    line is missing, or nothing changed.
    """
    _check(person_id, by)
    if not all(part.strip() for part in (address.name, address.line_1, address.postcode)):
        raise Refused("A letter needs a name, a first line and a postcode.")
    said = {
        "name": address.name.strip(),
        "line_1": address.line_1.strip(),
        "line_2": address.line_2.strip(),
        "town": address.town.strip(),
        "postcode": address.postcode.strip().upper(),
    }
    rows = LettersTo.objects.select_for_update(of=("self",))
    before = rows.filter(person_id=person_id, ended_on__isnull=True).first()
    if before is not None:
        if all(getattr(before, name) == value for name, value in said.items()):
            raise Refused("Letters go there already.")
        before.ended_on = on
        before.save(update_fields=["ended_on"])
    made = LettersTo.objects.create(person_id=person_id, first_day=on, confirmed_by=by, **said)
    facts.record(LETTERS_SENT_ON, about=person_id, of=made.pk, by=by, on=on)


def _kind(said: str) -> ProtectedKind:
    try:
        return ProtectedKind(said)
    except ValueError:
        raise Refused("Choose what it is.") from None


def _of_staff(sign_in_id: UUID) -> SignIn:
    found = access.sign_in(sign_in_id)
    if found.kind != Kind.STAFF or not found.is_active:
        raise NotFound("Nobody of that name works here.")
    return found


def _check(person_id: UUID, by: SignIn) -> None:
    queries.check_may_read(person_id, by=by)
    if not permissions.PROTECT.allows(by):
        raise NotAllowed(permissions.PROTECT.refusal())
