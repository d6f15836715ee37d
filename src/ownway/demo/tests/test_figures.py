"""Counts follow the published proportions and add up; made-up numbers are well formed."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.demo.identifiers import NhsNumbers, check_digit
from ownway.demo.periods import reporting_periods
from ownway.demo.prices import PAID, Draft, Scale, priced, weekly_amount
from ownway.demo.providers import PROVIDERS
from ownway.demo.targets import PUBLISHED_PEOPLE, REASONS, expected, people_by_reason
from ownway.support.planning.domain.weekly_cost import weekly_cost


def test_the_published_number_of_people_gives_the_published_table() -> None:
    found = expected(PUBLISHED_PEOPLE)

    assert {name: (group.people, group.pence_weekly) for name, group in found.items()} == {
        "Learning disability": (957, 893_566_29),
        "Mental health": (324, 217_663_07),
        "Physical": (2237, 1_261_281_35),
        "Sensory": (19, 3_512_03),
        "Social": (453, 52_107_78),
        "Memory and cognition": (335, 246_056_01),
        "Other": (47, 18_313_04),
    }


@given(st.integers(0, 1_000_000))
def test_every_number_of_people_is_shared_out_whole(people: int) -> None:
    counts = people_by_reason(people)

    assert sum(counts.values()) == people
    for reason in REASONS:
        share = reason.people * people / PUBLISHED_PEOPLE
        assert abs(counts[reason.name] - share) < 1


@pytest.mark.parametrize(
    ("first_nine", "digit"), [("999455441", 7), ("401023213", 7), ("943476591", 9)]
)
def test_a_check_digit_follows_modulus_11(first_nine: str, digit: int) -> None:
    assert check_digit(first_nine) == digit


def test_nhs_numbers_are_different_valid_test_numbers_until_they_run_out() -> None:
    taken = "9994554417"
    numbers = NhsNumbers(but=frozenset({taken}))
    found = [numbers.at(position) for position in range(20_000)]

    assert len(set(found)) == len(found)
    assert taken not in found
    assert all(re.fullmatch(r"999\d{7}", number) for number in found)
    assert all(check_digit(number[:9]) == int(number[9]) for number in found)
    assert numbers.at(909_088) != ""
    assert numbers.at(909_090) == ""


def test_periods_are_the_twelve_quarters_sent_by_a_day() -> None:
    periods = reporting_periods(date(2026, 11, 23))

    assert [period.name for period in periods] == [
        *("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"),
        *("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"),
    ]
    assert periods[-1].first_day == date(2025, 10, 1)
    assert periods[-1].last_day == date(2026, 9, 30)


def test_a_quarter_is_told_once_its_days_to_send_have_passed() -> None:
    assert reporting_periods(date(2026, 10, 29))[-1].last_day == date(2026, 6, 30)
    assert reporting_periods(date(2026, 10, 30))[-1].last_day == date(2026, 9, 30)


@given(
    pence=st.floats(50, 500_000), frequency=st.sampled_from(sorted(PAID)), scale=st.floats(0.3, 3)
)
def test_an_amount_costs_what_was_meant_by_the_national_rules(
    pence: float, frequency: str, scale: float
) -> None:
    draft = Draft("", "", "", None, "amount", frequency, 0, pence)
    price = priced(draft, Scale(amounts=scale))

    assert price is not None
    assert price.pence_weekly == weekly_amount(pence, frequency, scale)
    assert by_national_rules(price.unit_cost, price.frequency, price.planned_units) == (
        price.pence_weekly
    )


@given(
    rate=st.sampled_from(sorted({each.rate_hourly for each in PROVIDERS if each.rate_hourly})),
    hours=st.floats(0, 168),
    scale=st.floats(0.3, 3),
)
def test_hours_cost_what_was_meant_by_the_national_rules(
    rate: int, hours: float, scale: float
) -> None:
    price = priced(Draft("", "", "", None, "hours", "Hourly", rate, hours), Scale(hours=scale))

    assert price is not None
    assert by_national_rules(price.unit_cost, price.frequency, price.planned_units) == (
        price.pence_weekly
    )


def by_national_rules(unit_cost: int, frequency: str, units: str) -> int | None:
    return weekly_cost(Decimal(unit_cost) / 100, frequency, Decimal(units)).pence_weekly
