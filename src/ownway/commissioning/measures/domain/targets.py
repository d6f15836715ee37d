"""What a target says of a figure, in words; pure.

Fewer than 20 people make a percentage that one of them can move by five points, so the counts are
said first and the share is left to the reader.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ownway.kernel.period import in_words

MORE, LESS = "higher", "lower"
ENOUGH_FOR_SHARES = 20
GOOD, SOME, BAD = "good", "some", "bad"


@dataclass(frozen=True, slots=True)
class Status:
    """`kind` is GOOD, SOME or BAD; the words alone are enough. `missed`: the day has passed."""

    kind: str
    words: str

    @property
    def missed(self) -> bool:
        return self.kind == BAD


def status(
    value: Decimal, *, target: Decimal, by_day: date, on: date, better: str, unit: str = "%"
) -> Status:
    """Where a figure stands against its target on a day; `unit` as in `figure`."""
    short = target - value if better == MORE else value - target
    if short <= 0:
        return Status(GOOD, "Target met")
    apart = _apart(short, unit)
    if on <= by_day:
        return Status(SOME, f"{apart} to go by {in_words(by_day)}")
    return Status(BAD, f"Missed by {apart}")


def figure(value: Decimal | None, unit: str = "%") -> str:
    """46.8%; 12.3 per 100,000; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,}%" if unit == "%" else f"{value:,} {unit}"


def counts_first(numerator: int, denominator: int | None) -> str:
    """3 of 7: said instead of a share of so few; empty when there are enough, or none to divide."""
    if denominator is None or not 0 < denominator < ENOUGH_FOR_SHARES:
        return ""
    return f"{numerator:,} of {denominator:,}"


def _apart(short: Decimal, unit: str) -> str:
    if unit == "%":
        return f"{short:,} percentage point{'' if short == 1 else 's'}"
    return f"{short:,} {unit}"
