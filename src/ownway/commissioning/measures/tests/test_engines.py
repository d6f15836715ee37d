"""DuckDB and PySpark give the same figures, on the files of an invented council; slow.

Twelve quarterly returns of about 50,000 rows in all: spelt headers, double-ups, missing services,
deaths and faults as the demonstration invents them.
"""

import importlib.util
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ownway.commissioning.measures.domain import Measure, Wait
from ownway.commissioning.measures.domain.method import chosen, run, told
from ownway.commissioning.measures.domain.method.engine import (
    CannotCount,
    EngineName,
    engine_named,
    running,
)
from ownway.commissioning.measures.tests.submitted import (
    AS_OF,
    AT_HOME,
    YEAR,
    a_file,
    ran,
    service,
)
from ownway.demo.cld_files import write_files

PEOPLE = 1_130  # about 50,000 rows


def java() -> int:
    """Which version of Java there is; 0 for none."""
    if not shutil.which("java"):
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    number = said.stderr.partition('version "')[2].partition(".")[0]
    return int(number) if number.isdecimal() else 0


needs_spark = [
    pytest.mark.slow,
    pytest.mark.skipif(java() < 17, reason="PySpark needs Java 17 or later"),
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None,
        reason="PySpark is not installed; make long does it",
    ),
    pytest.mark.filterwarnings("default"),  # Spark's own
]


class TestSpark:
    pytestmark = needs_spark

    def test_a_small_file_gives_the_same(self) -> None:
        file = a_file([service("Ann", "2025-05-01", **AT_HOME)])
        first, second = ran(file), ran(file, engine="pyspark")
        assert first.figures == second.figures
        assert first.figures[("2E", "65 and above | Total")] == (1, 1)

    def test_a_council_gives_the_same(self, tmp_path: Path) -> None:
        files, rows = _files(tmp_path)
        assert rows > 45_000
        ours = _figures(files, tmp_path, engine="duckdb")
        assert ours == _figures(files, tmp_path, engine="pyspark")
        assert len(ours[1]) == 16  # two waits, two bands, four quarters
        assert all(one.denominator for one in ours[0] if one.part == "Total")


def _files(folder: Path) -> tuple[list[run.File], int]:
    made = write_files(folder, people=PEOPLE)
    files, rows = [], 0
    for path in made.cld:
        year, quarter = (int(part) for part in path.stem.removeprefix("cld-").split("-Q"))
        ended = date(year + (quarter == 4), quarter * 3 % 12 + 1, 1)
        received = datetime.combine(ended + timedelta(days=20), datetime.min.time())
        parquet = path.with_suffix(".parquet")
        with path.open("rb") as stream:
            rows += told.write_told(stream, parquet)
        files.append(run.File(path.stem, parquet, received))
    return files, rows


def _figures(
    files: list[run.File], folder: Path, *, engine: EngineName
) -> tuple[tuple[Measure, ...], tuple[Wait, ...]]:
    received = [file for file in files if file.received_at.date() <= AS_OF]
    with running(engine, folder=folder) as using:
        quarters = chosen.quarters_of(YEAR, as_of=AS_OF)
        counts = run.count(using, received, *run.choose_files(using, received, quarters), year=YEAR)
    return run.measures_of(counts.counted, populations={}), run.waits_of(counts.waited)


def test_an_engine_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(CannotCount, match="may be duckdb or pyspark"):
        engine_named("polars")
    assert engine_named("pyspark") == "pyspark"


def test_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    with running("duckdb", folder=tmp_path):
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []
