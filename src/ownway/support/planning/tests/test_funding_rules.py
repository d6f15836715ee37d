"""Council, person, NHS and third party add up to the price, to the penny, on every day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.planning.domain.funding import (
    Agreement,
    Cost,
    Payer,
    TooMuch,
    council_shares,
    days_of_change,
    price_on,
)

START = date(2026, 12, 1)
money = st.integers(min_value=0, max_value=2_000_00)
day = st.integers(min_value=-30, max_value=60).map(lambda days: START + timedelta(days=days))


@st.composite
def spans(draw: Any) -> tuple[date | None, date | None]:
    first, last = draw(st.none() | day), draw(st.none() | day)
    return (last, first) if first and last and last < first else (first, last)


@st.composite
def costs(draw: Any) -> Cost:
    first, last = draw(spans())
    return Cost(draw(money), first, last, draw(st.booleans()))


@st.composite
def agreements(draw: Any) -> Agreement:
    return Agreement(draw(st.sampled_from(Payer)), draw(money), *draw(spans()))


@given(st.lists(costs(), max_size=5), st.lists(agreements(), max_size=3), money, day)
def test_shares_add_up_to_the_price_on_every_day(
    held: list[Cost], agreed: list[Agreement], contribution: int, on: date
) -> None:
    try:
        price = price_on(on, held, agreed, contribution)
    except TooMuch:
        return
    parts = (
        price.nhs_weekly,
        price.third_party_weekly,
        price.contribution_weekly,
        price.authority_share_weekly,
    )
    assert sum(parts) == price.cost_weekly
    assert min(parts) >= 0
    assert price.contribution_weekly <= contribution


@given(st.lists(costs(), max_size=4), money, day)
def test_aftercare_is_never_charged(held: list[Cost], contribution: int, on: date) -> None:
    free = [Cost(one.cost_weekly, one.first_day, one.last_day, free=True) for one in held]
    assert price_on(on, free, (), contribution).contribution_weekly == 0


@given(st.lists(costs(), min_size=1, max_size=4), st.lists(agreements(), max_size=2), money)
def test_between_two_days_of_change_nothing_changes(
    held: list[Cost], agreed: list[Agreement], contribution: int
) -> None:
    changes = days_of_change(START, held, agreed)
    for offset in range(70):
        on = START + timedelta(days=offset)
        since = max(one for one in changes if one <= on)
        try:
            assert price_on(on, held, agreed, contribution) == price_on(
                since, held, agreed, contribution
            )
        except TooMuch:
            continue


@given(st.lists(money, min_size=1, max_size=5), money)
def test_what_the_council_pays_of_each_adds_up_to_its_share(
    pence: list[int], contribution: int
) -> None:
    held = [Cost(one) for one in pence]
    whole = price_on(START, held, (), contribution).authority_share_weekly
    assert sum(council_shares(START, held, (), contribution)) == whole


def test_a_part_that_begins_later_bears_what_is_left_of_the_contribution() -> None:
    held = [Cost(50_00), Cost(30_00, START + timedelta(days=28))]
    assert council_shares(START, held, (), 60_00) == (0, 20_00)


def test_agreements_above_the_price_are_refused_with_by_how_much() -> None:
    with pytest.raises(TooMuch, match=r"£10\.00 more than the support costs"):
        price_on(START, [Cost(90_00)], [Agreement(Payer.JOINT, 100_00)], 0)


def test_when_nothing_runs_nobody_pays() -> None:
    ended = Cost(90_00, None, START - timedelta(days=1))
    assert price_on(START, [ended], [Agreement(Payer.JOINT, 50_00)], 20_00).nhs_weekly == 0
