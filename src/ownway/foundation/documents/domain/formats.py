"""Formats that may be kept, told by what is in a file and never by what it is called."""

from dataclasses import dataclass
from enum import Enum

from ownway.kernel.refusal import Refused

ASK = "Save it as a PDF and choose that one."


class UnsafeFile(Refused):
    """A file that is not kept, with the reason and what to do instead."""


@dataclass(frozen=True, slots=True)
class About:
    """What a format is called to a browser, at the end of a file's name, and to people."""

    content_type: str
    ending: str
    words: str


class Format(Enum):
    PDF = About("application/pdf", ".pdf", "PDF")
    JPEG = About("image/jpeg", ".jpg", "Picture")
    PNG = About("image/png", ".png", "Picture")
    WORD = About(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        "Word document",
    )
    OPEN_TEXT = About("application/vnd.oasis.opendocument.text", ".odt", "OpenDocument text")
    CSV = About("text/csv; charset=utf-8", ".csv", "Table (CSV)")
    TEXT = About("text/plain; charset=utf-8", ".txt", "Plain text")


BY_CONTENT_TYPE = {one.value.content_type: one for one in Format}
# What a browser is asked to offer when somebody chooses a file.
ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".odt", ".txt", ".csv")

# Formats that are recognised so that the refusal can say what to do.
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", 0, f"This is an older Word, Excel or Outlook file. {ASK}"),
    (b"GIF8", 0, "This is a GIF. Save the picture as JPEG or PNG and choose that one."),
    (
        b"RIFF",
        0,
        "Save the picture as JPEG or PNG and choose that one. Sound and film are not kept.",
    ),
    (b"II*\x00", 0, "This is a TIFF. Save it as PDF, JPEG or PNG and choose that one."),
    (b"MM\x00*", 0, "This is a TIFF. Save it as PDF, JPEG or PNG and choose that one."),
    (
        b"ftyp",
        4,
        "This is a HEIC picture or a film. Save the picture as JPEG (on an iPhone: Settings, "
        "Camera, Formats, Most Compatible) and choose that one.",
    ),
    (b"{\\rtf", 0, f"This is an RTF file. {ASK}"),
    (b"MZ", 0, "This is a program. Programs are not kept."),
    (b"\x7fELF", 0, "This is a program. Programs are not kept."),
    (b"#!", 0, "This is a program. Programs are not kept."),
)


def told_apart(content: bytes, *, name: str) -> Format:
    """The format of a file. `name` only tells a table from other text.

    Raises UnsafeFile: empty, or of a format that is not kept.
    """
    if not content:
        raise UnsafeFile("The file is empty. Choose it again.")
    for mark, at, words in _REFUSED:
        if content[at : at + len(mark)] == mark:
            raise UnsafeFile(words)
    if content.startswith(b"%PDF-"):
        return Format.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content.startswith(b"PK"):
        # An OpenDocument file says what it is in its first, uncompressed entry.
        return Format.OPEN_TEXT if content[30:38] == b"mimetype" else Format.WORD
    return Format.CSV if name.lower().endswith(".csv") else Format.TEXT
