"""Drawings of the report; the same figures always stand in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDEST = 58  # of the longest bar, in per cent
ROW, PAIR = 58, 78  # pixels of a line with one bar, and with two
LOWEST, HIGHEST = 0.5, 1.5  # of a ratio that is drawn; further ends are cut


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where its top is, its width, the words on it; `hatched` or solid."""

    top: int
    width: str
    words: str
    hatched: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its label and where that stands, its bars, or its mark with an interval."""

    label: str
    top: int
    bars: tuple[Bar, ...] = ()
    at: str = ""
    low: str = ""
    high: str = ""
    wide: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is bars or ratios; `legend` says what solid and hatched bars are."""

    kind: str
    height: int
    title: str
    desc: str
    rows: tuple[Row, ...]
    legend: tuple[str, ...] = ()


def bars(title: str, lines: Sequence[tuple[str, float, str, bool]]) -> Chart:
    """One bar a line, of (label, value, words, hatched)."""
    most = max((value for _, value, _, _ in lines), default=0) or 1
    return Chart(
        "bars",
        ROW * len(lines),
        title,
        "; ".join(f"{label}: {words}" for label, _, words, _ in lines),
        tuple(
            Row(label, ROW * at + 16, (Bar(ROW * at + 24, _wide(value, most), words, hatched),))
            for at, (label, value, words, hatched) in enumerate(lines)
        ),
    )


def pairs(
    title: str, legend: tuple[str, str], lines: Sequence[tuple[str, float, str, float, str]]
) -> Chart:
    """Two bars a line, solid and hatched, of (label, value, words, value, words)."""
    most = max((max(one, other) for _, one, _, other, _ in lines), default=0) or 1
    return Chart(
        "bars",
        PAIR * len(lines),
        title,
        "; ".join(f"{label}: {words}, {others}" for label, _, words, _, others in lines),
        tuple(
            Row(
                label,
                PAIR * at + 16,
                (
                    Bar(PAIR * at + 22, _wide(one, most), words, False),
                    Bar(PAIR * at + 45, _wide(other, most), others, True),
                ),
            )
            for at, (label, one, words, other, others) in enumerate(lines)
        ),
        legend,
    )


def ratios(title: str, lines: Sequence[tuple[str, float, float, float, str]]) -> Chart:
    """A mark with its interval a line, of (label, ratio, low, high, words); 1 is the middle."""
    return Chart(
        "ratios",
        ROW * len(lines) + 24,
        title,
        "; ".join(f"{label}: {words}" for label, _, _, _, words in lines),
        tuple(
            Row(
                label,
                ROW * at + 16,
                at=_place(ratio),
                low=_place(low),
                high=_place(high),
                wide=f"{max(_at(high) - _at(low), 0):.2f}%",
                words=words,
            )
            for at, (label, ratio, low, high, words) in enumerate(lines)
        ),
    )


def _wide(value: float, most: float) -> str:
    return f"{max(value, 0) / most * WIDEST:.2f}%"


def _at(ratio: float) -> float:
    inside = min(max(ratio, LOWEST), HIGHEST)
    return (inside - LOWEST) / (HIGHEST - LOWEST) * 100


def _place(ratio: float) -> str:
    return f"{_at(ratio):.2f}%"
