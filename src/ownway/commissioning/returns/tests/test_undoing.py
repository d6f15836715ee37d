"""Undoing the file taken last leaves all as it was before it, or says what stands in the way.

And bringing the same file in again leads to the same records as before the undoing.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.commissioning.returns import operations, queries
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.tests.examples import EVENTS, REQUEST, SERVICE, file_of, files
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import Installation, SignIn
from ownway.foundation.access.operations import add_sign_in, record_installation
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.models import CommunicationNeed, Joining, Person, PossibleMatch
from ownway.support.people.operations import DETAILS_UPDATED, join_people, join_sure_matches
from ownway.support.planning.models import Arrangement

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Cells = Mapping[str, str]
NEXT_PERIOD = {
    "Reporting_Period_Start_Date": "2025-07-01",
    "Reporting_Period_End_Date": "2026-06-30",
}
TABLES = (
    "people_person",
    "contact_supportrequest",
    "assessment_assessment",
    "planning_arrangement",
    "review_review",
    "people_supportreason",
    "people_healthcondition",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


@pytest.fixture
def performance() -> SignIn:
    return add_sign_in(email="dilys@example.org", name="Dilys Penhale", roles=[Role.PERFORMANCE])


def bring(rows: Sequence[Cells], *, hour: int = 0, name: str = "cld.csv") -> UUID:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(file_of(rows))
        return operations.import_cld(
            file,
            file_name=name,
            received_at=NOON + timedelta(hours=hour),
            by=None,
            on=DAY,
        ).submission_id


def rows_of(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def whole_state() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that files write to, with its ids."""
    return {
        table: rows_of(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1") for table in TABLES
    }


def told_state() -> dict[str, list[tuple[Any, ...]]]:
    """The same without the ids that are drawn by lot; people by the council's id."""
    events = {
        table: rows_of(
            "SELECT p.council_id, (to_jsonb(t) - 'id' - 'person_id' - 'submission_id' "
            "- 'in_doubt_by' - 'brought_in')::text, "
            f"t.{'brought_in' if table.startswith('people_') else 'submission_id'} IS NULL "
            f"FROM {table} t JOIN people_person p ON p.id = t.person_id ORDER BY 1, 2"
        )
        for table in TABLES[1:]
    }
    people = rows_of(
        "SELECT (to_jsonb(p) - 'id' - 'joined_into_id')::text FROM people_person p ORDER BY 1"
    )
    return events | {"people": people}


def test_rows_it_added_go_and_rows_it_corrected_are_what_they_were(performance: SignIn) -> None:
    bring([SERVICE])
    before = whole_state()
    second = bring(
        [
            SERVICE
            | NEXT_PERIOD
            | {"Unit_Cost": "30", "Accommodation_Status": "Shared Lives"}
            | {"Primary_Support_Reason": "Mental Health Support", "Dementia": "Yes"},
            REQUEST | NEXT_PERIOD,
            SERVICE | NEXT_PERIOD | {"LA_Person_Unique_Identifier": "M0002", "NHS_Number": ""},
        ]
    )

    done = operations.undo_file(second, by=performance, on=DAY)

    assert whole_state() == before
    assert {one.what.many: (one.gone, one.put_back) for one in done} == {
        "reviews": (0, 0),
        "services": (1, 1),
        "assessments": (0, 0),
        "support requests": (1, 0),
        "reasons for support": (2, 1),
        "health conditions": (1, 0),
        "people": (1, 1),
    }


def test_the_file_stays_known_as_undone_by_whom_and_counts_no_longer(performance: SignIn) -> None:
    first = bring([SERVICE])
    second = bring([REQUEST])

    operations.undo_file(second, by=performance, on=DAY)

    row = Submission.objects.get(pk=second)
    assert (row.state, row.undone_by) == (Submission.UNDONE, performance)
    assert row.undone_at is not None
    assert [one.id for one in queries.submissions_for_measures()] == [first]
    assert b"".join(queries.kept_bytes(second)) == file_of([REQUEST])
    ((of_id, by_id),) = rows_of(
        "SELECT of_id, by_id FROM facts_fact WHERE name = 'returns.file-undone'"
    )
    assert (of_id, by_id) == (second, performance.pk)


def test_timelines_leave_out_what_it_told(performance: SignIn) -> None:
    bring([SERVICE])
    person = Person.objects.get()
    before = timeline(person.pk)
    second = bring([SERVICE, REQUEST])
    assert len(timeline(person.pk)) == len(before) + 1

    operations.undo_file(second, by=performance, on=DAY)

    assert timeline(person.pk) == before


def test_what_undoing_means_is_told_before_and_changes_nothing(performance: SignIn) -> None:
    bring([SERVICE])
    second = bring([SERVICE | NEXT_PERIOD | {"Unit_Cost": "30"}, REQUEST | NEXT_PERIOD])
    before = whole_state()

    said = operations.what_undoing_means(second, by=performance)

    assert whole_state() == before
    assert said.why_not == ""
    assert said.in_the_way.count == 0
    assert [one.what.counted(one.gone) for one in said.stakes if one.gone] == ["1 support request"]
    assert [one.what.counted(one.put_back) for one in said.stakes if one.put_back] == ["1 service"]


def test_only_the_file_taken_last_and_then_the_one_before_it(performance: SignIn) -> None:
    first = bring([SERVICE], name="first.csv")
    second = bring([REQUEST], name="second.csv")

    with pytest.raises(Refused, match=r"that is second.csv. Undo that one first"):
        operations.undo_file(first, by=performance, on=DAY)
    assert "second.csv" in operations.what_undoing_means(first, by=performance).why_not
    assert not operations.may_undo(first, by=performance)
    assert operations.may_undo(second, by=performance)

    operations.undo_file(second, by=performance, on=DAY)
    with pytest.raises(Refused, match="undone already"):
        operations.undo_file(second, by=performance, on=DAY)
    operations.undo_file(first, by=performance, on=DAY)

    assert whole_state() == {table: [] for table in TABLES}


def test_another_councils_file_may_be_the_first_once_all_are_undone(performance: SignIn) -> None:
    only = bring([SERVICE])
    assert Installation.objects.get().council_code == "901"

    operations.undo_file(only, by=performance, on=DAY)

    assert Installation.objects.get().council_code == ""
    bring([SERVICE | {"LA_Code": "902"}])
    assert Installation.objects.get().council_code == "902"


def test_something_done_since_for_somebody_it_brought_stands_in_the_way(
    performance: SignIn,
) -> None:
    first = bring([SERVICE])
    person = Person.objects.get()
    with facts.one_context("page"), transaction.atomic():
        need = CommunicationNeed.objects.create(person=person, code="braille", recorded_on=DAY)
    before = whole_state()

    said = operations.what_undoing_means(first, by=performance)
    with pytest.raises(Refused, match=r"Nothing was changed\.$"):
        operations.undo_file(first, by=performance, on=DAY)

    assert said.in_the_way.count == 1
    assert whole_state() == before
    need.delete()
    operations.undo_file(first, by=performance, on=DAY)
    assert whole_state() == {table: [] for table in TABLES}


def test_a_fact_about_somebody_it_brought_stands_in_the_way_and_names_them(
    performance: SignIn,
) -> None:
    first = bring([SERVICE])
    person = Person.objects.get()
    with facts.one_context("page"), transaction.atomic():
        facts.record(DETAILS_UPDATED, about=person.pk, of=person.pk, by=None, on=DAY)

    (found,) = operations.what_undoing_means(first, by=performance).in_the_way.first

    assert (found.words, found.person_id, found.on) == (DETAILS_UPDATED.words, person.pk, DAY)
    with pytest.raises(Refused):
        operations.undo_file(first, by=performance, on=DAY)


def test_a_row_it_corrected_that_was_changed_again_since_stands_in_the_way(
    performance: SignIn,
) -> None:
    bring([SERVICE])
    second = bring([SERVICE | NEXT_PERIOD | {"Unit_Cost": "30"}])
    with facts.one_context("page"):
        Arrangement.objects.update(last_day=DAY, ended_because="They moved away")

    (found,) = operations.what_undoing_means(second, by=performance).in_the_way.first

    assert found.words == "1 service of this file was changed again since"
    with pytest.raises(Refused, match="1 service of this file was changed again since"):
        operations.undo_file(second, by=performance, on=DAY)


def test_a_file_undone_since_does_not_stand_in_the_way(performance: SignIn) -> None:
    bring([SERVICE])
    before = whole_state()
    second = bring([SERVICE | NEXT_PERIOD | {"Unit_Cost": "30"}])
    third = bring([SERVICE | NEXT_PERIOD | {"Unit_Cost": "31"}])

    operations.undo_file(third, by=performance, on=DAY)
    operations.undo_file(second, by=performance, on=DAY)

    assert whole_state() == before


def test_what_the_rule_joined_because_of_the_file_is_two_again(performance: SignIn) -> None:
    bring([SERVICE])
    before = whole_state()
    second = bring([REQUEST | {"LA_Person_Unique_Identifier": "M0002"}])
    join_sure_matches(by=None, on=DAY)
    assert Person.objects.get(council_id="M0002").joined_into == Person.objects.get(
        council_id="M0001"
    )
    joined = whole_state()

    said = operations.what_undoing_means(second, by=performance)
    assert (said.why_not, said.in_the_way.count, said.parted) == ("", 0, 1)
    assert whole_state() == joined

    operations.undo_file(second, by=performance, on=DAY)
    assert whole_state() == before
    assert Joining.objects.count() == 0
    assert PossibleMatch.objects.count() == 0

    bring([REQUEST | {"LA_Person_Unique_Identifier": "M0002"}])
    join_sure_matches(by=None, on=DAY)
    assert Person.objects.get(council_id="M0002").joined_into is not None


def test_what_somebody_joined_stands_in_the_way(performance: SignIn) -> None:
    bring([SERVICE])
    second = bring(
        [REQUEST | {"LA_Person_Unique_Identifier": "M0002", "NHS_Number": "", "Gender": "Male"}]
    )
    one, other = (Person.objects.get(council_id=number).pk for number in ("M0001", "M0002"))
    with facts.one_context("page"):
        join_people(one, other, by=performance, on=DAY, why="They showed both letters.")

    with pytest.raises(Refused, match="two records joined into one"):
        operations.undo_file(second, by=performance, on=DAY)
    assert Joining.objects.count() == 1


def test_a_file_being_taken_just_now_is_waited_for(performance: SignIn) -> None:
    first = bring([SERVICE])
    told: dict[str, Any] = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    plain = {name: told[name] for name in names if told.get(name)}
    with psycopg.connect(**plain) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [operations.IMPORTING])
        with pytest.raises(Refused, match="being brought in just now"):
            operations.undo_file(first, by=performance, on=DAY)


