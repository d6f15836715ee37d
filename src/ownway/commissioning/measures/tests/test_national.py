"""From files brought in to figures: which count as of a day, who is behind, and what is kept."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ownway.commissioning.measures.domain import METHOD_VERSION, Behind, Measure, Year
from ownway.commissioning.measures.domain.catalogue import catalogue, described, every
from ownway.commissioning.measures.domain.method import run, told
from ownway.commissioning.measures.queries import NoFiles, counting, people_behind, results
from ownway.commissioning.measures.tests.submitted import (
    AS_OF,
    AT_HOME,
    IN_CARE,
    YEAR,
    AFile,
    a_file,
    request,
    service,
)
from ownway.commissioning.returns.operations import import_cld
from ownway.config.home import CannotRun
from ownway.foundation.access.operations import record_installation
from ownway.kernel.refusal import NotFound

pytestmark = pytest.mark.django_db

OLDER = "65 and above | Total"
NUMBER = {"NHS_Number": "9434765919"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    record_installation(mode="test")
    settings.OWNWAY_HOME = tmp_path
    return tmp_path


def bring_in(file: AFile, folder: Path, *, name: str = "quarter.csv") -> None:
    path = folder / name
    path.write_bytes(file.content)
    received = timezone.make_aware(datetime.fromisoformat(file.received))
    import_cld(path, file_name=name, received_at=received, by=None, on=AS_OF)


ANN = service("Ann", "2025-05-01", Delivery_Mechanism="Direct payment", **AT_HOME)
BEA = service("Bea", "2025-05-01", **IN_CARE)


def figure(measure: str, part: str, *, as_of: date = AS_OF, live: bool = False) -> Measure:
    found = results(YEAR, as_of=as_of, live=live)
    (one,) = (one for one in found.measures if (one.id, one.part) == (measure, part))
    return one


def test_figures_rest_on_the_files_received_by_the_end_of_a_day(tmp_path: Path) -> None:
    """The file of 5 May at a quarter to midnight in England (22:45 UTC) tells of Ann and Bea; the
    one of 6 May of Ann alone. As of 5 May two people had support, as of 6 May one."""
    bring_in(a_file([ANN, BEA], received="2026-05-05 23:45"), tmp_path, name="first.csv")
    bring_in(a_file([ANN], received="2026-05-06 09:00"), tmp_path, name="second.csv")

    found = results(YEAR, as_of=AS_OF, populations={"65 and above": 80_000})

    assert (found.year, found.as_of, found.live) == (YEAR, AS_OF, False)
    assert (found.method_version, found.quarters_without) == (METHOD_VERSION, ())
    (used,) = found.used
    assert (used.file_name, used.first_day, used.last_day) == (
        "first.csv", date(2023, 4, 1), date(2026, 3, 31),
    )  # fmt: skip
    assert used.received_at == datetime(2026, 5, 5, 22, 45, tzinfo=UTC)
    by_part = {(one.id, one.part): one for one in found.measures}
    assert by_part["2E", OLDER] == Measure("2E", OLDER, 1, 2, Decimal("50.0"))
    assert by_part["2C", "65 and above"] == Measure("2C", "65 and above", 1, 80_000, Decimal("1.3"))
    assert by_part["2B", "18 to 64"] == Measure("2B", "18 to 64", 0, None, None)
    assert by_part["3D-2a", "Total"] == Measure("3D-2a", "Total", 1, 1, Decimal("100.0"))
    assert by_part["2A", "18 to 64"] == Measure("2A", "18 to 64", 0, 0, Decimal("0.0"))
    assert figure("2E", OLDER, as_of=date(2026, 5, 6)).denominator == 1


def test_every_line_of_the_published_table_is_said_in_plain_values(tmp_path: Path) -> None:
    rows = [
        ANN,
        request("Cat", "2025-05-01", "2025-05-02"),
        service("Cat", "2025-05-04", **AT_HOME),
    ]
    bring_in(a_file(rows), tmp_path)
    said = results(YEAR, as_of=AS_OF, populations={"18 to 64": 10}).as_json()
    assert list(said) == ["measures", "waits"]
    assert [(one["id"], one["part"]) for one in said["measures"]] == [
        (name, part) for name, parts in run.PARTS.items() for part in parts
    ]
    assert {one["id"]: one for one in said["measures"]}["2B"] == {
        "id": "2B", "part": "18 to 64", "numerator": 0, "denominator": 10, "value": 0.0,
    }  # fmt: skip
    assert said["waits"] == [
        {
            "metric": metric,
            "band": "65 and above",
            "quarter": "2025-04-01",
            "n": 1,
            "median_days": 3.0,
        }
        for metric in ("first response", "first service")
    ]


def test_people_behind_a_figure_are_named_as_the_files_told_them(tmp_path: Path) -> None:
    """Dan was told under two ids and one NHS number; his two episodes count twice."""
    short = {"Service_Type": "Short term support: ST-Max", "Service_Component": "Reablement"}
    ended = {**short, "Event_Outcome": "NFA: Support ended as planned"}
    rows = [
        ANN,
        BEA,
        service("D1", "2025-05-01", "2025-05-02", **NUMBER, **ended),
        service("D2", "2025-06-01", "2025-06-02", **NUMBER, **ended),
        request("Eve", "2025-05-01", "2025-05-02"),
        service("Eve", "2025-05-04", **AT_HOME),
    ]
    bring_in(a_file(rows), tmp_path)

    def behind(measure: str, part: str, side: Any) -> list[Behind]:
        return people_behind(measure, part, side, year=YEAR, as_of=AS_OF)

    assert behind("2A", "Total", "numerator") == [Behind(("D1", "D2"), "9434765919", 2)]
    assert behind("2E", OLDER, "numerator") == [
        Behind(("Ann",), None, 1), Behind(("Eve",), None, 1),
    ]  # fmt: skip
    assert behind("2E", OLDER, "denominator") == [
        Behind(("Ann",), None, 1), Behind(("Bea",), None, 1), Behind(("Eve",), None, 1),
    ]  # fmt: skip
    assert behind("2C", "65 and above", "numerator") == [Behind(("Bea",), None, 1)]
    assert behind("first service", "65 and above | 2025-04-01", "numerator") == [
        Behind(("Eve",), None, 1)
    ]
    assert behind("3D-1b", "Total", "denominator") == []
    for measure, part, side in (
        ("2C", "65 and above", "denominator"),
        ("2E", "Total", "numerator"),
        ("first service", "25 to 64 | 2025-04-01", "numerator"),
        ("9Z", "Total", "numerator"),
    ):
        with pytest.raises(NotFound):
            behind(measure, part, side)


def test_the_same_question_is_answered_from_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(a_file([ANN, BEA]), tmp_path)
    first = results(YEAR, as_of=AS_OF)
    monkeypatch.setattr(run, "count", None)
    monkeypatch.setattr(told, "write_told", None)
    assert results(YEAR, as_of=AS_OF) == first
    assert results(YEAR, as_of=AS_OF, populations={"65 and above": 1}) != first


def test_what_is_kept_is_its_owners_alone_and_may_be_thrown_away(home: Path) -> None:
    bring_in(a_file([ANN]), home)
    first = results(YEAR, as_of=AS_OF)
    kept = home / "cache" / "measures"
    assert {path.stat().st_mode & 0o777 for path in (kept, kept / "told", kept / "counted")} == {
        0o700
    }
    (place,) = (kept / "counted").iterdir()
    (place / "counted.parquet").write_bytes(b"spoilt")
    assert results(YEAR, as_of=AS_OF) == first


def test_old_answers_make_room_for_new_ones(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNTED_KEPT", 2)
    bring_in(a_file([ANN]), home)
    for day in (1, 2, 3):
        results(YEAR, as_of=date(2026, 5, day))
    assert len(list((home / "cache" / "measures" / "counted").iterdir())) == 2


def test_live_figures_are_those_of_a_return_given_today(tmp_path: Path) -> None:
    """The file of October covers to September and tells Ann's service, open. In the records she
    has it still, so the figure headed for has her at the end of the year, as no file yet does:
    without the live records nothing after September is known, and with them she counts."""
    file = a_file([ANN], received="2025-10-20", last="2025-09")
    bring_in(file, tmp_path)
    found = results(YEAR, as_of=date(2025, 11, 20), live=True)
    assert found.live
    assert [(one.file_name, one.first_day, one.last_day) for one in found.used] == [
        ("quarter.csv", date(2023, 4, 1), date(2025, 3, 31)),
        ("live records", date(2025, 4, 1), date(2025, 11, 20)),
    ]
    assert found.used[1].submission_id == ""
    assert {one.id: one for one in found.measures if one.part == "Total"}["3D-2a"].numerator == 1
    behind = people_behind(
        "3D-2a", "Total", "numerator", year=YEAR, as_of=date(2025, 11, 20), live=True
    )
    assert behind == [Behind(("Ann",), None, 1)]


def test_without_earlier_files_the_live_records_tell_of_earlier_years_too(tmp_path: Path) -> None:
    bring_in(a_file([ANN], received="2026-04-20", first="2025-04"), tmp_path)
    found = results(YEAR, as_of=AS_OF, live=True)
    assert [(one.file_name, one.first_day) for one in found.used] == [
        ("live records", date(2023, 4, 1))
    ]
    assert found.quarters_without == ()


@pytest.mark.parametrize(
    ("year", "as_of", "live", "words"),
    [
        ("2022-23", AS_OF, False, "begin with the year 2023-24"),
        ("2025-26", date(2024, 1, 1), False, "No file had been received by that day"),
        ("2026-27", date(2026, 3, 31), True, "had not begun by then"),
    ],
)
def test_where_nothing_can_be_said_it_is_said_why(
    tmp_path: Path, year: str, as_of: date, live: bool, words: str
) -> None:
    bring_in(a_file([ANN]), tmp_path)
    with pytest.raises(NoFiles, match=words):
        results(Year.named(year), as_of=as_of, live=live)


def test_a_file_that_covers_no_quarter_is_not_enough(tmp_path: Path) -> None:
    """Its events end in May 2025 alone."""
    bring_in(a_file([ANN], first="2025-05", last="2025-05"), tmp_path)
    with pytest.raises(NoFiles, match="not cover a whole quarter"):
        results(YEAR, as_of=AS_OF)


def test_an_engine_that_cannot_run_is_said_in_words(tmp_path: Path, settings: Any) -> None:
    settings.OWNWAY_ENGINE = "polars"
    bring_in(a_file([ANN]), tmp_path)
    with pytest.raises(CannotRun, match="OWNWAY_ENGINE"):
        results(YEAR, as_of=AS_OF)


def test_a_year_is_said_in_one_way() -> None:
    assert (str(Year.named("2025-26")), str(Year.named("2099-00"))) == ("2025-26", "2099-00")
    assert str(Year.holding(date(2026, 3, 31))) == "2025-26"
    assert str(Year.holding(date(2026, 4, 1))) == "2026-27"
    for wrong in ("2025-27", "2025", "25-26", "2025/26", ""):
        with pytest.raises(ValueError, match="like 2025-26"):
            Year.named(wrong)


def test_the_catalogue_describes_every_measure_in_two_sentences() -> None:
    assert {one.id: one.parts for one in catalogue()} == run.PARTS
    assert [one.id for one in every()][-2:] == ["first response", "first service"]
    for one in every():
        assert one.counts.endswith(".")
        assert one.reading.endswith(".")
        assert one.better in ("higher", "lower", "neither")
        assert "github.com/DataS-DHSC/ASC-CLD-LA-Dashboard" in one.source
        assert all((one.name, one.numerator, one.denominator, one.unit))
    assert described("2A").explanation == f"{described('2A').counts} {described('2A').reading}"
    with pytest.raises(KeyError):
        described("9Z")
