"""Everything held about one person, read table by table, with others left out.

Nothing is written here. Sealed words are opened row by row, so this needs the key file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.data_rights.domain.masking import Masker
from ownway.foundation.data_rights.queries.catalogue import PERSON, Table, tables
from ownway.foundation.data_rights.queries.rows import RowsOf
from ownway.foundation.facts.domain import DECLARED
from ownway.foundation.look.filters import day, instant

OTHERS_RECORD = "the record of somebody else"
SOMEBODY_ELSE = "the name of somebody else who signs in"
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GatheredTable:
    """The rows of one table: plain values for programs, by column."""

    label: str
    holds: str
    part: str
    before: bool  # what rows said before they changed
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    left_out: Mapping[str, str]  # columns -> why

    @property
    def file(self) -> str:
        return self.label.replace(".", "-").lower()

    def lines(self) -> Iterator[list[tuple[str, str]]]:
        """Each row as a reader sees it: (column in words, value in words), nothing that is empty
        and no bare ids."""
        for row in self.rows:
            yield [
                (in_words(column), said)
                for column, value in row.items()
                if not column.endswith("id") and (said := value_in_words(value))
            ]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pack: its title and its tables."""

    title: str
    tables: tuple[GatheredTable, ...]

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything about one person, part by part; what was left out is known to the masker."""

    parts: tuple[Part, ...]


@dataclass
class Gathering:
    """One reading of everything about one person."""

    rows: RowsOf
    show: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    _sign_ins: dict[UUID, SignIn] = field(default_factory=dict)
    _teams: dict[UUID, str] = field(default_factory=dict)

    def gathered(self) -> Gathered:
        parts: dict[str, list[GatheredTable]] = {}
        for table in tables().values():
            if table.policy.pack and (keys := self.rows.keys(table)):
                parts.setdefault(table.part, []).append(self._table(table, sorted(keys, key=str)))
        return Gathered(tuple(Part(title, tuple(found)) for title, found in parts.items()))

    @cached_property
    def masker(self) -> Masker:
        return Masker(
            names=frozenset(self.rows.values("names") | self._others()),
            own=frozenset(self.rows.values("own_names")),
            show=self.show,
            leave_out=self.leave_out,
        )

    def _others(self) -> set[str]:
        """The names of other people with a record here to whom this person's rows lead."""
        people = apps.get_model(PERSON)
        found: set[UUID] = set()
        for table in tables().values():
            columns = [field.attname for field in table.columns() if field.related_model is people]
            if columns and (keys := self.rows.keys(table)):
                rows = table.model._base_manager.filter(pk__in=keys)
                found.update(one for row in rows.values_list(*columns) for one in row if one)
        own = tables()[PERSON].policy.own_names
        others = people._base_manager.filter(pk__in=found - set(self.rows.person_ids))
        names = {
            name
            for row in others.values_list(*own)
            for name in (*row, " ".join(row[:2]))
            if name and name.strip()
        }
        return names | self._numbers_of_others()

    def _numbers_of_others(self) -> set[str]:
        """The numbers of others with a record here that stand among the cells of files."""
        cells: set[str] = set()
        for table in tables().values():
            columns = table.policy.ids_within
            if columns and (keys := self.rows.keys(table)):
                rows = table.model._base_manager.filter(pk__in=keys).values_list(*columns)
                cells.update(cell for row in rows for one in row for cell in _cells(one))
        cells -= self.rows.known_by()
        people = tables()[PERSON]
        known: set[str] = set()
        for column in people.policy.known_by:
            rows = people.model._base_manager.filter(**{f"{column}__in": cells})
            rows = rows.exclude(pk__in=self.rows.person_ids)
            known.update(rows.values_list(column, flat=True))
        return known

    def _table(self, table: Table, keys: list[Any]) -> GatheredTable:
        out = [
            one for one in table.columns()
            if one.attname not in table.policy.not_in_pack
            and not isinstance(one, models.BinaryField)
        ]  # fmt: skip
        rows = []
        for start in range(0, len(keys), ROWS_AT_ONCE):
            some = table.model._base_manager.filter(pk__in=keys[start : start + ROWS_AT_ONCE])
            rows += [self._row(table, row, out) for row in some.order_by("pk")]
        return GatheredTable(
            label=table.label,
            holds=table.policy.holds,
            part=table.part,
            before=table.of is not None,
            columns=tuple(one.attname for one in out),
            rows=tuple(rows),
            left_out=table.policy.not_in_pack,
        )

    def _row(self, table: Table, row: models.Model, columns: list[Any]) -> dict[str, Any]:
        return {
            one.attname: self._value(table, row, one, f"{table.label}/{row.pk}/{one.attname}")
            for one in columns
        }

    def _value(self, table: Table, row: models.Model, column: Any, place: str) -> Any:
        value = getattr(row, column.attname)
        where = {"place": place, "part": table.part, "column": in_words(column.attname)}
        parent = column.related_model
        if value is None or value == "":
            return value
        if parent is SignIn:
            return self._who(value, where)
        if parent is Team:
            return self._team(value)
        if parent is not None and parent._meta.label == PERSON:
            if value in self.rows.person_ids:
                return str(value)
            return self.masker.column(str(value), why=OTHERS_RECORD, **where)
        if column.attname in table.policy.own_names or column.attname in table.policy.known_by:
            return value
        why = table.policy.masks.get(column.attname, "")
        by = table.policy.masks_if.get(column.attname)
        if by and self._is_another(getattr(row, by)):
            why = f"said by somebody else ({in_words(by)})"
        if column.attname in table.policy.names:
            why = why or "the name of somebody else"
        if why:
            return self.masker.column(plain(value), why=why, **where)
        if table.label == "facts.Fact" and column.attname == "name":
            return DECLARED[value].words if value in DECLARED else value
        return self.masker.words(plain(value), **where)

    def _is_another(self, said: str) -> bool:
        own = {part.casefold() for name in self.masker.own for part in name.split()}
        return bool(said.strip()) and not own & {part.casefold() for part in said.split()}

    def _who(self, sign_in_id: UUID, where: dict[str, str]) -> Any:
        if sign_in_id not in self._sign_ins:
            self._sign_ins[sign_in_id] = SignIn.objects.get(pk=sign_in_id)
        who = self._sign_ins[sign_in_id]
        if who.own_person_id in self.rows.person_ids:
            return "You"
        if who.kind == Kind.STAFF:
            return f"{who.name}, {who.job_title}" if who.job_title else who.name
        return self.masker.column(who.name, why=SOMEBODY_ELSE, **where)

    def _team(self, team_id: UUID) -> str:
        if not self._teams:
            self._teams = dict(Team.objects.values_list("pk", "name"))
        return self._teams[team_id]


def _cells(value: Any) -> Iterator[str]:
    """Every cell of a file's row, whether kept as a line, an object or pairs."""
    if isinstance(value, str):
        yield from (cell for part in value.split(",") if (cell := part.strip(' "')))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _cells(one)
    elif isinstance(value, list):
        for one in value:
            yield from _cells(one)


def in_words(column: str) -> str:
    """A column's name as a reader sees it: "first_day" is "First day"."""
    said = column.removesuffix("_id").removeprefix("pgh_").replace("_", " ").strip()
    return said[:1].upper() + said[1:]


def value_in_words(value: Any) -> str:
    """A value as a reader sees it; nothing for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(value_in_words(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{in_words(name)}: {value_in_words(one)}" for name, one in value.items())
    if isinstance(value, str):
        return _day_or(value)
    return str(value)


def _day_or(value: str) -> str:
    """A day or an instant as it is said; any other words as they stand."""
    try:
        if len(value) == len("2026-11-23"):
            return day(date.fromisoformat(value))
        if len(value) > len("2026-11-23T10") and value[10] == "T":
            return instant(datetime.fromisoformat(value))
    except ValueError:
        pass
    return value


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
