"""Nothing agreed is lost from the queue, a worker is named with a hand-over they can give back, and
nobody is given work about somebody who does not exist for them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.domain import State
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment.domain.queues import BANDS, Stage, ages, middle
from ownway.support.assessment.models import AllocatedWorker, Assessment
from ownway.support.assessment.operations.queues import SharedOut, share_out
from ownway.support.assessment.queries.queues import InQueue, Thing, queue, thing_from, workers
from ownway.support.contact import operations as contact
from ownway.support.contact.domain import FROM_THE_PERSON, TO_ASSESSMENT
from ownway.support.people.models import Person, RestrictedReader

ON = making.DAY


def agreed(of: Person, by: SignIn, days_ago: int = 0, urgency: str = "") -> UUID:
    """A request that leads on to an assessment, asked and agreed so many days ago."""
    day = ON - timedelta(days=days_ago)
    asked = contact.ask_for_support(
        of.pk,
        who_asked=of.given_name,
        words="Help",
        route_of_access=FROM_THE_PERSON,
        urgency=urgency,
        urgency_because="Alone" if urgency == "today" else "",
        by=by,
        on=day,
    )
    contact.decide_request(asked, outcome=TO_ASSESSMENT, by=by, on=day)
    return asked


def only(by: SignIn) -> InQueue:
    (line,) = queue(by=by, on=ON)
    return line


def give(thing: Thing, to: SignIn, by: SignIn, because: str = "") -> SharedOut:
    return share_out(
        [thing], worker_id=to.pk, because=because, due_on=ON + timedelta(3), by=by, on=ON
    )


@given(st.lists(st.integers(0, 400)))
@settings(max_examples=50, deadline=None)
def test_every_wait_is_in_one_band_and_the_bands_add_up(waited: list[int]) -> None:
    counted = ages(waited)

    assert [band for band, _ in counted] == list(BANDS)
    assert sum(count for _, count in counted) == len(waited)
    assert all(sum(band.holds(days) for band in BANDS) == 1 for days in waited)


def test_the_middle_wait_is_the_median() -> None:
    assert (middle([]), middle([9]), middle([1, 30, 2]), middle([4, 1])) == (None, 9, 2, 2.5)


@pytest.mark.django_db
def test_the_most_overdue_stands_first_with_where_it_is() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    ruth, ivor, mae = (making.person(team=team, given_name=n) for n in ("Ruth", "Ivor", "Mae"))
    asked = agreed(ruth, nell, days_ago=20)
    agreed(ivor, nell, days_ago=10, urgency="today")
    making.begun(mae, nell, ON - timedelta(days=40))
    give(Thing(request_id=asked), nell, asif)

    lines = queue(by=asif, on=ON)

    assert [
        (one.name, one.stage, one.days, one.late, one.worker, one.accepted) for one in lines
    ] == [
        ("Mae Calloway", Stage.IN_PROGRESS, 40, 12, "Nell Farraday", True),
        ("Ivor Calloway", Stage.WAITING, 10, 3, "", False),
        ("Ruth Calloway", Stage.ALLOCATED, 20, 0, "Nell Farraday", False),
    ]


@pytest.mark.django_db
def test_a_worker_is_asked_says_yes_and_begins_and_the_asking_ends() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    ruth = making.person(team=team)
    asked = agreed(ruth, nell)

    assert give(Thing(request_id=asked), nell, asif) == SharedOut(1, 0)
    handed = HandOver.objects.get()
    assert (handed.to_sign_in, handed.what, handed.state) == (
        nell,
        "Make an assessment",
        "waiting",
    )
    hand_overs.acknowledge(handed.pk, by=nell, on=ON)
    assert only(asif).accepted
    making.begun(ruth, nell)

    handed.refresh_from_db()
    row = AllocatedWorker.objects.get()
    assert (handed.state, handed.answer) == (State.DONE.value, "Nell Farraday began it.")
    assert (row.ended_on, row.ended_as) == (ON, "begun")
    assert (only(asif).stage, only(asif).worker) == (Stage.IN_PROGRESS, "Nell Farraday")


@pytest.mark.django_db
def test_what_is_given_back_waits_again_with_the_reason() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    omar = making.practitioner(team, name="Omar Haddad")
    asked = agreed(making.person(team=team), nell)
    give(Thing(request_id=asked), nell, asif)

    hand_overs.give_back(HandOver.objects.get().pk, reason="I know the family.", by=nell, on=ON)
    line = only(asif)
    assert (line.stage, line.worker, line.given_back) == (
        Stage.WAITING,
        "",
        "I know the family.",
    )
    give(line.thing, omar, asif)

    assert (only(asif).stage, only(asif).worker) == (Stage.ALLOCATED, "Omar Haddad")
    assert (
        list(AllocatedWorker.objects.order_by("pk").values_list("ended_as", flat=True)).count(
            "given back"
        )
        == 1
    )


@pytest.mark.django_db
def test_another_worker_takes_over_with_a_reason_and_the_first_one_hears_of_it() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    omar = making.practitioner(team, name="Omar Haddad")
    ruth = making.person(team=team)
    began = making.begun(ruth, nell)
    thing = Thing(assessment_id=began)

    with pytest.raises(Refused, match="Say why Omar Haddad takes over from Nell Farraday"):
        give(thing, omar, asif)
    give(thing, omar, asif, "Nell is ill")
    give(thing, nell, asif, "Nell is back")

    assert Assessment.objects.get().worker == nell
    assert list(
        HandOver.objects.order_by("handed_over_on", "state").values_list("state", "answer")
    ) == [("returned", "Nell Farraday makes it instead. Nell is back"), ("waiting", "")]
    assert list(
        Fact.objects.filter(name="assessment.shared-out")
        .order_by("pk")
        .values_list("content__words", flat=True)
    ) == [
        "Omar Haddad, answer due 26 November 2026. Nell is ill",
        "Nell Farraday, answer due 26 November 2026. Nell is back",
    ]


@pytest.mark.django_db
def test_several_at_once_are_given_all_or_none_and_twice_is_once() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    things = [
        Thing(request_id=agreed(making.person(team=team, given_name=name), nell))
        for name in ("Ruth", "Ivor", "Mae")
    ]
    said: dict[str, Any] = {"worker_id": nell.pk, "due_on": ON, "by": asif, "on": ON}

    with pytest.raises(Refused, match="does not wait any more"):
        share_out([*things, Thing(request_id=nell.pk)], **said)
    assert AllocatedWorker.objects.count() == 0
    assert share_out([*things, things[0]], **said) == SharedOut(3, 0)
    assert share_out(things, **said) == SharedOut(0, 3)
    assert HandOver.objects.count() == 3
    with pytest.raises(Refused, match="Tick at least one"):
        share_out([], **said)


@pytest.mark.django_db
def test_nobody_is_given_a_record_that_does_not_exist_for_them() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    omar = making.practitioner(team, name="Omar Haddad")
    ruth = making.person(team=team)
    asked = agreed(ruth, nell)
    Person.objects.filter(pk=ruth.pk).update(restricted=True)
    for reader in (asif, omar):
        RestrictedReader.objects.create(person=ruth, reader=reader, added_on=ON)

    with pytest.raises(Refused, match="The record of Ruth Calloway is restricted"):
        give(Thing(request_id=asked), nell, asif)

    assert HandOver.objects.count() == 0
    assert queue(by=nell, on=ON) == []
    give(Thing(request_id=asked), omar, asif)
    assert only(omar).worker == "Omar Haddad"


@pytest.mark.django_db
def test_only_a_manager_shares_out_and_only_within_the_team() -> None:
    team, west = making.team(), making.team("West team")
    nell, asif = making.practitioner(team), making.manager(team)
    wes = making.practitioner(west, name="Wes Tarn")
    theirs = making.manager(west, name="Una West")
    asked = Thing(request_id=agreed(making.person(team=team), nell))

    with pytest.raises(NotAllowed):
        give(asked, nell, nell)
    with pytest.raises(NotFound):
        give(asked, wes, asif)
    with pytest.raises(Refused, match="not yours to share out"):
        give(asked, wes, theirs)
    assert queue(by=wes, on=ON) == []
    assert [one.name for one in workers(by=asif, on=ON)] == ["Asif Karim", "Nell Farraday"]


@pytest.mark.django_db
def test_for_somebody_who_died_no_assessment_waits() -> None:
    team = making.team()
    nell, asif = making.practitioner(team), making.manager(team)
    ruth = making.person(team=team)
    agreed(ruth, nell, days_ago=9)
    assert len(queue(by=asif, on=ON)) == 1

    Person.objects.filter(pk=ruth.pk).update(died_on=ON)

    assert queue(by=asif, on=ON) == []


def test_what_a_page_sends_back_is_a_thing_or_nothing() -> None:
    one = Thing(request_id=UUID(int=1))
    other = Thing(assessment_id=UUID(int=2))

    assert [thing_from(said) for said in (one.key, other.key, "request:x", "worse:1", "")] == [
        one,
        other,
        None,
        None,
        None,
    ]
