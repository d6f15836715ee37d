"""Questions about records that may be of one person, and about those that were made one."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import permissions
from ownway.support.people.models import Joining, Person, PossibleMatch
from ownway.support.people.queries.held import Held, Pointer, fixed_rows, pointers, what_it_holds
from ownway.support.people.queries.records import PEOPLE_LISTED, display

RECORDS_COMPARED = declare(
    "people.records-compared", "Opened beside another record, to see if they are one", reading=True
)


@dataclass(frozen=True, slots=True)
class Question:
    """Two records that may be of one person, as a line of a list."""

    id: UUID
    first_name: str
    first_council_id: str
    second_name: str
    second_council_id: str
    sure: bool
    points: int
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    held_back: str
    found_on: date
    answer: str
    answered_on: date | None
    answered_by: str
    answered_because: str
    ask_again_on: date | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records, laid beside the other."""

    id: UUID
    council_id: str
    name: str
    known_as: str
    nhs_number: str
    born_on: date | None
    died_on: date | None
    gender: str
    address: str
    telephone: str
    team: str
    worker: str
    how_to_talk: str
    holds: tuple[Held, ...]
    must_stay: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoiningLine:
    """Two records that were made one."""

    id: UUID
    survivor_id: UUID
    name: str
    council_id: str
    other_council_id: str
    other_name: str
    joined_on: date
    joined_by: str
    by_rule: bool
    why: str
    undone_on: date | None
    undone_by: str
    undone_because: str


def open_questions(*, by: SignIn, on: date, after: int = 0, limit: int = 25) -> list[Question]:
    """What waits for an answer, most likely first, where both records are `by`'s to read.

    The opening is recorded about both of each. Must run in a transaction.
    """
    rows = _waiting(by, on).order_by("-points", "pk")[after : after + limit]
    found = [_question(row, on) for row in rows]
    facts.record_many(
        PEOPLE_LISTED,
        ((on, one, None) for row in rows for one in (row.first_id, row.second_id)),
        by=by,
    )
    return found


def how_many_wait(*, by: SignIn, on: date) -> int:
    return _waiting(by, on).count()


def question(match_id: UUID, *, by: SignIn, on: date) -> tuple[Question, Side, Side]:
    """One question, with the two records side by side; the reading of both is recorded.

    Must run in a transaction. Raises NotFound when it is not `by`'s to answer or has gone.
    """
    row = _seen(by).filter(pk=match_id).first()
    if row is None:
        raise NotFound("There is no such question, or it is not yours to answer.")
    for one in (row.first_id, row.second_id):
        facts.record_reading(RECORDS_COMPARED, about=one, of=row.pk, by=by, on=on)
    return _question(row, on), _side(row.first, on), _side(row.second, on)


def joinings(*, by: SignIn, on: date, limit: int = 100) -> list[JoiningLine]:
    """Records that were made one, the newest first; the opening is recorded."""
    _check(by)
    rows = Joining.objects.filter(survivor__in=permissions.theirs(Person.objects.all(), to=by))
    lines = [_joining(row, on) for row in _with_people(rows).order_by("-joined_on", "-pk")[:limit]]
    facts.record_many(
        PEOPLE_LISTED, ((on, one, None) for one in {line.survivor_id for line in lines}), by=by
    )
    return lines


def joining(joining_id: UUID, *, by: SignIn, on: date) -> JoiningLine:
    """One joining. Raises NotFound when the record that stays is not `by`'s to read."""
    _check(by)
    return _joining(_joining_row(joining_id, by), on)


def would_stay(joining_id: UUID, *, by: SignIn) -> int:
    """How many rows made since a joining stay with the record that stayed, if it is undone."""
    return rows_since(_joining_row(joining_id, by))


def joinings_of(person_id: UUID, *, on: date) -> list[JoiningLine]:
    """The joinings a person's record is made of. The caller has recorded the reading."""
    rows = Joining.objects.filter(survivor=person_id, undone_on__isnull=True)
    return [_joining(row, on) for row in _with_people(rows).order_by("joined_on", "pk")]


