"""The whole method, from files to figures.

    chosen files -> rows in their days -> the events, each once -> people -> who counts -> figures

Promise   The answer depends on the files, their order of receipt, the year and the day asked for,
          on nothing else. Every figure is the sum of a `counted` table that can be kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from ibis.expr.types import Table

from ownway.commissioning.measures.domain.method import (
    admissions,
    at_home,
    events,
    people,
    self_direction,
    short_term,
    waits,
)
from ownway.commissioning.measures.domain.method.chosen import (
    Chosen,
    MonthEnd,
    Submitted,
    choose,
    covered,
    months_of,
)
from ownway.commissioning.measures.domain.method.counted import added_up
from ownway.commissioning.measures.domain.method.engine import Engine
from ownway.commissioning.measures.domain.results import (
    OLDER,
    POPULATION_PARTS,
    TOTAL,
    WORKING_AGE,
    Measure,
    Wait,
    Year,
    share,
)

BANDS = (WORKING_AGE, OLDER, TOTAL)
GENDERED = ("Male", "Female", TOTAL)
PARTS: dict[str, tuple[str, ...]] = {
    "2A": BANDS,
    "2B": (WORKING_AGE,),
    "2C": (OLDER,),
    "2E": tuple(f"{band} | {gender}" for band in (WORKING_AGE, OLDER) for gender in GENDERED),
    "2E-LD": tuple(f"{WORKING_AGE} | {gender}" for gender in GENDERED),
    "3D-1a": BANDS,
    "3D-2a": BANDS,
    "3D-1b": BANDS,
    "3D-2b": BANDS,
}
FOR_EACH = 100_000  # people, for admissions


@dataclass(frozen=True, slots=True)
class File:
    """A file read by `told.write_told`."""

    key: str
    path: Path
    received_at: datetime  # by the council's clock, without a time zone


@dataclass(frozen=True, slots=True)
class Counts:
    """Who counts where, before populations are known, and what that rests on."""

    chosen: tuple[Chosen, ...]
    quarters_without: tuple[date, ...]
    counted: pa.Table  # id, part, person, counts
    waited: pa.Table  # metric, band, quarter, person, days
    identifiers: pa.Table  # person, council_id, nhs_number, of those in the other two


def choose_files(
    engine: Engine, files: Sequence[File], quarters: Iterable[tuple[date, date]]
) -> tuple[list[Chosen], list[date]]:
    """Which files count for which quarters, and the first days of quarters without a file.

    `files` are in order of receipt, the earliest first.
    """
    submitted = []
    for rank, file in enumerate(files, start=1):
        before = file.received_at.date().replace(day=1)
        months = engine.rows(months_of(engine.read(file.path), before=before))
        covers = covered([MonthEnd(**month) for month in months])
        submitted.append(Submitted(file.key, file.received_at, rank, covers))
    return choose(submitted, quarters)


@dataclass(frozen=True, slots=True)
class Steps:
    """The tables along the way, worked out, and the two that are counted."""

    events: Table
    people: Table
    counted: Table
    waited: Table


def steps(engine: Engine, files: Sequence[tuple[Chosen, Table]], *, year: Year) -> Steps:
    """From the chosen files to whom each figure counts."""
    rows = engine.keep(events.with_identity(events.in_period(events.joined(files))))
    found = engine.keep(events.with_band(events.unique(events.cropped(rows))))
    who = engine.keep(people.particulars(found))
    counted = ibis.union(
        engine.keep(short_term.measure(found, who, year=year)),
        admissions.measure(found, who, year=year),
        at_home.measure(found, who, year=year),
        self_direction.measure(found, who, year=year),
        distinct=False,
    )
    return Steps(found, who, engine.keep(counted), engine.keep(waits.measure(found, year=year)))


def count(
    engine: Engine,
    files: Sequence[File],
    using: Sequence[Chosen],
    without: Sequence[date],
    *,
    year: Year,
) -> Counts:
    """Work out who counts where, by the files chosen (at least one) out of `files`."""
    paths = {file.key: file.path for file in files}
    read = [(one, engine.read(paths[one.submitted.key])) for one in using]
    found = steps(engine, read, year=year)
    behind = ibis.union(
        found.counted.select("person"), found.waited.select("person"), distinct=True
    )
    told_of = found.events.select("person", "council_id", "nhs_number").distinct()
    return Counts(
        chosen=tuple(using),
        quarters_without=tuple(without),
        counted=engine.arrow(found.counted),
        waited=engine.arrow(found.waited),
        identifiers=engine.arrow(told_of.semi_join(behind, "person")),
    )


def measures_of(counted: pa.Table, *, populations: Mapping[str, int]) -> tuple[Measure, ...]:
    """Every line of the published table, noughts included; `counted` is that of `Counts`."""
    sums = {
        (one["id"], one["part"]): (int(one["numerator"]), int(one["denominator"]))
        for one in added_up(ibis.memtable(counted)).to_pyarrow().to_pylist()
    }
    said: list[Measure] = []
    for name, parts in PARTS.items():
        for part in parts:
            numerator, denominator = sums.get((name, part), (0, 0))
            if name in POPULATION_PARTS:
                population = populations.get(part)
                value = None if not population else share(numerator, population, per=FOR_EACH)
                said.append(Measure(name, part, numerator, population, value))
            else:
                value = share(numerator, denominator)
                said.append(Measure(name, part, numerator, denominator, value))
    return tuple(said)


def waits_of(waited: pa.Table) -> tuple[Wait, ...]:
    """The medians, by metric, quarter and band; `waited` is that of `Counts`."""
    found = waits.medians(ibis.memtable(waited)).to_pyarrow().to_pylist()
    said = [
        Wait(
            metric=one["metric"],
            band=one["band"],
            quarter=one["quarter"],
            n=int(one["n"]),
            median_days=Decimal(str(one["median_days"])),
        )
        for one in found
    ]
    return tuple(sorted(said, key=lambda wait: (wait.metric, wait.quarter, wait.band)))
