"""2E and the latest particulars it rests on: where people live, by age and gender."""

from datetime import date
from functools import cache

import pytest

from ownway.commissioning.measures.tests.submitted import (
    AT_HOME,
    IN_CARE,
    Ran,
    Row,
    a_file,
    assessment,
    ran,
    service,
)

OWNER = "Owner occupier or shared ownership scheme"
TENANT = "Tenant: Private landlord"
SHELTER = "Night shelter, emergency hostel or direct access hostel"
UNKNOWN = "Unknown"
AT_HOME_PRESUMED = "Unknown: Presumed at home"
IN_COMMUNITY_PRESUMED = "Unknown: Presumed in community"
COMMUNITY = "Long term support: Community"
PRISON = "Long term support: Prison"


def home(start: str, end: str = "", lives: str = "", **fields: str) -> Row:
    return service("", start, end, **{**AT_HOME, "Accommodation_Status": lives, **fields})


def part(
    service_type: str, component: str, start: str = "2025-05-01", end: str = "", lives: str = ""
) -> Row:
    said = {"Service_Type": service_type, "Service_Component": component}
    return service("", start, end, Accommodation_Status=lives, **said)


# Rows, and the place they come to for the one they are about.
PLACES: dict[str, tuple[list[Row], str]] = {
    "told once": ([home("2025-05-01", lives=OWNER)], OWNER),
    "known before unknown": (
        [home("2024-05-01", "2024-06-01", lives=OWNER), home("2025-05-01", lives=UNKNOWN)],
        OWNER,
    ),
    "the later end": (
        [home("2025-05-01", "2025-06-01", lives=OWNER), home("2025-01-01", "2025-07-01", SHELTER)],
        SHELTER,
    ),
    "open is the latest end": (
        [home("2025-01-01", lives=OWNER), home("2025-05-01", "2025-07-01", SHELTER)],
        OWNER,
    ),
    "of ends alike the later start": (
        [home("2025-05-01", lives=OWNER), home("2025-05-02", lives=SHELTER)],
        SHELTER,
    ),
    "an assessment may be the latest": (
        [
            home("2025-01-01", "2025-02-01", OWNER),
            assessment("", "2025-01-01", "2025-03-01", Accommodation_Status=TENANT),
        ],
        TENANT,
    ),
    "two of one rank agree": (
        [home("2025-05-01", lives=OWNER), part(COMMUNITY, "Day support", lives=OWNER)],
        OWNER,
    ),
    # Of the same rank and different: unknown, so the services tell. Home care and day support
    # are open from the same day; the one that tells of a place goes first.
    "two of one rank differ": (
        [home("2025-05-01", lives=OWNER), part(COMMUNITY, "Day support", lives=TENANT)],
        AT_HOME_PRESUMED,
    ),
    "not in the list is unknown": ([home("2025-05-01", lives="Caravan")], AT_HOME_PRESUMED),
    "spelt with other dashes": (
        [home("2025-05-01", lives="Tenant - Private Landlord")],
        TENANT,
    ),
    # Unknown, so the latest service tells
    "nursing care": (
        [part("Long term support: Nursing care", "Long term nursing care")],
        "Registered nursing home",
    ),
    "residential care": (
        [part("Long term support: Residential care", "Long term residential care")],
        "Registered care home",
    ),
    "nursing before home care": (
        [part("Long term support: Nursing care", "Long term nursing care"), home("2025-06-01")],
        "Registered nursing home",
    ),
    "the latest end before the highest": (
        [
            part("Long term support: Nursing care", "Long term nursing care", end="2025-05-31"),
            home("2025-06-01"),
        ],
        AT_HOME_PRESUMED,
    ),
    "Shared Lives": ([part(COMMUNITY, "Shared Lives")], "Shared Lives scheme"),
    "extra care": (
        [part(COMMUNITY, "Extra care housing")],
        "Sheltered housing, extra care housing or other sheltered housing",
    ),
    "supported living": (
        [part(COMMUNITY, "Community supported living")],
        "Supported accommodation, supported lodgings or supported group home",
    ),
    "supported living for a short time": (
        [
            part(
                "Short term support: Other short term", "Community supported living", "2025-07-01"
            ),
            home("2025-05-01", "2025-06-01"),
        ],
        "Supported accommodation, supported lodgings or supported group home",
    ),
    "two that tell, at once": (
        [part(COMMUNITY, "Shared Lives"), part(COMMUNITY, "Extra care housing")],
        IN_COMMUNITY_PRESUMED,
    ),
    "of two that tell the later start": (
        [part(COMMUNITY, "Shared Lives"), part(COMMUNITY, "Extra care housing", "2025-05-02")],
        "Sheltered housing, extra care housing or other sheltered housing",
    ),
    "home care": ([home("2025-05-01")], AT_HOME_PRESUMED),
    "home care for a short time": (
        [
            part("Short term support: Ongoing low level", AT_HOME["Service_Component"]),
            home("2024-05-01", "2024-06-01"),
        ],
        UNKNOWN,
    ),
    "in the community with something else": (
        [part(COMMUNITY, "Day support")],
        IN_COMMUNITY_PRESUMED,
    ),
    "prison": (
        [part(PRISON, "Professional support: Other")],
        "Prison, young offenders institution or detention centre",
    ),
    "a carer's service tells nothing": (
        [
            part(
                "Unpaid carer support: Direct to unpaid carer", "Unpaid carer respite", "2025-06-01"
            ),
            home("2024-05-01", "2024-06-01"),
        ],
        UNKNOWN,
    ),
    "no service at all": ([assessment("", "2025-05-01", "2025-05-02")], UNKNOWN),
}
SETTLED = {
    OWNER,
    TENANT,
    AT_HOME_PRESUMED,
    "Shared Lives scheme",
    "Sheltered housing, extra care housing or other sheltered housing",
    "Supported accommodation, supported lodgings or supported group home",
}


