"""Texts as a database reads them in bulk: what stands for what."""

import re
from collections.abc import Callable
from typing import Final

from ownway.commissioning.returns.domain import cells, rows
from ownway.commissioning.returns.domain.fields import Field

NOTHING: Final = "\\N"
# In a block a comma or quotation mark within a text travels as a mark that no text there holds.
COMMA, QUOTE = "\x1f", "\x02"
MARKS: Final = bytes.maketrans((COMMA + QUOTE).encode(), b',"')
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", ",": "\\,"}
_plain: Final = str.maketrans(_ESCAPES)
_marked: Final = str.maketrans(_ESCAPES | {",": f"\\{COMMA}", '"': QUOTE})
_special: Final = re.compile('[\\\\\n\r,"]').search
_quoted: Final = re.compile('[\n\r,"]').search


def escaped(text: str) -> str:
    """A text as it is copied."""
    return text.translate(_plain) if _special(text) else text


def marked(text: str) -> str:
    """The same within a block, until `MARKS` are put back."""
    return text.translate(_marked) if _special(text) else text


def marked_cell(text: str) -> str:
    """A cell as a line of comma-separated text has it, and as it is copied within a block."""
    if _quoted(text):
        return marked('"' + text.replace('"', '""') + '"')
    return marked(text)


def written(field: Field, form: str, escape: Callable[[str], str]) -> str:
    """How the form of a cell is copied: a day or a number that cannot be read is nothing."""
    if field.kind == "date":
        return NOTHING if rows.days[form] is None else form
    if field.kind == "number":
        return NOTHING if rows.amounts[form] is None else form
    if field.kind == "nhs number":
        return NOTHING if cells.nhs_number(form) is None else form
    return escape(form)
