"""The people a figure is made of, for those who may open them; every reading is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from ownway.commissioning.insight import permissions
from ownway.commissioning.insight.domain import Change, Moved, Narrowing, Sum
from ownway.commissioning.insight.queries.counting import CHANGED, Parts, statement
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import queries as people

AT_ONCE = 1000  # people read and recorded together when a whole list is taken away

# The figure counts everybody; the list holds those whom the reader may know of.
_CHOSEN = """,
chosen AS (SELECT *, {visible} AS visible FROM counted)
"""
_LISTED = "SELECT person_id, service, mechanism, cost_weekly FROM chosen WHERE visible"
_ORDERS = {
    "": "coalesce(cost_weekly, 0) DESC, person_id",
    "cheapest": "coalesce(cost_weekly, 0), person_id",
    "oldest": "born_on NULLS LAST, person_id",
    "youngest": "born_on DESC NULLS LAST, person_id",
    "place": 'locality COLLATE "C", coalesce(cost_weekly, 0) DESC, person_id',
    "-place": 'locality COLLATE "C" DESC, coalesce(cost_weekly, 0) DESC, person_id',
    "service": 'service COLLATE "C", coalesce(cost_weekly, 0) DESC, person_id',
    "-service": 'service COLLATE "C" DESC, coalesce(cost_weekly, 0) DESC, person_id',
}
ORDERS = frozenset(_ORDERS)
_TOTAL = """
SELECT count(*), coalesce(sum(cost_weekly), 0)::bigint,
  count(*) FILTER (WHERE cost_weekly IS NULL), count(*) FILTER (WHERE NOT visible)
FROM chosen
"""
_CHANGED = """,
chosen AS (SELECT *, {visible} AS visible FROM changed WHERE change = %s)
"""
_CHANGED_TOTAL = """
SELECT count(*), coalesce(sum(cost_then), 0)::bigint, coalesce(sum(cost_now), 0)::bigint,
  count(*) FILTER (WHERE NOT visible)
FROM chosen
"""
_CHANGED_LISTED = """
SELECT person_id, cost_then, cost_now FROM chosen WHERE visible
ORDER BY abs(cost_now - cost_then) DESC, cost_now DESC, person_id
"""


@dataclass(frozen=True, slots=True)
class PersonBehind:
    """One line of the people behind a figure. `cost_weekly` in pence; None when nobody knows it."""

    id: UUID
    name: str
    council_id: str
    age: int | None
    place: str
    primary_support_reason: str
    service: str
    mechanism: str
    cost_weekly: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Whom a figure is made of: all together, and a page of those the reader may know of.

    `not_listed` are counted in the sum and may not be shown to this reader.
    """

    sum: Sum
    people: tuple[PersonBehind, ...]
    not_listed: int = 0


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """One line of the people behind a change; pence a week, nothing where nobody knows it."""

    id: UUID
    name: str
    council_id: str
    age: int | None
    place: str
    primary_support_reason: str
    then_weekly: int
    now_weekly: int


@dataclass(frozen=True, slots=True)
class ChangedBehind:
    """Whom a change is made of; as `Behind`."""

    moved: Moved
    people: tuple[PersonChanged, ...]
    not_listed: int = 0


@whole_council()
def people_behind(
    *,
    on: date,
    narrowing: Narrowing,
    parts: Parts,
    by: SignIn,
    read_on: date,
    order: str = "",
    start: int = 0,
    limit: int = 50,
) -> Behind:
    """The people in a line or a cell, or everybody, with those listed that `by` may see.

    parts     (dimension, value) each, as in the snapshot; none for everybody
    order     one of `ORDERS`; highest cost first unless said

    Opening them is recorded for the list and for each person shown; must run in a transaction.
    Raises NotAllowed.
    """
    beginning, values = _beginning((on,), narrowing, parts, _CHOSEN, by=by)
    if not beginning:
        return Behind(Sum(), ())
    with connection.cursor() as cursor:
        cursor.execute(beginning + _TOTAL, values)
        count, pence, without, unseen = cursor.fetchone() or (0, 0, 0, 0)
        cursor.execute(
            f"{beginning}{_LISTED} ORDER BY {_ORDERS[order]} LIMIT %s OFFSET %s",
            [*values, limit, start],
        )
        rows = cursor.fetchall()
    _record_list(_words(on, parts), by=by, read_on=read_on)
    shown = tuple(_shown(rows, by=by, read_on=read_on))
    return Behind(Sum(count, PenceWeekly(pence), without), shown, unseen)


