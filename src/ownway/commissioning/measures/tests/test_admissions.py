"""2B and 2C: who is newly admitted, and how old on the day; each clause of the published code."""

from functools import cache

import pytest

from ownway.commissioning.measures.domain.method import run
from ownway.commissioning.measures.tests.submitted import (
    AT_HOME,
    IN_CARE,
    Ran,
    Row,
    a_file,
    ran,
    service,
)

NURSING = {
    "Service_Type": "Long term support: Nursing care",
    "Service_Component": "Long term nursing care",
}
BORN_1990 = "15/06/1990"


def stay(start: str, end: str = "", **fields: str) -> Row:
    return service("", start, end, **{**IN_CARE, **fields})


def paying(start: str, end: str) -> Row:
    return stay(start, end, Event_Outcome="NFA: Self-funded client or under 12wk disregard")


# Everybody is born in 1950 unless it says otherwise; whoever is new counts in 2C (or 2B).
CASES: dict[str, tuple[list[Row], str]] = {
    "first day of the year": ([stay("2025-04-01")], "2C"),
    "last day of the year": ([stay("2026-03-31")], "2C"),
    "the day before the year": ([stay("2025-03-31")], ""),
    "nursing": ([service("", "2025-05-01", **NURSING)], "2C"),
    "open elsewhere since before": ([stay("2025-01-01"), service("", "2025-05-01", **NURSING)], ""),
    # 1 May 2025 less 364 days is 2 May 2024, less 365 is 1 May 2024.
    "ended 364 days before": ([stay("2023-05-01", "2024-05-02"), stay("2025-05-01")], ""),
    "ended 365 days before": ([stay("2023-05-01", "2024-05-01"), stay("2025-05-01")], "2C"),
    "ended 366 days before": ([stay("2023-05-01", "2024-04-30"), stay("2025-05-01")], "2C"),
    "two begun the same day": ([stay("2025-05-01"), service("", "2025-05-01", **NURSING)], "2C"),
    "two admissions, the second not new": (
        [stay("2025-05-01", "2025-06-01"), stay("2025-07-01")],
        "2C",
    ),
    "earlier stay was for a short time": (
        [stay("2025-01-01", **{**IN_CARE, "Service_Component": "Short term residential care"}),
         stay("2025-05-01")],
        "2C",
    ),
    "earlier stay was at home": ([service("", "2020-01-01", **AT_HOME), stay("2025-05-01")], "2C"),
    "earlier stay has no component": (
        [stay("2025-01-01", Service_Component=""), stay("2025-05-01")], "2C",
    ),
    "blank component": ([stay("2025-05-01", Service_Component="")], ""),
    "short-term component": ([stay("2025-05-01", Service_Component="Short term nursing care")], ""),
    "component of another kind": ([stay("2025-05-01", Service_Component="Extra care housing")], ""),
    "component not in the list": ([stay("2025-05-01", Service_Component="Residential")], ""),
    "residential service, nursing component": (
        [stay("2025-05-01", Service_Component="Long term nursing care")], "2C",
    ),
    "pays for themselves": ([paying("2025-05-01", "2025-06-01")], ""),
    "paid for themselves before": ([paying("2025-01-01", "2025-04-30"), stay("2025-05-01")], ""),
    "a carer's stay": ([stay("2025-05-01", Client_Type="Unpaid carer")], ""),
    "of unknown age": ([stay("2025-05-01", Date_of_Birth="")], ""),
    # Died, as another row tells; the row itself would have been left out of the period.
    "died before the year": (
        [service("", "2025-01-01", "2025-03-31", Date_of_Death="31/03/2025", **AT_HOME),
         stay("2025-05-01")], "",
    ),
    "died in the year": ([stay("2025-05-01", Date_of_Death="02/05/2025")], "2C"),
    "34": ([stay("2025-05-01", Date_of_Birth=BORN_1990)], "2B"),
    "17": ([stay("2025-05-01", Date_of_Birth="01/06/2007")], ""),
    "18": ([stay("2025-05-31", Date_of_Birth="31/05/2007")], "2B"),
    # 65 × 365.25 = 23,741.25 days after 1 May 1960 is 2 May 2025: the day before, they are 64.
    "64 on 1 May": ([stay("2025-05-01", Date_of_Birth="20/05/1960")], "2B"),
    "65 on 2 May": ([stay("2025-05-02", Date_of_Birth="20/05/1960")], "2C"),
    # Two new admissions of one person in one year, on either side of their 65th birthday: the end
    # told of the first is over a year before its start, so it does not stand in the second's way.
    "in both bands": (
        [stay("2025-05-01", "2024-01-01", Date_of_Birth="20/05/1960"),
         stay("2025-05-02", Date_of_Birth="20/05/1960")],
        "2B",
    ),
}  # fmt: skip


@cache
def everybody() -> Ran:
    return ran(
        a_file(
            {**told, "LA_Person_Unique_Identifier": person}
            for person, (rows, _) in CASES.items()
            for told in rows
        )
    )


@pytest.mark.parametrize("person", CASES)
def test_who_is_newly_admitted(person: str) -> None:
    counted_in = [
        measure
        for measure, part in (("2B", "18 to 64"), ("2C", "65 and above"))
        if person in everybody().who(measure, part)
    ]
    assert counted_in == [one for one in (CASES[person][1],) if one]


def test_each_person_counts_once_and_the_population_is_the_denominator() -> None:
    """Three of the cases are in 2B beside the one in both bands: 4 of 200,000 is 2.0 for each
    100,000. Without a population there is no denominator and no value."""
    younger = sum(measure == "2B" for _, measure in CASES.values())
    assert younger == 4
    populations = {"18 to 64": 200_000}
    given = {one.id: one for one in run.measures_of(everybody().counted, populations=populations)}
    assert (given["2B"].numerator, given["2B"].denominator, str(given["2B"].value)) == (
        4, 200_000, "2.0",
    )  # fmt: skip
    older = sum(measure == "2C" for _, measure in CASES.values())
    assert (given["2C"].numerator, given["2C"].denominator, given["2C"].value) == (
        older, None, None,
    )  # fmt: skip
