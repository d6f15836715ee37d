"""A snapshot: how many people have long-term support on a day, and what it costs a week.

Each way of looking (`DIMENSIONS`) is a partition of the same people: everybody stands in exactly
one part of it, with the whole of their weekly cost, so the parts always add up to the totals.

Units     People; whole pence a week.
Promise   The figures depend on the supports open on the day and on nothing else, in any order.
Errors    None: what is blank or unknown has a part of its own and is never left out.
Source    The national rules for Client Level Data: a component of "Direct payment" is a direct
          payment whatever the mechanism says. Age is whole years on the day.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ownway.kernel.money import Pence, PenceWeekly, plain_pounds
from ownway.kernel.period import add_months, age_on
from ownway.support.people.domain import support_reason_group

REASON = "primary_support_reason"
AGE_BAND = "age_band"
DELIVERY = "delivery_mechanism"
SERVICE = "service"
LOCALITY = "locality"
DIMENSIONS = (REASON, AGE_BAND, DELIVERY, SERVICE, LOCALITY)

UNDER_18, TO_24, TO_64, FROM_65 = "Under 18", "18 to 24", "25 to 64", "65 and above"
NOT_KNOWN = "Not known"
ADULT_BANDS = (TO_24, TO_64, FROM_65)
AGE_BANDS = (UNDER_18, *ADULT_BANDS, NOT_KNOWN)
BANDS_BEGIN = ((65, FROM_65), (25, TO_64), (18, TO_24))  # the oldest first

NO_MONEY = PenceWeekly(0)
NOT_RECORDED = "Not recorded"
MORE_THAN_ONE = "More than one"
DIRECT_PAYMENT = "Direct payment"
MECHANISMS = (DIRECT_PAYMENT, "CASSR managed personal budget", "CASSR commissioned support")

GENDERS = ("Female", "Male", "Other", NOT_KNOWN)

CARE_HOME, AT_HOME = "care-home", "at-home"
BY_DIRECT_PAYMENT = "direct-payment"
KINDS = (CARE_HOME, AT_HOME, BY_DIRECT_PAYMENT)


def _folded(words: str) -> str:
    """A value without what spellings differ in: case, spaces, dashes and colons."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


_GENDERS = {_folded(gender): gender for gender in GENDERS}
_MECHANISMS = {_folded(mechanism): mechanism for mechanism in MECHANISMS}


def service_of(component: str) -> str:
    """The service a component counts as: its own words, tidied; blank is "Not recorded"."""
    tidy = " ".join(component.split())
    if _folded(tidy) == _folded(DIRECT_PAYMENT):
        return DIRECT_PAYMENT
    return tidy[:1].upper() + tidy[1:] if tidy else NOT_RECORDED


def mechanism_of(component: str, mechanism: str) -> str:
    """How a support is delivered; known values in one spelling, others in their own."""
    if service_of(component) == DIRECT_PAYMENT:
        return DIRECT_PAYMENT
    tidy = " ".join(mechanism.split())
    return _MECHANISMS.get(_folded(tidy), tidy) or NOT_RECORDED


def setting_of(service_type: str) -> str:
    """Where a support is given: a care home, at home, or elsewhere (blank), by its service type."""
    said = _folded(service_type)
    if "nursing care" in said or "residential care" in said:
        return CARE_HOME
    return AT_HOME if said.endswith("community") else ""


def gender_of(said: str) -> str:
    """What a recorded gender counts as: one of `GENDERS`, however it is spelt."""
    return _GENDERS.get(_folded(said), NOT_KNOWN)


def age_band(born_on: date | None, on: date) -> str:
    if born_on is None:
        return NOT_KNOWN
    age = age_on(born_on, on)
    return next((band for begins, band in BANDS_BEGIN if age >= begins), UNDER_18)


def born_by(age: int, on: date) -> date:
    """The last birthday of anybody who is at least `age` on the day."""
    return add_months(on, -12 * age)


@dataclass(frozen=True, slots=True)
class Support:
    """One long-term support open on the day. `cost_weekly` is None when nobody knows it."""

    component: str = ""
    mechanism: str = ""
    cost_weekly: int | None = None
    service_type: str = "Long term support: Community"


@dataclass(frozen=True, slots=True)
class Supported:
    """Somebody with at least one support open on the day."""

    born_on: date | None
    support_reason: str
    locality: str
    supports: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Whom to look at; an empty part means everybody. A person counts with all their support.

    `reason`, `age_band`, `delivery`, `service` and `locality` are values of the dimension they
    name, as `place_of` gives them. `kind` is one of `KINDS`, and looks at everything that somebody
    has: see `is_of_kind`. `gender` is one of `GENDERS`; `area` and `team` are names.
    """

    reason: str = ""
    age_band: str = ""
    delivery: str = ""
    service: str = ""
    area: str = ""
    locality: str = ""
    team: str = ""
    kind: str = ""
    gender: str = ""

    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is asked of the dimensions: (dimension, value) each."""
        asked = (
            (REASON, self.reason),
            (AGE_BAND, self.age_band),
            (DELIVERY, self.delivery),
            (SERVICE, self.service),
            (LOCALITY, self.locality),
        )
        return tuple((dimension, value) for dimension, value in asked if value)


