"""Restricted records, for those who may restrict: which there are, why, and who reads them.

They see that a record is restricted and whose it is, never what it holds: to read it they must be
named as anybody else.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.notices import queries as notices
from ownway.foundation.notices.domain import State
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import permissions
from ownway.support.people.models import Person, RestrictedReader, Restriction
from ownway.support.people.queries.joined import every_id
from ownway.support.people.queries.records import NOBODY, PEOPLE_LISTED, display

AT_MOST = 500
TO_BE_SEEN_TO = (State.SECOND_LOOK, State.MAKING, State.QUEUED, State.FAILED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Reader:
    id: UUID
    name: str
    job_title: str
    added_on: date
    added_by: str
    is_worker: bool


@dataclass(frozen=True, slots=True)
class RestrictedRecord:
    person_id: UUID
    name: str
    council_id: str
    team: str
    because: str
    restricted_on: date | None
    restricted_by: str
    readers: tuple[Reader, ...]


def restricted_records(*, by: SignIn, on: date) -> list[RestrictedRecord]:
    """Every restricted record by name; the reading is recorded about each. Raises NotAllowed."""
    if not permissions.RESTRICT.allows(by):
        raise NotAllowed(permissions.RESTRICT.refusal())
    with whole_council():
        found = _found(on)
        facts.record_many(PEOPLE_LISTED, ((on, one.person_id, None) for one in found), by=by)
    return found


def waits_with_nobody(record: RestrictedRecord, *, by: SignIn, on: date) -> list[str]:
    """What is open about somebody whose record is restricted, and none of its readers sees to it.

    In words that say with whom it waits, never what it is: for whoever names the readers, who is
    not to read the record by that. Raises NotAllowed.
    """
    if not permissions.RESTRICT.allows(by):
        raise NotAllowed(permissions.RESTRICT.refusal())
    readers = [one.id for one in record.readers]
    with whole_council():
        ids = every_id(record.person_id)
        waiting = hand_overs.with_nobody(ids, readers=readers, on=on)
        works = SignIn.objects.filter(
            pk__in=readers, roles__overlap=[role.value for role in permissions.WRITE_RECORD.roles]
        ).exists()
        letters = sum(one.state in TO_BE_SEEN_TO for one in notices.about(ids, on=on))
    if letters and not works:
        waiting.append(f"{letters} {'notice' if letters == 1 else 'notices'} not sent yet")
    return waiting


def restricted_record(person_id: UUID, *, by: SignIn, on: date) -> RestrictedRecord:
    """One of them. Raises NotAllowed; NotFound, for one that is not restricted too."""
    if not permissions.RESTRICT.allows(by):
        raise NotAllowed(permissions.RESTRICT.refusal())
    with whole_council():
        found = _found(on, person_id)
        if not found:
            raise NotFound(NOBODY)
        facts.record_many(PEOPLE_LISTED, [(on, person_id, None)], by=by)
    return found[0]


def _found(on: date, person_id: UUID | None = None) -> list[RestrictedRecord]:
    rows = Person.objects.filter(restricted=True, joined_into__isnull=True)
    if person_id is not None:
        rows = rows.filter(pk=person_id)
    rows = rows.select_related("team", "locality").order_by("family_name", "given_name", "pk")
    people = list(rows[:AT_MOST])
    why = {
        row.person_id: row
        for row in Restriction.objects.filter(person__in=people, lifted_on__isnull=True)
        .select_related("restricted_by")
        .order_by("restricted_on", "pk")
    }
    readers: dict[UUID, list[RestrictedReader]] = {}
    for reader in (
        RestrictedReader.objects.filter(person__in=people)
        .select_related("reader", "added_by")
        .order_by("reader__name", "pk")
    ):
        readers.setdefault(reader.person_id, []).append(reader)
    return [_line(one, why.get(one.pk), readers.get(one.pk, []), on) for one in people]


def _line(
    person: Person, why: Restriction | None, readers: list[RestrictedReader], on: date
) -> RestrictedRecord:
    return RestrictedRecord(
        person_id=person.pk,
        name=display(person, on),
        council_id=person.council_id,
        team=person.team.name if person.team else "",
        because=why.because if why else "",
        restricted_on=why.restricted_on if why else None,
        restricted_by=why.restricted_by.name if why else "",
        readers=tuple(
            Reader(
                id=row.reader_id,
                name=row.reader.name,
                job_title=row.reader.job_title,
                added_on=row.added_on,
                added_by=row.added_by.name if row.added_by else "",
                is_worker=row.reader_id == person.worker_id,
            )
            for row in readers
        ),
    )