@cache
def everybody() -> Ran:
    return ran(
        a_file(
            {**told, "LA_Person_Unique_Identifier": person}
            for person, (rows, _) in PLACES.items()
            for told in rows
        )
    )


@pytest.mark.parametrize("person", PLACES)
def test_where_somebody_lives(person: str) -> None:
    assert everybody().people[person]["accommodation"] == PLACES[person][1]


def test_settled_places_count_and_everybody_supported_in_the_year_is_in_the_denominator() -> None:
    """An unknown place is in the denominator; who had only an assessment, or support that ended
    before the year, is in neither."""
    part = "65 and above | Total"
    not_supported = {
        "an assessment may be the latest", "home care for a short time", "no service at all",
        "a carer's service tells nothing",
    }  # fmt: skip
    supported = set(PLACES) - not_supported
    assert set(everybody().who("2E", part, side="denominator")) == supported
    assert set(everybody().who("2E", part)) == {
        person for person in supported if PLACES[person][1] in SETTLED
    }


def test_a_later_file_tells_before_a_later_end() -> None:
    """The first file says shelter for an open service, the second owner for one that ended in
    April: the second is of later days."""
    first = a_file(
        [home_of("Ann", "2023-05-01", "2025-06-30", SHELTER)], received="2025-07-20", last="2025-06"
    )
    second = a_file(
        [home_of("Ann", "2025-07-01", "2025-07-02", OWNER)], received="2026-04-20", first="2025-07"
    )
    found = ran(first, second)
    assert found.people["Ann"]["accommodation"] == OWNER


def home_of(person: str, start: str, end: str = "", lives: str = OWNER, **fields: str) -> Row:
    return {**home(start, end, lives, **fields), "LA_Person_Unique_Identifier": person}


def test_the_earliest_birth_and_the_latest_death_of_the_same_rank() -> None:
    """Births are held by month. A known one goes before none; of two told in one file the
    earliest. Of deaths the latest."""
    found = ran(
        a_file(
            [
                home_of("Ann", "2025-05-01", Date_of_Birth="20/03/1950"),
                home_of("Ann", "2025-06-01", "2025-07-01", Date_of_Birth="02/02/1950"),
                home_of("Ann", "2025-06-02", Date_of_Birth=""),
                home_of("Bea", "2025-05-01", Date_of_Death="20/06/2025"),
                home_of("Bea", "2025-05-02", Date_of_Death="22/06/2025"),
                home_of("Bea", "2025-05-03"),
            ]
        )
    )
    assert found.people["Ann"]["born"] == date(1950, 2, 1)
    assert found.people["Bea"]["death"] == date(2025, 6, 22)


def test_a_birth_told_later_goes_before_an_earlier_one() -> None:
    """Later files are believed first; only within one is the earliest taken."""
    first = a_file(
        [home_of("Ann", "2023-05-01", "2025-06-30", Date_of_Birth="20/03/1949")],
        received="2025-07-20", last="2025-06",
    )  # fmt: skip
    second = a_file(
        [home_of("Ann", "2025-07-01", Date_of_Birth="20/03/1951")],
        received="2026-04-20", first="2025-07",
    )  # fmt: skip
    assert ran(first, second).people["Ann"]["born"] == date(1951, 3, 1)


