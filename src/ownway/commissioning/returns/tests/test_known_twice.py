"""Somebody known by several council ids has one record, and each event of theirs is there once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.operations import Report
from ownway.commissioning.returns.tests.examples import REQUEST, SERVICE, file_of
from ownway.foundation.access.operations import record_installation
from ownway.support.people import operations as people
from ownway.support.people import queries

DAY = date(2026, 11, 23)
ANOTHER = {"LA_Person_Unique_Identifier": "M0002"}
NEXT_PERIOD = {
    "Reporting_Period_Start_Date": "2025-07-01",
    "Reporting_Period_End_Date": "2026-06-30",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


@pytest.fixture(autouse=True)
def known_by_two_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """M0001 and M0002 are one person, whose record is M0001; nobody is joined by the rule."""
    monkeypatch.setattr(people, "join_sure_matches", lambda **_: 0)
    group = ("M0001", "M0002")
    monkeypatch.setattr(queries, "aliases", lambda: {"M0001": group, "M0002": group})


def bring(folder: Path, *rows: Mapping[str, str]) -> Report:
    file = folder / "cld.csv"
    file.write_bytes(file_of(rows))
    return operations.import_cld(
        file,
        file_name="cld.csv",
        received_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        by=None,
        on=DAY,
    )


def of_whom() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.council_id, count(*) FROM planning_arrangement a "
            "JOIN people_person p ON p.id = a.person_id GROUP BY 1 ORDER BY 1"
        )
        return list(cursor.fetchall())


def test_a_row_under_another_id_is_about_the_record_that_stays(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE | ANOTHER)

    assert of_whom() == [("M0001", 1)]


def test_an_event_told_of_under_another_id_is_the_same_event(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)

    report = bring(tmp_path, SERVICE | ANOTHER | NEXT_PERIOD)

    assert (report.accepted, report.superseded) == (0, 0)
    assert of_whom() == [("M0001", 1)]


def test_the_same_rows_under_the_same_ids_again_change_nothing(tmp_path: Path) -> None:
    rows = [SERVICE | ANOTHER, REQUEST]
    bring(tmp_path, *rows)

    report = bring(tmp_path, *rows)

    assert (report.accepted, report.unchanged, report.superseded) == (0, 2, 0)
