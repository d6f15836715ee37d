"""Recording what happened, in the same transaction as the rows it happened to."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

import pghistory
import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorDebugWrapper
from psycopg.types.json import Jsonb

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.domain import FactName, declare, digest
from ownway.foundation.facts.models import Fact, FactContent, UndoneContext

PAGE_OPENED = declare("facts.page-opened", "Opened a page about them", reading=True)
FactRow: TypeAlias = tuple[date, UUID | None, UUID | None]  # on, about, of

AT_ONCE = 10_000  # facts in one statement

_context: ContextVar[UUID | None] = ContextVar("ownway_fact_context", default=None)
_read: ContextVar[set[UUID] | None] = ContextVar("ownway_read_here", default=None)
_source: ContextVar[str] = ContextVar("ownway_fact_source", default="command")


def current_context() -> UUID | None:
    """The context in which facts are now recorded, where one was opened."""
    return _context.get()


@contextmanager
def one_context(source: str, **said: str) -> Iterator[UUID]:
    """Join all facts and all row history within, under one id that says where they came from.

    `source` is "page", "command", "job" or "import …"; `said` is kept with the row history.
    """
    with pghistory.context(source=source, **said) as made:
        known = _context.set(UUID(str(made.id)))
        named = _source.set(source)
        read = _read.set(set())
        try:
            yield UUID(str(made.id))
        finally:
            _read.reset(read)
            _context.reset(known)
            _source.reset(named)


def record(
    what: FactName,
    *,
    about: UUID | None = None,
    of: UUID | None = None,
    by: SignIn | None,
    on: date,
    words: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Fact:
    """Record one fact, with its words and values beside it.

    `about` is the person, `of` the row, `by` whoever decided (None only for the system itself),
    `on` the day it took effect. Raises RuntimeError outside a transaction: a fact without its rows,
    or rows without their fact, must not be possible.
    """
    _needs_transaction()
    before, after = _plain(before), _plain(after)  # as they are kept, so the digest can be checked
    made = Fact.objects.create(
        on=on,
        name=what.name,
        about_id=about,
        of_id=of,
        by=by,
        source=_source.get(),
        context_id=_context.get() or uuid.uuid4(),
        reading=what.reading,
        digest=digest(words, before, after),
    )
    read_here = _read.get()
    if what.reading and about is not None and read_here is not None:
        read_here.add(about)
    if made.digest:
        FactContent.objects.create(fact=made, words=words, before=before, after=after)
    return made


def record_reading(
    what: FactName,
    *,
    about: UUID | None,
    of: UUID | None = None,
    by: SignIn,
    on: date,
    words: str = "",
) -> Fact:
    """Record that somebody looked at a person's data, in the transaction that reads it."""
    if not what.reading:
        raise ValueError(f"{what.name} is not declared as a reading.")
    return record(what, about=about, of=of, by=by, on=on, words=words)


def leave_a_reading(*, about: UUID, by: SignIn, on: date) -> None:
    """Record that a page about somebody was opened, unless the act has left a reading of them."""
    if about not in (_read.get() or ()):
        record_reading(PAGE_OPENED, about=about, by=by, on=on)


def record_many(what: FactName, rows: Iterable[FactRow], *, by: SignIn | None) -> None:
    """Record one fact a row, without words, for changes that came by the thousand."""
    _needs_transaction()
    told = iter(rows)
    common = [
        what.name,
        by.pk if by else None,
        _source.get(),
        _context.get() or uuid.uuid4(),
        what.reading,
    ]
    # Not COPY: PostgreSQL refuses it where row-level security binds, as it does on every page.
    while some := list(islice(told, AT_ONCE)):
        on, about, of = zip(*some, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Fact._meta.db_table} "
                '("on", about_id, of_id, name, by_id, source, context_id, reading, digest) '
                "SELECT told.*, %s, %s, %s, %s, %s, '' "
                "FROM unnest(%s::date[], %s::uuid[], %s::uuid[]) told",
                [*common, list(on), list(about), list(of)],
            )


