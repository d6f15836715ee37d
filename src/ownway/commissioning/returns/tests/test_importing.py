"""What becomes of each row of a file, and that the end state depends on the files alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.domain import CLASS_WORDS, NAMES, UnusableFile, line_cells
from ownway.commissioning.returns.models import QuarantinedRow, Submission
from ownway.commissioning.returns.operations import Progress, Report
from ownway.commissioning.returns.tests.examples import (
    ASSESSMENT,
    EVENTS,
    REQUEST,
    REVIEW,
    SERVICE,
    file_of,
    files,
    only,
)
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import Installation
from ownway.foundation.access.operations import add_sign_in, record_installation
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import operations as people

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEXT_PERIOD = {
    "Reporting_Period_Start_Date": "2025-07-01",
    "Reporting_Period_End_Date": "2026-06-30",
}
Cells = Mapping[str, str]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


def bring(folder: Path, *rows: Cells, raw: bytes | None = None, **more: Any) -> Report:
    file = folder / "cld.csv"
    file.write_bytes(file_of(rows) if raw is None else raw)
    given: dict[str, Any] = {"file_name": "cld.csv", "received_at": NOON, "by": None, "on": DAY}
    return operations.import_cld(file, **(given | more))


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Rows, accepted, unchanged, superseded, quarantined."""
    return (
        report.rows,
        report.accepted,
        report.unchanged,
        report.superseded,
        report.quarantined,
    )


