"""Somebody whose cost is above their figure keeps it, steps down by a share at most, and is
looked at every year; managers see what it comes to."""

from datetime import date
from decimal import Decimal
from typing import Any

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import operations as allocation
from ownway.support.allocation.domain.calibration.transition import transition
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.domain.protection import Step, extra_on, steps

ON = making.DAY
START = date(2026, 12, 1)


def test_steps_by_hand() -> None:
    """£400 beside a figure of £310: £90 apart, £40 a year: £50, then £10, then nothing."""
    assert steps(400_00, 310_00, first_day=START, most_percent=10) == (
        Step(START, date(2027, 11, 30), 50_00),
        Step(date(2027, 12, 1), date(2028, 11, 30), 10_00),
    )
    assert steps(400_00, 310_00, first_day=START, most_percent=0) == (Step(START, None, 90_00),)
    assert steps(400_00, 310_00, first_day=START, most_percent=50) == ()
    with pytest.raises(Refused, match="nothing to protect"):
        steps(310_00, 310_00, first_day=START, most_percent=10)
    with pytest.raises(Refused, match="between 0 and 100"):
        steps(400_00, 310_00, first_day=START, most_percent=101)


@given(st.integers(0, 3_000_00), st.integers(1, 3_000_00), st.integers(6, 100))
def test_it_is_the_rule_that_a_calibration_foresees(figure: int, gap: int, percent: int) -> None:
    present = figure + gap
    found = steps(present, figure, first_day=START, most_percent=percent)
    foreseen = transition([present], [figure], cap=Decimal(percent) / 100)
    ends = foreseen.extra[: len(found)]

    assert tuple(one.extra_weekly for one in found) == tuple(ends)
    assert not any(foreseen.extra[len(found) :])


@given(st.integers(1, 60), st.dates(date(2026, 11, 1), date(2040, 1, 1)))
def test_what_is_kept_on_a_day_never_rises(percent: int, day: date) -> None:
    found = steps(400_00, 100_00, first_day=START, most_percent=percent)
    later = date(day.year + 1, day.month, min(day.day, 28))
    assert extra_on(day, found) >= extra_on(later, found) or day < START


@pytest.fixture
def nell(settings: Any, db: None) -> SignIn:
    settings.OWNWAY_TODAY = ON
    return making.practitioner()


@pytest.fixture
def figure(nell: SignIn) -> int:
    """Ruth's figure; her support costs £40 a week more."""
    ruth = making.person()
    making.marlshires_card()
    allocation.propose_budget(making.assessed(ruth, by=nell), by=nell, on=ON)
    _, found = queries.cost_and_figure(ruth.pk, by=nell, on=ON)
    assert found is not None
    making.arrangement(ruth, cost_weekly=found + 40_00)
    return found


def ruth_of() -> Person:
    return Person.objects.get()


def protect(by: SignIn, **said: Any) -> Any:
    given: dict[str, Any] = {"first_day": ON, "most_percent": 0, "reason": "Her week holds by it"}
    return operations.protect_cost(ruth_of().pk, **(given | said), by=by, on=ON)


def test_a_manager_protects_what_she_has(figure: int) -> None:
    asif = making.manager()
    protect(asif)
    [line] = queries.protections(by=asif, on=ON).lines

    assert (line.present_weekly, line.figure_weekly, line.extra_weekly, line.last_day) == (
        figure + 40_00,
        figure,
        40_00,
        None,
    )
    assert line.review_on == date(ON.year + 1, ON.month, ON.day)
    assert "planning.cost-protected" in [one.name for one in timeline(ruth_of().pk)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": " "}, "why it is protected"),
        ({"first_day": date(2020, 1, 1)}, "today or a later day"),
        ({"most_percent": 100}, "smaller share"),
        ({"most_percent": 101}, "between 0 and 100"),
    ],
)
def test_what_cannot_be_is_refused(figure: int, said: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        protect(making.manager(), **said)


def test_nobody_is_protected_twice_and_a_worker_does_not_decide(figure: int, nell: SignIn) -> None:
    asif = making.manager()
    protect(asif)
    with pytest.raises(Refused, match="protected already"):
        protect(asif)
    with pytest.raises(NotAllowed):
        protect(nell)
    with pytest.raises(NotAllowed):
        queries.protections(by=nell, on=ON)


def test_it_is_late_once_its_day_passed_and_looked_at_for_another_year(figure: int) -> None:
    asif = making.manager()
    made = protect(asif)
    later = date(ON.year + 1, ON.month, ON.day + 1)
    late = queries.protections(by=asif, on=later).late
    operations.look_at_protection(made, reason="Nothing has changed", by=asif, on=later)
    [line] = queries.protections(by=asif, on=later).lines

    assert late == 1
    assert (line.late, line.review_on) == (False, date(ON.year + 2, ON.month, ON.day + 1))


def test_ended_with_a_reason_it_stands_no_more(figure: int) -> None:
    asif = making.manager()
    made = protect(asif)
    with pytest.raises(Refused, match="why"):
        operations.end_protection(made, reason="", by=asif, on=ON)
    operations.end_protection(made, reason="She asked for less", by=asif, on=ON)

    assert queries.protections(by=asif, on=ON).lines == ()
    with pytest.raises(Refused, match="over already"):
        operations.look_at_protection(made, reason="Again", by=asif, on=ON)
    assert protect(asif) != made


def test_one_that_ran_out_makes_room(figure: int) -> None:
    asif = making.manager()
    made = protect(asif, most_percent=5)
    long_after = date(ON.year + 10, 1, 1)
    assert queries.protections(by=asif, on=long_after).lines == ()
    again = operations.protect_cost(
        ruth_of().pk,
        first_day=long_after,
        most_percent=0,
        reason="Above a newer figure",
        by=asif,
        on=long_after,
    )
    assert again != made


def test_the_pages_tell_her_the_worker_and_the_manager(
    client: Client, figure: int, nell: SignIn
) -> None:
    ruth, asif = ruth_of(), making.manager()
    at = f"/team/people/{ruth.pk}/protected-cost/"

    def be(who: SignIn) -> None:
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")

    be(asif)
    bare = client.post(at, {"act": "protect", "most_percent": "200"})
    day = {
        "first_day_day": str(ON.day),
        "first_day_month": str(ON.month),
        "first_day_year": str(ON.year),
    }
    said = {"act": "protect", "most_percent": "0", "reason": "Her week holds by it", **day}
    done = client.post(at, said, follow=True)
    again = client.post(at, said)
    listed = client.get("/team/protected-costs/")
    be(nell)
    seen = client.get(at)
    be(making.own_sign_in(ruth))
    hers = client.get("/my/plan/protected-cost/")

    assert bare.status_code == 422
    assert "Enter the day it begins" in bare.text
    assert "Write a number from 0 to 100" in bare.text
    assert "Keeps £40.00 a week above the figure" in done.text
    assert "They are protected already" in again.text
    assert "leaves £2,460.00 for all others" in listed.text
    assert "Keeps £40.00 a week" in seen.text
    assert "End it today" not in seen.text
    assert "You keep what you have now" in hers.text
    assert "Her week holds by it" in hers.text
