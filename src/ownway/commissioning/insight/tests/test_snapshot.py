"""Everybody counts once in each way of looking, so the parts always add up to the totals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import Sum, Support, Supported
from ownway.kernel.money import PenceWeekly

DAY = date(2026, 11, 23)
RUTH = Supported(
    date(1968, 2, 14),
    "Physical Support: Personal care support",
    "Thornbeck",
    (Support("Home support or domiciliary care", "CASSR commissioned support", 286_00),),
)

components = st.sampled_from(
    ["", " ", "Direct payment", "DIRECT  PAYMENT", "Day support", "day support", "Meals", "Shared"]
)
mechanisms = st.sampled_from(
    ["", "Direct payment", "CASSR Managed Personal Budget", "CASSR commissioned support", "Barter"]
)
supports = st.builds(
    Support,
    component=components,
    mechanism=mechanisms,
    cost_weekly=st.none() | st.integers(0, 5_000_00),
    service_type=st.sampled_from(
        [
            "Long term support: Community",
            "Long Term Support - Nursing Care",
            "long-term support: residential care",
            "Long term support: Prison",
            "Long term support",
        ]
    ),
)
people = st.lists(
    st.builds(
        Supported,
        born_on=st.none() | st.dates(date(1915, 1, 1), DAY),
        support_reason=st.sampled_from(
            ["", "Physical Support: Personal care support", "learning disability support", "Own"]
        ),
        locality=st.sampled_from(["", "Thornbeck", "Saltersea"]),
        supports=st.lists(supports, min_size=1, max_size=4).map(tuple),
    ),
    max_size=30,
)


def total(amounts: list[Sum]) -> Sum:
    return sum(amounts, Sum())


@given(people)
def test_every_dimension_adds_up_to_everyone(some: list[Supported]) -> None:
    found = domain.snapshot(some, on=DAY)

    assert found.everyone.people == len(some)
    assert found.everyone.total_weekly == sum(
        support.cost_weekly or 0 for person in some for support in person.supports
    )
    assert tuple(found.by) == domain.DIMENSIONS
    for parts in found.by.values():
        assert total([part.sum for part in parts]) == found.everyone
        assert len({part.value for part in parts}) == len(parts)


@given(people, st.randoms())
def test_order_of_people_and_of_their_support_changes_nothing(some: list[Supported], by) -> None:  # type: ignore[no-untyped-def]  # Hypothesis' own kind of Random
    other = [
        Supported(
            person.born_on,
            person.support_reason,
            person.locality,
            tuple(by.sample(person.supports, len(person.supports))),
        )
        for person in some
    ]
    by.shuffle(other)

    assert domain.snapshot(other, on=DAY) == domain.snapshot(some, on=DAY)


@given(people, people)
def test_more_people_never_take_from_a_part(some: list[Supported], more: list[Supported]) -> None:
    before = domain.snapshot(some, on=DAY)
    after = domain.snapshot([*some, *more], on=DAY)

    for dimension, parts in before.by.items():
        now = {part.value: part.sum for part in after.by[dimension]}
        assert all(now[part.value].people >= part.sum.people for part in parts)
        assert all(now[part.value].total_weekly >= part.sum.total_weekly for part in parts)


@given(people)
def test_highest_cost_stands_first_and_ages_in_order(some: list[Supported]) -> None:
    for dimension, parts in domain.snapshot(some, on=DAY).by.items():
        if dimension == domain.AGE_BAND:
            order = [domain.AGE_BANDS.index(part.value) for part in parts]
            assert order == sorted(order)
        else:
            costs = [part.sum.total_weekly for part in parts]
            assert costs == sorted(costs, reverse=True)


@given(st.dates(date(1900, 1, 1), date(2040, 12, 31)), st.dates(date(1980, 1, 1), date(2060, 1, 1)))
def test_a_band_by_years_is_the_band_by_birthday(born_on: date, on: date) -> None:
    by_birthday = next(
        (band for age, band in domain.BANDS_BEGIN if born_on <= domain.born_by(age, on)),
        domain.UNDER_18,
    )

    assert domain.age_band(born_on, on) == by_birthday


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (DAY.replace(year=2008) + timedelta(days=1), "Under 18"),
        (DAY.replace(year=2008), "18 to 24"),
        (DAY.replace(year=2001), "25 to 64"),
        (DAY.replace(year=1961) + timedelta(days=1), "25 to 64"),
        (DAY.replace(year=1961), "65 and above"),
        (None, "Not known"),
    ],
)
def test_age_is_of_the_day_itself(born_on: date | None, band: str) -> None:
    assert domain.age_band(born_on, DAY) == band


def test_nobody_gives_noughts_and_the_three_adult_bands() -> None:
    assert domain.snapshot([], on=DAY).as_json() == {
        "on": "2026-11-23",
        "people": 0,
        "total_weekly": "0.00",
        "by": {
            "primary_support_reason": [],
            "age_band": [
                {"value": "18 to 24", "people": 0, "total_weekly": "0.00"},
                {"value": "25 to 64", "people": 0, "total_weekly": "0.00"},
                {"value": "65 and above", "people": 0, "total_weekly": "0.00"},
            ],
            "delivery_mechanism": [],
            "service": [],
            "locality": [],
        },
    }


def placed(*supports: Support) -> tuple[str, str]:
    place = domain.place_of(Supported(None, "", "", supports), on=DAY)
    return place.service, place.mechanism


def test_the_dearest_service_has_the_person_all_its_supports_together() -> None:
    assert placed(
        Support("Day support", "Barter", 60_00),
        Support("Meals", "Barter", 40_00),
        Support("Meals", "Barter", 21_00),
    ) == ("Meals", "Barter")


def test_equal_costs_go_to_the_first_by_name() -> None:
    assert placed(Support("Meals", cost_weekly=5_00), Support("Day support", cost_weekly=5_00)) == (
        "Day support",
        "Not recorded",
    )


def test_a_direct_payment_component_is_a_direct_payment_whatever_the_mechanism() -> None:
    assert placed(Support("direct Payment", "CASSR commissioned support", 9_00)) == (
        "Direct payment",
        "Direct payment",
    )


def test_spellings_of_one_mechanism_are_one_and_a_blank_beside_it_says_nothing() -> None:
    assert placed(
        Support("Meals", "CASSR  Managed Personal-Budget", 9_00),
        Support("Meals", "CASSR managed personal budget", 1_00),
        Support("Day support", "", 1_00),
    ) == ("Meals", "CASSR managed personal budget")


def test_several_mechanisms_are_more_than_one() -> None:
    assert placed(
        Support("Meals", "Direct payment", 9_00), Support("Meals", "Something local", 1_00)
    ) == ("Meals", "More than one")


def test_an_unknown_cost_is_nothing_in_money_and_its_person_still_counts() -> None:
    nobody_knows = Supported(None, "", "", (Support("Meals"), Support("Day support")))
    partly = Supported(None, "", "", (Support("Meals"), Support("Day support", "", 3_00)))
    free = Supported(None, "", "", (Support("Meals", "", 0),))

    assert domain.snapshot([nobody_knows, partly, free], on=DAY).everyone == Sum(
        3, PenceWeekly(3_00), 1
    )


def test_each_is_the_average_with_half_a_penny_going_up() -> None:
    assert Sum(2, PenceWeekly(3)).each_weekly == 2
    assert Sum(3, PenceWeekly(4)).each_weekly == 1
    assert Sum().each_weekly == 0


@pytest.mark.parametrize(
    ("kind", "settings", "of_kind"),
    [
        (domain.CARE_HOME, ["Long term support: Nursing care"], True),
        (domain.CARE_HOME, ["Long Term Support - Residential Care", "Community"], True),
        (domain.CARE_HOME, ["Long term support: Community"], False),
        (domain.AT_HOME, ["Long term support: Community"], True),
        (domain.AT_HOME, ["Long term support: Community", "LTS: Nursing care"], False),
        (domain.AT_HOME, ["Long term support: Prison"], False),
    ],
)
def test_kind_looks_at_everything_somebody_has(
    kind: str, settings: list[str], of_kind: bool
) -> None:
    person = Supported(None, "", "", tuple(Support(service_type=each) for each in settings))

    assert domain.is_of_kind(person, kind) is of_kind


def test_a_direct_payment_among_others_is_that_kind_too() -> None:
    mixed = Supported(None, "", "", (Support("Meals"), Support("Direct payment")))

    assert domain.is_of_kind(mixed, domain.BY_DIRECT_PAYMENT)
    assert not domain.is_of_kind(RUTH, domain.BY_DIRECT_PAYMENT)
