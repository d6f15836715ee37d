"""Take many rows at once into one context's own table, so that taking them twice changes nothing.

Each incoming row carries an identity and a digest of its content. A new identity is accepted, the
same identity with the same content is unchanged, and with another content supersedes what was
there. The caller is the context that owns the table; nobody else may name its model.

Promise   Memory stays flat and nothing is done row by row: rows go from the table in which they
          wait to their own in single statements, and facts are recorded where the rows are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.domain import FactName
from ownway.foundation.facts.operations import record_returned

# uuidv7() came with this version: ids in the order of time, which indexes take more quickly.
TIME_ORDERED_IDS = 180_000


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
    *,
    new: sql.Composable,
    changed: sql.Composable | None,
    identity: Sequence[str],
    content: str,
    person: str,
    day: str,
    accepted: FactName,
    superseded: FactName,
    by: SignIn | None,
    on: date,
    newest: str = "",
    strictly: bool = False,
    never_over: tuple[Sequence[str], Sequence[UUID]] | None = None,
    decided: Mapping[str, str] | None = None,
    keep_when_blank: Sequence[str] = (),
    placed: bool = False,
) -> Taken:
    """Insert, leave or replace rows by identity, and record one fact for each change.

    columns     database columns that the rows have; must hold `identity` and `content`
    new         where rows come from that may be new: a table, or a SELECT in brackets
    changed     the same for rows that may replace what is held; None when there are none
    identity    columns with a unique constraint that say which thing a row is
    content     the column with the digest of the row's content
    person      the column with the id of the person it is about ("id" when the row is the person)
    day         the column whose day is the fact's effective day (`on` where it is empty)
    newest      a column with a day: a row never replaces one that holds a later day, nor, if
                `strictly`, one that holds the same
    never_over  columns and ids: a row that holds one of these there is never replaced
    decided     our column -> the column that says people decided it; while that one is filled,
                what they decided stands
    keep_when_blank  columns in which a blank says nothing and so replaces nothing
    placed           the caller knows what is new and what has changed: take it at its word

    `unchanged` is left at nought: only the caller knows how many came. Runs in the caller's
    transaction. The primary key is `id`, made here for new rows. Columns that are not given take
    the model's default. Text longer than its column is cut, but for the identity. Raises
    IntegrityError when new rows share an identity.
    """
    table = sql.Identifier(model._meta.db_table)
    fields: dict[str, Any] = {str(field.column): field for field in model._meta.concrete_fields}
    parts: dict[str, sql.Composable] = {
        "new": new,
        "changed": changed or new,
        "table": table,
        "id": sql.SQL(_new_id()),
        "same": sql.SQL(" AND ").join(
            sql.SQL("t.{0} = c.{0}").format(sql.Identifier(column)) for column in identity
        ),
        "content": sql.Identifier(content),
        "fact": sql.SQL('COALESCE(t.{day}, {on}) AS "on", t.{person} AS about, t.id AS of').format(
            day=sql.Identifier(day), person=sql.Identifier(person), on=sql.Literal(on)
        ),
    }
    brought = {column: _brought(fields[column], cut=column not in identity) for column in columns}
    replaced = 0
    if changed is not None:
        replaced = record_returned(
            superseded,
            _said(
                "UPDATE {table} t SET {changes} FROM {changed} c "
                "WHERE {same} AND {differs} AND {allowed} RETURNING {fact}",
                parts
                | {
                    "changes": _commas(
                        sql.SQL("{} = {}").format(
                            sql.Identifier(column),
                            _kept(column, value, decided or {}, keep_when_blank),
                        )
                        for column, value in brought.items()
                        if column not in identity
                    ),
                    "differs": sql.SQL("TRUE")
                    if placed
                    else sql.SQL("t.{0} IS DISTINCT FROM c.{0}").format(parts["content"]),
                    "allowed": _allowed(newest, strictly, never_over),
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
            "INSERT INTO {table} AS t (id, {into}) SELECT {id}, {values} "
            "FROM {new} c WHERE {unheld} RETURNING {fact}",
            parts
            | {
                "unheld": sql.SQL("TRUE")
                if placed
                else sql.SQL("NOT EXISTS (SELECT FROM {table} t WHERE {same})").format(**parts),
                "into": _commas(sql.Identifier(column) for column in (*brought, *blank)),
                "values": _commas((*brought.values(), *blank.values())),
            },
        ),
        by=by,
    )
    return Taken(added, 0, replaced)


@cache
def _new_id() -> str:
    connection.ensure_connection()
    version = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    return "uuidv7()" if version >= TIME_ORDERED_IDS else "gen_random_uuid()"


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


def _allowed(
    newest: str, strictly: bool, never_over: tuple[Sequence[str], Sequence[UUID]] | None
) -> sql.Composable:
    conditions: list[sql.Composable] = [sql.SQL("TRUE")]
    if newest:
        conditions.append(
            sql.SQL("(t.{0} IS NULL OR t.{0} {1} c.{0})").format(
                sql.Identifier(newest), sql.SQL("<" if strictly else "<=")
            )
        )
    if never_over and never_over[1]:
        columns, ids = never_over
        conditions += [
            sql.SQL("(t.{0} IS NULL OR t.{0} <> ALL ({1}::uuid[]))").format(
                sql.Identifier(column), sql.Literal([str(one) for one in ids])
            )
            for column in columns
        ]
    return sql.SQL(" AND ").join(conditions)


def _commas(names: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(names)


def _said(words: str, parts: Mapping[str, sql.Composable]) -> str:
    # As text, because the wrapper that names the context of row history reads statements as text.
    with connection.cursor() as cursor:
        return sql.SQL(words).format(**parts).as_string(cursor.cursor)
