"""Words of the national measures: what moved, what misses its target, what a figure is made of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ownway.commissioning.measures.domain import Measure, Wait, targets
from ownway.commissioning.measures.domain.catalogue import Described, catalogue, described
from ownway.commissioning.measures.domain.moved import Moved, Side
from ownway.commissioning.measures.domain.results import POPULATION_PARTS, TOTAL
from ownway.commissioning.measures.domain.targets import Status
from ownway.commissioning.measures.queries import (
    PersonBehindMeasure,
    Run,
    TargetLine,
    target_in_force,
)
from ownway.foundation.look.bars import Bars, bars
from ownway.kernel import spreadsheet
from ownway.kernel.period import in_words

METRICS = ("first response", "first service")
BANDS = ("25 to 64", "65 and above")


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a measure as a row: as submitted, what it is heading for, and its target."""

    about: Described
    measure: Measure
    counts_first: str
    value: str
    change: str
    heading_for: str
    target: TargetLine | None
    status: Status | None

    @property
    def part_words(self) -> str:
        return part_in_words(self.measure.part)

    @property
    def moved(self) -> bool:
        return bool(self.change)


@dataclass(frozen=True, slots=True)
class WaitLine:
    """The waits of one quarter in one metric; None where nobody's wait ended."""

    quarter: date
    words: str
    by_band: tuple[tuple[str, Wait | None], ...]


def part_in_words(part: str) -> str:
    """Everyone; 18 to 64; 18 to 64, male."""
    age, _, rest = part.partition(" | ")
    said = "Everyone" if age == TOTAL else age
    return said if not rest or rest == TOTAL else f"{said}, {rest.lower()}"


def unit_in_words(about: Described) -> str:
    return "%" if about.unit == "%" else about.unit.replace(" people", "")


def main_parts(about: Described) -> tuple[str, ...]:
    """The parts that stand for a measure in a list: the total, else each age group's total."""
    if TOTAL in about.parts:
        return (TOTAL,)
    totals = tuple(part for part in about.parts if part.endswith(f" | {TOTAL}"))
    return totals or about.parts


def lines(
    run: Run,
    *,
    before: Run | None,
    live: Run | None,
    target_lines: Sequence[TargetLine],
    on: date,
    only_main: bool = False,
    measure_id: str = "",
) -> list[Line]:
    """Rows of the measures, in the order of the framework."""
    made = []
    for about in catalogue():
        if measure_id and about.id != measure_id:
            continue
        for part in main_parts(about) if only_main else about.parts:
            found = run.measure(about.id, part)
            if found is not None:
                target = target_in_force(
                    target_lines, about.id, part, on=min(on, run.year.last_day)
                )
                made.append(_line(about, found, before, live, target, on))
    return made


def _line(
    about: Described,
    measure: Measure,
    before: Run | None,
    live: Run | None,
    target: TargetLine | None,
    on: date,
) -> Line:
    was = before.measure(measure.id, measure.part) if before else None
    heading = live.measure(measure.id, measure.part) if live else None
    unit = unit_in_words(about)
    return Line(
        about=about,
        measure=measure,
        counts_first=_few(measure),
        value=value_in_words(measure, unit),
        change=change(was, measure),
        heading_for=(_few(heading) or value_in_words(heading, unit)) if heading else "",
        target=target,
        status=None
        if target is None or measure.value is None or not measure.denominator
        else targets.status(
            measure.value,
            target=target.value,
            by_day=target.by_day,
            on=on,
            better=about.better,
            unit=unit,
        ),
    )


def value_in_words(measure: Measure, unit: str) -> str:
    """46.8%; "nobody" where there is nobody to count, which the published table calls 0.0."""
    return "nobody" if measure.denominator == 0 else targets.figure(measure.value, unit)


def _few(measure: Measure) -> str:
    if measure.id in POPULATION_PARTS:
        return ""
    return targets.counts_first(measure.numerator, measure.denominator)


