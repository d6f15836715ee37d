"""What happened between a person and the council: requests, assessments, services, reviews.

Days are ordinals (`date.toordinal`); an end of 0 means that it goes on. Requests, assessments and
reviews always end. No person has two services that begin on one day with the same type and
component, for a reader of the files would take them for one.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from ownway.demo import prices, services
from ownway.demo.prices import Draft, Price, Scale

REQUEST, ASSESSMENT, SERVICE, REVIEW = "Request", "Assessment", "Service", "Review"

TO_REABLEMENT = "Progress to reablement/ST-Max"
TO_ASSESSMENT = "Progress to assessment, review or reassessment"
TO_PLANNING = "Progress to support planning or services"
CONTINUES = "Continuation of support or services"
ENDED_AS_PLANNED = "NFA: Support ended as planned"
DECEASED = "NFA: Deceased"
ADVICE = "NFA: Information and advice or signposting"

YEAR = 365
_MEAN_YEARS = 5.0  # so that about one in five people comes, and one goes, each year
_LONGEST = 22 * YEAR


@dataclass(slots=True)
class Event:
    """One thing that happened. Only the fields of its kind are filled."""

    kind: str
    start: int
    end: int
    outcome: str = ""
    route: str = ""
    assessment_type: str = ""
    eligible: str = ""
    assessed_how: str = ""
    service_type: str = ""
    component: str = ""
    delivery: str = ""
    location_id: str = ""
    review_reason: str = ""
    achieved: str = ""
    reviewed_how: str = ""
    price: Price | None = None
    left_out_on: int = 0  # the last day of a file that leaves it out, without a word
    end_told_from: int = 0  # the last day of the first file that says it has ended


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days between which files can tell: the first day of the first period, the last of all."""

    first_day: int
    last_day: int

    def years_back(self, day: int) -> int:
        """How many Aprils lie between a day and the last day."""
        return _financial_year(self.last_day) - _financial_year(day)


def _financial_year(day: int) -> int:
    found = date.fromordinal(day)
    return found.year - (found.month < 4)


def working_day(day: int) -> int:
    """The Friday before, if a day falls on a weekend."""
    return day - max(0, (day - 1) % 7 - 4)


def began(rng: Random, *, ended: int, born: int) -> int:
    """When support began, for somebody who still had it on a day; never before they were 18."""
    earliest = max(ended - _LONGEST, born + 18 * 366)
    start = working_day(ended - 3 - round(rng.expovariate(1 / (_MEAN_YEARS * YEAR))))
    return min(ended - 3, max(start, earliest))


def service(
    draft: Draft, *, start: int, end: int, outcome: str, scale: Scale, extra: int = 0
) -> Event:
    return Event(
        SERVICE,
        start,
        end,
        outcome if end else "",
        service_type=draft.service_type,
        component=draft.component,
        delivery=draft.delivery,
        location_id=draft.provider.location_id if draft.provider else "",
        price=prices.priced(draft, scale, extra_pence=extra),
    )


def request(start: int, end: int, outcome: str, route: str = "Community / other route") -> Event:
    return Event(REQUEST, start, end, outcome, route=route)


def assessment(
    start: int,
    end: int,
    outcome: str,
    *,
    kind: str = "Long term assessment",
    how: str = "Face to face",
) -> Event:
    eligible = (
        "Non-eligible needs identified"
        if outcome.startswith("NFA")
        else "Eligible needs identified"
    )
    return Event(
        ASSESSMENT, start, end, outcome, assessment_type=kind, eligible=eligible, assessed_how=how
    )


def review(
    rng: Random, start: int, end: int, *, reason: str = "Planned review of long term support"
) -> Event:
    return Event(
        REVIEW,
        start,
        end,
        CONTINUES if rng.random() < 0.9 else TO_PLANNING,
        review_reason=reason,
        achieved=rng.choices(("Fully achieved", "Partially achieved", "Not achieved"), (52, 41, 7))[
            0
        ],
        reviewed_how=method(rng),
    )


def method(rng: Random) -> str:
    return rng.choices(("Face to face", "Telephone", "Online", "Third party"), (66, 27, 4, 3))[0]


