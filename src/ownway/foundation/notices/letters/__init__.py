"""A letter as a PDF: one person, one address in the window, the reference on every page.

Made by typst (imported when the first letter is), to PDF/UA-1. The words reach it as data.
"""

import json
from calendar import timegm
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ownway.foundation.notices.domain import ADDRESS_LINES, Format, Line
from ownway.foundation.notices.letters.pictures import drawn
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused

# The window of a DL envelope over a letter folded in three: millimetres from the top left of A4.
WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH, WINDOW_HEIGHT = 20, 53, 95, 30
MADE_WITH = Path(__file__).parent / "letter.typ"


@dataclass(frozen=True, slots=True)
class Letter:
    reference: str
    council: str
    telephone: str
    window: tuple[str, ...]
    day: date
    subject: str
    lines: tuple[Line, ...]
    format: Format


def as_pdf(letter: Letter) -> bytes:
    """The letter's exact bytes, the same for the same letter.

    Raises Refused for a format that print cannot carry, or more than one address in the window.
    """
    if letter.format not in (Format.STANDARD, Format.LARGE_PRINT, Format.EASY_READ):
        raise Refused(f"A printed letter cannot be {letter.format.value}.")
    if not 1 < len(letter.window) <= ADDRESS_LINES:
        raise Refused("A letter needs one whole address, as many lines as its window shows.")
    import typst  # 80 MB of it: only whoever makes a letter loads it

    said = {
        "reference": letter.reference,
        "council": letter.council,
        "telephone": letter.telephone,
        "window": letter.window,
        "day": in_words(letter.day),
        "subject": letter.subject,
        "format": letter.format.value,
        "lines": [
            {
                "words": line.words,
                "heading": line.heading,
                "picture": line.picture,
                "svg": drawn(line.picture) if line.picture else "",
            }
            for line in letter.lines
        ],
    }
    made = typst.compile(
        str(MADE_WITH),
        format="pdf",
        sys_inputs={"letter": json.dumps(said)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=timegm(letter.day.timetuple()),
    )
    return bytes(made)
