"""The national measures from the command line, of files brought in by a command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ownway.cli.measures import command

from .conftest import Installation

HEADER = (
    "LA_Code,LA_Person_Unique_Identifier,Event_Type,Event_Start_Date,Event_End_Date,Event_Outcome,"
    "Client_Type,Service_Type,Service_Component,Delivery_Mechanism,Date_of_Birth,Gender\n"
)
LINES = """\
901,F,Request,15/04/2023,15/04/2023,NFA: Other,Service user,,,,,
901,A1,Service,01/05/2025,,,Service user,Long term support: Community,\
Home support or domiciliary care,Direct payment,14/02/1968,Female
901,A2,Service,02/06/2025,,,Service user,Long term support: Nursing care,\
Long term nursing care,,01/03/1940,Male
901,F,Request,15/03/2026,15/03/2026,NFA: Other,Service user,,,,,
"""
ASKED = ("measures", "--year", "2025-26", "--as-of", "2026-05-05")


@pytest.fixture
def brought(installation: Installation, tmp_path: Path) -> Installation:
    file = tmp_path / "quarter.csv"
    file.write_text(HEADER + LINES, encoding="utf-8")
    installation.run("keys", "new")
    done = installation.run("import-cld", str(file), "--received", "2026-04-20 10:15")
    assert done.returncode == 0, done.stderr
    return installation


def test_figures_are_printed_for_programs_and_for_people(brought: Installation) -> None:
    populations = ("--population", "18 to 64=200000", "--population", "65 and above=80,000")
    printed = brought.run(*ASKED, *populations, "--json")
    told = brought.run(*ASKED)

    assert printed.returncode == 0, printed.stderr
    found = json.loads(printed.stdout)
    assert list(found) == ["measures", "waits"]
    assert len(found["measures"]) == 26
    lines = {(one["id"], one["part"]): one for one in found["measures"]}
    assert lines["2C", "65 and above"] == {
        "id": "2C", "part": "65 and above", "numerator": 1, "denominator": 80_000, "value": 1.3,
    }  # fmt: skip
    assert lines["2E", "18 to 64 | Female"]["value"] == 100.0
    assert lines["3D-2a", "Total"]["numerator"] == 1
    assert found["waits"] == []
    assert told.returncode == 0
    first, *_ = told.stdout.splitlines()
    assert first == "National measures for 2025-26, by files received by 5 May 2026."
    assert "population not given" in told.stdout
    assert "  quarter.csv: 1 April 2023 to 31 March 2026" in told.stdout


def test_live_figures_come_from_the_records(brought: Installation) -> None:
    printed = brought.run(*ASKED, "--live", "--json")
    assert printed.returncode == 0, printed.stderr
    assert json.loads(printed.stdout) == json.loads(brought.run(*ASKED, "--json").stdout)


def test_what_cannot_be_answered_is_refused_in_words(brought: Installation) -> None:
    early = brought.run("measures", "--year", "2025-26", "--as-of", "2025-01-01")
    assert (early.returncode, early.stdout) == (3, "")
    assert early.stderr.startswith("No file had been received by that day.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--year", "2025-27"),
        ("--year", "2025-26", "--as-of", "5 May"),
        ("--year", "2025-26", "--population", "18 to 64"),
        ("--year", "2025-26", "--population", "18 to 64=0"),
        ("--year", "2025-26", "--population", "children=5"),
        ("--year", "2025-26", "--population", "18 to 64=5", "--population", "18 to 64=6"),
        (),
    ],
)
def test_what_is_asked_in_a_wrong_way_is_shown_the_right_one(arguments: tuple[str, ...]) -> None:
    asked = CliRunner().invoke(command, arguments)
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "Error: " in asked.stderr