def change(was: Measure | None, now: Measure) -> str:
    """+1.2 since before; the counts of few people or a value that stayed; "" when nothing moved."""
    if was is None:
        return ""
    few = _few(was) or _few(now)
    if not few and was.value is not None and now.value is not None and was.value != now.value:
        apart = now.value - was.value
        return f"{'+' if apart > 0 else '−'}{abs(apart):,}"
    if (was.numerator, was.denominator) != (now.numerator, now.denominator):
        return f"was {was.numerator:,}" + (
            f" of {was.denominator:,}" if was.denominator is not None else ""
        )
    return ""


def headline(found: Sequence[Line], before: Run | None) -> str:
    """3 of 9 measures moved, and 1 misses its target."""
    ids = list(dict.fromkeys(line.about.id for line in found))
    moved = {line.about.id for line in found if line.moved}
    missed = {line.about.id for line in found if line.status and line.status.missed}
    if before is None:
        first = f"{len(ids)} measures are worked out for the first time"
    elif not moved:
        first = "No measure moved"
    else:
        first = f"{len(moved)} of {len(ids)} measures moved"
    if not missed:
        return first
    return f"{first}, and {len(missed)} {'misses its' if len(missed) == 1 else 'miss their'} target"


def lead(found: Sequence[Line], run: Run, before: Run | None) -> list[str]:
    said = []
    if before is not None:
        said.append(
            f"Compared with the run of {in_words(before.as_of)}, which rested on "
            f"{_files(len(before.inputs))}."
        )
    for line in found:
        if line.status and line.status.missed and line.target:
            said.append(
                f"{line.about.name}: {line.value}, and the target for "
                f"{in_words(line.target.by_day)} was {line.target.value:,}{_unit(line.about)}."
            )
    if run.quarters_without:
        quarters = ", ".join(quarter_in_words(day) for day in run.quarters_without)
        said.append(f"No file covers {quarters}, so the figures know nothing of them.")
    return said


def _unit(about: Described) -> str:
    unit = unit_in_words(about)
    return "%" if unit == "%" else f" {unit}"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def answer(line: Line) -> str:
    """46.8%: 351 of 750; the counts alone when there are few."""
    measure = line.measure
    if line.counts_first:
        return line.counts_first
    if measure.denominator is None:
        return f"{measure.numerator:,}, and no population is written down"
    if measure.denominator == 0:
        return "There is nobody to count"
    return f"{line.value}: {measure.numerator:,} of {measure.denominator:,}"


@dataclass(frozen=True, slots=True)
class MovedSide:
    """One side of what moved: whom it counts, and who came and went, each a sentence."""

    title: str
    words: str
    sentences: tuple[str, ...]


def moved_sides(about: Described, found: Moved) -> list[MovedSide]:
    """Who came and went on each side; a side of people nobody lists is left out."""
    sides = [MovedSide("Above the line", about.numerator, tuple(_sentences(found.numerator)))]
    if about.id not in POPULATION_PARTS:
        sides.append(
            MovedSide("Below the line", about.denominator, tuple(_sentences(found.denominator)))
        )
    return sides


def _sentences(side: Side) -> Iterator[str]:
    for reason, count in side.entered:
        yield f"{people_in_words(count)} came in: they {reason}."
    for reason, count in side.left:
        yield f"{people_in_words(count)} left: they {reason}."


