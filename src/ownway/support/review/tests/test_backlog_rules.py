"""Who comes first, who does whose review, and the way down: nobody twice, nobody dropped."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.review.domain.backlog import (
    BANDS,
    Reviewer,
    Risk,
    RiskRules,
    Waiting,
    band_of,
    burn_down,
    risk_of,
    share_out,
    standing,
)

RULES = RiskRules(365, 182)
FIRST = date(2026, 9, 7)
TEAMS = [UUID(int=n) for n in (1, 2)]


def risk(days: int, **more: bool) -> tuple[Risk, tuple[str, ...]]:
    said = dict.fromkeys(("something_changed", "never_reviewed", "direct_payments_own"), False)
    return risk_of(days, **(said | more), rules=RULES)


def test_what_makes_a_late_review_pressing() -> None:
    assert risk(1) == (Risk.LOW, ())
    assert risk(182) == (Risk.MIDDLE, ("late for 182 days or more",))
    assert risk(365)[0] is Risk.HIGH
    assert risk(3, never_reviewed=True) == (Risk.MIDDLE, ("never reviewed",))
    assert risk(3, direct_payments_own=True)[0] is Risk.MIDDLE
    assert risk(3, something_changed=True, never_reviewed=True) == (
        Risk.HIGH,
        ("something changed", "never reviewed"),
    )


@pytest.mark.parametrize(("high", "middle"), [(182, 182), (100, 182), (10, 0)])
def test_rules_of_risk_that_make_no_sense(high: int, middle: int) -> None:
    with pytest.raises(ValueError, match="High risk"):
        RiskRules(high, middle)


def test_every_number_of_days_has_a_band() -> None:
    assert [band_of(days) for days in (1, 30, 31, 91, 92, 182, 183, 365, 366, 9_999)] == [
        BANDS[0], BANDS[0], BANDS[1], BANDS[1], BANDS[2], BANDS[2], BANDS[3], BANDS[3], BANDS[4],
        BANDS[4],
    ]  # fmt: skip


@st.composite
def people_and_reviewers(draw: st.DrawFn) -> tuple[list[Waiting], list[Reviewer]]:
    people = [
        Waiting(
            UUID(int=100 + n),
            draw(st.sampled_from(Risk)),
            FIRST - timedelta(days=draw(st.integers(1, 900))),
            draw(st.sampled_from([*TEAMS, None])),
        )
        for n in range(draw(st.integers(0, 25)))
    ]
    reviewers = [
        Reviewer(
            UUID(int=500 + n),
            draw(st.integers(0, 8)),
            draw(st.sampled_from([*TEAMS, None])),
            draw(st.integers(0, 6)),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    return people, reviewers


@given(people_and_reviewers(), st.integers(0, 99))
def test_nobody_is_given_twice_and_everybody_who_can_be(
    made: tuple[list[Waiting], list[Reviewer]], seed: int
) -> None:
    waiting, reviewers = made
    given_out = share_out(waiting, reviewers)
    able = [one for one in reviewers if one.per_week]
    teams = {one.id: one.team_id for one in able}
    for one in waiting:
        fit = any(who.team_id in (None, one.team_id) for who in able)
        assert (one.person_id in given_out) == fit
        if fit:
            assert teams[given_out[one.person_id]] in (None, one.team_id)
    mixed, others = list(waiting), list(reviewers)
    Random(seed).shuffle(mixed)
    Random(seed + 1).shuffle(others)
    assert share_out(mixed, others) == given_out


def test_the_most_pressing_go_to_whoever_reaches_them_soonest() -> None:
    fast, slow = Reviewer(UUID(int=1), 6, None), Reviewer(UUID(int=2), 2, None)
    waiting = [
        Waiting(UUID(int=100 + n), Risk.HIGH if n == 7 else Risk.LOW, FIRST, None) for n in range(8)
    ]
    shared = share_out(waiting, [fast, slow])
    assert shared[UUID(int=107)] == fast.id
    assert sum(who == fast.id for who in shared.values()) == 6


@given(
    st.integers(1, 600),
    st.lists(st.integers(0, 200), max_size=60),
    st.integers(1, 180),
    st.integers(0, 200),
)
def test_the_way_down_ends_where_the_counts_do(
    extra: int, gone: list[int], span: int, now: int
) -> None:
    total = len(gone) + extra
    left_on = [FIRST + timedelta(days=n) for n in gone]
    target, on = FIRST + timedelta(days=span), FIRST + timedelta(days=now)
    days = burn_down(total, left_on, first_day=FIRST, target_on=target, on=on)
    past = [one for one in days if one.left is not None]
    assert past[-1].day == on
    found = standing(total, left_on, first_day=FIRST, target_on=target, on=on)
    assert past[-1].left == found.left == total - sum(day <= on for day in left_on)
    assert past[-1].planned == found.planned_left
    assert [one.planned for one in days] == sorted((one.planned for one in days), reverse=True)
    assert days[-1].planned == 0 or target < FIRST
    assert [one.day for one in days] == sorted({one.day for one in days})


def test_530_people_in_half_a_year() -> None:
    left_on = [FIRST + timedelta(days=n % 77) for n in range(200)]
    on = FIRST + timedelta(days=77)
    found = standing(530, left_on, first_day=FIRST, target_on=FIRST + timedelta(days=182), on=on)
    assert (found.left, found.planned_left) == (330, 306)
    assert found.behind == 24
    assert round(found.a_week, 1) == 18.2
    assert found.ends_on == on + timedelta(days=round(330 / (200 / 11) * 7))
