"""What is kept of a file that somebody gives: as it is, mended, or not at all.

Formats are told by content. A picture is drawn anew, so nothing but the picture is left: no place,
no device, no second file behind it. Other files are kept as they are, or refused when they hold
something that acts by itself. What is drawn or written in a picture is not read: a card number in
a photograph is not found.

Source    OWASP ASVS 5.0.0, V5 (file handling); OWASP File Upload Cheat Sheet.
"""

from dataclasses import dataclass

from ownway.foundation.documents.domain.formats import Format, told_apart
from ownway.foundation.documents.domain.office import check_open_text, check_word
from ownway.foundation.documents.domain.pdf import check_pdf
from ownway.foundation.documents.domain.pictures import drawn_anew
from ownway.foundation.documents.domain.texts import checked_table, checked_text

CLEANED_PICTURE = "Where and with what the picture was taken was left out."
CLEANED_TEXT = "The letters were written anew as UTF-8."


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its bytes, its format, and what was changed in it ("" for none)."""

    content: bytes
    format: Format
    changed: str = ""


def checked(content: bytes, *, name: str) -> Checked:
    """What to keep of a file. Raises UnsafeFile with the reason, and what to do instead."""
    found = told_apart(content, name=name)
    match found:
        case Format.PDF:
            check_pdf(content)
        case Format.JPEG | Format.PNG:
            return Checked(drawn_anew(content, found), found, CLEANED_PICTURE)
        case Format.WORD:
            check_word(content)
        case Format.OPEN_TEXT:
            check_open_text(content)
        case Format.CSV | Format.TEXT:
            written = (checked_table if found is Format.CSV else checked_text)(content)
            return Checked(written, found, "" if written == content else CLEANED_TEXT)
    return Checked(content, found)
