"""Faults that no single cell shows: each a named check with why it matters and what to do.

Which rows a check finds is said once, for the database, by whoever reads the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ownway.commissioning.returns.domain.fields import EventType
from ownway.commissioning.returns.domain.weights import ALL_PARTS, MEASURE, MONEY, WHO, Weight


@dataclass(frozen=True, slots=True)
class Stood:
    """What a live row says, for the words of a check. Money in pence a week."""

    began: date
    ended: date | None = None
    born: date | None = None
    died: date | None = None
    cost_weekly: int | None = None
    component: str = ""
    mechanism: str = ""


Says = Callable[[Stood, Callable[[date | None], str]], str]
About = Literal["event", "person"]


@dataclass(frozen=True, slots=True)
class Check:
    """A fault that no single cell shows."""

    id: str
    words: str
    spoils: Weight
    why: str
    remedy: str
    expected: str
    says: Says
    event_types: tuple[EventType, ...]
    about: About = "event"

    @property
    def parts(self) -> int:
        return self.spoils.points * ALL_PARTS


MOST_WEEKLY, LEAST_WEEKLY = 10_000_00, 1_00  # pence
OLDEST = 115  # years

_EVERY: Final[tuple[EventType, ...]] = ("Request", "Assessment", "Service", "Review")
_SERVICE: Final[tuple[EventType, ...]] = ("Service",)


def _pounds(pence: int | None) -> str:
    return "no cost" if pence is None else f"£{pence // 100:,}.{pence % 100:02} a week"


def _began_and_ended(row: Stood, day: Callable[[date | None], str]) -> str:
    return f"began {day(row.began)}" + (f", ended {day(row.ended)}" if row.ended else "")


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "ended-before-it-began",
        "Ended before it began",
        MEASURE,
        "A wait or a stay of less than no days pulls the median the wrong way.",
        "Look up both days in the case system and put the wrong one right.",
        "An end on or after the start",
        lambda row, day: f"began {day(row.began)}, ended {day(row.ended)}",
        _EVERY,
    ),
    Check(
        "began-after-death",
        "Began after the person died",
        WHO,
        "Either the death is somebody else's, or the event is: one record tells of two people.",
        "See whose death it was. Put the day right, or the person the event is recorded for.",
        "A start on or before the day of death",
        lambda row, day: f"began {day(row.began)}, died {day(row.died)}",
        _EVERY,
    ),
    Check(
        "open-after-death",
        "Still open though the person died",
        MONEY,
        "Payments may go on, and a home is counted as lived in.",
        "End the service on the day of death, and stop what is paid for it.",
        "An end on the day of death",
        lambda row, day: f"began {day(row.began)}, no end, died {day(row.died)}",
        _SERVICE,
    ),
    Check(
        "in-the-future",
        "Dated in the future",
        MEASURE,
        "The ministry leaves it out, so nobody sees that it is waiting.",
        "Put the day right; leave out what has not happened yet.",
        "A day that has come",
        _began_and_ended,
        _EVERY,
    ),
    Check(
        "ended-in-doubt",
        "Missing from the next file, so its end is presumed",
        MONEY,
        "If it goes on, people and cost are missing from every figure; if not, its end is a guess.",
        "See whether it goes on. If it does, tell of it again; if not, give the day it ended.",
        "Told of in each file until it ends",
        lambda row, day: f"presumed ended {day(row.ended)}",
        _SERVICE,
    ),
    Check(
        "no-cost",
        "A running service without a cost",
        MONEY,
        "It counts as nothing in every cost, so every average is too low.",
        "Give the unit cost, how often it is paid, and units a week where it is by the unit.",
        "A weekly or a one-off cost",
        lambda row, day: f"{row.component or 'service'} without a cost",
        _SERVICE,
    ),
    Check(
        "unlikely-cost",
        "A weekly cost over £10,000 or under £1",
        MONEY,
        "One slip of the decimal point moves the average of a whole group.",
        "Compare with the agreement. A yearly cost given as weekly is the usual reason.",
        "Between £1 and £10,000 a week, unless the agreement says so",
        lambda row, day: _pounds(row.cost_weekly),
        _SERVICE,
    ),
    Check(
        "direct-payment-another-way",
        "A direct payment recorded as arranged in another way",
        MEASURE,
        "3D believes the component, and other readers the mechanism: two figures for one thing.",
        "Set the delivery mechanism to “Direct payment”, or correct the component.",
        "Delivery mechanism “Direct payment”",
        lambda row, day: f"{row.component}, by “{row.mechanism}”",
        _SERVICE,
    ),
    Check(
        "told-more-than-once",
        "The same event told in different ways in one file",
        MEASURE,
        "The ministry keeps one of them and drops the others, whichever is right.",
        "Keep one row for one event; tell two services apart by component or start.",
        "One row for one event",
        _began_and_ended,
        _EVERY,
    ),
    Check(
        "born-after-it",
        "Began before the person was born",
        WHO,
        "The age is wrong in every measure that is split by age.",
        "Check the date of birth, then the start.",
        "A date of birth before the start",
        lambda row, day: f"began {day(row.began)}, born {day(row.born)}",
        _EVERY,
    ),
    Check(
        "age-not-possible",
        f"Older than {OLDEST}, or born in the future",
        WHO,
        "The age is wrong in every measure that is split by age; or a death was never recorded.",
        "Check the date of birth, and whether the person has died.",
        f"Born in the last {OLDEST} years, or a date of death",
        lambda row, day: f"born {day(row.born)}",
        _EVERY,
        "person",
    ),
    Check(
        "nhs-number-shared",
        "Two people with one NHS number",
        WHO,
        "The ministry takes them for one person: one of the two disappears from every measure.",
        "Find out whose number it is. If they are one person, join the records.",
        "A number of their own",
        lambda row, day: "an NHS number that another record has too",
        _EVERY,
        "person",
    ),
)
CHECK_BY_ID: Final = {check.id: check for check in CHECKS}
