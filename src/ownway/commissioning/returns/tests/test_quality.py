"""Every fault is counted once, by field, team and file; opens its records; and stays with those
who may see the person."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.domain.checks import CHECK_BY_ID
from ownway.commissioning.returns.domain.quality import Cell, Fix
from ownway.commissioning.returns.queries import quality as queries
from ownway.commissioning.returns.queries import to_fix
from ownway.commissioning.returns.queries.at_fault import Narrowing
from ownway.commissioning.returns.tests.examples import (
    ASSESSMENT,
    EVENTS,
    REQUEST,
    REVIEW,
    SERVICE,
    file_of,
)
from ownway.foundation.access.operations import record_installation
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people.models import Person
from ownway.support.people.queries import PEOPLE_LISTED
from ownway.support.planning.models import Arrangement

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


@pytest.fixture
def performance(db: None) -> Any:
    return making.staff(making.Role.PERFORMANCE, name="Dilys Penhale")


def bring(folder: Path, *rows: Mapping[str, str], at: datetime = NOON, name: str = "q.csv") -> None:
    file = folder / name
    file.write_bytes(file_of(rows))
    operations.import_cld(file, file_name=name, received_at=at, by=None, on=DAY)


def of(number: int, row: Mapping[str, str] = SERVICE, **more: str) -> dict[str, str]:
    """The row for another person; their NHS number left blank, so one fault of its own."""
    return dict(row) | {"LA_Person_Unique_Identifier": f"M{number:04}", "NHS_Number": ""} | more


def rows_of(fix: Fix, by: Any, **narrow: Any) -> list[tuple[str, str, str]]:
    found = to_fix.rows_to_fix(fix, by=by, on=DAY, narrowing=Narrowing(**narrow))
    assert found.count == len(found.lines)
    return [(row.council_id, row.event_type, row.told) for row in found.lines]


def test_each_field_adds_up_to_the_rows(tmp_path: Path, performance: Any) -> None:
    bring(tmp_path, *EVENTS, of(2, Postcode="nowhere"), of(3, REQUEST, Postcode=""))

    found = queries.data_quality(by=performance, on=DAY)

    assert found.rows == 6
    assert {sum(filled.by_class.values()) for filled in found.fields.values()} == {6}
    postcode = found.fields["Postcode"]
    assert (postcode.right, postcode.of("i"), postcode.of("m")) == (4, 1, 1)
    assert found.fields["NHS_Number"].of("m") == 2
    assert [(team.name, team.rows) for team in found.teams] == [("no team", 6)]


def test_the_number_beside_a_fix_is_the_number_of_records_it_opens(
    tmp_path: Path, performance: Any
) -> None:
    bring(
        tmp_path,
        *EVENTS,
        of(2, Postcode="nowhere"),
        of(3, REQUEST, Postcode="", Event_End_Date="2025-05-01"),
        of(4, REVIEW, Date_of_Death="2025-08-01"),
        of(5, Unit_Cost="", Cost_Frequency_Unit_Type="", Planned_units_per_week=""),
        of(6, ASSESSMENT, Date_of_Birth="1890-01-01"),
    )

    found = queries.data_quality(by=performance, on=DAY)

    assert found.fixes
    for one in found.fixes:
        opened = to_fix.rows_to_fix(one.fix, by=performance, on=DAY)
        assert (one.fix.id, opened.count, len(opened.lines)) == (one.fix.id, one.rows, one.rows)


def test_a_record_says_what_was_told_and_what_is_expected(tmp_path: Path, performance: Any) -> None:
    bring(tmp_path, of(2, Postcode="no, where\n“here”"), of(3))

    (row,) = to_fix.rows_to_fix(Cell("Postcode", "i"), by=performance, on=DAY).lines

    assert (row.council_id, row.event_type, row.began) == ("M0002", "Service", date(2025, 6, 2))
    assert row.told == "no, where\n“here”"
    assert row.expected == "A whole postcode, like QM1 4AB"


@pytest.mark.parametrize(
    ("check", "row", "told"),
    [
        (
            "ended-before-it-began",
            of(2, REQUEST, Event_End_Date="2025-05-01"),
            "began 6 May 2025, ended 1 May 2025",
        ),
        (
            "began-after-death",
            of(2, Date_of_Death="2025-06-01"),
            "began 2 June 2025, died 1 June 2025",
        ),
        (
            "open-after-death",
            of(2, Date_of_Death="2025-07-01"),
            "began 2 June 2025, no end, died 1 July 2025",
        ),
        ("in-the-future", of(2, Event_Start_Date="2026-11-24"), "began 24 November 2026"),
        (
            "no-cost",
            of(2, Unit_Cost="", Planned_units_per_week=""),
            "Home support or domiciliary care without a cost",
        ),
        ("unlikely-cost", of(2, Unit_Cost="900"), "£12,600.00 a week"),
        (
            "direct-payment-another-way",
            of(
                2,
                Service_Component="Direct payment",
                Delivery_Mechanism="CASSR commissioned support",
            ),
            "Direct payment, by “CASSR commissioned support”",
        ),
        (
            "born-after-it",
            of(2, Date_of_Birth="2025-06-03"),
            "began 2 June 2025, born 3 June 2025",
        ),
        ("age-not-possible", of(2, Date_of_Birth="1900-01-01"), "born 1 January 1900"),
    ],
)
def test_a_check_finds_what_no_cell_shows(
    tmp_path: Path, performance: Any, check: str, row: Mapping[str, str], told: str
) -> None:
    bring(tmp_path, SERVICE, REQUEST, row)

    ((council_id, _, said),) = rows_of(CHECK_BY_ID[check], performance)

    assert (council_id, said) == ("M0002", told)


def test_what_stands_on_the_line_is_no_fault(tmp_path: Path, performance: Any) -> None:
    """Ended the day it began; died the day it ended; £10,000.00 and £1.00; 115 years old."""
    bring(
        tmp_path,
        REQUEST | {"Event_End_Date": REQUEST["Event_Start_Date"]},
        of(2, Date_of_Death="2025-07-01", Event_End_Date="2025-07-01"),
        of(3, Unit_Cost="10000", Cost_Frequency_Unit_Type="weekly"),
        of(4, Unit_Cost="1", Cost_Frequency_Unit_Type="weekly"),
        of(5, Date_of_Birth="1911-11-23"),
        of(6, Event_Start_Date=DAY.isoformat()),
    )

    found = queries.data_quality(by=performance, on=DAY)

    assert [one.fix.id for one in found.fixes if one.fix.id in CHECK_BY_ID] == []


def test_a_service_in_doubt_and_one_told_twice(tmp_path: Path, performance: Any) -> None:
    bring(tmp_path, SERVICE, SERVICE | {"Unit_Cost": "9.99"}, of(2))
    submission = making.person().pk  # any id will do
    Arrangement.objects.filter(person__council_id="M0002").update(
        in_doubt_by=submission, last_day=date(2026, 3, 31)
    )

    assert rows_of(CHECK_BY_ID["told-more-than-once"], performance) == [
        ("M0001", "Service", "began 2 June 2025")
    ]
    assert rows_of(CHECK_BY_ID["ended-in-doubt"], performance) == [
        ("M0002", "Service", "presumed ended 31 March 2026")
    ]


def test_two_people_with_one_number(performance: Any) -> None:
    for council_id in ("M-1", "M-2"):
        making.person(council_id=council_id, nhs_number="9990000018", team=None)
    making.person(council_id="M-3", nhs_number="", team=None)
    making.person(council_id="M-4", nhs_number="", team=None)

    found = rows_of(CHECK_BY_ID["nhs-number-shared"], performance)

    assert sorted(council_id for council_id, _, _ in found) == ["M-1", "M-2"]


def test_what_began_here_is_named_and_not_counted(performance: Any) -> None:
    making.arrangement(making.person())

    found = queries.data_quality(by=performance, on=DAY)

    assert (found.rows, found.born_here, found.filled.matter) == (0, 1, 0)


def test_a_manager_sees_the_people_of_their_team(tmp_path: Path, performance: Any) -> None:
    east, west = making.team(), making.team("West team")
    bring(tmp_path, *(of(number) for number in range(2, 7)))
    Person.objects.filter(council_id__in=["M0002", "M0003"]).update(team=east)
    Person.objects.filter(council_id="M0004").update(team=west)
    asif = making.manager(east)
    blank = Cell("NHS_Number", "m")

    mine = queries.data_quality(by=asif, on=DAY)
    opened = to_fix.rows_to_fix(blank, by=asif, on=DAY)
    all_teams = queries.data_quality(by=performance, on=DAY)

    assert [(team.name, team.rows) for team in mine.teams] == [("East team", 2)]
    assert sorted(row.council_id for row in opened.lines) == ["M0002", "M0003"]
    assert (opened.count, opened.outside) == (2, 3)
    assert [(team.name, team.rows) for team in all_teams.teams] == [
        ("East team", 2),
        ("West team", 1),
        ("no team", 2),
    ]
    assert rows_of(blank, performance, team=str(west.pk)) == [("M0004", "Service", "")]
    assert queries.teams_to_choose(by=asif) == [(str(east.pk), "East team")]
    with pytest.raises(NotAllowed):
        queries.data_quality(by=making.finance(), on=DAY)


def test_pages_of_records_leave_none_out_and_tell_none_twice(
    tmp_path: Path, performance: Any
) -> None:
    first = date(2025, 6, 2)
    bring(
        tmp_path,
        *(
            of(number, row, Event_Start_Date=(first + timedelta(days=number % 3)).isoformat())
            for number, row in enumerate((SERVICE, REQUEST, ASSESSMENT, REVIEW) * 4, start=2)
        ),
    )
    blank = Cell("NHS_Number", "m")
    seen: list[tuple[str, str, date | None]] = []
    after = None
    while True:
        page = to_fix.rows_to_fix(blank, by=performance, on=DAY, after=after, limit=3)
        seen += [(row.event_type, row.council_id, row.began) for row in page.lines]
        after = page.after
        if after is None:
            break

    at_once = to_fix.every_row_to_fix(blank, by=performance, on=DAY)
    assert seen == [(row.event_type, row.council_id, row.began) for row in at_once]
    assert len(seen) == len(set(seen)) == 16
    for kind in ("Request", "Assessment", "Service", "Review"):
        days = [began for event_type, _, began in seen if event_type == kind]
        assert days == sorted(days, key=lambda day: day or DAY, reverse=True)


def test_opening_records_is_recorded_for_the_list_and_each_person(
    tmp_path: Path, performance: Any
) -> None:
    bring(tmp_path, of(2), of(3), of(3, REQUEST))

    to_fix.rows_to_fix(Cell("NHS_Number", "m"), by=performance, on=DAY)

    told = Fact.objects.filter(name=PEOPLE_LISTED.name, by=performance)
    people = set(Person.objects.values_list("pk", flat=True))
    assert sorted(told.values_list("about_id", flat=True), key=str) == sorted(
        [*people, None], key=str
    )


def test_one_person_each_thing_once(tmp_path: Path) -> None:
    """Their blank number stands on three rows and is one thing; a row's own fault is its own."""
    east = making.team()
    bring(
        tmp_path,
        of(2),
        of(2, REQUEST, Event_End_Date="2025-05-01"),
        of(2, REVIEW, Review_Reason=""),
        of(3),
    )
    Person.objects.filter(council_id="M0002").update(team=east)
    ruth = Person.objects.get(council_id="M0002")
    nell = making.practitioner(east)

    found = to_fix.to_fix_of_person(ruth.pk, by=nell, on=DAY)

    assert [(row.fix.id, row.event_type) for row in found] == [
        ("NHS_Number:m", "Review"),
        ("ended-before-it-began", "Request"),
        ("Review_Reason:m", "Review"),
    ]
    assert to_fix.how_much_to_fix(ruth.pk, by=nell, on=DAY) == 3
    assert to_fix.how_much_to_fix(ruth.pk, by=making.finance(), on=DAY) == 0
    other = Person.objects.get(council_id="M0003")
    with pytest.raises(NotFound):
        to_fix.to_fix_of_person(other.pk, by=nell, on=DAY)


