"""Keeping a document, sharing it with the person, taking it away.

Who calls has made sure, in the same transaction, that `by` may write in this person's record.
"""

import hashlib
from datetime import date
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.documents.domain import Kind, UnsafeFile, checked, clean_name
from ownway.foundation.documents.models import Document, DocumentPart, sealed_for
from ownway.foundation.documents.operations.scanning import scan
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.keys.sealing import FileSealer, sealed_parts
from ownway.kernel.refusal import NotFound, Refused

ADDED = declare("documents.added", "Document added")
ADDED_BY_PERSON = declare("documents.added-by-person", "Document sent to us")
SHARED = declare("documents.shared", "Document shared with the person")
UNSHARED = declare("documents.unshared", "Document no longer shared with the person")
TAKEN_AWAY = declare("documents.taken-away", "Document taken away")


class Readable(Protocol):
    """A file to read from its start."""

    def read(self, size: int = ..., /) -> bytes: ...


def largest() -> int:
    """The most bytes a document may have (`OWNWAY_LARGEST_DOCUMENT_MB`)."""
    return int(settings.OWNWAY_LARGEST_DOCUMENT)


@transaction.atomic
def keep(
    file: Readable,
    *,
    name: str,
    about: UUID,
    kind: Kind | str,
    by: SignIn | None,
    on: date,
    from_whom: str = "",
    shared: bool = False,
    by_person: bool = False,
) -> Document:
    """Keep a document about a person: checked, cleaned, sealed.

    name        as the file was called; kept without path, hidden letters or a false ending
    from_whom   who gave or wrote it, in words
    by_person   the person, or somebody they let in, gives it; they see it as long as it is here

    Raises UnsafeFile (a Refused): empty, too large, of a format that is not kept, damaged, acting
    by itself, or stopped by the virus scanner. Nothing is kept of it then.
    """
    content = file.read(largest() + 1)
    if len(content) > largest():
        raise UnsafeFile(
            f"The file is larger than {largest() // 1_000_000} MB. Make it smaller, or send it in "
            "several parts."
        )
    scan(content)
    fit = checked(content, name=name)
    about_format = fit.format.value
    document_id = uuid4()
    sealer = FileSealer(about=sealed_for(document_id))
    made = Document.objects.create(
        id=document_id,
        about_id=about,
        kind=Kind(kind).value,
        name=clean_name(name, ending=about_format.ending),
        from_whom=" ".join(from_whom.split())[:200],
        content_type=about_format.content_type,
        size=len(fit.content),
        sha256=hashlib.sha256(fit.content).hexdigest(),
        sealed_key=sealer.sealed_key,
        added_by=by,
        added_on=on,
        by_person=by_person,
        shared=shared or by_person,
    )
    for number, part in enumerate(sealed_parts([fit.content], sealer)):
        DocumentPart.objects.create(document=made, number=number, data=part)
    what = ADDED_BY_PERSON if by_person else ADDED
    # The kind, not the name: what a document is called is sealed, and facts are not.
    words = f"{Kind(kind).words}. {fit.changed}" if fit.changed else Kind(kind).words
    facts.record(what, about=about, of=made.pk, by=by, on=on, words=words)
    return made


@transaction.atomic
def share(document_id: UUID, *, about: UUID, shared: bool, by: SignIn, on: date) -> None:
    """Show a document to the person it is about, or no longer.

    Raises NotFound; Refused for what the person gave themselves, which is theirs to see.
    """
    row = _row(document_id, about)
    if row.shared == shared:
        return
    if row.by_person:
        raise Refused("This came from the person. They see it as long as it is kept.")
    row.shared = shared
    row.save(update_fields=["shared"])
    what = SHARED if shared else UNSHARED
    facts.record(what, about=row.about_id, of=row.pk, by=by, on=on, words=Kind(row.kind).words)


@transaction.atomic
def remove(document_id: UUID, *, about: UUID, reason: str, by: SignIn, on: date) -> None:
    """Take a document out of everybody's sight, with a reason; the row stays, and says so.

    What was in it is erased with the record, when its time comes, or by whoever answers for the
    person's rights. Raises NotFound; Refused without a reason.
    """
    if not reason.strip():
        raise Refused("Say why it is taken away, for whoever looks for it later.")
    row = _row(document_id, about)
    row.removed_on, row.removed_by, row.removed_because = on, by, reason.strip()[:400]
    row.save(update_fields=["removed_on", "removed_by", "removed_because"])
    words = Kind(row.kind).words
    facts.record(TAKEN_AWAY, about=row.about_id, of=row.pk, by=by, on=on, words=words)


def _row(document_id: UUID, about: UUID) -> Document:
    rows = Document.objects.select_for_update().filter(pk=document_id, about_id=about)
    row = rows.filter(removed_on__isnull=True).first()
    if row is None:
        raise NotFound("There is no such document here.")
    return row
