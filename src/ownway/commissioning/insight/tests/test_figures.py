"""What the database adds up is what the domain adds up, to the penny, however it is narrowed."""

from datetime import date, timedelta
from random import Random
from typing import Any

import making
import pytest
from django.db import transaction

from ownway.commissioning.insight import domain, queries
from ownway.commissioning.insight.domain import Narrowing, Sum, Support, Supported
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotAllowed

pytestmark = pytest.mark.django_db
DAY = making.DAY


def figures(on: date = DAY, **narrowed: str) -> tuple[int, int, int]:
    """People, pence a week, people without a known cost."""
    amount = queries.snapshot(on=on, narrowing=Narrowing(**narrowed)).everyone
    return amount.people, amount.total_weekly, amount.without_cost


def a_small_council() -> list[Supported]:
    """Sixty people of every sort, the same ones each time, as the domain is told of them."""
    chance = Random("a small council")
    team, made = making.team(), []
    places = [making.locality(), making.locality("Saltersea", "South", "QM2"), None]
    for _ in range(60):
        place = chance.choice(places)
        born_on = chance.choice(
            [None, *(DAY.replace(year=DAY.year - age) for age in (17, 18, 24, 25, 64, 65, 90))]
        )
        said = chance.choice(
            ["", "Physical Support: Personal care support", "Learning  disability support", "Own"]
        )
        person = making.person(
            team=team, born_on=born_on, primary_support_reason=said, locality=place
        )
        supports = [
            Support(
                component=chance.choice(
                    ["", "Direct payment", "direct  payment", "Day support", "Meals", "étape"]
                ),
                mechanism=chance.choice(
                    ["", " ", "Direct payment", "CASSR Managed personal budget", "Barter"]
                ),
                cost_weekly=chance.choice([None, 0, 1, 100_01, 100_01, 640_37]),
                service_type=chance.choice(
                    [
                        "Long term support: Community",
                        "Long Term Support - Nursing Care",
                        "LONG-TERM SUPPORT: Residential care",
                        "long term support: prison",
                    ]
                ),
            )
            for _ in range(chance.choice([1, 1, 2, 3]))
        ]
        for support in supports:
            making.arrangement(
                person,
                service_type=support.service_type,
                service_component=support.component,
                delivery_mechanism=support.mechanism,
                cost_weekly=support.cost_weekly,
            )
        made.append(Supported(born_on, said, place.name if place else "", tuple(supports)))
    return made


def test_the_database_adds_up_as_the_domain_does() -> None:
    council = a_small_council()

    assert queries.snapshot(on=DAY) == domain.snapshot(council, on=DAY)


def test_narrowing_is_the_domain_of_fewer_people() -> None:
    council = a_small_council()
    ways: dict[str, Any] = {
        **{f"age_band {band}": (Narrowing(age_band=band), band) for band in domain.AGE_BANDS},
        **{f"kind {kind}": (Narrowing(kind=kind), kind) for kind in domain.KINDS},
    }
    for _, (narrowing, one) in ways.items():
        fewer = [
            person
            for person in council
            if (one in domain.KINDS and domain.is_of_kind(person, one))
            or domain.age_band(person.born_on, DAY) == one
        ]
        assert queries.snapshot(on=DAY, narrowing=narrowing) == domain.snapshot(fewer, on=DAY)
    for narrowing, name in (
        (Narrowing(area="East"), "Thornbeck"),
        (Narrowing(locality="Saltersea"), "Saltersea"),
        (Narrowing(locality="Not known"), ""),
    ):
        fewer = [person for person in council if person.locality == name]
        assert queries.snapshot(on=DAY, narrowing=narrowing) == domain.snapshot(fewer, on=DAY)


def test_the_people_behind_each_part_are_its_people_and_its_money() -> None:
    a_small_council()
    performance = making.staff(Role.PERFORMANCE)
    found = queries.snapshot(on=DAY)

    for dimension, part in ((name, part) for name, parts in found.by.items() for part in parts):
        behind = opened((dimension, part.value), by=performance)
        assert behind.sum == part.sum
        assert len({person.id for person in behind.people}) == part.sum.people
        assert sum(person.cost_weekly or 0 for person in behind.people) == part.sum.total_weekly


def opened(
    part: tuple[str, str] | None, *, by: SignIn, limit: int = 500, **narrowed: str
) -> queries.Behind:
    return queries.people_behind(
        on=DAY,
        narrowing=Narrowing(**narrowed),
        parts=[part] if part else [],
        by=by,
        read_on=DAY,
        limit=limit,
    )