def test_conflicting_genders_and_reasons_are_unknown_and_support_to_a_carer_comes_last() -> None:
    reason, other_reason = "Learning Disability Support", "Mental Health Support"
    found = ran(
        a_file(
            [
                home_of("Ann", "2025-05-01", Gender="Male", Primary_Support_Reason=reason),
                home_of("Ann", "2025-05-01", Gender="Female", Primary_Support_Reason=other_reason,
                        Service_Component="Meals"),
                home_of("Bea", "2024-05-01", "2024-06-01", Primary_Support_Reason=reason),
                home_of("Bea", "2025-05-01", Gender="",
                        Primary_Support_Reason="Social Support: Support to Carer"),
            ]
        )
    )  # fmt: skip
    assert (found.people["Ann"]["gender"], found.people["Ann"]["reason"]) == (UNKNOWN, UNKNOWN)
    assert (found.people["Bea"]["gender"], found.people["Bea"]["reason"]) == ("Female", reason)


LEARNING = {"Primary_Support_Reason": "learning disability support"}
YOUNG = {"Date_of_Birth": "15/06/1990"}


def test_parts_are_by_age_and_gender_and_learning_disability_is_of_working_age() -> None:
    """Six people, all supported. Ann (older woman, owner), Bob (young man, owner, learning
    disability), Cat (young woman, shelter, learning disability), Dan (older man, learning
    disability: not in 2E-LD), Eve (young, gender unknown: in the total alone), Fay (age unknown:
    in none), Gus (17: in none)."""
    found = ran(
        a_file(
            [
                home_of("Ann", "2025-05-01", Gender="Female"),
                home_of("Bob", "2025-05-01", Gender="Male", **LEARNING, **YOUNG),
                home_of("Cat", "2025-05-01", lives=SHELTER, Gender="female", **LEARNING, **YOUNG),
                home_of("Dan", "2025-05-01", Gender="Male", **LEARNING),
                home_of("Eve", "2025-05-01", Gender="Unknown", **YOUNG),
                home_of("Fay", "2025-05-01", Date_of_Birth=""),
                home_of("Gus", "2025-05-01", Gender="Male", Date_of_Birth="15/06/2008"),
            ]
        )
    )
    assert {key: said for key, said in found.figures.items() if key[0].startswith("2E")} == {
        ("2E", "18 to 64 | Female"): (0, 1),
        ("2E", "18 to 64 | Male"): (1, 1),
        ("2E", "18 to 64 | Total"): (2, 3),
        ("2E", "65 and above | Female"): (1, 1),
        ("2E", "65 and above | Male"): (1, 1),
        ("2E", "65 and above | Total"): (2, 2),
        ("2E-LD", "18 to 64 | Female"): (0, 1),
        ("2E-LD", "18 to 64 | Male"): (1, 1),
        ("2E-LD", "18 to 64 | Total"): (1, 2),
    }


def test_anyone_supported_at_any_time_of_the_year_counts_once() -> None:
    """Support that ended on 31 March 2025 is not of the year, on 1 April 2025 it is; so is support
    begun on 31 March 2026. A stay and home care are one person. Who died before the year is out;
    who died in it is in. An end before the start is no support; nor is a carer's service."""
    dead = {"Date_of_Death": "31/03/2025"}
    found = ran(
        a_file(
            [
                home_of("before", "2024-01-01", "2025-03-31"),
                home_of("first day", "2024-01-01", "2025-04-01"),
                home_of("last day", "2026-03-31"),
                home_of("twice", "2025-05-01", "2025-06-01"),
                service("twice", "2025-06-01", **IN_CARE),
                home_of("died before", "2024-01-01", **dead),
                home_of("died in it", "2024-01-01", Date_of_Death="01/04/2025"),
                home_of("backwards", "2025-06-01", "2025-05-01"),
                home_of("carer", "2025-06-01", Client_Type="Unpaid carer"),
                home_of("short", "2025-06-01", Service_Type="Short term support: ST-Max"),
            ]
        )
    )
    assert found.who("2E", "65 and above | Total", side="denominator") == [
        "died in it", "first day", "last day", "twice",
    ]  # fmt: skip


def test_age_is_at_the_end_of_the_latest_support_in_the_year() -> None:
    """Both born in June 1960, so 65 from 2 June 2025 as the ministry counts (65 × 365.25 days from
    1 June 1960). Support that ended in May leaves Ann at 64; Bea's goes on past the year, whose
    end makes her 65."""
    sixties = {"Date_of_Birth": "20/06/1960"}
    found = ran(
        a_file(
            [
                home_of("Ann", "2025-04-01", "2025-05-31", **sixties),
                home_of("Bea", "2025-04-01", **sixties),
            ]
        )
    )
    assert found.who("2E", "18 to 64 | Total") == ["Ann"]
    assert found.who("2E", "65 and above | Total") == ["Bea"]
