"""Words of the local measures and of targets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ownway.commissioning.measures.domain import local, targets
from ownway.commissioning.measures.domain.catalogue import catalogue, described
from ownway.commissioning.measures.domain.local import Line
from ownway.commissioning.measures.domain.results import TOTAL
from ownway.commissioning.measures.domain.targets import Status
from ownway.commissioning.measures.pages.national import part_in_words, unit_in_words
from ownway.commissioning.measures.queries import LocalFigure, Run, TargetLine, target_in_force
from ownway.foundation.look.bars import Bars, bars
from ownway.kernel import spreadsheet


@dataclass(frozen=True, slots=True)
class Row:
    """One group of one local measure, with its target."""

    line: Line
    value: str
    counts_first: str
    target: TargetLine | None
    status: Status | None

    @property
    def words(self) -> str:
        return "Everyone" if self.line.part == TOTAL else self.line.part


@dataclass(frozen=True, slots=True)
class Summary:
    """A local measure as a line of the list."""

    about: local.About
    row: Row


@dataclass(frozen=True, slots=True)
class Beside:
    """One group by both definitions; None where a definition knows nobody of it."""

    part: str
    words: str
    first: Row | None
    second: Row | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with today's figure; `now` is empty when there is none yet."""

    target: TargetLine
    name: str
    part_words: str
    value: str
    now: str
    status: Status | None


def rows(figure: LocalFigure, *, target_lines: Sequence[TargetLine], on: date) -> list[Row]:
    return [_row(figure.about, line, target_lines, on) for line in figure.lines]


def _row(about: local.About, line: Line, target_lines: Sequence[TargetLine], on: date) -> Row:
    target = target_in_force(target_lines, about.id, line.part, on=on)
    return Row(
        line=line,
        value=targets.figure(line.value) if line.denominator else "–",
        counts_first=targets.counts_first(line.numerator, line.denominator),
        target=target,
        status=None
        if target is None or not line.denominator
        else targets.status(
            line.value, target=target.value, by_day=target.by_day, on=on, better=about.better
        ),
    )


def summary(
    figures: Iterable[LocalFigure], *, target_lines: Sequence[TargetLine], on: date
) -> list[Summary]:
    """The total of each local measure."""
    return [
        Summary(figure.about, _row(figure.about, figure.total, target_lines, on))
        for figure in figures
    ]


def answer(figure: LocalFigure) -> str:
    """351 of 750 yearly reviews are late; the share after it when there are enough."""
    total = figure.total
    if not total.denominator:
        return "Nobody has long-term support on this day"
    share = "" if total.denominator < targets.ENOUGH_FOR_SHARES else f", {total.value}%"
    are = "review is" if total.denominator == 1 else "reviews are"
    return f"{total.numerator:,} of {total.denominator:,} yearly {are} late{share}"


def pair_answer(first: LocalFigure, second: LocalFigure) -> str:
    """One aim, two answers: 31.2% of everyone in the year, 44.0% of people with on-going …."""
    if not first.total.denominator:
        return "Nobody had a service in the year to this day"
    said = [
        f"{_share(first.total)} of everyone supported in the year",
        f"{_share(second.total)} of people with on-going community support",
    ]
    return ", ".join(said)


def _share(line: Line) -> str:
    few = targets.counts_first(line.numerator, line.denominator)
    return few or targets.figure(line.value)


def beside(
    first: LocalFigure, second: LocalFigure, *, target_lines: Sequence[TargetLine], on: date
) -> list[Beside]:
    """Each group by both definitions, the total last."""
    by_first = {row.line.part: row for row in rows(first, target_lines=target_lines, on=on)}
    by_second = {row.line.part: row for row in rows(second, target_lines=target_lines, on=on)}
    order = [*local.CLIENT_GROUPS, TOTAL]
    return [
        Beside(
            part, "All groups" if part == TOTAL else part, by_first.get(part), by_second.get(part)
        )
        for part in order
        if part in by_first or part in by_second
    ]


def chart(figure: LocalFigure) -> Bars:
    return bars(
        (
            "Everyone" if line.part == TOTAL else line.part,
            line.value,
            f"{line.numerator:,} of {line.denominator:,}"
            if line.denominator < targets.ENOUGH_FOR_SHARES
            else f"{line.value}%, {line.numerator:,} of {line.denominator:,}",
            line.part == TOTAL,
        )
        for line in figure.lines
        if line.denominator
    )


