"""A review is held: what each side says stays theirs, and how it ends begins what follows."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.utils import timezone

from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.models import Person
from ownway.support.planning import queries as planning
from ownway.support.review import operations, queries
from ownway.support.review.domain.due import Why
from ownway.support.review.domain.talking import About, Achieved, Ending, Side
from ownway.support.review.models import Review, Statement

pytestmark = pytest.mark.django_db
DAY = making.DAY


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def ruth(nell: SignIn) -> Person:
    """Somebody whose plan was signed off three months ago and runs."""
    made = making.person()
    making.running_plan(made, nell, DAY - timedelta(days=90))
    return made


def begun(ruth: Person, nell: SignIn) -> UUID:
    return operations.begin_review(ruth.pk, planned_for=None, by=nell, on=DAY)


def say(of: Person, by: SignIn, side: Side | None = Side.PERSON, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "about": About.WORKING,
        "words": "Jo comes on time.",
        "said_by": "Ruth",
        "may_be_used": False,
    }
    return operations.say(of.pk, side=side, **(said | more), by=by, on=DAY)


def see_all(review_id: UUID, by: SignIn, achieved: Achieved = Achieved.FULLY) -> None:
    for one in queries.review_for_reading(review_id, by=by, on=DAY).outcomes:
        operations.see_outcome(
            review_id, outcome=one.outcome, achieved=achieved, words="", by=by, on=DAY
        )


def finish(review_id: UUID, by: SignIn, ending: Ending = Ending.CONTINUE, **more: Any) -> Any:
    said = {"words": "It suits her."} | more
    return operations.finish_review(review_id, ending=ending, **said, by=by, on=DAY)


def test_what_was_written_before_goes_into_the_review(ruth: Person, nell: SignIn) -> None:
    own = making.own_sign_in(ruth)
    say(ruth, own, None, words="Evenings are long.", about=About.NOT_WORKING, said_by="Nell")
    review_id = begun(ruth, nell)
    say(ruth, nell, Side.STAFF, said_by="", words="She is out more.")
    say(ruth, nell, Side.FAMILY, said_by="Tess, her sister", may_be_used=True)

    found = queries.review_for_reading(review_id, by=nell, on=DAY)

    assert [(one.side, one.said_by, one.words) for one in found.statements] == [
        (Side.PERSON, own.name, "Evenings are long."),
        (Side.STAFF, "Nell Farraday", "She is out more."),
        (Side.FAMILY, "Tess, her sister", "Jo comes on time."),
    ]
    assert [one.may_be_used for one in found.statements] == [False, False, True]
    assert found.outcomes


def test_only_one_review_is_open_and_nothing_is_lost_by_beginning_twice(
    ruth: Person, nell: SignIn
) -> None:
    review_id = begun(ruth, nell)
    with pytest.raises(Refused, match="open already"):
        begun(ruth, nell)
    assert queries.open_review_of(ruth.pk, by=nell) == review_id
    assert queries.next_review_of(ruth.pk, by=nell, on=DAY) is not None


def test_a_review_that_is_open_does_not_count_as_held(ruth: Person, nell: SignIn) -> None:
    before = queries.next_review_of(ruth.pk, by=nell, on=DAY)
    review_id = begun(ruth, nell)
    assert queries.next_review_of(ruth.pk, by=nell, on=DAY) == before
    say(ruth, nell)
    see_all(review_id, nell)
    finish(review_id, nell)
    after = queries.next_review_of(ruth.pk, by=nell, on=DAY)
    assert before
    assert after
    assert after.due_on > before.due_on


def test_what_is_missing_is_said_and_nothing_half_written(ruth: Person, nell: SignIn) -> None:
    review_id = begun(ruth, nell)
    with pytest.raises(Refused, match="how they see it"):
        finish(review_id, nell)
    say(ruth, nell)
    with pytest.raises(Refused, match="whether it was achieved"):
        finish(review_id, nell)
    see_all(review_id, nell, Achieved.PARTLY)
    say(ruth, nell, about=About.NOT_WORKING)
    with pytest.raises(Refused, match="Something is not working"):
        finish(review_id, nell)
    with pytest.raises(Refused, match="what came of the review"):
        finish(review_id, nell, words=" ", none_needed="She prefers it so.")
    assert Review.objects.get(pk=review_id).finished_on is None

    finish(review_id, nell, none_needed="She prefers it so.")

    row = Review.objects.get(pk=review_id)
    assert (row.finished_on, row.outcome, row.outcomes_achieved) == (
        DAY,
        "Continuation of support or services",
        "Partially achieved",
    )
    with pytest.raises(Refused, match="somebody has ended it"):
        finish(review_id, nell)


def test_a_change_begins_the_next_version_of_the_plan(ruth: Person, nell: SignIn) -> None:
    review_id = begun(ruth, nell)
    say(ruth, nell)
    see_all(review_id, nell)
    led_to = finish(review_id, nell, Ending.CHANGE)

    plan = planning.plan_in_the_making(ruth.pk, by=nell)
    assert plan is not None
    assert (led_to.plan_id, plan.version) == (plan.id, 2)


def test_a_reassessment_begins_and_a_second_is_not_opened(ruth: Person, nell: SignIn) -> None:
    open_one = making.begun(ruth, nell)
    review_id = begun(ruth, nell)
    say(ruth, nell)
    see_all(review_id, nell)
    assert finish(review_id, nell, Ending.REASSESS).assessment_id == open_one


def test_support_ends_on_the_day_that_was_said(ruth: Person, nell: SignIn) -> None:
    review_id = begun(ruth, nell)
    say(ruth, nell)
    see_all(review_id, nell)
    with pytest.raises(Refused, match="last day of support"):
        finish(review_id, nell, Ending.END)
    finish(review_id, nell, Ending.END, last_day=DAY + timedelta(days=3))
    assert {one.last_day for one in planning.arrangements_of(ruth.pk, by=nell)} == {
        DAY + timedelta(days=3)
    }


def test_support_without_a_plan_here_is_reviewed_and_cannot_change_what_is_not(
    nell: SignIn,
) -> None:
    made = making.person()
    making.arrangement(made, first_day=date(2024, 1, 8))
    review_id = operations.begin_review(made.pk, planned_for=None, by=nell, on=DAY)
    say(made, nell)
    with pytest.raises(Refused, match="no plan here to change"):
        finish(review_id, nell, Ending.CHANGE)
    finish(review_id, nell)


def test_actions_of_colleagues_are_passed_to_them(ruth: Person, nell: SignIn) -> None:
    asif = making.manager()
    review_id = begun(ruth, nell)
    say(ruth, nell)
    see_all(review_id, nell)
    due_on = DAY + timedelta(days=14)
    rest: dict[str, Any] = {"due_on": due_on, "by": nell, "on": DAY}
    operations.agree_action(
        review_id, what="Ask for a rail", owner_id=asif.pk, owner_words="", **rest
    )
    hers = operations.agree_action(
        review_id, what="Ring the choir", owner_id=None, owner_words="Ruth", **rest
    )
    finish(review_id, nell)

    (passed,) = hand_overs.about(ruth.pk, by=asif, on=DAY, open_only=True)
    assert (passed.what, passed.due_on) == ("From the review: Ask for a rail", due_on)
    assert queries.late_actions(by=nell, on=due_on) == []
    late = queries.late_actions(by=nell, on=due_on + timedelta(days=1))
    assert {one.what for one in late} == {"Ask for a rail", "Ring the choir"}
    operations.do_action(hers, words="She sings again.", by=nell, on=due_on)
    late = queries.late_actions(by=nell, on=due_on + timedelta(days=1))
    assert [one.owner for one in late] == ["Asif Karim"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"what": " "}, "what is to be done"),
        ({"owner_words": ""}, "who does it"),
        ({"due_on": DAY - timedelta(days=1)}, "passed"),
        ({"due_on": DAY + timedelta(days=400)}, "more than a year"),
    ],
)
def test_an_action_without_an_owner_or_a_day_is_refused(
    ruth: Person, nell: SignIn, more: dict[str, Any], words: str
) -> None:
    review_id = begun(ruth, nell)
    said = {"what": "Ring", "owner_id": None, "owner_words": "Ruth", "due_on": DAY} | more
    with pytest.raises(Refused, match=words):
        operations.agree_action(review_id, **said, by=nell, on=DAY)


def test_only_whoever_wrote_it_takes_it_back_and_only_before_the_end(
    ruth: Person, nell: SignIn
) -> None:
    own = making.own_sign_in(ruth)
    review_id = begun(ruth, nell)
    kept, gone = say(ruth, own, None), say(ruth, own, None, words="Not this.")
    with pytest.raises(Refused, match="Only whoever wrote it"):
        operations.take_back(gone, by=nell, on=DAY)
    operations.take_back(gone, by=own, on=DAY)
    see_all(review_id, nell)
    finish(review_id, nell)
    with pytest.raises(Refused, match="review is over"):
        operations.take_back(kept, by=own, on=DAY)
    assert Statement.objects.count() == 2


def test_whose_support_does_not_run_and_who_has_died_is_not_reviewed(nell: SignIn) -> None:
    nobody = making.person()
    with pytest.raises(Refused, match="nothing to review"):
        operations.begin_review(nobody.pk, planned_for=None, by=nell, on=DAY)
    dead = making.person(died_on=DAY - timedelta(days=2))
    making.arrangement(dead, first_day=date(2020, 1, 6))
    with pytest.raises(Refused, match="died"):
        operations.begin_review(dead.pk, planned_for=None, by=nell, on=DAY)


def test_others_neither_hold_nor_read_it(ruth: Person, nell: SignIn) -> None:
    review_id = begun(ruth, nell)
    stranger = making.practitioner(of=making.team("West team"), name="Odd One")
    with pytest.raises(NotFound):
        queries.review_for_reading(review_id, by=stranger, on=DAY)
    with pytest.raises(NotFound):
        say(ruth, stranger)
    with pytest.raises(NotAllowed):
        operations.begin_review(ruth.pk, planned_for=None, by=making.own_sign_in(ruth), on=DAY)
    with pytest.raises(NotAllowed):
        say(ruth, making.finance())


def test_the_person_asks_for_it_sooner_and_asking_twice_changes_nothing(
    ruth: Person, nell: SignIn
) -> None:
    review_id = begun(ruth, nell)
    say(ruth, nell)
    see_all(review_id, nell)
    finish(review_id, nell)
    own, tomorrow = making.own_sign_in(ruth), DAY + timedelta(days=1)
    rest: dict[str, Any] = {"by": own, "on": tomorrow, "at": timezone.now()}
    with pytest.raises(Refused, match="what has changed"):
        operations.ask_sooner(ruth.pk, reason=" ", **rest)

    by_then = operations.ask_sooner(ruth.pk, reason="Jo is leaving.", **rest)

    assert by_then == tomorrow + timedelta(weeks=4)
    assert operations.ask_sooner(ruth.pk, reason="Again", **rest) == by_then
    found = queries.next_review_of(ruth.pk, by=nell, on=tomorrow)
    assert found
    assert (found.due_on, found.said_why, found.said) == (
        by_then,
        "asked",
        "Jo is leaving.",
    )


def test_a_worker_holds_it_back_and_only_a_manager_moves_it(nell: SignIn) -> None:
    made = making.person()
    making.arrangement(made, first_day=DAY - timedelta(days=400))
    later = DAY + timedelta(days=14)
    rest: dict[str, Any] = {"reason": "In hospital", "on": DAY, "at": timezone.now()}
    with pytest.raises(NotAllowed):
        operations.set_day(made.pk, why=Why.MOVED, due_on=later, by=nell, **rest)
    operations.set_day(made.pk, why=Why.HELD, due_on=later, by=nell, **rest)
    (found,) = queries.due(by=nell, on=DAY)
    assert (found.due_on, found.said_why, found.is_late) == (later, "held", True)
    operations.set_day(made.pk, why=Why.MOVED, due_on=later, by=making.manager(), **rest)
    (found,) = queries.due(by=nell, on=DAY)
    assert found.why_words == "Moved"
