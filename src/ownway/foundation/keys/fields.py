"""A column of words that a copy of the database does not give away.

The words are sealed for their table, column and row, and opened when an instance is asked for
them, not when it is read. The database sees bytes: such a column cannot be searched, compared or
set by a query; a query that tries is refused. `values()` returns `Sealed`, which shows nothing.

A row must know its id before it is written (a UUID, or the id of another row), since the words
are sealed for it; `ownway.E001` says so of one that does not. Give `known_as` when a table or
column is renamed: it is the name the words were sealed for.
"""

from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from ownway.foundation.keys import sealing
from ownway.foundation.keys.ring import ring


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words as the database keeps them. Shows nothing of them, not even to a log."""

    data: bytes

    def __repr__(self) -> str:
        return "(sealed)"


class _Opening(DeferredAttribute):
    """Opens the words when they are asked for, and remembers them on the instance."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            about = self.field.about(instance)
            words = sealing.open_(value.data, about=about).decode()
            instance.__dict__[self.field.attname] = words
            instance.__dict__[self.field.kept_name] = (about, words, value)
            return words
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # generic only to the checker
    """Words sealed in the database (`bytea`), plain on the instance. None stays NULL, "" empty."""

    descriptor_class = _Opening

    def __init__(self, *args: Any, known_as: str = "", **kwargs: Any) -> None:
        self.known_as = known_as
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"known_as": self.known_as} if self.known_as else {})

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def kept_name(self) -> str:
        """Where an instance remembers what it was read with, so saving it changes no byte."""
        return f"_sealed_{self.attname}"

    def place(self) -> str:
        """The table and column that words are sealed for; a row's history has its row's."""
        model = getattr(self.model, "pgh_tracked_model", self.model)
        return self.known_as or f"{model._meta.db_table}.{self.column}"

    def about(self, instance: models.Model) -> str:
        """The table, column and row that this instance's words are sealed for."""
        model = getattr(self.model, "pgh_tracked_model", self.model)
        row = instance.pk if model is self.model else getattr(instance, "pgh_obj_id", None)
        if row is None:
            raise FieldError(f"A row of {self.place()} needs its id before its words are sealed.")
        return f"{self.place()}.{model._meta.pk.to_python(row)}"

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | str | None:
        kept = model_instance.__dict__.get(self.attname)
        about = self.about(model_instance)
        if isinstance(kept, Sealed):  # never asked for, so never changed
            return kept
        words = getattr(model_instance, self.attname)
        if words is None or words == "":
            return None if words is None else ""
        match model_instance.__dict__.get(self.kept_name):
            case (sealed_for, said, Sealed() as before) if (sealed_for, said) == (about, words):
                if sealing.key_id_of(before.data) == ring().current_id:
                    return before
        made = Sealed(sealing.seal(str(words).encode(), about=about))
        model_instance.__dict__[self.kept_name] = (about, words, made)
        return made

    def from_db_value(self, value: Any, *_: Any) -> Sealed | str | None:
        if value is None:
            return None
        data = bytes(value)
        return Sealed(data) if data else ""

    def get_prep_value(self, value: Any) -> Any:
        if value is None or (isinstance(value, bytes) and not value):
            return value
        if isinstance(value, Sealed):
            return value.data
        if value == "":
            return b""
        raise FieldError(
            f"Words of {self.model.__name__}.{self.name} are sealed row by row: save the row."
        )

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if prepared and isinstance(value, bytes):
            return value
        return self.get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed, so no query can look for what it says.")

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        model = self.model
        if isinstance(model._meta.pk, models.AutoField) and not hasattr(model, "pgh_tracked_model"):
            found.append(
                checks.Error(
                    f"{model.__name__}.{self.name} is sealed for its row, whose id is not known "
                    "before it is written.",
                    hint="Give the model a UUIDField as its primary key.",
                    obj=self,
                    id="ownway.E001",
                )
            )
        return found
