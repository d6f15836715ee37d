"""The window of an envelope shows one address and nothing else, whatever the letter says; each page
carries its reference, so that pages of two letters cannot be taken for one."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ownway.foundation.notices.domain import Format, Line
from ownway.foundation.notices.letters import (
    WINDOW_HEIGHT,
    WINDOW_LEFT,
    WINDOW_TOP,
    WINDOW_WIDTH,
    Letter,
    as_pdf,
)
from ownway.kernel.refusal import Refused

MM = 72 / 25.4  # points a millimetre
A4_HEIGHT = 297
RUTH = Letter(
    reference="N-1A2B3C4D",
    council="Marlshire Council",
    telephone="01632 960 140",
    window=("Ruth Calloway", "3 Tannery Row", "Flat 2", "The Old Works", "Thornbeck", "QM3 4AB"),
    day=date(2026, 11, 23),
    subject="About 9 Mill Lane and NHS number 999 123 4567",
    lines=(
        Line("Dear Ruth"),
        Line("What we agreed", heading=True),
        Line("You said yes.", picture="tick"),
        Line('#panic("run") $x$ *bold* @label'),
    ),
    format=Format.STANDARD,
)


def positions(pdf: bytes, page: int = 0) -> list[tuple[float, float, str]]:
    """Every run of words of a page, with where it starts in millimetres from the top left."""
    found: list[tuple[float, float, str]] = []

    def seen(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x / MM, A4_HEIGHT - y / MM, text.strip()))

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=seen)
    return found


def in_window(pdf: bytes) -> str:
    """All words whose baseline falls in the window zone, from its left edge of the page on."""
    return " ".join(
        text
        for x, y, text in positions(pdf)
        if x <= WINDOW_LEFT + WINDOW_WIDTH and WINDOW_TOP <= y <= WINDOW_TOP + WINDOW_HEIGHT
    )


@pytest.mark.parametrize("form", [Format.STANDARD, Format.LARGE_PRINT, Format.EASY_READ])
def test_the_window_shows_this_one_address_and_nothing_else(form: Format) -> None:
    shown = in_window(as_pdf(replace(RUTH, format=form)))
    assert shown.split() == " ".join(RUTH.window).split()


def test_words_moved_into_the_window_would_be_seen() -> None:
    moved = replace(RUTH, window=(*RUTH.window[:2], "9 Mill Lane", "QM9 9ZZ"))
    assert "9 Mill Lane" in in_window(as_pdf(moved))


def test_every_page_says_which_letter_it_is_of_and_of_how_many() -> None:
    long = replace(RUTH, lines=tuple(Line(f"Line {n} of what we have to say.") for n in range(60)))
    pages = PdfReader(BytesIO(as_pdf(long))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        said = " ".join(page.extract_text().split())
        assert "N-1A2B3C4D" in said
        assert f"Page {number} of {len(pages)}" in said


def test_words_reach_the_letter_as_data() -> None:
    said = PdfReader(BytesIO(as_pdf(RUTH))).pages[0].extract_text()
    assert '#panic("run") $x$ *bold* @label' in " ".join(said.split())


def test_a_letter_is_tagged_titled_and_the_same_each_time() -> None:
    made = as_pdf(RUTH)
    read = PdfReader(BytesIO(made))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert read.metadata is not None
    assert read.metadata.title == RUTH.subject
    assert as_pdf(RUTH) == made


def test_large_print_is_at_least_sixteen_points() -> None:
    sizes: list[float] = []

    def seen(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if "Dear" in text or "You said" in text:
            sizes.append(size * abs(tm[0]) * abs(cm[0]))

    page = PdfReader(BytesIO(as_pdf(replace(RUTH, format=Format.LARGE_PRINT)))).pages[0]
    page.extract_text(visitor_text=seen)
    assert sizes
    assert min(sizes) >= 16


@pytest.mark.parametrize("window", [(), ("Ruth Calloway",), ("a",) * 7])
def test_a_letter_without_one_whole_address_is_refused(window: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="one whole address"):
        as_pdf(replace(RUTH, window=window))


def test_print_cannot_carry_braille() -> None:
    with pytest.raises(Refused, match="cannot be braille"):
        as_pdf(replace(RUTH, format=Format.BRAILLE))
