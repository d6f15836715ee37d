"""A plan's money adds up to the penny, and nothing is signed while something is missing."""

from datetime import date, timedelta
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
    move,
    one_cost,
    share_of_each,
    shares,
    wrong_first_day,
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


@pytest.mark.parametrize("costs", [[], [0, 0]])
def test_nothing_to_pay_has_no_shares(costs: list[int]) -> None:
    assert share_of_each(costs, 61_45) == tuple(0 for _ in costs)


def test_half_a_penny_goes_up() -> None:
    assert cost_of(Decimal("10.5"), 16_40) == 172_20
    assert cost_of(Decimal("0.5"), 1) == 1


def test_every_state_leads_somewhere_known() -> None:
    assert set(MAY_FOLLOW) == set(State)
    assert {after for states in MAY_FOLLOW.values() for after in states} == set(State)


@given(st.sampled_from(State), st.lists(st.sampled_from(State), max_size=6))
def test_no_plan_reaches_a_state_by_a_step_that_the_table_does_not_know(
    state: State, steps: list[State]
) -> None:
    for step in steps:
        if step in MAY_FOLLOW[state]:
            state = move(state, step)
            continue
        with pytest.raises(ValueError, match="does not become"):
            move(state, step)


def test_what_is_agreed_is_never_written_in_again() -> None:
    assert MAY_FOLLOW[State.SIGNED_OFF] == (State.SUPERSEDED,)
    assert MAY_FOLLOW[State.SUPERSEDED] == ()


@pytest.mark.parametrize(
    ("cost", "units", "unit_cost", "made", "wrong"),
    [
        (None, None, None, None, ""),
        (266_00, None, None, 266_00, ""),
        (None, Decimal("10.5"), 16_40, 172_20, ""),
        (172_20, Decimal("10.50"), 16_40, 172_20, ""),
        (None, Decimal("10.5"), None, None, "Give both"),
        (266_00, None, 16_40, None, "Give both"),
        (1722_00, Decimal("10.5"), 16_40, None, "10.5 at £16.40 makes £172.20 a week, not £1,722"),
        (0, Decimal(1), 1, None, "not £0.00"),
    ],
)
def test_an_amount_and_its_hours_must_agree(
    cost: int | None, units: Decimal | None, unit_cost: int | None, made: int | None, wrong: str
) -> None:
    found, words = one_cost(cost, units, unit_cost)

    assert found == made
    assert words.startswith(wrong) if wrong.startswith(("Give", "10")) else wrong in words
    assert (words == "") is (wrong == "")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.none() | st.integers(-400, 400))
def test_a_first_day_is_near_and_after_the_plan_before(day: date, before: int | None) -> None:
    last_began = None if before is None else JUNE + timedelta(days=before)
    wrong = wrong_first_day(day, on=JUNE, last_began=last_began)

    near = abs((day - JUNE).days) <= 366
    assert (wrong == "") is (near and (last_began is None or day > last_began))


@given(PENCE)
def test_only_a_plan_above_its_range_needs_a_reason(cost: int) -> None:
    beside = beside_range(cost, low=198_00, high=402_00, figure=286_00)

    assert beside.above is (cost > 402_00)
    assert beside.words


def test_ruths_plan_is_inside_her_range() -> None:
    beside = beside_range(266_00, low=198_00, high=402_00, figure=286_00)

    assert beside.short == "Inside your range"
    assert beside.words == "£20.00 under your first figure of £286."
    assert beside.next_step == "There is room to add something, or leave it."


def test_a_manager_is_not_told_that_the_range_is_theirs() -> None:
    beside = beside_range(266_00, low=198_00, high=402_00, figure=286_00, whose="the")

    assert beside.short == "Inside the range"
    assert beside.words == "£20.00 under the first figure of £286."


@pytest.mark.parametrize(
    ("cost", "short", "words"),
    [
        (197_99, "Below your range", "The range starts at £198."),
        (198_00, "Inside your range", "£88.00 under your first figure of £286."),
        (286_00, "Inside your range", "The same as your first figure."),
        (286_01, "Inside your range", "£0.01 over your first figure of £286, which is no limit."),
        (402_00, "Inside your range", "£116.00 over your first figure of £286"),
        (402_01, "Above your range", "The range ends at £402. A plan may cost more."),
    ],
)
def test_each_edge_of_the_range_has_its_words(cost: int, short: str, words: str) -> None:
    beside = beside_range(cost, low=198_00, high=402_00, figure=286_00)

    assert beside.short == short
    assert beside.words.startswith(words)
    assert beside.inside is (198_00 <= cost <= 402_00)


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
            "Finance has not decided the contribution yet.",
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
