"""Rows that wait, in a table of this connection alone, until the context that owns them takes them.

Whoever reads a file fills the table with text as COPY reads it, in whatever stretches suit; the
context then moves the rows with statements over the whole table, and nothing is done row by row.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection, models
from psycopg import sql

# COPY reads a comma within a text as one when a backslash stands before it.
FORMAT: Final = "(DELIMITER ',')"
# What every row says beside the columns of its own table.
BESIDE: Final[Mapping[str, str]] = {"number": "bigint", "who": 'text COLLATE "C"'}


class Waiting:
    """A table of rows that wait: `number` in the file, `who` they are about, and `columns`.

    Texts may be longer than the columns they are meant for, and numbers more exact. Everything
    else has the type of the model's own column. `worked_out` are further columns: name -> type and
    how it is worked out from the others.
    """

    def __init__(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        *,
        worked_out: Mapping[str, str] | None = None,
    ) -> None:
        self._model = model
        self.table = f"waiting_{model._meta.model_name}"
        self.holds = model._meta.db_table  # the table they are meant for
        self.columns = (*BESIDE, *columns)
        kinds = {str(field.column): _kind(field) for field in model._meta.concrete_fields}
        shape = [f'"{name}" {kind}' for name, kind in BESIDE.items()]
        shape += [f'"{name}" {kinds[name]}' for name in columns]
        shape += [f'"{name}" {told}' for name, told in (worked_out or {}).items()]
        self.drop()
        run(f"CREATE TEMP TABLE {self.table} ({', '.join(shape)})")

    def copy(self, data: bytes) -> None:
        """Add rows, written as COPY's text format has them with commas between the columns."""
        with connection.cursor() as cursor, cursor.copy(self._statement(FORMAT)) as copy:
            copy.write(data)

    def copy_rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows one by one: for the few that need it."""
        with connection.cursor() as cursor, cursor.copy(self._statement("")) as copy:
            for row in rows:
                copy.write_row(row)

    def _statement(self, written: str) -> str:
        named = ", ".join(f'"{name}"' for name in self.columns)
        return f"COPY {self.table} ({named}) FROM STDIN {written}"

    def held(self, keys: Collection[str]) -> frozenset[str]:
        """Which of these identities the table they are meant for already has."""
        found = self._model._default_manager.filter(cld_key__in=list(keys))
        return frozenset(found.values_list("cld_key", flat=True))

    def analyse(self, *columns: str) -> None:
        """Let the server learn how many different values these columns hold."""
        run(f"ANALYZE {self.table} ({', '.join(columns)})")

    def drop(self) -> None:
        run(f"DROP TABLE IF EXISTS pg_temp.{self.table}")


def _kind(field: Any) -> str:
    if isinstance(field, models.CharField):
        return 'text COLLATE "C"'
    if isinstance(field, models.DecimalField):
        return "numeric"
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))


def run(statement: str | sql.Composable, values: Sequence[Any] | None = None) -> int:
    """Run one statement and say how many rows it was about."""
    with connection.cursor() as cursor:
        if isinstance(statement, sql.Composable):
            # As text: the wrapper that names the context of row history reads statements as text.
            statement = statement.as_string(cursor.cursor)
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def asked(statement: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """What one statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
