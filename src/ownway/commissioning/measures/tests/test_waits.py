"""Waits: which requests count, what answers them, and where a wait is put."""

from datetime import date
from functools import cache

import pytest

from ownway.commissioning.measures.tests.submitted import (
    AT_HOME,
    Ran,
    Row,
    a_file,
    assessment,
    ran,
    request,
    service,
)

PLANNING = "Progress to support planning or services"
ASSESSED = "Progress to assessment, review or reassessment"
SHORT = {"Service_Type": "Short term support: ST-Max", "Service_Component": "Reablement"}
OTHER_SHORT = {"Service_Type": "Short term support: Other short term"}
LOW_LEVEL = {"Service_Type": "Short term support: Ongoing low level"}
TALK = {"Event_Description": "Initial conversation"}
NONE: list[int] = []


def asked(start: str, outcome: str = PLANNING, **fields: str) -> Row:
    return request("", start, fields.pop("Event_End_Date", start), Event_Outcome=outcome, **fields)


def looked(start: str, outcome: str = "", end: str = "", **fields: str) -> Row:
    return assessment("", start, end or start, Event_Outcome=outcome, **fields)


def served(start: str, end: str = "", **fields: str) -> Row:
    return service("", start, end, **{**AT_HOME, **fields})


# Rows; then the days waited for the first response, and for the first service.
CASES: dict[str, tuple[list[Row], list[int], list[int]]] = {
    # What answers
    "a service": ([asked("2025-05-01"), served("2025-05-11")], [10], [10]),
    "an assessment, then a service": (
        [asked("2025-05-01"), looked("2025-05-06", PLANNING), served("2025-05-11")],
        [5],
        [10],
    ),
    "the same day": (
        [asked("2025-05-01"), looked("2025-05-01", PLANNING), served("2025-05-01")],
        [0],
        [0],
    ),
    "nothing": ([asked("2025-05-01")], NONE, NONE),
    "what came before does not answer": (
        [looked("2025-04-30", PLANNING), asked("2025-05-01")],
        NONE,
        NONE,
    ),
    "an assessment that led to no service": (
        [asked("2025-05-01"), looked("2025-05-06", ASSESSED), served("2025-05-11")],
        [5],
        NONE,
    ),
    "an assessment without an outcome": (
        [asked("2025-05-01"), looked("2025-05-06"), served("2025-05-11")],
        [5],
        NONE,
    ),
    "one of assessments in a row led to a service": (
        [
            asked("2025-05-01"),
            looked("2025-05-06"),
            looked("2025-05-08", PLANNING),
            served("2025-05-11"),
        ],
        [5],
        [10],
    ),
    "a service between assessments parts them": (
        [
            asked("2025-05-01"),
            looked("2025-05-06"),
            served("2025-05-08"),
            looked("2025-05-10", PLANNING),
            served("2025-05-11", Service_Component="Meals"),
        ],
        [5],
        NONE,
    ),
    "a service before an assessment that led nowhere": (
        [asked("2025-05-01"), served("2025-05-06"), looked("2025-05-08", "NFA: Other")],
        [5],
        [5],
    ),
    "an assessment of another kind": (
        [
            asked("2025-05-01"),
            looked("2025-05-06", PLANNING, Assessment_Type="Financial Assessment"),
            served("2025-05-11"),
        ],
        [10],
        [10],
    ),
    "a review answers nothing": (
        [asked("2025-05-01"), {**looked("2025-05-06", PLANNING), "Event_Type": "Review"}],
        NONE,
        NONE,
    ),
    "a carer's assessment answers": (
        [asked("2025-05-01"), looked("2025-05-06", PLANNING, Client_Type="Unpaid carer")],
        [5],
        NONE,
    ),
    "a carer's kind of service does not": (
        [
            asked("2025-05-01"),
            served("2025-05-06", Service_Type="Unpaid carer support: Direct to unpaid carer"),
        ],
        NONE,
        NONE,
    ),
    "low-level support answers": (
        [asked("2025-05-01"), served("2025-05-06", **LOW_LEVEL)],
        [5],
        [5],
    ),
    # Which requests count
    "a carer's request": (
        [asked("2025-05-01", Client_Type="Unpaid carer"), served("2025-05-11")],
        NONE,
        NONE,
    ),
    "led nowhere": ([asked("2025-05-01", "NFA: Other"), served("2025-05-11")], NONE, NONE),
    "led to hospital": (
        [asked("2025-05-01", "Admitted to hospital"), served("2025-05-11")],
        NONE,
        NONE,
    ),
    "no outcome": ([asked("2025-05-01", ""), served("2025-05-11")], NONE, NONE),
    "an outcome not in the list": (
        [asked("2025-05-01", "Passed on"), served("2025-05-11")],
        [10],
        [10],
    ),
    "24 at the request": (
        [asked("2025-05-01", Date_of_Birth="02/05/2000"), served("2025-05-11")],
        NONE,
        NONE,
    ),
    "25 on the day": (
        [
            asked("2025-05-01", Date_of_Birth="01/05/2000"),
            served("2025-05-11", Date_of_Birth="01/05/2000"),
        ],
        [10],
        [10],
    ),
    "of unknown age": ([asked("2025-05-01", Date_of_Birth=""), served("2025-05-11")], NONE, NONE),
    "answered at an unknown age": (
        [asked("2025-05-01"), served("2025-05-11", Date_of_Birth="")],
        NONE,
        NONE,
    ),
    "since April 2023": ([asked("2023-04-01"), served("2025-05-01")], [761], [761]),
    "before April 2023": (
        [asked("2023-03-31", Event_End_Date="2023-04-02"), served("2025-05-01")],
        NONE,
        NONE,
    ),
    # New to support: twelve months for long-term, three for short-term
    "long-term support to twelve months before": (
        [served("2023-05-01", "2024-05-01"), asked("2025-05-01"), served("2025-05-11")],
        NONE,
        NONE,
    ),
    "long-term support to a day more": (
        [served("2023-05-01", "2024-04-30"), asked("2025-05-01"), served("2025-05-11")],
        [10],
        [10],
    ),
    "long-term support still open": (
        [served("2023-05-01"), asked("2025-05-01"), looked("2025-05-06")],
        NONE,
        NONE,
    ),
    "long-term support begun the same day": ([served("2025-05-01"), asked("2025-05-01")], [0], [0]),
    "short-term support to three months before": (
        [served("2025-01-01", "2025-02-01", **SHORT), asked("2025-05-01"), served("2025-05-11")],
        NONE,
        NONE,
    ),
    "short-term support to a day more": (
        [served("2025-01-01", "2025-01-31", **SHORT), asked("2025-05-01"), served("2025-05-11")],
        [10],
        [10],
    ),
    "other short-term support": (
        [
            served("2025-01-01", "2025-03-01", **OTHER_SHORT),
            asked("2025-05-01"),
            served("2025-05-11"),
        ],
        NONE,
        NONE,
    ),
    "low-level support before does not matter": (
        [
            served("2024-01-01", "2025-04-30", **LOW_LEVEL),
            asked("2025-05-01"),
            served("2025-05-11"),
        ],
        [10],
        [10],
    ),
    "three months before the end of May": (
        [served("2025-01-01", "2025-02-28", **SHORT), asked("2025-05-31"), served("2025-06-10")],
        NONE,
        NONE,
    ),
    "a carer's long-term support is support": (
        [
            served("2023-05-01", Client_Type="Unpaid carer"),
            asked("2025-05-01"),
            looked("2025-05-06"),
        ],
        NONE,
        NONE,
    ),
    # Requests inside what an earlier one led to
    "two requests, one answer": (
        [asked("2025-05-01"), asked("2025-05-03"), served("2025-05-11")],
        [10],
        [10],
    ),
    "a request between the response and the service": (
        [
            asked("2025-05-01"),
            looked("2025-05-03", PLANNING),
            asked("2025-05-05"),
            served("2025-05-11"),
        ],
        [2],
        [10],
    ),
    "a request after all of it": (
        [
            asked("2025-05-01"),
            looked("2025-05-03", ASSESSED),
            asked("2025-05-05"),
            looked("2025-05-11", ASSESSED),
        ],
        [2, 6],
        NONE,
    ),
    "a request that shares its service with one before the last": (
        [
            asked("2025-05-01"),
            looked("2025-05-02", PLANNING),
            asked("2025-05-03"),
            looked("2025-05-04"),
            asked("2025-05-05"),
            served("2025-05-11"),
        ],
        [1],
        [10],
    ),
    # Conversations, until July 2025
    "a conversation answers itself": (
        [asked("2025-06-30", **TALK), served("2025-07-10")],
        [0],
        [10],
    ),
    "from July 2025 it does not": ([asked("2025-07-01", **TALK), served("2025-07-11")], [10], [10]),
    "a conversation assessed the same day": (
        [asked("2025-05-01", **TALK), looked("2025-05-01", PLANNING), served("2025-05-11")],
        [0],
        [10],
    ),
    "a conversation before an assessment that led nowhere": (
        [asked("2025-05-01", **TALK), looked("2025-05-06"), served("2025-05-11")],
        [0],
        [10],
    ),
    "a conversation that does not say it led on": (
        [asked("2025-05-01", "Passed on", **TALK), served("2025-05-11")],
        [10],
        [10],
    ),
    "a conversation that led to a financial assessment": (
        [asked("2025-05-01", "Progress to Financial Assessment", **TALK), served("2025-05-11")],
        [0],
        [10],
    ),
}


