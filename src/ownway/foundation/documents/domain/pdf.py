"""PDFs that only show something: no scripts, no programs, no files inside, no password.

Looks at the file itself and into its compressed lists of objects, with names in whatever spelling
(a name may write any letter as `#` and two digits). This is not a reader of PDFs: one written to
deceive may pass, which is why downloads are attachments and a scanner can be set up beside it.

Source    ISO 32000-1:2008, 7.3.5 (names), 7.5.7 (object streams), 12.6.4 (actions).
"""

import re
import zlib

from ownway.foundation.documents.domain.formats import UnsafeFile

MOST_UNPACKED = 50_000_000  # bytes of all lists of objects together
_END_OF_FOLDER = 22  # bytes of the record that ends a ZIP, before its comment
_AGAIN = "Print it to a new PDF (choose Print, then Save as PDF) and choose that one."
_ACTS = (
    (rb"/(JavaScript|Rendition|RichMedia)(?![A-Za-z0-9])", "runs something when opened"),
    (rb"/(Launch|ImportData|SubmitForm)(?![A-Za-z0-9])", "starts a program or sends data"),
    (rb"/EmbeddedFiles?(?![A-Za-z0-9])", "has other files inside"),
)
# Too short to be looked for in pictures, where any three letters turn up by chance.
_SHORT = ((rb"/(XFA|JS)(?![A-Za-z0-9])", "runs something when opened"),)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LIST_OF_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]?|/[A-Za-z0-9]+)")
_AFTER_THE_END = re.compile(rb"%%EOF\s*\Z")
_PAGE_OF_A_BROWSER = re.compile(rb"<\s*(html|script|svg|body|iframe|!doctype)", re.IGNORECASE)


def check_pdf(content: bytes) -> None:
    """Raises UnsafeFile when a PDF does more than show something, or is not only a PDF."""
    if not _AFTER_THE_END.search(content[-1024:]):
        raise UnsafeFile(f"The PDF is cut short, or something follows it. {_AGAIN}")
    if _ends_as_a_packed_folder(content):
        raise UnsafeFile(f"Another file is hidden behind the PDF. {_AGAIN}")
    if _PAGE_OF_A_BROWSER.search(content[:1024]):
        raise UnsafeFile(f"Another file is hidden before the PDF. {_AGAIN}")
    plain = _with_plain_names(content)
    # Before anything is unpacked: in a locked PDF the lists of objects are locked too.
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", plain):
        raise UnsafeFile("The PDF is locked with a password. Save it without one first.")
    _refuse(plain, _ACTS)
    _refuse(_with_plain_names(_without_streams(content)), _SHORT)
    for unpacked in _lists_of_objects(content):
        _refuse(_with_plain_names(unpacked), _ACTS + _SHORT)


def _ends_as_a_packed_folder(content: bytes) -> bool:
    """Whether a program that unpacks would find a folder here, which it looks for from the end."""
    at = content.find(b"PK\x05\x06", max(0, len(content) - _END_OF_FOLDER - 0xFFFF))
    return at >= 0


def _without_streams(content: bytes) -> bytes:
    """What stands between the streams."""
    kept, at = [], 0
    for stream in _STREAM.finditer(content):
        if stream.start() < at or content[max(0, stream.start() - 3) : stream.start()] == b"end":
            continue
        kept.append(content[at : stream.start()])
        end = content.find(b"endstream", stream.end())
        at = end if end >= 0 else len(content)
    return b"".join([*kept, content[at:]])


def _with_plain_names(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)


def _refuse(plain: bytes, acts: tuple[tuple[bytes, str], ...]) -> None:
    for pattern, words in acts:
        if re.search(pattern, plain):
            raise UnsafeFile(f"The PDF {words}. {_AGAIN}")


def _lists_of_objects(content: bytes) -> list[bytes]:
    """What is in the compressed lists of objects."""
    found, room = [], MOST_UNPACKED
    for stream in _STREAM.finditer(content):
        if content[max(0, stream.start() - 3) : stream.start()] == b"end":
            continue
        opening = content.rfind(b"obj", 0, stream.start())
        said = _with_plain_names(content[max(opening, stream.start() - 4096) : stream.start()])
        if not _LIST_OF_OBJECTS.search(said):
            continue
        packed_with = _FILTER.search(said)
        if packed_with is not None and packed_with[1].strip(b"[] \r\n") != b"/FlateDecode":
            raise UnsafeFile(f"The PDF is written in an unusual way. {_AGAIN}")
        end = content.find(b"endstream", stream.end())
        packed = content[stream.end() : end if end >= 0 else len(content)]
        unpacked = _unpacked(packed, room=room) if packed_with is not None else packed
        room -= len(unpacked)
        found.append(unpacked)
    return found


def _unpacked(packed: bytes, *, room: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        unpacked = reader.decompress(packed, max(1, room))
    except zlib.error:
        raise UnsafeFile(f"The PDF is damaged. {_AGAIN}") from None
    if reader.unconsumed_tail or len(unpacked) >= room:
        raise UnsafeFile(f"The PDF unpacks to far more than it is. {_AGAIN}")
    return unpacked
