"""Services that a file should have told of and did not, so that their end is only presumed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ownway.commissioning.returns import permissions
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning

DOUBTS_A_PAGE = 50
AT_ONCE = 1_000  # services read and recorded together when the whole list is taken away


@dataclass(frozen=True, slots=True)
class ServiceInDoubt:
    """A service whose end is presumed, and whose it is."""

    person_id: UUID
    name: str
    council_id: str
    service: str
    first_day: date
    presumed_end: date | None


def count_in_doubt(submission_id: UUID, *, by: SignIn) -> int:
    """How many services stay in doubt because of this file; a later one may have lifted some."""
    _check(by)
    return planning.every_arrangement().filter(in_doubt_by=submission_id).count()


def services_ended_in_doubt(
    submission_id: UUID, *, by: SignIn, on: date, page: int = 1
) -> list[ServiceInDoubt]:
    """A page of the services in doubt because of a file, by person.

    It names people, so each of them and the list itself are readings. Must run in a transaction.
    """
    _check(by)
    start = (max(page, 1) - 1) * DOUBTS_A_PAGE
    found = _read(_rows(submission_id, by)[start : start + DOUBTS_A_PAGE], by=by, on=on)
    _record(found, submission_id, by=by, on=on, words="Services ended in doubt")
    return found


def every_service_ended_in_doubt(
    submission_id: UUID, *, by: SignIn, on: date
) -> Iterator[ServiceInDoubt]:
    """All of them, to take away as a file; each thousand is recorded before it is handed on."""
    _check(by)
    rows = iter(_rows(submission_id, by).iterator(chunk_size=AT_ONCE))
    while batch := list(islice(rows, AT_ONCE)):
        with transaction.atomic():
            found = _read(batch, by=by, on=on)
            words = "Services ended in doubt, taken away as a file"
            _record(found, submission_id, by=by, on=on, words=words)
        yield from found


def names_of(person_ids: set[UUID], *, by: SignIn, on: date) -> dict[UUID, str]:
    """What these people are called, for those whom the asker may know of; each is a reading.

    Must run in a transaction.
    """
    found = people.briefly(person_ids, by=by, on=on)
    facts.record_many(people.PEOPLE_LISTED, ((on, one, None) for one in found), by=by)
    return {person_id: person.name for person_id, person in found.items()}


def _rows(submission_id: UUID, by: SignIn) -> QuerySet[Any, tuple[Any, ...]]:
    """Of the people whom the asker may know of."""
    rows = planning.every_arrangement().filter(
        in_doubt_by=submission_id, person_id__in=people.ids_visible(by=by)
    )
    return rows.order_by(
        "person__family_name", "person__council_id", "first_day", "pk"
    ).values_list("person_id", "service_component", "service_type", "first_day", "last_day")


def _read(rows: Iterable[tuple[Any, ...]], *, by: SignIn, on: date) -> list[ServiceInDoubt]:
    told = list(rows)
    known = people.briefly({row[0] for row in told}, by=by, on=on)
    return [
        ServiceInDoubt(
            person_id=person_id,
            name=known[person_id].name,
            council_id=known[person_id].council_id,
            service=component or kind or "Service not said",
            first_day=first_day,
            presumed_end=last_day,
        )
        for person_id, component, kind, first_day, last_day in told
        if person_id in known
    ]


def _record(
    found: list[ServiceInDoubt], submission_id: UUID, *, by: SignIn, on: date, words: str
) -> None:
    facts.record_reading(
        people.PEOPLE_LISTED, about=None, of=submission_id, by=by, on=on, words=words
    )
    told = {one.person_id for one in found}
    facts.record_many(people.PEOPLE_LISTED, ((on, one, None) for one in told), by=by)


def _check(by: SignIn) -> None:
    if not permissions.READ_DOUBTS.allows(by):
        raise NotAllowed(permissions.READ_DOUBTS.refusal())
