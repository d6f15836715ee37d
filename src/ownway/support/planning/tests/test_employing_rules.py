"""The full cost of an employed assistant: every line by hand, nobody below the minimum wage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.parameters import NotInForce
from ownway.support.planning.domain.employing import (
    Age,
    Assistant,
    Running,
    full_cost,
)

ON = date(2026, 11, 23)
JO = Assistant("Jo", Age.FROM_22, 13_00, Decimal(20))
BARE = Running(insurance_yearly=104_00, claims_allowance=False)


def lines_of(*assistants: Assistant, running: Running = BARE, on: date = ON) -> dict[str, int]:
    return {line.words: line.cost_weekly for line in full_cost(assistants, running, on=on).lines}


def test_twenty_hours_by_hand() -> None:
    """20 x £13.00 = £260.00. Holiday 5.6/46.4 of it = £31.38. National Insurance 15% of
    £291.38 - £96.15 = £29.28. Pension 3% of £291.38 - £120 = £5.14. Insurance £104/52 = £2.00."""
    found = full_cost([JO], BARE, on=ON)

    assert {line.words: line.cost_weekly for line in found.lines} == {
        "Wage": 260_00,
        "Holiday pay": 31_38,
        "Employer’s National Insurance": 29_28,
        "Employer’s pension contribution": 5_14,
        "Insurance an employer must have": 2_00,
    }
    assert found.cost_weekly == 327_80
    assert found.hourly == 16_39


def test_everything_else_that_comes_with_it() -> None:
    """Nights: 8 x £14 = £112; 2 x £60 = £120. Eight bank holidays of 6 hours at half more:
    8 x 6 x £13 x 50% / 52 = £6.00. Pay so far £498.00, holiday £60.10: £558.10. Three weeks' cover
    £32.20; one week put aside £10.73; payroll £180/52 = £3.46; training £130/52 = £2.50."""
    one = Assistant(
        "Jo",
        Age.FROM_22,
        13_00,
        Decimal(20),
        waking_night_hours=Decimal(8),
        waking_night_wage_hourly=14_00,
        sleep_in_nights=2,
        sleep_in_each=60_00,
        bank_holidays=8,
        bank_holiday_hours=Decimal(6),
        bank_holiday_extra_percent=50,
    )
    running = Running(104_00, 180_00, 130_00, Decimal(3), Decimal(1), claims_allowance=True)

    assert lines_of(one, running=running) == {
        "Wage": 260_00,
        "Nights awake": 112_00,
        "Sleep-in nights": 120_00,
        "More on bank holidays": 6_00,
        "Holiday pay": 60_10,
        "Employer’s National Insurance": 69_29,
        "Employer’s pension contribution": 13_14,
        "Cover when they are ill": 32_20,
        "Put aside for redundancy": 10_73,
        "Employment Allowance, taken off": -69_29,
        "Insurance an employer must have": 2_00,
        "Payroll service": 3_46,
        "Training": 2_50,
    }


@pytest.mark.parametrize(
    ("age", "on", "least"),
    [
        (Age.UNDER_18, date(2026, 3, 31), 7_55),
        (Age.UNDER_18, date(2026, 4, 1), 8_00),
        (Age.TO_20, date(2026, 3, 31), 10_00),
        (Age.TO_20, date(2026, 4, 1), 10_85),
        (Age.AT_21, date(2026, 3, 31), 12_21),
        (Age.FROM_22, date(2026, 4, 1), 12_71),
    ],
)
def test_nobody_is_paid_below_the_minimum_of_their_age(age: Age, on: date, least: int) -> None:
    """Announced with the budgets of October 2024 and November 2025."""
    assert full_cost([Assistant("Jo", age, least, Decimal(1))], BARE, on=on).cost_weekly > least
    with pytest.raises(Refused, match=r"is £0\.01 below the minimum wage of"):
        full_cost([Assistant("Jo", age, least - 1, Decimal(1))], BARE, on=on)


def test_a_waking_night_is_work_and_paid_as_such() -> None:
    one = Assistant("Jo", Age.AT_21, 13_00, Decimal(1), Decimal(8), waking_night_wage_hourly=9_00)
    with pytest.raises(Refused, match=r"£9\.00 an hour is £3\.71 below"):
        full_cost([one], BARE, on=ON)


def test_no_pension_by_law_under_22_nor_below_the_trigger() -> None:
    at_21 = lines_of(Assistant("Jo", Age.AT_21, 13_00, Decimal(20)))
    few_hours = lines_of(Assistant("Jo", Age.FROM_22, 13_00, Decimal(13)))

    assert "Employer’s pension contribution" not in at_21
    assert "Employer’s pension contribution" not in few_hours
    assert at_21["Employer’s National Insurance"] == 29_28


def test_no_national_insurance_for_somebody_under_21() -> None:
    assert "Employer’s National Insurance" not in lines_of(
        Assistant("Jo", Age.TO_20, 13_00, Decimal(20))
    )


def test_each_assistant_has_a_threshold_of_their_own() -> None:
    """Two of ten hours: £145.69 each, 15% above £96.15 is £7.43 for each."""
    one, two = (Assistant(name, Age.FROM_22, 13_00, Decimal(10)) for name in ("Jo", "Sam"))
    found = lines_of(one, two)

    assert found["Jo: Employer’s National Insurance"] == 7_43
    assert found["Sam: Employer’s National Insurance"] == 7_43
    assert found["Insurance an employer must have"] == 2_00


@pytest.mark.parametrize(
    ("one", "running", "words"),
    [
        (Assistant("Jo", Age.AT_21, 13_00, Decimal(0)), BARE, "how many hours"),
        (Assistant("Jo", Age.AT_21, 13_00, Decimal(169)), BARE, "168 hours"),
        (Assistant("Jo", Age.AT_21, 13_00, Decimal(-1)), BARE, "nothing or more"),
        (Assistant("Jo", Age.AT_21, 13_00, Decimal(1), sleep_in_nights=1), BARE, "sleep-in"),
        (Assistant("Jo", Age.AT_21, 13_00, Decimal(1), sleep_in_nights=8), BARE, "seven nights"),
        (JO, Running(0), "must be insured"),
        (JO, Running(1, sickness_weeks=Decimal(53)), "between 0 and 52"),
    ],
)
def test_what_cannot_be_is_refused(one: Assistant, running: Running, words: str) -> None:
    with pytest.raises(Refused, match=words):
        full_cost([one], running, on=ON)


def test_a_day_without_figures_is_not_guessed() -> None:
    with pytest.raises(NotInForce):
        full_cost([JO], BARE, on=date(2025, 3, 31))


def test_nobody_to_employ_is_refused() -> None:
    with pytest.raises(Refused, match="who you would employ"):
        full_cost([], BARE, on=ON)


hours = st.decimals(0, 80, places=2)
people = st.builds(
    Assistant,
    name=st.sampled_from(["Jo", "Sam"]),
    age=st.sampled_from(Age),
    wage_hourly=st.integers(12_71, 40_00),
    hours=hours.filter(bool),
    waking_night_hours=hours,
    sleep_in_nights=st.integers(0, 7),
    sleep_in_each=st.integers(1, 150_00),
    bank_holidays=st.integers(0, 12),
    bank_holiday_hours=st.decimals(0, 24, places=2),
    bank_holiday_extra_percent=st.integers(0, 200),
)
runnings = st.builds(
    Running,
    insurance_yearly=st.integers(1, 500_00),
    payroll_yearly=st.integers(0, 1000_00),
    training_yearly=st.integers(0, 1000_00),
    sickness_weeks=st.decimals(0, 52, places=1),
    redundancy_weeks=st.decimals(0, 3, places=1),
    claims_allowance=st.booleans(),
)


@given(st.lists(people, min_size=1, max_size=4), runnings)
def test_the_lines_add_up_and_cost_is_never_less_than_pay(
    some: list[Assistant], running: Running
) -> None:
    found = full_cost(some, running, on=ON)
    pay = sum(int(one.hours_awake * one.wage_hourly) for one in some)

    assert found.cost_weekly == sum(line.cost_weekly for line in found.lines)
    assert found.cost_weekly > pay
    assert [line for line in found.lines if line.cost_weekly < 0] == [
        line for line in found.lines if line.words == "Employment Allowance, taken off"
    ]


@given(people, runnings)
def test_the_allowance_never_takes_off_more_than_there_is(one: Assistant, running: Running) -> None:
    found = lines_of(one, running=running)
    owed = found.get("Employer’s National Insurance", 0)
    assert -found.get("Employment Allowance, taken off", 0) in (0, min(owed, 201_92))


@given(people, runnings, st.integers(1, 5_00))
def test_a_higher_wage_never_costs_less(one: Assistant, running: Running, more: int) -> None:
    raised = replace(one, wage_hourly=one.wage_hourly + more)
    assert (
        full_cost([raised], running, on=ON).cost_weekly
        >= full_cost([one], running, on=ON).cost_weekly
    )
