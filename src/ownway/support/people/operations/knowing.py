"""Coming to know somebody: a new record, the numbers they are known by, a wrong number marked."""

from dataclasses import dataclass
from datetime import date
from secrets import choice
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions
from ownway.support.people.domain import IDENTIFIER_KINDS, NHS, tidy_identifier
from ownway.support.people.models import Identifier, Person
from ownway.support.people.operations.records import (
    CAME_TO_KNOW,
    check_may_write,
    find_places_and_teams,
)

NUMBER_NOTED = declare("people.number-noted", "A number noted")
NEVER_THEIRS = declare("people.number-never-theirs", "A number found never to be theirs")
# Figures and capitals that are not taken for one another when read out.
_SIGNS = "23456789CDFGHJKMNPQRTVWXY"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody whom the council has no record of yet."""

    given_name: str
    family_name: str
    known_as: str = ""
    born_on: date | None = None
    nhs_number: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    town: str = ""
    postcode: str = ""
    telephone: str = ""
    email: str = ""
    how_they_came: str = ""


class NumberRefused(Refused):
    """A number that cannot be theirs, or is not one."""


@transaction.atomic
def add_person(said: NewPerson, *, by: SignIn, on: date) -> UUID:
    """Begin a record for somebody whom the council has none of; returns its id.

    The caller has shown the likely ones (`queries.likely_same`) first. The record is of the team of
    `by` unless the rules name another, and `by` is its worker. Raises Refused without a name or how
    they came, for a birth to come, or an NHS number that is wrong or somebody else's; NotAllowed.
    """
    if not permissions.WRITE_RECORD.allows(by):
        raise NotAllowed(permissions.WRITE_RECORD.refusal())
    if not (said.given_name.strip() or said.family_name.strip()):
        raise Refused("Say a name, even if it is only what they are called.")
    if not said.how_they_came.strip():
        raise Refused("Say how they came to us.")
    if said.born_on and said.born_on > on:
        raise Refused("The birth date must be today or before.")
    nhs_number = _nhs_number(said.nhs_number, by=by)
    made = Person.objects.create(
        council_id=_fresh_council_id(),
        nhs_number=nhs_number,
        given_name=said.given_name.strip(),
        family_name=said.family_name.strip(),
        known_as=said.known_as.strip(),
        born_on=said.born_on,
        address_line_1=said.address_line_1.strip(),
        address_line_2=said.address_line_2.strip(),
        town=said.town.strip(),
        postcode=said.postcode.strip().upper(),
        telephone=said.telephone.strip(),
        email=said.email.strip(),
        team=by.team,
        worker=by,
    )
    find_places_and_teams([made.pk])
    facts.record(
        CAME_TO_KNOW, about=made.pk, of=made.pk, by=by, on=on, words=said.how_they_came.strip()
    )
    return made.pk


@transaction.atomic
def add_number(
    person_id: UUID,
    *,
    kind: str,
    value: str,
    system: str = "",
    first_day: date,
    by: SignIn,
    on: date,
) -> None:
    """Note a number somebody is known by; a new NHS number takes the place of the one before.

    Raises NumberRefused, which is a Refused, for a number that is wrong, noted already, marked as
    never theirs, or an NHS number that another record has; NotFound; NotAllowed.
    """
    check_may_write(person_id, by=by)
    if kind not in IDENTIFIER_KINDS:
        raise Refused("Choose what kind of number it is.")
    if first_day > on:
        raise Refused("The first day must be today or before.")
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    number = _nhs_number(value, by=by, but_of=person_id) if kind == NHS else _tidy(kind, value)
    held = Identifier.objects.filter(person=person, kind=kind, value=number)
    if held.filter(never_theirs_on__isnull=False).exists():
        raise NumberRefused("This number was marked as never theirs. Look at it again.")
    if held.filter(last_day__isnull=True).exists() or (kind == NHS and person.nhs_number == number):
        raise NumberRefused("This number is noted already.")
    if kind == NHS:
        Identifier.objects.filter(person=person, kind=NHS, last_day__isnull=True).update(
            last_day=first_day
        )
        person.nhs_number = number
        person.save(update_fields=["nhs_number"])
    made = Identifier.objects.create(
        person=person,
        kind=kind,
        system=system.strip(),
        value=number,
        first_day=first_day,
        noted_by=by,
    )
    words = f"{IDENTIFIER_KINDS[kind]} that ends {number[-4:]}"
    facts.record(NUMBER_NOTED, about=person_id, of=made.pk, by=by, on=on, words=words)


@transaction.atomic
def mark_never_theirs(identifier_id: UUID, *, because: str, by: SignIn, on: date) -> UUID:
    """Mark a number as never having been this person's; it stays, marked. Returns whose it was.

    Raises Refused without a reason or when it is marked already; NotFound; NotAllowed.
    """
    row = Identifier.objects.select_for_update(of=("self",)).filter(pk=identifier_id).first()
    if row is None:
        raise NotFound("There is no such number.")
    check_may_write(row.person_id, by=by)
    if row.never_theirs_on is not None:
        raise Refused("This number is marked already.")
    if not because.strip():
        raise Refused("Say how you know.")
    row.never_theirs_on, row.never_theirs_because = on, because.strip()
    row.save(update_fields=["never_theirs_on", "never_theirs_because"])
    if row.kind == NHS:
        Person.objects.filter(pk=row.person_id, nhs_number=row.value).update(nhs_number="")
    facts.record(
        NEVER_THEIRS,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{IDENTIFIER_KINDS[row.kind]} that ends {row.value[-4:]}: {because.strip()}",
    )
    return row.person_id


@transaction.atomic
def nhs_number_never_theirs(person_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Mark the NHS number of the record, which a file or somebody gave, as never theirs."""
    check_may_write(person_id, by=by)
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if not person.nhs_number:
        raise Refused("There is no NHS number to mark.")
    row = Identifier.objects.filter(
        person=person, kind=NHS, value=person.nhs_number, never_theirs_on__isnull=True
    ).first() or Identifier.objects.create(
        person=person, kind=NHS, value=person.nhs_number, first_day=person.details_as_at or on
    )
    mark_never_theirs(row.pk, because=because, by=by, on=on)


def _nhs_number(value: str, *, by: SignIn, but_of: UUID | None = None) -> str:
    """A number to keep. Nothing is said of a record `by` may not know of: matching finds it."""
    if not value.strip():
        return ""
    number = _tidy(NHS, value)
    others = Person.objects.filter(nhs_number=number)
    if but_of:
        others = others.exclude(pk=but_of)
    if permissions.visible(others, to=by).exists():
        raise NumberRefused(
            "Another record has this NHS number already. Look for the person by it; the two may be "
            "one person."
        )
    return number


def _tidy(kind: str, value: str) -> str:
    try:
        return tidy_identifier(kind, value)
    except ValueError as fault:
        raise NumberRefused(str(fault)) from fault


def _fresh_council_id() -> str:
    """A number of our own that no record has: OW and six signs that are not misread."""
    while True:
        number = "OW-" + "".join(choice(_SIGNS) for _ in range(6))
        if not Person.objects.filter(council_id=number).exists():
            return number
