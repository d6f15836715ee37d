"""Figures that anybody may read: nothing in them tells of fewer than five people.

What is published   For a day: about how many people there are, and a table for each way of looking.
                    A line under `FEWEST` people reads "fewer than 5", none at all included; every
                    other number is one of the two multiples of 5 beside the truth.
How it is rounded   By a chance that a secret of the council fixes, so that the same figures always
                    give the same numbers; and so that every table adds up to one total, its hidden
                    lines taken together as anything from nobody to 4 people each.
Promise             Whoever has every table of every day and knows these rules, but not the secret,
                    can rule out no combination of hidden numbers from 0 to 4: not by totals, not by
                    taking one table or one day from another. `may_be_shown` is what the promise
                    rests on; a table that does not meet it is not published.
Money               Three leading figures, in whole hundreds of pounds, in a table where every line
                    is shown and none is mostly one person's cost; otherwise in none of its lines.

Why the promise holds. Take any hidden numbers. Let every shown line be what is printed and the
whole be what is printed, and spread what the hidden numbers then leave over, at most 4 for each of
them, over lines printed as 10 or more, at most 4 on each: as many such lines as hidden ones are
enough. All of that rounds to what is printed, for some secret. Beyond the rounding nothing is
decided by the true numbers, so what is missing betrays nothing either.

Units     People; whole pounds a week in what is published, pence in what it is made from.
Errors    Refused: a day that cannot be published, with the reason.
Source    Government Statistical Service, "GSS/GSR disclosure control guidance for tables produced
          from administrative sources"; Hundepool and others, "Statistical disclosure control"
          (2012), on controlled rounding; Kenthapadi, Mishra and Nissim, "Simulatable auditing"
          (2005), on what a withheld answer tells.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ownway.commissioning.insight.domain.figures import (
    AGE_BAND,
    DELIVERY,
    DIMENSIONS,
    DIRECT_PAYMENT,
    FROM_65,
    LOCALITY,
    MECHANISMS,
    MORE_THAN_ONE,
    NOT_KNOWN,
    REASON,
    SERVICE,
    TO_24,
    TO_64,
    Place,
)
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.support.people.domain import SUPPORT_REASONS

STEP = FEWEST = 5
MOST_HIDDEN = FEWEST - 1  # people in a hidden line; also how far a printed number may be off
AT_LEAST = 50  # people in all: below that even the whole says too much about each
APART = timedelta(days=28)  # between published days, so that single comings do not stand out
MOST_OF_A_LINE = 0.5  # of its cost that may be one person's
HUNDRED_POUNDS, LEADING = 100, 3
EVERY_OTHER_SERVICE = "Direct payments and every other service"
OTHER_REASON = "Other"
OTHER_WAY = "Not recorded, or in another way"
OTHER_AGE = "Under 18, or age not known"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a line truly holds: people, pence a week, and the largest cost of one of them."""

    people: int = 0
    pence: int = 0
    dearest: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.people + other.people,
            self.pence + other.pence,
            max(self.dearest, other.dearest),
        )


