"""The return made at the command line: the same bytes each time, and what the numbers mean."""

import json
from pathlib import Path

from .conftest import Installation
from .test_snapshot import FILE

PERIOD = ("--from", "2025-04-01", "--to", "2026-03-31")


def test_a_file_that_came_in_goes_out_and_is_the_same_again(
    installation: Installation, tmp_path: Path
) -> None:
    came, goes, again = (tmp_path / name for name in ("in.csv", "out.csv", "again.csv"))
    refused = installation.run("export-cld", *PERIOD, str(goes))
    assert refused.returncode == 3
    assert "which council" in refused.stderr
    came.write_text(FILE, encoding="utf-8")
    installation.run("keys", "new")
    assert installation.run("import-cld", str(came)).returncode == 0

    told = installation.run("export-cld", *PERIOD, str(goes))
    plain = installation.run("export-cld", *PERIOD, str(again), "--json")

    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(
        "3 rows are in out.csv: 0 requests, 0 assessments, 3 services, 0 reviews.\n"
    )
    found = json.loads(plain.stdout)
    assert (found["rows"], found["put_aside"], found["in_doubt"]) == (3, 0, 0)
    assert goes.read_bytes() == again.read_bytes()
    back = installation.run("import-cld", str(goes), "--json")
    assert {name: json.loads(back.stdout)[name] for name in ("rows", "accepted", "superseded")} == {
        "rows": 3,
        "accepted": 0,
        "superseded": 0,
    }


def test_a_period_or_a_place_that_is_none_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    wrong = installation.run("export-cld", "--from", "soon", "--to", "2026-03-31", "x.csv")
    nowhere = installation.run("export-cld", *PERIOD, str(tmp_path / "no" / "out.csv"))

    assert wrong.returncode == 2
    assert nowhere.returncode == 4
    assert "There is no folder" in nowhere.stderr
