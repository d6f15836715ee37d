"""A first start draws few models, and makes the very tables that Django's own way makes."""

import subprocess
import sys

import pytest
from django.db import connection
from django.db.migrations.state import ModelState, ProjectState

from ownway.config.quick_migrations import drawing_one_model_at_a_time, only_what_changes
from tests.cli.conftest import new_installation

LOOK = """
from ownway.cli import ready
{before}
ready()
from django.db import connection
c = connection.cursor()
for asked in (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, "
    "character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal",
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
):
    c.execute(asked)
    print("\\n".join(sorted(map(repr, c.fetchall()))))
"""
AS_DJANGO_DOES = """
from contextlib import nullcontext
import ownway.config.quick_migrations as quick
quick.drawing_one_model_at_a_time = nullcontext
"""


def test_only_the_model_that_changes_is_drawn_and_only_meanwhile() -> None:
    whole = ProjectState._find_reload_model  # type: ignore[attr-defined]  # no public way
    state = ProjectState()
    state.add_model(ModelState("people", "Person", []))

    with only_what_changes():
        assert state._find_reload_model("people", "Person") == {("people", "person")}  # type: ignore[attr-defined]  # as above

    assert ProjectState._find_reload_model is whole  # type: ignore[attr-defined]  # as above


@pytest.mark.django_db
def test_a_database_that_holds_migrations_is_migrated_as_django_does_it() -> None:
    whole = ProjectState._find_reload_model  # type: ignore[attr-defined]  # no public way

    with drawing_one_model_at_a_time():
        assert ProjectState._find_reload_model is whole  # type: ignore[attr-defined]  # as above
    assert connection.introspection.table_names()


@pytest.mark.slow
def test_both_ways_make_the_same_tables() -> None:
    made = []
    for before in ("", AS_DJANGO_DOES):
        with new_installation() as installation:
            looked = subprocess.run(
                [sys.executable, "-c", LOOK.format(before=before)],
                capture_output=True,
                text=True,
                check=True,
                env=installation.environment(),
            )
            made.append(looked.stdout)

    assert made[0].count("\n") > 1000
    assert made[0] == made[1]
