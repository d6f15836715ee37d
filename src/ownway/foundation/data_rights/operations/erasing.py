"""Taking away what is about one person, table by table, as each policy says.

Everything of one person goes in one transaction or nothing does. Facts keep their ids and digests,
so the chain over them stays whole; each row of a sealed history that goes is noted where the chain
is verified. Triggers that keep rows as they are step aside here and nowhere else.

Promise   Afterwards no row says anything of the person, but for what policies keep and why.
Errors    Refused: a hold stands, or something else rests on what would go.
Source    UK GDPR articles 5(1)(e) and 17.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.audit.operations import note_erased
from ownway.foundation.data_rights.domain.policies import Emptied, Erasing
from ownway.foundation.data_rights.models import LegalHold
from ownway.foundation.data_rights.queries.catalogue import Table, tables
from ownway.foundation.data_rights.queries.due import swept_rows
from ownway.foundation.data_rights.queries.requests import held_because
from ownway.foundation.data_rights.queries.rows import Keys, RowsOf, every_id
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.facts.models import FactContent
from ownway.kernel.refusal import Refused

ERASED = declare("data_rights.erased", "Record erased")
A_LOT = 5_000  # keys asked for at once


class Held(Refused):
    """A legal hold stands, or something has to end first, so nothing of this person is erased."""


@transaction.atomic
def erase_person(person_id: UUID, *, ground: str, by: SignIn | None, on: date) -> dict[str, int]:
    """Erase what is about a person; returns how many rows of each table were deleted or emptied.

    Raises Held; Refused when something that stays rests on what would go (nothing is erased).
    """
    ids = every_id(person_id)
    with connection.cursor() as cursor:  # a hold placed meanwhile waits for this, and finds nobody
        holding = [one.model for one in tables().values() if one.policy.holds_back and not one.of]
        for name in [LegalHold._meta.db_table, *(one._meta.db_table for one in holding)]:
            cursor.execute(f"LOCK TABLE {name} IN SHARE MODE")
    if because_held := held_because(ids):
        raise Held(because_held)
    rows = RowsOf(ids)
    going = [(table, rows.keys(table)) for table in tables().values()]
    going = [
        (table, keys) for table, keys in going if keys and table.policy.erase is not Erasing.KEEP
    ]
    done: Counter[str] = Counter()
    try:
        with _triggers_aside(table for table, _ in going), transaction.atomic():
            for table, keys in going:
                _empty(table, keys)
            for table, keys in going:
                done[table.label] += _delete(table, keys)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        where = getattr(diagnosis, "table_name", None) or "another table"
        raise Refused(
            f"Something in {where} rests on what would go, so nothing was erased. "
            "Whoever looks after Ownway can say what erasing does there."
        ) from error
    for table, keys in going:
        if table.policy.erase is Erasing.EMPTY:
            done[table.label] = len(keys)
    facts.record(ERASED, about=ids[0], by=by, on=on, words=f"Erased: {ground}")
    return dict(done)


@transaction.atomic
def sweep(table: Table, *, by_day: date) -> int:
    """Delete the rows of a table whose day is not after `by_day`; returns how many went."""
    keys = frozenset(swept_rows(table, until=by_day).values_list("pk", flat=True))
    with _triggers_aside([table]):
        return _delete(table, keys, even_if_kept=True)


def _empty(table: Table, keys: Keys) -> None:
    """Cut links to what goes, and put nothing where something was said."""
    policy = table.policy
    if policy.erase is not Erasing.EMPTY:
        return
    values = {column: _nothing(table.column(column)) for column in policy.cuts}
    unique = []
    for column, how in policy.empties.items():
        if how is Emptied.UNIQUE:
            unique.append(column)
        elif how is Emptied.NO_LONGER:
            values[column] = False
        elif how is Emptied.ERASED:
            values[column] = Emptied.ERASED.value
        else:
            values[column] = _nothing(table.column(column))
    rows = table.model._base_manager
    for some in _batches(keys):
        if table.of is not None:
            note_erased(table.model._meta.db_table, some)
        rows.filter(pk__in=some).update(**values)
        for column in unique:
            for key in some:
                rows.filter(pk=key).update(**{column: _unlike_any(table.column(column), key)})


def _delete(table: Table, keys: Keys, *, even_if_kept: bool = False) -> int:
    """Delete rows at once, without asking what hangs on them: the database asks at the end."""
    if table.policy.erase is not Erasing.DELETE and not even_if_kept:
        return 0
    gone = 0
    for some in _batches(keys):
        if table.of is not None:
            note_erased(table.model._meta.db_table, some)
        rows = table.model._base_manager.filter(pk__in=some)
        gone += rows._raw_delete(rows.db)
    return gone


def _nothing(field: Any) -> Any:
    """How a column says nothing."""
    if field.null:
        return None
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return field.get_default() if callable(field.default) else {}
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.BinaryField):
        return b""
    raise TypeError(f"{field} has no way to say nothing.")


def _unlike_any(field: Any, key: Any) -> str:
    said = f"erased-{key}"
    if isinstance(field, models.EmailField):
        said += "@erased.invalid"
    return said[: field.max_length]


def _batches(keys: Keys) -> Iterator[list[Any]]:
    asked = list(keys)
    for start in range(0, len(asked), A_LOT):
        yield asked[start : start + A_LOT]


@contextmanager
def _triggers_aside(of: Iterable[Table]) -> Iterator[None]:
    """Let the triggers rest that keep rows as they are, or keep what they were, within."""
    aside = [
        f"{table.label}:{trigger.name}"
        for table in of
        if table.model is not FactContent
        for trigger in getattr(table.model._meta, "triggers", ())
        if isinstance(trigger, pgtrigger.Protect) or _keeps(trigger)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ownway.erasing', 'by-retention', true)")
    if not aside:
        yield
    else:
        with pgtrigger.ignore(*aside):
            yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ownway.erasing', '', true)")


def _keeps(trigger: Any) -> bool:
    """Whether a trigger writes the history of a table."""
    return type(trigger).__module__.startswith("pghistory")
