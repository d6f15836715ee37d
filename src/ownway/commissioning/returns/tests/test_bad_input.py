"""Whatever a council's systems write, no row is lost without a word and no memory runs out."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.domain import NAMES, line_cells
from ownway.commissioning.returns.models import QuarantinedRow
from ownway.commissioning.returns.operations import Report
from ownway.commissioning.returns.tests.examples import EVENTS, REQUEST, SERVICE, file_of
from ownway.foundation.access.operations import record_installation

DAY = date(2026, 11, 23)
MEGABYTE = 1_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


def bring(folder: Path, raw: bytes) -> Report:
    file = folder / "cld.csv"
    file.write_bytes(raw)
    received_at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return operations.import_cld(
        file, file_name="cld.csv", received_at=received_at, by=None, on=DAY
    )


def asked(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def told() -> dict[str, str]:
    """What the one service said, by field."""
    ((line,),) = asked("SELECT cld_line FROM planning_arrangement")
    return dict(zip(NAMES[3:], line_cells(line), strict=True))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "@SUM(A1)",
        "+44 1632 960000",
        "a\\b",
        "a\tb",
        "\\N",
        "\\.",
        "two\nlines",
        '"no"',
        "é",
    ],
)
def test_a_cell_is_kept_as_it_was_told(tmp_path: Path, cell: str) -> None:
    """Formulas, backslashes, tabs and line ends are text like any other."""
    report = bring(tmp_path, file_of([SERVICE | {"Event_Description": cell}]))

    assert (report.accepted, report.quarantined) == (1, 0)
    assert told()["Event_Description"] == cell
    assert asked("SELECT description FROM planning_arrangement") == [(cell,)]


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("45780", "A number of days, as a spreadsheet counts"),
        ("01/13/2025", "The month first"),
        ("02/06/25", "A year of two figures"),
        ("31/02/2025", "No such day"),
    ],
)
def test_a_day_that_a_spreadsheet_mangled_is_put_aside_with_its_remedy(
    tmp_path: Path, start: str, why: str
) -> None:
    report = bring(tmp_path, file_of([REQUEST, SERVICE | {"Event_Start_Date": start}]))

    assert (report.accepted, report.quarantined) == (1, 1), why
    row = QuarantinedRow.objects.get()
    assert (row.field, row.value) == ("Event_Start_Date", start)
    assert row.remedy == "Give the day it began, like 30/04/2025."


@pytest.mark.parametrize(
    "change",
    [
        {"Event_Start_Date": "2031-01-01"},
        {"Event_End_Date": "2025-01-01"},
        {"Date_of_Death": "2025-05-01"},
        {"Date_of_Birth": "2040-05-01"},
    ],
)
def test_what_cannot_well_be_is_taken_as_told(tmp_path: Path, change: dict[str, str]) -> None:
    """In the future, ended before it began, dead before it began, not born: somebody must look."""
    report = bring(tmp_path, file_of([SERVICE | change]))

    assert (report.accepted, report.quarantined) == (1, 0)
    assert {name: told()[name] for name in change} == change


def test_columns_missing_more_and_in_another_order(tmp_path: Path) -> None:
    header = [name for name in reversed(NAMES) if name not in ("Gender", "Postcode")]
    raw = file_of([row | {"Ours": "x"} for row in EVENTS], ["Ours", *header])

    report = bring(tmp_path, raw)

    assert report.accepted == 4
    assert told()["Gender"] == ""
    assert told()["Unit_Cost"] == "24.60"
    assert any("Ours" in warning for warning in report.warnings)


def test_windows_1252_and_a_byte_order_mark(tmp_path: Path) -> None:
    raw = file_of([SERVICE | {"Event_Description": "Café lunch"}])
    bring(tmp_path, b"\xef\xbb\xbf" + raw)

    again = bring(tmp_path, raw.decode().encode("cp1252"))

    assert (again.accepted, again.unchanged) == (0, 1)
    assert asked("SELECT description FROM planning_arrangement") == [("Café lunch",)]


def test_a_cell_of_ten_megabytes_costs_its_own_row_alone(tmp_path: Path) -> None:
    long = file_of([SERVICE | {"Event_Description": "x" * (10 * MEGABYTE)}]).split(b"\n", 1)[1]

    report = bring(tmp_path, file_of([REQUEST]) + long + file_of([SERVICE]).split(b"\n", 1)[1])

    assert (report.rows, report.accepted, report.quarantined) == (3, 2, 1)
    assert "far longer than any field" in QuarantinedRow.objects.get().reason


def test_a_row_with_nul_costs_its_own_row_alone(tmp_path: Path) -> None:
    spoilt = file_of([SERVICE | {"Event_Description": "a\0b"}]).split(b"\n", 1)[1]

    report = bring(tmp_path, file_of([REQUEST]) + spoilt)

    assert (report.accepted, report.quarantined) == (1, 1)


def test_two_people_of_one_nhs_number_stay_two_until_somebody_says(tmp_path: Path) -> None:
    """The same number on two council ids, with different births, is a question and no answer."""
    another = REQUEST | {"LA_Person_Unique_Identifier": "M0002", "Date_of_Birth": "1990-01-01"}

    report = bring(tmp_path, file_of([SERVICE, another]))

    assert report.accepted == 2
    assert asked(
        "SELECT council_id FROM people_person WHERE joined_into_id IS NULL ORDER BY 1"
    ) == [
        ("M0001",),
        ("M0002",),
    ]


READ_IT = """
import io, resource, sys
from ownway.commissioning.returns.domain import Block, copy_of_block, read

head, rows = open(sys.argv[1], "rb").read().split(b"\\n", 1)

class Repeated(io.RawIOBase):
    def __init__(self, size):
        self.left, self.buffer = size, head + b"\\n"
    def readable(self):
        return True
    def readinto(self, into):
        if not self.buffer and self.left > 0:
            self.buffer, self.left = rows, self.left - len(rows)
        part, self.buffer = self.buffer[:len(into)], self.buffer[len(into):]
        into[:len(part)] = part
        return len(part)

size = int(sys.argv[2])
cld = read(io.BufferedReader(Repeated(size), 1 << 16))
written = 0
for stretch in cld.stretches():
    assert isinstance(stretch, Block)
    written += sum(map(len, copy_of_block(stretch, leave_out=[], la_code="").values()))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(cld.rows, cld.quarantined, written > size, peak)
"""


@pytest.mark.slow
def test_two_gigabytes_are_read_in_half_a_gigabyte_of_memory(tmp_path: Path) -> None:
    """Read, classed and written out for the database to the end, in a process of its own."""
    many = [
        row | {"LA_Person_Unique_Identifier": f"M{number:05d}", "Event_Reference": f"E-{number}"}
        for number in range(2_000)
        for row in EVENTS
    ]
    some = tmp_path / "some.csv"
    some.write_bytes(file_of(many))
    size = 2_000 * MEGABYTE

    done = subprocess.run(
        [sys.executable, "-c", READ_IT, str(some), str(size)],
        capture_output=True,
        text=True,
        check=True,
    )

    rows, quarantined, all_written, peak = done.stdout.split()
    assert int(rows) >= size // (some.stat().st_size // len(many) + 1)
    assert (quarantined, all_written) == ("0", "True")
    assert int(peak) < 500 * MEGABYTE
