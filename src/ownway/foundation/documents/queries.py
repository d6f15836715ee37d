"""Which documents there are about somebody, and what is in one.

Who calls has asked `support.people` which records `by` may open, and passes those ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.documents.domain import BY_CONTENT_TYPE, Kind
from ownway.foundation.documents.models import Document, DocumentPart, sealed_for
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.keys.sealing import opened_parts
from ownway.kernel.refusal import NotFound

OPENED = declare("documents.opened", "Opened a document", reading=True)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    id: UUID
    about_id: UUID
    name: str
    kind: str  # in words
    format: str  # in words
    size: int  # bytes
    from_whom: str
    added_by: str
    added_on: date
    by_person: bool
    shared: bool
    removed_on: date | None
    removed_by: str
    removed_because: str


class Opened(NamedTuple):
    """A document to hand out: what to call it, what it is, and its bytes a stretch at a time."""

    name: str
    content_type: str
    parts: Iterator[bytes]


def listed(
    about: UUID | Iterable[UUID], *, shared_only: bool = False, with_removed: bool = False
) -> list[DocumentLine]:
    """The documents about a person, the newest first. `about` is an id, or all ids of a record.

    shared_only     those that the person sees
    with_removed    also those taken away, each with its reason
    """
    rows = _rows(about, shared_only=shared_only, with_removed=with_removed)
    return [_line(row) for row in rows]


def one(
    document_id: UUID, *, about: UUID | Iterable[UUID], shared_only: bool = False
) -> DocumentLine:
    """One document about a person. Raises NotFound, also when it was taken away."""
    row = _rows(about, shared_only=shared_only, with_removed=False).filter(pk=document_id).first()
    if row is None:
        raise NotFound("There is no such document here.")
    return _line(row)


@transaction.atomic
def open_for_reading(
    document_id: UUID,
    *,
    about: UUID | Iterable[UUID],
    by: SignIn,
    on: date,
    shared_only: bool = False,
) -> Opened:
    """A document to hand to `by`; that they opened it is recorded. Raises NotFound."""
    line = one(document_id, about=about, shared_only=shared_only)
    facts.record_reading(OPENED, about=line.about_id, of=line.id, by=by, on=on, words=line.kind)
    return opened(document_id)


def opened(document_id: UUID) -> Opened:
    """What is in a document that the caller may see and has recorded the reading of.

    One part is in memory at a time. Raises NotFound; while the parts are read, CannotOpen when
    what is kept is no longer what was given, and KeyLost.
    """
    row = Document.objects.filter(pk=document_id).first()
    if row is None:
        raise NotFound("There is no such document here.")
    parts = opened_parts(bytes(row.sealed_key), _parts(row.pk), about=sealed_for(row.pk))
    return Opened(row.name, row.content_type, parts)


def _parts(document_id: UUID) -> Iterator[bytes]:
    rows = DocumentPart.objects.filter(document_id=document_id)
    number = 0
    while (data := rows.filter(number=number).values_list("data", flat=True).first()) is not None:
        yield bytes(data)
        number += 1


def _rows(
    about: UUID | Iterable[UUID], *, shared_only: bool, with_removed: bool
) -> QuerySet[Document]:
    ids = [about] if isinstance(about, UUID) else list(about)
    rows = Document.objects.filter(about_id__in=ids).select_related("added_by", "removed_by")
    if shared_only:
        rows = rows.filter(shared=True)
    return rows if with_removed else rows.filter(removed_on__isnull=True)


def _line(row: Document) -> DocumentLine:
    found = BY_CONTENT_TYPE.get(row.content_type)
    return DocumentLine(
        id=row.pk,
        about_id=row.about_id,
        name=row.name,
        kind=Kind(row.kind).words,
        format=found.value.words if found else row.content_type,
        size=row.size,
        from_whom=row.from_whom,
        added_by=row.added_by.name if row.added_by else "",
        added_on=row.added_on,
        by_person=row.by_person,
        shared=row.shared,
        removed_on=row.removed_on,
        removed_by=row.removed_by.name if row.removed_by else "",
        removed_because=row.removed_because,
    )
