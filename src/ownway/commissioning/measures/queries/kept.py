"""Runs that were kept, and what people wrote down: populations, targets, published tables.

Figures stand without a name; who may see them is the route's to say. The people of a run are asked
for by somebody, and each opening is a fact.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ownway.commissioning.measures import permissions
from ownway.commissioning.measures.domain import Behind, Measure, Wait, Year
from ownway.commissioning.measures.domain import published as pub
from ownway.commissioning.measures.domain.moved import DENOMINATOR, Lists, Moved, moved
from ownway.commissioning.measures.domain.results import POPULATION_PARTS
from ownway.commissioning.measures.models import (
    MeasureRun,
    PeopleOfRun,
    Population,
    PublishedTable,
    Standing,
    Target,
)
from ownway.commissioning.returns import queries as returns
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the figures of a run rest on, and the days it was chosen for."""

    submission_id: str
    file_name: str
    sha256: str
    received_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the year, what it rests on, and every figure of it."""

    id: UUID
    year: Year
    as_of: date
    live: bool
    method_version: str
    made_at: datetime
    made_by: str
    inputs: tuple[Input, ...]
    populations: Mapping[str, int]
    measures: tuple[Measure, ...]
    waits: tuple[Wait, ...]
    quarters_without: tuple[date, ...]

    def measure(self, measure_id: str, part: str) -> Measure | None:
        return next(
            (one for one in self.measures if (one.id, one.part) == (measure_id, part)), None
        )

    def parts(self, measure_id: str) -> tuple[Measure, ...]:
        return tuple(one for one in self.measures if one.id == measure_id)


@dataclass(frozen=True, slots=True)
class PersonBehindMeasure:
    """One line of the people behind a figure, who is known here and whom the reader may see."""

    id: UUID
    name: str
    council_id: str
    age: int | None
    place: str
    primary_support_reason: str
    team: str
    times: int


@dataclass(frozen=True, slots=True)
class PeopleBehind:
    """A page of the people behind a figure; `not_listed` are not known here, or not theirs to see.

    count  how often people count in all, as the figure says it
    """

    count: int
    listed: int
    not_listed: int
    people: tuple[PersonBehindMeasure, ...]


@dataclass(frozen=True, slots=True)
class PopulationLine:
    year: str
    part: str
    people: int
    source: str
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    id: UUID
    measure: str
    part: str
    by_day: date
    value: Decimal
    set_by: str
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class TableKept:
    id: UUID
    title: str
    source: str
    published_on: date
    beside: str
    as_at: date | None
    table: pub.Table
    entered_at: datetime
    entered_by: str


def newest_run(year: Year, *, live: bool = False) -> Run | None:
    """The run that stands for a year; None when there is none, or its files were all undone."""
    found = Standing.objects.filter(year=str(year), live=live).select_related("run__made_by")
    row = found.first()
    return _run(row.run) if row and row.run else None


def run_before(run: Run) -> Run | None:
    """The run of the same year and kind that was made before this one."""
    row = _runs().filter(year=str(run.year), live=run.live, made_at__lt=run.made_at).first()
    return _run(row) if row else None


def run_by_id(run_id: UUID) -> Run:
    """Raises NotFound."""
    row = _runs().filter(pk=run_id).first()
    if row is None:
        raise NotFound("There is no such run of the measures.")
    return _run(row)


def years_run() -> list[Year]:
    """The years that have a run of submitted files, the newest year first."""
    said = Standing.objects.filter(live=False, run__isnull=False)
    return [Year.named(year) for year in said.order_by("-year").values_list("year", flat=True)]


def runs_up_to(run: Run, *, limit: int = 8) -> list[Run]:
    """The runs of the same year and kind until this one, the oldest of the last few first."""
    rows = _runs().filter(year=str(run.year), live=run.live, made_at__lte=run.made_at)[:limit]
    return [_run(row) for row in reversed(rows)]


def standing_runs() -> list[Run]:
    """The run of submitted files that stands for each year, the earliest year first."""
    rows = Standing.objects.filter(live=False, run__isnull=False).order_by("year")
    return [_run(row.run) for row in rows.select_related("run__made_by") if row.run]


def files_offered(*, as_of: date | None = None) -> str:
    """A digest of the files there are to choose from; the same files, the same digest."""
    kept = returns.submissions_for_measures(as_of=as_of)
    said = json.dumps([[str(one.id), one.sha256] for one in kept])
    return sha256(said.encode()).hexdigest() if kept else ""


def years_of_files() -> list[Year]:
    """The years that files tell of, the newest first; none before any file."""
    days = {one.last_day for one in returns.submissions_for_measures() if one.last_day}
    return sorted(
        {Year.holding(day) for day in days}, key=lambda year: year.first_day, reverse=True
    )


def was_looked_at(year: Year, offered: str, *, live: bool = False) -> bool:
    """Whether the year was last worked out with just these files to choose from."""
    return Standing.objects.filter(year=str(year), live=live, offered=offered).exists()


@whole_council()
def what_moved(run: Run, measure: str, part: str, *, on: date) -> Moved | None:
    """Who came and went since the run before, as counts; None when there is no run before.

    Counts by reason, without a name. `on`: who had died by then is said to have died.
    """
    before = run_before(run)
    if before is None:
        return None
    was, now = _lists(before.id), _lists(run.id)
    gone = {
        council_id
        for person in was.get((measure, part, DENOMINATOR), ())
        for council_id in person.council_ids
    } - {
        council_id
        for person in now.get((measure, part, DENOMINATOR), ())
        for council_id in person.council_ids
    }
    died = people.council_ids_of_the_dead(gone, by_day=on)
    return moved(was, now, measure=measure, part=part, died=died)


@whole_council()
def people_of(
    run: Run,
    measure: str,
    part: str,
    side: str,
    *,
    by: SignIn,
    read_on: date,
    start: int = 0,
    limit: int | None = 50,
) -> PeopleBehind:
    """The people behind one side of a figure whom `by` may see, in the order of their numbers.

    The list and each person shown are recorded as read; must run in a transaction. Raises
    NotAllowed; NotFound when the side is a whole population, or there is no such figure.
    """
    if not permissions.OPEN_PEOPLE.allows(by):
        raise NotAllowed(permissions.OPEN_PEOPLE.refusal())
    if measure in POPULATION_PARTS and side == DENOMINATOR:
        raise NotFound("This side is everybody who lives in the area, not people we know.")
    row = PeopleOfRun.objects.filter(run_id=run.id, measure=measure, part=part, side=side).first()
    told = _behind(row) if row else ()
    times: dict[UUID, int] = {}
    unknown = 0
    known = _ids_of(told)
    for person in told:
        found = known.get(person)
        if found is None:
            unknown += 1
        else:
            times[found] = times.get(found, 0) + person.times
    visible = set(people.ids_visible(by=by).filter(pk__in=list(times)))
    shown = [one for one in times if one in visible]
    page = shown[start:] if limit is None else shown[start : start + limit]
    facts.record_reading(
        people.PEOPLE_LISTED,
        about=None,
        of=run.id,
        by=by,
        on=read_on,
        words=f"The people behind {measure}, {part}, {side}, {run.year}",
    )
    facts.record_many(people.PEOPLE_LISTED, ((read_on, one, None) for one in page), by=by)
    return PeopleBehind(
        count=sum(person.times for person in told),
        listed=len(shown),
        not_listed=unknown + len(times) - len(shown),
        people=tuple(named(page, times, by=by, on=read_on)),
    )


def named(
    ids: Sequence[UUID], times: Mapping[UUID, int], *, by: SignIn, on: date
) -> Iterable[PersonBehindMeasure]:
    """A line for each of these people whom `by` may see. Whoever shows them records the reading."""
    known = people.briefly(ids, by=by, on=on)
    for one in ids:
        if one not in known:
            continue
        person = known[one]
        yield PersonBehindMeasure(
            id=one,
            name=person.name,
            council_id=person.council_id,
            age=person.age,
            place=person.place,
            primary_support_reason=person.primary_support_reason,
            team=person.team,
            times=times.get(one, 1),
        )


def populations_of(year: Year) -> dict[str, int]:
    """The population of each part, as last entered."""
    return {line.part: line.people for line in reversed(population_lines(year))}


def population_lines(year: Year | None = None) -> list[PopulationLine]:
    """Every population that was entered, the newest entry first."""
    rows = Population.objects.select_related("entered_by")
    rows = rows.filter(year=str(year)) if year else rows
    return [
        PopulationLine(
            row.year, row.part, row.people, row.source, row.entered_at, row.entered_by.name
        )
        for row in rows
    ]


def targets(measures: Iterable[str] | None = None) -> list[TargetLine]:
    """Targets in force, by measure, part and day."""
    rows = Target.objects.filter(withdrawn_at__isnull=True).select_related("entered_by")
    if measures is not None:
        rows = rows.filter(measure__in=list(measures))
    return [_target(row) for row in rows]


def target_in_force(
    lines: Iterable[TargetLine], measure: str, part: str, *, on: date
) -> TargetLine | None:
    """The next target to reach on a day; None when there is none, or all days are past."""
    ours = sorted(
        (line for line in lines if (line.measure, line.part) == (measure, part)),
        key=lambda line: line.by_day,
    )
    return next((line for line in ours if line.by_day >= on), None)


def tables() -> list[TableKept]:
    """Every published table that was entered and not removed, the newest first."""
    rows = PublishedTable.objects.filter(removed_at__isnull=True).select_related("entered_by")
    return [_table(row) for row in rows]


def table(table_id: UUID) -> TableKept:
    """Raises NotFound."""
    row = (
        PublishedTable.objects.filter(pk=table_id, removed_at__isnull=True)
        .select_related("entered_by")
        .first()
    )
    if row is None:
        raise NotFound("There is no such table, or it was removed.")
    return _table(row)


def packed(told: Iterable[Behind]) -> bytes:
    """A list of people as it is kept."""
    # Here: it takes memory, and few processes keep a run.
    import pyarrow  # type: ignore[import-untyped]  # it ships no types

    said = json.dumps([[one.council_ids, one.nhs_number, one.times] for one in told])
    return bytes(pyarrow.compress(said.encode(), codec="zstd", asbytes=True)) + len(
        said.encode()
    ).to_bytes(8, "big")


def _unpacked(data: bytes) -> tuple[Behind, ...]:
    # Here: it takes memory, and few processes open one.
    import pyarrow

    size = int.from_bytes(data[-8:], "big")
    said = pyarrow.decompress(data[:-8], decompressed_size=size, codec="zstd", asbytes=True)
    return tuple(
        Behind(tuple(council_ids), nhs_number, times)
        for council_ids, nhs_number, times in json.loads(said)
    )


def _lists(run_id: UUID) -> Lists:
    rows = PeopleOfRun.objects.filter(run_id=run_id)
    return {(row.measure, row.part, row.side): _behind(row) for row in rows}


def _behind(row: PeopleOfRun) -> tuple[Behind, ...]:
    return _unpacked(bytes(row.data))


def _ids_of(told: Sequence[Behind]) -> dict[Behind, UUID]:
    """Whose record each of these is here: by a council id, else by an NHS number of one person."""
    by_council_id = people.ids_by_council_id(
        {council_id for person in told for council_id in person.council_ids}
    )
    found: dict[Behind, UUID] = {}
    without: list[Behind] = []
    for person in told:
        ids = [by_council_id[one] for one in person.council_ids if one in by_council_id]
        if ids:
            found[person] = ids[0]
        elif person.nhs_number:
            without.append(person)
    numbers = people.council_ids_by_nhs_number(
        {person.nhs_number for person in without if person.nhs_number}
    )
    sure = {number: ids[0] for number, ids in numbers.items() if len(ids) == 1}
    known = people.ids_by_council_id(sure.values())
    for person in without:
        council_id = sure.get(person.nhs_number or "")
        if council_id in known:
            found[person] = known[council_id]
    return found


def _runs() -> QuerySet[MeasureRun]:
    return MeasureRun.objects.select_related("made_by")


def _run(row: MeasureRun) -> Run:
    return Run(
        id=row.pk,
        year=Year.named(row.year),
        as_of=row.as_of,
        live=row.live,
        method_version=row.method_version,
        made_at=row.made_at,
        made_by=row.made_by.name if row.made_by else "",
        inputs=tuple(_input(said) for said in row.inputs),
        populations=dict(row.populations),
        measures=tuple(
            Measure(
                said["id"],
                said["part"],
                said["numerator"],
                said["denominator"],
                None if said["value"] is None else Decimal(said["value"]),
            )
            for said in row.results["measures"]
        ),
        waits=tuple(
            Wait(
                said["metric"],
                said["band"],
                date.fromisoformat(said["quarter"]),
                said["n"],
                Decimal(said["median_days"]),
            )
            for said in row.results["waits"]
        ),
        quarters_without=tuple(date.fromisoformat(day) for day in row.results["quarters_without"]),
    )


def _input(said: Mapping[str, Any]) -> Input:
    return Input(
        said["submission_id"],
        said["file_name"],
        said["sha256"],
        datetime.fromisoformat(said["received_at"]),
        date.fromisoformat(said["first_day"]),
        date.fromisoformat(said["last_day"]),
    )


def _target(row: Target) -> TargetLine:
    return TargetLine(
        row.pk,
        row.measure,
        row.part,
        row.by_day,
        row.value,
        row.set_by,
        row.entered_at,
        row.entered_by.name,
    )


def _table(row: PublishedTable) -> TableKept:
    return TableKept(
        id=row.pk,
        title=row.title,
        source=row.source,
        published_on=row.published_on,
        beside=row.beside,
        as_at=row.as_at,
        table=pub.Table(
            tuple(pub.Column(said["name"], said["kind"]) for said in row.columns),
            tuple(pub.Row(said["part"], tuple(said["cells"])) for said in row.rows),
            tuple(row.total),
        ),
        entered_at=row.entered_at,
        entered_by=row.entered_by.name,
    )
