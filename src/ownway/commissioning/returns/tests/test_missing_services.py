"""A service that a later file leaves out is not open for ever: its end is presumed, and said to be.

Nothing is deleted; a decision here stands; a file that tells of the service again clears the doubt.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.operations import Cancelled, Progress, Report
from ownway.commissioning.returns.tests.examples import EVENTS, REQUEST, SERVICE, file_of
from ownway.foundation.access.operations import record_installation

DAY = date(2026, 11, 23)
Cells = Mapping[str, str]
OTHER = SERVICE | {"Service_Component": "Day support", "Event_Reference": "E-9"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


def period(first_day: str, last_day: str) -> Cells:
    return {"Reporting_Period_Start_Date": first_day, "Reporting_Period_End_Date": last_day}


FIRST = period("2025-04-01", "2026-03-31")
SECOND = period("2025-07-01", "2026-06-30")
THIRD = period("2025-10-01", "2026-09-30")


def bring(folder: Path, told: Cells, *rows: Cells, hour: int = 12, **more: Any) -> Report:
    file = folder / "cld.csv"
    file.write_bytes(file_of([{**row, **told} for row in rows]))
    received_at = datetime(2026, 11, 23, hour, tzinfo=UTC)
    return operations.import_cld(
        file, file_name="cld.csv", received_at=received_at, by=None, on=DAY, **more
    )


def services() -> list[tuple[Any, ...]]:
    """Component, last day, and whether it is in doubt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT service_component, last_day, in_doubt_by IS NOT NULL "
            "FROM planning_arrangement ORDER BY service_component"
        )
        return list(cursor.fetchall())


def facts_of(name: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "on", about_id IS NOT NULL, of_id IS NOT NULL FROM facts_fact WHERE name = %s',
            [name],
        )
        return list(cursor.fetchall())


HOME, DAYS = "Home support or domiciliary care", "Day support"


def test_a_service_left_out_ends_with_the_last_file_that_told_of_it(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER)

    report = bring(tmp_path, SECOND, SERVICE)

    assert services() == [(DAYS, date(2026, 3, 31), True), (HOME, None, False)]
    assert report.ended_in_doubt == Submission.objects.get(pk=report.submission_id).ended_in_doubt
    assert report.ended_in_doubt == 1
    assert facts_of("planning.service-ended-in-doubt") == [(date(2026, 3, 31), True, True)]


def test_files_between_that_told_of_it_unchanged_count(tmp_path: Path) -> None:
    """Its own row still names the first file; the second told of it, so it ran until then."""
    bring(tmp_path, FIRST, SERVICE, OTHER)
    bring(tmp_path, SECOND, SERVICE, OTHER)

    bring(tmp_path, THIRD, SERVICE)

    assert services()[0] == (DAYS, date(2026, 6, 30), True)


def test_the_same_file_again_presumes_nothing_more(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER)
    bring(tmp_path, SECOND, SERVICE)

    again = bring(tmp_path, SECOND, SERVICE)

    assert again.ended_in_doubt == 0
    assert len(facts_of("planning.service-ended-in-doubt")) == 1


def test_told_of_again_it_is_in_doubt_no_more(tmp_path: Path) -> None:
    """Even if the row says just what it said before."""
    bring(tmp_path, FIRST, SERVICE, OTHER)
    bring(tmp_path, SECOND, SERVICE)

    report = bring(tmp_path, THIRD, SERVICE, OTHER)

    assert services() == [(DAYS, None, False), (HOME, None, False)]
    assert (report.accepted, report.unchanged, report.superseded) == (0, 1, 1)


def test_an_end_that_was_told_is_not_moved(tmp_path: Path) -> None:
    """A service that ended before the last file's end is what it was."""
    bring(tmp_path, FIRST, SERVICE, OTHER | {"Event_End_Date": "2026-01-31"})

    assert bring(tmp_path, SECOND, SERVICE).ended_in_doubt == 0
    assert services()[0] == (DAYS, date(2026, 1, 31), False)