def everyone_behind(
    *,
    on: date,
    narrowing: Narrowing,
    parts: Parts,
    by: SignIn,
    read_on: date,
    order: str = "",
) -> Iterator[PersonBehind]:
    """As `people_behind`, all that `by` may see, a thousand in hand at a time.

    The transaction must last to the end: a list is not taken away without its readings.
    """
    beginning, values = _beginning((on,), narrowing, parts, _CHOSEN, by=by)
    _record_list(_words(on, parts), by=by, read_on=read_on)
    if not beginning:
        return
    with whole_council(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(f"{beginning}{_LISTED} ORDER BY {_ORDERS[order]}", values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from _shown(rows, by=by, read_on=read_on)


@whole_council()
def people_changed(
    *,
    then: date,
    now: date,
    change: Change,
    narrowing: Narrowing,
    by: SignIn,
    read_on: date,
    start: int = 0,
    limit: int = 50,
) -> ChangedBehind:
    """The people who changed in one way between two days, the largest change in cost first.

    Recorded as `people_behind`; must run in a transaction. Raises NotAllowed.
    """
    beginning, values = _changed(then, now, change, narrowing, by=by)
    if not beginning:
        return ChangedBehind(Moved(), ())
    with connection.cursor() as cursor:
        cursor.execute(beginning + _CHANGED_TOTAL, values)
        count, before, after, unseen = cursor.fetchone() or (0, 0, 0, 0)
        cursor.execute(f"{beginning}{_CHANGED_LISTED} LIMIT %s OFFSET %s", [*values, limit, start])
        rows = cursor.fetchall()
    _record_list(_change_words(then, now, change), by=by, read_on=read_on)
    shown = tuple(_shown_changed(rows, by=by, read_on=read_on))
    return ChangedBehind(Moved(count, PenceWeekly(before), PenceWeekly(after)), shown, unseen)


def everyone_changed(
    *, then: date, now: date, change: Change, narrowing: Narrowing, by: SignIn, read_on: date
) -> Iterator[PersonChanged]:
    """As `people_changed`, all that `by` may see, a thousand in hand at a time."""
    beginning, values = _changed(then, now, change, narrowing, by=by)
    _record_list(_change_words(then, now, change), by=by, read_on=read_on)
    if not beginning:
        return
    with whole_council(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(beginning + _CHANGED_LISTED, values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from _shown_changed(rows, by=by, read_on=read_on)


def _changed(
    then: date, now: date, change: Change, narrowing: Narrowing, *, by: SignIn
) -> tuple[str, list[Any]]:
    days = [then, now, then, now]
    return _beginning(
        (then, now), narrowing, (), CHANGED + _CHANGED, by=by, before=days, after=[change.value]
    )


def _beginning(
    days: Sequence[date],
    narrowing: Narrowing,
    parts: Parts,
    chosen: str,
    *,
    by: SignIn,
    before: Sequence[Any] = (),
    after: Sequence[Any] = (),
) -> tuple[str, list[Any]]:
    """The beginning of a statement about the people who are `chosen`; "" for nobody."""
    if not permissions.OPEN_PEOPLE.allows(by):
        raise NotAllowed(permissions.OPEN_PEOPLE.refusal())
    beginning, values = statement(days, narrowing, parts)
    if not beginning:
        return "", []
    try:
        theirs, whose = people.ids_visible(by=by).query.sql_with_params()
        visible = f"person_id IN ({theirs})"
    except EmptyResultSet:
        visible, whose = "false", ()
    return beginning + chosen.format(visible=visible), [*values, *before, *whose, *after]


def _shown(
    rows: Sequence[tuple[UUID, str, str, int | None]], *, by: SignIn, read_on: date
) -> Iterator[PersonBehind]:
    known = _read((row[0] for row in rows), by=by, read_on=read_on)
    for person_id, service, mechanism, cost_weekly in rows:
        person = known[person_id]
        yield PersonBehind(
            id=person_id,
            name=person.name,
            council_id=person.council_id,
            age=person.age,
            place=person.place,
            primary_support_reason=person.primary_support_reason,
            service=service,
            mechanism=mechanism,
            cost_weekly=cost_weekly,
        )


def _shown_changed(
    rows: Sequence[tuple[UUID, int, int]], *, by: SignIn, read_on: date
) -> Iterator[PersonChanged]:
    known = _read((row[0] for row in rows), by=by, read_on=read_on)
    for person_id, then_weekly, now_weekly in rows:
        person = known[person_id]
        yield PersonChanged(
            id=person_id,
            name=person.name,
            council_id=person.council_id,
            age=person.age,
            place=person.place,
            primary_support_reason=person.primary_support_reason,
            then_weekly=then_weekly,
            now_weekly=now_weekly,
        )


def _read(
    person_ids: Iterator[UUID], *, by: SignIn, read_on: date
) -> Mapping[UUID, people.ListedPerson]:
    ids = list(person_ids)
    facts.record_many(people.PEOPLE_LISTED, ((read_on, one, None) for one in ids), by=by)
    return people.briefly(ids, by=by, on=read_on)


def _record_list(words: str, *, by: SignIn, read_on: date) -> None:
    facts.record_reading(people.PEOPLE_LISTED, about=None, by=by, on=read_on, words=words)


def _words(on: date, parts: Parts) -> str:
    of = ", ".join(value for _, value in parts) or "everyone"
    return f"The people behind a figure of {on.isoformat()}: {of}"


def _change_words(then: date, now: date, change: Change) -> str:
    return f"The people behind a change from {then.isoformat()} to {now.isoformat()}: {change}"
