"""Everything sealed is sealed anew; a run that was killed is taken up; no place is missed."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from ownway.foundation import keys
from ownway.foundation.keys import places, ring
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.foundation.keys.places import NOT_SEALED, Place

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "keys.json"
    monkeypatch.setenv("OWNWAY_KEY_FILE", str(file))
    return file


@pytest.fixture
def said() -> Iterator[type[models.Model]]:
    with isolate_apps("ownway.foundation.documents"):

        class Said(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            words = EncryptedTextField(null=True)

            class Meta:
                app_label = "documents"

        with connection.schema_editor(atomic=True) as editor:
            editor.create_model(Said)
        yield Said


def place(**more: object) -> Place:
    said = {
        "words": "what was said",
        "table": "documents_said",
        "column": "words",
        "sealed_for": "documents_said.words",
        "at_once": 2,
    }
    return Place(**(said | more))  # type: ignore[arg-type]  # each is what its field wants


def words(model: type[models.Model]) -> list[str]:
    return sorted(row.words for row in model._default_manager.exclude(words__isnull=True))  # type: ignore[attr-defined]


def test_everything_is_sealed_with_the_new_key(said: type[models.Model]) -> None:
    said._default_manager.bulk_create([said(words=f"{n}") for n in range(5)])
    said._default_manager.create(words=None)
    first = ring.ring().current_id
    assert place().by_key() == {first: 5}

    new = ring.add(on=DAY)
    assert list(place().seal_anew()) == [(2, 0), (2, 0), (1, 0)]

    assert place().by_key() == {new.id: 5}
    ring.remove(first)
    assert words(said) == ["0", "1", "2", "3", "4"]


def test_a_run_that_was_stopped_leaves_the_rest_to_the_next(said: type[models.Model]) -> None:
    said._default_manager.bulk_create([said(words=f"{n}") for n in range(5)])
    first = ring.ring().current_id
    new = ring.add(on=DAY)

    batches = iter([False, True])
    assert list(place().seal_anew(stop=lambda: next(batches))) == [(2, 0)]

    assert place().by_key() == {first: 3, new.id: 2}
    assert words(said) == ["0", "1", "2", "3", "4"]
    assert list(place().seal_anew()) == [(2, 0), (1, 0)]
    assert list(place().seal_anew()) == []
    assert place().by_key() == {new.id: 5}


def test_what_cannot_be_opened_is_counted_and_left(said: type[models.Model]) -> None:
    said._default_manager.create(words="before")
    lost = ring.ring().current_id
    ring.add(on=DAY)
    ring.remove(lost)
    said._default_manager.create(words="after")
    new = ring.add(on=DAY)

    assert list(place().seal_anew()) == [(1, 1)]

    assert place().by_key() == {lost: 1, new.id: 1}


def test_what_was_kept_before_its_place_was_sealed_is_sealed(said: type[models.Model]) -> None:
    made = said._default_manager.create(words=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_said SET words = %s", [b"\x28\xb5\x2f\xfd plain"])
    here = place(plain=b"\x28\xb5\x2f\xfd")
    assert here.by_key() == {NOT_SEALED: 1}

    assert list(here.seal_anew()) == [(1, 0)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM documents_said")
        sealed = bytes(cursor.fetchone()[0])
    about = f"documents_said.words.{made.pk}"
    assert keys.open_(sealed, about=about) == b"\x28\xb5\x2f\xfd plain"


def test_a_column_may_be_called_by_a_word_of_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE keys_worded (id bigint PRIMARY KEY, "window" bytea)')
        sealed = keys.seal(b"x", about="keys_worded.window.1")
        cursor.execute("INSERT INTO keys_worded VALUES (1, %s)", [sealed])
    new = ring.add(on=DAY)
    here = Place("words", "keys_worded", "window", "keys_worded.window")

    assert list(here.seal_anew()) == [(1, 0)]

    assert here.by_key() == {new.id: 1}


def test_every_sealed_column_of_the_product_is_known() -> None:
    from django.apps import apps

    columns = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    }

    known = {(one.table, one.column) for one in places.places()}

    assert ("documents_document", "name") in columns
    assert columns | {("documents_document", "sealed_key")} <= known
    for one in places.places():
        assert one.by_key() == {}


HOLDER = """
import sys, time
from ownway.config.postgres import database_url
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "ownway.config.settings"
os.environ["DATABASE_URL"] = sys.argv[1]
import django
django.setup()
from ownway.foundation.keys.places import Place
place = Place("said", "keys_killed", "words", "keys_killed.words", at_once=50)
for sealed, shut in place.seal_anew():
    print(sealed, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_rotation_loses_nothing_and_is_taken_up(key_file: Path) -> None:
    rows = 2_000
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE keys_killed (id bigint PRIMARY KEY, words bytea NOT NULL)")
    try:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO keys_killed VALUES (%s, %s)",
                [(n, keys.seal(b"%d" % n, about=f"keys_killed.words.{n}")) for n in range(rows)],
            )
        first = ring.ring().current_id
        new = ring.add(on=DAY)
        with subprocess.Popen(
            [sys.executable, "-c", HOLDER, _url()], stdout=subprocess.PIPE, env=dict(os.environ)
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"50\n"
            other.kill()

        place = Place("said", "keys_killed", "words", "keys_killed.words", at_once=50)
        after = place.by_key()
        assert after.total() == rows
        assert after[new.id] % 50 == 0
        assert after[new.id] >= 50
        assert sum(sealed for sealed, _ in place.seal_anew()) == after[first]
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, words FROM keys_killed")
            found = cursor.fetchall()
        ring.remove(first)
        assert len(found) == rows
        for n, value in found:
            assert keys.open_(bytes(value), about=f"keys_killed.words.{n}") == b"%d" % n
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE keys_killed")


def _url() -> str:
    said = connection.settings_dict
    return (
        f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/"
        f"{said['NAME']}"
    )