def test_a_planned_end_beyond_the_last_file_is(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER | {"Event_End_Date": "2026-12-31"})
    bring(tmp_path, SECOND, SERVICE)

    assert services()[0] == (DAYS, date(2026, 3, 31), True)


def test_a_presumed_end_is_never_before_the_first_day(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER | {"Event_Start_Date": "2026-05-04"})
    bring(tmp_path, SECOND, SERVICE)

    assert services()[0] == (DAYS, date(2026, 5, 4), True)


def test_a_service_outside_the_files_period_is_none_of_its_business(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER | {"Event_End_Date": "2025-06-20"})

    assert bring(tmp_path, SECOND, SERVICE).ended_in_doubt == 0


def test_a_decision_taken_here_stands(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE planning_arrangement SET ended_because = 'A new plan began'")

    assert bring(tmp_path, SECOND, REQUEST).ended_in_doubt == 0


def test_a_row_put_aside_does_not_tell_of_its_service(tmp_path: Path) -> None:
    """As in the national method: what cannot be read was not told."""
    bring(tmp_path, FIRST, SERVICE, OTHER)

    report = bring(tmp_path, SECOND, SERVICE, OTHER | {"Event_Start_Date": "soon"})

    assert (report.quarantined, report.ended_in_doubt) == (1, 1)


def test_one_of_two_carers_left_out_is_the_one_in_doubt(tmp_path: Path) -> None:
    second_carer = SERVICE | {"Provider_CQC_Location_ID": "1-987654321"}
    bring(tmp_path, FIRST, SERVICE, second_carer)

    bring(tmp_path, SECOND, second_carer)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT provider_location_id, last_day FROM planning_arrangement "
            "ORDER BY provider_location_id"
        )
        assert cursor.fetchall() == [("1-123456789", date(2026, 3, 31)), ("1-987654321", None)]


def test_a_file_of_an_earlier_period_ends_nothing_that_a_later_one_told(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, OTHER)
    bring(tmp_path, THIRD, SERVICE, OTHER)

    assert bring(tmp_path, SECOND, SERVICE).ended_in_doubt == 0
    assert services() == [(DAYS, None, False), (HOME, None, False)]


def test_an_earlier_file_does_not_clear_what_a_later_one_left_out(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, OTHER)
    bring(tmp_path, THIRD, SERVICE)

    bring(tmp_path, SECOND, SERVICE, OTHER)

    assert services()[0] == (DAYS, date(2026, 3, 31), True)


def test_of_one_period_the_file_received_last_is_the_latest(tmp_path: Path) -> None:
    """Whichever is taken first: a corrected file, then the one it corrects."""
    corrected = SERVICE | {"Unit_Cost": "30", "Accommodation_Status": "Shared Lives"}
    bring(tmp_path, FIRST, corrected, hour=15)

    report = bring(tmp_path, FIRST, SERVICE, OTHER, hour=9)

    assert (report.accepted, report.unchanged, report.superseded) == (1, 1, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cost_weekly, accommodation_status FROM planning_arrangement a "
            "JOIN people_person p ON p.id = a.person_id WHERE service_component = %s",
            [HOME],
        )
        assert cursor.fetchall() == [(42000, "Shared Lives")]


def test_a_corrected_file_of_the_same_period_supersedes(tmp_path: Path) -> None:
    bring(tmp_path, FIRST, SERVICE, hour=9)

    report = bring(tmp_path, FIRST, SERVICE | {"Unit_Cost": "30"}, hour=15)

    assert (report.accepted, report.unchanged, report.superseded) == (0, 0, 1)


@pytest.mark.parametrize("words", ["Reading the file", "Taking people", "Taking services"])
def test_a_cancelled_import_leaves_nothing(tmp_path: Path, words: str) -> None:
    def cancel(progress: Progress) -> None:
        if progress.words == words:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring(tmp_path, FIRST, *EVENTS, progress=cancel)

    assert Submission.objects.count() == 0
    assert services() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM returns_keptpart")
        assert cursor.fetchone() == (0,)