def all_of(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


STATE = {
    "people": "SELECT to_jsonb(p) - 'id' FROM people_person p ORDER BY council_id",
    "requests": "SELECT to_jsonb(e) - 'submission_id' FROM contact_supportrequest e ORDER BY id",
    "assessments": "SELECT to_jsonb(e) - 'submission_id' FROM assessment_assessment e ORDER BY id",
    "services": "SELECT to_jsonb(e) - 'submission_id' FROM planning_arrangement e ORDER BY id",
    "reviews": "SELECT to_jsonb(e) - 'submission_id' FROM review_review e ORDER BY id",
    "facts": "SELECT to_jsonb(f) FROM facts_fact f ORDER BY id",
    "history of people": "SELECT to_jsonb(e) FROM people_personevent e ORDER BY pgh_id",
    "history of services": "SELECT to_jsonb(e) FROM planning_arrangementevent e ORDER BY pgh_id",
}


def state() -> dict[str, list[tuple[Any, ...]]]:
    return {name: all_of(statement) for name, statement in STATE.items()}


def fact_names() -> list[str]:
    return [name for (name,) in all_of("SELECT name FROM facts_fact ORDER BY name")]


def test_every_kind_of_row_becomes_a_row_of_the_context_that_owns_it(tmp_path: Path) -> None:
    report = bring(tmp_path, *EVENTS)

    assert counts(report) == (4, 4, 0, 0, 0)
    assert all_of(
        "SELECT requested_on, finished_on, route_of_access, outcome FROM contact_supportrequest"
    ) == [
        (
            date(2025, 5, 6),
            date(2025, 5, 8),
            "Discharge from hospital",
            "Progress to assessment, review or reassessment",
        )
    ]
    assert all_of(
        "SELECT started_on, completed_on, assessment_type, method FROM assessment_assessment"
    ) == [(date(2025, 5, 9), date(2025, 5, 20), "Long term assessment", "In person")]
    assert all_of("SELECT started_on, finished_on, outcomes_achieved FROM review_review") == [
        (date(2025, 8, 4), date(2025, 8, 4), "Fully achieved")
    ]
    assert all_of(
        "SELECT first_day, last_day, provider_location_id, cost_weekly, cost_once, cost_rule, "
        "event_reference FROM planning_arrangement"
    ) == [
        (
            date(2025, 6, 2),
            None,
            "1-123456789",
            34440,
            None,
            "hourly × planned units",
            "E-1",
        )
    ]
    assert all_of("SELECT council_id, nhs_number, born_on, details_as_at FROM people_person") == [
        ("M0001", "9990000018", date(1948, 2, 29), date(2026, 3, 31))
    ]
    assert fact_names() == [
        "assessment.assessment-imported",
        "contact.request-imported",
        "people.came-to-know",
        "planning.service-imported",
        "returns.file-came-in",
        "review.review-imported",
    ]


@pytest.mark.parametrize(
    ("event", "table"),
    [
        (REQUEST, "contact_supportrequest"),
        (ASSESSMENT, "assessment_assessment"),
        (SERVICE, "planning_arrangement"),
        (REVIEW, "review_review"),
    ],
)
def test_what_a_row_said_and_how_it_was_classed_are_kept_with_the_event(
    tmp_path: Path, event: dict[str, str], table: str
) -> None:
    said = event | {
        "Gender": " female",
        "Event_Description": "a, “b”",
        "Date_of_Birth": "29/2/1948",
    }

    bring(tmp_path, said)

    stripped = {name: cell.strip() for name, cell in said.items()}
    ((line, classes),) = all_of(f"SELECT cld_line, cld_classes FROM {table}")
    assert line_cells(line) == tuple(stripped.get(name, "") for name in NAMES[3:])
    assert classes == only(said).classes
    assert len(classes) == len(NAMES)


def test_a_superseded_event_says_what_the_last_file_said(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)
    bring(tmp_path, SERVICE | NEXT_PERIOD | {"Unit_Cost": "£30"})

    ((line, classes),) = all_of("SELECT cld_line, cld_classes FROM planning_arrangement")
    assert line_cells(line)[NAMES.index("Unit_Cost") - 3] == "£30"
    assert CLASS_WORDS[classes[NAMES.index("Unit_Cost")]] == "invalid"


def test_each_fact_takes_effect_on_the_day_the_event_began(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)

    assert all_of(
        'SELECT f."on", f.about_id = a.person_id, f.of_id = a.id, f.source FROM facts_fact f, '
        "planning_arrangement a WHERE f.name = 'planning.service-imported'"
    ) == [(date(2025, 6, 2), True, True, "import cld.csv")]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [*EVENTS, SERVICE | {"Event_Start_Date": "soon"}]
    first = bring(tmp_path, *rows)
    before = state()

    again = bring(tmp_path, *rows)

    assert counts(first) == (5, 4, 0, 0, 1)
    assert counts(again) == (5, 0, 4, 0, 1)
    assert state() == before
    assert QuarantinedRow.objects.filter(submission_id=again.submission_id).count() == 1


def test_a_second_identical_row_is_unchanged(tmp_path: Path) -> None:
    assert counts(bring(tmp_path, SERVICE, SERVICE)) == (2, 1, 1, 0, 0)
    assert len(all_of("SELECT 1 FROM planning_arrangement")) == 1


def test_double_ups_are_kept_as_two(tmp_path: Path) -> None:
    second_carer = SERVICE | {"Provider_CQC_Location_ID": "1-987654321"}

    assert counts(bring(tmp_path, SERVICE, second_carer)) == (2, 2, 0, 0, 0)
    assert counts(bring(tmp_path, second_carer, SERVICE)) == (2, 0, 2, 0, 0)
    assert all_of("SELECT cld_copy, cost_weekly FROM planning_arrangement ORDER BY cld_copy") == [
        (0, 34440),
        (1, 34440),
    ]


def test_a_later_file_supersedes_and_history_keeps_what_was(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)

    report = bring(tmp_path, SERVICE | NEXT_PERIOD | {"Unit_Cost": "30"})

    assert counts(report) == (1, 0, 0, 1, 0)
    assert all_of("SELECT cost_weekly FROM planning_arrangement") == [(42000,)]
    assert all_of("SELECT cost_weekly FROM planning_arrangementevent") == [(34440,)]
    assert "planning.service-superseded" in fact_names()


def test_a_file_of_an_earlier_period_overwrites_nothing(tmp_path: Path) -> None:
    """It came later, but tells of earlier: what it alone tells is new, the rest stays."""
    later = SERVICE | NEXT_PERIOD | {"Unit_Cost": "30", "Accommodation_Status": "Shared Lives"}
    bring(tmp_path, later)
    before = all_of("SELECT cost_weekly FROM planning_arrangement")

    report = bring(tmp_path, SERVICE, REQUEST)

    assert counts(report) == (2, 1, 1, 0, 0)
    assert all_of("SELECT cost_weekly FROM planning_arrangement") == before == [(42000,)]
    assert all_of("SELECT accommodation_status, details_as_at FROM people_person") == [
        ("Shared Lives", date(2026, 6, 30))
    ]


def test_details_of_a_person_follow_the_latest_event(tmp_path: Path) -> None:
    bring(
        tmp_path,
        SERVICE | {"Employment_Status": "Unknown", "Postcode": "ZZ99 9ZZ"},
        REQUEST | {"Postcode": "ZZ11 1AA", "Employment_Status": "Not in paid employment: Retired"},
    )

    assert all_of("SELECT postcode, employment_status FROM people_person") == [
        ("ZZ99 9ZZ", "Not in paid employment: Retired")
    ]


def test_what_a_file_leaves_blank_does_not_erase_how_to_find_somebody(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)
    bring(tmp_path, SERVICE | NEXT_PERIOD | {"NHS_Number": "", "Postcode": ""})

    assert all_of("SELECT nhs_number, postcode FROM people_person") == [("9990000018", "ZZ12 3AB")]


def test_a_decision_taken_here_outlasts_a_later_file(tmp_path: Path) -> None:
    """A plan here ended the service; the council's file, written before, still has it open."""
    bring(tmp_path, SERVICE)
    all_of(
        "UPDATE planning_arrangement SET last_day = '2026-07-31', "
        "ended_because = 'A new plan began' RETURNING 1"
    )

    bring(tmp_path, SERVICE | NEXT_PERIOD | {"Unit_Cost": "30"})

    assert all_of("SELECT last_day, cost_weekly FROM planning_arrangement") == [
        (date(2026, 7, 31), 42000)
    ]


def test_a_row_with_only_an_nhs_number_finds_its_person(tmp_path: Path) -> None:
    report = bring(tmp_path, SERVICE, REQUEST | {"LA_Person_Unique_Identifier": ""})

    assert counts(report) == (2, 2, 0, 0, 0)
    assert all_of(
        "SELECT p.council_id FROM contact_supportrequest r "
        "JOIN people_person p ON p.id = r.person_id"
    ) == [("M0001",)]
    assert len(all_of("SELECT 1 FROM people_person")) == 1


def test_somebody_known_by_nhs_number_alone_gets_a_record_of_their_own(tmp_path: Path) -> None:
    alone = REQUEST | {"LA_Person_Unique_Identifier": ""}

    bring(tmp_path, alone)
    again = bring(tmp_path, alone)

    assert counts(again) == (1, 0, 1, 0, 0)
    assert all_of("SELECT council_id, nhs_number FROM people_person") == [
        ("NHS 9990000018", "9990000018")
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "value"),
    [
        ({"Event_Start_Date": "soon"}, "Event_Start_Date", "soon"),
        ({"Event_Type": "Visit"}, "Event_Type", "Visit"),
        (
            {"LA_Person_Unique_Identifier": "", "NHS_Number": "123"},
            "LA_Person_Unique_Identifier",
            "123",
        ),
        (
            {"LA_Person_Unique_Identifier": "M" * 101},
            "LA_Person_Unique_Identifier",
            "M" * 101,
        ),
    ],
)
def test_a_row_without_person_type_or_day_is_put_aside_whole(
    tmp_path: Path, wrong: dict[str, str], field: str, value: str
) -> None:
    report = bring(tmp_path, SERVICE, SERVICE | wrong)

    assert counts(report) == (2, 1, 0, 0, 1)
    (kept,) = QuarantinedRow.objects.all()
    assert (kept.row_number, kept.field, kept.value) == (3, field, value)
    assert kept.reason
    assert kept.remedy
    told = dict(kept.row)
    assert {name: told[name] for name in SERVICE} == SERVICE | wrong


