"""The return going out: what it holds, that nothing told is lost, and that it is the same again."""

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ownway.commissioning.returns import operations, queries
from ownway.commissioning.returns.domain import (
    FIELDS,
    NAMES,
    FieldCount,
    ImportedService,
    Row,
    content_of_another,
    identity_of_another,
    person_key,
    quality,
    writing,
)
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.queries import going_out
from ownway.commissioning.returns.tests.examples import (
    ASSESSMENT,
    EVENTS,
    REQUEST,
    REVIEW,
    SERVICE,
    any_row,
    file_of,
    opened,
    words,
)
from ownway.foundation.access.domain import Role
from ownway.foundation.access.operations import add_sign_in, record_council, record_installation
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment.models import Assessment
from ownway.support.contact.models import SupportRequest
from ownway.support.people import queries as people
from ownway.support.people.models import Person
from ownway.support.planning.models import Arrangement
from ownway.support.review.models import Review

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)

dates_and_numbers = st.one_of(
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map("{:%d/%m/%Y}".format),
    st.decimals(-(10**8), 10**8, places=2).map(str),
    st.from_regex(r"[0-9]{10}", fullmatch=True),
    st.just("9990000018"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    record_installation(mode="test")


def bring(content: bytes) -> operations.Report:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cld.csv"
        file.write_bytes(content)
        return operations.import_cld(file, file_name="cld.csv", received_at=NOON, by=None, on=DAY)


def live(first: date = FIRST, last: date = LAST) -> bytes:
    return b"".join(queries.live_return(first, last))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def cells_of(content: bytes) -> list[tuple[str, ...]]:
    """The cells of each row after the council and the period."""
    return [tuple(row.values())[3:] for row in rows_of(content)]


def told(event: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(event.get(name, "").strip() for name in NAMES[3:])


def person_of(council_id: str = "M0001") -> Person:
    return Person.objects.get(council_id=council_id)


def wide() -> bytes:
    """The return of all time."""
    return live(date(1880, 1, 1), date(2150, 12, 31))


def test_a_row_goes_out_as_it_came_under_the_period_asked_for() -> None:
    said = SERVICE | {
        "Gender": " female",
        "Event_Description": '=1+1, "quoted"\nand a line',
        "Unit_Cost": "£24.60",
        "GP_Practice_Name": "The Surgery",
    }
    bring(file_of([said]))

    content = live(date(2025, 7, 1), date(2026, 6, 30))

    assert cells_of(content) == [told(said)]
    assert list(rows_of(content)[0].values())[:3] == ["901", "01/07/2025", "30/06/2026"]
    assert content.startswith(",".join(NAMES).encode() + b"\r\n")
    assert b'"=1+1, ""quoted""\nand a line"' in content


@pytest.mark.parametrize(
    ("event", "said", "goes"),
    [
        (REQUEST, {"Event_End_Date": "2025-04-01", "Event_Start_Date": "2025-03-01"}, True),
        (REQUEST, {"Event_End_Date": "2025-03-31", "Event_Start_Date": "2025-03-01"}, False),
        (REQUEST, {"Event_End_Date": "2026-04-01"}, False),
        (REQUEST, {"Event_End_Date": ""}, False),
        (REQUEST, {"Event_End_Date": "31/02/2026"}, True),
        (REQUEST, {"Event_End_Date": "31/02/2026", "Event_Start_Date": "2024-05-06"}, False),
        (ASSESSMENT, {"Event_End_Date": "2026-03-31"}, True),
        (REVIEW, {"Event_End_Date": "2026-04-01"}, False),
        (SERVICE, {"Event_Start_Date": "2020-01-01"}, True),
        (SERVICE, {"Event_Start_Date": "2026-03-31"}, True),
        (SERVICE, {"Event_Start_Date": "2026-04-01"}, False),
        (SERVICE, {"Event_Start_Date": "2020-01-01", "Event_End_Date": "2025-04-01"}, True),
        (SERVICE, {"Event_Start_Date": "2020-01-01", "Event_End_Date": "2025-03-31"}, False),
    ],
)
def test_events_that_finished_and_services_that_ran_in_the_period_go_out(
    event: dict[str, str], said: dict[str, str], *, goes: bool
) -> None:
    bring(file_of([event | said]))

    assert cells_of(live()) == ([told(event | said)] if goes else [])


def test_what_happened_after_the_period_is_not_told() -> None:
    bring(
        file_of(
            [
                SERVICE
                | {
                    "Event_End_Date": "2026-04-01",
                    "Event_Outcome": "NFA: Deceased",
                    "Date_of_Death": "2026-04-01",
                }
            ]
        )
    )

    blank = {"Event_End_Date": "", "Event_Outcome": "", "Date_of_Death": ""}
    assert cells_of(live()) == [told(SERVICE | blank)]
    assert ("Event_Outcome", "blank but mandatory", 1) in faults()


def test_a_death_told_since_is_told_of_every_row_but_not_within_one_file() -> None:
    dead = {"Date_of_Death": "2025-12-24"}
    bring(file_of([SERVICE, REQUEST | dead]))
    assert cells_of(live()) == [told(REQUEST | dead), told(SERVICE)]

    bring(file_of([SERVICE, REVIEW | dead]))
    person = person_of()
    SupportRequest.objects.update(submission_id=None)
    person.refresh_from_db()

    assert person.died_on == date(2025, 12, 24)
    # The request told it itself; the service came in a file whose rows tell it no more.
    assert [row["Date_of_Death"] for row in rows_of(live())] == [
        "2025-12-24",
        "24/12/2025",
        "2025-12-24",
    ]
    assert ("Event_End_Date", "blank but mandatory", 1) in faults()


def test_an_end_decided_here_is_told_and_a_presumed_one_is_not() -> None:
    bring(file_of([SERVICE, SERVICE | {"Service_Component": "Day support"}]))
    decided = Arrangement.objects.get(service_component="Day support")
    decided.last_day, decided.ended_because = date(2025, 9, 30), "replaced by the plan"
    decided.save()
    doubtful = Arrangement.objects.exclude(pk=decided.pk)
    doubtful.update(last_day=date(2025, 12, 31), in_doubt_by=decided.submission_id)

    (row,) = rows_of(live())
    assert (row["Service_Component"], row["Event_End_Date"]) == ("Day support", "30/09/2025")
    assert queries.checks_of(FIRST, LAST).in_doubt == 1

    before = rows_of(live(date(2025, 4, 1), date(2025, 12, 30)))
    assert [(row["Service_Component"], row["Event_End_Date"]) for row in before] == [
        ("Day support", "30/09/2025"),
        ("Home support or domiciliary care", ""),
    ]
    assert before[1]["Event_Outcome"] == SERVICE["Event_Outcome"]


@pytest.mark.parametrize("odd", ["unit\x1fseparated", "a, b", 'say "so"', "two\nlines"])
def test_a_cell_born_here_is_one_cell_whatever_it_holds(odd: str) -> None:
    bring(file_of([SERVICE]))
    Arrangement.objects.update(cld_line="", cld_classes="", event_reference=odd)

    (row,) = rows_of(live())

    assert row["Event_Reference"] == odd


def born_here(person: Person) -> None:
    """One event of each type as the pages of Ownway make it."""
    common = {"person": person, "description": "Said “yes”, gladly "}
    SupportRequest.objects.create(
        requested_on=date(2025, 5, 1),
        finished_on=date(2025, 5, 3),
        route_of_access="Community / other route",
        outcome="Progress to assessment, review or reassessment",
        **common,
    )
    Assessment.objects.create(
        started_on=date(2025, 5, 4),
        completed_on=date(2025, 5, 5),
        eligible_needs="Eligible needs identified",
        method="By video",
        **common,
    )
    Arrangement.objects.create(
        service_type="Long term support: Community",
        service_component="Direct payment",
        delivery_mechanism="Direct payment",
        first_day=date(2025, 6, 1),
        **common,
    )
    Review.objects.create(
        started_on=date(2025, 8, 1),
        finished_on=date(2025, 8, 2),
        reason="Planned review of long term support",
        outcome="Continuation of support or services",
        **common,
    )


def test_rows_born_here_are_told_from_the_record() -> None:
    bring(file_of([]) + b"")
    record_council("901")
    person = Person.objects.create(
        council_id="M7",
        nhs_number="9990000018",
        born_on=date(1948, 2, 29),
        gender="Female",
        postcode="ZZ12 3AB",
        primary_support_reason="Physical Support: Personal care support",
    )
    born_here(person)

    found = rows_of(live())

    assert [row["Event_Type"] for row in found] == ["Request", "Assessment", "Service", "Review"]
    request = found[0]
    assert {name: value for name, value in request.items() if value} == {
        "LA_Code": "901",
        "Reporting_Period_Start_Date": "01/04/2025",
        "Reporting_Period_End_Date": "31/03/2026",
        "NHS_Number": "9990000018",
        "LA_Person_Unique_Identifier": "M7",
        "Gender": "Female",
        "Date_of_Birth": "29/02/1948",
        "Client_Type": "Service user",
        "Primary_Support_Reason": "Physical Support: Personal care support",
        "Postcode": "ZZ12 3AB",
        "Event_Type": "Request",
        "Event_Reference": str(SupportRequest.objects.get().pk),
        "Event_Start_Date": "01/05/2025",
        "Event_End_Date": "03/05/2025",
        "Event_Description": "Said “yes”, gladly",
        "Event_Outcome": "Progress to assessment, review or reassessment",
        "Request_Route_of_Access": "Community / other route",
    }
    assert found[1]["Assessment_Type"] == "Long term assessment"
    assert found[1]["Method_of_Assessment"] == "By video"
    assert found[2]["Delivery_Mechanism"] == "Direct payment"
    assert found[2]["Event_End_Date"] == ""
    assert found[3]["Review_Reason"] == "Planned review of long term support"
    assert as_classed(live()) == queries.checks_of(FIRST, LAST).by_field


def everything() -> dict[str, list[Any]]:
    """Every row of people and of the four kinds of event.

    But for which file last said something of a person, which is no part of the record.
    """
    beside = ("details_digest", "details_as_at")
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in beside}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in (Person, SupportRequest, Assessment, Arrangement, Review)
    }


def test_a_return_read_back_where_it_was_made_changes_nothing(tmp_path: Path) -> None:
    bring(file_of([*EVENTS, SERVICE | {"Event_End_Date": "2026-05-01"}]))
    for person in (person_of(), Person.objects.create(council_id="M7", gender="Female")):
        born_here(person)
    # Of the rows of the file a death is true now that none of them tells.
    Person.objects.filter(council_id="M0001").update(died_on=date(2026, 3, 1))
    file = tmp_path / "return.csv"
    export(file)
    content, before = file.read_bytes(), everything()

    again = bring(content)

    assert (again.accepted, again.superseded, again.quarantined) == (0, 0, 0)
    assert (again.rows, again.unchanged, again.ended_in_doubt) == (13, 13, 0)
    assert everything() == before
    export(file)
    assert file.read_bytes() == content


def test_a_row_born_here_that_changed_is_told_anew_and_known_again_either_way(
    tmp_path: Path,
) -> None:
    record_council("901")
    born_here(Person.objects.create(council_id="M7", gender="Female"))
    file = tmp_path / "return.csv"
    export(file)
    first = file.read_bytes()
    Arrangement.objects.update(service_component="Day support", last_day=date(2025, 9, 30))
    Person.objects.update(gender="Male")

    export(file)
    second = file.read_bytes()

    assert {row["Gender"] for row in rows_of(second)} == {"Male"}
    assert [
        (row["Service_Component"], row["Event_End_Date"])
        for row in rows_of(second)
        if row["Event_Type"] == "Service"
    ] == [("Day support", "30/09/2025")]
    assert live() == second
    before = everything()
    for content in (first, second):
        again = bring(content)
        assert (again.accepted, again.superseded) == (0, 0)
    assert {name: len(rows) for name, rows in everything().items()} == {
        name: len(rows) for name, rows in before.items()
    }


def test_what_a_later_file_says_of_an_altered_row_is_news(tmp_path: Path) -> None:
    """A return of an older period told this service as running; a file of a later one does too."""
    bring(file_of([SERVICE | {"Event_End_Date": "2026-05-01"}]))
    file = tmp_path / "return.csv"
    export(file)
    assert bring(file.read_bytes()).superseded == 0
    later = {
        "Reporting_Period_Start_Date": "2025-10-01",
        "Reporting_Period_End_Date": "2026-09-30",
    }

    assert bring(file_of([rows_of(file.read_bytes())[0] | later])).superseded == 1

    assert Arrangement.objects.get().last_day is None


def test_a_row_of_a_file_with_the_identity_of_one_born_here_stands_beside_only_if_held(
    tmp_path: Path,
) -> None:
    """Told in other words, an event that began here is still the same event."""
    record_council("901")
    born_here(Person.objects.create(council_id="M7"))
    file = tmp_path / "return.csv"
    export(file)
    (service,) = [row for row in rows_of(file.read_bytes()) if row["Event_Type"] == "Service"]

    again = bring(file_of([service | {"Event_Description": "In other words"}]))

    assert (again.unchanged, Arrangement.objects.count()) == (1, 1)
    Arrangement.objects.all().delete()  # what is gone here is new again when a file tells of it
    assert bring(file_of([service])).accepted == 1


def test_a_row_no_file_could_hold_is_left_out_and_counted() -> None:
    record_council("901")
    person = Person.objects.create(council_id="M7")
    nobody = Person.objects.create(council_id="")
    for one, day in (
        (person, date(202, 5, 1)),
        (person, date(2025, 5, 1)),
        (nobody, date(2025, 5, 1)),
    ):
        Arrangement.objects.create(
            person=one, service_type="Long term support: Community", first_day=day
        )

    found = queries.checks_of(FIRST, LAST)

    assert (found.rows, found.put_aside) == (1, 2)
    assert [row["Event_Start_Date"] for row in rows_of(live())] == ["01/05/2025"]


def test_somebody_known_by_their_nhs_number_alone_is_told_so() -> None:
    bring(file_of([SERVICE | {"LA_Person_Unique_Identifier": ""}]))
    Arrangement.objects.update(cld_line="", cld_classes="")

    (row,) = rows_of(live())

    assert (row["NHS_Number"], row["LA_Person_Unique_Identifier"]) == ("9990000018", "")


def test_the_file_is_made_whole_kept_and_not_sent_until_somebody_says_so(tmp_path: Path) -> None:
    bring(file_of(EVENTS))
    sam = add_sign_in(email="sam@example.org", name="Sam", roles=[Role.PERFORMANCE])
    file = tmp_path / "return.csv"
    file.write_text("an older return")

    made = export(file, by=sam)

    content = file.read_bytes()
    assert content == live()
    assert [one.name for one in tmp_path.iterdir()] == ["return.csv"]
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(queries.kept_bytes(made.submission_id)) == content
    assert made.checks.by_field == as_classed(content)
    kept = Submission.objects.get(pk=made.submission_id)
    assert (kept.direction, kept.rows, kept.given_by, kept.received_at) == ("out", 4, sam, NOON)
    fact = Fact.objects.get(name="returns.return-made")
    assert (fact.of_id, fact.by) == (made.submission_id, sam)
    assert [one.direction for one in queries.submissions_for_measures()] == ["in"]

    later = NOON + timedelta(hours=2)
    operations.note_sent(made.submission_id, sent_at=later, by=sam, on=DAY)

    assert [(one.direction, one.received_at) for one in queries.submissions_for_measures()] == [
        ("in", NOON),
        ("out", later),
    ]
    with pytest.raises(Refused):
        operations.note_sent(made.submission_id, sent_at=later, by=sam, on=DAY)


def test_a_return_cut_short_leaves_the_old_file_and_nothing_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(file_of(EVENTS))
    file = tmp_path / "return.csv"
    file.write_text("an older return")

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on the device")

    monkeypatch.setattr("ownway.commissioning.returns.operations.exporting._keep", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        export(file)

    assert file.read_text() == "an older return"
    assert [one.name for one in tmp_path.iterdir()] == ["return.csv"]
    assert not Submission.objects.filter(direction="out").exists()


def test_only_those_who_make_returns_make_one_and_only_of_a_real_period(tmp_path: Path) -> None:
    nell = add_sign_in(email="nell@example.org", name="Nell", roles=[Role.PRACTITIONER])
    with pytest.raises(NotAllowed):
        export(tmp_path / "return.csv", by=nell)
    with pytest.raises(Refused, match="which council"):
        export(tmp_path / "return.csv")
    record_council("901")
    with pytest.raises(Refused, match="ends before"):
        export(tmp_path / "return.csv", first_day=LAST, last_day=FIRST)


def test_the_records_to_put_right_are_named_to_those_who_may_and_each_reading_is_a_fact() -> None:
    bring(file_of([SERVICE | {"Postcode": "nowhere"}, REQUEST]))
    sam = add_sign_in(email="sam@example.org", name="Sam", roles=[Role.PERFORMANCE])
    ada = add_sign_in(email="ada@example.org", name="Ada", roles=[Role.ADMINISTRATOR])
    asked: dict[str, Any] = {"field": "Postcode", "class_words": "invalid", "on": DAY}

    (found,) = queries.records_at_fault(FIRST, LAST, by=sam, **asked)

    assert (found.person_id, found.event_type, found.value) == (
        person_of().pk,
        "Service",
        "nowhere",
    )
    assert found.remedy == quality.Cell("Postcode", "i").remedy
    readings = Fact.objects.filter(name="people.listed")
    assert [fact.about_id for fact in readings.order_by("pk")] == [None, person_of().pk]
    with pytest.raises(NotAllowed):
        queries.records_at_fault(FIRST, LAST, by=ada, **asked)
    with pytest.raises(NotFound):
        queries.records_at_fault(FIRST, LAST, by=sam, **asked | {"field": "Shoe_Size"})


def faults() -> list[tuple[str, str, int]]:
    found = queries.checks_of(FIRST, LAST).faults
    return [(one["field"], one["class"], one["rows"]) for one in found]


def as_classed(content: bytes) -> tuple[FieldCount, ...]:
    """What the import would say of a file."""
    cld, rows = opened(content)
    assert all(isinstance(row, Row) for row in rows)
    return tuple(cld.by_field())


def export(path: Path, **more: Any) -> operations.Made:
    given: dict[str, Any] = {"first_day": FIRST, "last_day": LAST, "made_at": NOON}
    return operations.export_cld(path, **({**given, "by": None, "on": DAY} | more))


THE_PERIOD = {
    "LA_Code": "901",
    "Reporting_Period_Start_Date": "2025-04-01",
    "Reporting_Period_End_Date": "2026-03-31",
}
CHECKED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
awkward = st.sampled_from(
    [
        *("a, b", 'say "so"', "two\nlines", "two\r\nlines", "Carer", "=SUM(A1)", "zoë"),
        *("31/03/2027", "unit\x1fseparated"),
    ]
)
rows_told = st.lists(
    st.builds(
        lambda row, name, value, twice: [row | {name: value} | THE_PERIOD] * twice,
        any_row,
        st.sampled_from(NAMES[3:]),
        st.one_of(awkward, st.just("")),
        st.integers(1, 2),
    ),
    max_size=6,
).map(lambda lists: [row for rows in lists for row in rows])


@CHECKED
@given(rows=rows_told)
def test_a_file_goes_out_and_comes_in_again_without_loss(rows: list[dict[str, str]]) -> None:
    """The same bytes out of an empty database that read it; nothing new in the one it came from."""
    start = transaction.savepoint()
    bring(file_of([*rows, SERVICE]))
    content, asked = live(), wide()
    again = bring(asked)
    assert (again.accepted, again.superseded, again.quarantined) == (0, 0, 0)
    assert live() == content
    transaction.savepoint_rollback(start)
    for whole, of in ((content, live), (asked, wide)):
        start = transaction.savepoint()
        came = bring(whole)
        assert came.accepted == came.rows
        record_council("901")
        assert of() == whole
        transaction.savepoint_rollback(start)


@CHECKED
@given(rows=rows_told)
def test_every_accepted_event_of_the_period_is_out_with_every_cell_as_told(
    rows: list[dict[str, str]],
) -> None:
    start = transaction.savepoint()
    content = file_of([*rows, SERVICE])
    bring(content)
    came = [row for row in opened(content)[1] if isinstance(row, Row) and in_all_time(row)]
    goes = [row for row in opened(wide())[1] if isinstance(row, Row)]
    assert events_of(goes, whose=came) == events_of(came, whose=came)
    assert {row.cells[3:] for row in goes} <= {row.cells[3:] for row in came}
    transaction.savepoint_rollback(start)


def events_of(rows: list[Row], *, whose: list[Row]) -> set[tuple[str, str]]:
    """Identities and contents, each under the id that the records know its person by."""
    aliases = people.aliases()
    told: dict[str, set[str]] = {}
    for row in whose:
        if row.person.nhs_number and row.person.council_id:
            told.setdefault(row.person.nhs_number, set()).add(row.person.council_id)
    found = set()
    for row in rows:
        own, number = row.person.council_id, row.person.nhs_number
        who = own or f"NHS {number}"
        if not own and len(told.get(number or "", ())) == 1:
            (who,) = told[number or ""]
        stays = aliases.get(who, (who,))[0]
        key = person_key("", stays[4:]) if stays.startswith("NHS ") else person_key(stays, None)
        found.add(
            (
                identity_of_another(row.event.cld_key, row.person.key, key),
                content_of_another(
                    row.event.cld_content, own, "" if stays.startswith("NHS ") else stays
                ),
            )
        )
    return found


def in_all_time(row: Row) -> bool:
    return isinstance(row.event, ImportedService) or (
        row.event.ended_on is not None or row.values["Event_End_Date"] != ""
    )


@CHECKED
@given(rows=rows_told, seed=st.randoms(use_true_random=False))
def test_the_checks_say_what_the_import_would_say(rows: list[dict[str, str]], seed: Any) -> None:
    """Also of rows born here, whose cells and classes the database works out."""
    start = transaction.savepoint()
    bring(file_of([*rows, *EVENTS]))
    for model in (SupportRequest, Assessment, Arrangement, Review):
        for row in model._default_manager.order_by("cld_key", "cld_line"):
            if seed.random() < 0.6:
                model._default_manager.filter(pk=row.pk).update(cld_line="", cld_classes="")
    for person in Person.objects.all():
        born_here(person)
    content = live()
    checks = queries.checks_of(FIRST, LAST)
    assert checks.by_field == as_classed(content)
    assert checks.put_aside == 0
    again = bring(content)
    assert again.quarantined == 0
    transaction.savepoint_rollback(start)


@CHECKED
@given(name=st.sampled_from(NAMES), value=st.one_of(awkward, words, dates_and_numbers))
@example(name="Reporting_Period_Start_Date", value="0000002000")
@example(name="Reporting_Period_Start_Date", value="31/06/2026")
def test_what_the_database_takes_for_valid_is_valid(name: str, value: str) -> None:
    field = FIELDS[NAMES.index(name)]
    ((plain,),) = going_out.fetched(
        f"SELECT {going_out.plainly_valid(field, 'c')} FROM (SELECT "
        f"{going_out.literal(value)}::text AS c) v"
    )
    if plain and value and value == value.strip():
        assert writing.class_of_value(name, value) == "v"


def test_a_protected_address_is_in_no_return_and_on_no_list_of_records_to_put_right() -> None:
    bring(file_of([SERVICE, REQUEST, SERVICE | {"Postcode": "Canary 9", "Event_Reference": "x"}]))
    sam = add_sign_in(email="sam@example.org", name="Sam", roles=[Role.PERFORMANCE])
    asked: dict[str, Any] = {"field": "Postcode", "class_words": "invalid", "on": DAY}
    before = [row["Postcode"] for row in rows_of(live())]

    Person.objects.filter(council_id="M0001").update(address_protected=True)

    after = rows_of(live())
    assert sorted(before) == sorted(["Canary 9", SERVICE["Postcode"], SERVICE["Postcode"]])
    assert [row["Postcode"] for row in after] == ["", "", ""]
    assert [row["Event_Type"] for row in after].count("Service") == 2
    assert ("Postcode", "blank but mandatory", 3) in faults()
    assert queries.records_at_fault(FIRST, LAST, by=sam, **asked) == []
    bring(file_of([REVIEW | {"Postcode": "ZZ9 9ZZ"}]))
    assert person_of().postcode == ""
