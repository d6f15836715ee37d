"""Easy Read: one idea a line with a picture beside it, on a page and on paper.

Source    Accessible Information Standard (DAPB1605); what a person must decide on is written so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ownway.foundation.look.printing import as_pdf
from ownway.foundation.notices.letters.pictures import drawn
from ownway.kernel.period import in_words

EASY = Path(__file__).parent / "easy.typ"


@dataclass(frozen=True, slots=True)
class EasyLine:
    """One idea with its picture; a heading has none."""

    words: str
    picture: str = ""

    @property
    def heading(self) -> bool:
        return not self.picture


def easy_pdf(title: str, lines: Sequence[EasyLine], *, council: str, day: date) -> bytes:
    """The lines as a PDF, a picture beside each idea."""
    said = {
        "title": title,
        "council": council,
        "day": in_words(day),
        "lines": [
            {
                "words": one.words,
                "heading": one.heading,
                "svg": drawn(one.picture) if one.picture else "",
            }
            for one in lines
        ],
    }
    return as_pdf(EASY, said, day=day)