EVERYBODY = Narrowing()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: one value in each dimension; the reason still as it was recorded."""

    support_reason: str
    age_band: str
    mechanism: str
    service: str
    locality: str

    def value(self, dimension: str) -> str:
        return {
            REASON: support_reason_group(self.support_reason),
            AGE_BAND: self.age_band,
            DELIVERY: self.mechanism,
            SERVICE: self.service,
            LOCALITY: self.locality,
        }[dimension]


@dataclass(frozen=True, slots=True)
class Sum:
    """People, what they cost a week, and how many of them have no known cost at all."""

    people: int = 0
    total_weekly: PenceWeekly = NO_MONEY
    without_cost: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.people + other.people,
            PenceWeekly(self.total_weekly + other.total_weekly),
            self.without_cost + other.without_cost,
        )

    @property
    def each_weekly(self) -> PenceWeekly:
        """The average for one person, half a penny going up; nobody costs nothing."""
        if not self.people:
            return NO_MONEY
        return PenceWeekly((2 * self.total_weekly + self.people) // (2 * self.people))


@dataclass(frozen=True, slots=True)
class Part:
    value: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The figures on one day. Parts stand highest cost first; age bands in the order of age."""

    on: date
    everyone: Sum
    by: Mapping[str, tuple[Part, ...]]

    def as_json(self) -> dict[str, object]:
        """The shape that `ownway snapshot --json` prints; money in pounds, as text to the penny."""
        return {
            "on": self.on.isoformat(),
            "people": self.everyone.people,
            "total_weekly": _money(self.everyone),
            "by": {
                dimension: [
                    {
                        "value": part.value,
                        "people": part.sum.people,
                        "total_weekly": _money(part.sum),
                    }
                    for part in parts
                ]
                for dimension, parts in self.by.items()
            },
        }


def place_of(person: Supported, *, on: date) -> Place:
    """The one part of each dimension that somebody stands in.

    Service: the one that costs most, all its supports together; of equals the first by name.
    Mechanism: the recorded one; "More than one" when several are recorded.
    """
    costs: defaultdict[str, int] = defaultdict(int)
    for support in person.supports:
        costs[service_of(support.component)] += support.cost_weekly or 0
    recorded = {mechanism_of(each.component, each.mechanism) for each in person.supports}
    recorded -= {NOT_RECORDED}
    return Place(
        support_reason=person.support_reason,
        age_band=age_band(person.born_on, on),
        mechanism=MORE_THAN_ONE if len(recorded) > 1 else next(iter(recorded), NOT_RECORDED),
        service=min(costs, key=lambda service: (-costs[service], service)),
        locality=person.locality or NOT_KNOWN,
    )


def sum_of(person: Supported) -> Sum:
    known = [each.cost_weekly for each in person.supports if each.cost_weekly is not None]
    return Sum(1, PenceWeekly(sum(known)), 0 if known else 1)


def is_of_kind(person: Supported, kind: str) -> bool:
    """Whether somebody has any support of a kind; at home is nobody who is also in a care home."""
    settings = {setting_of(each.service_type) for each in person.supports}
    if kind == AT_HOME:
        return AT_HOME in settings and CARE_HOME not in settings
    if kind == CARE_HOME:
        return CARE_HOME in settings
    return any(
        mechanism_of(each.component, each.mechanism) == DIRECT_PAYMENT for each in person.supports
    )


def snapshot(people: Iterable[Supported], *, on: date) -> Snapshot:
    """The snapshot of these people, who all have support open on the day."""
    return added_up(((place_of(person, on=on), sum_of(person)) for person in people), on=on)


def added_up(sums: Iterable[tuple[Place, Sum]], *, on: date) -> Snapshot:
    """The snapshot of people already summed by place; the same place may come more than once."""
    everyone = Sum()
    parts: dict[str, defaultdict[str, Sum]] = {name: defaultdict(Sum) for name in DIMENSIONS}
    for band in ADULT_BANDS:
        parts[AGE_BAND][band] = Sum()
    for place, amount in sums:
        everyone += amount
        for dimension, found in parts.items():
            found[place.value(dimension)] += amount
    return Snapshot(
        on,
        everyone,
        {dimension: _in_order(dimension, found) for dimension, found in parts.items()},
    )


def _in_order(dimension: str, found: Mapping[str, Sum]) -> tuple[Part, ...]:
    made = [Part(value, amount) for value, amount in found.items()]
    if dimension == AGE_BAND:
        return tuple(sorted(made, key=lambda part: AGE_BANDS.index(part.value)))
    return tuple(sorted(made, key=lambda part: (-part.sum.total_weekly, part.value)))


def _money(amount: Sum) -> str:
    return plain_pounds(Pence(amount.total_weekly))
