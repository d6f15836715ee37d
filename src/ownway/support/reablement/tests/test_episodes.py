"""An episode begins with agreement and the person's own goals, and ends looked at by them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from making import DAY, manager, own_sign_in, person, practitioner, team

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact, FactContent
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs import queries as passed
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.models import Person
from ownway.support.reablement import operations, queries
from ownway.support.reablement.domain import At, State
from ownway.support.reablement.models import Episode, Pause

pytestmark = pytest.mark.django_db
TEA = "Make my own tea, standing up"


@pytest.fixture
def ruth() -> Person:
    return person()


@pytest.fixture
def nell() -> SignIn:
    return practitioner()


def asked(of: Person, by: SignIn, on: date = DAY) -> UUID:
    return operations.ask(
        of.pk, kind="after hospital", team=team(), because="A new hip", by=by, on=on
    )


def begun(of: Person, by: SignIn, on: date = DAY, **more: Any) -> UUID:
    made = asked(of, by, on)
    operations.begin(made, **({"agreed": "said yes", "goals": [TEA]} | more), by=by, on=on)
    return made


def looked_at(episode_id: UUID, by: SignIn, on: date = DAY) -> None:
    page = queries.episode_for_reading(episode_id, by=by, on=on)
    for goal in page.goals:
        operations.scale_goal(goal.id, at=At.END, own=9, worker=7, by=by, on=on)
    operations.score_abilities(episode_id, at=At.START, levels={"food": 0}, by=by, on=on)
    operations.score_abilities(episode_id, at=At.END, levels={"food": 3}, by=by, on=on)


def ended(episode_id: UUID, by: SignIn, on: date = DAY, **more: Any) -> None:
    said = {
        "outcome": "no support",
        "words": "She makes her tea.",
        "persons_view": "I am back.",
        "what_next": "goodbye",
    }
    operations.end(episode_id, **(said | more), by=by, on=on)


def test_it_waits_and_tells_how_long(ruth: Person, nell: SignIn) -> None:
    asked(ruth, nell, DAY - timedelta(days=9))
    (line,) = queries.board(by=nell, on=DAY).waiting
    assert (line.name, line.days, line.state) == ("Ruth Calloway", 9, State.WAITING)
    assert queries.how_many(by=nell, on=DAY) == (0, 1)
    with pytest.raises(Refused, match="open already"):
        asked(ruth, nell)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"agreed": ""}, "how they agreed"),
        ({"agreed": "best interests"}, "who decided"),
        ({"goals": [" "]}, "at least one thing"),
        ({"started_on": DAY + timedelta(days=1)}, "future"),
        ({"planned_end_on": DAY + timedelta(days=42)}, "Plan the end between"),
    ],
)
def test_it_does_not_begin_without(
    ruth: Person, nell: SignIn, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        begun(ruth, nell, **more)
    assert Episode.objects.get().started_on is None


def test_it_is_planned_within_the_free_weeks(ruth: Person, nell: SignIn) -> None:
    page = queries.episode_for_reading(begun(ruth, nell), by=nell, on=DAY)
    assert page.line.planned_end_on == DAY + timedelta(days=41)
    assert page.weeks is not None
    assert page.weeks.may_be_charged_from == DAY + timedelta(days=42)
    assert [goal.words for goal in page.goals] == [TEA]


def test_both_numbers_stay_and_neither_stands_for_the_other(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    goal = queries.episode_for_reading(made, by=nell, on=DAY).goals[0]
    operations.scale_goal(goal.id, at=At.START, own=2, worker=None, by=nell, on=DAY)
    operations.scale_goal(goal.id, at=At.START, own=None, worker=5, by=nell, on=DAY)

    goal = queries.episode_for_reading(made, by=nell, on=DAY).goals[0]
    assert (goal.own_start, goal.worker_start, goal.own_end, goal.reached) == (2, 5, None, None)
    with pytest.raises(Refused, match="from 0 to 10"):
        operations.scale_goal(goal.id, at=At.END, own=11, worker=None, by=nell, on=DAY)
    with pytest.raises(Refused, match="at least one"):
        operations.scale_goal(goal.id, at=At.END, own=None, worker=None, by=nell, on=DAY)


def test_past_the_free_weeks_the_extension_says_from_which_day(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell, DAY - timedelta(days=30), planned_end_on=DAY)
    within, past = DAY + timedelta(days=5), DAY + timedelta(days=20)
    with pytest.raises(Refused, match="why"):
        operations.extend(made, to=within, because=" ", by=nell, on=DAY)

    operations.extend(made, to=within, because="Nearly there", by=nell, on=DAY)
    operations.extend(made, to=past, because="The stairs", by=nell, on=DAY)

    page = queries.episode_for_reading(made, by=nell, on=past)
    first_paid = DAY + timedelta(days=12)
    assert [one.may_be_charged_from for one in page.extensions] == [None, first_paid]
    assert page.line.days_past_free == (past - first_paid).days + 1
    said = FactContent.objects.filter(fact__name="reablement.extended").order_by("pk").last()
    assert said is not None
    assert "It may be charged for from 5 December 2026" in said.words


def test_a_visit_is_noted_once_and_not_before_its_day(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    visit = operations.plan_visit(made, planned_on=DAY, who="Ola", by=nell, on=DAY)
    later = operations.plan_visit(
        made, planned_on=DAY + timedelta(days=1), who="Ola", by=nell, on=DAY
    )
    with pytest.raises(Refused, match="not been yet"):
        operations.note_visit(later, made=True, note="x", by=nell, on=DAY)

    operations.note_visit(visit, made=True, note="Kettle, twice", by=nell, on=DAY)

    with pytest.raises(Refused, match="noted already"):
        operations.note_visit(visit, made=False, note="x", by=nell, on=DAY)
    page = queries.episode_for_reading(made, by=nell, on=DAY)
    assert (page.visits_made, [one.note for one in page.visits]) == (1, ["Kettle, twice", ""])


def test_it_ends_only_once_the_person_looked_at_it(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    with pytest.raises(Refused, match="Look at each goal"):
        ended(made, nell)
    looked_at(made, nell)
    with pytest.raises(Refused, match="Ask how it was for them"):
        ended(made, nell, persons_view=" ")

    ended(made, nell)

    page = queries.episode_for_reading(made, by=nell, on=DAY)
    assert (page.line.state, page.line.outcome, page.persons_view) == (
        State.ENDED,
        "Needs no support now",
        "I am back.",
    )
    assert (page.change.before, page.change.after, page.goals[0].reached) == (0, 3, True)
    assert HandOver.objects.count() == 0
    with pytest.raises(Refused):
        ended(made, nell)


def test_one_that_stopped_early_needs_a_reason_alone(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    ended(made, nell, outcome="stopped early", words="Back in hospital", persons_view="")
    assert queries.episode_for_reading(made, by=nell, on=DAY).line.state is State.ENDED
    assert begun(ruth, nell) != made  # and may come back


def test_what_is_needed_after_is_handed_over_and_waits_for_a_yes(
    ruth: Person, nell: SignIn
) -> None:
    made = begun(ruth, nell)
    looked_at(made, nell)
    south = team("South team")
    ended(made, nell, outcome="less", what_next="assessment", to_team=south)

    jude = practitioner(south, name="Jude Harker")
    (line,) = passed.concerning(jude, on=DAY)
    assert (line.what, line.about_id, line.to_me) == ("Assessment after reablement", ruth.pk, True)
    hand_overs.acknowledge(line.id, by=jude, on=DAY)
    after = queries.episode_for_reading(made, by=nell, on=DAY).after
    assert after is not None
    assert after.state == "acknowledged"


def test_an_assessment_waits_only_as_agreed_and_the_person_ends_it(
    ruth: Person, nell: SignIn
) -> None:
    made, her = begun(ruth, nell), own_sign_in(ruth)
    good: dict[str, Any] = {
        "until": DAY + timedelta(days=14),
        "agreed_how": "She said",
        "in_place": "Meals, daily",
    }
    wrongs: tuple[dict[str, Any], ...] = (
        {"agreed_how": " "},
        {"in_place": ""},
        {"until": DAY + timedelta(days=42)},
        {"until": DAY - timedelta(days=1)},
    )
    for wrong in wrongs:
        with pytest.raises(Refused):
            operations.pause_assessment(made, **(good | wrong), by=nell, on=DAY)
    assert queries.pausing(ruth.pk) is None

    operations.pause_assessment(made, **good, by=nell, on=DAY)

    pause = queries.pausing(ruth.pk)
    assert pause is not None
    assert (pause.agreed_how, pause.in_place) == ("She said", "Meals, daily")
    assert [pause.holds_on(DAY + timedelta(days=n)) for n in (0, 14, 15)] == [True, True, False]
    with pytest.raises(Refused, match="waits already"):
        operations.pause_assessment(made, **good, by=nell, on=DAY)
    operations.end_pause(ruth.pk, by=her, on=DAY)
    assert queries.pausing(ruth.pk) is None
    assert Pause.objects.get().ended_because == "The person asked for it."


def test_an_assessment_goes_on_when_reablement_ends(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    operations.pause_assessment(
        made, until=DAY, agreed_how="She said", in_place="Meals", by=nell, on=DAY
    )
    ended(made, nell, outcome="stopped early")
    assert queries.pausing(ruth.pk) is None
    assert Fact.objects.filter(name="reablement.pause-ended", about_id=ruth.pk).count() == 1


def test_tasks_of_others_come_back_with_what_came_of_them(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    task = operations.pass_on(
        made,
        task="volunteer",
        words="Milk and bread on Friday",
        to_organisation="Thornbeck Helpers",
        due_on=DAY + timedelta(days=2),
        by=nell,
        on=DAY,
    )
    hand_overs.finish(task, answer="Brought on Friday", by=nell, on=DAY)
    (told,) = queries.episode_for_reading(made, by=nell, on=DAY).tasks
    assert (told.receiver, told.answer) == ("Thornbeck Helpers", "Brought on Friday")


def test_places_count_who_is_there_in_each_week(ruth: Person, nell: SignIn) -> None:
    begun(ruth, nell, planned_end_on=DAY + timedelta(days=10))
    begun(person(given_name="Edna"), nell)
    asif = manager()
    operations.set_places(team(), places=2, from_day=DAY + timedelta(days=8), by=asif, on=DAY)

    weeks = queries.board(by=asif, on=DAY).weeks

    assert [(one.taken, one.places, one.free) for one in weeks] == [
        (2, None, None),
        (2, 2, 0),
        (1, 2, 1),
        (1, 2, 1),
        (1, 2, 1),
        (1, 2, 1),
    ]
    with pytest.raises(NotAllowed):
        operations.set_places(team(), places=2, from_day=DAY, by=nell, on=DAY)
    with pytest.raises(NotAllowed):
        operations.set_places(team("South team"), places=2, from_day=DAY, by=asif, on=DAY)
    with pytest.raises(Refused, match="passed"):
        operations.set_places(team(), places=2, from_day=DAY - timedelta(days=7), by=asif, on=DAY)


def test_nobody_of_another_team_reads_or_writes_it(ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    jude = practitioner(team("South team"), name="Jude Harker")
    other = own_sign_in(person(given_name="Edna"))
    for who in (jude, other):
        with pytest.raises(NotFound):
            queries.episode_for_reading(made, by=who, on=DAY)
    with pytest.raises(NotFound):
        operations.extend(made, to=DAY, because="x", by=jude, on=DAY)
    with pytest.raises(NotAllowed):
        operations.extend(made, to=DAY, because="x", by=own_sign_in(ruth), on=DAY)
    with pytest.raises(NotAllowed):
        operations.say_how_it_goes(ruth.pk, words="x", by=nell, on=DAY)
