"""Files brought in from the command line, by real commands that may be killed at any moment."""

import csv
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import OWNWAY, PATIENCE, Installation, new_installation

PEOPLE = 6_000
COST_WEEKLY = 34_440  # pence: 14 hours at £24.60
HEADER = (
    "LA Code",
    "reporting_period_start_date",
    "Reporting Period End Date",
    "LA Person Unique Identifier",
    "EVENT TYPE",
    "Event Start Date",
    "Client Type",
    "Service Type",
    "Service Component",
    "Unit Cost",
    "Cost Frequency Unit Type",
    "Planned units per week",
)


def write(path: Path, people: int, council: str = "901", unit_cost: str = "24.60") -> Path:
    """One service a person, and one row in a thousand that cannot be dated."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for number in range(people):
            out.writerow(
                [
                    council, "2025-04-01", "2026-03-31", f"M{number:06d}", "Service",
                    "soon" if number % 1_000 == 7 else "02/06/2025", "Service user",
                    "Long term support: Community", "Home support or domiciliary care",
                    unit_cost, "hourly", "14",
                ]
            )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def used() -> Iterator[Installation]:
    """An installation that the tests of this file share."""
    with new_installation() as made:
        made.run("keys", "new")
        made.django("pass")
        yield made


@pytest.fixture
def empty(used: Installation) -> Installation:
    """It, without people and files."""
    used.ask(
        "TRUNCATE people_person, people_locality, people_postcodedistrict, people_teamrule, "
        "access_team, returns_submission, facts_fact CASCADE; "
        "UPDATE access_installation SET council_code = ''"
    )
    return used


def begin(installation: Installation, file: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(OWNWAY), "import-cld", str(file), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=installation.environment(),
    )


def wait_for(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stderr is not None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = process.stderr.readline()
        assert line, f"it ended before it said {words}"
        if words in line:
            return
    raise AssertionError(f"it never said {words}")


def end_state(installation: Installation) -> dict[str, Any]:
    questions = {
        "people": "SELECT count(*), count(DISTINCT council_id) FROM people_person",
        "services": "SELECT count(*), sum(cost_weekly), count(DISTINCT cld_key) "
        "FROM planning_arrangement",
        "history": "SELECT count(*) FROM planning_arrangementevent",
        "facts": "SELECT name, count(*) FROM facts_fact GROUP BY name ORDER BY name",
        "files": "SELECT state, rows, accepted, quarantined FROM returns_submission",
        "put aside": "SELECT count(*) FROM returns_quarantinedrow",
    }
    return {name: installation.ask(question) for name, question in questions.items()}


WHOLE = {
    "people": [(PEOPLE - 6, PEOPLE - 6)],
    "services": [(PEOPLE - 6, (PEOPLE - 6) * COST_WEEKLY, PEOPLE - 6)],
    "history": [(0,)],
    "facts": [
        ("people.came-to-know", PEOPLE - 6),
        ("planning.service-imported", PEOPLE - 6),
        ("returns.file-came-in", 1),
    ],
    "files": [("done", PEOPLE, PEOPLE - 6, 6)],
    "put aside": [(6,)],
}


@pytest.mark.parametrize(
    "moment",
    ["Reading the file", "Taking services", "Taking reviews"],
)
def test_a_killed_import_run_again_ends_where_one_run_would(
    empty: Installation, tmp_path: Path, moment: str
) -> None:
    file = write(tmp_path / "quarter.csv", PEOPLE)
    killed = begin(empty, file)
    wait_for(killed, moment)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    again = empty.run("import-cld", str(file), "--json")

    assert again.returncode == 0, again.stderr
    whole = end_state(empty)
    assert whole == WHOLE


def test_two_imports_at_once_take_turns_and_the_second_says_so(
    empty: Installation, tmp_path: Path
) -> None:
    file = write(tmp_path / "quarter.csv", PEOPLE)
    first = begin(empty, file)
    wait_for(first, "Reading the file")
    first.send_signal(signal.SIGSTOP)  # so that it cannot end before the second begins
    second = begin(empty, file)
    try:
        wait_for(second, "Waiting for another import to end")
    finally:
        first.send_signal(signal.SIGCONT)

    reports = [json.loads(process.communicate(timeout=PATIENCE)[0]) for process in (first, second)]

    assert [(one["accepted"], one["unchanged"]) for one in reports] == [
        (PEOPLE - 6, 0),
        (0, PEOPLE - 6),
    ]
    assert end_state(empty)["services"] == WHOLE["services"]


def test_json_alone_is_on_stdout(empty: Installation, tmp_path: Path) -> None:
    file = write(tmp_path / "quarter.csv", 20)

    done = empty.run("import-cld", str(file), "--received", "2025-07-24 10:15", "--json")

    report = json.loads(done.stdout)
    assert list(report) == [
        "rows",
        "accepted",
        "unchanged",
        "superseded",
        "quarantined",
        "ended_in_doubt",
        "by_field",
    ]
    assert (report["rows"], report["accepted"], report["quarantined"]) == (20, 19, 1)
    assert {"field": "Event_Start_Date", "class": "invalid", "rows": 1} in report["by_field"]
    assert (
        empty.ask("SELECT received_at AT TIME ZONE 'Europe/London' FROM returns_submission")[0][
            0
        ].isoformat()
        == "2025-07-24T10:15:00"
    )


def test_in_words_for_people(empty: Installation, tmp_path: Path) -> None:
    done = empty.run("import-cld", str(write(tmp_path / "quarter.csv", 20)))

    assert done.stdout.startswith("20 rows: 19 new, 0 unchanged, 0 superseded, 1 put aside.\n")
    assert "       20  Gender: blank but mandatory\n" in done.stdout


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b"name,town\nA,B\n"])
def test_a_file_that_cannot_be_used_ends_with_4_and_a_sentence(
    empty: Installation, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    done = empty.run("import-cld", str(file), "--json")

    assert done.returncode == 4
    assert done.stdout == ""
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr


def test_another_councils_file_ends_with_4_and_changes_nothing(
    empty: Installation, tmp_path: Path
) -> None:
    empty.run("import-cld", str(write(tmp_path / "ours.csv", 20)))
    before = end_state(empty) | {"files": []}

    done = empty.run("import-cld", str(write(tmp_path / "theirs.csv", 20, council="902")))

    assert done.returncode == 4
    assert "council 902" in done.stderr
    assert end_state(empty) | {"files": []} == before


def dated(path: Path, people: int, last_day: str, council: str = "901") -> Path:
    write(path, people, council)
    path.write_text(path.read_text().replace("2026-03-31", last_day))
    return path


def test_several_files_are_taken_in_the_order_of_their_periods(
    empty: Installation, tmp_path: Path
) -> None:
    later = dated(tmp_path / "a.csv", 5, "2026-06-30")
    earlier = dated(tmp_path / "b.csv", 3, "2026-03-31")

    done = empty.run(
        *("import-cld", str(later), str(earlier), "--json"),
        *("--received", "2026-07-20 09:30", "--received", "2026-04-20 09:30"),
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["file"], one["rows"], one["accepted"]) for one in lines] == [
        ("b.csv", 3, 3),
        ("a.csv", 5, 2),
    ]
    assert empty.ask(
        "SELECT file_name, (received_at AT TIME ZONE 'Europe/London')::text "
        "FROM returns_submission ORDER BY ended_at"
    ) == [("b.csv", "2026-04-20 09:30:00"), ("a.csv", "2026-07-20 09:30:00")]


def test_of_several_files_those_before_another_councils_stay_and_those_after_wait(
    empty: Installation, tmp_path: Path
) -> None:
    names = ("ours.csv", "theirs.csv", "next.csv")
    days = ("2026-03-31", "2026-06-30", "2026-09-30")
    councils = ("901", "902", "901")
    files = [
        str(dated(tmp_path / name, 3, day, council))
        for name, day, council in zip(names, days, councils, strict=True)
    ]

    done = empty.run("import-cld", *files)

    assert done.returncode == 4
    assert done.stdout.startswith("ours.csv: 3 rows: 3 new")
    assert "theirs.csv: Row 2 is of council 902" in done.stderr
    assert done.stderr.strip().endswith("Not begun: next.csv.")
    assert empty.ask("SELECT file_name, state FROM returns_submission ORDER BY file_name") == [
        ("ours.csv", "done"),
        ("theirs.csv", "failed"),
    ]


def test_received_is_said_for_each_file_or_for_none(used: Installation, tmp_path: Path) -> None:
    files = [str(write(tmp_path / name, 1)) for name in ("a.csv", "b.csv")]

    done = used.run("import-cld", *files, "--received", "2026-07-20 09:30")

    assert done.returncode == 2
    assert "Say --received once for each file" in done.stderr


def test_no_such_file_ends_with_4(used: Installation) -> None:
    for verb in ("import-cld", "import-people", "import-places", "import-teams"):
        done = used.run(verb, "/nowhere/file.csv")
        assert (done.returncode, done.stderr) == (4, "There is no file /nowhere/file.csv.\n")


def test_places_teams_and_names_come_in_and_again_change_nothing(
    empty: Installation, tmp_path: Path
) -> None:
    places, teams, names = (tmp_path / f"{name}.csv" for name in ("places", "teams", "names"))
    places.write_text("Postcode District,Locality,Area\nZZ1,Thornbeck,East\n")
    teams.write_text(
        "team,area,support_reason\nEast team,East,\nLearning disability team,,"
        "Learning Disability Support\n"
    )
    names.write_text(
        "Council ID,Given name,Family name,Postcode,Communication needs\n"
        "M000001,Ruth,Calloway,ZZ1 4AB,large print; interpreter:Polish\n"
        "X9,=Nobody,Here,,\n"
    )
    empty.run("import-cld", str(write(tmp_path / "quarter.csv", 5)))

    first = [
        empty.run(*words, "--json")
        for words in (
            ("import-places", str(places)),
            ("import-teams", str(teams)),
            ("import-people", str(names)),
        )
    ]
    facts = empty.ask("SELECT count(*) FROM facts_fact")
    again = empty.run("import-people", str(names), "--json")

    assert [json.loads(one.stdout) for one in first] == [
        {"rows": 1},
        {"rows": 2},
        {"rows": 2, "accepted": 1, "unchanged": 0, "superseded": 0, "quarantined": 1},
    ]
    assert json.loads(again.stdout) == {
        "rows": 2,
        "accepted": 0,
        "unchanged": 1,
        "superseded": 0,
        "quarantined": 1,
    }
    assert empty.ask("SELECT count(*) FROM facts_fact") == facts
    assert empty.ask(
        "SELECT p.family_name, t.name, l.name FROM people_person p JOIN access_team t "
        "ON t.id = p.team_id JOIN people_locality l ON l.id = p.locality_id"
    ) == [("Calloway", "East team", "Thornbeck")]
    assert empty.ask("SELECT code FROM people_communicationneed ORDER BY code") == [
        ("interpreter:Polish",),
        ("large-print",),
    ]
    kept = empty.home / "quarantine" / "names-put-aside.csv"
    assert str(kept) in first[2].stderr
    (row,) = csv.DictReader(kept.read_text(encoding="utf-8").splitlines())
    assert (row["Row in the file"], row["Given name"]) == ("3", "'=Nobody")
    assert row["Why it was put aside"] == "Nobody here has the council id X9."


@pytest.mark.parametrize(
    ("verb", "content", "said"),
    [
        ("import-people", "name\nA\n", "These columns are missing: council_id."),
        ("import-places", "postcode_district,locality,area\nZZ1,,East\n", "Row 2: locality is"),
        ("import-teams", "team,area,support_reason\nA,,Being old\n", "Being old is not a group"),
        ("import-teams", "", "The file is empty."),
    ],
)
def test_plain_files_that_cannot_be_used_change_nothing(
    empty: Installation, tmp_path: Path, verb: str, content: str, said: str
) -> None:
    file = tmp_path / "file.csv"
    file.write_text(content)

    done = empty.run(verb, str(file))

    assert done.returncode == 4
    assert said in done.stderr
    assert empty.ask("SELECT count(*) FROM access_team") == [(0,)]
