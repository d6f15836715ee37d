"""Documents are kept, opened, shown and taken away by those who may, each act on record."""

import io
import uuid
import zipfile
from typing import Any

import making
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.models import SignIn
from ownway.foundation.documents import operations, queries
from ownway.foundation.documents.models import Document
from ownway.foundation.facts.queries import readings

pytestmark = pytest.mark.django_db
LETTER = b"Dear Ruth, your appointment is on 3 December."
SANDBOXED = "sandbox; default-src 'none'; frame-ancestors 'none'"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def ruth() -> Any:
    return making.person()


def worker_of(person: Any) -> SignIn:
    return making.practitioner(of=person.team)


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def given(content: bytes = LETTER, name: str = "letter.txt", **more: str) -> dict[str, Any]:
    said = {"kind": "letter", "from_whom": "Dr Osei", "shared": "no"} | more
    return said | {"file": SimpleUploadedFile(name, content, "application/x-anything")}


def kept(person: Any, **more: Any) -> Document:
    said = {"name": "letter.txt", "about": person.pk, "kind": "letter", "by": None}
    return operations.keep(io.BytesIO(LETTER), on=making.DAY, **(said | more))


def test_a_document_is_added_opened_and_the_opening_recorded(ruth: Any) -> None:
    nell = worker_of(ruth)
    client = as_(nell)

    answer = client.post(reverse("team.add_document", args=[ruth.pk]), given())

    assert (answer.status_code, answer["Location"]) == (
        302, reverse("team.documents", args=[ruth.pk]),
    )  # fmt: skip
    (line,) = queries.listed(ruth.pk)
    assert (line.name, line.from_whom, line.shared) == ("letter.txt", "Dr Osei", False)
    page = client.get(reverse("team.documents", args=[ruth.pk])).content.decode()
    assert "1 document is kept here." in page
    assert "sees none of them" in page

    answer = client.get(reverse("team.document", args=[ruth.pk, line.id]))

    assert b"".join(answer) == LETTER
    assert answer["Content-Disposition"] == 'attachment; filename="letter.txt"'
    assert answer["Content-Security-Policy"] == SANDBOXED
    assert [one.by_name for one in readings([ruth.pk], limit=50)].count(nell.name) >= 1


def test_a_refused_file_says_why_beside_the_field_and_keeps_what_was_typed(ruth: Any) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "macroEnabled")
        made.writestr("word/document.xml", "<w/>")
    bad = {
        "a program": (b"MZ\x90", "This is a program. Programs are not kept."),
        "nothing": (b"", "The file is empty. Choose it again."),
        "macros": (out.getvalue(), "The document has macros, which are programs."),
    }
    client = as_(worker_of(ruth))

    for content, words in bad.values():
        answer = client.post(reverse("team.add_document", args=[ruth.pk]), given(content))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert 'value="Dr Osei"' in page
    assert Document.objects.count() == 0


def test_nothing_chosen_and_nothing_said_is_asked_for(ruth: Any) -> None:
    answer = as_(worker_of(ruth)).post(reverse("team.add_document", args=[ruth.pk]), {})

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Choose a file first", "Choose what it is", "Say who gave or wrote it",
                  "Choose whether they see it"):  # fmt: skip
        assert words in page


def test_a_document_is_shown_to_the_person_and_no_longer(ruth: Any) -> None:
    made, client = kept(ruth), as_(worker_of(ruth))
    share = reverse("team.share_document", args=[ruth.pk, made.pk])

    client.post(share, {"shared": "yes"})
    assert [line.id for line in queries.listed(ruth.pk, shared_only=True)] == [made.pk]

    client.post(share, {"shared": "no"})
    assert queries.listed(ruth.pk, shared_only=True) == []


def test_what_the_person_gave_stays_shown(ruth: Any) -> None:
    made, client = kept(ruth, by_person=True), as_(worker_of(ruth))

    client.post(reverse("team.share_document", args=[ruth.pk, made.pk]), {"shared": "no"})

    page = client.get(reverse("team.documents", args=[ruth.pk])).content.decode()
    assert "This came from the person." in page
    assert "gave it" in page
    assert len(queries.listed(ruth.pk, shared_only=True)) == 1


def test_taking_away_needs_a_reason_and_leaves_it(ruth: Any) -> None:
    made, client = kept(ruth), as_(worker_of(ruth))
    away = reverse("team.take_away_document", args=[ruth.pk, made.pk])

    assert client.post(away, {"reason": " "}).status_code == 422
    assert client.post(away, {"reason": "It is about another Ruth."}).status_code == 302

    page = client.get(reverse("team.documents", args=[ruth.pk])).content.decode()
    assert "No document is kept here yet." in page
    assert "It is about another Ruth." in page
    assert client.get(reverse("team.document", args=[ruth.pk, made.pk])).status_code == 404
    assert client.get(away).status_code == 404


def test_a_document_opens_in_no_other_record_and_for_nobody_else(ruth: Any) -> None:
    made = kept(ruth)
    other = making.person(given_name="Wilf", team=ruth.team)
    nell = worker_of(ruth)
    pages = ("team.document", "team.take_away_document")

    for name in pages:
        for address in ([other.pk, made.pk], [ruth.pk, uuid.uuid4()]):
            assert as_(nell).get(reverse(name, args=address)).status_code == 404
    stranger = as_(making.practitioner(of=making.team("West team"), name="Zed Hollis"))
    for name, args in (
        ("team.documents", [ruth.pk]),
        ("team.add_document", [ruth.pk]),
        ("team.document", [ruth.pk, made.pk]),
        ("team.take_away_document", [ruth.pk, made.pk]),
    ):
        answer = stranger.get(reverse(name, args=args))
        body = answer.content.decode() if not answer.streaming else ""
        assert answer.status_code != 200 or "letter.txt" not in body
        assert not answer.streaming
    answer = stranger.post(
        reverse("team.share_document", args=[ruth.pk, made.pk]), {"shared": "yes"}
    )
    assert queries.listed(ruth.pk, shared_only=True) == []


def test_who_reads_but_does_not_write_opens_after_a_reason_and_changes_nothing(ruth: Any) -> None:
    made = kept(ruth)
    client = as_(making.finance())

    for name in ("team.share_document", "team.take_away_document"):
        answer = client.post(
            reverse(name, args=[ruth.pk, made.pk]), {"shared": "yes", "reason": "x"}
        )
        assert answer.status_code == 403
    assert client.get(reverse("team.documents", args=[ruth.pk])).status_code == 302  # asked why
    assert [line.shared for line in queries.listed(ruth.pk)] == [False]
