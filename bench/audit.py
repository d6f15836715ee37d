"""How fast the audit is verified: facts a second, beside a plain reading of the same rows.

    python bench/audit.py [FACTS]

Makes FACTS invented facts (500,000 if not given) in a database of its own, seals them, then three
times in turn reads every column of them in the database and verifies the chain over them; prints
the best of each. Both run in this one process with one connection, so one core does the work.
"""

import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

FACTS = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
TIMES = 3
MAKE = """
INSERT INTO facts_fact ("on", name, about_id, of_id, source, context_id, reading, digest)
SELECT current_date, 'people.record-opened', gen_random_uuid(), gen_random_uuid(), 'page',
       gen_random_uuid(), true, '' FROM generate_series(1, %s)
"""
READ = """
SELECT count(*), max(recorded_at), max("on"), max(name), max(about_id::text), max(of_id::text),
       max(by_id::text), max(source), max(context_id::text), bool_or(reading), max(digest)
FROM facts_fact
"""


def main() -> None:
    with TemporaryDirectory(prefix="ownway-bench-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101  (the database's account must reach it)
        os.environ |= {"OWNWAY_HOME": folder, "OWNWAY_MODE": "test"}
        os.environ.pop("DATABASE_URL", None)
        from ownway.cli import ready, stop

        try:
            ready()
            measure()
        finally:
            with suppress(SystemExit):
                stop.command.main([], standalone_mode=False)


def measure() -> None:
    from django.db import connection

    from ownway.foundation.audit import operations, queries

    with connection.cursor() as cursor:
        cursor.execute(MAKE, [FACTS])
        cursor.execute("ANALYZE facts_fact")
    began = time.perf_counter()
    operations.seal()
    sealed = time.perf_counter() - began
    best: dict[str, float] = {"read": float("inf"), "verify": float("inf")}
    with queries.one_instant(queries.own_database()) as there:
        there.execute("SET max_parallel_workers_per_gather = 0")
        for _ in range(TIMES):
            best["read"] = min(best["read"], timed(lambda: there.execute(READ).fetchall()))
            best["verify"] = min(best["verify"], timed(lambda: whole(queries.verify(there))))
    print(f"{datetime.now(UTC):%Y-%m-%d}: {FACTS:,} facts")
    print(f"sealed    {FACTS / sealed:12,.0f} facts a second")
    print(f"read      {FACTS / best['read']:12,.0f} facts a second (every column, one core)")
    print(f"verified  {FACTS / best['verify']:12,.0f} facts a second")


def timed(do: Any) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def whole(verdict: Any) -> None:
    if not verdict.whole or verdict.facts != FACTS:
        raise SystemExit("The audit does not hold, so there is nothing to measure.")


if __name__ == "__main__":
    main()
