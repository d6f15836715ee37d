"""A document comes back as it was kept, to whom it is shown, and the database has none of it."""

import hashlib
import io
import os
import sys
import tracemalloc
import uuid

import pytest
from django.db import connection, transaction
from making import DAY, practitioner

from ownway.foundation import keys
from ownway.foundation.documents import operations, queries
from ownway.foundation.documents.answers import as_download
from ownway.foundation.documents.domain import Kind, UnsafeFile
from ownway.foundation.documents.models import Document, DocumentPart
from ownway.foundation.facts.models import Fact, FactContent
from ownway.foundation.keys import places, ring
from ownway.foundation.keys.sealing import PART
from ownway.kernel.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db
RUTH, OTHER = uuid.uuid4(), uuid.uuid4()
LETTER = b"Canary. Dear Ruth, you are safe at 14 Larch Road."
SANDBOXED = "sandbox; default-src 'none'; frame-ancestors 'none'"


def kept(content: bytes = LETTER, **more: object) -> Document:
    said = {"name": "Canary letter.txt", "about": RUTH, "kind": Kind.LETTER, "by": None, "on": DAY}
    return operations.keep(io.BytesIO(content), **(said | more))  # type: ignore[arg-type]


def content_of(document: Document) -> bytes:
    return b"".join(queries.opened(document.pk).parts)


def test_a_document_comes_back_as_it_was() -> None:
    nell = practitioner()

    made = kept(by=nell, from_whom="Canary surgery")

    (line,) = queries.listed(RUTH)
    assert (line.name, line.kind, line.format) == (
        "Canary letter.txt", "Letter or e-mail", "Plain text",
    )  # fmt: skip
    assert (line.size, line.from_whom, line.added_by) == (len(LETTER), "Canary surgery", nell.name)
    name, content_type, parts = queries.opened(made.pk)
    assert (name, content_type) == ("Canary letter.txt", "text/plain; charset=utf-8")
    assert b"".join(parts) == LETTER
    assert Document.objects.get().sha256 == hashlib.sha256(LETTER).hexdigest()


