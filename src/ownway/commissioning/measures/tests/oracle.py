"""The national method once more, for one council, in loops over rows and without any table engine.

Written from the published code apart from the expressions of the product, person by person rather
than step by step, so that the two can only agree by saying the same. Slow, and only for tests. It
takes rows whose values are of release 2 or blank and whose dates are ISO ones.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.tests.submitted import AFile, Row

OFFICIAL = [
    "Progress to reablement/ST-Max",
    "Progress to assessment, review or reassessment",
    "Release 1 specification only: Not mapped",
    "Progress to support planning or services",
    "Continuation of support or services",
    "Admitted to hospital",
    "NFA: Responsibility moved to another local authority",
    "NFA: Referral to NHS services or NHS funded social care",
    "NFA: Self-funded client or under 12wk disregard",
    "NFA: Information and advice or signposting",
    "NFA: Referral to other service within the local authority",
    "NFA: Support declined",
    "NFA: Deceased",
    "NFA: Support ended as planned",
    "NFA: Support ended for other reason",
    "NFA: No services offered for other reason",
    "NFA: Other",
]
SERVICES = [
    "Long term support: Nursing care",
    "Long term support: Residential care",
    "Long term support: Community",
    "Long term support: Prison",
    "Short term support: ST-Max",
    "Short term support: Ongoing low level",
    "Short term support: Other short term",
]
LONG = SERVICES[:4]
ST_MAX = SERVICES[4]
FAR = date(9999, 1, 1)
USER = "Service user"
Figures = dict[tuple[str, str], tuple[int, int]]


@dataclass
class Event:
    person: str
    kind: str
    client: str
    start: date
    end: date | None
    death: date | None
    birth: date | None
    outcome: str
    service: str
    part: str
    way: str
    assessed: str
    gender: str
    lives: str
    reason: str
    talk: bool
    told: tuple[str, ...]
    first: date
    last: date
    order: tuple[int, int]

    @property
    def open_end(self) -> date:
        return self.end or FAR

    @property
    def outcome_place(self) -> int:
        return OFFICIAL.index(self.outcome) + 1 if self.outcome in OFFICIAL else 999

    @property
    def band(self) -> str:
        return band_at(month_of(self.birth), self.end or self.last)

    @property
    def age(self) -> int | None:
        if self.birth is None:
            return None
        had = (self.start.month, self.start.day) >= (self.birth.month, self.birth.day)
        return self.start.year - self.birth.year - (not had)


def month_of(birth: date | None) -> date | None:
    return birth and date(birth.year, birth.month, 1)


def years(born: date | None, day: date) -> int | None:
    return None if born is None else int((day - born).days // 365.25)


def band_at(born: date | None, day: date) -> str:
    age = years(born, day)
    if age is None:
        return "Unknown"
    return "Under 18" if age < 18 else "18 to 64" if age <= 64 else "65 and above"


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def months_before(when: date, months: int) -> date:
    index = when.year * 12 + when.month - 1 - months
    year, month = divmod(index, 12)
    for last in (when.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(when.day, last))
        except ValueError:
            continue
    raise AssertionError(when)


def quarter_end(first: date) -> date:
    month = first.month + 3
    return date(first.year + (month > 12), (month - 1) % 12 + 1, 1) - timedelta(days=1)


def covers(file: AFile) -> tuple[date, date] | None:
    received = datetime.fromisoformat(file.received).date().replace(day=1)
    counts: dict[date, list[str]] = defaultdict(list)
    for one in file.rows:
        end = day(one.get("Event_End_Date", ""))
        if end and end < received:
            counts[end.replace(day=1)].append(one["Event_Type"])
    total = sum(map(len, counts.values()))
    most = max((len(set(kinds)) for kinds in counts.values()), default=0)
    good = [
        month
        for month, kinds in counts.items()
        if total < 100 or (len(kinds) / total >= 0.02 and len(set(kinds)) >= most - 1)
    ]
    if not good:
        return None
    after = (max(good) + timedelta(days=31)).replace(day=1)
    return min(good), after - timedelta(days=1)


def chosen(files: Sequence[AFile], until: date) -> list[tuple[int, date, date]]:
    shown = [(datetime.fromisoformat(file.received), covers(file)) for file in files]
    picked: dict[int, list[date]] = defaultdict(list)
    first = date(2023, 4, 1)
    while (last := quarter_end(first)) <= until:
        able = [
            number
            for number, (received, period) in enumerate(shown)
            if period
            and period[0] <= first
            and period[1] >= last
            and received > datetime(last.year, last.month, last.day)  # noqa: DTZ001  # as the files
        ]
        if able:
            picked[max(able, key=lambda number: (shown[number][0], number))] += [first, last]
        first = last + timedelta(days=1)
    return [(number, min(days), max(days)) for number, days in picked.items()]


def national_table(files: Sequence[AFile], until: date) -> list[Event]:
    rows: list[Event] = []
    for number, first, last in chosen(files, until):
        for place, told in enumerate(files[number].rows):
            event = read(told, first, last, (number, place))
            if event is not None:
                rows.append(event)
    periods = {(one.first, one.last) for one in rows}
    latest = max((first for first, _ in periods), default=FAR)
    next_told = {(one.first, one.told) for one in rows}
    for one in rows:
        goes_on = one.end is None or one.end > one.last
        follows = (one.last + timedelta(days=1), one.told) in next_told
        if one.first != latest and goes_on and not follows:
            one.end = one.last
    best: dict[tuple[str, ...], Event] = {}
    for one in rows:
        held = best.get(one.told)
        if held is None or rank(one) > rank(held):
            best[one.told] = one
    return list(best.values())


def rank(one: Event) -> tuple[Any, ...]:
    return (one.last, one.open_end, -one.outcome_place, one.talk, one.order)


def read(told: Row, first: date, last: date, order: tuple[int, int]) -> Event | None:
    def get(name: str) -> str:
        return told.get(name, "")

    start, end, death = (
        day(get(name)) for name in ("Event_Start_Date", "Event_End_Date", "Date_of_Death")
    )
    if start is None:
        return None
    if death and ((end and start <= death <= end) or (end is None and death > start)):
        end = death
    kind = get("Event_Type")
    inside = (
        (end is None or end >= first) if kind == "Service" else bool(end and first <= end <= last)
    )
    if not inside or start > last or (death and (death < first or death < start)):
        return None
    detail = {
        "Service": (get("Service_Type"), get("Service_Component")),
        "Request": (get("Request_Route_of_Access"),),
        "Assessment": (get("Assessment_Type"),),
    }.get(kind, ())
    fixed = "" if kind == "Service" else str(end)
    person = get("LA_Person_Unique_Identifier")
    return Event(
        person, kind, get("Client_Type"), start, end, death, day(get("Date_of_Birth")),
        get("Event_Outcome"), get("Service_Type"), get("Service_Component"),
        get("Delivery_Mechanism"), get("Assessment_Type"), get("Gender"),
        get("Accommodation_Status"), get("Primary_Support_Reason"),
        "conversation" in get("Event_Description").lower(),
        (person, str(start), fixed, get("Client_Type"), kind, *detail), first, last, order,
    )  # fmt: skip


@dataclass
class Person:
    events: list[Event]

    def latest(self, value: Callable[[Event], str], low: Sequence[str] = ()) -> str:
        said = [(value(one) or "Unknown", one) for one in self.events]
        known = [pair for pair in said if pair[0] not in ("Unknown", *low)] or said
        top = max((one.last, one.open_end, one.start) for _, one in known)
        values = {text for text, one in known if (one.last, one.open_end, one.start) == top}
        return values.pop() if len(values) == 1 else "Unknown"

    @property
    def born(self) -> date | None:
        told = [(one.last, month_of(one.birth)) for one in self.events if one.birth]
        last = max((when for when, _ in told), default=FAR)
        return min((born for when, born in told if when == last and born), default=None)

    @property
    def died(self) -> date | None:
        told = [(one.last, one.death) for one in self.events if one.death]
        return max(told)[1] if told else None

    @property
    def lives(self) -> str:
        said = self.latest(lambda one: one.lives)
        services = [one for one in self.events if one.kind == "Service"]
        if said != "Unknown" or not services:
            return said
        telling = ("Shared Lives", "Community supported living", "Extra care housing",
                   "Home support or domiciliary care")  # fmt: skip

        def place(one: Event) -> tuple[date, int, bool, date]:
            worth = SERVICES.index(one.service) if one.service in SERVICES else 99
            return (one.open_end, -worth, one.part in telling, one.start)

        top = [one for one in services if place(one) == max(map(place, services))]
        kinds = {one.service for one in top if one.service in SERVICES}
        parts = {one.part for one in top if one.part in telling}
        kind = kinds.pop() if len(kinds) == 1 else ""
        part = parts.pop() if len(parts) == 1 else ""
        if kind in SERVICES[:2]:
            return "in a home"
        if part in telling[:3]:
            return "settled"
        if kind == LONG[2] and part:
            return "settled"
        return "Unknown"


def settled(lives: str) -> bool:
    return lives.startswith(
        ("settled", "Owner occupier", "Tenant:", "Settled mainstream", "Supported accommodation",
         "Shared Lives", "Approved premises", "Sheltered", "Mobile accommodation")
    )  # fmt: skip


def figures(files: Sequence[AFile], year: Year, until: date) -> tuple[Figures, dict[Any, Any]]:
    """The measures (parts where anybody counts), and the waits: n and median."""
    people: dict[str, Person] = defaultdict(lambda: Person([]))
    for one in national_table(files, until):
        people[one.person].events.append(one)
    sums: dict[tuple[str, str], list[bool]] = defaultdict(list)
    waits: dict[tuple[str, str, date], list[int]] = defaultdict(list)
    for person in people.values():
        for name, part, counts in [
            *episodes(person, year),
            *admissions(person, year),
            *at_home(person, year),
            *clients(person, year),
            *carers(person, year),
        ]:
            sums[name, part].append(counts)
        for key, days in waited(person, year):
            waits[key].append(days)
    return (
        {key: (sum(said), len(said)) for key, said in sums.items()},
        {key: (len(said), float(median(said))) for key, said in waits.items()},
    )


def in_bands(name: str, band: str, counts: bool) -> Iterable[tuple[str, str, bool]]:
    if band in ("18 to 64", "65 and above"):
        yield name, band, counts
    yield name, "Total", counts


def episodes(person: Person, year: Year) -> Iterable[tuple[str, str, bool]]:
    mine = [
        one
        for one in person.events
        if one.client == USER and (one.end is None or one.end >= one.start)
    ]

    def worth(one: Event) -> int:
        place = one.outcome_place
        return min(999, place + 100) if place < 6 or place == 999 else place

    max_rows = sorted(
        (one for one in mine if one.kind == "Service" and one.service == ST_MAX),
        key=lambda one: (one.start, one.open_end, worth(one), [-part for part in one.order]),
    )
    groups: list[list[Event]] = []
    for one in max_rows:
        if groups and (one.start - max(each.open_end for each in groups[-1])).days <= 7:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        first, last = group[0].start, max(one.open_end for one in group)
        age = years(person.born, last)
        if not year.first_day <= last <= year.last_day:
            continue
        if (age is not None and age < 18) or (person.died and person.died < first):
            continue
        if any(
            one.service in LONG and one.start < first and (first - one.open_end).days < 91
            for one in mine
        ):
            continue
        own = max(group, key=lambda one: (one.open_end, -worth(one), one.order))
        rest = [
            one
            for one in mine
            if not (one in max_rows and first <= one.start <= last) and one.start >= first
        ]
        final = what_followed(person, own, worth, rest, first, last)
        good = {SERVICES[5], SERVICES[6], *(OFFICIAL[n - 1] for n in (7, 10, 11, 14, 15, 16, 17))}
        if final in good or final in (*LONG, "short stay"):
            yield from in_bands("2A", band_at(person.born, last), final in good)


def what_followed(
    person: Person,
    own: Event,
    worth: Callable[[Event], int],
    rest: list[Event],
    first: date,
    last: date,
) -> str:
    if person.died and (person.died - last).days <= 7:
        return "died"
    if own.outcome == "Admitted to hospital":
        return "hospital"
    after = [one for one in rest if one.open_end > last and (one.start - last).days <= 7]
    services = [one for one in after if one.service in SERVICES]
    if services:
        best = min(SERVICES.index(one.service) for one in services)
        stays = ("Short term residential care", "Short term nursing care")
        if best == 6 and any(one.part in stays for one in services if one.service == SERVICES[6]):
            return "short stay"
        return SERVICES[best]
    found: list[int] = []
    if not after and worth(own) < 100:
        found.append(worth(own))
    for one in after:
        usable = min(worth(own), worth(one)) < 100 and one.kind != "Service"
        if usable and one.outcome != "NFA: Support ended as planned":
            found += [worth(own), worth(one)]
    near = [
        one
        for one in rest
        if one.kind in ("Assessment", "Review")
        and first < one.open_end <= last
        and (last - one.open_end).days < 14
        and worth(one) < 100
    ]
    if near:
        top = max(near, key=lambda one: (one.open_end, -worth(one), one.order))
        found.append(worth(top))
    if found and min(found) < 100:
        return OFFICIAL[min(found) - 1]
    if any(
        one.kind == "Service" and one.part == "Equipment" and first < one.open_end <= last
        for one in rest
    ):
        return SERVICES[5]
    return own.outcome


def admissions(person: Person, year: Year) -> Iterable[tuple[str, str, bool]]:
    if person.born is None or (person.died and person.died < year.first_day):
        return
    stays = [
        one
        for one in person.events
        if one.kind == "Service"
        and one.client == USER
        and one.service in LONG[:2]
        and one.part in ("Long term residential care", "Long term nursing care")
    ]
    bands = set()
    for one in stays:
        if not year.first_day <= one.start <= year.last_day:
            continue
        if one.outcome == OFFICIAL[8]:
            continue
        if any(each.start < one.start and (one.start - each.open_end).days < 365 for each in stays):
            continue
        bands.add(band_at(person.born, one.start))
    bands.discard("Under 18")
    if bands:
        band = min(bands)
        yield ("2B" if band == "18 to 64" else "2C"), band, True


def at_home(person: Person, year: Year) -> Iterable[tuple[str, str, bool]]:
    mine = [
        one
        for one in person.events
        if one.client == USER
        and one.kind == "Service"
        and one.service in LONG
        and one.open_end >= max(one.start, year.first_day)
        and one.start <= year.last_day
    ]
    if not mine or (person.died and person.died < year.first_day):
        return
    band = band_at(person.born, max(min(one.open_end, year.last_day) for one in mine))
    if band not in ("18 to 64", "65 and above"):
        return
    gender = person.latest(lambda one: one.gender)
    reason = person.latest(lambda one: one.reason)
    names = ["2E"]
    if band == "18 to 64" and reason == "Learning Disability Support":
        names.append("2E-LD")
    for name in names:
        for part in {gender, "Total"} & {"Male", "Female", "Total"}:
            yield name, f"{band} | {part}", settled(person.lives)


def clients(person: Person, year: Year) -> Iterable[tuple[str, str, bool]]:
    mine = [
        one
        for one in person.events
        if one.client == USER
        and one.service in LONG
        and one.start <= year.last_day <= one.open_end
        and one.open_end >= one.start
    ]
    band = band_at(person.born, year.last_day)
    if not mine or band == "Under 18" or (person.died and person.died < year.last_day):
        return
    if any(one.service in LONG[:2] for one in mine):
        return
    ways = {
        "Direct payment" if one.part == "Direct payment" else one.way
        for one in mine
        if one.service == LONG[2]
    }
    if ways:
        paid = "Direct payment" in ways
        directed = paid or "CASSR managed personal budget" in ways
        yield from in_bands("3D-1a", band, directed)
        yield from in_bands("3D-2a", band, paid)


def carers(person: Person, year: Year) -> Iterable[tuple[str, str, bool]]:
    ways = set()
    for one in person.events:
        if one.client not in ("Unpaid carer", "Unpaid carer known by association"):
            continue
        if one.service != "Unpaid carer support: Direct to unpaid carer":
            continue
        if one.start > year.last_day or one.open_end < max(one.start, year.first_day):
            continue
        if "Direct payment" in (one.part, one.way):
            ways.add("Direct payment")
        elif one.part and one.way:
            ways.add(one.way)
    band = band_at(person.born, year.last_day)
    if not ways or band == "Under 18" or (person.died and person.died < year.first_day):
        return
    paid = "Direct payment" in ways
    yield from in_bands("3D-1b", band, paid or "CASSR managed personal budget" in ways)
    yield from in_bands("3D-2b", band, paid)


def waited(person: Person, year: Year) -> Iterable[tuple[tuple[str, str, date], int]]:
    """Walk through somebody's requests in order, remembering how far earlier ones reached."""
    answers = [
        one
        for one in person.events
        if (one.kind == "Assessment" and one.assessed.startswith(("Short term", "Long term")))
        or (one.kind == "Service" and one.service in SERVICES)
    ]

    def known(asked: Event) -> bool:
        return any(
            one.kind == "Service"
            and one.start < asked.start
            and (
                (one.service in LONG and one.open_end >= months_before(asked.start, 12))
                or (
                    one.service in (ST_MAX, SERVICES[6])
                    and one.open_end >= months_before(asked.start, 3)
                )
            )
            for one in answers
        )

    requests = [
        one
        for one in person.events
        if one.kind == "Request"
        and one.client == USER
        and one.start >= date(2023, 4, 1)
        and (one.age or 0) >= 25
        and one.outcome
        and not one.outcome.startswith(("NFA", "Admitted"))
        and not known(one)
    ]
    kinds = ["Request", "Assessment", "Service"]
    path = sorted(
        [*requests, *(one for one in answers if (one.age or 0) >= 25)],
        key=lambda one: (one.start, kinds.index(one.kind), -one.order[0], -one.order[1]),
    )
    to_service = [OFFICIAL[0], OFFICIAL[3], OFFICIAL[4]]
    reach_of_last = most_response = most_service = -1
    for place, asked in enumerate(path):
        if asked.kind != "Request":
            continue
        later = range(place + 1, len(path))
        looked = next((n for n in later if path[n].kind == "Assessment"), None)
        served = next((n for n in later if path[n].kind == "Service"), None)
        response = looked
        if (
            asked.talk
            and asked.start < date(2025, 7, 1)
            and asked.outcome in OFFICIAL[:5]
            and (looked is None or asked.start < path[looked].start)
        ):
            response = place
        if served is not None and (response is None or response > served):
            response = served
        if response is not None and path[response].kind == "Assessment":
            block = [path[response]]
            for one in path[response + 1 :]:
                if one.kind != "Assessment":
                    break
                block.append(one)
            if not any(one.outcome in to_service for one in block):
                served = None
        inside = (
            reach_of_last > place
            or (response is not None and response <= most_response)
            or (served is not None and served <= most_service)
        )
        reach_of_last = max(n for n in (response, served, -1) if n is not None)
        most_response = max(most_response, -1 if response is None else response)
        most_service = max(most_service, -1 if served is None else served)
        if inside:
            continue
        for metric, answer in (("first response", response), ("first service", served)):
            if answer is None:
                continue
            one = path[answer]
            band = {"18 to 64": "25 to 64", "65 and above": "65 and above"}.get(one.band)
            quarter = date(one.start.year, (one.start.month - 1) // 3 * 3 + 1, 1)
            if band and year.first_day <= quarter <= year.last_day:
                yield (metric, band, quarter), (one.start - asked.start).days
