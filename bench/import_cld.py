"""How fast a Client Level Data file is imported: rows a second, beside raw COPY of the same file.

    python bench/import_cld.py [ROWS]

Writes an invented file of ROWS rows (50,000 if not given), brings it in to a new installation in a
temporary folder, validation, facts and all, then once more unchanged; and copies the same file into
a table of text columns of the same database. All in one run, so that they share one machine.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from read_cld import write

from ownway.commissioning.returns.domain import NAMES


def copied(path: Path) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS raw_copy")
        cursor.execute(f"CREATE TABLE raw_copy ({', '.join(f'{name} text' for name in NAMES)})")
        with (
            path.open("rb") as file,
            cursor.copy("COPY raw_copy FROM STDIN (FORMAT csv, HEADER)") as copy,
        ):
            while part := file.read(1 << 16):
                copy.write(part)
        cursor.execute("SELECT count(*) FROM raw_copy")
        return int(cursor.fetchone()[0])


def imported(path: Path) -> int:
    from ownway.commissioning.returns.operations import import_cld
    from ownway.config.clock import now, today

    report = import_cld(path, file_name=path.name, received_at=now(), by=None, on=today())
    return report.rows


def timed(doing: Callable[[Path], int], path: Path) -> float:
    began = time.perf_counter()
    rows = doing(path)
    return rows / (time.perf_counter() - began)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory(prefix="ownway-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the account of the database must reach it
        os.environ["OWNWAY_HOME"] = folder
        for name in ("OWNWAY_MODE", "DATABASE_URL"):
            os.environ.pop(name, None)
        path = home / "cld.csv"
        write(path, rows)
        print(f"{rows:,} rows of {len(NAMES)} columns, {path.stat().st_size / 1e6:.1f} MB")

        from ownway.cli import ready
        from ownway.config.postgres import EmbeddedPostgres

        try:
            ready()
            copy = timed(copied, path)
            first = timed(imported, path)
            again = timed(imported, path)
        finally:
            EmbeddedPostgres(home).stop()
    print(f"COPY, raw               {copy:>10,.0f} rows a second")
    print(f"import, all new         {first:>10,.0f} rows a second, {first / copy:.2f} of COPY")
    print(f"import, all unchanged   {again:>10,.0f} rows a second, {again / copy:.2f} of COPY")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"peak memory             {peak:>10,.0f} MB")


if __name__ == "__main__":
    main()
