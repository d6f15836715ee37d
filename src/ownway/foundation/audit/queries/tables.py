"""Which tables are sealed, and how a row of one becomes bytes.

A row's bytes are PostgreSQL's own binary form of a record: for each column its type, length and
value, NULL told apart from empty. It is exact, does not hang on any setting of a session, and
comes back the same from a backup.
"""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from psycopg import sql

from ownway.foundation.audit.models import ErasedRow
from ownway.foundation.facts.models import Fact


@dataclass(frozen=True, slots=True)
class Sealable:
    """A table whose rows are only ever added: its name, and the column that numbers them."""

    table: str
    key: str
    columns: tuple[str, ...]


def _of(model: type) -> Sealable:
    meta = model._meta  # type: ignore[attr-defined]  # every model has it
    return Sealable(
        meta.db_table, meta.pk.column, tuple(field.column for field in meta.concrete_fields)
    )


FACTS = Fact._meta.db_table


@cache
def sealed_tables() -> tuple[Sealable, ...]:
    """Facts first, then what was erased, then the history of every table that keeps one."""
    histories = sorted(
        (
            _of(model)
            for model in apps.get_models(include_auto_created=True)
            if hasattr(model, "pgh_tracked_model")
        ),
        key=lambda one: one.table,
    )
    return (_of(Fact), _of(ErasedRow), *histories)


@cache
def keys_by_table() -> dict[str, str]:
    return {one.table: one.key for one in sealed_tables()}


def print_of_row(key: str, columns: tuple[str, ...]) -> sql.Composed:
    """SQL for what a batch digests of the row `r`: its number, and half its SHA-256."""
    row = sql.SQL(", ").join(sql.SQL("r.{}").format(sql.Identifier(one)) for one in columns)
    return sql.SQL(
        "int8send(r.{key}::bigint) || substring(sha256(record_send(ROW({row}))) for 16)"
    ).format(key=sql.Identifier(key), row=row)


def prints_of_range(table: str, key: str, columns: tuple[str, ...]) -> sql.Composed:
    """SQL for (rows, prints) of the rows numbered from `bounds.first_id` to `bounds.last_id`.

    The number is left out of a row's own bytes, so that rows which changed places can be known.
    """
    without = tuple(one for one in columns if one != key)
    return sql.SQL(
        "SELECT count(*) AS rows, coalesce(string_agg({one}, ''::bytea), ''::bytea) AS prints"
        " FROM (SELECT * FROM {table} AS whole"
        " WHERE whole.{key} BETWEEN bounds.first_id AND bounds.last_id ORDER BY whole.{key}) AS r"
    ).format(one=print_of_row(key, without), table=sql.Identifier(table), key=sql.Identifier(key))
