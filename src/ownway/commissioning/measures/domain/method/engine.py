"""Where the expressions run: DuckDB in this process, or PySpark where a council has it.

Both read the same Parquet files and answer the same expressions. Memory is bounded; what does not
fit goes to a folder that is emptied afterwards.

Errors    CannotCount: the engine asked for is not installed, with what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, Protocol, cast, get_args

import ibis
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from ibis.expr.types import Table

EngineName = Literal["duckdb", "pyspark"]
MEMORY = "1GB"
THREADS = 2


class CannotCount(Exception):
    """The measures cannot be worked out on this machine; the text says what to do."""


class Engine(Protocol):
    def read(self, path: Path) -> Table:
        """A Parquet file written by `told`."""

    def keep(self, table: Table) -> Table:
        """The same table, worked out now, so that what builds on it does not do so again."""

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """The rows of a small table."""

    def arrow(self, table: Table) -> pa.Table:
        """A table whole."""


class _Ibis:
    def __init__(self, backend: ibis.BaseBackend) -> None:
        self._backend = backend

    def read(self, path: Path) -> Table:
        return self._backend.read_parquet(str(path))

    def rows(self, table: Table) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.arrow(table).to_pylist()
        return found

    def arrow(self, table: Table) -> pa.Table:
        return table.to_pyarrow()


class _DuckDB(_Ibis):
    def __init__(self, backend: ibis.BaseBackend) -> None:
        super().__init__(backend)
        self._numbers = count()

    def keep(self, table: Table) -> Table:
        name = f"kept_{next(self._numbers)}"
        return self._backend.create_table(name, table, temp=True)


class _PySpark(_Ibis):
    """What is kept goes through Parquet, so that a plan does not grow with every step."""

    def __init__(self, backend: ibis.BaseBackend, folder: Path) -> None:
        super().__init__(backend)
        self._folder = folder
        self._numbers = count()

    def keep(self, table: Table) -> Table:
        path = self._folder / f"kept_{next(self._numbers)}"
        self._backend.to_parquet(table, str(path))
        return self._backend.read_parquet(str(path))


@contextmanager
def running(name: EngineName, *, folder: Path) -> Iterator[Engine]:
    """An engine for the length of a run. `folder` exists, and is where it may put things by."""
    with TemporaryDirectory(dir=folder, prefix="counting-") as place:
        if name == "duckdb":
            backend = ibis.duckdb.connect(
                temp_directory=place,
                memory_limit=MEMORY,
                threads=THREADS,
                autoinstall_known_extensions=False,
                autoload_known_extensions=False,
            )
            try:
                yield _DuckDB(backend)
            finally:
                backend.disconnect()
        else:
            with _spark(Path(place)) as engine:
                yield engine


@contextmanager
def _spark(place: Path) -> Iterator[Engine]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise CannotCount(
            "PySpark is not installed. Install requirements-spark.lock, or leave "
            "OWNWAY_ENGINE unset to work the measures out with DuckDB."
        ) from None
    session = (
        SparkSession.builder.master(f"local[{THREADS}]")
        .appName("ownway")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", str(THREADS))  # a council's files are small for it
        .config("spark.driver.memory", "1g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", str(place))
        .config("spark.sql.warehouse.dir", str(place / "warehouse"))
        .config("spark.sql.ansi.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield _PySpark(ibis.pyspark.connect(session), place)
    finally:
        session.stop()


def engine_named(name: str) -> EngineName:
    """Raises CannotCount for a name that is none."""
    if name in get_args(EngineName):
        return cast(EngineName, name)
    raise CannotCount(f"OWNWAY_ENGINE is {name!r}; it may be {' or '.join(get_args(EngineName))}.")