def test_a_row_cut_short_is_put_aside(tmp_path: Path) -> None:
    raw = file_of([SERVICE]) + b"901,2025-04-01"

    assert counts(bring(tmp_path, raw=raw)) == (2, 1, 0, 0, 1)
    (kept,) = QuarantinedRow.objects.all()
    assert kept.row == [["cell 1", "901"], ["cell 2", "2025-04-01"]]


def test_text_longer_than_a_field_is_cut_and_costs_no_row(tmp_path: Path) -> None:
    report = bring(tmp_path, SERVICE | {"Event_Description": "x" * 5_000, "Gender": "y" * 500})

    assert counts(report) == (1, 1, 0, 0, 0)
    assert all_of("SELECT length(description) FROM planning_arrangement") == [(400,)]


def test_a_file_without_rows_is_all_zero(tmp_path: Path) -> None:
    assert counts(bring(tmp_path)) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"name;town\nA;B\n", b"Event_Type,Name\nService,A\n", b"\x00\x01\x02"]
)
def test_a_file_that_cannot_be_read_is_refused_and_listed(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(UnusableFile):
        bring(tmp_path, raw=raw)

    (listed,) = Submission.objects.all()
    assert (listed.state, listed.rows) == ("failed", 0)
    assert listed.refused_because
    assert fact_names() == []


def test_a_file_refused_twice_is_listed_once(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(UnusableFile):
            bring(tmp_path, raw=b"nothing\nhere\n")

    assert Submission.objects.count() == 1


def test_the_first_file_says_whose_database_this_is(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)

    assert Installation.objects.get().council_code == "901"


def test_another_councils_file_is_refused_whole(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE)
    before = state()

    with pytest.raises(UnusableFile, match="Row 2 is of council 902"):
        bring(tmp_path, REQUEST | {"LA_Code": "902"})

    assert state() == before
    assert Installation.objects.get().council_code == "901"


def test_one_row_of_another_council_refuses_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="Row 3 is of council 902"):
        bring(tmp_path, SERVICE, REQUEST | {"LA_Code": "902"})

    assert all_of("SELECT 1 FROM people_person") == []
    assert Installation.objects.get().council_code == ""


def test_a_blank_council_code_is_the_files_own(tmp_path: Path) -> None:
    bring(tmp_path, SERVICE | {"LA_Code": ""}, REQUEST)

    assert counts(bring(tmp_path, SERVICE, REQUEST | {"LA_Code": ""})) == (2, 0, 2, 0, 0)


def test_what_a_killed_import_left_is_cleared_away(tmp_path: Path) -> None:
    left = Submission.objects.create(file_name="cld.csv", sha256="", size_bytes=1, received_at=NOON)

    report = bring(tmp_path, SERVICE)

    assert [one.pk for one in Submission.objects.all()] == [report.submission_id]
    assert left.pk != report.submission_id


def test_an_import_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(progress: Progress) -> None:
        if progress.words == "Taking reviews":
            raise KeyboardInterrupt

    before = state()
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        bring(tmp_path, *EVENTS, progress=break_off)

    assert state() == before
    assert Submission.objects.count() == 0


def test_the_report_adds_up_by_field(tmp_path: Path) -> None:
    report = bring(tmp_path, *EVENTS, SERVICE | {"Gender": "?"})

    of_gender = {one["class"]: one["rows"] for one in report.by_field if one["field"] == "Gender"}
    assert of_gender == {"valid": 4, "unlisted": 1}
    assert Submission.objects.get().by_field == list(report.by_field)


def test_only_some_may_bring_files_in(tmp_path: Path) -> None:
    practitioner = add_sign_in(
        email="nell@example.org", name="Nell Farraday", roles=[Role.PRACTITIONER]
    )

    with pytest.raises(NotAllowed, match="administrator, performance"):
        bring(tmp_path, SERVICE, by=practitioner)

    assert Submission.objects.count() == 0


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=files, second=files, order=st.randoms(use_true_random=False))
def test_counts_always_add_up_and_a_file_again_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, first: list[Cells], second: list[Cells], order: Any
) -> None:
    """Whatever the rows, in whatever order they come again. Nobody is joined meanwhile."""
    monkeypatch.setattr(people, "join_sure_matches", lambda **_: 0)
    mine = [[dict(row) | {"LA_Code": "901"} for row in rows] for rows in (first, second)]
    start = transaction.savepoint()
    with TemporaryDirectory() as folder:
        for rows in mine:
            came = bring(Path(folder), *rows)
            assert came.rows == sum(counts(came)[1:])
            before = state()
            order.shuffle(rows)
            again = bring(Path(folder), *rows)
            assert counts(again) == (
                came.rows,
                0,
                came.rows - came.quarantined,
                0,
                came.quarantined,
            )
            assert state() == before
    transaction.savepoint_rollback(start)