def test_mended_in_the_newest_row_is_mended(tmp_path: Path, performance: Any) -> None:
    bring(tmp_path, of(2, REQUEST), of(2, REVIEW, NHS_Number="9990000018"))
    ruth = Person.objects.get(council_id="M0002")

    assert to_fix.how_much_to_fix(ruth.pk, by=performance, on=DAY) == 0


def test_files_in_the_order_of_their_periods(tmp_path: Path, performance: Any) -> None:
    later = {
        "Reporting_Period_Start_Date": "2025-07-01",
        "Reporting_Period_End_Date": "2026-06-30",
    }
    bring(tmp_path, SERVICE | later, of(2) | later, name="later.csv")
    bring(tmp_path, SERVICE, name="earlier.csv", at=NOON + timedelta(hours=1))

    files = queries.files_over_time(by=performance)

    assert [file.file_name for file in files] == ["earlier.csv", "later.csv"]
    assert [file.fields["NHS_Number"].of("m") for file in files] == [0, 1]
    assert queries.files_over_time(by=making.manager()) == []


# The pages


@pytest.fixture
def signed_in(client: Client, performance: Any) -> Client:
    client.force_login(performance)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_answer_comes_first(tmp_path: Path, signed_in: Client) -> None:
    assert "Nothing to check" in text(signed_in.get(reverse("returns.data_quality")))

    bring(tmp_path, *EVENTS, of(2), of(3))
    page = text(signed_in.get(reverse("returns.data_quality")))

    assert "of the cells that matter are right</h1>" in page
    assert "One fix would settle half of the rest." in page
    assert "NHS Number: blank but mandatory</a>" in page
    assert "<b>2 rows.</b> It spoils who it is:" in page


