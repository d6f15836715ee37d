"""A council's file is read whatever its header looks like; only hopeless rows are put aside."""

import io
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import (
    CLASS_WORDS,
    NAMES,
    ImportedAssessment,
    ImportedPerson,
    ImportedRequest,
    ImportedReview,
    ImportedService,
    Quarantined,
    Submission,
    UnusableFile,
    classes,
    read,
    reading,
)
from ownway.commissioning.returns.domain.events import Caring
from ownway.commissioning.returns.tests.examples import (
    ASSESSMENT,
    EVENTS,
    PERSON,
    REQUEST,
    REVIEW,
    SERVICE,
    file_of,
    files,
    only,
    opened,
    put_aside,
)


def test_a_service_is_read_with_its_cost_and_provider() -> None:
    """Every figure of a service row reaches the event, as a value of its own kind."""
    event = only(SERVICE).event
    assert event == ImportedService(
        la_code="901",
        person_council_id="M0001",
        person_nhs_number="9990000018",
        client_type="Service user",
        started_on=date(2025, 6, 2),
        ended_on=None,
        event_reference="E-1",
        description="",
        outcome="Continuation of support or services",
        caring=None,
        cld_key=event.cld_key,
        cld_content=event.cld_content,
        service_type="Long term support: Community",
        service_component="Home support or domiciliary care",
        delivery_mechanism="Direct payment",
        provider_cqc_location_id="1-123456789",
        provider_name="",
        unit_cost=Decimal("24.6"),
        cost_frequency="hourly",
        planned_units=Decimal(14),
    )


def test_each_type_of_event_is_read_as_its_own_kind() -> None:
    """Requests, assessments and reviews keep the fields of their module."""
    request, assessment, review = (only(row).event for row in (REQUEST, ASSESSMENT, REVIEW))
    assert isinstance(request, ImportedRequest)
    assert (request.route_of_access, request.ended_on) == (
        "Discharge from hospital",
        date(2025, 5, 8),
    )
    assert isinstance(assessment, ImportedAssessment)
    assert (assessment.assessment_type, assessment.eligible_needs, assessment.method) == (
        "Long term assessment",
        "Eligible needs identified",
        "In person",
    )
    assert isinstance(review, ImportedReview)
    assert (review.reason, review.outcomes_achieved, review.method) == (
        "Planned review of long term support",
        "Fully achieved",
        "In person",
    )


def test_a_person_is_read_from_any_row() -> None:
    """The person of a row is complete, whatever the event."""
    assert {only(row).person for row in EVENTS} == {
        ImportedPerson(
            council_id="M0001",
            nhs_number="9990000018",
            born_on=date(1948, 2, 29),
            died_on=None,
            gender="Female",
            ethnicity="White: Irish",
            gp_practice_code="L83001",
            postcode="ZZ12 3AB",
            accommodation_status="Tenant: Private landlord",
            employment_status="",
            has_unpaid_carer="Yes",
            autism="",
            visual_impairment="",
            hearing_impairment="",
            dementia="",
            client_funding_status="Joint client and social care funded",
            primary_support_reason="Physical Support: Personal care support",
        )
    }


def test_the_people_a_carer_cares_for_are_kept() -> None:
    """Links to the people cared for come with the event, in order, without gaps."""
    row = SERVICE | {
        "Client_Type": "Unpaid carer",
        "Total_Hrs_Caring_per_week": "20 to 34 hours",
        "No_of_adults_being_cared_for": "2",
        "Adult_1_Linked_Person_ID": "M0002",
        "Adult_3_Linked_Person_ID": "M0003",
    }
    assert only(row).event.caring == Caring("20 to 34 hours", 2, ("M0002", "M0003"))


def outcome(content: bytes) -> tuple[object, ...]:
    """All that a file comes to, apart from where its columns stand."""
    cld, items = opened(content)
    seen = [(item[:-1] if isinstance(item, Quarantined) else item) for item in items]
    return cld.rows, cld.accepted, cld.quarantined, seen, cld.by_field(), cld.submissions


