"""Bars drawn in the page; the same figures always stand in a table beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LINE_HEIGHT, WIDEST = 62, 58  # of a bar with its label in pixels; of the longest bar in per cent


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, where it stands, its width, what is written on it; `hatched` or solid."""

    label: str
    top: int
    width: str
    words: str
    hatched: bool


@dataclass(frozen=True, slots=True)
class Bars:
    height: int
    desc: str
    bars: tuple[Bar, ...]


def bars(lines: Iterable[tuple[str, Decimal | None, str, bool]]) -> Bars:
    """Bars of (label, value, words, hatched); a value that is not there has no length."""
    said = list(lines)
    most = max((value for _, value, _, _ in said if value is not None), default=Decimal(0))
    return Bars(
        height=LINE_HEIGHT * len(said),
        desc="; ".join(f"{label}: {words}" for label, _, words, _ in said),
        bars=tuple(
            Bar(
                label=label,
                top=LINE_HEIGHT * place,
                width=f"{(value or Decimal(0)) / (most or Decimal(1)) * WIDEST:.2f}%",
                words=words,
                hatched=hatched,
            )
            for place, (label, value, words, hatched) in enumerate(said)
        ),
    )
