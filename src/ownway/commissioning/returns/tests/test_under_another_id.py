"""Somebody who comes back under another id, or first without one, has each of their events once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.operations import Report
from ownway.commissioning.returns.tests.examples import SERVICE, file_of
from ownway.foundation.access.operations import record_installation

DAY = date(2026, 11, 23)
ANOTHER = {"LA_Person_Unique_Identifier": "M0002"}
NO_ID = {"LA_Person_Unique_Identifier": ""}
NEXT_PERIOD = {
    "Reporting_Period_Start_Date": "2025-07-01",
    "Reporting_Period_End_Date": "2026-06-30",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


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


def services() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.council_id, a.last_day, a.in_doubt_by IS NOT NULL "
            "FROM planning_arrangement a JOIN people_person p ON p.id = a.person_id ORDER BY 1"
        )
        return list(cursor.fetchall())


def test_somebody_under_a_new_id_has_each_service_once(tmp_path: Path) -> None:
    """The number and the birth date are the same: the record is joined before its events come."""
    bring(tmp_path, SERVICE)

    report = bring(tmp_path, SERVICE | ANOTHER | NEXT_PERIOD)

    assert (report.accepted, report.superseded, report.ended_in_doubt) == (0, 0, 0)
    assert [(last, doubt) for _, last, doubt in services()] == [(None, False)]


def test_one_file_may_tell_of_somebody_under_two_ids(tmp_path: Path) -> None:
    report = bring(tmp_path, SERVICE, SERVICE | ANOTHER)

    assert (report.accepted, report.superseded, report.unchanged) == (1, 0, 1)
    assert len(services()) == 1


def test_a_row_with_a_number_alone_is_the_event_told_of_with_the_id_before(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)

    report = bring(tmp_path, SERVICE | NO_ID | NEXT_PERIOD)

    assert (report.accepted, report.ended_in_doubt) == (0, 0)
    assert [(last, doubt) for _, last, doubt in services()] == [(None, False)]


def test_an_id_that_is_found_later_doubles_nothing(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE | NO_ID)

    report = bring(tmp_path, SERVICE | NEXT_PERIOD)

    assert (report.accepted, report.ended_in_doubt) == (0, 0)
    assert [(last, doubt) for _, last, doubt in services()] == [(None, False)]