@given(files, st.permutations(NAMES))
def test_the_header_is_recognised_however_it_is_written(
    rows: list[dict[str, str]], order: list[str]
) -> None:
    """Order, case, underscores, spaces and brackets of the header never change the outcome."""
    plain = outcome(file_of(rows))
    assert outcome(file_of(rows, order)) == plain
    for respelt in (str.upper, str.lower, lambda name: f"  {name.replace('_', ' ')} "):
        names = {name: respelt(name) for name in order}
        renamed = [{names[name]: value for name, value in row.items()} for row in rows]
        assert outcome(file_of(renamed, list(names.values()))) == plain


@given(files)
def test_every_row_is_accepted_or_put_aside(rows: list[dict[str, str]]) -> None:
    """Rows are accepted plus quarantined; the classes of each field add up to the rows."""
    content = file_of(rows)
    cld, items = opened(content)
    assert cld.rows + cld.blank_lines == len(rows)
    assert cld.rows == len(items) == cld.accepted + cld.quarantined
    assert cld.quarantined == sum(isinstance(item, Quarantined) for item in items)
    told: Counter[str] = Counter()
    for count in cld.by_field():
        told[count["field"]] += count["rows"]
    assert told == (dict.fromkeys(NAMES, cld.rows) if cld.rows else {})
    assert opened(content)[1] == items


@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(content: bytes) -> None:
    """Anything at all is either refused in words or read, never a traceback."""
    for whole in (content, file_of(EVENTS) + content):
        refusals: list[str] = []
        try:
            cld, items = opened(whole)
        except UnusableFile as unusable:
            refusals.append(str(unusable))
        else:
            assert cld.rows == len(items) == cld.accepted + cld.quarantined
        assert all(refusal.endswith(".") for refusal in refusals)


@given(st.integers(0, 2000))
def test_a_file_cut_short_anywhere_keeps_the_rows_before_the_cut(cut: int) -> None:
    """A truncated last line never takes an earlier row with it."""
    content = file_of([SERVICE, REQUEST, REVIEW])
    head = content.index(b"\n") + 1
    whole_rows = content[head : head + cut].count(b"\n")
    _, items = opened(content[: head + cut])
    assert items[:whole_rows] == opened(content)[1][:whole_rows]


def test_a_release_1_spelling_stands_for_the_release_2_value() -> None:
    """A dash for a colon is the same value, and is classed so; a case alone is simply valid."""
    dashed = only(SERVICE | {"Service_Type": "Long Term Support - Community"})
    assert isinstance(dashed.event, ImportedService)
    assert dashed.event.service_type == "Long term support: Community"
    assert dashed.values["Service_Type"] == "Long Term Support - Community"
    assert dashed.faults["Service_Type"] == "release 1"
    upper = only(SERVICE | {"Service_Type": "LONG TERM SUPPORT: COMMUNITY"})
    assert "Service_Type" not in upper.faults


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("Client_Type", "Carer", "release 1"),
        ("Service_Type", "Long term support: Castle", "invalid"),
        ("Review_Reason", "Unplanned review: a fall", "unlisted"),
        ("Event_End_Date", "31/12/9999", "invalid"),
        ("Date_of_Birth", "29/02/1949", "invalid"),
        ("NHS_Number", "9990000019", "invalid"),
        ("NHS_Number", "9999999999", "invalid"),
        ("Unit_Cost", "£24.60", "invalid"),
        ("Unit_Cost", "lots", "invalid"),
        ("Postcode", "by the sea", "invalid"),
        ("Gender", "", "blank but mandatory"),
        ("Unit_Cost", "", "blank but mandatory"),
        ("Gender", "NULL", "blank but mandatory"),
    ],
)
def test_a_fault_is_accepted_and_classed(field: str, value: str, said: str) -> None:
    """A fault in one field keeps its row, and says which field and what kind."""
    assert only(SERVICE | {field: value}).faults == {field: said}


