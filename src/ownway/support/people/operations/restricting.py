"""Restricting a record, so that it exists only for those named; naming them, and lifting it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.models import Person, RestrictedReader, Restriction

RESTRICTED = declare("people.record-restricted", "Record restricted")
LIFTED = declare("people.restriction-lifted", "Restriction of the record lifted")
READER_NAMED = declare("people.reader-named", "Somebody named who may read a restricted record")
READER_REMOVED = declare("people.reader-removed", "Somebody may no longer read a restricted record")


@transaction.atomic
def restrict(
    person_id: UUID, *, because: str, readers: Iterable[UUID] = (), by: SignIn, on: date
) -> None:
    """From now on the record exists only for `readers`, the person's worker and the person.

    Whoever restricts it does not read it unless they are among them. Raises NotAllowed; NotFound;
    Refused without a reason, when it is restricted already, or when nobody at all could read it.
    """
    _check(by)
    queries.check_may_read(person_id, by=by)
    if not because.strip():
        raise Refused("Say why the record is restricted.")
    with whole_council():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
        if person.restricted:
            raise Refused("This record is restricted already.")
        chosen = [access.sign_in(one) for one in dict.fromkeys(readers)]
        if person.worker_id is None and not chosen:
            raise Refused("Name at least one person who may read it: nobody works with them yet.")
        person.restricted = True
        person.save(update_fields=["restricted"])
        made = Restriction.objects.create(
            person=person, because=because.strip(), restricted_on=on, restricted_by=by
        )
        facts.record(RESTRICTED, about=person_id, of=made.pk, by=by, on=on)
        for one in chosen:
            _name(person, one, by=by, on=on)
        let_worker_read(person, by=by, on=on)


@transaction.atomic
def lift(person_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """The record is as any other again. Raises NotAllowed; NotFound; Refused without a reason."""
    _check(by)
    with whole_council():
        person = _restricted(person_id)
        if not because.strip():
            raise Refused("Say why the record need not be restricted any longer.")
        person.restricted = False
        person.save(update_fields=["restricted"])
        RestrictedReader.objects.filter(person=person).delete()
        Restriction.objects.filter(person=person, lifted_on__isnull=True).update(
            lifted_on=on, lifted_by=by, lifted_because=because.strip()
        )
        facts.record(LIFTED, about=person_id, of=person_id, by=by, on=on)


@transaction.atomic
def name_reader(person_id: UUID, reader_id: UUID, *, by: SignIn, on: date) -> None:
    """One more of staff may read a restricted record. Named twice is named once."""
    _check(by)
    with whole_council():
        _name(_restricted(person_id), access.sign_in(reader_id), by=by, on=on)


@transaction.atomic
def remove_reader(person_id: UUID, reader_id: UUID, *, by: SignIn, on: date) -> None:
    """Somebody no longer reads a restricted record, from the next page they ask for.

    Raises Refused for the person's worker, who is named by their work: name another worker.
    """
    _check(by)
    with whole_council():
        person = _restricted(person_id)
        if person.worker_id == reader_id:
            raise Refused("They are the person's worker. Name another worker first.")
        gone, _ = RestrictedReader.objects.filter(person=person, reader_id=reader_id).delete()
        if gone:
            name = access.sign_in(reader_id).name
            facts.record(READER_REMOVED, about=person_id, of=reader_id, by=by, on=on, words=name)


def let_worker_read(person: Person, *, by: SignIn | None, on: date) -> None:
    """The worker of a restricted record is among its readers. For whoever names a worker."""
    if person.restricted and person.worker is not None:
        _name(person, person.worker, by=by, on=on)


def _name(person: Person, reader: SignIn, *, by: SignIn | None, on: date) -> None:
    if reader.kind != Kind.STAFF or not reader.is_active:
        raise Refused(f"{reader.name} does not work here.")
    _, is_new = RestrictedReader.objects.get_or_create(
        person=person, reader=reader, defaults={"added_by": by, "added_on": on}
    )
    if is_new:
        facts.record(READER_NAMED, about=person.pk, of=reader.pk, by=by, on=on, words=reader.name)


def _restricted(person_id: UUID) -> Person:
    rows = Person.objects.select_for_update(of=("self",)).filter(restricted=True)
    person = rows.filter(pk=person_id, joined_into__isnull=True).first()
    if person is None:
        raise NotFound(queries.NOBODY)
    return person


def _check(by: SignIn) -> None:
    if not permissions.RESTRICT.allows(by):
        raise NotAllowed(permissions.RESTRICT.refusal())
