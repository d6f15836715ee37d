"""Limits hold for the whole plan; versions beside each other tell every part exactly once."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.planning.domain.comparing import Change, Told, beside
from ownway.support.planning.domain.deciding import (
    Limits,
    Looked,
    Monitoring,
    Signs,
    checks,
    monitoring_advised,
    who_signs,
)

LIMITS = Limits(manager_weekly=750_00, manager_once=1_000_00)


@pytest.mark.parametrize(
    ("weekly", "once", "given_before", "signs"),
    [
        (750_00, 0, [], Signs.MANAGER),
        (750_01, 0, [], Signs.PANEL),
        (0, 1_000_00, [], Signs.MANAGER),
        (0, 600_00, [400_00], Signs.MANAGER),
        (0, 600_00, [400_01], Signs.PANEL),
        (10_00, 0, [5_000_00], Signs.MANAGER),
    ],
    ids=["at it", "a penny above", "once", "with before", "two halves", "nothing more once"],
)
def test_a_limit_divided_into_two_is_still_one(
    weekly: int, once: int, given_before: list[int], signs: Signs
) -> None:
    assert who_signs(weekly, once, given_before, LIMITS).signs is signs


@given(st.integers(0, 2_000_00), st.integers(0, 5_000_00), st.lists(st.integers(1, 900_00)))
def test_a_dearer_plan_is_never_decided_lower_down(
    weekly: int, once: int, before: list[int]
) -> None:
    if who_signs(weekly, once, before, LIMITS).signs is Signs.PANEL:
        assert who_signs(weekly + 1, once, before, LIMITS).signs is Signs.PANEL
        if once:
            assert who_signs(weekly, once + 1, before, LIMITS).signs is Signs.PANEL


def looked(**said: Any) -> Looked:
    values: dict[str, Any] = {
        "outcomes": (("home", "Being safe at home"), ("food", "Eating")),
        "covered": frozenset({"home", "food"}),
        "above_range": False,
        "reason": "",
        "below_range": False,
        "if_things_go_wrong": "Ellie comes",
        "risks": "",
        "breaches": (),
        "waiting_for_yes": (),
    }
    return Looked(**{**values, **said})


def test_a_plan_with_all_in_it_meets_every_check() -> None:
    assert [one.met for one in checks(looked())] == [True, True, True, True]


def test_what_is_left_out_is_named() -> None:
    first = checks(looked(covered=frozenset({"home"})))[0]
    assert (first.met, first.says) == (False, "Nothing in it yet for: Eating.")


def test_above_the_range_with_a_reason_is_enough() -> None:
    assert checks(looked(above_range=True, reason="Two carers at night"))[1].met is True
    assert checks(looked(above_range=True))[1].met is False


def test_who_has_not_said_yes_is_named() -> None:
    assert checks(looked(waiting_for_yes=("Pete",)))[-1].says == "Not yet: Pete."


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({}, Monitoring.LIGHT),
        ({"authority_weekly": 250_01}, Monitoring.STANDARD),
        ({"household": True}, Monitoring.STANDARD),
        ({"close_before": True}, Monitoring.CLOSE),
        ({"close_before": True, "direct": False}, Monitoring.LIGHT),
    ],
)
def test_how_closely_the_rules_advise_to_look(said: dict[str, Any], level: Monitoring) -> None:
    values: dict[str, Any] = {
        "authority_weekly": 250_00,
        "light_up_to_weekly": 250_00,
        "direct": True,
        "household": False,
        "close_before": False,
    }
    advised, why = monitoring_advised(**{**values, **said})
    assert advised is level
    assert why.endswith(".")


told = st.builds(
    Told,
    what=st.sampled_from(["Mornings", "Choir", "Shopping", "Nights"]),
    who=st.sampled_from(["Jo", "Pete", "Marl Vale"]),
    cost_weekly=st.integers(0, 300_00),
    words=st.just((("When", "daily"),)) | st.just((("When", "weekly"),)),
)


@given(st.lists(told, max_size=6), st.lists(told, max_size=6))
def test_every_part_of_both_versions_is_told_once(before: list[Told], after: list[Told]) -> None:
    rows = beside(before, after)
    assert Counter(one.before for one in rows if one.before) == Counter(before)
    assert [one.after for one in rows if one.after] == after
    assert sum(one.more_weekly for one in rows) == sum(one.cost_weekly for one in after) - sum(
        one.cost_weekly for one in before
    )


@given(st.lists(told, max_size=6, unique_by=lambda one: (one.what, one.who)))
def test_a_version_beside_itself_has_not_changed(parts: list[Told]) -> None:
    assert {one.change for one in beside(parts, parts)} <= {Change.SAME}


def test_another_who_does_the_same_thing_is_a_change_not_new_and_gone() -> None:
    jo = Told("Mornings", "Jo", 100_00, ())
    kim = Told("mornings ", "Kim", 100_00, ())
    (row,) = beside([jo], [kim])
    assert (row.change, row.changes) == (Change.CHANGED, (("Who", "Jo", "Kim"),))