@pytest.mark.parametrize(
    ("row", "blank"),
    [
        (SERVICE, {"Event_End_Date", "Employment_Status", "Request_Route_of_Access"}),
        (SERVICE | {"Delivery_Mechanism": "CASSR commissioned support"}, {"Unit_Cost"}),
        (SERVICE | {"Service_Type": "Short term support: ST-Max"}, {"Unit_Cost"}),
        (REQUEST, {"Primary_Support_Reason", "Service_Type", "Client_Funding_Status"}),
        (ASSESSMENT, {"Client_Funding_Status", "Date_of_Death"}),
        (ASSESSMENT | {"Assessment_Type": "Financial Assessment"}, {"Event_Outcome"}),
        (REVIEW | {"Review_Reason": "Unplanned"}, {"Review_Outcomes_Achieved"}),
    ],
)
def test_a_blank_that_the_row_does_not_need_is_allowed(
    row: Mapping[str, str], blank: set[str]
) -> None:
    """A field is asked for only where the national checks ask for it."""
    read_row = only({**row, **dict.fromkeys(blank, "")})
    letters = dict(zip(NAMES, read_row.classes, strict=True))
    assert {CLASS_WORDS[letters[name]] for name in blank} == {"blank allowed"}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (REQUEST, "Event_End_Date"),
        (SERVICE | {"Date_of_Death": "2026-01-05"}, "Event_End_Date"),
        (SERVICE, "Service_Component"),
        (REQUEST, "Request_Route_of_Access"),
        (REVIEW, "Review_Outcomes_Achieved"),
        (ASSESSMENT, "Method_of_Assessment"),
        (ASSESSMENT, "Primary_Support_Reason"),
        (
            SERVICE
            | {
                "Primary_Support_Reason": "Learning Disability Support",
                "Date_of_Birth": "01/04/1961",  # 64 for one day more
            },
            "Employment_Status",
        ),
    ],
)
def test_a_blank_that_the_row_needs_is_a_fault(row: Mapping[str, str], field: str) -> None:
    """A field is mandatory where the national checks say so, by event and circumstances."""
    before = only(row).faults
    assert only({**row, field: ""}).faults == before | {field: "blank but mandatory"}


def test_an_amount_with_a_pound_sign_is_still_read() -> None:
    """A cost that is plain to a person is used, though the national check fails it."""
    event = only(SERVICE | {"Unit_Cost": "£1,124.60"}).event
    assert isinstance(event, ImportedService)
    assert event.unit_cost == Decimal("1124.60")


@pytest.mark.parametrize(
    ("change", "field", "value", "reason"),
    [
        (
            {"LA_Person_Unique_Identifier": "", "NHS_Number": ""},
            "LA_Person_Unique_Identifier",
            "",
            "Nobody can be found from this row: no council id and no NHS number.",
        ),
        (
            {"LA_Person_Unique_Identifier": "", "NHS_Number": "9990000019"},
            "LA_Person_Unique_Identifier",
            "9990000019",
            "Nobody can be found from this row: no council id and the NHS number is not a valid "
            "one.",
        ),
        ({"Event_Type": "Visit"}, "Event_Type", "Visit", "“Visit” is not a type of event."),
        ({"Event_Type": ""}, "Event_Type", "", "The type is blank."),
        ({"Event_Start_Date": ""}, "Event_Start_Date", "", "The start date is blank."),
        (
            {"Event_Start_Date": "04/31/2025"},
            "Event_Start_Date",
            "04/31/2025",
            "“04/31/2025” cannot be read as a day.",
        ),
    ],
)
def test_a_row_without_person_type_or_start_is_put_aside(
    change: dict[str, str], field: str, value: str, reason: str
) -> None:
    """It is kept whole, with its number, the field, why in a sentence, and what would help."""
    (aside,) = put_aside(file_of([SERVICE, SERVICE | change, REVIEW]))
    assert (aside.row_number, aside.field, aside.value, aside.reason) == (3, field, value, reason)
    assert aside.remedy.endswith(".")
    assert aside.cells == tuple((SERVICE | change).get(name, "") for name in NAMES)