def ask_and_record(
    what: FactName, question: str, parameters: Sequence[Any], *, by: SignIn | None, on: date
) -> list[tuple[Any, ...]]:
    """The rows of a question whose first column says whom each is about, and a fact of each.

    One statement asks and records, so that nothing is read without leaving its reading; the server
    plans it once a connection.
    """
    _needs_transaction()
    statement = (
        f"WITH shown(who) AS MATERIALIZED ({question}), told AS (INSERT INTO {Fact._meta.db_table} "
        '("on", about_id, name, by_id, source, context_id, reading, digest) '
        "SELECT %s, shown.who, %s, %s, %s, %s, %s, '' FROM shown) SELECT * FROM shown"
    )
    told = [
        *parameters,
        on,
        what.name,
        by.pk if by else None,
        _source.get(),
        _context.get() or uuid.uuid4(),
        what.reading,
    ]
    # Django's own cursors send values as part of the statement, which nothing can plan ahead.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        seen = CursorDebugWrapper(cursor, connection) if connection.queries_logged else None
        with seen.debug_sql(statement, told) if seen else nullcontext():
            cursor.execute(statement.encode(), told, prepare=True)
        return cursor.fetchall()


def record_if_written(
    what: FactName,
    statement: str,
    parameters: Sequence[Any],
    *,
    about: UUID | None,
    of: UUID | None,
    by: SignIn | None,
    on: date,
    words: str = "",
    after: Mapping[str, Any] | None = None,
) -> int:
    """Run one statement that writes rows, and record one fact if it wrote any; how many it wrote.

    `statement` ends in RETURNING. Rows, fact and words are one statement, so they are there
    together or not at all, in a transaction or without one. The server plans it once a connection.
    """
    kept = _plain(after)
    whole = (
        f"WITH written AS ({statement}), told AS (INSERT INTO {Fact._meta.db_table} "
        '("on", name, about_id, of_id, by_id, source, context_id, reading, digest) '
        "SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s WHERE EXISTS (SELECT FROM written) "
        f"RETURNING id), kept AS (INSERT INTO {FactContent._meta.db_table} "
        "(fact_id, words, after) SELECT id, %s, %s FROM told) SELECT count(*) FROM written"
    )
    told = [
        *parameters,
        on,
        what.name,
        about,
        of,
        by.pk if by else None,
        _source.get(),
        _context.get() or uuid.uuid4(),
        what.reading,
        digest(words, None, kept),
        words,
        Jsonb(kept),
    ]
    connection.ensure_connection()
    # As above: a statement that the server plans ahead.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        seen = CursorDebugWrapper(cursor, connection) if connection.queries_logged else None
        with seen.debug_sql(whole, told) if seen else nullcontext():
            cursor.execute(whole.encode(), told, prepare=True)
        ((many,),) = cursor.fetchall()
        return int(many)


def record_returned(what: FactName, statement: str, *, by: SignIn | None) -> int:
    """Run one statement that changes rows, and record a fact for each row it returns.

    `statement` ends in RETURNING … AS "on", … AS about, … AS of. Returns how many there were. The
    rows never leave the database, so a million changes take no more memory than one.
    """
    _needs_transaction()
    columns = '"on", name, about_id, of_id, by_id, source, context_id, reading, digest'
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed AS ({_escaped(statement)}) "
            f"INSERT INTO {Fact._meta.db_table} ({columns}) "
            'SELECT "on", %s, about, of, %s, %s, %s, %s, %s FROM changed',
            [
                what.name,
                by.pk if by else None,
                _source.get(),
                _context.get() or uuid.uuid4(),
                what.reading,
                "",
            ],
        )
        return int(cursor.rowcount)


def undo_context(context_id: UUID, *, by: SignIn | None) -> None:
    """Say that an act was undone as a whole: its facts stay, and timelines leave them out.

    Whoever undoes it puts the rows back and records a fact of its own, in the same transaction.
    """
    _needs_transaction()
    UndoneContext.objects.get_or_create(context_id=context_id, defaults={"by": by})


def _escaped(statement: str) -> str:
    return statement.replace("%", "%%")


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {
        name: value if isinstance(value, (str, int, bool, type(None))) else str(value)
        for name, value in values.items()
    }


def _needs_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A fact is recorded in the same transaction as its rows.")
