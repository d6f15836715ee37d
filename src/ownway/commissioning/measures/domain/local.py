"""Measures that no ministry asks for, worked out from the records as they stand; pure.

Two definitions of the same aim were published side by side: that 30% of people should direct their
own support. The national one counted everybody with any service in the year and carers with an
assessment or a service; the council that wrote it down thought it told little, because small and
one-off services are in it, and set itself another: people with on-going community services. Both
are shown, each with its numerator and denominator, because either alone can be argued with.

Units     People. A share is a percentage with one decimal, half up.
Source    Derby City Council, Cabinet report on personalisation, April 2010, section 3.0 (national
          indicator 130, and the local target beside it). Care Act 2014, section 27 (reviews).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ownway.commissioning.measures.domain.results import TOTAL, share
from ownway.kernel.period import add_months
from ownway.support.people.domain import OTHER, SUPPORT_REASONS, support_reason_group

REVIEWS_LATE = "reviews-late"
DIRECTED_ALL, DIRECTED_ONGOING = "self-directed-all", "self-directed-ongoing"
PAID_ALL, PAID_ONGOING = "direct-payments-all", "direct-payments-ongoing"

CARERS = "Carers"
CLIENT_GROUPS = (*SUPPORT_REASONS, OTHER, CARERS)
NO_TEAM = "No team yet"
MORE, LESS = "higher", "lower"


@dataclass(frozen=True, slots=True)
class About:
    """What a local measure is, in two sentences, and which way is better."""

    id: str
    name: str
    counts: str
    reads: str
    numerator: str
    denominator: str
    better: str
    source: str


_EVERYBODY = "people with any service in the 12 months to the day, and carers with one or assessed"
_ONGOING = "people with on-going community support on the day, nobody in a care home among them"
_DERBY = "Derby City Council, Cabinet report on personalisation, April 2010, section 3.0"

LOCAL: Mapping[str, About] = {
    about.id: about
    for about in (
        About(
            REVIEWS_LATE,
            "Yearly reviews that are late",
            "Of the people with long-term support, it counts those who had no review for more "
            "than a year, or none for a year since their support began.",
            "Lower is better; nobody should wait longer than a year.",
            "people whose yearly review is late",
            "people with long-term support on the day",
            LESS,
            "Care Act 2014, section 27; Care and support statutory guidance, chapter 13",
        ),
        About(
            DIRECTED_ALL,
            "Self-directed support, of everyone in the year",
            "Of everybody who had any service in the year, and carers who had one or an "
            "assessment, it counts those with a direct payment or a managed personal budget.",
            "Small and one-off services are in it, so it can never come near 100%.",
            "people with a direct payment or a managed personal budget",
            _EVERYBODY,
            MORE,
            f"{_DERBY}: the national target",
        ),
        About(
            DIRECTED_ONGOING,
            "Self-directed support, of people with on-going community support",
            "Of the people with on-going community support on the day, it counts those with a "
            "direct payment or a managed personal budget.",
            "It leaves out small and one-off services, so it shows what changes for people.",
            "people with a direct payment or a managed personal budget",
            _ONGOING,
            MORE,
            f"{_DERBY}: the council's own target",
        ),
        About(
            PAID_ALL,
            "Direct payments, of everyone in the year",
            "Of everybody who had any service in the year, and carers who had one or an "
            "assessment, it counts those with a direct payment.",
            "Small and one-off services are in it, so it can never come near 100%.",
            "people with a direct payment",
            _EVERYBODY,
            MORE,
            f"{_DERBY}: as the national target, direct payments alone",
        ),
        About(
            PAID_ONGOING,
            "Direct payments, of people with on-going community support",
            "Of the people with on-going community support on the day, it counts those with a "
            "direct payment.",
            "It leaves out small and one-off services, so it shows what changes for people.",
            "people with a direct payment",
            _ONGOING,
            MORE,
            f"{_DERBY}: as the council's own target, direct payments alone",
        ),
    )
}
PAIRS = ((DIRECTED_ALL, DIRECTED_ONGOING), (PAID_ALL, PAID_ONGOING))


@dataclass(frozen=True, slots=True)
class Line:
    """One group of a local measure."""

    part: str
    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal:
        return share(self.numerator, self.denominator)

    def __add__(self, other: "Line") -> "Line":
        return Line(
            self.part, self.numerator + other.numerator, self.denominator + other.denominator
        )


def yearly_review_is_late(
    *, started_on: date, last_review_on: date | None, on: date, every_months: int
) -> bool:
    """Whether a review is late on a day: later than so many months after the last, or the start.

    >>> yearly_review_is_late(started_on=date(2024, 5, 1), last_review_on=None,
    ...     on=date(2025, 5, 1), every_months=12)
    False
    """
    since = max(started_on, last_review_on or started_on)
    return on > add_months(since, every_months)


def client_group(reason: str, *, carer: bool) -> str:
    """The group somebody stands in; a carer who has support of their own stands in theirs."""
    return CARERS if carer else support_reason_group(reason)


def added_up(lines: Iterable[Line], *, order: Sequence[str] = ()) -> tuple[Line, ...]:
    """Lines of the same group put together, in an order, the total last; empty groups left out."""
    found: dict[str, Line] = {}
    total = Line(TOTAL, 0, 0)
    for line in lines:
        found[line.part] = found[line.part] + line if line.part in found else line
        total += line
    rank = {part: place for place, part in enumerate(order)}
    parts = sorted(found, key=lambda part: (rank.get(part, len(rank)), part))
    return (*(found[part] for part in parts), total)
