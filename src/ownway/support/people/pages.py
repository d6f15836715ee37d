"""What the pages about records of the same person show."""

from collections.abc import Callable
from dataclasses import dataclass

from ownway.kernel.period import in_words
from ownway.support.people.domain import names_alike
from ownway.support.people.queries import Held, Side

SAME, ALIKE, DIFFERENT = "Same", "Alike", "Different"
ONE_SAYS, NEITHER = "Only one says", "Neither says"
NAME = "Name"


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two records side by side, with what it comes to in words."""

    what: str
    one: str
    other: str
    mark: str


def side_by_side(one: Side, other: Side) -> list[Compared]:
    """What is known of two records, line by line; lines on which neither says anything go."""
    lines = [_line(what, said(one), said(other)) for what, said in _LINES]
    return [line for line in lines if line.mark != NEITHER]


def holds(side: Side) -> list[str]:
    """What a record holds, a line a kind: 3 services, 1 of them open, the last from 4 May 2026."""
    return [_held(one) for one in side.holds]


def _held(one: Held) -> str:
    words = f"{one.count:,} {one.words}"
    if one.open:
        words += f", {one.open:,} of them open" if one.count > 1 else ", open"
    if one.last_day:
        words += f", {'the last ' if one.count > 1 else ''}from {in_words(one.last_day)}"
    return words


def _line(what: str, one: str, other: str) -> Compared:
    if not one and not other:
        mark = NEITHER
    elif not one or not other:
        mark = ONE_SAYS
    else:
        mark = SAME if one.casefold() == other.casefold() else DIFFERENT
        if mark == DIFFERENT and what == NAME and names_alike(one, other):
            mark = ALIKE
    return Compared(what, one, other, mark)


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number


_LINES: tuple[tuple[str, Callable[[Side], str]], ...] = (
    (NAME, lambda side: side.name),
    ("Likes to be called", lambda side: side.known_as),
    ("NHS number", lambda side: _spaced(side.nhs_number)),
    ("Born", lambda side: in_words(side.born_on) if side.born_on else ""),
    ("Died", lambda side: in_words(side.died_on) if side.died_on else ""),
    ("Gender", lambda side: side.gender),
    ("Address", lambda side: side.address),
    ("Telephone", lambda side: side.telephone),
    ("How to talk", lambda side: side.how_to_talk),
    ("Team", lambda side: side.team),
    ("Worker", lambda side: side.worker),
)
