"""Write Marlshire's files: twelve quarterly returns, names for its people, places and teams.

Streams: one person at a time, into all files at once. The same size, seed and day give the same
bytes. A file appears under its name only when it is whole.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from ownway.demo import dirt, places, rows
from ownway.demo.dirt import Dirt
from ownway.demo.named import Story
from ownway.demo.people import CARER_BY_ASSOCIATION, DemoPerson
from ownway.demo.population import Population
from ownway.demo.rows import FIELDS, Row
from ownway.demo.targets import Expected

SIZE = 4372
SEED = 2026
DEMO_DAY = date(2026, 11, 23)
_A_CHUNK = 1000

NAME_FIELDS = (
    "council_id",
    "given_name",
    "family_name",
    "known_as",
    "address_line_1",
    "address_line_2",
    "town",
    "postcode",
    "telephone",
    "email",
    "communication_needs",
    "how_to_talk",
)
PLACE_FIELDS = ("postcode_district", "locality", "area", "east", "north")
TEAM_FIELDS = ("team", "area", "support_reason")


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """The files in the order to load them, and what a reader of them should find.

    `expected` is what the files hold on the last day of the last one: people with open long-term
    support and their weekly cost in pence, by reason. Ruth Calloway is not in it.
    `dirt` counts the rows spoilt, by kind.
    """

    places: Path
    teams: Path
    cld: tuple[Path, ...]
    people_names: Path
    on: date
    expected: Mapping[str, Expected]
    dirt: Mapping[str, int]
    rows: int

    @property
    def paths(self) -> tuple[Path, ...]:
        return (self.places, self.teams, *self.cld, self.people_names)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a council spelt and ordered the columns that quarter, and what it added of its own."""

    spelt: Callable[[str], str] = str
    order: tuple[int, ...] = tuple(range(len(FIELDS)))
    local_column: str = ""


_BY_NAME = tuple(sorted(range(len(FIELDS)), key=FIELDS.__getitem__))
_PERSON_FIRST = (*range(3, len(FIELDS)), 0, 1, 2)
_STYLES = {
    1: _Style(spelt=lambda name: name.replace("_", " ")),
    4: _Style(spelt=str.lower),
    6: _Style(spelt=lambda name: name.replace("_", " ").upper()),
    8: _Style(order=_PERSON_FIRST),
    9: _Style(local_column="Local_Team_Name"),
    10: _Style(
        spelt=lambda name: f" {name.replace('_', ' ')} ", order=_BY_NAME, local_column="Team"
    ),
}


def write_files(
    folder: Path,
    *,
    people: int = SIZE,
    seed: int = SEED,
    today: date = DEMO_DAY,
    progress: Callable[[int, int], None] | None = None,
) -> DemoFiles:
    """Write every file into `folder` (made if need be), over any that are there.

    `people` is how many have long-term support on `today`, Ruth Calloway among them although the
    files show her support as ended (see `named`). `progress` hears (people done, people in all).
    Raises ValueError when Marlshire cannot have so many people, or so few.
    """
    population = Population(size=people, seed=seed, today=today)
    folder.mkdir(parents=True, exist_ok=True)
    cld = tuple(folder / f"cld-{period.name}.csv" for period in population.periods)
    files = DemoFiles(
        places=folder / "places.csv",
        teams=folder / "teams.csv",
        cld=cld,
        people_names=folder / "people-names.csv",
        on=population.periods[-1].last_day,
        expected=population.expected_in_files,
        dirt=(spoilt := Counter[str]()),
        rows=0,
    )
    _write(files.places, PLACE_FIELDS, places.place_rows())
    _write(files.teams, TEAM_FIELDS, iter(places.TEAMS))
    with ExitStack() as stack:
        names = csv.writer(stack.enter_context(_whole(files.people_names)))
        names.writerow(NAME_FIELDS)
        quarters = [
            _Quarter(stack.enter_context(_whole(path)), population, number)
            for number, path in enumerate(cld)
        ]
        for story, kind in _everyone(population, progress):
            names.writerow(_name_cells(story.person))
            _tell(story, quarters, population, kind, spoilt)
        written = sum(quarter.rows for quarter in quarters)
    return DemoFiles(
        places=files.places,
        teams=files.teams,
        cld=cld,
        people_names=files.people_names,
        on=files.on,
        expected=files.expected,
        dirt=dict(spoilt),
        rows=written,
    )


