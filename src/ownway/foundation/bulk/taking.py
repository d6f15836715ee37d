"""Take many rows at once into one context's own table, so that taking them twice changes nothing.

Each incoming row carries an identity and a digest of its content. A new identity is accepted, the
same identity with the same content is unchanged, and with another content supersedes what was there.
The caller is the context that owns the table; nobody else may name its model.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.domain import FactName
from ownway.foundation.facts.operations import record_many


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows; `accepted + unchanged + superseded` is how many came."""

    accepted: int = 0
    unchanged: int = 0
    superseded: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.accepted + other.accepted,
            self.unchanged + other.unchanged,
            self.superseded + other.superseded,
        )


def take(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    identity: Sequence[str],
    content: str,
    person: str,
    day: str,
    accepted: FactName,
    superseded: FactName,
    by: SignIn | None,
    on: date,
) -> Taken:
    """Insert, leave or replace rows by identity, and record one fact for each change.

    columns   database columns, in the order of each row; must hold `identity`, `content`, `person`
    identity  columns with a unique constraint that say which thing a row is
    content   the column with the digest of the row's content
    person    the column with the id of the person it is about
    day       the column whose day is the fact's effective day (`on` where it is empty)

    Runs in the caller's transaction. The primary key is `id`, made here for new rows. Rows of one
    call must not share an identity.
    """
    table = sql.Identifier(model._meta.db_table)
    names = [sql.Identifier(column) for column in columns]
    came = sql.Identifier(f"came_{model._meta.model_name}")
    same = sql.SQL(" AND ").join(
        sql.SQL("t.{0} = c.{0}").format(sql.Identifier(column)) for column in identity
    )
    listed = sql.SQL(", ").join(names)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {came}").format(came=came))
        cursor.execute(
            sql.SQL(
                "CREATE TEMP TABLE {came} ON COMMIT DROP AS SELECT {listed} FROM {table} LIMIT 0"
            ).format(came=came, listed=listed, table=table)
        )
        total = 0
        with cursor.copy(
            sql.SQL("COPY {came} ({listed}) FROM STDIN").format(came=came, listed=listed)
        ) as copy:
            for row in rows:
                copy.write_row(row)
                total += 1
        cursor.execute(sql.SQL("ANALYZE {came}").format(came=came))
        changes = sql.SQL(", ").join(
            sql.SQL("{0} = c.{0}").format(name)
            for name, column in zip(names, columns, strict=True)
            if column not in identity
        )
        replaced = _changed(
            cursor,
            sql.SQL(
                "UPDATE {table} t SET {changes} FROM {came} c WHERE {same} "
                "AND t.{content} IS DISTINCT FROM c.{content} RETURNING t.{day}, t.{person}, t.id"
            ).format(
                table=table,
                changes=changes,
                came=came,
                same=same,
                content=sql.Identifier(content),
                day=sql.Identifier(day),
                person=sql.Identifier(person),
            ),
        )
        added = _changed(
            cursor,
            sql.SQL(
                "INSERT INTO {table} (id, {listed}) SELECT gen_random_uuid(), {listed} FROM {came} c "
                "WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {same}) "
                "RETURNING {day}, {person}, id"
            ).format(
                table=table,
                listed=listed,
                came=came,
                same=same,
                day=sql.Identifier(day),
                person=sql.Identifier(person),
            ),
        )
        cursor.execute(sql.SQL("DROP TABLE {came}").format(came=came))
    record_many(superseded, ((made or on, about, of) for made, about, of in replaced), by=by)
    record_many(accepted, ((made or on, about, of) for made, about, of in added), by=by)
    return Taken(len(added), total - len(added) - len(replaced), len(replaced))


def _changed(cursor: Any, statement: sql.Composed) -> list[tuple[date | None, UUID, UUID]]:
    cursor.execute(statement)
    return list(cursor.fetchall())