def test_narrowed_to_a_field_a_type_and_a_class(tmp_path: Path, signed_in: Client) -> None:
    bring(tmp_path, *EVENTS, of(2), of(3, REQUEST))
    address = reverse("returns.data_quality")

    page = text(signed_in.get(address, {"type": "Service", "field": "NHS_Number", "class": "m"}))

    assert "NHS Number is right in 50% of rows that need it</h1>" in page
    assert "Data quality: services" in page
    assert "50% blank but mandatory" not in page  # the file as a whole: 2 of 6
    assert "33% blank but mandatory" in page


@pytest.mark.parametrize(
    "asked", [{"type": "Visit"}, {"field": "Nothing"}, {"class": "v"}, {"team": "east"}]
)
def test_what_there_is_not_is_not_found(signed_in: Client, asked: dict[str, str]) -> None:
    assert signed_in.get(reverse("returns.data_quality"), asked).status_code == 404


def test_records_and_the_file_of_them(tmp_path: Path, signed_in: Client) -> None:
    bring(tmp_path, of(2, Postcode="=1+1"), of(3, Postcode="here"))
    address = reverse("returns.records_to_fix")

    page = text(signed_in.get(address, {"fix": "Postcode:i"}))
    file = signed_in.get(reverse("returns.records_to_fix_csv"), {"fix": "Postcode:i"})
    lines = list(csv.reader(io.StringIO(file.getvalue().decode())))

    assert "Postcode: invalid: 2 rows</h1>" in page
    assert sorted(line[6] for line in lines[1:]) == ["'=1+1", "here"]
    assert signed_in.get(address, {"fix": "nothing"}).status_code == 404
    assert "Nothing is left to put right here." in text(signed_in.get(address, {"fix": "no-cost"}))
    assert signed_in.get(address, {"fix": "Postcode:i", "after": "rubbish"}).status_code == 200


def test_the_table_as_a_file(tmp_path: Path, signed_in: Client) -> None:
    bring(tmp_path, *EVENTS, of(2))

    answer = signed_in.get(reverse("returns.data_quality_csv"), {"sort": "m"})
    head, first, *_ = csv.reader(io.StringIO(answer.content.decode()))

    assert head[:3] == ["Field", "Right", "Valid"]
    assert first[:5] == ["NHS_Number", "80%", "4", "0", "1"]


def test_a_worker_reads_what_to_put_right_in_a_record(tmp_path: Path, client: Client) -> None:
    east = making.team()
    bring(tmp_path, of(2))
    Person.objects.update(team=east)
    ruth = Person.objects.get()
    client.force_login(making.practitioner(east))

    page = text(client.get(reverse("returns.to_fix_of_person", args=[ruth.pk])))

    assert "1 thing to put right in this record&#39;s data</h1>" in page.replace("'", "&#39;")
    assert "Fill in NHS Number in the case system." in page
