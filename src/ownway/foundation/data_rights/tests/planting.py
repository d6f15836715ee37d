"""A row in every table, made from the tables themselves, with words that can be looked for.

Check constraints are dropped within the test's own transaction: what is planted need not make
sense, it must be found.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.data_rights.queries.catalogue import PERSON, Table, tables
from ownway.foundation.keys.fields import EncryptedTextField

DAY = date(2010, 3, 4)
NEVER_PLANTED = {
    "people.Locality", "people.PostcodeDistrict", "people.TeamRule", "data_rights.LegalHold",
}  # fmt: skip


@dataclass
class Planted:
    """One person's rows, one in each table, and the words in them."""

    letter: str  # tells this person's words from everybody else's
    staff: SignIn
    team: Team
    rows: dict[str, models.Model] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # word -> "table.column"

    @property
    def person(self) -> models.Model:
        return self.rows[PERSON]

    def mark(self, where: str) -> str:
        said = f"Q{self.letter}{len(self.marks) + 1:03d}z"
        self.marks[said] = where
        return said


def drop_checks() -> None:
    """Within this transaction, let rows be that make no sense."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER ledger_settle")


def personal() -> Iterator[Table]:
    """The tables with rows about people; histories make themselves."""
    for table in tables().values():
        if table.policy.personal and table.of is None and table.label not in NEVER_PLANTED:
            yield table


def plant(letter: str, *, staff: SignIn, team: Team) -> Planted:
    """A person with one row in every table; rows that may change have changed once."""
    made = Planted(letter, staff, team)
    for table in personal():
        row(made, table.model)
    for table in personal():
        _change(made, table)
    return made


def row(of: Planted, model: type[models.Model]) -> models.Model:
    """The row of a table, made when first asked for."""
    label = model._meta.label
    if label in of.rows:
        return of.rows[label]
    made = model()
    table = tables()[label]
    for one in model._meta.concrete_fields:
        if one.primary_key and one.related_model is None and one.has_default():
            continue
        if isinstance(one, models.AutoField | models.BigAutoField):
            continue
        value = _value(of, table, one)
        if value is not _LEAVE:
            setattr(made, one.attname, value)
    made.save(force_insert=True)
    of.rows[label] = made
    return made


_LEAVE = object()


def _value(of: Planted, table: Table, column: Any) -> Any:
    policy, parent = table.policy, column.related_model
    name = f"{table.label}.{column.attname}"
    if parent is not None:
        if parent is SignIn and column.attname not in policy.about:
            return of.staff.pk
        if parent is Team:
            return of.team.pk
        if parent._meta.label == PERSON:
            if column.null and column.attname not in policy.about:
                return None
            return row(of, parent).pk
        if parent is table.model or not tables()[parent._meta.label].policy.personal:
            return None if column.null else _council_row(parent).pk
        return row(of, parent).pk
    if column.attname in policy.rows_of:
        return row(of, tables()[policy.rows_of[column.attname][0]].model).pk
    if isinstance(column, models.UUIDField):
        if column.attname in policy.about:
            return row(of, tables()[PERSON].model).pk
        return None if column.null else uuid.uuid4()
    if isinstance(column, models.BooleanField):
        return False
    if isinstance(column, models.DateTimeField):
        return datetime(2010, 3, 4, 10, 0, tzinfo=UTC)
    if isinstance(column, models.DateField):
        return DAY
    if isinstance(column, models.TimeField):
        return time(9, 30)
    if isinstance(column, models.DecimalField):
        return Decimal(1)
    if isinstance(column, models.IntegerField | models.FloatField):
        return 1
    if isinstance(column, models.BinaryField):
        return uuid.uuid4().bytes
    if isinstance(column, ArrayField):
        if isinstance(column.base_field, models.UUIDField):
            return [uuid.uuid4()]
        if isinstance(column.base_field, models.IntegerField):
            return [1]
        return [of.mark(name)]
    if column.attname == policy.mentions:
        known = row(of, tables()[PERSON].model)
        return {policy.mentions_at[0]: known.council_id, "said": of.mark(name)}  # type: ignore[attr-defined]
    if isinstance(column, models.JSONField):
        return {"said": of.mark(name)}
    if isinstance(column, models.EmailField):
        return f"{of.mark(name)}@example.org"
    if isinstance(column, models.CharField | models.TextField):
        if column.max_length is not None and column.max_length < len("Qh001z"):
            return ""
        return of.mark(name)
    raise TypeError(f"Nobody knows how to plant {name}.")


def _council_row(model: type[models.Model]) -> models.Model:
    """A row of a table that is about nobody, for others to lead to."""
    found = model._base_manager.first()
    if found is not None:
        return found
    made = model()
    for one in model._meta.concrete_fields:
        if one.null or one.has_default() or isinstance(one, models.AutoField):
            continue
        if one.related_model is SignIn:
            setattr(made, one.attname, SignIn.objects.values_list("pk", flat=True)[0])
        elif one.related_model is not None:
            setattr(made, one.attname, _council_row(one.related_model).pk)
        elif isinstance(one, models.DateTimeField):
            setattr(made, one.attname, datetime(2010, 3, 4, tzinfo=UTC))
        elif isinstance(one, models.DateField):
            setattr(made, one.attname, DAY)
        elif isinstance(one, models.JSONField):
            setattr(made, one.attname, {})
        elif isinstance(one, models.IntegerField):
            setattr(made, one.attname, 0)
    made.save(force_insert=True)
    return made


def _change(of: Planted, table: Table) -> None:
    """Change one word of a row, so that its history has what it said before."""
    if any(
        isinstance(one, pgtrigger.Protect) for one in getattr(table.model._meta, "triggers", ())
    ):
        return
    made = of.rows[table.label]
    for one in table.columns():
        if isinstance(one, EncryptedTextField):
            continue  # sealed row by row, so no query changes it
        if isinstance(one, models.CharField | models.TextField) and not one.primary_key:
            kept = {field.attname for field in _history_columns(table)}
            if one.attname in kept and (one.max_length or 100) >= len("Qh001z"):
                where = f"{table.label}.{one.attname}"
                said = of.mark(where)
                if isinstance(one, models.EmailField):
                    said += "@example.org"
                table.model._base_manager.filter(pk=made.pk).update(**{one.attname: said})
                return


def _history_columns(table: Table) -> list[Any]:
    from ownway.foundation.data_rights.queries.catalogue import history_of

    found = history_of(table.model)
    return found.columns() if found else []
