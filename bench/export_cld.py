"""How fast the return goes out: rows a second, beside `\\copy` of a table of the same rows.

    python bench/export_cld.py [ROWS]

Brings an invented file of ROWS rows (200,000 if not given) in to a new installation in a temporary
folder and makes one row in ten a row that began here, whose cells come from the record. A return is
made once, as one was made the quarter before. Then, five times over, one in ten of the rows that
began here is changed (one in a hundred of all), and in turn:

    \\copy     COPY of a table of text columns with the same rows to a file, nothing else done
    return    the return of the period: derived, classed by the rules of the import, and ordered
    kept      the whole decision: the same, then digested, compressed and kept in the database too
    iterator  the same rows by Django's iterator and csv, a sample of 20,000 of them

and prints the middle of each five, and how long the first return took, for which every row that
began here had to be worked out. All in one run, so that they share one machine. Memory is that of a
process of its own that does nothing but make the return.
"""

import csv
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from import_cld import imported
from read_cld import write

from ownway.commissioning.returns.domain import NAMES

FIRST_DAY, LAST_DAY = date(2025, 4, 1), date(2026, 6, 30)
COPY = "\\copy"
TIMES, SAMPLE = 5, 20_000
TABLES = (
    "contact_supportrequest",
    "assessment_assessment",
    "planning_arrangement",
    "review_review",
)


def fill(plain: Path, full: Path) -> None:
    """The invented file once more, with the cells that a council's own file has filled too."""
    with plain.open(newline="") as came, full.open("w", newline="") as goes:
        out = csv.DictWriter(goes, NAMES)
        out.writeheader()
        for number, row in enumerate(csv.DictReader(came)):
            row |= {
                "Employment_Status": "Not in paid employment: Not actively seeking work or retired",
                "Autism_Spectrum_Disorder_ASD": "No",
                "Visual_Impairment": "No",
                "Hearing_Impairment": "No",
                "Dementia": "Unknown",
                "Event_Description": f"Support at home agreed with family, visit {number % 9973}",
            }
            out.writerow(row)


def born_here() -> None:
    """Make every tenth row one that began here."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"UPDATE {table} SET cld_line = '', cld_classes = '' "
                "WHERE ('x' || right(id::text, 4))::bit(16)::int % 10 = 0"
            )
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("VACUUM ANALYZE people_person")


def change_some(word: str) -> None:
    """Change one in ten of the rows that began here."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"UPDATE {table} SET description = %s WHERE cld_line = '' "
                "AND ('x' || right(id::text, 6))::bit(24)::int %% 100 < 10",
                [f"Changed since, the {word} time"],
            )


def raw_table(file: Path) -> int:
    """The rows of the return in a table of text columns; how many there are."""
    from django.db import connection

    with file.open("rb") as stream, connection.cursor() as cursor:
        columns = stream.readline().decode().strip().split(",")
        cursor.execute("DROP TABLE IF EXISTS raw_rows")
        cursor.execute(f"CREATE TABLE raw_rows ({', '.join(f'{name} text' for name in columns)})")
        with cursor.copy("COPY raw_rows FROM STDIN (FORMAT csv)") as copy:
            while part := stream.read(1 << 16):
                copy.write(part)
        cursor.execute("VACUUM ANALYZE raw_rows")
        cursor.execute("SELECT count(*) FROM raw_rows")
        return int(cursor.fetchone()[0])


def copied(file: Path) -> None:
    from django.db import connection

    with (
        file.open("wb") as out,
        connection.cursor() as cursor,
        cursor.copy("COPY raw_rows TO STDOUT (FORMAT csv, HEADER)") as copy,
    ):
        for row in copy:
            out.write(row)


def returned(file: Path) -> None:
    from ownway.commissioning.returns.queries import live_return

    with file.open("wb") as out:
        for stretch in live_return(FIRST_DAY, LAST_DAY):
            out.write(stretch)


def kept(file: Path) -> None:
    from ownway.commissioning.returns.operations import export_cld
    from ownway.config.clock import now, today

    export_cld(file, first_day=FIRST_DAY, last_day=LAST_DAY, made_at=now(), by=None, on=today())


