"""A scorecard made, used, explained and tested on files alone: no database, no site."""

import csv
import json
import subprocess
from pathlib import Path

import pytest

from ownway.support.allocation.tests.councils import Council, council

from .conftest import Installation

PEOPLE = 300


def written(one: Council, file: Path, *more: str) -> Path:
    """The council as a file, each third person with a blank; `more` are further lines."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["person_id", "group", *one.questions, "cost_weekly", "area"])
        for at, levels in enumerate(one.answers.tolist()):
            said = ["" if at % 3 == 0 and number == at % 10 else level
                    for number, level in enumerate(levels)]  # fmt: skip
            area = "North" if at % 2 else "South"
            writer.writerow([f"P{at}", one.group[at], *said, f"{one.cost[at] / 100:.2f}", area])
    if more:
        with file.open("a", encoding="utf-8") as opened:
            opened.write("\n".join(more) + "\n")
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return written(council(PEOPLE, seed=6), tmp_path / "answers.csv")


def run(
    installation: Installation, *arguments: str | Path, ends: int = 0
) -> "subprocess.CompletedProcess[str]":
    done = installation.run("allocation", *map(str, arguments))
    assert done.returncode == ends, done.stderr
    return done


def test_a_backtest_tells_programs_what_was_promised(
    installation: Installation, answers: Path
) -> None:
    asked = ("backtest", "--answers", answers, "--folds", "5", "--by", "area", "--by", "group")

    found = json.loads(run(installation, *asked, "--json").stdout)
    again = json.loads(run(installation, *asked, "--json").stdout)
    told = run(installation, *asked).stdout

    assert list(found) == ["suitable", "r2", "within_20", "median_error", "short_20", "ratios"]
    assert found["suitable"] is True
    assert 0.3 < found["r2"] < 0.9
    assert list(found["ratios"]) == ["area", "group"]
    assert set(found["ratios"]["area"]["North"]) == {"people", "ratio"}
    assert sum(one["people"] for one in found["ratios"]["group"].values()) == PEOPLE
    assert found == again
    assert told.startswith(f"On {PEOPLE} people no fit had seen")


def test_data_that_carry_no_model_end_with_three_and_say_why(
    installation: Installation, tmp_path: Path
) -> None:
    few = written(council(30, seed=1), tmp_path / "few.csv")

    done = run(installation, "backtest", "--answers", few, "--json", ends=3)
    made = run(installation, "calibrate", "--answers", few, "--out", tmp_path / "card.json", ends=3)

    found = json.loads(done.stdout)
    assert found["suitable"] is False
    assert found["why"] == ["There are 30 people, and fewer than 100 carry no model."]
    assert "fewer than 100" in made.stderr
    assert not (tmp_path / "card.json").exists()


def test_a_card_is_made_used_explained_and_tested(
    installation: Installation, answers: Path, tmp_path: Path
) -> None:
    card, report, figures = (tmp_path / name for name in ("card.json", "report.json", "out.csv"))
    made = run(
        installation, "calibrate", "--answers", answers, "--out", card, "--report", report,
        "--envelope", "70000", "--reserve", "5%", "--by", "area", "--alone", "--version", "Trial",
    )  # fmt: skip
    told = run(installation, "report", report)
    used = run(
        installation, "allocate", "--card", card, "--answers", answers, "--out", figures,
        "--envelope", "66500", "--json",
    )  # fmt: skip
    why = run(
        installation, "explain", "--card", card, "--answers", answers, "--person", "P3", "--json"
    )
    tried = run(installation, "backtest", "--card", card, "--answers", answers, "--json")

    assert "Suitable to propose." in made.stdout
    assert told.stdout in made.stdout
    said = json.loads(used.stdout)
    rows = list(csv.DictReader(figures.read_text("utf-8").splitlines()))
    pence = [round(float(row["figure_weekly"]) * 100) for row in rows]
    assert len(rows) == said["people"] == PEOPLE
    assert sum(pence) + round(float(said["remainder_weekly"]) * 100) == 6_650_000
    assert float(said["remainder_weekly"]) >= 0
    line = json.loads(why.stdout)
    row = next(row for row in rows if row["person_id"] == "P3")
    assert line["figure_weekly"] == row["figure_weekly"]
    assert str(line["score"]) == row["score"]
    assert line["start"] + sum(one["points"] for one in line["lines"]) == line["score"]
    assert [one["answered"] for one in line["lines"]].count(False) == 1
    assert line["digest"] == json.loads(card.read_text())["digest"]
    assert json.loads(tried.stdout)["suitable"] is True
    assert run(
        installation, "calibrate", "--answers", answers, "--out", card, ends=4
    ).stderr.endswith("exists, and was left as it is.\n")


def test_rows_that_cannot_be_used_are_named_kept_and_left_out(
    installation: Installation, tmp_path: Path
) -> None:
    one = council(150, seed=8)
    blank = "," * len(one.questions)
    file = written(
        one, tmp_path / "answers.csv",
        f"P1,x{',1' * 10},10.00,North", f"X1,x{',1' * 10},-3,=1+1", f"X2,x{blank},5.00,North",
        f"X3,x,7x{',1' * 9},9.00,North",
    )  # fmt: skip
    aside = tmp_path / "aside.csv"

    done = run(installation, "backtest", "--answers", file, "--put-aside", aside)

    assert "On 150 people" in done.stdout
    assert done.stderr.splitlines() == [
        "Row 152, person_id: P1 is in row 3 already. Keep one row a person.",
        "Row 153, cost_weekly: -3 lies below nothing. Leave people out whose plan costs none.",
        "Row 154: every answer is blank. Ask again, or leave the person out.",
        "Row 155, q_00: '7x' is no whole level from 0 to 9. Correct it.",
        f"4 rows put aside. They are in {aside}.",
    ]
    kept = list(csv.reader(aside.read_text("utf-8").splitlines()))
    assert [row[0] for row in kept] == ["person_id", "P1", "X1", "X2", "X3"]
    assert kept[2][-3:] == ["'=1+1", "153", done.stderr.splitlines()[1]]


def test_what_cannot_be_used_is_refused_in_plain_words(
    installation: Installation, answers: Path, tmp_path: Path
) -> None:
    card = tmp_path / "card.json"
    card.write_text("{}")

    no_column = run(installation, "backtest", "--answers", answers, "--by", "age", ends=4)
    no_card = run(
        installation, "allocate", "--card", card, "--answers", answers,
        "--out", tmp_path / "out.csv", ends=4,
    )  # fmt: skip
    too_small = run(
        installation, "calibrate", "--answers", answers, "--out", tmp_path / "c.json",
        "--envelope", "1000", "--floor", "10", ends=3,
    )  # fmt: skip
    no_record = run(
        installation, "calibrate", "--answers", answers, "--out", tmp_path / "c.json",
        "--group-terms", ends=3,
    )  # fmt: skip

    assert no_column.stderr == "There is no column age. There are: area, group.\n"
    assert "no scorecard" in no_card.stderr
    assert "£2,000.00 a week more than there is to share" in too_small.stderr
    assert no_record.stderr == "Terms for a group need the record of their equality impact.\n"
    assert not (tmp_path / "c.json").exists()
    assert not (tmp_path / "out.csv").exists()


def test_one_person_in_a_group_has_no_interval_and_every_number_is_one(
    installation: Installation, answers: Path, tmp_path: Path
) -> None:
    rows = list(csv.reader(answers.read_text("utf-8").splitlines()))
    rows[1][1] = "alone"
    with answers.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
    made = ("calibrate", "--answers", answers, "--by", "group", "--alone")

    plain = run(installation, *made, "--out", tmp_path / "a.json", "--json").stdout
    words = run(installation, *made, "--out", tmp_path / "b.json").stdout

    assert "NaN" not in plain
    found = json.loads(plain)["report"]["by"]["group"]["alone"]
    assert (found["people"], found["low"]) == (1, None)
    assert "[no interval]" in words
    assert "19 of 20 test groups" in words
    assert "cost what their range had said" in words


@pytest.mark.parametrize(
    ("asked", "content"),
    [
        (("calibrate", "--answers", "{bad}", "--out", "{out}"), b"a,b\n\x001,2\n"),
        (("calibrate", "--answers", "{good}", "--out", "{out}", "--prior", "{bad}"), b"\x80\xff"),
        (
            ("calibrate", "--answers", "{good}", "--out", "{out}", "--known", "{bad}"),
            b"caf\xe9,x\n",
        ),
        (("allocate", "--answers", "{good}", "--out", "{out}", "--card", "{bad}"), b"\x80\xff"),
        (("risk", "--frame", "{good}", "--answers", "{bad}"), b"\x80\xff"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words(
    installation: Installation,
    answers: Path,
    tmp_path: Path,
    asked: tuple[str, ...],
    content: bytes,
) -> None:
    bad, out = tmp_path / "bad.csv", tmp_path / "out.json"
    bad.write_bytes(content)
    said = [one.format(bad=bad, good=answers, out=out) for one in asked]
    done = run(installation, *said, ends=4)
    assert "bad.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_whom_to_assess_first_and_how_far_the_envelope_may_be_off(
    installation: Installation, answers: Path, tmp_path: Path
) -> None:
    asked = ("risk", "--frame", answers, "--json")
    drawn = json.loads(run(installation, *asked, "--sample", "60").stdout)["people"]
    test = tmp_path / "test.csv"
    frame = list(csv.DictReader(answers.read_text("utf-8").splitlines()))
    rows = [row for row in frame if row["person_id"] in drawn]
    lines = [f"{row['person_id']},{float(row['cost_weekly']) * 1.1:.2f}" for row in rows]
    test.write_text("\n".join(["person_id,cost_weekly", *lines]))

    band = json.loads(run(installation, *asked, "--answers", test).stdout)
    strangers = tmp_path / "strangers.csv"
    strangers.write_text("person_id,cost_weekly\nZ9,10\n")
    refused = run(installation, *asked, "--answers", strangers, ends=4)

    everybody = sum(float(row["cost_weekly"]) for row in frame)
    assert len(drawn) == 60
    assert float(band["total_weekly"]) == pytest.approx(1.1 * everybody, rel=0.03)
    assert float(band["low_weekly"]) < float(band["total_weekly"]) < float(band["high_weekly"])
    assert "Z9" in refused.stderr
