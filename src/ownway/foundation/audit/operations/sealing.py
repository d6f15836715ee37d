"""Closing batches of rows, so that nothing committed late is ever left outside.

Numbers are given out before a transaction commits, so a row with a lower number may appear after
one with a higher. A range is closed only once nobody can still add to it: first the highest number
given out is read, then who is writing to the table at that moment; when all of those have ended,
every number up to it is there or never will be. Whoever begins to write later gets a higher one.
Nobody waits for this but the sealing itself: no lock is taken that a page could meet.
"""

import hashlib
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from ownway.foundation.audit.domain import LOWEST, START, Closed, signature
from ownway.foundation.audit.models import ErasedRow, Seal, SealedTable
from ownway.foundation.audit.queries.standing import last_sealed
from ownway.foundation.audit.queries.tables import Sealable, prints_of_range, sealed_tables
from ownway.foundation.keys.ring import ring

BATCH = 20_000
PATIENCE_SECONDS = 5.0  # for whoever is writing; a longer act is sealed when it has ended
PAUSE_SECONDS = 0.05
# Any number that only we use: whoever adds to the chain holds this lock while doing so.
SEALING = 7_190_318_206_474


def seal(*, history: bool = True, patience: float = PATIENCE_SECONDS) -> int:
    """Seal what has happened since the last seal; returns how many rows were closed.

    history     also seal what rows were before they changed, which is asked of many tables.
    patience    seconds to wait for those who are writing now; what they write is sealed next time.

    Safe to run twice, also at once: the second finds nothing left. Outside a transaction, because
    each batch is closed for itself.
    """
    tables = sealed_tables() if history else sealed_tables()[:1]
    settled = _settled([one for one in tables if _has_news(one)], patience=patience)
    return sum(_seal_table(one, up_to) for one, up_to in settled)


def note_erased(table: str, row_ids: Iterable[int]) -> None:
    """Note which rows of a history are erased by retention or a court, in the same transaction.

    Without the note, the row counts as missing. The words of a fact are noted by the database.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An erasure is noted in the same transaction as it is made.")
    ErasedRow.objects.bulk_create(
        [ErasedRow(table=table, row_id=row_id) for row_id in row_ids], batch_size=1_000
    )


# What is settled


def _has_news(one: Sealable) -> bool:
    last = last_sealed(one.table)
    question = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE {} > %s)").format(
        sql.Identifier(one.table), sql.Identifier(one.key)
    )
    return bool(_one(question, [LOWEST if last is None else last]))


def _settled(tables: list[Sealable], *, patience: float) -> list[tuple[Sealable, int]]:
    """Up to which number each table is settled, leaving out those that somebody still writes to."""
    marks = [(one, _highest_given(one)) for one in tables]
    writers = {one.table: _writers(one.table) for one in tables}  # asked after the marks: see above
    until = time.monotonic() + patience
    while True:
        for one in tables:
            if writers[one.table]:
                writers[one.table] &= _writers(one.table)
        if not any(writers.values()) or time.monotonic() >= until:
            return [(one, mark) for one, mark in marks if not writers[one.table]]
        time.sleep(PAUSE_SECONDS)


def _highest_given(one: Sealable) -> int:
    sequence = _one("SELECT pg_get_serial_sequence(%s, %s)", [f'"{one.table}"', one.key])
    return int(_one(sql.SQL("SELECT last_value FROM {}").format(_named(sequence))))


def _named(sequence: str) -> sql.Composable:
    """A name as PostgreSQL gives it, quoted already where need be."""
    return sql.SQL(sequence)


def _writers(table: str) -> set[str]:
    """The transactions that may have taken a number of this table and not yet ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND relation = to_regclass(quote_ident(%s))
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND mode = 'RowExclusiveLock' AND pid IS DISTINCT FROM pg_backend_pid()
            """,
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


# Closing


def _seal_table(one: Sealable, up_to: int) -> int:
    closed = 0
    while (rows := _seal_batch(one, up_to)) is not None:
        closed += rows
    return closed


@transaction.atomic
def _seal_batch(one: Sealable, up_to: int) -> int | None:
    """Close the next batch of a table; returns its rows, or None when nothing is left to close."""
    _one("SELECT pg_advisory_xact_lock(%s)", [SEALING])  # with its end, all before is to be seen
    last = last_sealed(one.table)
    first = LOWEST if last is None else last + 1
    if up_to < first:
        return None
    table, key = sql.Identifier(one.table), sql.Identifier(one.key)
    in_range = sql.SQL("FROM {} WHERE {} BETWEEN %s AND %s").format(table, key)
    fills = sql.SQL("SELECT {} {} ORDER BY {} OFFSET %s LIMIT 1").format(key, in_range, key)
    end = _one(fills, [first, up_to, BATCH - 1])
    end = up_to if end is None else end
    question = sql.SQL(
        "SELECT found.rows, found.prints, clock_timestamp()"
        " FROM (SELECT %s::bigint AS first_id, %s::bigint AS last_id) AS bounds,"
        " LATERAL ({}) AS found"
    ).format(prints_of_range(one.table, one.key, one.columns))
    rows, prints, at = _row(question, [first, end])
    if not rows:
        return None
    _add(one, first=first, last=end, rows=rows, prints=bytes(prints), at=at)
    return int(rows)


def _add(one: Sealable, *, first: int, last: int, rows: int, prints: bytes, at: datetime) -> None:
    before = Seal.objects.order_by("-number").only("number", "chain").first()
    what, _ = SealedTable.objects.get_or_create(table=one.table, columns=list(one.columns))
    closed = Closed(
        number=before.number + 1 if before else 1,
        table=one.table,
        columns=one.columns,
        first_id=first,
        last_id=last,
        rows=rows,
        digest=hashlib.sha256(prints).hexdigest(),
        sealed_at=at.astimezone(UTC),
    )
    key = ring().current
    chain = closed.chained(before.chain if before else START)
    Seal.objects.create(
        number=closed.number,
        what=what,
        first_id=first,
        last_id=last,
        rows=rows,
        prints=prints,
        digest=closed.digest,
        chain=chain,
        sealed_at=closed.sealed_at,
        key_id=key.id,
        signature=signature(chain, key.secret),
    )


def _row(question: Any, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found or (None,)


def _one(question: Any, values: list[Any] | None = None) -> Any:
    return _row(question, values or [])[0]
