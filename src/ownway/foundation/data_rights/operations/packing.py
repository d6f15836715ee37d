"""Making a subject access pack: one zip that opens in any browser, and in any program.

Promise   All of this person's rows and nobody else's, under every id of theirs; what is left out
          is listed with the reason.
Source    UK GDPR articles 12(1), 15 and 20.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID

from django.template.loader import render_to_string

from ownway.foundation.data_rights.domain.masking import Masked, Masker
from ownway.foundation.data_rights.domain.schedule import rules
from ownway.foundation.data_rights.operations.gathering import Gathered, Gathering, Part, plain
from ownway.foundation.data_rights.queries.catalogue import tables
from ownway.foundation.data_rights.queries.rows import RowsOf, every_id
from ownway.foundation.documents.models import Document, DocumentPart, sealed_for
from ownway.foundation.facts import queries as facts
from ownway.foundation.keys.sealing import CannotOpen, opened_parts
from ownway.kernel.spreadsheet import line

MOST_READINGS = 100_000
RECORD = "adult-care-record"


@dataclass(frozen=True, slots=True)
class Built:
    """What a pack holds: (part, lines), and what was left out."""

    contents: tuple[tuple[str, int], ...]
    masked: tuple[Masked, ...]
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InPack:
    """A document as the pack has it: its name and file, or why it is not there."""

    name: str
    file: str
    why: str


def pack_of(
    person_id: UUID,
    into: IO[bytes],
    *,
    name: str,
    on: date,
    show: frozenset[str] = frozenset(),
    leave_out: frozenset[str] = frozenset(),
) -> Built:
    """Write the pack of one person, and say what is in it.

    `show` and `leave_out` are what somebody decided after looking a first pack over.
    """
    rows = RowsOf(every_id(person_id))
    gathering = Gathering(rows, show=show, leave_out=leave_out)
    found = gathering.gathered()
    opened = _readings(rows.person_ids, gathering.masker)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as pack:
        documents, troubles = _put_documents(pack, rows, leave_out)
        _put_pages(pack, found, documents, opened, gathering.masker.found, name=name, on=on)
        _put_data(pack, found, gathering.masker.found)
    contents = [(part.title, part.count) for part in found.parts]
    if documents:
        contents.append(("Your documents", sum(1 for one in documents if one.file)))
    contents.append(("Who opened your record", len(opened)))
    return Built(tuple(contents), tuple(gathering.masker.found), tuple(troubles))


def _put_pages(
    pack: zipfile.ZipFile,
    found: Gathered,
    documents: list[InPack],
    opened: list[dict[str, Any]],
    masked_things: list[Masked],
    *,
    name: str,
    on: date,
) -> None:
    parts = [
        {"title": part.title, "count": part.count, "file": f"{_file(number, part)}"}
        for number, part in enumerate(found.parts, 1)
    ]
    counted = Counter((one.part, one.column, one.why) for one in masked_things)
    masked = [
        {"part": part, "column": column, "why": why, "count": count}
        for (part, column, why), count in counted.items()
    ]

    def put(file: str, template: str, **context: Any) -> None:
        page = render_to_string(f"data_rights/pack/{template}.html", context)
        pack.writestr(file, page.encode())

    put(
        "index.html", "index", name=name, made_on=on, parts=parts, documents=documents,
        opened=len(opened), masked=len(masked_things), kept_for=rules()[RECORD].in_words(),
    )  # fmt: skip
    for number, part in enumerate(found.parts, 1):
        put(_file(number, part), "part", part=part)
    if documents:
        put("documents.html", "documents", documents=documents)
    put("who-opened-your-record.html", "opened", readings=opened)
    put("what-we-left-out.html", "masked", masked=masked)
    put(
        "how-long-we-keep-things.html",
        "kept",
        rules=[rules()[used] for used in sorted({one.policy.kept for one in tables().values()})],
    )


def _put_data(pack: zipfile.ZipFile, found: Gathered, masked_things: list[Masked]) -> None:
    for part in found.parts:
        for table in part.tables:
            rows = [{column: plain(value) for column, value in row.items()} for row in table.rows]
            pack.writestr(
                f"data/{table.file}.json", json.dumps(rows, ensure_ascii=False, indent=1).encode()
            )
            lines = [line(table.columns)]
            lines += [
                line(
                    json.dumps(value, ensure_ascii=False)
                    if isinstance(value, list | dict)
                    else value
                    for value in row.values()
                )
                for row in rows
            ]
            pack.writestr(f"data/{table.file}.csv", "".join(lines).encode("utf-8-sig"))
    left = [asdict(one) for one in masked_things]
    pack.writestr(
        "data/what-we-left-out.json", json.dumps(left, ensure_ascii=False, indent=1).encode()
    )


def _put_documents(
    pack: zipfile.ZipFile, rows: RowsOf, leave_out: frozenset[str]
) -> tuple[list[InPack], list[str]]:
    """The documents themselves, but for those left out; one that does not open is said."""
    found, troubles = [], []
    keys = rows.keys(tables()[Document._meta.label])
    asked = Document.objects.filter(pk__in=keys).order_by("added_on", "pk")
    for number, document in enumerate(asked, 1):
        if f"{Document._meta.label}/{document.pk}/file" in leave_out:
            found.append(InPack(document.name, "", "left out after looking it over"))
            continue
        called = PurePath(document.name)
        file = f"documents/{number:03d}-{_slug(called.stem)}{called.suffix}"
        try:
            with pack.open(file, "w") as out:
                for stretch in _opened(document):
                    out.write(stretch)
        except CannotOpen:
            why = "it could not be opened; ask us for it"
            troubles.append(f"The document {number} could not be opened, so it is not in the pack.")
            found.append(InPack(document.name, "", why))
        else:
            found.append(InPack(document.name, file, ""))
    return found, troubles


def _opened(document: Document) -> Iterator[bytes]:
    parts = DocumentPart.objects.filter(document=document).order_by("number")
    sealed = (bytes(data) for data in parts.values_list("data", flat=True).iterator(chunk_size=1))
    return opened_parts(bytes(document.sealed_key), sealed, about=sealed_for(document.pk))


def _readings(person_ids: tuple[UUID, ...], masker: Masker) -> list[dict[str, Any]]:
    return [
        {
            "at": one.recorded_at,
            "who": masker.words(
                f"{one.by_name}, {one.by_title}" if one.by_title else one.by_name,
                place=f"facts.Fact/{one.fact_id}/by_id",
                part="Who opened your record",
                column="Who",
            ),
            "what": one.heading,
        }
        for one in facts.readings(person_ids, limit=MOST_READINGS)
    ]


def _file(number: int, part: Part) -> str:
    return f"{number:02d}-{_slug(part.title)}.html"


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "document"
