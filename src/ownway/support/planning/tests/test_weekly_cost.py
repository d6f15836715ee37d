"""A weekly cost equals the published national rule, to the penny, and says which rule it was."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.parameters import BadParameter, NotInForce
from ownway.support.planning.domain.weekly_cost import WeeklyCost, weekly_cost

# The package gives the name to the function; the module is asked for by its full name.
weekly_cost_module = import_module("ownway.support.planning.domain.weekly_cost")

costs = st.decimals("-9999999.99", "9999999.99", places=2)
units = st.none() | st.decimals("-9999.99", "9999.99", places=2)
frequencies = st.sampled_from(
    [
        "",
        "per session",
        "hourly",
        "daily",
        "weekly",
        "Fortnightly",
        "4-weekly",
        "monthly",
        "quarterly",
        "ANNUALLY",
        "one-off",
        "now and then",
    ]
)


@pytest.mark.parametrize(
    ("unit_cost", "frequency", "planned_units", "pence", "rule"),
    [
        ("286.40", "weekly", None, 28640, "weekly"),
        ("286.40", "weekly", "14", 28640, "weekly"),  # the units are not multiplied in
        ("572.81", "fortnightly", "2", 28641, "fortnightly ÷ 2"),  # 286.405: half a penny up
        ("1145.60", "4-weekly", "4", 28640, "4-weekly ÷ 4"),
        ("1000.00", "monthly", "1", 23077, "monthly × 12 ÷ 52"),  # 230.7692…
        ("1000.00", "quarterly", None, 7692, "quarterly × 4 ÷ 52"),  # 76.9230…
        ("1000.00", "annually", None, 1923, "annually ÷ 52"),  # 19.2307…
        ("24.60", "hourly", "14", 34440, "hourly × planned units"),
        ("24.60", "hourly", "10.5", 25830, "hourly × planned units"),
        ("61.25", "daily", "3", 18375, "daily × planned units"),
        ("17.33", "per session", "2.5", 4333, "per session × planned units"),  # 43.325
        ("24.60", "", "14", 34440, "other frequency × planned units"),
        ("24.60", "now and then", "14", 34440, "other frequency × planned units"),
        ("-24.60", "hourly", "14", 34440, "hourly × planned units"),
        ("24.60", "hourly", "-14", 34440, "hourly × planned units"),
        ("-286.40", "Weekly", "0", 28640, "weekly"),
        ("286.40", " week ", None, 28640, "weekly"),
    ],
)
def test_worked_by_hand(
    unit_cost: str, frequency: str, planned_units: str | None, pence: int, rule: str
) -> None:
    """Each national rule gives the amount worked out on paper."""
    planned = None if planned_units is None else Decimal(planned_units)
    assert weekly_cost(Decimal(unit_cost), frequency, planned) == WeeklyCost(pence, None, rule)


def test_a_sum_of_known_costs() -> None:
    """Four rows of one person's support add up to the total on paper: £1,084.17."""
    rows = [
        weekly_cost(Decimal("24.60"), "hourly", Decimal(14)),  # 344.40
        weekly_cost(Decimal("1833.20"), "4-weekly", None),  # 458.30
        weekly_cost(Decimal("1000.00"), "monthly", Decimal(1)),  # 230.77
        weekly_cost(Decimal("50.70"), "Weekly", Decimal(9)),  # 50.70
        weekly_cost(Decimal("2400.00"), "one-off", Decimal(1)),  # not in the week
    ]
    assert sum(row.pence_weekly or 0 for row in rows) == 108417
    assert sum(row.once_pence or 0 for row in rows) == 240000


@pytest.mark.parametrize("planned_units", [None, Decimal(0), Decimal(3), Decimal("NaN")])
def test_a_one_off_is_counted_once_and_never_in_a_week(planned_units: Decimal | None) -> None:
    """A one-off cost keeps its amount, without its sign, outside the week."""
    expected = WeeklyCost(None, 240050, "one-off, counted once")
    assert weekly_cost(Decimal("-2400.50"), "One-off", planned_units) == expected


@pytest.mark.parametrize("unit_cost", [None, Decimal(0), Decimal("-0.00"), Decimal("NaN")])
def test_no_cost_is_said_and_not_shown_as_zero(unit_cost: Decimal | None) -> None:
    """A blank or zero cost leaves both amounts open, whatever the frequency."""
    nothing = WeeklyCost(None, None, "no cost given")
    assert weekly_cost(unit_cost, "weekly", Decimal(1)) == nothing
    assert weekly_cost(unit_cost, "one-off", Decimal(1)) == nothing


@pytest.mark.parametrize("planned_units", [None, Decimal(0), Decimal("Infinity")])
def test_a_price_for_each_unit_needs_units(planned_units: Decimal | None) -> None:
    """An hourly price without planned hours gives no cost, and the rule says why."""
    found = weekly_cost(Decimal("24.60"), "hourly", planned_units)
    assert found == WeeklyCost(None, None, "hourly, no planned units")


def test_there_are_no_rules_before_the_collection_began() -> None:
    """The fractions are dated: a day before the first is refused, not guessed."""
    with pytest.raises(NotInForce):
        weekly_cost(Decimal(1), "weekly", None, on=date(2023, 3, 31))
    assert weekly_cost(Decimal(1), "weekly", None, on=date(2023, 4, 1)).pence_weekly == 100


@pytest.mark.parametrize(
    "table",
    [
        "weekly",
        {"one_off": "one-off", "per_unit": "hourly", "fractions": ()},
        {"one_off": "one-off", "per_unit": (), "fractions": ("weekly",)},
    ],
)
def test_a_table_of_another_shape_is_refused(
    table: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frequency table that was spoilt in editing gives no costs at all, not wrong ones."""
    first_day = date(2031, 4, 1)
    spoilt = SimpleNamespace(value_on={first_day: table}.__getitem__)
    found = {"cld_cost_frequencies": spoilt}.__getitem__
    monkeypatch.setattr(weekly_cost_module, "parameter", found)
    with pytest.raises(BadParameter):
        weekly_cost(Decimal(1), "weekly", None, on=first_day)


@given(costs, frequencies, units)
def test_never_negative_and_never_both(
    unit_cost: Decimal, frequency: str, planned_units: Decimal | None
) -> None:
    """An amount is never below zero, and a row is never both weekly and one-off."""
    found = weekly_cost(unit_cost, frequency, planned_units)
    amounts = [pence for pence in (found.pence_weekly, found.once_pence) if pence is not None]
    assert len(amounts) <= 1
    assert all(pence >= 0 for pence in amounts)


@given(costs, costs, frequencies, units)
def test_a_higher_price_never_costs_less(
    one: Decimal, other: Decimal, frequency: str, planned_units: Decimal | None
) -> None:
    """With the same frequency and units, the weekly cost follows the unit cost."""
    less, more = sorted((abs(one), abs(other)))
    low = weekly_cost(less, frequency, planned_units).pence_weekly or 0
    high = weekly_cost(more, frequency, planned_units).pence_weekly or 0
    assert low <= high
