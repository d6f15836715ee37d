"""Word and OpenDocument files: packed folders of pages, without macros, bombs or second files.

Source    ECMA-376 part 2 (packages); OASIS OpenDocument 1.3 part 2 (packages);
          Fifield 2019, "A better zip bomb" (entries that overlap).
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from ownway.foundation.documents.domain.formats import ASK, UnsafeFile

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200_000_000  # bytes of all entries together
MOST_TIMES = 150  # how many times larger an entry may be than it is packed, once over a megabyte
AT_ONCE = 65_536

_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCAL_BYTES = 30
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_WORD_MAIN = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_WORD_ACTS = re.compile(r"(vbaproject|vbadata|/activex/|oleobject|macrosheets)", re.IGNORECASE)
_OPEN_ACTS = re.compile(r"^(basic|scripts|object \d+/basic)/", re.IGNORECASE)
_FETCHES = re.compile(
    rb"relationships/(attachedTemplate|oleObject|frame|subDocument)[^>]*TargetMode\s*=\s*.External"
    rb"|TargetMode\s*=\s*.External[^>]*relationships/(attachedTemplate|oleObject|frame|subDocument)",
    re.IGNORECASE,
)
_FIELDS_THAT_RUN = re.compile(rb"\bDDE(AUTO)?\b")

_MACROS = f"The document has macros, which are programs. {ASK}"
_DAMAGED = f"The document is damaged. Open it, save it anew, and choose that one; or: {ASK}"
_BOMB = f"The document unpacks to far more than it is. {ASK}"
_NOT_WORD = (
    "This is a packed file that is not a Word or OpenDocument text. Unpack it and choose the "
    "files one by one."
)


def check_word(content: bytes) -> None:
    """Raises UnsafeFile: not a Word document (.docx), or one that does more than show text."""
    package = _opened(content)
    names = {entry.filename for entry in package.infolist()}
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise UnsafeFile(_NOT_WORD)
    if any(_WORD_ACTS.search(name) for name in names):
        raise UnsafeFile(_MACROS)
    for name, written in _pages(package):
        if name == "[Content_Types].xml":
            if b"macroEnabled" in written or b"vbaProject" in written:
                raise UnsafeFile(_MACROS)
            if not any(main in written for main in _WORD_MAIN):
                raise UnsafeFile(_NOT_WORD)
        if name.endswith(".rels") and _FETCHES.search(written):
            raise UnsafeFile(f"The document fetches something from elsewhere when opened. {ASK}")
        if b"instrText" in written and _FIELDS_THAT_RUN.search(written):
            raise UnsafeFile(f"The document starts a program when opened. {ASK}")


def check_open_text(content: bytes) -> None:
    """Raises UnsafeFile: not an OpenDocument text, or one that does more than show text."""
    package = _opened(content)
    first = package.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        raise UnsafeFile(_NOT_WORD)
    if b"".join(_read(package, first)) != b"application/vnd.oasis.opendocument.text":
        raise UnsafeFile(_NOT_WORD)
    if any(_OPEN_ACTS.search(entry.filename) for entry in package.infolist()):
        raise UnsafeFile(_MACROS)
    for name, written in _pages(package):
        if name == "META-INF/manifest.xml" and b"encryption-data" in written:
            raise UnsafeFile("The document is locked with a password. Save it without one first.")
        if b"script:event-listener" in written or b"<script:" in written:
            raise UnsafeFile(_MACROS)


def _opened(content: bytes) -> zipfile.ZipFile:
    """A packed folder that is nothing else besides, with its entries side by side in it."""
    at = len(content) - _END_BYTES
    if content[:4] != b"PK\x03\x04" or at < 0 or content[at : at + 4] != _END:
        raise UnsafeFile(_DAMAGED)
    size, start = struct.unpack("<II", content[at + 12 : at + 20])
    if start + size != at:
        raise UnsafeFile(_DAMAGED)  # something stands before or behind the folder
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeDecodeError):
        raise UnsafeFile(_DAMAGED) from None
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if not entries or len(names) != len(entries):
        raise UnsafeFile(_DAMAGED)
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise UnsafeFile(_BOMB)
    before = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < before:
            raise UnsafeFile(_BOMB)
        before = entry.header_offset + _LOCAL_BYTES + entry.compress_size
        if entry.flag_bits & 0x1:
            raise UnsafeFile("The document is locked with a password. Save it without one first.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnsafeFile(_DAMAGED)
        if entry.file_size > 1_000_000 and entry.file_size > MOST_TIMES * entry.compress_size:
            raise UnsafeFile(_BOMB)
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
            raise UnsafeFile(_DAMAGED)
    if before > start:
        raise UnsafeFile(_BOMB)
    return package


def _pages(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every written page of a package, one in memory at a time. Refuses what expands by itself."""
    for entry in package.infolist():
        if not entry.filename.endswith((".xml", ".rels", ".rdf")):
            for _ in _read(package, entry):  # so that a damaged entry is found now
                pass
            continue
        # Without the zeros that the same letters have between them in UTF-16.
        written = b"".join(_read(package, entry)).replace(b"\x00", b"")
        if _ENTITIES.search(written):
            raise UnsafeFile(_BOMB)
        yield entry.filename, written


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """An entry a stretch at a time. Raises UnsafeFile when it is not what the list says."""
    try:
        with package.open(entry) as opened:
            while stretch := opened.read(AT_ONCE):
                yield stretch
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise UnsafeFile(_DAMAGED) from None
