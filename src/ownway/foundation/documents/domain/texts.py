"""Plain text and tables: letters only, nothing that a browser or a spreadsheet would act on."""

import csv
import io
import re

from ownway.foundation.documents.domain.formats import UnsafeFile

_NOT_LETTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# What a browser that guesses would take for a page: WHATWG MIME Sniffing, 7.1.
_PAGE = re.compile(
    r"\s*<(!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|!--|\?xml)"
    r"[\s>!?-]",
    re.IGNORECASE,
)
_MARKS_OF_OTHERS = ("%PDF-", "GIF8", "PK\x03\x04")
_FORMULA = re.compile(r"\s*(=|@\w+\(|[+-].*[|!(])")


def checked_text(content: bytes) -> bytes:
    """Text as UTF-8. Raises UnsafeFile when it is not text, or is a page for a browser."""
    text = _letters(content)
    if _PAGE.match(text):
        raise UnsafeFile("This is a page for a browser. Print it to a PDF and choose that one.")
    if any(mark in text[:1024] for mark in _MARKS_OF_OTHERS):
        raise UnsafeFile("Another file is hidden in this text. Choose that file by itself.")
    return text.encode()


def checked_table(content: bytes) -> bytes:
    """A comma-separated table as UTF-8. Raises UnsafeFile when a cell holds a formula."""
    kept = checked_text(content)
    try:
        for number, line in enumerate(csv.reader(io.StringIO(kept.decode(), newline="")), 1):
            if any(_FORMULA.match(cell) for cell in line):
                raise UnsafeFile(
                    f"Line {number} of the table holds a formula, which a spreadsheet would run. "
                    "Save it with values only and choose that one."
                )
    except csv.Error:
        raise UnsafeFile(
            "The table cannot be read: a cell is far too long or not closed. Save it anew."
        ) from None
    return kept


def _letters(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what older programs here write
        except UnicodeDecodeError:
            raise UnsafeFile(_NOT_TEXT) from None
    if _NOT_LETTERS.search(text):
        raise UnsafeFile(_NOT_TEXT)
    return text


_NOT_TEXT = (
    "This kind of file is not kept. PDF, JPEG, PNG, Word (.docx), OpenDocument (.odt), "
    "plain text and CSV are."
)
