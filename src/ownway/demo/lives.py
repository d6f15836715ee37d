"""What happened between a person and the council: requests, assessments, services, reviews.

Days are ordinals (`date.toordinal`); an end of 0 means that it goes on. Requests, assessments and
reviews always end. No person has two services that begin on one day with the same type and
component, for a reader of the files would take them for one.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from ownway.demo import services
from ownway.demo.services import Draft, Price, Scale

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
    last_seen: int = 0  # a file after this day leaves it out, without a word


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
        price=services.priced(draft, scale, extra_pence=extra),
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
        reviewed_how=_how(rng),
    )


def _how(rng: Random) -> str:
    return rng.choices(("Face to face", "Telephone", "Online", "Third party"), (66, 27, 4, 3))[0]


def coming_in(rng: Random, start: int, *, older: bool) -> list[Event]:
    """The request and the assessment that led to support which began on a day."""
    from_hospital = older and rng.random() < 0.32
    route = "Discharge from hospital" if from_hospital else _route(rng, older=older)
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
    found.append(assessment(min(opened, assessed), assessed, TO_PLANNING, how=_how(rng)))
    return found


def _route(rng: Random, *, older: bool) -> str:
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
            found.append(assessment(opened, closed, CONTINUES, how=_how(rng)))
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


def short_story(rng: Random, *, calendar: Calendar, older: bool) -> list[Event]:
    """Somebody who asked, and needed no more than a word or a few weeks' help."""
    asked = working_day(rng.randrange(calendar.first_day, calendar.last_day - 2))
    answered = min(calendar.last_day, asked + rng.randrange(0, 10))
    from_hospital = older and rng.random() < 0.45
    route = "Discharge from hospital" if from_hospital else _route(rng, older=older)
    if from_hospital:
        begins = answered
        ends = begins + rng.randrange(14, 45)
        still_on = ends > calendar.last_day
        sequel = rng.choices(
            (ENDED_AS_PLANNED, ADVICE, "Admitted to hospital", "NFA: Support declined"),
            (62, 20, 12, 6),
        )[0]
        found = [
            request(asked, answered, TO_REABLEMENT, route),
            service(
                services.reablement(rng.randrange(5, 15)),
                start=begins,
                end=0 if still_on else ends,
                outcome=sequel,
                scale=Scale(),
            ),
        ]
        if not still_on and rng.random() < 0.6:
            opened = working_day(ends)
            found.append(review(rng, opened, opened, reason="Review of short term support"))
        return found
    outcome = rng.choices(
        (
            ADVICE,
            TO_ASSESSMENT,
            TO_PLANNING,
            "NFA: Referral to other service within the local authority",
            "NFA: Support declined",
            "NFA: Self-funded client or under 12wk disregard",
            "NFA: No services offered for other reason",
        ),
        (44, 20, 16, 8, 4, 5, 3),
    )[0]
    found = [request(asked, answered, outcome, route)]
    if outcome == TO_ASSESSMENT and answered + 60 < calendar.last_day:
        opened = working_day(answered + rng.randrange(5, 35))
        closed = max(opened, working_day(opened + rng.randrange(2, 20)))
        found.append(
            assessment(
                opened,
                closed,
                rng.choice((ADVICE, "NFA: No services offered for other reason")),
                kind=rng.choice(("Long term assessment", "Short term assessment")),
                how=_how(rng),
            )
        )
    elif outcome == TO_PLANNING:
        found.append(_small_help(rng, answered, calendar))
    return found


def _small_help(rng: Random, start: int, calendar: Calendar) -> Event:
    """A rail by the stairs once, or an alarm that stays; never long-term support."""
    if rng.random() < 0.55:
        draft = Draft(
            services.LOW_LEVEL,
            "Equipment",
            services.COMMISSIONED,
            None,
            "unit",
            "Weekly",
            services.TELECARE_WEEKLY,
            1,
        )
        return service(draft, start=start, end=0, outcome="", scale=Scale())
    end = min(start + 14, calendar.last_day)
    event = service(
        Draft(
            services.OTHER_SHORT_TERM, "Equipment", services.COMMISSIONED, None, "free", "", 0, 0
        ),
        start=start,
        end=end,
        outcome=ENDED_AS_PLANNED,
        scale=Scale(),
    )
    event.price = Price(rng.choice((64_00, 118_50, 240_00, 385_00)), "One-off", "1", 0)
    return event


def caring(rng: Random, *, start: int, end: int, calendar: Calendar) -> list[Event]:
    """A carer's own story, within the time that the person cared for had support."""
    first = max(start, calendar.first_day)
    if end - first < 60:
        return []
    asked = working_day(rng.randrange(first, end - 50))
    opened = working_day(asked + rng.randrange(2, 25))
    closed = max(opened, working_day(opened + rng.randrange(0, 20)))
    agreed = rng.random() < 0.68
    found = [
        request(asked, min(opened, asked + 3), TO_ASSESSMENT),
        assessment(
            opened,
            closed,
            TO_PLANNING if agreed else ADVICE,
            kind="Unpaid carer assessment",
            how=_how(rng),
        ),
    ]
    if agreed:
        found.append(_for_a_carer(rng, closed, end, calendar))
    if closed + 400 < end and rng.random() < 0.5:
        seen = working_day(closed + rng.randrange(330, 400))
        found.append(review(rng, seen, seen, reason="Planned review of long term support"))
    return found


def _for_a_carer(rng: Random, start: int, end: int, calendar: Calendar) -> Event:
    kind = rng.random()
    still_on = end >= calendar.last_day
    if kind < 0.45:
        money = Draft(
            services.DIRECT_TO_CARER,
            services.DIRECT_PAYMENT,
            services.BY_DIRECT_PAYMENT,
            None,
            "free",
            "",
            0,
            0,
        )
        event = service(money, start=start, end=start, outcome=ENDED_AS_PLANNED, scale=Scale())
        event.price = Price(rng.choice((200_00, 250_00, 300_00, 500_00)), "One-off", "1", 0)
        return event
    if kind < 0.75:
        break_weekly = Draft(
            services.FOR_THE_CARED_FOR,
            "Unpaid carer respite",
            services.MANAGED,
            rng.choice(services.HOME_CARE_PROVIDERS),
            "hours",
            "Hourly",
            24_00,
            rng.choice((2, 3, 4)),
        )
        return service(
            break_weekly,
            start=start,
            end=0 if still_on else end,
            outcome=ENDED_AS_PLANNED,
            scale=Scale(),
        )
    advice = Draft(
        services.DIRECT_TO_CARER,
        "Unpaid carer universal services",
        services.COMMISSIONED,
        None,
        "free",
        "",
        0,
        0,
    )
    return service(
        advice,
        start=start,
        end=0 if still_on else end,
        outcome=ENDED_AS_PLANNED,
        scale=Scale(),
    )