def pair_chart(both: Sequence[Beside]) -> Bars:
    return bars(
        (
            f"{group.words}, {words}",
            row.line.value,
            row.counts_first or f"{row.line.value}%",
            hatched,
        )
        for group in both
        for row, words, hatched in (
            (group.first, "in the year", True),
            (group.second, "on-going", False),
        )
        if row and row.line.denominator
    )


def as_csv(figures: Iterable[LocalFigure]) -> str:
    head = ("As at", "Measure", "Definition", "Group", "Numerator", "Denominator", "Value")
    return spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                figure.on.isoformat(),
                figure.about.name,
                figure.about.source,
                line.part,
                line.numerator,
                line.denominator,
                line.value if line.denominator else None,
            )
        )
        for figure in figures
        for line in figure.lines
    )


def name_of(measure: str) -> str:
    """What a national or local measure is called."""
    if measure in local.LOCAL:
        return local.LOCAL[measure].name
    try:
        return f"{measure}: {described(measure).name}"
    except KeyError:
        return measure


def choices() -> list[tuple[str, str]]:
    """Measures that can have a target."""
    ours = [(about.id, about.name) for about in local.LOCAL.values()]
    national = [(about.id, f"{about.id}: {about.name}") for about in catalogue()]
    return [*ours, *national]


def parts_of(measure: str) -> list[tuple[str, str]]:
    """The groups of a measure that can have a target, everyone first."""
    if measure in local.LOCAL:
        groups = [
            group
            for group in local.CLIENT_GROUPS
            if group != local.CARERS or measure in (local.DIRECTED_ALL, local.PAID_ALL)
        ]
        return [(TOTAL, "Everyone"), *((group, group) for group in groups)]
    parts = list(described(measure).parts)
    parts.sort(key=lambda part: part != TOTAL)
    return [(part, part_in_words(part)) for part in parts]


def target_rows(
    lines: Iterable[TargetLine],
    *,
    figure_of: Callable[[str, date], LocalFigure],
    run_of: Callable[[date], Run | None],
    on: date,
) -> list[TargetRow]:
    """Each target with its figure: today's, or that of its day when the day is past.

    figure_of  a local measure on a day; run_of: the run that tells of a day
    """
    made = []
    for target in lines:
        if target.measure in local.LOCAL:
            about = local.LOCAL[target.measure]
            unit, better = "%", about.better
            line = figure_of(target.measure, min(target.by_day, on)).line(target.part)
            value = line.value if line and line.denominator else None
            counts = f"{line.numerator:,} of {line.denominator:,}" if line else ""
        else:
            described_as = described(target.measure)
            unit, better = unit_in_words(described_as), described_as.better
            run = run_of(target.by_day)
            found = run.measure(target.measure, target.part) if run else None
            value = found.value if found and found.denominator else None
            counts = f"{found.numerator:,} of {found.denominator or 0:,}" if found else ""
        made.append(
            TargetRow(
                target=target,
                name=name_of(target.measure),
                part_words=part_in_words(target.part),
                value=targets.figure(target.value, unit),
                now="" if value is None else f"{targets.figure(value, unit)}, {counts}",
                status=None
                if value is None
                else targets.status(
                    value,
                    target=target.value,
                    by_day=target.by_day,
                    on=on,
                    better=better,
                    unit=unit,
                ),
            )
        )
    return made


def targets_headline(found: Sequence[TargetRow]) -> str:
    """2 of 5 targets are met, 1 was missed."""
    if not found:
        return "No target is written down yet"
    met = sum(row.status is not None and row.status.kind == targets.GOOD for row in found)
    missed = sum(row.status is not None and row.status.missed for row in found)
    if len(found) == 1:
        return "The one target is met" if met else f"The one target {_not(missed)}"
    said = f"{met or 'None'} of {len(found)} targets {_is(met)} met"
    if missed:
        said += f", {missed} {'was' if missed == 1 else 'were'} missed"
    return said


def _not(missed: int) -> str:
    return "was missed" if missed else "is not met yet"


def _is(count: int) -> str:
    return "is" if count <= 1 else "are"


def targets_as_csv(found: Iterable[TargetRow]) -> str:
    head = ("Measure", "Group", "Target", "For", "Set by", "Now", "Status")
    return spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                row.name,
                row.part_words,
                row.target.value,
                row.target.by_day.isoformat(),
                row.target.set_by,
                row.now,
                row.status.words if row.status else None,
            )
        )
        for row in found
    )