@cache
def everybody() -> Ran:
    return ran(
        a_file(
            {**told, "LA_Person_Unique_Identifier": person}
            for person, (rows, _, _) in CASES.items()
            for told in rows
        )
    )


@pytest.mark.parametrize("person", CASES)
def test_how_long_somebody_waited(person: str) -> None:
    found = everybody()
    _, response, first_service = CASES[person]
    assert [wait[2] for wait in found.waited("first response").get(person, [])] == response
    assert [wait[2] for wait in found.waited("first service").get(person, [])] == first_service


def who(person: str, *rows: Row) -> list[Row]:
    return [{**told, "LA_Person_Unique_Identifier": person} for told in rows]


def test_a_wait_is_put_in_the_quarter_of_its_answer_and_only_the_year_is_said() -> None:
    """Asked in March, answered in April 2025: the first quarter. Answered on 31 March 2025: not of
    the year."""
    found = ran(
        a_file(
            [
                *who(
                    "Ann", asked("2025-03-20"), looked("2025-03-31", PLANNING), served("2025-04-01")
                ),
                *who("Bea", asked("2025-12-31"), served("2026-01-01")),
            ]
        )
    )
    assert found.waits == {
        ("first response", "65 and above", date(2026, 1, 1)): (1, 1.0),
        ("first service", "65 and above", date(2025, 4, 1)): (1, 12.0),
        ("first service", "65 and above", date(2026, 1, 1)): (1, 1.0),
    }