def rows_since(of: Joining) -> int:
    """How many rows the record that stays was given since, which no record had at the joining."""
    moved = {(one.table, one.column): one for one in of.moved.all()}
    since = 0
    for pointer in pointers():
        kept = moved.get((pointer.table, pointer.column))
        if kept is None or pointer.model is Person:
            continue
        rows = pointer.rows(of.survivor_id)
        since += max(0, rows.exclude(pk__in=kept.ids).count() - kept.had)
    return since


def written_since(
    pointer: Pointer, ids: set[str], moved: dict[tuple[str, str], set[str]], survivor_id: UUID
) -> str:
    """What hangs on one of these rows and was written for the record that stays, in words."""
    held = {one.model: one for one in pointers()}
    for relation in pointer.model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete):
            continue
        child: Any = relation.related_model
        if child not in held or child is Person:
            continue
        theirs = moved.get((held[child].table, held[child].column), set())
        written = (
            held[child]
            .rows(survivor_id)
            .filter(
                **{f"{relation.field.name}__in": ids}  # type: ignore[union-attr]  # a relation back
            )
        )
        if written.exclude(pk__in=theirs).exists():
            return held[child].words
    return ""


def _check(by: SignIn) -> None:
    if not permissions.MATCH_PEOPLE.allows(by):
        raise NotAllowed(permissions.MATCH_PEOPLE.refusal())


def _seen(by: SignIn) -> QuerySet[PossibleMatch]:
    _check(by)
    theirs = permissions.theirs(Person.objects.all(), to=by)
    return PossibleMatch.objects.filter(first__in=theirs, second__in=theirs).select_related(
        "first__locality",
        "first__team",
        "first__worker",
        "second__locality",
        "second__team",
        "second__worker",
        "answered_by",
    )


def _waiting(by: SignIn, on: date) -> QuerySet[PossibleMatch]:
    later = Q(answer=PossibleMatch.LATER, ask_again_on__lte=on)
    return _seen(by).filter(Q(answer="") | later)


def _with_people(rows: QuerySet[Joining]) -> QuerySet[Joining]:
    return rows.select_related("survivor__locality", "other__locality", "joined_by", "undone_by")


def _joining_row(joining_id: UUID, by: SignIn) -> Joining:
    theirs = permissions.theirs(Person.objects.all(), to=by)
    row = _with_people(Joining.objects.filter(pk=joining_id, survivor__in=theirs)).first()
    if row is None:
        raise NotFound("There is no such joining, or the record is not yours to open.")
    return row


def _question(row: PossibleMatch, on: date) -> Question:
    return Question(
        id=row.pk,
        first_name=display(row.first, on),
        first_council_id=row.first.council_id,
        second_name=display(row.second, on),
        second_council_id=row.second.council_id,
        sure=row.sure,
        points=row.points,
        speaks_for=tuple(row.speaks_for),
        speaks_against=tuple(row.speaks_against),
        held_back=row.held_back,
        found_on=row.found_on,
        answer=row.answer,
        answered_on=row.answered_on,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_because=row.answered_because,
        ask_again_on=row.ask_again_on,
    )


def _side(row: Person, on: date) -> Side:
    lines = (row.address_line_1, row.address_line_2, row.town, row.postcode)
    return Side(
        id=row.pk,
        council_id=row.council_id,
        name=display(row, on),
        known_as=row.known_as,
        nhs_number=row.nhs_number,
        born_on=row.born_on,
        died_on=row.died_on,
        gender=row.gender,
        address=", ".join(line for line in lines if line),
        telephone=row.telephone,
        team=row.team.name if row.team else "",
        worker=row.worker.name if row.worker else "",
        how_to_talk=row.how_to_talk,
        holds=tuple(what_it_holds(row.pk)),
        must_stay=fixed_rows([row.pk])[row.pk],
    )


def _joining(row: Joining, on: date) -> JoiningLine:
    return JoiningLine(
        id=row.pk,
        survivor_id=row.survivor_id,
        name=display(row.survivor, on),
        council_id=row.survivor.council_id,
        other_council_id=row.other.council_id,
        other_name=display(row.other, on),
        joined_on=row.joined_on,
        joined_by=row.joined_by.name if row.joined_by else "",
        by_rule=row.by_rule,
        why=row.why,
        undone_on=row.undone_on,
        undone_by=row.undone_by.name if row.undone_by else "",
        undone_because=row.undone_because,
    )
