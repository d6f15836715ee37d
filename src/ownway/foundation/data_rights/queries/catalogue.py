"""Every table there is, with its policy; the history of a table follows the table it is of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.data_rights.domain.policies import Erasing, Policy, load
from ownway.foundation.data_rights.domain.schedule import rules

PERSON = "people.Person"
WORDS = (models.CharField, models.TextField, models.JSONField, ArrayField)


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its policy; `of` is the table it is the history of."""

    model: type[models.Model]
    policy: Policy
    of: type[models.Model] | None = None

    @property
    def label(self) -> str:
        return str(self.model._meta.label)

    @property
    def part(self) -> str:
        return self.policy.part

    def columns(self) -> list[Any]:
        return list(self.model._meta.concrete_fields)

    def column(self, name: str) -> Any:
        """A column by the name it has in the database. Raises KeyError."""
        for one in self.columns():
            if one.attname == name:
                return one
        raise KeyError(name)


@cache
def tables() -> dict[str, Table]:
    """Every table that has a policy, by its name, in the order of the path."""
    policies = load()
    return {table.label: table for table in _with_policy(policies)}


def without_policy() -> list[str]:
    """The tables nobody has said anything about."""
    return [model._meta.label for model in _models() if model._meta.label not in tables()]


def policies_of_nothing() -> list[str]:
    """Policies of tables that are not there."""
    there = {model._meta.label for model in _models()}
    return sorted(load().keys() - there)


def wrongly_said() -> list[str]:
    """What policies say that their tables do not bear out, in sentences."""
    return [sentence for table in tables().values() for sentence in _wrong_in(table)]


def history_of(model: type[models.Model]) -> Table | None:
    """The table that keeps what the rows of a table were before."""
    return next((table for table in tables().values() if table.of is model), None)


def _models() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def _with_policy(policies: dict[str, Policy]) -> Iterator[Table]:
    for model in _models():
        label = model._meta.label
        of = getattr(model, "pgh_tracked_model", None)
        if label in policies:
            yield Table(model, policies[label])
        elif of is not None and of._meta.label in policies:
            yield Table(model, _as_history(policies[of._meta.label], model), of)


def _as_history(policy: Policy, model: type[models.Model]) -> Policy:
    """What is said of a table, said of what its rows were before: gone when the words go."""
    has = {field.attname for field in model._meta.concrete_fields}
    goes = policy.personal and policy.erase is not Erasing.KEEP
    return replace(
        policy,
        table=model._meta.label,
        holds=f"{policy.holds}: what it said before",
        about=tuple(one for one in policy.about if one in has and one != "id"),
        erase=Erasing.DELETE if goes else Erasing.KEEP,
        empties={},
        stays={},
        cuts=(),
        names=tuple(one for one in policy.names if one in has),
        own_names=tuple(one for one in policy.own_names if one in has),
        known_by=tuple(one for one in policy.known_by if one in has),
        ids_within=tuple(one for one in policy.ids_within if one in has),
        masks={column: why for column, why in policy.masks.items() if column in has},
        masks_if={one: by for one, by in policy.masks_if.items() if {one, by} <= has},
        active=None,
        swept_by="",
    )


def _wrong_in(table: Table) -> Iterator[str]:
    policy, has = table.policy, {field.attname for field in table.columns()}
    said = {
        *policy.about, *policy.rows_of, *policy.empties, *policy.stays, *policy.cuts,
        *policy.masks, *policy.masks_if, *policy.masks_if.values(), *policy.names,
        *policy.own_names, *policy.known_by, *policy.ids_within,
        *((policy.mentions,) if policy.mentions else ()),
        *(policy.active.days if policy.active else ()),
    }  # fmt: skip
    if table.of is None:
        said |= set(policy.not_in_pack)
        for name in sorted(said - has):
            yield f"{table.label} has no column {name}."
    if policy.kept not in rules():
        yield f"{table.label} is kept by {policy.kept or 'no rule'}, which the schedule lacks."
    if not policy.personal:
        if any(one.related_model and one.related_model._meta.label == PERSON for one in
               table.columns()):  # fmt: skip
            yield f"{table.label} has a key to a person and says that it holds nothing about one."
        return
    if policy.erase is Erasing.EMPTY:
        decided = {*policy.empties, *policy.stays}
        for field in table.columns():
            if isinstance(field, WORDS) and field.attname not in decided:
                yield f"{table.label} does not say what erasing does to {field.attname}."
    for column in policy.about:
        if column in has and not _leads_on(table, column):
            yield f"{table.label}.{column} leads to no person."
    for others in policy.rows_of.values():
        for other in others:
            if other not in tables() or not tables()[other].policy.personal:
                yield f"{table.label} follows {other}, which is about nobody."


def _leads_on(table: Table, column: str) -> bool:
    parent = table.column(column).related_model
    if parent is None:
        return isinstance(table.column(column), models.UUIDField)
    if parent._meta.label == PERSON:
        return True
    return parent._meta.label in tables() and tables()[parent._meta.label].policy.personal
