"""What may be said about the day of a review, and that no statement makes it less late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.review.domain.due import DaySet, NextDue, Why, with_day_set, wrong_day

RULE = date(2026, 11, 23)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def said(why: Why, due_on: date, *, rule_on: date = RULE, set_on: date = RULE) -> DaySet:
    return DaySet(why, due_on, rule_on, set_on, "Because")


@pytest.mark.parametrize("why", [Why.MOVED, Why.HELD])
def test_a_later_day_counts_while_the_rules_give_the_day_it_was_moved_from(why: Why) -> None:
    later = RULE + timedelta(days=20)
    moved = with_day_set(NextDue("Yearly review", RULE), said(why, later), None)
    assert (moved.due_on, moved.rule_on, moved.late_from) == (later, RULE, RULE)
    another = with_day_set(
        NextDue("Yearly review", RULE - timedelta(days=9)), said(why, later), None
    )
    assert another == NextDue("Yearly review", RULE - timedelta(days=9))


@pytest.mark.parametrize("why", [Why.ASKED, Why.RISK])
def test_a_sooner_day_counts_until_a_review_is_held(why: Why) -> None:
    soon = RULE - timedelta(days=30)
    asked = said(why, soon, set_on=RULE - timedelta(days=60))
    assert with_day_set(NextDue("Yearly review", RULE), asked, None).due_on == soon
    held_on = RULE - timedelta(days=59)
    assert with_day_set(NextDue("Yearly review", RULE), asked, held_on).due_on == RULE
    assert with_day_set(NextDue("Yearly review", soon), asked, None).said is None


@given(st.sampled_from(Why), DAYS, DAYS, DAYS, DAYS, st.none() | DAYS)
def test_no_statement_makes_a_review_less_late(
    why: Why, due_on: date, rule_on: date, stated_rule: date, on: date, held: date | None
) -> None:
    worked_out = NextDue("Yearly review", rule_on)
    found = with_day_set(worked_out, said(why, due_on, rule_on=stated_rule), held)
    assert found.days_late(on) >= worked_out.days_late(on)
    assert found.rule_on in (None, rule_on)


@pytest.mark.parametrize(
    ("why", "days", "direct_payment", "words"),
    [
        (Why.MOVED, -1, False, "passed"),
        (Why.RISK, 0, False, ""),
        (Why.MOVED, 42, False, ""),
        (Why.MOVED, 43, False, "too far away"),
        (Why.HELD, 84, True, ""),
        (Why.HELD, 85, True, "too far away"),
        (Why.MOVED, 7, True, "cannot be moved"),
    ],
)
def test_which_days_may_be_set(why: Why, days: int, direct_payment: bool, words: str) -> None:
    found = wrong_day(
        why,
        RULE + timedelta(days=days),
        worked_out=NextDue("Yearly review", RULE),
        direct_payment=direct_payment,
        on=RULE,
        move_most_weeks=6,
        hold_most_weeks=12,
    )
    assert words in found
    assert bool(found) == bool(words)


def test_sooner_is_sooner_and_later_is_later() -> None:
    rest = {
        "worked_out": NextDue("Yearly review", RULE + timedelta(days=50)),
        "direct_payment": False,
        "on": RULE,
        "move_most_weeks": 6,
        "hold_most_weeks": 12,
    }
    assert "not sooner" in wrong_day(Why.ASKED, RULE + timedelta(days=50), **rest)  # type: ignore[arg-type]
    assert not wrong_day(Why.ASKED, RULE + timedelta(days=49), **rest)  # type: ignore[arg-type]
    assert "not later" in wrong_day(Why.HELD, RULE + timedelta(days=50), **rest)  # type: ignore[arg-type]
