"""What is late, the next gentle step, and a debt that is spread."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.contributions.domain.arrears import (
    OLDEST,
    Hold,
    Instalment,
    Late,
    Step,
    Taken,
    Why,
    by_age,
    keeps_to,
    next_step,
    spread,
)

DUE = date(2026, 6, 1)
ONE = (Late(DUE, 5000),)


def after(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-5, "Not late"),
        (0, "Not late"),
        (1, "1 to 30 days"),
        (30, "1 to 30 days"),
        (31, "31 to 60 days"),
        (90, "61 to 90 days"),
        (91, OLDEST),
    ],
)
def test_what_is_unpaid_by_age(days: int, band: str) -> None:
    found = by_age(ONE, after(days))

    assert found[band] == sum(found.values()) == 5000
    assert len(found) == 5


@pytest.mark.parametrize(
    ("days", "done", "expected"),
    [
        (0, [], None),
        (6, [], None),
        (7, [], Step.REMIND),
        (200, [], Step.REMIND),
        (27, [(Step.REMIND, 7)], None),
        (28, [(Step.REMIND, 7)], Step.OFFER),
        (28, [(Step.REMIND, 20)], None),
        (34, [(Step.REMIND, 20)], Step.OFFER),
        (55, [(Step.REMIND, 7), (Step.OFFER, 28)], None),
        (56, [(Step.REMIND, 7), (Step.OFFER, 28)], Step.SPEAK),
        (400, [(Step.REMIND, 7), (Step.OFFER, 28), (Step.SPEAK, 56)], None),
    ],
)
def test_one_gentle_step_at_a_time(
    days: int, done: list[tuple[Step, int]], expected: Step | None
) -> None:
    taken = [Taken(step, after(when)) for step, when in done]

    assert next_step(ONE, taken, [], on=after(days)) is expected


@pytest.mark.parametrize("why", list(Why))
def test_nobody_on_hold_is_chased(why: Why) -> None:
    assert next_step(ONE, [], [Hold(why, DUE)], on=after(300)) is None


def test_a_hold_ends_but_a_death_does_not() -> None:
    assert next_step(ONE, [], [Hold(Why.DISPUTE, DUE, after(10))], on=after(10)) is None
    assert next_step(ONE, [], [Hold(Why.DISPUTE, DUE, after(10))], on=after(11)) is Step.REMIND
    assert next_step(ONE, [], [Hold(Why.DEATH, DUE, after(10))], on=after(11)) is None


def test_whoever_keeps_to_a_plan_or_owes_nothing_is_not_chased() -> None:
    assert next_step(ONE, [], [], on=after(300), keeps_plan=True) is None
    assert next_step([Late(DUE, 0)], [], [], on=after(300)) is None


def test_a_debt_in_three() -> None:
    assert spread(1000, 3, first_on=DUE, every_weeks=4) == (
        Instalment(DUE, 334),
        Instalment(after(28), 333),
        Instalment(after(56), 333),
    )


@given(st.integers(1, 10**7), st.integers(2, 120), st.integers(1, 8))
def test_a_spread_debt_adds_up_to_the_penny(pence: int, times: int, weeks: int) -> None:
    if times > pence:
        with pytest.raises(Refused):
            spread(pence, times, first_on=DUE, every_weeks=weeks)
        return
    plan = spread(pence, times, first_on=DUE, every_weeks=weeks)

    assert sum(one.pence for one in plan) == pence
    assert max(one.pence for one in plan) - min(one.pence for one in plan) <= 1
    assert len({one.due_on for one in plan}) == times


@pytest.mark.parametrize(
    ("pence", "times", "weeks"), [(0, 3, 4), (100, 1, 4), (10**6, 121, 4), (100, 2, 0), (3, 4, 1)]
)
def test_what_cannot_be_spread_is_refused_in_words(pence: int, times: int, weeks: int) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        spread(pence, times, first_on=DUE, every_weeks=weeks)


def test_a_plan_is_kept_until_a_day_passes_unpaid() -> None:
    plan = spread(1000, 2, first_on=DUE, every_weeks=4)

    assert keeps_to(plan, 0, DUE)
    assert not keeps_to(plan, 499, after(1))
    assert keeps_to(plan, 500, after(28))
