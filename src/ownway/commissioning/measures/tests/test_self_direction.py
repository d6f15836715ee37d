"""3D: clients at the end of the year, carers over all of it, and how each is supported."""

from functools import cache

import pytest

from ownway.commissioning.measures.tests.submitted import IN_CARE, Ran, Row, a_file, ran, service

DIRECT = "Direct payment"
MANAGED = "CASSR managed personal budget"
COMMISSIONED = "CASSR commissioned support"
COMMUNITY = "Long term support: Community"
TO_CARER = "Unpaid carer support: Direct to unpaid carer"
NEITHER, SELF_DIRECTED, PAID, OUT = "", "1", "1 and 2", "out"


def client(mechanism: str, component: str = "Day support", **fields: str) -> Row:
    said = {
        "Service_Type": COMMUNITY,
        "Service_Component": component,
        "Delivery_Mechanism": mechanism,
        "Event_Start_Date": "2025-05-01",
    }
    return service("", "", **{**said, **fields})


def carer(mechanism: str, component: str = "Unpaid carer respite", **fields: str) -> Row:
    said = {"Service_Type": TO_CARER, "Client_Type": "Unpaid carer"}
    return client(mechanism, component, **{**said, **fields})


def ended(day: str) -> dict[str, str]:
    return {"Event_End_Date": day}


# Rows, and where they come to: in the denominator alone (NEITHER), in part 1, in both, or OUT.
CLIENTS: dict[str, tuple[list[Row], str]] = {
    "direct payment": ([client(DIRECT)], PAID),
    "managed budget": ([client(MANAGED)], SELF_DIRECTED),
    "commissioned": ([client(COMMISSIONED)], NEITHER),
    "blank mechanism": ([client("")], NEITHER),
    "mechanism not in the list": ([client("Voucher")], NEITHER),
    "component over blank": ([client("", DIRECT)], PAID),
    "component over commissioned": ([client(COMMISSIONED, DIRECT)], PAID),
    "the highest of several": ([client(COMMISSIONED), client(MANAGED, "Meals")], SELF_DIRECTED),
    "known before unknown": ([client(""), client(COMMISSIONED, "Meals")], NEITHER),
    "in a home too": (
        [client(DIRECT), {**service("", "2025-05-01", **IN_CARE)}],
        OUT,
    ),
    "in a home until the last day": (
        [client(DIRECT), service("", "2025-05-01", "2026-03-31", **IN_CARE)],
        OUT,
    ),
    "in a home until the day before": (
        [client(DIRECT), service("", "2025-05-01", "2026-03-30", **IN_CARE)],
        PAID,
    ),
    "in prison": ([client(MANAGED, Service_Type="Long term support: Prison")], OUT),
    "in prison and the community": (
        [client(DIRECT, Service_Type="Long term support: Prison"), client("")],
        NEITHER,
    ),
    "short term": ([client(DIRECT, Service_Type="Short term support: ST-Max")], OUT),
    "ends on the last day": ([client(DIRECT, **ended("2026-03-31"))], PAID),
    "ends the day before": ([client(DIRECT, **ended("2026-03-30"))], OUT),
    "begins on the last day": ([client(DIRECT, Event_Start_Date="2026-03-31")], PAID),
    "ends before it starts": (
        [client(DIRECT, Event_Start_Date="2026-04-02", **ended("2026-04-01"))],
        OUT,
    ),
    "died the day before": (
        [
            client(DIRECT),
            client(COMMISSIONED, "Meals", **ended("2025-06-01"), Date_of_Death="30/03/2026"),
        ],
        OUT,
    ),
    "died on the last day": ([client(DIRECT, Date_of_Death="31/03/2026")], PAID),
    "a carer's": ([client(DIRECT, Client_Type="Unpaid carer")], OUT),
    "under 18": ([client(DIRECT, Date_of_Birth="15/05/2008")], OUT),
    "of unknown age": ([client(DIRECT, Date_of_Birth="")], PAID),
    "working age": ([client(MANAGED, Date_of_Birth="15/05/1990")], SELF_DIRECTED),
}
CARERS: dict[str, tuple[list[Row], str]] = {
    "direct payment": ([carer(DIRECT)], PAID),
    "direct payment, blank component": ([carer(DIRECT, "")], PAID),
    "component": ([carer("", DIRECT)], PAID),
    "component over commissioned": ([carer(COMMISSIONED, DIRECT)], PAID),
    "managed budget": ([carer(MANAGED)], SELF_DIRECTED),
    "commissioned": ([carer(COMMISSIONED)], NEITHER),
    "blank mechanism": ([carer("")], OUT),
    "mechanism not in the list": ([carer("Voucher")], OUT),
    "managed budget, blank component": ([carer(MANAGED, "")], OUT),
    "commissioned, blank component": ([carer(COMMISSIONED, "")], OUT),
    "managed budget, component not in the list": ([carer(MANAGED, "Nails")], SELF_DIRECTED),
    "blank component beside another": ([carer(MANAGED, ""), carer(COMMISSIONED)], NEITHER),
    "the highest of several": (
        [carer(COMMISSIONED), carer(DIRECT, "Unpaid carer sitting service")],
        PAID,
    ),
    "involving the person cared for": (
        [
            carer(
                DIRECT, Service_Type="Unpaid carer support: Support involving the person cared-for"
            )
        ],
        OUT,
    ),
    "known by association": (
        [carer(DIRECT, Client_Type="Unpaid carer known by association")],
        PAID,
    ),
    "carer, as release 1 says": ([carer(DIRECT, Client_Type="Carer")], PAID),
    "a client's": ([carer(DIRECT, Client_Type="Service user")], OUT),
    "ended on the first day": (
        [carer(DIRECT, Event_Start_Date="2025-01-01", **ended("2025-04-01"))],
        PAID,
    ),
    "ended before the year": (
        [carer(DIRECT, Event_Start_Date="2025-01-01", **ended("2025-03-31"))],
        OUT,
    ),
    "begun on the last day": ([carer(DIRECT, Event_Start_Date="2026-03-31")], PAID),
    "ended long ago, begun again": (
        [carer(DIRECT, Event_Start_Date="2025-01-01", **ended("2025-03-31")), carer(COMMISSIONED)],
        NEITHER,
    ),
    "died before the year": (
        [
            carer(DIRECT),
            carer(
                "",
                Event_Start_Date="2024-05-01",
                **ended("2024-06-01"),
                Date_of_Death="31/03/2025",
            ),
        ],
        OUT,
    ),
    "died in the year": ([carer(DIRECT, Date_of_Death="02/05/2025")], PAID),
    "under 18": ([carer(DIRECT, Date_of_Birth="15/05/2008")], OUT),
    "of unknown age": ([carer(DIRECT, Date_of_Birth="")], PAID),
}


