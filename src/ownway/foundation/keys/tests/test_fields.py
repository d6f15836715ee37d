"""Words in a sealed column are plain to who has the row, and bytes to who has the database."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from ownway.foundation import keys
from ownway.foundation.keys import ring
from ownway.foundation.keys.fields import EncryptedTextField

pytestmark = pytest.mark.django_db

WORDS = "She is at 14 Larch Road. ☂"


@pytest.fixture
def said() -> Iterator[type[models.Model]]:
    with isolate_apps("ownway.foundation.documents"):

        class Said(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            words = EncryptedTextField(null=True)
            reason = EncryptedTextField(blank=True)

            class Meta:
                app_label = "documents"

        with connection.schema_editor(atomic=True) as editor:
            editor.create_model(Said)
        yield Said


def raw(model: type[models.Model], column: str = "words") -> list[bytes | None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return [None if value is None else bytes(value) for (value,) in cursor.fetchall()]


def test_words_come_back_and_the_database_has_none_of_them(said: type[models.Model]) -> None:
    made = said._default_manager.create(words=WORDS)

    read = said._default_manager.get(pk=made.pk)

    assert read.words == WORDS  # type: ignore[attr-defined]  # a model made in this file
    assert [b"Larch" in (value or b"") for value in raw(said)] == [False]


def test_nothing_and_empty_words_stay_what_they_are(said: type[models.Model]) -> None:
    said._default_manager.create(words=None, reason="")

    assert (raw(said), raw(said, "reason")) == ([None], [b""])
    (read,) = said._default_manager.all()
    assert (read.words, read.reason) == (None, "")  # type: ignore[attr-defined]  # as above
    assert said._default_manager.filter(words__isnull=True).count() == 1


def test_words_copied_to_another_row_do_not_open(said: type[models.Model]) -> None:
    said._default_manager.create(words=WORDS)
    other = said._default_manager.create(words="Nothing to hide")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {said._meta.db_table} SET words ="
            f" (SELECT words FROM {said._meta.db_table} WHERE id <> %s) WHERE id = %s",
            [other.pk, other.pk],
        )

    read = said._default_manager.get(pk=other.pk)

    with pytest.raises(keys.CannotOpen):
        read.words  # type: ignore[attr-defined]  # noqa: B018  (asking opens it)


def test_words_copied_to_another_column_do_not_open(said: type[models.Model]) -> None:
    made = said._default_manager.create(words=WORDS)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {said._meta.db_table} SET reason = words")

    read = said._default_manager.get(pk=made.pk)

    with pytest.raises(keys.CannotOpen):
        read.reason  # type: ignore[attr-defined]  # noqa: B018  (asking opens it)


def test_saving_what_did_not_change_changes_no_byte(said: type[models.Model]) -> None:
    made = said._default_manager.create(words=WORDS)
    before = raw(said)

    made.save()
    unread = said._default_manager.get(pk=made.pk)
    unread.save()
    read = said._default_manager.get(pk=made.pk)
    assert read.words == WORDS  # type: ignore[attr-defined]  # as above
    read.save()

    assert raw(said) == before


def test_changed_words_are_sealed_anew(said: type[models.Model]) -> None:
    made = said._default_manager.create(words=WORDS)
    before = raw(said)
    read = said._default_manager.get(pk=made.pk)
    read.words = "She has moved."  # type: ignore[attr-defined]  # as above

    read.save(update_fields=["words"])

    assert raw(said) != before
    again = said._default_manager.get(pk=made.pk)
    assert again.words == "She has moved."  # type: ignore[attr-defined]  # as above


def test_many_rows_are_sealed_each_for_itself(said: type[models.Model]) -> None:
    said._default_manager.bulk_create([said(words=f"{n}") for n in range(3)])

    rows = said._default_manager.all()
    assert sorted(row.words for row in rows) == ["0", "1", "2"]  # type: ignore[attr-defined]
    assert len(set(raw(said))) == 3


def test_no_query_looks_for_words_or_sets_them(said: type[models.Model]) -> None:
    made = said._default_manager.create(words=WORDS)
    rows = said._default_manager.filter(pk=made.pk)

    for attempt in ("words", "words__icontains", "words__startswith", "words__in"):
        with pytest.raises(FieldError):
            said._default_manager.filter(**{attempt: WORDS})
    with pytest.raises(FieldError), transaction.atomic():
        rows.update(words="in the clear")
    made.words = "in the clear"  # type: ignore[attr-defined]  # as above
    with pytest.raises(FieldError), transaction.atomic():
        said._default_manager.bulk_update([made], ["words"])

    assert rows.update(words=None) == 1


def test_values_show_nothing(said: type[models.Model]) -> None:
    said._default_manager.create(words=WORDS)

    assert repr(list(said._default_manager.values_list("words", flat=True))) == "[(sealed)]"


def test_a_field_read_later_opens_too(said: type[models.Model]) -> None:
    said._default_manager.create(words=WORDS)

    (read,) = said._default_manager.defer("words")

    assert read.words == WORDS  # type: ignore[attr-defined]  # as above


def test_a_row_that_does_not_know_its_id_is_found_before_it_is_used() -> None:
    with isolate_apps("ownway.foundation.documents"):

        class Numbered(models.Model):
            words = EncryptedTextField()

            class Meta:
                app_label = "documents"

        found = Numbered._meta.get_field("words").check()

    assert [message.id for message in found] == ["ownway.E001"]


def test_saving_after_a_new_key_seals_with_it(
    said: type[models.Model], tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWAY_KEY_FILE", f"{tmp_path}/keys.json")
    made = said._default_manager.create(words=WORDS)
    new = ring.add(on=date(2026, 11, 23))

    made.save()

    (value,) = raw(said)
    assert value is not None
    assert keys.sealing.key_id_of(value) == new.id