def test_who_may_undo_and_what(performance: SignIn) -> None:
    first = bring([SERVICE])
    governance = add_sign_in(email="g@example.org", name="G", roles=[Role.INFORMATION_GOVERNANCE])

    with pytest.raises(NotAllowed):
        operations.undo_file(first, by=governance, on=DAY)
    with pytest.raises(NotFound):
        operations.undo_file(UUID(int=1), by=performance, on=DAY)
    assert not operations.may_undo(first, by=governance)


def test_a_file_of_an_older_version_says_why_it_cannot_be_undone(performance: SignIn) -> None:
    first = bring([SERVICE])
    Submission.objects.update(context_id=None)

    assert (
        "did not note what it wrote" in operations.what_undoing_means(first, by=performance).why_not
    )


later_events = st.lists(
    st.builds(
        lambda event, cost, ended, person, period: (
            event
            | ({"Unit_Cost": cost} if event["Event_Type"] == "Service" else {})
            | {"Event_End_Date": ended, "LA_Person_Unique_Identifier": person}
            | period
        ),
        st.sampled_from(EVENTS),
        st.sampled_from(["24.60", "30", "31"]),
        st.sampled_from(["", "2025-09-01", "2026-01-10"]),
        st.sampled_from(["M0001", "M0002", "M0003"]),
        st.sampled_from([{}, NEXT_PERIOD]),
    ),
    max_size=6,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.one_of(later_events, files), second=st.one_of(later_events, files))
def test_undone_is_as_if_never_taken_and_taken_again_as_if_never_undone(
    first: list[dict[str, str]], second: list[dict[str, str]], performance: SignIn
) -> None:
    """Over small random files, clean and dirty."""
    mine = [row | {"LA_Code": "901"} for row in first]
    theirs = [row | {"LA_Code": "901"} for row in second]
    with transaction.atomic():
        bring(mine)
        before = whole_state()
        taken = bring(theirs, hour=1)
        after = told_state()

        operations.undo_file(taken, by=performance, on=DAY)
        assert whole_state() == before

        bring(theirs, hour=1)
        assert told_state() == after
        transaction.set_rollback(True)


def test_doubts_that_the_file_raised_are_lifted(performance: SignIn) -> None:
    """A service that runs in its period and that it does not tell of runs on again."""
    bring([SERVICE])
    before = whole_state()
    second = bring([REQUEST | NEXT_PERIOD])
    assert Arrangement.objects.get().in_doubt_by == second

    said = operations.what_undoing_means(second, by=performance)
    operations.undo_file(second, by=performance, on=DAY)

    assert said.doubts == 1
    assert whole_state() == before
    assert Arrangement.objects.get().last_day is None