@pytest.mark.parametrize("size", [1, PART - 1, PART, PART + 1, 3 * PART])
def test_every_length_comes_back(size: int) -> None:
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]

    made = kept(content)

    assert content_of(made) == content
    assert DocumentPart.objects.count() == -(-size // PART)


def test_the_database_has_none_of_it() -> None:
    made = kept(from_whom="Canary surgery")
    operations.remove(made.pk, about=RUTH, reason="Canary reason", by=practitioner(), on=DAY)

    with connection.cursor() as cursor:
        held = b""
        for table in ("document", "documentevent", "documentpart"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM documents_{table} t")
            held += "".join(text for (text,) in cursor.fetchall()).encode()
    said = "".join(FactContent.objects.values_list("words", flat=True)).encode()

    assert str(made.pk).encode() in held
    for canary in (b"Canary", b"Larch", hashlib.sha256(LETTER).hexdigest().encode()):
        assert canary not in held + said
        assert canary.hex().encode() not in held


def test_a_part_that_is_gone_is_noticed() -> None:
    made = kept(b"x" * (2 * PART + 5))
    DocumentPart.objects.filter(document=made, number=2).delete()

    with pytest.raises(keys.CannotOpen):
        content_of(made)


def test_parts_of_two_documents_cannot_be_swapped() -> None:
    first, second = kept(b"first"), kept(b"other")
    DocumentPart.objects.filter(document=first).update(
        data=DocumentPart.objects.get(document=second).data
    )

    with pytest.raises(keys.CannotOpen):
        content_of(first)
    assert content_of(second) == b"other"


def test_a_document_opens_after_its_key_was_changed(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWAY_KEY_FILE", f"{tmp_path}/keys.json")
    made = kept()
    first = ring.ring().current_id
    ring.add(on=DAY)
    history = _history()

    for place in places.places():
        for _, shut in place.seal_anew():
            assert shut == 0
    ring.remove(first)

    assert content_of(made) == LETTER
    assert Document.objects.get().name == "Canary letter.txt"
    assert _history() == history  # the same words under another key are no change of the row


def _history() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_documentevent")
        return int(cursor.fetchone()[0])


def test_only_what_is_shared_is_shown_to_the_person() -> None:
    nell = practitioner()
    ours, theirs = kept(name="Ours.txt"), kept(name="Theirs.txt", by_person=True)

    assert [line.name for line in queries.listed(RUTH, shared_only=True)] == ["Theirs.txt"]
    with pytest.raises(NotFound):
        queries.one(ours.pk, about=RUTH, shared_only=True)

    operations.share(ours.pk, about=RUTH, shared=True, by=nell, on=DAY)
    operations.share(ours.pk, about=RUTH, shared=True, by=nell, on=DAY)

    assert len(queries.listed(RUTH, shared_only=True)) == 2
    assert Fact.objects.filter(name="documents.shared").count() == 1
    with pytest.raises(Refused, match="came from the person"):
        operations.share(theirs.pk, about=RUTH, shared=False, by=nell, on=DAY)


def test_a_document_is_found_only_in_its_own_record() -> None:
    made = kept()
    nell = practitioner()

    assert queries.listed(OTHER) == []
    for attempt in (
        lambda: queries.one(made.pk, about=OTHER),
        lambda: queries.open_for_reading(made.pk, about=OTHER, by=nell, on=DAY),
        lambda: operations.share(made.pk, about=OTHER, shared=True, by=nell, on=DAY),
        lambda: operations.remove(made.pk, about=OTHER, reason="x", by=nell, on=DAY),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert [line.id for line in queries.listed([OTHER, RUTH])] == [made.pk]


def test_opening_is_recorded() -> None:
    made, nell = kept(), practitioner()

    opened = queries.open_for_reading(made.pk, about=RUTH, by=nell, on=DAY)

    assert b"".join(opened.parts) == LETTER
    read = Fact.objects.get(name="documents.opened")
    assert (read.about_id, read.of_id, read.by_id, read.reading) == (RUTH, made.pk, nell.pk, True)


def test_what_is_taken_away_is_out_of_sight_with_its_reason() -> None:
    made, nell = kept(), practitioner()
    with pytest.raises(Refused, match="Say why"):
        operations.remove(made.pk, about=RUTH, reason=" ", by=nell, on=DAY)

    operations.remove(made.pk, about=RUTH, reason="It is about somebody else.", by=nell, on=DAY)

    assert queries.listed(RUTH) == []
    with pytest.raises(NotFound):
        queries.open_for_reading(made.pk, about=RUTH, by=nell, on=DAY)
    with pytest.raises(NotFound):
        operations.remove(made.pk, about=RUTH, reason="again", by=nell, on=DAY)
    (line,) = queries.listed(RUTH, with_removed=True)
    assert (line.removed_because, line.removed_by) == ("It is about somebody else.", nell.name)


def test_nothing_is_kept_of_what_is_refused(settings: object) -> None:
    settings.OWNWAY_LARGEST_DOCUMENT = 1_000  # type: ignore[attr-defined]  # the fixture's own way

    for content in (b"", b"MZ program", b"x" * 1_001):
        with pytest.raises(UnsafeFile), transaction.atomic():
            kept(content)

    assert (Document.objects.count(), DocumentPart.objects.count()) == (0, 0)
    assert Fact.objects.filter(name__startswith="documents.").count() == 0
    kept(b"x" * 1_000)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import sys; sys.exit(b'Larch' in sys.stdin.buffer.read())", "found something"),
        ("import sys; sys.exit(2)", "did not answer"),
        ("", ""),
    ],
)
def test_the_scanner_is_asked_and_its_silence_stops_the_file(
    settings: object, program: str, words: str
) -> None:
    command = f'{sys.executable} -c "{program}"' if program else "/no/such/scanner"
    settings.OWNWAY_SCANNER = command  # type: ignore[attr-defined]  # as above

    with pytest.raises(UnsafeFile, match=words or "did not answer"):
        kept()

    if "Larch" in program:
        kept(b"Nothing to find")


def test_a_download_is_never_a_page_of_ours() -> None:
    made = kept(name='x"; filename="y.html')

    answer = as_download(queries.opened(made.pk))

    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Disposition"].rstrip('"').endswith(".txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Security-Policy"] == SANDBOXED
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert b"".join(answer) == LETTER


def test_twenty_megabytes_take_little_memory() -> None:
    """Keeping holds the file and one part of it; reading holds two parts, whatever its length."""
    content = os.urandom(9_900_000).hex().encode()
    made = None

    tracemalloc.start()
    try:
        made = kept(content)
        _, to_keep = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        length = sum(len(part) for part in queries.opened(made.pk).parts)
        _, to_read = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert length == len(content)
    assert to_keep < 120_000_000
    assert to_read - before < 10 * PART