class _Quarter:
    """One file being written."""

    def __init__(self, file: IO[str], population: Population, number: int) -> None:
        period = population.periods[number]
        style = _STYLES.get(number, _Style())
        self.number = number
        self.first_day = period.first_day.toordinal()
        self.last_day = period.last_day.toordinal()
        self.submission = rows.submission_cells(period)
        self.rows = 0
        self._pick: Callable[[Row], tuple[str, ...]] = itemgetter(*style.order)
        self._local = bool(style.local_column)
        self._writer = csv.writer(file)
        header = [style.spelt(FIELDS[place]) for place in style.order]
        self._writer.writerow(header + [style.local_column] * self._local)

    def write(self, found: list[Row], *, team: str) -> None:
        self.rows += len(found)
        if self._local:
            self._writer.writerows((*self._pick(row), team) for row in found)
        else:
            self._writer.writerows(map(self._pick, found))


def _everyone(
    population: Population, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[Story, Dirt | None]]:
    for story in population.named_stories():
        yield story, None
    for position in range(population.positions):
        if progress and position % _A_CHUNK == 0:
            progress(position, population.positions)
        kind = population.dirt_at(position)
        for number, story in enumerate(population.stories(position)):
            yield story, kind if number == 0 else None
    if progress:
        progress(population.positions, population.positions)


def _tell(
    story: Story,
    quarters: list[_Quarter],
    population: Population,
    kind: Dirt | None,
    spoilt: Counter[str],
) -> None:
    """One person's rows, into every file that holds any."""
    person = story.person
    if kind:
        last_days = [quarter.last_day for quarter in quarters]
        spoilt[kind.name] += dirt.befall(kind, story, last_days=last_days)
    carer = rows.carer_cells(person)
    alive, dead = rows.person_cells(person, died=0), rows.person_cells(person, died=person.died)
    support_ended = max((event.end for event in story.events), default=0)
    spoil_now = kind is not None
    team = f"{person.place.area} team"
    number = person.council_id.removeprefix("M-")
    for quarter in quarters:
        first_day, last_day = quarter.first_day, quarter.last_day
        who = dead if person.died and person.died <= last_day else alive
        found = [
            quarter.submission
            + who
            + rows.event_cells(
                event,
                carer,
                reference=f"{event.kind[0]}{number}-{place}",
                last_day=last_day,
                calendar=population.calendar,
            )
            for place, event in enumerate(story.events, start=1)
            if rows.belongs(event, first_day=first_day, last_day=last_day)
        ]
        if person.client_type == CARER_BY_ASSOCIATION and (
            story.known_from <= last_day and story.known_until >= first_day
        ):
            found.append(quarter.submission + who + rows.known_by_association(carer))
        if not found:
            continue
        if kind and spoil_now:
            if kind.every_file or support_ended <= last_day:
                before = found
                found = _spoilt(kind, found, last=quarter is quarters[-1])
                changed = sum(row not in before for row in found)
                spoilt[kind.name] += changed or len(found) - len(before)
            spoil_now = kind.every_file or support_ended > last_day
        quarter.write(found, team=team)


def _spoilt(kind: Dirt, found: list[Row], *, last: bool) -> list[Row]:
    """A row that must be put aside is never the last word: a later file says it again."""
    return found if last and not kind.every_file else kind.spoil(found)


def _name_cells(person: DemoPerson) -> Row:
    return [
        person.council_id,
        person.given_name,
        person.family_name,
        person.known_as,
        *person.address,
        person.place.name,
        person.postcode,
        person.telephone,
        person.email,
        ";".join(person.communication),
        person.how_to_talk,
    ]


def _write(path: Path, fields: tuple[str, ...], found: Iterator[tuple[str, ...]]) -> None:
    with _whole(path) as file:
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows(found)


@contextmanager
def _whole(path: Path) -> Iterator[IO[Any]]:
    """A file that takes its name when it is complete; a broken-off one leaves the old in place."""
    partial = path.with_suffix(".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        yield file
    partial.replace(path)