def test_three_people_to_the_penny() -> None:
    ruth = making.person(locality=making.locality())
    making.arrangement(ruth, cost_weekly=245_33)
    making.arrangement(ruth, service_component="Direct payment", cost_weekly=40_67)
    ivor = making.person(
        primary_support_reason="",
        born_on=date(1941, 5, 1),
        given_name="Ivor",
        family_name="Penhale",
    )
    making.arrangement(
        ivor,
        service_type="Long term support: Nursing care",
        service_component="Long term nursing care",
        cost_weekly=1_204_99,
    )
    mo = making.person(primary_support_reason="Learning Disability Support", born_on=None)
    making.arrangement(mo, cost_weekly=None, delivery_mechanism="")

    assert queries.snapshot(on=DAY).as_json() == {
        "on": "2026-11-23",
        "people": 3,
        "total_weekly": "1490.99",
        "by": {
            "primary_support_reason": [
                {"value": "Other", "people": 1, "total_weekly": "1204.99"},
                {"value": "Physical Support", "people": 1, "total_weekly": "286.00"},
                {"value": "Learning Disability Support", "people": 1, "total_weekly": "0.00"},
            ],
            "age_band": [
                {"value": "18 to 24", "people": 0, "total_weekly": "0.00"},
                {"value": "25 to 64", "people": 1, "total_weekly": "286.00"},
                {"value": "65 and above", "people": 1, "total_weekly": "1204.99"},
                {"value": "Not known", "people": 1, "total_weekly": "0.00"},
            ],
            "delivery_mechanism": [
                {"value": "CASSR commissioned support", "people": 1, "total_weekly": "1204.99"},
                {"value": "More than one", "people": 1, "total_weekly": "286.00"},
                {"value": "Not recorded", "people": 1, "total_weekly": "0.00"},
            ],
            "service": [
                {"value": "Long term nursing care", "people": 1, "total_weekly": "1204.99"},
                {
                    "value": "Home support or domiciliary care",
                    "people": 2,
                    "total_weekly": "286.00",
                },
            ],
            "locality": [
                {"value": "Not known", "people": 2, "total_weekly": "1204.99"},
                {"value": "Thornbeck", "people": 1, "total_weekly": "286.00"},
            ],
        },
    }
    assert queries.snapshot(on=DAY).everyone == Sum(3, PenceWeekly(1_490_99), 1)


def test_the_first_and_the_last_day_count_and_the_days_around_them_do_not() -> None:
    making.arrangement(making.person(), first_day=DAY, last_day=DAY + timedelta(days=1))

    around = [figures(DAY + timedelta(days=days))[0] for days in (-1, 0, 1, 2)]
    assert around == [0, 1, 1, 0]


def test_a_death_ends_support_the_day_after() -> None:
    making.arrangement(making.person(died_on=DAY))

    assert figures(DAY) == (1, 286_00, 0)
    assert figures(DAY + timedelta(days=1)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"service_type": "LONG TERM SUPPORT - community"}, 1),
        ({"service_type": "Long–term support"}, 1),
        ({"client_type": "SERVICE USER"}, 1),
        ({"service_type": "Short term support: ST-Max"}, 0),
        ({"service_type": ""}, 0),
        ({"service_type": "Not long term support"}, 0),
        ({"client_type": "Unpaid carer"}, 0),
    ],
)
def test_only_long_term_support_of_people_counts(said: dict[str, str], counts: int) -> None:
    making.arrangement(making.person(), **said)

    assert figures()[0] == counts


def test_nobody_at_all_is_a_snapshot_too() -> None:
    assert queries.snapshot(on=DAY) == domain.snapshot([], on=DAY)


def test_how_many_people_there_are_changes_no_number_of_statements(
    django_assert_num_queries: Any,
) -> None:
    a_small_council()

    with django_assert_num_queries(3):
        queries.snapshot(on=DAY)


def test_people_behind_come_dearest_first_a_page_at_a_time() -> None:
    for cost in (100_00, None, 300_00, 200_00):
        making.arrangement(making.person(), cost_weekly=cost)
    performance = making.staff(Role.PERFORMANCE)

    pages = [
        queries.people_behind(
            on=DAY,
            narrowing=Narrowing(),
            parts=(),
            by=performance,
            read_on=DAY,
            start=start,
            limit=3,
        )
        for start in (0, 3)
    ]
    assert [[line.cost_weekly for line in page.people] for page in pages] == [
        [300_00, 200_00, 100_00],
        [None],
    ]
    assert {page.sum for page in pages} == {Sum(4, PenceWeekly(600_00), 1)}


def test_each_person_shown_can_tell_that_they_were_listed() -> None:
    shown, left_out = making.person(), making.person(primary_support_reason="")
    for person in (shown, left_out):
        making.arrangement(person)

    opened((domain.REASON, "Physical Support"), by=making.staff(Role.PERFORMANCE, name="Pat Low"))

    assert [(seen.heading, seen.by_name) for seen in readings(shown.pk)] == [
        ("A list of people opened", "Pat Low")
    ]
    assert readings(left_out.pk) == []


def test_a_whole_list_taken_away_is_recorded_for_everybody_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ownway.commissioning.insight.queries.behind.AT_ONCE", 2)
    team = making.team()
    some = [making.person(team=team) for _ in range(5)]
    for person in some:
        making.arrangement(person)
    performance = making.staff(Role.PERFORMANCE)

    with transaction.atomic():
        lines = list(
            queries.everyone_behind(
                on=DAY, narrowing=Narrowing(), parts=(), by=performance, read_on=DAY
            )
        )

    assert {line.id for line in lines} == {person.pk for person in some}
    assert [len(readings(person.pk)) for person in some] == [1] * 5


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.TEAM_MANAGER, Role.FINANCE])
def test_nobody_else_opens_the_people(role: Role) -> None:
    person = making.person()
    making.arrangement(person)

    with pytest.raises(NotAllowed):
        opened(None, by=making.staff(role))
    with pytest.raises(NotAllowed):
        list(
            queries.everyone_behind(
                on=DAY, narrowing=Narrowing(), parts=(), by=making.staff(role), read_on=DAY
            )
        )
    assert readings(person.pk) == []


def test_a_value_that_nobody_has_opens_nobody() -> None:
    making.arrangement(making.person())
    performance = making.staff(Role.PERFORMANCE)

    for dimension in domain.DIMENSIONS:
        assert opened((dimension, "No such thing"), by=performance) == queries.Behind(Sum(), ())