Tables = Mapping[str, Mapping[str, Counted]]


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line as anybody reads it: None people is "fewer than 5", None pounds "not shown"."""

    value: str
    people: int | None
    pounds: int | None = None


@dataclass(frozen=True, slots=True)
class PublicDay:
    """What is published for a day; a way of looking that may not be shown is not in `tables`."""

    on: date
    people: int
    pounds: int | None
    tables: Mapping[str, tuple[PublicLine, ...]]

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "people": self.people,
            "pounds": self.pounds,
            "tables": {
                name: [[line.value, line.people, line.pounds] for line in lines]
                for name, lines in self.tables.items()
            },
        }


def from_json(kept: Mapping[str, Any]) -> PublicDay:
    """A published day as `as_json` kept it."""
    return PublicDay(
        date.fromisoformat(kept["on"]),
        kept["people"],
        kept["pounds"],
        {
            name: tuple(PublicLine(*line) for line in lines)
            for name, lines in kept["tables"].items()
        },
    )


def check_may_publish(on: date, *, published: Iterable[date], today: date) -> None:
    """Raises Refused for a day still to come, or too near a published one."""
    if on > today:
        raise Refused("That day is still to come. Publish a day that has passed, or today.")
    near = min((day for day in published if abs(day - on) < APART), default=None)
    if near is not None:
        raise Refused(
            f"{in_words(near)} is published, and published days stand at least "
            f"{APART.days} days apart, so that nobody can tell one person's coming or going "
            "from the difference. Choose another day."
        )


def tables_of(cells: Iterable[tuple[Place, Counted]], *, places: Iterable[str]) -> Tables:
    """The lines of each table, nobody's included: what stands there does not depend on anybody.

    Only the services that are named depend on the day: those that `FEWEST` people or more have.
    Direct payments are told by how support is arranged, and no second time as a service: the two
    would bound each other.

    places      every place the council knows
    """
    found: dict[str, dict[str, Counted]] = {
        REASON: dict.fromkeys((*SUPPORT_REASONS, OTHER_REASON), Counted()),
        AGE_BAND: dict.fromkeys((TO_24, TO_64, FROM_65, OTHER_AGE), Counted()),
        DELIVERY: dict.fromkeys((*MECHANISMS, MORE_THAN_ONE, OTHER_WAY), Counted()),
        SERVICE: {},
        LOCALITY: dict.fromkeys((*places, NOT_KNOWN), Counted()),
    }
    rest = {REASON: OTHER_REASON, AGE_BAND: OTHER_AGE, DELIVERY: OTHER_WAY, LOCALITY: NOT_KNOWN}
    for place, counted in cells:
        for dimension, lines in found.items():
            value = place.value(dimension)
            if dimension != SERVICE and value not in lines:
                value = rest[dimension]
            lines[value] = lines.get(value, Counted()) + counted
    found[SERVICE] = _named_services(found[SERVICE])
    return found


def public_day(on: date, tables: Tables, *, secret: bytes) -> PublicDay:
    """What may be published of these tables, which all count the same people.

    Raises Refused for fewer than `AT_LEAST` people.
    """
    everyone = _together(tables[DIMENSIONS[0]].values())
    if everyone.people < AT_LEAST:
        raise Refused(
            f"Fewer than {AT_LEAST} people had support on {in_words(on)}. Figures about so few "
            "say too much about each of them, so none are published."
        )
    people, rounded = _rounded(everyone.people, tables, secret=secret)
    shown = {
        name: tuple(
            PublicLine(value, numbers[value], pounds)
            for (value, _), pounds in zip(
                tables[name].items(), _pounds(tables[name].values()), strict=True
            )
        )
        for name, numbers in rounded.items()
        if may_be_shown(numbers.values())
    }
    (pounds,) = _pounds([everyone])
    return PublicDay(on, people, pounds, shown)


def may_be_shown(numbers: Iterable[int | None]) -> bool:
    """Whether a table keeps its hidden lines hidden: as many lines of 10 or more as hidden ones."""
    counts = Counter(
        "hidden" if number is None else "large" if number >= 2 * STEP else "small"
        for number in numbers
    )
    return counts["large"] >= counts["hidden"]


def about(pence: int) -> int:
    """Pounds to three leading figures, in whole hundreds: 2,690,000 for £2,692,499.57."""
    step = max(HUNDRED_POUNDS, int("1" + "0" * (len(str(pence // 100)) - LEADING)))
    return (pence + 50 * step) // (100 * step) * step


def _named_services(lines: Mapping[str, Counted]) -> dict[str, Counted]:
    named = {
        name: one
        for name, one in sorted(lines.items())
        if one.people >= FEWEST and name not in (DIRECT_PAYMENT, EVERY_OTHER_SERVICE)
    }
    other = _together(one for name, one in lines.items() if name not in named)
    return named | {EVERY_OTHER_SERVICE: other}


def _rounded(
    people: int, tables: Tables, *, secret: bytes
) -> tuple[int, dict[str, dict[str, int | None]]]:
    """The total, and each table's numbers; None where a line is hidden.

    The multiple of 5 below the people always does: each table then adds up to it with its hidden
    lines together taken as the multiple of 5 below theirs. The one above does in most cases.
    """
    below = people - people % STEP
    above = below + STEP if _chance(secret, "everyone", people) * STEP < people % STEP else below
    for total in (above, below):
        found = {
            name: _adding_up_to(total, name, lines, secret=secret) for name, lines in tables.items()
        }
        whole = {name: numbers for name, numbers in found.items() if numbers is not None}
        if len(whole) == len(tables):
            return total, whole
    raise AssertionError("These tables do not count the same people.")


def _adding_up_to(
    total: int, table: str, lines: Mapping[str, Counted], *, secret: bytes
) -> dict[str, int | None] | None:
    shown = {value: one.people for value, one in lines.items() if one.people >= FEWEST}
    below = {value: people - people % STEP for value, people in shown.items()}
    # The likeliest to go up first; below 0 is a line that goes up when nothing else is asked of it.
    leaning = {
        value: _chance(secret, f"{table}\x00{value}", people) - people % STEP / STEP
        for value, people in shown.items()
        if people % STEP
    }
    hidden = len(lines) - len(shown)
    possible = [
        ups
        for together in range(0, MOST_HIDDEN * hidden + 1, STEP)
        if 0 <= (ups := (total - together - sum(below.values())) // STEP) <= len(leaning)
    ]
    if not possible:
        return None
    wished = sum(lean < 0 for lean in leaning.values())
    ups = min(possible, key=lambda count: (abs(count - wished), count))
    going_up = set(sorted(leaning, key=lambda value: (leaning[value], value))[:ups])
    return {
        value: below[value] + STEP * (value in going_up) if value in shown else None
        for value in lines
    }


def _chance(secret: bytes, what: str, people: int) -> float:
    """From 0 up to 1, the same for the same line and the same number of people."""
    made = hmac.new(secret, f"{what}\x00{people}".encode(), hashlib.sha256).digest()
    return int.from_bytes(made[:6], "big") / 2**48


def _pounds(lines: Iterable[Counted]) -> Sequence[int | None]:
    """About what each line costs; nothing for any of them when one may not be told."""
    told = list(lines)
    if any(one.people < FEWEST or one.dearest > MOST_OF_A_LINE * one.pence for one in told):
        return [None] * len(told)
    return [about(one.pence) for one in told]


def _together(lines: Iterable[Counted]) -> Counted:
    return sum(lines, Counted())
