"""What is expected on an account, what was said before, and what a match is. Pure.

Units     Whole pence; above nothing what comes in, below nothing what goes out. Scores to 100.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class What(StrEnum):
    """What a line of an account is."""

    PAYMENT = "payment"  # what the council pays
    PART = "part of the plan"
    OWN = "own money"  # paid in or spent of it; nobody else's concern
    OTHER = "something else"  # said in the person's words
    NOTHING = "nothing moved"


@dataclass(frozen=True, slots=True)
class Moved:
    """A line as matching sees it."""

    id: str
    on: date
    pence: int
    words: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that ought to stand on the account once.

    `series` is what it is one of: the council's payments, or one part of the plan. `payee` is who
    is paid, in the plan's words; "" where the bank's words tell nothing. `varies`: the amount may
    be a little more or less, as hours are.
    """

    id: str
    series: str
    what: What
    on: date
    pence: int
    label: str
    payee: str = ""
    varies: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """An answer given before, which holds for every line with these words and the same direction.

    `series` is the part of the plan it leads to, "" for the others.
    """

    words: str
    came_in: bool
    what: What
    series: str
    label: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Match:
    """Lines and what they are: one of each, a payment in parts, or several paid at once."""

    lines: tuple[str, ...]
    expected: tuple[str, ...]
    series: str
    what: What
    label: str
    score: int
    reasons: tuple[str, ...]
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """What is sure; what else each other line may be, the likeliest first; what did not come."""

    sure: tuple[Match, ...]
    asked: dict[str, tuple[Match, ...]]
    not_come: tuple[Expected, ...]
