"""Apply every migration to an empty database without drawing the same models a thousand times.

Before each step Django draws anew every model that is related to the one that changes, however
far: of some hundred and fifty models most hang together through whoever signs in, and a first
start spent minutes on it. Where there is no row and no table yet, the model that changes is
enough: a step makes its own table, column, constraint or trigger from it, and reads no other.
An installation that holds rows is migrated as Django does it, with nothing left out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


@contextmanager
def drawing_one_model_at_a_time() -> Iterator[None]:
    """For the migrations of an empty database; anywhere else it changes nothing."""
    if MigrationRecorder(connection).applied_migrations():
        yield
        return
    with only_what_changes():
        yield


@contextmanager
def only_what_changes() -> Iterator[None]:
    """The same without asking; for a database that is known to be empty."""
    whole = ProjectState._find_reload_model  # type: ignore[attr-defined]  # no public way

    def alone(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[Any]:
        return {(app_label, model_name.lower())}

    ProjectState._find_reload_model = alone  # type: ignore[attr-defined]  # as above
    try:
        yield
    finally:
        ProjectState._find_reload_model = whole  # type: ignore[attr-defined]  # as above
