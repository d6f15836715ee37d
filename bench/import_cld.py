"""How fast a Client Level Data file is imported: rows a second, beside raw COPY of the same file.

    python bench/import_cld.py [ROWS]

Writes an invented file of ROWS rows (100,000 if not given) and, in a new installation in a
temporary folder, in turn: copies the file into a table of text columns; brings it in with
everything emptied before, validation, facts and all; brings it in again, unchanged. Three rounds of
a file up to 200,000 rows, one of a larger; the medians are printed, and the most memory the process
held while it imported.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median

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


def emptied() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE people_person, facts_fact, returns_submission CASCADE")


def timed(doing: Callable[[Path], int], path: Path) -> float:
    began = time.perf_counter()
    rows = doing(path)
    return rows / (time.perf_counter() - began)


def forget_peak() -> None:
    """Let the most memory held be counted from now; only Linux can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> float:
    """The most memory held, in MB."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = 3 if rows <= 200_000 else 1
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
        from ownway.foundation.keys.ring import make_first

        copy, first, again, held = [], [], [], 0.0
        try:
            make_first(on=date.today())  # noqa: DTZ011  (any day will do)
            ready()
            for _ in range(rounds):
                emptied()
                copy.append(timed(copied, path))
                forget_peak()
                first.append(timed(imported, path))
                again.append(timed(imported, path))
                held = max(held, peak())
        finally:
            EmbeddedPostgres(home).stop()
    raw = median(copy)
    print(f"COPY, raw               {raw:>10,.0f} rows a second")
    for words, speeds in (("all new", first), ("all unchanged", again)):
        share = median(one / other for one, other in zip(speeds, copy, strict=True))
        print(f"import, {words:<15} {median(speeds):>10,.0f} rows a second, {share:.2f} of COPY")
    print(f"peak memory             {held:>10,.0f} MB")


if __name__ == "__main__":
    main()
