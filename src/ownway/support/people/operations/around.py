"""Noting who is around somebody, and that it ended."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain import around_fault, around_in_words
from ownway.support.people.models import Person, SomeoneAround
from ownway.support.people.operations.records import AROUND_NOTED, check_may_write

AROUND_ENDED = declare("people.around-ended", "Noted that somebody is no longer around")
RUNG_FIRST = declare("people.rung-first", "Noted whom to ring first")


@dataclass(frozen=True, slots=True)
class Around:
    """Who somebody is to a person, how to reach them, and what they may be told."""

    kind: str
    name: str
    who: str = ""
    telephone: str = ""
    email: str = ""
    words: str = ""
    may_be_told: str = ""
    basis: str = ""
    basis_seen_on: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    council_id: str = ""
    ring_first: bool = False


class AroundRefused(Refused):
    """What was said of somebody around does not hold; `field` is where."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def add_around(person_id: UUID, said: Around, *, by: SignIn, on: date) -> UUID:
    """Note somebody around a person; returns the row.

    With `council_id` it is somebody the council has a record of, whom `by` may know of. Raises
    AroundRefused, which is a Refused, when something does not hold; NotFound when `by` may not know
    this person; NotAllowed.
    """
    check_may_write(person_id, by=by)
    fault = around_fault(
        kind=said.kind,
        name=said.name,
        basis=said.basis,
        first_day=said.first_day,
        last_day=said.last_day,
    )
    if fault:
        raise AroundRefused(*fault)
    if said.first_day and said.first_day > on:
        raise AroundRefused("first_day", "The first day must be today or before")
    Person.objects.select_for_update(no_key=True).get(pk=person_id)  # ranks, one at a time
    others = SomeoneAround.objects.filter(person_id=person_id)
    if said.ring_first:
        for rank, one in enumerate(others.order_by("rank", "name"), start=1):
            SomeoneAround.objects.filter(pk=one.pk).update(rank=rank)
    made = SomeoneAround.objects.create(
        person_id=person_id,
        other_person_id=_other(person_id, said.council_id, by=by),
        kind=said.kind,
        name=said.name.strip(),
        who=said.who.strip() or around_in_words(said.kind, ""),
        telephone=said.telephone.strip(),
        email=said.email.strip(),
        words=said.words.strip(),
        may_be_told=said.may_be_told,
        basis=said.basis.strip(),
        basis_seen_on=said.basis_seen_on,
        first_day=said.first_day,
        last_day=said.last_day,
        rank=0 if said.ring_first else others.count() + 1,
    )
    facts.record(
        AROUND_NOTED, about=person_id, of=made.pk, by=by, on=on, words=f"{made.name}, {made.who}"
    )
    return made.pk


@transaction.atomic
def end_around(around_id: UUID, *, last_day: date, by: SignIn, on: date) -> UUID:
    """Note that somebody is no longer around; the row stays as what was. Returns whose it is.

    Raises Refused when it ended already, or for a day to come or before it began; NotFound.
    """
    row = _row(around_id, by=by)
    if row.last_day is not None and row.last_day < on:
        raise Refused("This ended already.")
    if last_day > on:
        raise Refused("The last day must be today or before.")
    if row.first_day and last_day < row.first_day:
        raise Refused("The last day must be after the first.")
    row.last_day = last_day
    row.save(update_fields=["last_day"])
    facts.record(
        AROUND_ENDED, about=row.person_id, of=row.pk, by=by, on=on, words=f"{row.name}, {row.who}"
    )
    return row.person_id


@transaction.atomic
def ring_first(around_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Say that this one is rung first; the others keep their order. Returns whose it is."""
    row = _row(around_id, by=by)
    others = SomeoneAround.objects.filter(person_id=row.person_id).exclude(pk=row.pk)
    for rank, one in enumerate(others.order_by("rank", "name"), start=1):
        SomeoneAround.objects.filter(pk=one.pk).update(rank=rank)
    row.rank = 0
    row.save(update_fields=["rank"])
    facts.record(RUNG_FIRST, about=row.person_id, of=row.pk, by=by, on=on, words=row.name)
    return row.person_id


def _row(around_id: UUID, *, by: SignIn) -> SomeoneAround:
    row = SomeoneAround.objects.select_for_update(of=("self",)).filter(pk=around_id).first()
    if row is None:
        raise NotFound("Nobody is noted there.")
    check_may_write(row.person_id, by=by)
    return row


def _other(person_id: UUID, council_id: str, *, by: SignIn) -> UUID | None:
    """The record of somebody around, if one was named and `by` may know of it."""
    if not (council_id := council_id.strip()):
        return None
    other = queries.ids_by_council_id([council_id]).get(council_id)
    rows = Person.objects.filter(pk__in=[other] if other else [])
    if other is None or not permissions.visible(rows, to=by).exists():
        raise AroundRefused(
            "council_id", f"Nobody that you may know of has the number {council_id}"
        )
    if other == person_id:
        raise AroundRefused("council_id", "This is the person's own number")
    return other
