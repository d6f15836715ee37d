"""Files for the tests of the national method: a few invented rows each, read and run as real ones.

A file covers the months its events end in, so `a_file` adds a request of nobody in particular that
ended in its first month and one in its last. Those led nowhere and count in no measure.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.domain.method import chosen, run, short_term, told
from ownway.commissioning.measures.domain.method.engine import EngineName, running
from ownway.commissioning.returns.domain import NAMES

Row = dict[str, str]

YEAR = Year.named("2025-26")
AS_OF = date(2026, 5, 5)
FILLER = "filler"

USER = {"Client_Type": "Service user"}
SHORT = {
    "Service_Type": "Short term support: ST-Max",
    "Service_Component": "Reablement",
    "Event_Outcome": "NFA: Support ended as planned",
}
AT_HOME = {
    "Service_Type": "Long term support: Community",
    "Service_Component": "Home support or domiciliary care",
}
IN_CARE = {
    "Service_Type": "Long term support: Residential care",
    "Service_Component": "Long term residential care",
}
LED_ON = {"Event_Outcome": "Progress to assessment, review or reassessment"}
BORN = "01/01/1950"


def row(person: str, kind: str, start: str, end: str = "", **fields: str) -> Row:
    """One row: somebody supported, born in 1950, unless `fields` say otherwise."""
    said = {
        "LA_Person_Unique_Identifier": person,
        "Event_Type": kind,
        "Event_Start_Date": start,
        "Event_End_Date": end,
        "Date_of_Birth": BORN,
        "Gender": "Female",
        **USER,
        **fields,
    }
    assert not said.keys() - set(NAMES)
    return said


def service(person: str, start: str, end: str = "", **fields: str) -> Row:
    return row(person, "Service", start, end, **fields)


def request(person: str, start: str, end: str, **fields: str) -> Row:
    return row(person, "Request", start, end, **{**LED_ON, **fields})


def assessment(person: str, start: str, end: str, **fields: str) -> Row:
    kind = {"Assessment_Type": "Long term assessment"}
    return row(person, "Assessment", start, end, **{**kind, **fields})


def filler(month: str) -> Row:
    return request(
        FILLER, f"{month}-15", f"{month}-15", Event_Outcome="NFA: Other", Date_of_Birth=""
    )


@dataclass(frozen=True)
class AFile:
    received: str  # 2026-04-20 or 2026-04-20 10:15
    rows: tuple[Row, ...]

    @property
    def content(self) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, NAMES, restval="")
        writer.writeheader()
        writer.writerows({"LA_Code": "999", **one} for one in self.rows)
        return out.getvalue().encode()


def a_file(
    rows: Iterable[Row],
    *,
    received: str = "2026-04-20 10:15",
    first: str = "2023-04",
    last: str = "2026-03",
) -> AFile:
    """A file of these rows that covers the months from `first` to `last`."""
    return AFile(received, (filler(first), *rows, filler(last)))


@dataclass(frozen=True)
class Ran:
    """What a run answered, in shapes that tests compare. People go by the id first told."""

    chosen: list[tuple[str, date, date]]  # number of the file by receipt, first and last day
    quarters_without: list[date]
    events: list[dict[str, Any]]
    people: dict[str, dict[str, Any]]
    sequels: list[dict[str, Any]]
    counted: pa.Table
    waited_for: pa.Table

    @cached_property
    def _names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in sorted(self.events, key=lambda one: int(one["record"])):
            found.setdefault(one["person"], one["council_id"])
        return found

    @property
    def figures(self) -> dict[tuple[str, str], tuple[int, int | None]]:
        """(id, part) -> numerator and denominator, where anybody counts."""
        return {
            (one.id, one.part): (one.numerator, one.denominator)
            for one in run.measures_of(self.counted, populations={})
            if one.numerator or one.denominator
        }

    @property
    def waits(self) -> dict[tuple[str, str, date], tuple[int, float]]:
        return {
            (one.metric, one.band, one.quarter): (one.n, float(one.median_days))
            for one in run.waits_of(self.waited_for)
        }

    def who(self, measure: str, part: str = "Total", *, side: str = "numerator") -> list[str]:
        """The people behind a figure, each as often as they count."""
        return sorted(
            self._names[one["person"]]
            for one in self.counted.to_pylist()
            if (one["id"], one["part"]) == (measure, part)
            and (one["counts"] or side == "denominator")
        )

    def waited(self, metric: str) -> dict[str, list[tuple[str, date, int]]]:
        """Each person's waits: band, quarter and days, the shortest first."""
        found: dict[str, list[tuple[str, date, int]]] = {}
        for one in self.waited_for.to_pylist():
            if one["metric"] == metric:
                said = (one["band"], one["quarter"], one["days"])
                found.setdefault(self._names[one["person"]], []).append(said)
        return {person: sorted(said, key=lambda wait: wait[2]) for person, said in found.items()}

    def followed(self) -> dict[str, list[str]]:
        """What followed each person's episodes of short-term support, in their order."""
        found: dict[str, list[str]] = {}
        for one in sorted(self.sequels, key=lambda one: (one["person"], one["first_day"])):
            found.setdefault(self._names[one["person"]], []).append(one["final"])
        return found

    def rows_of(self, person: str) -> list[dict[str, Any]]:
        """Somebody's events, the earliest end first."""
        rows = [one for one in self.events if self._names[one["person"]] == person]
        return sorted(rows, key=lambda one: str(one["end"]))

    def ends(self, person: str) -> list[date | None]:
        """The ends of somebody's services; open ones come last."""
        return [one["end"] for one in self.rows_of(person) if one["kind"] == "Service"]


def ran(
    *files: AFile, year: Year = YEAR, as_of: date = AS_OF, engine: EngineName = "duckdb"
) -> Ran:
    """Run the whole method over files, in the order of their receipt."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        read = written(files, folder, as_of=as_of)
        with running(engine, folder=folder) as using:
            quarters = chosen.quarters_of(year, as_of=as_of)
            choice, without = run.choose_files(using, read, quarters)
            paths = {file.key: file.path for file in read}
            found = run.steps(
                using, [(one, using.read(paths[one.submitted.key])) for one in choice], year=year
            )
            events = using.rows(found.events)
            names = {one["person"]: one["council_id"] for one in events}
            return Ran(
                chosen=[(one.submitted.key, one.first_day, one.last_day) for one in choice],
                quarters_without=without,
                events=events,
                people={names[one["person"]]: one for one in using.rows(found.people)},
                sequels=using.rows(short_term.sequels(found.events, found.people, year=year)),
                counted=using.arrow(found.counted),
                waited_for=using.arrow(found.waited),
            )


def written(files: Sequence[AFile], folder: Path, *, as_of: date) -> list[run.File]:
    """The files received by a day, read into columns, the earliest first."""
    read = []
    for number, file in enumerate(sorted(files, key=lambda one: one.received)):
        received = datetime.fromisoformat(file.received)
        if received.date() <= as_of:
            path = folder / f"{number}.parquet"
            told.write_told(io.BytesIO(file.content), path)
            read.append(run.File(str(number), path, received))
    return read
