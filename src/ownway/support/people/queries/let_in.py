"""Who was let in to whose record. Ask `check_may_read` for the person first, but for one's own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.support.people.domain.letting_in import (
    AS_WORDS,
    As,
    LookingAt,
    Part,
    holds,
    parts_in_words,
)
from ownway.support.people.models import LetIn
from ownway.support.people.queries.joined import every_id

LOOKED_LET_IN = declare("people.let-in-looked", "Looked at, having been let in", reading=True)


@dataclass(frozen=True, slots=True)
class LetInLine:
    """Somebody who is or was let in. `ended_because` is for staff pages alone."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    standing: As
    as_words: str
    parts: frozenset[Part]
    parts_words: str
    basis: str
    document: str
    registered_on: date | None
    seen_on: date | None
    capacity: str
    first_day: date
    last_day: date | None
    let_in_by: str
    signs_in: bool
    ended_on: date | None
    ended_by: str
    ended_because: str
    stands: bool


def open_to(by: SignIn, *, on: date) -> list[LookingAt]:
    """The records that this sign-in may look at on a day because it was let in; by name."""
    rows = _standing(LetIn.objects.filter(sign_in=by), on).select_related("person")
    found = [
        LookingAt(
            let_in_id=row.pk,
            sign_in_id=by.pk,
            person_id=row.person_id
            if row.person.joined_into_id is None
            else row.person.joined_into_id,
            name=f"{row.person.known_as or row.person.given_name} {row.person.family_name}".strip(),
            standing=As(row.standing),
            parts=frozenset(Part(part) for part in row.parts),
            last_day=row.last_day,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.name, str(one.let_in_id)))


def record_looked(at: LookingAt, *, by: SignIn, on: date) -> None:
    """Record that somebody who was let in looked at a page. Must run in a transaction."""
    words = f"As {AS_WORDS[at.standing].removeprefix('a ').removeprefix('an ')}"
    facts.record_reading(LOOKED_LET_IN, about=at.person_id, by=by, on=on, words=words)


def let_in_to(person_id: UUID, *, on: date) -> list[LetInLine]:
    """Everybody who is or was let in to a record: those who are first, then the latest.

    The caller has checked that whoever asks may read that record.
    """
    rows = LetIn.objects.filter(person_id__in=every_id(person_id))
    lines = [_line(row, on) for row in rows.select_related("let_in_by", "ended_by", "sign_in")]
    return sorted(lines, key=lambda one: (not one.stands, -one.first_day.toordinal(), one.name))


def _standing(rows: QuerySet[LetIn], on: date) -> QuerySet[LetIn]:
    return rows.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=on), ended_at__isnull=True, first_day__lte=on
    )


def _line(row: LetIn, on: date) -> LetInLine:
    parts = frozenset(Part(part) for part in row.parts)
    return LetInLine(
        id=row.pk,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        standing=As(row.standing),
        as_words=AS_WORDS[As(row.standing)],
        parts=parts,
        parts_words=parts_in_words(parts),
        basis=row.basis,
        document=row.document,
        registered_on=row.registered_on,
        seen_on=row.seen_on,
        capacity=row.capacity,
        first_day=row.first_day,
        last_day=row.last_day,
        let_in_by=row.let_in_by.name if row.let_in_by else "",
        signs_in=row.sign_in is not None and access.has_signed_in(row.sign_in),
        ended_on=row.ended_at.date() if row.ended_at else None,
        ended_by=row.ended_by.name if row.ended_by else "",
        ended_because=row.ended_because,
        stands=holds(row.first_day, row.last_day, ended=row.ended_at is not None, on=on),
    )