def people(cases: dict[str, tuple[list[Row], str]]) -> list[Row]:
    return [
        {**told, "LA_Person_Unique_Identifier": person}
        for person, (rows, _) in cases.items()
        for told in rows
    ]


@cache
def clients() -> Ran:
    return ran(a_file(people(CLIENTS)))


@cache
def carers() -> Ran:
    return ran(a_file(people(CARERS)))


def place(found: Ran, person: str, kind: str) -> str:
    if person not in found.who(f"3D-1{kind}", side="denominator"):
        return OUT
    counted = [number for number in "12" if person in found.who(f"3D-{number}{kind}")]
    return " and ".join(counted)


@pytest.mark.parametrize("person", CLIENTS)
def test_where_a_client_counts(person: str) -> None:
    assert place(clients(), person, "a") == CLIENTS[person][1]


@pytest.mark.parametrize("person", CARERS)
def test_where_a_carer_counts(person: str) -> None:
    assert place(carers(), person, "b") == CARERS[person][1]


def test_both_parts_have_one_denominator_and_unknown_ages_are_in_the_total_alone() -> None:
    for found, kind in ((clients(), "a"), (carers(), "b")):
        total = found.who(f"3D-1{kind}", side="denominator")
        assert total == found.who(f"3D-2{kind}", side="denominator")
        banded = [
            person
            for band in ("18 to 64", "65 and above")
            for person in found.who(f"3D-1{kind}", band, side="denominator")
        ]
        assert sorted([*banded, "of unknown age"]) == total
    assert clients().who("3D-1a", "18 to 64") == ["working age"]
    assert clients().who("3D-2a", "18 to 64") == []


def test_clients_and_carers_are_not_mixed() -> None:
    assert {name for name, _ in clients().figures if name.startswith("3D")} == {"3D-1a", "3D-2a"}
    assert {name for name, _ in carers().figures if name.startswith("3D")} == {"3D-1b", "3D-2b"}