def coming_in(rng: Random, start: int, *, older: bool) -> list[Event]:
    """The request and the assessment that led to support which began on a day."""
    from_hospital = older and rng.random() < 0.32
    route = "Discharge from hospital" if from_hospital else route_in(rng, older=older)
    found: list[Event] = []
    assessed = working_day(start - rng.randrange(2, 20))
    opened = working_day(assessed - rng.randrange(3, 26))
    if from_hospital:
        helped_from = assessed - rng.randrange(18, 43)
        asked = working_day(helped_from - rng.randrange(1, 4))
        found.append(request(asked, helped_from, TO_REABLEMENT, route))
        found.append(
            service(
                services.reablement(rng.randrange(5, 15)),
                start=helped_from,
                end=max(helped_from + 7, assessed),
                outcome=TO_ASSESSMENT,
                scale=Scale(),
            )
        )
        opened = max(opened, helped_from + 5)
    else:
        asked = working_day(opened - rng.randrange(2, 60))
        found.append(request(asked, min(opened, asked + rng.randrange(0, 9)), TO_ASSESSMENT, route))
    found.append(assessment(min(opened, assessed), assessed, TO_PLANNING, how=method(rng)))
    return found


def route_in(rng: Random, *, older: bool) -> str:
    if older:
        routes = (
            "Community / other route",
            "Diversion from hospital services",
            "Self-funder with depleted funds",
        )
        return rng.choices(routes, (82, 10, 8))[0]
    return rng.choices(("Community / other route", "Planned entry (transition)"), (88, 12))[0]


def along_the_way(rng: Random, *, start: int, end: int) -> list[Event]:
    """Requests and reassessments while support goes on."""
    found: list[Event] = []
    years = (end - start) / YEAR
    for _ in range(_some(rng, 0.28 * years)):
        asked = working_day(rng.randrange(start, end + 1))
        outcome = rng.choices(
            (
                CONTINUES,
                ADVICE,
                TO_ASSESSMENT,
                "NFA: Referral to other service within the local authority",
                "NFA: Referral to NHS services or NHS funded social care",
                "NFA: Support declined",
                "Admitted to hospital",
                "NFA: Other",
            ),
            (36, 18, 20, 8, 7, 4, 4, 3),
        )[0]
        answered = min(end, asked + rng.randrange(0, 8))
        found.append(request(asked, max(asked, answered), outcome))
        if outcome == TO_ASSESSMENT and answered + 40 < end:
            opened = working_day(answered + rng.randrange(3, 20))
            closed = max(opened, working_day(opened + rng.randrange(1, 20)))
            found.append(assessment(opened, closed, CONTINUES, how=method(rng)))
    return found


def _some(rng: Random, expected: float) -> int:
    """Nought, one or more, so many on average."""
    many = 0
    wait = rng.expovariate(1.0)
    while wait < expected and many < 6:
        many += 1
        wait += rng.expovariate(1.0)
    return many


def reviews(
    rng: Random, *, start: int, end: int, calendar: Calendar, still_here: bool
) -> list[Event]:
    """A first look after some weeks, then about once a year; some slip by, and by, and by.

    Of those still here, about three in ten have had no review in the last twelve months.
    """
    due: list[int] = []
    day = start + rng.randrange(42, 70) if rng.random() < 0.6 else start + rng.randrange(200, 400)
    if day < calendar.first_day - 400:
        day = calendar.first_day - rng.randrange(0, 365)
    while day + 16 < end:
        due.append(day)
        day += max(150, round(rng.gauss(375, 55)))
    if still_here:
        year_ago = calendar.last_day - 364
        if rng.random() < 0.28:
            due = [day for day in due if day + 16 < year_ago]
        elif (not due or due[-1] < year_ago) and start + 70 < end:
            due.append(rng.randrange(max(year_ago + 1, start + 42), end - 15))
    found = []
    for day in due:
        opened = working_day(day)
        closed = max(opened, working_day(day + rng.randrange(0, 15)))
        reason = "Planned review of long term support"
        if rng.random() < 0.1:
            reason = rng.choice(
                ("Unplanned: Hospital", "Unplanned: Carer related", "Unplanned: Other")
            )
        found.append(review(rng, opened, closed, reason=reason))
    return found


def leaving(rng: Random, *, older: bool) -> tuple[str, bool]:
    """How support came to an end, and whether the person died."""
    if rng.random() < (0.62 if older else 0.14):
        return DECEASED, True
    outcome = rng.choices(
        (
            ENDED_AS_PLANNED,
            "NFA: Support ended for other reason",
            "NFA: Self-funded client or under 12wk disregard",
            "NFA: Responsibility moved to another local authority",
            "NFA: Referral to NHS services or NHS funded social care",
            "NFA: Support declined",
            "NFA: Other",
        ),
        (34, 22, 12 if older else 4, 14, 12 if older else 6, 8, 6),
    )[0]
    return outcome, False
