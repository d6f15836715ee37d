"""Which rows of every table are about one person, by the policy of each.

A row belongs to whom it is about now; what is kept of a row that is gone, to whom it was about
last. A record that was joined into another is the same person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Q

from ownway.foundation.data_rights.queries.catalogue import PERSON, Table, history_of, tables

Keys = frozenset[Any]


def every_id(person_id: UUID) -> tuple[UUID, ...]:
    """All ids of a person, that of the record that stays first; their own alone if unknown."""
    people = apps.get_model(PERSON)._base_manager
    into = people.filter(pk=person_id).values_list("joined_into_id", flat=True).first()
    stays = into or person_id
    return (stays, *people.filter(joined_into=stays).values_list("pk", flat=True))


@dataclass
class RowsOf:
    """The keys of the rows of every table that are about one person, found once."""

    person_ids: tuple[UUID, ...]
    _found: dict[str, Keys] = field(default_factory=dict)
    _ever: dict[str, Keys] = field(default_factory=dict)

    def keys(self, table: Table) -> Keys:
        """The keys of this person's rows in a table, as it stands now."""
        if table.label not in self._found:
            self._found[table.label] = self._look(table)
        return self._found[table.label]

    def known_by(self) -> frozenset[str]:
        """The numbers by which the council and others know this person."""
        return frozenset(self.values("known_by"))

    def values(self, what: str) -> set[str]:
        """What the columns say that a policy names under `what`, in all of this person's rows."""
        said: set[str] = set()
        for table in tables().values():
            columns = getattr(table.policy, what)
            if columns and (keys := self.keys(table)):
                rows = table.model._base_manager.filter(pk__in=keys)
                # Row by row, because sealed words open on a row alone.
                said.update(getattr(row, one) or "" for row in rows for one in columns)
        return {one.strip() for one in said if one.strip()}

    def _look(self, table: Table) -> Keys:
        if not table.policy.personal:
            return frozenset()
        if table.of is not None:
            return self._of_history(table)
        wanted = self._condition(table)
        found: Keys = frozenset()
        if wanted is not None:
            rows = table.model._base_manager.filter(wanted)
            found = frozenset(rows.values_list("pk", flat=True))
        if table.policy.mentions:
            found |= self._mentioning(table)
        return found

    def _ever_in(self, table: Table) -> Keys:
        """The keys of rows that are this person's, and of rows that were and are gone."""
        if table.label not in self._ever:
            self._ever[table.label] = frozenset()  # a row that leads to its own kind ends here
            history, gone = history_of(table.model), frozenset[Any]()
            if history is not None:
                gone = frozenset(
                    history.model._base_manager.filter(pk__in=self.keys(history)).values_list(
                        "pgh_obj_id", flat=True
                    )
                )
            self._ever[table.label] = self.keys(table) | gone
        return self._ever[table.label]

    def _condition(self, table: Table) -> Q | None:
        wanted = None
        for column in table.policy.about:
            parent = table.column(column).related_model
            if parent is None or parent._meta.label == PERSON:
                ids: Iterable[Any] = self.person_ids
            else:
                ids = self._ever_in(tables()[parent._meta.label])
            part = Q(**{f"{column}__in": list(ids)})
            wanted = part if wanted is None else wanted | part
        for column, labels in table.policy.rows_of.items():
            ids = {key for label in labels for key in self._ever_in(tables()[label])}
            part = Q(**{f"{column}__in": list(ids)})
            wanted = part if wanted is None else wanted | part
        return wanted

    def _of_history(self, table: Table) -> Keys:
        assert table.of is not None
        rows = table.model._base_manager
        now = self.keys(tables()[table.of._meta.label])
        found = set(rows.filter(pgh_obj_id__in=list(now)).values_list("pk", flat=True))
        said = self._condition(table)
        if said is not None:
            once = dict(rows.filter(said).values_list("pk", "pgh_obj_id"))
            there = set(
                table.of._base_manager.filter(pk__in=set(once.values())).values_list(
                    "pk", flat=True
                )
            )
            found.update(key for key, of in once.items() if of not in there)
        return frozenset(found)

    def _mentioning(self, table: Table) -> Keys:
        """Rows of a file about this person: a cell that says whom it is about has their number.

        A row of somebody else may name them in another cell, as whom they care for; it is not
        theirs. Cells stand as an object, or as pairs of name and value.
        """
        asked = sorted(self.known_by())
        if not asked:
            return frozenset()
        meta, policy = table.model._meta, table.policy
        column = f'm."{table.column(policy.mentions).column}"'
        cells = (
            f"SELECT key, value FROM jsonb_each_text(CASE jsonb_typeof({column})"
            f" WHEN 'object' THEN {column} ELSE '{{}}' END)"
            " UNION ALL SELECT pair ->> 0, pair ->> 1 FROM"
            f" jsonb_array_elements(CASE jsonb_typeof({column})"
            f" WHEN 'array' THEN {column} ELSE '[]' END) AS pair"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT m.{meta.pk.column} FROM {meta.db_table} m WHERE EXISTS ("
                f"SELECT 1 FROM ({cells}) AS cell WHERE cell.key = ANY(%s)"
                " AND cell.value = ANY(%s))",
                [list(policy.mentions_at), asked],
            )
            return frozenset(key for (key,) in cursor.fetchall())


def rows_of(person_id: UUID) -> RowsOf:
    """Which rows are about a person, under any id of theirs."""
    return RowsOf(every_id(person_id))