def iterated(file: Path) -> None:
    """A sample of the rows as one would write it first: objects, and their cells one by one."""
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(islice(_cells(), SAMPLE))


def _cells() -> Iterator[list[str]]:
    from ownway.commissioning.returns.domain import line_cells
    from ownway.commissioning.returns.queries.going_out import KINDS

    for kind in KINDS:
        rows = kind.in_period(FIRST_DAY, LAST_DAY).select_related("person").order_by("person")
        for row in rows.iterator():
            yield [
                "901",
                f"{FIRST_DAY:%d/%m/%Y}",
                f"{LAST_DAY:%d/%m/%Y}",
                *(line_cells(row.cld_line) or _derived(row)),
            ]


def _derived(row: Any) -> list[str]:
    person = row.person
    found = {
        "NHS_Number": person.nhs_number,
        "LA_Person_Unique_Identifier": person.council_id,
        "Date_of_Birth": f"{person.born_on:%d/%m/%Y}" if person.born_on else "",
        "Gender": person.gender,
        "Ethnicity": person.ethnicity,
        "Postcode": person.postcode,
        "Client_Type": row.client_type,
        "Event_Outcome": row.outcome,
        "Event_Description": row.description,
    }
    return [found.get(name, "") for name in NAMES[3:]]


def timed(doing: Callable[[Path], None], file: Path) -> float:
    began = time.perf_counter()
    doing(file)
    return time.perf_counter() - began


def digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def most_memory() -> float:
    """MB that this process has taken at most, without those of the process that began it."""
    told = Path("/proc/self/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) / 1e3


def alone(folder: str) -> None:
    """Make the return in this process alone, and say how much memory that took."""
    from ownway.cli import ready

    ready()
    before = most_memory()
    file = Path(folder) / "alone.csv"
    kept(file)
    print(f"{before:.0f} {most_memory():.0f} {digest_of(file)}")


def main() -> None:
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(prefix="ownway-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the account of the database must reach it
        os.environ["OWNWAY_HOME"] = folder
        for name in ("OWNWAY_MODE", "DATABASE_URL"):
            os.environ.pop(name, None)
        write(home / "plain.csv", asked)
        fill(home / "plain.csv", home / "cld.csv")

        from ownway.cli import ready
        from ownway.config.postgres import EmbeddedPostgres
        from ownway.foundation.keys.ring import make_first

        try:
            make_first(on=date.today())  # noqa: DTZ011  (any day will do)
            ready()
            imported(home / "cld.csv")
            born_here()
            file = home / "return.csv"
            first = timed(kept, file)
            size = file.stat().st_size / 1e6
            rows = raw_table(file)
            print(
                f"{rows:,} rows of {asked:,} are in the period, {size:.1f} MB; one in ten began "
                "here, and one in ten of those changed since the last return"
            )
            ways = {COPY: copied, "return": returned, "kept": kept, "iterator": iterated}
            took: dict[str, list[float]] = {name: [] for name in ways}
            for turn in range(TIMES):
                change_some(f"{turn}th")
                digests = set()
                for name, doing in ways.items():
                    took[name].append(timed(doing, file))
                    if name in ("return", "kept"):
                        digests.add(digest_of(file))
                assert len(digests) == 1, "The same rows gave other bytes."
            (digest,) = digests
            said = subprocess.run(
                [sys.executable, __file__, "alone", folder],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
        finally:
            EmbeddedPostgres(home).stop()
    speed = {
        name: min(rows, SAMPLE if name == "iterator" else rows) / median(seconds)
        for name, seconds in took.items()
    }
    for name, each in speed.items():
        print(
            f"{name:<10}{each:>10,.0f} rows a second, {each / speed[COPY]:5.2f} of \\copy, "
            f"{each / speed['iterator']:5.1f} of the iterator"
        )
    print(f"first     {rows / first:>10,.0f} rows a second, kept, when nothing was told before")
    print(f"memory    {said[1]:>10} MB at most, of which {said[0]} MB before the first row")
    print(f"sha256    {digest}, {'the same' if said[2] == digest else 'NOT THE SAME'} each time")


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        alone(sys.argv[2])
    else:
        main()
