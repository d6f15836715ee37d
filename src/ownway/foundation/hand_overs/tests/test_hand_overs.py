"""Nothing is passed on into the void: silence shows, an answer is kept, a stranger sees nothing."""

from datetime import date, timedelta
from uuid import uuid4

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import operations, queries
from ownway.foundation.hand_overs.domain import MAY_FOLLOW, OPEN, State, days_late
from ownway.kernel.refusal import NotFound, Refused

ON = making.DAY


def test_every_state_can_be_left_or_is_an_end() -> None:
    assert {state for state in State if MAY_FOLLOW[state]} == set(OPEN)


@given(st.sampled_from(State), st.integers(-400, 400))
def test_only_what_is_open_can_be_late(state: State, days: int) -> None:
    late = days_late(state, ON - timedelta(days=days), on=ON)

    assert late == (max(0, days) if state in OPEN else 0)


def pass_on(**more: object) -> tuple[object, object, object]:
    nell, ruth = making.practitioner(), making.person()
    said = {
        "about_name": "Ruth Calloway",
        "what": "Level shower",
        "to_organisation": "Housing grants",
        "due_on": ON,
        "by": nell,
        "on": ON,
    }
    return nell, ruth, operations.hand_over(ruth.pk, **(said | more))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_silence_past_the_day_shows_to_the_one_who_passed_it_on() -> None:
    nell, _, _ = pass_on()

    (line,) = queries.concerning(nell, on=ON + timedelta(days=10))  # type: ignore[arg-type]
    assert (line.what, line.receiver, line.days_late) == ("Level shower", "Housing grants", 10)


@pytest.mark.django_db
def test_an_answer_closes_it_and_stands_on_the_timeline() -> None:
    nell, ruth, made = pass_on()

    operations.acknowledge(made, by=nell, on=ON)  # type: ignore[arg-type]
    operations.finish(made, answer="Fitted on Tuesday", by=nell, on=ON)  # type: ignore[arg-type]

    assert queries.concerning(nell, on=ON + timedelta(days=99)) == []  # type: ignore[arg-type]
    assert timeline(ruth.pk)[0].words == "Level shower: Fitted on Tuesday"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_what_is_closed_cannot_be_answered_again() -> None:
    nell, _, made = pass_on()
    operations.give_back(made, reason="Not eligible for a grant", by=nell, on=ON)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="returned already"):
        operations.acknowledge(made, by=nell, on=ON)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to_organisation": " "}, "Say who it goes to"),
        ({"what": " "}, "Say what you are passing on"),
        ({"due_on": date(2026, 1, 1)}, "cannot be in the past"),
    ],
)
def test_a_hand_over_that_cannot_work_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        pass_on(**wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [operations.finish, operations.give_back])
def test_an_end_needs_words(act: object) -> None:
    nell, _, made = pass_on()
    word = "answer" if act is operations.finish else "reason"

    with pytest.raises(Refused, match="Say"):
        act(made, **{word: " "}, by=nell, on=ON)  # type: ignore[operator]


@pytest.mark.django_db
def test_another_team_sees_nothing_of_it() -> None:
    _, _, made = pass_on()
    west = making.practitioner(of=making.team("West team"))

    assert queries.concerning(west, on=ON) == []
    with pytest.raises(NotFound):
        queries.one_for_reading(made, by=west, on=ON)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        operations.acknowledge(made, by=west, on=ON)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_team_it_goes_to_may_accept_it() -> None:
    west = making.team("West team")
    _, _, made = pass_on(to_organisation="", to_team=west)
    receiver = making.practitioner(of=west)

    operations.acknowledge(made, by=receiver, on=ON)  # type: ignore[arg-type]

    (line,) = queries.concerning(receiver, on=ON)
    assert (line.state, line.to_me) == (State.ACKNOWLEDGED, True)


@pytest.mark.django_db
def test_what_came_from_outside_names_nobody_and_is_settled_from_its_own_page() -> None:
    """A context that passed something on for somebody without a sign-in may answer it itself."""
    made = operations.hand_over(
        uuid4(),
        about_name="SC-1",
        what="A concern",
        to_team=making.team("Safeguarding team"),
        due_on=ON,
        by=None,
        on=ON,
    )
    odile = making.practitioner(making.team("Safeguarding team"), name="Odile Marsh")
    (line,) = queries.concerning(odile, on=ON)
    assert (line.from_name, line.state) == ("somebody who told us", State.WAITING)

    operations.settle(made, State.DONE, answer="I have it.", by=odile, on=ON)
    operations.settle(made, State.ACKNOWLEDGED, answer="", by=odile, on=ON)

    assert queries.concerning(odile, on=ON) == []
    assert queries.answers([made])[made].answer == "I have it."