def people_in_words(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


@dataclass(frozen=True, slots=True)
class Point:
    """One run in the course of a measure; `heading_for` is the one by today's records."""

    words: str
    measure: Measure
    value: str
    heading_for: bool


def course(about: Described, part: str, runs: Iterable[Run], live: Run | None) -> list[Point]:
    """A measure run by run, the oldest first, and last what it is heading for."""
    unit = unit_in_words(about)
    said = []
    for run in [*runs, *([live] if live else [])]:
        found = run.measure(about.id, part)
        if found is not None:
            words = (
                f"Heading for, by records of {in_words(run.as_of)}"
                if run.live
                else f"{run.year}, files to {in_words(run.as_of)}"
            )
            said.append(Point(words, found, value_in_words(found, unit), run.live))
    return said


def trend(points: Iterable[Point]) -> Bars:
    """One bar a run; counts are written on it when they are few."""
    return bars(
        (
            point.words,
            point.measure.value if point.measure.denominator else None,
            _few(point.measure) or point.value,
            point.heading_for,
        )
        for point in points
    )


def quarter_in_words(first_day: date) -> str:
    """April to June 2025."""
    last = (first_day.month + 1) % 12 + 1
    year = first_day.year + (last < first_day.month)
    return f"{first_day:%B} to {date(year, last, 1):%B} {year}"


def wait_lines(run: Run, metric: str) -> list[WaitLine]:
    """The waits of a metric by quarter, the earliest first."""
    found = {(wait.quarter, wait.band): wait for wait in run.waits if wait.metric == metric}
    return [
        WaitLine(
            quarter,
            quarter_in_words(quarter),
            tuple((band, found.get((quarter, band))) for band in BANDS),
        )
        for quarter in sorted({quarter for quarter, _ in found})
    ]


def wait_bars(found: Sequence[WaitLine]) -> Bars:
    return bars(
        (
            f"{line.words}, {band}",
            wait.median_days if wait else None,
            days(wait.median_days) if wait else "nobody",
            band == BANDS[0],
        )
        for line in found
        for band, wait in line.by_band
    )


def wait_answer(run: Run) -> str:
    """The newest quarter's waits as a sentence."""
    found = wait_lines(run, METRICS[1]) or wait_lines(run, METRICS[0])
    if not found:
        return "Nobody's wait ended in the quarters these files cover"
    said = [
        f"{days(wait.median_days)} for people aged {band}"
        for band, wait in found[-1].by_band
        if wait
    ]
    metric = METRICS[1] if wait_lines(run, METRICS[1]) else METRICS[0]
    return f"Half of people wait at most {' and '.join(said)} for a {metric}"


def days(value: Decimal) -> str:
    """1 day; 12 days; 12.5 days."""
    plain = f"{value.normalize():f}" if value else "0"
    return "1 day" if plain == "1" else f"{plain} days"


def as_csv(run: Run, found: Sequence[Line]) -> str:
    """The measures as a file; a value nobody can know stays empty."""
    head = (
        "Year",
        "Files up to",
        "Measure",
        "Name",
        "Part",
        "Numerator",
        "Denominator",
        "Value",
        "Heading for",
        "Target",
        "Target for",
    )
    return spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                run.year,
                run.as_of.isoformat(),
                line.measure.id,
                line.about.name,
                line.measure.part,
                line.measure.numerator,
                line.measure.denominator,
                line.measure.value,
                line.heading_for,
                line.target.value if line.target else None,
                line.target.by_day.isoformat() if line.target else None,
            )
        )
        for line in found
    )


def waits_as_csv(run: Run) -> str:
    head = ("Year", "Files up to", "Wait for", "Age", "Quarter from", "People", "Median days")
    return spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                run.year,
                run.as_of.isoformat(),
                wait.metric,
                wait.band,
                wait.quarter.isoformat(),
                wait.n,
                wait.median_days,
            )
        )
        for wait in run.waits
    )


def people_as_csv(found: Iterable[PersonBehindMeasure]) -> str:
    head = ("Person", "Council number", "Age", "Place", "Main reason for support", "Team", "Times")
    return spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                person.name,
                person.council_id,
                person.age,
                person.place,
                person.primary_support_reason,
                person.team,
                person.times,
            )
        )
        for person in found
    )


def name_of(measure_id: str) -> str:
    """The name of a measure or a wait; its id when it is in no catalogue."""
    try:
        return described(measure_id).name
    except KeyError:
        return measure_id
