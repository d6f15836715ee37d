"""Where sealed values are kept, so that they can be counted by key and sealed anew.

A column of the kind `EncryptedTextField` is found by itself. Whoever keeps sealed bytes in another
kind of column says so once, with `also(…)` in `apps.ready`. Values are sealed anew a batch a
transaction, those under another key than the current one only: a run that was killed leaves a
smaller rest, and running it again takes just that. Triggers are silent for it, because a row that
says the same under another key has no new history.
"""

import functools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction

from ownway.foundation.keys.fields import EncryptedTextField
from ownway.foundation.keys.ring import KeyLost, ring
from ownway.foundation.keys.sealing import (
    HEADER_BYTES,
    VERSION,
    CannotOpen,
    prefix_of,
    resealed,
    seal,
)

NOT_SEALED = ""  # stands for the key of what was kept before its place was sealed


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one table.

    row         the row's id as values are sealed for it, in SQL; `key` is the table's own
    sealed_for  what values are sealed for, but for the row's id
    plain       how values begin that were kept before this place was sealed; empty where none were
    at_once     how many rows a batch
    """

    words: str
    table: str
    column: str
    sealed_for: str
    key: str = "id"
    row: str = "id"
    plain: bytes = b""
    at_once: int = 500

    def by_key(self) -> Counter[str]:
        """How many values each key seals here, by its id; NOT_SEALED for those none does."""
        table, column, _ = self._names()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT substring({column} for {HEADER_BYTES}), count(*) FROM {table}"
                f" WHERE {column} IS NOT NULL AND length({column}) > 0 GROUP BY 1"
            )
            found: Counter[str] = Counter()
            for start, count in cursor.fetchall():
                found[self._key_of(bytes(start))] += count
            return found

    def seal_anew(self, *, stop: Callable[[], bool] = lambda: False) -> Iterator[tuple[int, int]]:
        """Seal every value here with the current key; yields (sealed, shut) after each batch.

        `shut` counts values that do not open: they are left as they are. Each batch is kept before
        the next begins, unless the caller is in a transaction. Ends early once `stop()` says so.
        """
        after: Any = None
        while not stop():
            with transaction.atomic(), pgtrigger.ignore():
                rows = self._batch(after)
                if not rows:
                    return
                sealed = sum(self._seal_one(key, row, value) for key, row, value in rows)
            after = rows[-1][0]
            yield sealed, len(rows) - sealed

    def _batch(self, after: Any) -> list[tuple[Any, Any, bytes]]:
        table, column, key = self._names()
        where = "" if after is None else f"AND {key} > %s"
        values: list[Any] = [prefix_of(ring().current_id)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {self.row}, {column} FROM {table}"
                f" WHERE {column} IS NOT NULL AND length({column}) > 0"
                f" AND substring({column} for {HEADER_BYTES}) <> %s {where}"
                f" ORDER BY {key} LIMIT {self.at_once} FOR UPDATE",
                values if after is None else [*values, after],
            )
            return [(found, row, bytes(value)) for found, row, value in cursor.fetchall()]

    def _seal_one(self, key: Any, row: Any, value: bytes) -> bool:
        about = f"{self.sealed_for}.{row}"
        try:
            if self._key_of(value[:HEADER_BYTES]) == NOT_SEALED:
                anew = seal(value, about=about)
            else:
                anew = resealed(value, about=about)
        except (CannotOpen, KeyLost):
            return False
        table, column, own = self._names()
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {own} = %s", [anew, key])
        return True

    def _names(self) -> tuple[str, str, str]:
        """Table, column and key, quoted: a column may be called by a word of SQL."""
        quoted = connection.ops.quote_name
        return quoted(self.table), quoted(self.column), quoted(self.key)

    def _key_of(self, start: bytes) -> str:
        if self.plain and start.startswith(self.plain):
            return NOT_SEALED
        return start[len(VERSION) :].hex()


_ALSO: dict[str, Place] = {}


def also(place: Place) -> None:
    """Say that sealed bytes are kept in a column that is not an `EncryptedTextField`."""
    _ALSO[f"{place.table}.{place.column}"] = place


@functools.cache
def _columns() -> tuple[Place, ...]:
    return tuple(
        _of(model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    )


def _of(model: type[models.Model], field: EncryptedTextField) -> Place:
    of_history = hasattr(model, "pgh_tracked_model")
    key = str(model._meta.pk.column)
    return Place(
        words=f"{model._meta.label}, {field.name}",
        table=model._meta.db_table,
        column=str(field.column),
        sealed_for=field.place(),
        key=key,
        row=connection.ops.quote_name("pgh_obj_id" if of_history else key),
    )


def places() -> list[Place]:
    """Every column with sealed values in it, by table."""
    return sorted([*_columns(), *_ALSO.values()], key=lambda one: (one.table, one.column))