def test_the_band_is_the_age_at_the_end_of_the_answering_event() -> None:
    """Born in June 1960: 65 from 2 June 2025 as the ministry counts. Ann's assessment ended on 1
    June, at 64; Bea's on 2 June. Cat's service goes on to the end of the file's days, so though it
    began at 64 it answers at 65."""
    born = {"Date_of_Birth": "20/06/1960"}
    found = ran(
        a_file(
            [
                *who(
                    "Ann",
                    asked("2025-05-01", **born),
                    looked("2025-05-06", end="2025-06-01", **born),
                ),
                *who(
                    "Bea",
                    asked("2025-05-01", **born),
                    looked("2025-05-06", end="2025-06-02", **born),
                ),
                *who("Cat", asked("2025-05-01", **born), served("2025-05-06", **born)),
            ]
        )
    )
    bands = {person: said[0][0] for person, said in found.waited("first response").items()}
    assert bands == {"Ann": "25 to 64", "Bea": "65 and above", "Cat": "65 and above"}


def test_the_median_of_an_even_number_is_between_the_two_in_the_middle() -> None:
    """Waits of 1, 2, 5 and 30 days: 3.5."""
    rows = [
        told
        for person, day in (("Ann", "02"), ("Bea", "03"), ("Cat", "06"), ("Dan", "31"))
        for told in who(person, asked("2025-05-01"), served(f"2025-05-{day}"))
    ]
    assert ran(a_file(rows)).waits[("first service", "65 and above", date(2025, 4, 1))] == (4, 3.5)


def test_on_one_day_a_request_comes_before_an_assessment_and_a_service_last() -> None:
    """All on 1 May, told the other way round: the assessment, which led to no service, answers."""
    found = ran(a_file(who("Ann", served("2025-05-01"), looked("2025-05-01"), asked("2025-05-01"))))
    assert found.waited("first response") == {"Ann": [("65 and above", date(2025, 4, 1), 0)]}
    assert found.waited("first service") == {}
