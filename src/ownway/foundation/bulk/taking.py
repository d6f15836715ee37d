"""Take many rows at once into one context's own table, so that taking them twice changes nothing.

Each incoming row carries an identity and a digest of its content. A new identity is accepted, the
same identity with the same content is unchanged, and with another content supersedes what was
there. The caller is the context that owns the table; nobody else may name its model.

Promise   Memory stays flat: rows are drawn a batch at a time, so `rows` may be a generator that
          reads from the same connection, and facts are recorded where the rows are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.domain import FactName
from ownway.foundation.facts.operations import record_returned

BATCH = 5_000


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
    newest: str = "",
    never_over: tuple[str, Sequence[UUID]] | None = None,
    decided: Mapping[str, str] | None = None,
    keep_when_blank: Sequence[str] = (),
) -> Taken:
    """Insert, leave or replace rows by identity, and record one fact for each change.

    columns     database columns, in the order of each row; must hold `identity` and `content`
    identity    columns with a unique constraint that say which thing a row is
    content     the column with the digest of the row's content
    person      the column with the id of the person it is about ("id" when the row is the person)
    day         the column whose day is the fact's effective day (`on` where it is empty)
    newest      a column with a day: a row never replaces one that holds a later day
    never_over  a column and ids: a row that holds one of these there is never replaced
    decided     our column -> the column that says people decided it; while that one is filled,
                what they decided stands
    keep_when_blank  columns in which a blank says nothing and so replaces nothing

    Runs in the caller's transaction. The primary key is `id`, made here for new rows. Columns that
    are not given take the model's default. Text longer than its column is cut, but for the
    identity. Raises IntegrityError when rows of one call share an identity.
    """
    came = sql.Identifier(f"came_{model._meta.model_name}")
    table = sql.Identifier(model._meta.db_table)
    fields: dict[str, Any] = {str(field.column): field for field in model._meta.concrete_fields}
    parts: dict[str, sql.Composable] = {
        "came": came,
        "table": table,
        "listed": _commas(sql.Identifier(column) for column in columns),
        "same": sql.SQL(" AND ").join(
            sql.SQL("t.{0} = c.{0}").format(sql.Identifier(column)) for column in identity
        ),
        "content": sql.Identifier(content),
        "fact": sql.SQL('COALESCE(t.{day}, {on}) AS "on", t.{person} AS about, t.id AS of').format(
            day=sql.Identifier(day), person=sql.Identifier(person), on=sql.Literal(on)
        ),
    }
    _run("DROP TABLE IF EXISTS {came}", parts)
    _run(
        "CREATE TEMP TABLE {came} ON COMMIT DROP AS SELECT {shape} FROM {table} LIMIT 0",
        parts
        | {"shape": _commas(_shape(fields[column], column in identity) for column in columns)},
    )
    total = _copy(sql.SQL("COPY {came} ({listed}) FROM STDIN").format(**parts), rows)
    _run("ANALYZE {came}", parts)

    brought = {column: _brought(fields[column], cut=column not in identity) for column in columns}
    replaced = record_returned(
        superseded,
        _said(
            "UPDATE {table} t SET {changes} FROM {came} c "
            "WHERE {same} AND t.{content} IS DISTINCT FROM c.{content} AND {allowed} "
            "RETURNING {fact}",
            parts
            | {
                "changes": _commas(
                    sql.SQL("{} = {}").format(
                        sql.Identifier(column), _kept(column, value, decided or {}, keep_when_blank)
                    )
                    for column, value in brought.items()
                    if column not in identity
                ),
                "allowed": _allowed(newest, never_over),
            },
        ),
        by=by,
    )
    blank: dict[str, sql.Composable] = {
        column: sql.Literal(field.get_default())
        for column, field in fields.items()
        if column not in columns and not field.null and not field.primary_key
    }
    added = record_returned(
        accepted,
        _said(
            "INSERT INTO {table} AS t (id, {into}) SELECT gen_random_uuid(), {values} "
            "FROM {came} c WHERE NOT EXISTS (SELECT FROM {table} t WHERE {same}) RETURNING {fact}",
            parts
            | {
                "into": _commas(sql.Identifier(column) for column in (*brought, *blank)),
                "values": _commas((*brought.values(), *blank.values())),
            },
        ),
        by=by,
    )
    _run("DROP TABLE {came}", parts)
    return Taken(added, total - added - replaced, replaced)


def _copy(statement: sql.Composed, rows: Iterable[Sequence[Any]]) -> int:
    """Copy rows in, a batch at a time; between batches their maker has the connection."""
    waiting, total = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
            with cursor.copy(statement) as copy:
                for row in batch:
                    copy.write_row(row)
            total += len(batch)
    return total


def _shape(field: Any, whole: bool) -> sql.Composable:
    name = sql.Identifier(field.column)
    return name if whole or not _has_length(field) else sql.SQL("{0}::text AS {0}").format(name)


def _brought(field: Any, *, cut: bool) -> sql.Composable:
    value = sql.SQL("c.{}").format(sql.Identifier(field.column))
    if not cut or not _has_length(field):
        return value
    return sql.SQL("left({}, {})").format(value, sql.Literal(field.max_length))


def _has_length(field: Any) -> bool:
    return isinstance(field, models.CharField) and field.max_length is not None


def _kept(
    column: str,
    value: sql.Composable,
    decided: Mapping[str, str],
    keep_when_blank: Sequence[str],
) -> sql.Composable:
    if column in keep_when_blank:
        return sql.SQL("CASE WHEN {value}::text <> '' THEN {value} ELSE t.{column} END").format(
            value=value, column=sql.Identifier(column)
        )
    if column not in decided:
        return value
    return sql.SQL("CASE WHEN t.{sign} = '' THEN {value} ELSE t.{column} END").format(
        sign=sql.Identifier(decided[column]), value=value, column=sql.Identifier(column)
    )


def _allowed(newest: str, never_over: tuple[str, Sequence[UUID]] | None) -> sql.Composable:
    conditions: list[sql.Composable] = [sql.SQL("TRUE")]
    if newest:
        conditions.append(
            sql.SQL("(t.{0} IS NULL OR t.{0} <= c.{0})").format(sql.Identifier(newest))
        )
    if never_over and never_over[1]:
        column, ids = never_over
        conditions.append(
            sql.SQL("(t.{0} IS NULL OR t.{0} <> ALL ({1}::uuid[]))").format(
                sql.Identifier(column), sql.Literal([str(one) for one in ids])
            )
        )
    return sql.SQL(" AND ").join(conditions)


def _commas(names: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(names)


def _said(words: str, parts: Mapping[str, sql.Composable]) -> str:
    # As text, because the wrapper that names the context of row history reads statements as text.
    with connection.cursor() as cursor:
        return sql.SQL(words).format(**parts).as_string(cursor.cursor)


def _run(words: str, parts: Mapping[str, sql.Composable]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_said(words, parts))
