"""The expressions answer what a second, plain reading of the published code answers.

On small populations drawn at random, with values and days chosen so that rules meet: a few people,
several files, days around the edges of the year and of each other.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.commissioning.measures.tests import oracle
from ownway.commissioning.measures.tests.submitted import AS_OF, YEAR, AFile, Row, a_file, ran

OUTCOMES = ["", *(one for one in oracle.OFFICIAL if not one.startswith("Release 1"))]
COMPONENTS = [
    "",
    "Reablement",
    "Direct payment",
    "Equipment",
    "Home support or domiciliary care",
    "Shared Lives",
    "Extra care housing",
    "Short term residential care",
    "Long term residential care",
    "Long term nursing care",
]
CARER_TYPES = ["Unpaid carer support: Direct to unpaid carer"]
PLACES = [
    "",
    "Unknown",
    "Owner occupier or shared ownership scheme",
    "Refuge",
]
BIRTHS = ["1950-03-09", "1960-05-20", "1990-06-15", "2000-05-02", "2007-05-20", ""]
DEATHS = ["", "", "", "", "", "2025-05-01", "2025-06-03", "2026-03-31", "2025-03-31"]
DAYS = [date(2025, 5, 1) + timedelta(days=n) for n in (0, 0, 1, 6, 7, 8, 13, 14, 30, 31, 37, 38)]
DAYS += [date(2024, 5, 1), date(2025, 2, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 7, 10)]
DAYS += [date(2026, 2, 27), date(2026, 3, 31)]


@st.composite
def rows(draw: st.DrawFn, kind: str | None = None) -> Row:
    """One row, mostly of kinds and values that meet a rule."""

    def pick(values: Sequence[Any]) -> Any:
        return draw(st.sampled_from(values))

    kind = kind or pick(["Service", "Service", "Service", "Request", "Assessment", "Review"])
    start, end = pick(DAYS), pick([*DAYS, None])
    if end and end < start and draw(st.integers(0, 9)):
        start, end = end, start
    if kind != "Service" and end is None:
        end = start
    said = {
        "LA_Person_Unique_Identifier": pick(["a", "b"]),
        "Event_Type": kind,
        "Event_Start_Date": start.isoformat(),
        "Event_End_Date": end.isoformat() if end else "",
        "Event_Outcome": pick(OUTCOMES),
        "Client_Type": pick(["Service user"] * 5 + ["Unpaid carer"]),
        "Date_of_Birth": pick(BIRTHS),
        "Date_of_Death": pick(DEATHS),
        "Gender": pick(["Male", "Female", "Female", ""]),
        "Accommodation_Status": pick(PLACES),
        "Primary_Support_Reason": pick(
            ["Learning Disability Support", "Mental Health Support", ""]
        ),
    }
    if kind == "Service":
        said |= {
            "Service_Type": pick([*oracle.SERVICES, oracle.ST_MAX, oracle.ST_MAX, *CARER_TYPES]),
            "Service_Component": pick(COMPONENTS),
            "Delivery_Mechanism": pick(
                [
                    "",
                    "Direct payment",
                    "CASSR managed personal budget",
                    "CASSR commissioned support",
                ]
            ),
        }
        if said["Service_Type"] in CARER_TYPES:
            said["Client_Type"] = pick(["Unpaid carer", "Unpaid carer", "Service user"])
    elif kind == "Assessment":
        said["Assessment_Type"] = pick(["Long term assessment", "Short term assessment", ""])
    elif kind == "Request":
        said["Event_Description"] = pick(["", "Initial conversation"])
        said["Request_Route_of_Access"] = pick(["", "Other"])
    return said


def told(minimum: int, maximum: int, kind: str | None = None) -> st.SearchStrategy[list[Row]]:
    return st.lists(rows(kind), min_size=minimum, max_size=maximum)


MONTHS = st.sampled_from(["2023-04", "2024-04", "2025-04", "2025-07", "2025-10"])
LASTS = st.sampled_from(["2025-06", "2025-09", "2025-12", "2026-03"])


@st.composite
def several(draw: st.DrawFn) -> list[AFile]:
    """One whole file, then two or three that retell some of it, leave some out, add some."""
    everything = draw(told(6, 18))
    files = [a_file(everything, received="2026-04-05", first="2023-04")]
    for number in range(draw(st.integers(1, 3))):
        kept = [one for one in everything if draw(st.integers(0, 2))]
        fresh = draw(told(0, 4))
        first, last = draw(MONTHS), draw(LASTS)
        if first > last:
            first, last = "2023-04", last
        files.append(a_file([*kept, *fresh], received=f"2026-04-1{number}", first=first, last=last))
    return files


def assert_alike(files: list[AFile]) -> None:
    found = ran(*files)
    figures, waits = oracle.figures(files, YEAR, date(2026, 3, 31))
    ours = {
        key: (said[0], said[0] if key[0] in ("2B", "2C") else said[1])
        for key, said in found.figures.items()
    }
    assert ours == figures
    assert found.waits == waits


FEW = settings(
    max_examples=5, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
MANY = settings(FEW, max_examples=40)


@FEW
@given(several())
def test_files_that_retell_one_another(files: list[AFile]) -> None:
    assert_alike(files)


@st.composite
def paths(draw: st.DrawFn) -> list[Row]:
    """Requests, assessments and services of one person of whom little is known before."""
    found = []
    for one in draw(st.lists(rows(), min_size=4, max_size=12)):
        said = {**one, "LA_Person_Unique_Identifier": "a", "Date_of_Birth": "1950-03-09"}
        said |= {"Date_of_Death": "", "Client_Type": "Service user"}
        if said["Event_Type"] == "Service":
            said["Service_Type"] = oracle.SERVICES[draw(st.integers(2, 5))]
        elif said["Event_Type"] == "Review":
            said["Event_Type"] = "Request"
        if draw(st.booleans()):
            said["Event_Outcome"] = oracle.OFFICIAL[draw(st.sampled_from([0, 1, 3, 4]))]
        found.append(said)
    return found


def of_everybody(people: list[list[Row]]) -> AFile:
    return a_file(
        {**one, "LA_Person_Unique_Identifier": f"p{number}"}
        for number, person in enumerate(people)
        for one in person
    )


@FEW
@given(st.lists(paths(), min_size=8, max_size=16))
def test_paths_from_a_request_to_a_service(people: list[list[Row]]) -> None:
    assert_alike([of_everybody(people)])


@FEW
@given(st.lists(told(4, 20), min_size=10, max_size=25))
def test_many_people(people: list[list[Row]]) -> None:
    assert_alike([of_everybody(people)])


@pytest.mark.slow
@MANY
@given(several())
def test_files_that_retell_one_another_at_length(files: list[AFile]) -> None:
    assert_alike(files)


@pytest.mark.slow
@MANY
@given(st.lists(told(4, 20), min_size=10, max_size=25))
def test_many_people_at_length(people: list[list[Row]]) -> None:
    assert_alike([of_everybody(people)])


def test_the_day_asked_for_is_after_the_year() -> None:
    """The tests above join the quarters up to the end of the year on both sides."""
    assert YEAR.last_day < AS_OF
