"""What a placement should cost adds up line by line, and like support is told of nobody."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.planning.domain.placement import (
    LIKE,
    Like,
    Placement,
    beside_offer,
    like,
    price_of,
)

ON = date(2026, 11, 23)
WHOLE = Placement(
    wage_hourly=13_00,
    on_costs_percent=Decimal(30),
    one_to_one_hours=Decimal(10),
    two_to_one_hours=Decimal(5),
    shared_hours=Decimal(60),
    shared_by=3,
    waking_night_hours=Decimal(30),
    sleep_in_nights=3,
    sleep_in_each=60_00,
    night_shared_by=3,
    rent_weekly=150_00,
    food_weekly=45_00,
    heating_weekly=25_00,
    household_weekly=20_00,
    management_percent=Decimal(10),
    overheads_percent=Decimal(8),
    voids_percent=Decimal(5),
    return_percent=Decimal(5),
)


def test_a_whole_price_by_hand() -> None:
    """An hour is £13.00 and 30%: £16.90. Staff 169.00 + 169.00 + 338.00 + 169.00 + 78.00 = 923.00;
    management 92.30; with the home's 240.00 it is 1,255.30, overheads 100.42; 1,355.72 x 5/95 is
    71.35; 1,427.07 x 5% is 71.35."""
    found = price_of(WHOLE, on=ON)

    assert {line.words: line.cost_weekly for line in found.lines} == {
        "One worker, with this person alone": 169_00,
        "Two workers": 169_00,
        "One worker, shared": 338_00,
        "Nights awake": 169_00,
        "Sleep-in nights": 78_00,
        "Rent": 150_00,
        "Food": 45_00,
        "Heating and light": 25_00,
        "Household and upkeep": 20_00,
        "Management": 92_30,
        "Overheads": 100_42,
        "Days on which a room is empty": 71_35,
        "Return": 71_35,
    }
    assert found.cost_weekly == 1_498_42


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"wage_hourly": 12_70}, r"£0\.01 below the minimum wage of £12\.71"),
        ({"shared_hours": Decimal(160)}, "168 hours"),
        ({"one_to_one_hours": Decimal(-1)}, "nothing or more"),
        ({"sleep_in_nights": 8}, "seven nights"),
        ({"sleep_in_each": 0}, "sleep-in night is paid"),
        ({"shared_by": 0}, "one person or more"),
        ({"voids_percent": Decimal(51)}, "at most 50"),
        ({"return_percent": Decimal(101)}, "between 0 and 100"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        price_of(replace(WHOLE, **said), on=ON)  # type: ignore[arg-type] # fields by their name


def test_a_home_without_staff_is_refused() -> None:
    with pytest.raises(Refused, match="how many hours of staff"):
        price_of(Placement(13_00, Decimal(0), rent_weekly=1), on=ON)


def test_an_offer_is_told_in_words() -> None:
    assert beside_offer(1_000_00, 1_000_00) == "The offer is what the figures come to."
    assert "is £120.00 a week (12%) above" in beside_offer(1_000_00, 1_120_00)
    assert "is £50.00 a week (5%) below" in beside_offer(1_000_00, 950_00)


def test_fewer_than_five_are_not_told() -> None:
    assert like([600_00] * 4, 700_00) is None
    assert like([600_00] * 4 + [1_000_00], 700_00) is None
    assert like([600_00] * 5, 700_00) == Like(5, 600_00, 600_00, 600_00)


def test_the_middle_and_the_quarters_in_tens_of_pounds() -> None:
    """Of 600, 650, 704, 750, 800 the quarters are 650, 704, 750; seven people are at least five."""
    assert like([600_00, 650_00, 704_00, 750_00, 800_00], 999_99) == Like(5, 650_00, 700_00, 750_00)
    found = like([600_00] * 7, 500_00)
    assert found is not None
    assert found.people == 5


@given(
    st.lists(st.integers(0, 5_000_00), max_size=30),
    st.integers(0, 5_000_00),
    st.integers(0, 5_000_00),
)
def test_two_questions_in_one_band_have_one_answer(
    costs: list[int], first: int, second: int
) -> None:
    """Nobody can be found by asking twice, a penny apart."""
    same = sum(low <= first for low in LIKE) == sum(low <= second for low in LIKE)
    if same:
        assert like(costs, first) == like(costs, second)


shares = st.decimals(0, 50, places=1)


@given(
    st.builds(
        Placement,
        wage_hourly=st.integers(12_71, 40_00),
        on_costs_percent=shares,
        one_to_one_hours=st.decimals("0.25", 50, places=2),
        two_to_one_hours=st.decimals(0, 30, places=2),
        shared_hours=st.decimals(0, 50, places=2),
        shared_by=st.integers(1, 8),
        waking_night_hours=st.decimals(0, 30, places=2),
        rent_weekly=st.integers(0, 400_00),
        management_percent=shares,
        overheads_percent=shares,
        voids_percent=shares,
        return_percent=shares,
    )
)
def test_the_lines_add_up_and_carry_the_wage(one: Placement) -> None:
    found = price_of(one, on=ON)
    assert found.cost_weekly == sum(line.cost_weekly for line in found.lines)
    assert found.cost_weekly >= int(one.one_to_one_hours * one.wage_hourly) + one.rent_weekly
    more = price_of(replace(one, shared_by=one.shared_by + 1), on=ON)
    assert more.cost_weekly <= found.cost_weekly