def test_a_row_with_several_faults_says_them_all() -> None:
    """One look at a row in quarantine is enough to mend it."""
    (aside,) = put_aside(file_of([{"LA_Code": "901", "Event_Type": "Visit"}]))
    assert aside.reason == (
        "Nobody can be found from this row: no council id and no NHS number. "
        "“Visit” is not a type of event. The start date is blank."
    )


@pytest.mark.parametrize("number", ["9990000018", "999 000 0018", "999-000-0018"])
def test_an_nhs_number_alone_finds_the_person(number: str) -> None:
    """Without a council id, a valid NHS number is enough, with or without spaces."""
    row = only(SERVICE | {"LA_Person_Unique_Identifier": "", "NHS_Number": number})
    assert row.person.key == "nhs 9990000018"


def test_what_the_rows_say_of_their_submission_is_counted() -> None:
    """Two councils or two periods in one file are seen."""
    cld, _ = opened(file_of([SERVICE, REVIEW, REQUEST | {"LA_Code": "902"}]))
    first, last = date(2025, 4, 1), date(2026, 3, 31)
    assert cld.submissions == {Submission("901", first, last): 2, Submission("902", first, last): 1}


def test_a_file_without_council_code_takes_the_one_given() -> None:
    """The code of the council stands in, and the file's reader is told what is missing."""
    names = [name for name in NAMES if name != "LA_Code"]
    cld = read(io.BytesIO(file_of([SERVICE], names)), la_code="901")
    (row,) = cld
    assert not isinstance(row, Quarantined)
    assert row.event == only(SERVICE).event
    assert cld.warnings == ["These columns are not in the file: LA_Code."]


def test_unknown_columns_are_kept_aside_by_name() -> None:
    """A column of the council's own is neither lost nor mixed up with the return."""
    rows = [SERVICE | {"Team": "Coast", "Notes": ""}]
    cld, (row,) = opened(file_of(rows, ["Team", *NAMES, "Notes"]))
    assert not isinstance(row, Quarantined)
    assert row.extra == {"Team": "Coast"}
    assert cld.warnings == [
        "These columns are no part of the return and are kept aside: Team, Notes."
    ]


def test_a_person_without_events_is_put_aside_kindly() -> None:
    """Someone known by association has no event to attach: the row is kept, not lost."""
    row = PERSON | {"Client_Type": "Unpaid carer known by association"}
    (aside,) = put_aside(file_of([row]))
    assert aside.reason == "The type is blank. The start date is blank."


def test_counts_stay_right_when_little_is_kept_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits that keep memory flat change nothing in the report."""
    rows = [{**row, "Gender": gender} for row in EVENTS for gender in ("", "Male", "Unknown")]
    rows += [row | {"LA_Code": code} for row in EVENTS for code in ("902", "")]
    plain = outcome(file_of(rows))
    monkeypatch.setattr(reading, "PATTERNS", 1)
    monkeypatch.setattr(classes, "KEPT", 1)
    assert outcome(file_of(rows)) == plain


def test_no_more_submissions_are_told_apart_than_an_honest_file_could_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file with another council on every row does not fill the memory."""
    monkeypatch.setattr(reading, "SUBMISSIONS", 2)
    cld, _ = opened(file_of([SERVICE | {"LA_Code": f"9{number:02d}"} for number in range(5)]))
    assert [told.la_code for told in cld.submissions] == ["900", "901"]
    assert cld.accepted == 5


def test_working_age_is_not_guessed() -> None:
    """Without a birth date or a period end, the employment status is not asked for."""
    row = SERVICE | {"Primary_Support_Reason": "Learning Disability Support"}
    assert "Employment_Status" not in only(row | {"Date_of_Birth": "1990-13-01"}).faults
    born = row | {"Date_of_Birth": "1990-01-01"}
    assert only(born).faults["Employment_Status"] == "blank but mandatory"
    assert "Employment_Status" not in only(born | {"Reporting_Period_End_Date": ""}).faults
