"""The snapshot from the command line, of a file brought in by a command."""

import json
from pathlib import Path

import pytest

from .conftest import Installation

FILE = """\
LA Code,Reporting Period Start Date,Reporting Period End Date,LA Person Unique Identifier,\
Event Type,Event Start Date,Event End Date,Client Type,Service Type,Service Component,\
Delivery Mechanism,Date of Birth,Primary Support Reason,Unit Cost,Cost Frequency Unit Type,\
Planned units per week
901,2025-04-01,2026-03-31,A1,Service,01/05/2025,,Service user,Long term support: Community,\
Home support or domiciliary care,CASSR commissioned support,14/02/1968,\
Physical Support: Personal care support,24.60,hourly,14
901,2025-04-01,2026-03-31,A1,Service,01/05/2025,31/03/2026,Service user,\
Long term support: Community,Direct payment,Direct payment,14/02/1968,\
Physical Support: Personal care support,250.01,weekly,
901,2025-04-01,2026-03-31,A2,Service,02/06/2025,,Service user,Long term support: Nursing care,\
Long term nursing care,CASSR commissioned support,01/03/1940,,1204.99,weekly,
"""


def test_a_file_becomes_figures_to_the_penny(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "quarter.csv"
    file.write_text(FILE, encoding="utf-8")
    installation.run("keys", "new")
    brought = installation.run("import-cld", str(file))
    assert brought.returncode == 0, brought.stderr

    printed = installation.run("snapshot", "--on", "2026-03-31", "--json")
    found = json.loads(printed.stdout)
    told = installation.run("snapshot", "--on", "2026-04-01")

    assert printed.returncode == 0
    assert list(found) == ["on", "people", "total_weekly", "by"]
    assert (found["on"], found["people"], found["total_weekly"]) == ("2026-03-31", 2, "1799.40")
    assert found["by"]["delivery_mechanism"] == [
        {"value": "CASSR commissioned support", "people": 1, "total_weekly": "1204.99"},
        {"value": "More than one", "people": 1, "total_weekly": "594.41"},
    ]
    assert told.returncode == 0
    assert told.stdout.startswith("1 April 2026: 2 people, £1,549 a week\n")


def test_two_days_are_compared_and_what_was_printed_before_stays(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "quarter.csv"
    file.write_text(FILE, encoding="utf-8")
    installation.run("keys", "new")
    assert installation.run("import-cld", str(file)).returncode == 0

    alone = json.loads(installation.run("snapshot", "--on", "2026-03-31", "--json").stdout)
    asked = ("snapshot", "--on", "2026-03-31", "--compare", "2025-05-31")
    found = json.loads(installation.run(*asked, "--json").stdout)
    told = installation.run(*asked)
    same = installation.run("snapshot", "--on", "2026-03-31", "--compare", "2026-03-31")

    assert {name: found[name] for name in alone} == alone
    assert list(found) == [*alone, "compared"]
    assert (found["compared"]["then"]["on"], found["compared"]["then"]["people"]) == (
        "2025-05-31",
        1,
    )
    assert [(line["change"], line["people"]) for line in found["compared"]["changes"]] == [
        ("came", 1),
        ("left", 0),
        ("dearer", 0),
        ("cheaper", 0),
        ("same", 1),
    ]
    assert found["compared"]["changes"][0]["now_weekly"] == "1204.99"
    lines = told.stdout.splitlines()
    assert lines[lines.index("Since 31 May 2025") + 2].split() == ["Came", "in", "+1", "+£1,204.99"]
    assert same.returncode == 2


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "20260331", "0001-01-01", ""])
def test_a_day_that_is_none_is_a_wrong_way_to_ask(day: str, tmp_path: Path) -> None:
    refused = Installation(tmp_path).run("snapshot", "--on", day)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Give a day like 2026-11-23" in refused.stderr
    assert list(tmp_path.iterdir()) == []
