"""A plan's money adds up to the penny, and nothing is signed while something is missing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.money import PenceWeekly
from ownway.support.planning.domain import (
    MAY_FOLLOW,
    Actor,
    BoughtBy,
    Part,
    State,
    beside_range,
    cost_of,
    missing,
    share_of_each,
    shares,
)

PENCE = st.integers(0, 10**7)
JUNE = date(2026, 6, 1)


@given(PENCE, PENCE)
def test_shares_add_up_and_nobody_pays_more_than_it_costs(cost: int, contribution: int) -> None:
    divided = shares(cost, contribution)

    assert divided.contribution_weekly + divided.authority_share_weekly == cost
    assert 0 <= divided.contribution_weekly <= contribution
    assert divided.authority_share_weekly >= 0


@given(st.lists(PENCE, max_size=8), PENCE)
def test_the_councils_share_of_each_part_adds_up_to_its_whole_share(
    costs: list[int], contribution: int
) -> None:
    each = share_of_each(costs, contribution)

    assert sum(each) == shares(sum(costs), contribution).authority_share_weekly
    assert all(0 <= share <= cost for share, cost in zip(each, costs, strict=True))


def test_money_below_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        shares(-1, 0)


def test_half_a_penny_goes_up() -> None:
    assert cost_of(Decimal("10.5"), 16_40) == 172_20
    assert cost_of(Decimal("0.5"), 1) == 1


def test_every_state_leads_somewhere_known() -> None:
    assert set(MAY_FOLLOW) == set(State)
    assert {after for states in MAY_FOLLOW.values() for after in states} == set(State)


@given(PENCE)
def test_only_a_plan_above_its_range_needs_a_reason(cost: int) -> None:
    beside = beside_range(cost, low=198_00, high=402_00, figure=286_00)

    assert beside.above is (cost > 402_00)
    assert beside.words


def test_ruths_plan_is_inside_her_range() -> None:
    beside = beside_range(266_00, low=198_00, high=402_00, figure=286_00)

    assert beside.words == "Inside your range, £20 under your first figure."


def part(**more: object) -> Part:
    said: dict[str, object] = {
        "actor": Actor.PAID,
        "activity": "Mornings",
        "outcome": "Out by half nine",
        "cost_weekly": PenceWeekly(266_00),
        "bought_by": BoughtBy.DIRECT_PAYMENT,
    }
    return Part(**(said | more))  # type: ignore[arg-type]  # a maker: each test gives one difference


@pytest.mark.parametrize(
    ("parts", "more", "said"),
    [
        ([], {}, "There is nothing in the plan yet."),
        ([part(outcome=" ")], {}, "Mornings: say what it is for."),
        ([part(bought_by=None)], {}, "Mornings: say how it is bought."),
        ([part()], {"first_day": None}, "Say from which day it starts."),
        ([part()], {"above_range": True}, "It costs more than the range: say why it is needed."),
        (
            [part()],
            {"contribution_decided": False},
            "Finance has not decided yet what the person pays.",
        ),
    ],
)
def test_each_gap_is_named(parts: list[Part], more: dict[str, object], said: str) -> None:
    whole: dict[str, object] = {
        "first_day": JUNE,
        "above_range": False,
        "reason": "",
        "contribution_decided": True,
    }
    assert missing(parts, **(whole | more)) == (said,)  # type: ignore[arg-type]  # as above


def test_a_whole_plan_misses_nothing() -> None:
    unpaid = part(actor=Actor.FAMILY, cost_weekly=PenceWeekly(0), bought_by=None)

    assert (
        missing(
            [part(), unpaid],
            first_day=JUNE,
            above_range=True,
            reason="Nights cost more than the figure knows.",
            contribution_decided=True,
        )
        == ()
    )
    assert (
        missing([unpaid], first_day=JUNE, above_range=False, reason="", contribution_decided=False)
        == ()
    )
