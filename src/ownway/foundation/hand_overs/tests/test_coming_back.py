"""What is given back is the sender's again, and stands with them until they say what is next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import operations, queries
from ownway.foundation.hand_overs.domain import State
from ownway.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def asif() -> SignIn:
    return making.manager()


@pytest.fixture
def passed(nell: SignIn, asif: SignIn) -> Callable[..., UUID]:
    def make(**more: Any) -> UUID:
        said: dict[str, Any] = {
            "about_name": "Ruth Calloway",
            "what": "He wants to talk",
            "to_sign_in": nell,
            "due_on": ON + timedelta(days=3),
            "by": asif,
            "on": ON,
        }
        return operations.hand_over(making.person().pk, **{**said, **more})

    return make


def test_it_stands_on_the_senders_page_until_they_say_what_happens_next(
    passed: Callable[..., UUID], nell: SignIn, asif: SignIn
) -> None:
    made = passed()
    operations.give_back(made, reason="He asked for a man", by=nell, on=ON)
    (line,) = queries.concerning(asif, on=ON)
    assert (line.came_back, line.from_me, line.answer) == (True, True, "He asked for a man")
    with pytest.raises(Refused, match="Say what happens next"):
        operations.take_back(made, next_step=" ", by=asif, on=ON)
    operations.take_back(made, next_step="Bram calls him today", by=asif, on=ON)
    assert queries.concerning(asif, on=ON) == []
    assert timeline(line.about_id)[0].words == "He wants to talk: Bram calls him today"
    with pytest.raises(Refused, match="taken up already"):
        operations.take_back(made, next_step="Again", by=asif, on=ON)


def test_past_its_day_it_is_late_like_what_nobody_answered(
    passed: Callable[..., UUID], nell: SignIn, asif: SignIn
) -> None:
    operations.give_back(passed(), reason="I cannot", by=nell, on=ON)
    (line,) = queries.concerning(asif, on=ON + timedelta(days=10))
    assert line.days_late == 7


def test_whoever_gave_it_back_does_not_take_it_up_for_another_team(
    passed: Callable[..., UUID], asif: SignIn
) -> None:
    far = making.staff(
        making.Role.PRACTITIONER,
        of=making.team("West team"),
        name="Kit Lowe",
        email="kit@example.org",
    )
    made = passed(to_sign_in=far)
    operations.give_back(made, reason="I cannot", by=far, on=ON)
    with pytest.raises(Refused, match="Whoever passed it on"):
        operations.take_back(made, next_step="Not mine", by=far, on=ON)


def test_what_came_from_outside_is_given_back_to_nobody(
    passed: Callable[..., UUID], nell: SignIn
) -> None:
    with pytest.raises(Refused, match="came from outside"):
        operations.give_back(passed(by=None), reason="I cannot", by=nell, on=ON)


def test_what_the_sender_ends_themself_does_not_come_back_to_them(
    passed: Callable[..., UUID], asif: SignIn
) -> None:
    made = passed()
    operations.settle(made, State.RETURNED, answer="Not needed", by=asif, on=ON)
    assert queries.concerning(asif, on=ON) == []
