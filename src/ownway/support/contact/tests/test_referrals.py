"""Nobody is passed on without their yes, silence comes back to the worker, and what came of it is
heard: by the worker, by the person, and in numbers without names.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.directory import operations as directory
from ownway.config.clock import now
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs import queries as hand_over_queries
from ownway.foundation.hand_overs.domain import OPEN
from ownway.foundation.hand_overs.models import HandOver
from ownway.foundation.notices.models import Notice
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import operations, queries
from ownway.support.contact.domain.referrals import (
    BY_GROUP,
    MAY_FOLLOW,
    WAITING,
    Helped,
    State,
)
from ownway.support.contact.models import Referral

ON = making.DAY
DUE = ON + timedelta(days=7)


def service(name: str = "Tuesday lunch club", **more: Any) -> UUID:
    said: dict[str, Any] = {
        "organisation": "Thornbeck Hall",
        "what": "A hot meal and company",
        "topics": ["company"],
        "telephone": "01632 960 171",
        "email": "lunch@example.org",
        "may_be_referred": True,
    }
    return directory.list_service(name=name, by=None, on=ON, **(said | more))


def refer(of: Any, by: SignIn, to: UUID, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "service_id": to,
        "why": "Company at lunch",
        "shared": ["name", "telephone"],
        "agreed_how": "On the telephone today",
        "due_on": DUE,
        "site": "http://testserver",
        "by": by,
        "on": ON,
        "at": now(),
    }
    return operations.refer(of.pk, **(said | more))


def link_sent() -> str:
    """The link that the latest e-mail to a group brings."""
    row = Notice.objects.filter(template="referral").order_by("-said_on", "pk").last()
    assert row
    return str(row.once).partition("link=")[2]


def test_every_state_can_be_left_or_is_an_end_and_an_end_of_waiting_waits_for_nobody() -> None:
    ends = {State.TOLD, State.STARTED, State.NOT_SUITABLE, State.STOPPED}

    assert {state for state in State if not MAY_FOLLOW[state]} == ends
    assert not set(MAY_FOLLOW[State.NO_ANSWER]) & set(WAITING)


@given(st.lists(st.sampled_from(list(State)), max_size=8))
def test_no_path_leads_back_to_nothing_shared_or_to_sent(steps: list[State]) -> None:
    state = State.SENT
    for step in steps:
        if step in MAY_FOLLOW[state]:
            state = step

    assert state is State.SENT or state not in (State.SENT, State.TOLD)


@pytest.mark.django_db
def test_only_told_about_shares_nothing_and_nobody_waits() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = operations.tell_about(
        ruth.pk, service_id=service(), why="Company at lunch", by=nell, on=ON
    )

    (line,) = queries.referrals_of(ruth.pk, by=nell, on=ON)
    assert (line.id, line.state, line.shared, line.due_on, line.hand_over_id) == (
        made,
        State.TOLD,
        (),
        None,
        None,
    )
    assert (HandOver.objects.count(), Notice.objects.count()) == (0, 0)
    assert timeline(ruth.pk)[0].words == "Tuesday lunch club: Company at lunch"


@pytest.mark.django_db
def test_a_referral_is_a_hand_over_with_a_day_and_a_link_by_e_mail() -> None:
    ruth, nell = making.person(telephone="01632 960 001"), making.practitioner()

    made = refer(ruth, nell, service())

    (line,) = queries.referrals_of(ruth.pk, by=nell, on=ON)
    assert (line.state, line.shared, line.due_on) == (State.SENT, ("Name", "Telephone number"), DUE)
    (passed,) = hand_over_queries.concerning(nell, on=ON)
    assert (passed.id, passed.receiver, passed.due_on, passed.call) == (
        line.hand_over_id,
        "Tuesday lunch club",
        DUE,
        "Tuesday lunch club, 01632 960 171",
    )
    notice = Notice.objects.get()
    assert (notice.sent_to, notice.to_other) == ("lunch@example.org", True)
    assert "Ruth" not in notice.words
    row = Referral.objects.get(pk=made)
    assert link_sent() not in (row.link_digest, row.answer)
    assert row.link_digest == operations.digest_of(link_sent())


@pytest.mark.django_db
def test_a_service_without_e_mail_is_rung() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = refer(ruth, nell, service(email=""))

    assert Notice.objects.count() == 0
    assert Referral.objects.get(pk=made).link_digest == ""
    assert len(hand_over_queries.concerning(nell, on=ON)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"agreed_how": " "},
            "Say how the person agreed. Without their yes, tell them about it instead.",
        ),
        ({"why": ""}, "Say what it may help with."),
        (
            {"shared": ["name"]},
            "They need a name and one way to reach them. Ask what may be shared.",
        ),
        (
            {"shared": ["telephone"]},
            "They need a name and one way to reach them. Ask what may be shared.",
        ),
        (
            {"shared": ["name", "telephone", "diagnosis"]},
            "Choose from the list what is shared: diagnosis is not on it.",
        ),
        (
            {"due_on": ON - timedelta(days=1)},
            "The day for an answer cannot be in the past.",
        ),
    ],
)
@pytest.mark.django_db
def test_refuses_in_words_and_sends_nothing(wrong: dict[str, Any], words: str) -> None:
    ruth, nell = making.person(), making.practitioner()

    with pytest.raises(Refused) as refusal:
        refer(ruth, nell, service(), **wrong)

    assert str(refusal.value) == words
    counts = (Referral.objects.count(), HandOver.objects.count(), Notice.objects.count())
    assert counts == (0, 0, 0)


@pytest.mark.django_db
def test_who_is_not_passed_on() -> None:
    nell = making.practitioner()
    ruth, dead = making.person(), making.person(died_on=date(2026, 11, 2))
    club, closed = service(), service("Walking group", may_be_referred=False)
    refer(ruth, nell, club)

    with pytest.raises(Refused, match="was asked already"):
        refer(ruth, nell, club)
    with pytest.raises(Refused, match="takes nobody by referral"):
        refer(ruth, nell, closed)
    with pytest.raises(Refused, match="died on 2 November 2026"):
        refer(dead, nell, club)
    with pytest.raises(Refused, match="died on 2 November 2026"):
        operations.tell_about(dead.pk, service_id=club, why="x", by=nell, on=ON)
    with pytest.raises(Refused, match="Say what it may help with"):
        operations.tell_about(ruth.pk, service_id=club, why=" ", by=nell, on=ON)
    with pytest.raises(NotFound):
        refer(ruth, nell, uuid4())
    with pytest.raises(NotFound):
        refer(ruth, nell, service("Another"), request_id=uuid4())
    with pytest.raises(NotAllowed):
        refer(ruth, making.finance(), service("A third"))
    assert Referral.objects.count() == 1


@pytest.mark.django_db
def test_silence_comes_back_and_asking_again_ends_the_first_link() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service())
    first = link_sent()
    late = DUE + timedelta(days=1)

    assert hand_overs.note_silences(on=late) == 1
    (line,) = queries.referrals_of(ruth.pk, by=nell, on=late)
    assert line.days_late == 1

    operations.ask_again(
        made, due_on=late + timedelta(days=3), site="http://testserver", by=nell, on=late, at=now()
    )
    assert [one.due_on for one in hand_over_queries.concerning(nell, on=late)] == [
        late + timedelta(days=3)
    ]
    with pytest.raises(NotFound):
        operations.seen_by_link(first, on=late, at=now())
    assert queries.referrals_of(ruth.pk, by=nell, on=late)[0].days_late == 0
    with pytest.raises(Refused, match="cannot be in the past"):
        operations.ask_again(made, due_on=ON, site="http://testserver", by=nell, on=late, at=now())


@pytest.mark.parametrize("state", [State.STARTED, State.NOT_SUITABLE])
@pytest.mark.django_db
def test_what_the_group_says_closes_the_hand_over_and_ends_the_link(state: State) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service())
    link = link_sent()

    operations.answer_by_link(
        link, state=State.ACKNOWLEDGED, words="", said_by="Bron", on=ON, at=now()
    )
    operations.answer_by_link(
        link, state=state, words="Since Tuesday", said_by="Bron", on=ON, at=now()
    )

    line = queries.referral_for_reading(made, by=nell, on=ON)
    assert (line.state, line.answer, line.answer_by, line.answered_on) == (
        state,
        "Since Tuesday",
        "Bron",
        ON,
    )
    came_back = [one.answer for one in hand_over_queries.concerning(nell, on=ON) if one.came_back]
    refused = [
        "They said it does not suit. Since Tuesday"
    ]  # with the worker again, who looks further
    assert came_back == (refused if state is State.NOT_SUITABLE else [])
    with pytest.raises(NotFound):
        operations.seen_by_link(link, on=ON, at=now())
    assert timeline(ruth.pk)[0].words.startswith("Tuesday lunch club, Bron:")


@pytest.mark.django_db
def test_what_the_group_may_not_say() -> None:
    ruth, nell = making.person(), making.practitioner()
    refer(ruth, nell, service())
    link = link_sent()

    for state, words, said_by, refusal in (
        (State.NO_ANSWER, "", "Bron", "Choose one of the answers"),
        (State.STARTED, "", " ", "Say who you are"),
        (State.NOT_SUITABLE, " ", "Bron", "why it does not suit"),
    ):
        with pytest.raises(Refused, match=refusal):
            operations.answer_by_link(
                link, state=state, words=words, said_by=said_by, on=ON, at=now()
            )
    assert Referral.objects.get().state == State.SENT.value


@pytest.mark.django_db
def test_a_link_ends_with_its_time_with_a_stop_and_with_a_death() -> None:
    nell = making.practitioner()
    ruth, ivor, mae = making.person(), making.person(), making.person()
    club, links = service(), []
    for one in (ruth, ivor, mae):
        refer(one, nell, club)
        links.append(link_sent_to(one.pk))
    assert operations.seen_by_link(links[0], on=ON, at=now()).service == "Tuesday lunch club"

    with pytest.raises(NotFound):
        operations.seen_by_link(links[0], on=ON, at=now() + timedelta(days=36))
    operations.stop(queries.referrals_of(ivor.pk, by=nell, on=ON)[0].id, by=nell, on=ON)
    mae.died_on = ON
    mae.save()
    for link in (links[1], links[2], "", "guessed"):
        with pytest.raises(NotFound) as over:
            operations.seen_by_link(link, on=ON, at=now())
        assert "This link works no more" in str(over.value)


def link_sent_to(person_id: UUID) -> str:
    return str(Notice.objects.get(about_id=person_id).once).partition("link=")[2]


@pytest.mark.django_db
def test_a_worker_notes_what_was_said_on_the_telephone() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service(email=""))

    with pytest.raises(Refused, match="Say who told you"):
        operations.note_answer(made, state=State.STARTED, words="", said_by="", by=nell, on=ON)
    with pytest.raises(Refused, match="Choose from the list"):
        operations.note_answer(made, state=State.TOLD, words="", said_by="x", by=nell, on=ON)
    operations.note_answer(made, state=State.NO_ANSWER, words="", said_by="", by=nell, on=ON)
    assert {one.state for one in HandOver.objects.all()} == {"returned"}
    operations.note_answer(
        made, state=State.STARTED, words="After all", said_by="Bron", by=nell, on=ON
    )

    assert queries.referrals_of(ruth.pk, by=nell, on=ON)[0].state is State.STARTED
    with pytest.raises(Refused, match="stands at “Started” already"):
        operations.note_answer(
            made, state=State.NOT_SUITABLE, words="x", said_by="Bron", by=nell, on=ON
        )
    with pytest.raises(Refused, match="stands at “Started” already"):
        operations.stop(made, by=nell, on=ON)
    with pytest.raises(Refused, match="They have answered"):
        operations.ask_again(made, due_on=DUE, site="", by=nell, on=ON, at=now())


@pytest.mark.django_db
def test_whether_it_helped_is_asked_later_and_said_by_the_person() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = refer(ruth, nell, service())
    with pytest.raises(Refused, match="Nothing has started there yet"):
        operations.say_if_it_helped(made, helped=Helped.YES, by=her, on=ON)
    operations.note_answer(made, state=State.STARTED, words="", said_by="Bron", by=nell, on=ON)

    assert queries.to_ask_if_it_helped(by=nell, on=ON + timedelta(days=27)) == []
    asked = queries.to_ask_if_it_helped(by=nell, on=ON + timedelta(days=28))
    assert [one.id for one in asked] == [made]
    assert queries.to_ask_if_it_helped(by=her, on=ON + timedelta(days=28)) == []
    operations.say_if_it_helped(
        made, helped=Helped.PARTLY, words="The bus is late", by=her, on=ON + timedelta(days=28)
    )

    assert queries.to_ask_if_it_helped(by=nell, on=ON + timedelta(days=40)) == []
    assert timeline(ruth.pk)[0].words == "Tuesday lunch club: it helped in part. The bus is late"


@pytest.mark.django_db
def test_a_stranger_touches_and_sees_nothing() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service())
    other = making.own_sign_in(making.person(given_name="Ivor"))

    with pytest.raises(NotFound):
        operations.stop(made, by=other, on=ON)
    with pytest.raises(NotFound):
        operations.say_if_it_helped(made, helped=Helped.YES, by=other, on=ON)
    with pytest.raises(NotFound):
        queries.referral_for_reading(made, by=other, on=ON)
    with pytest.raises(NotFound):
        queries.referrals_of(ruth.pk, by=other, on=ON)
    assert queries.referral_passed_on(Referral.objects.get().hand_over_id, by=other) is None  # type: ignore[arg-type]  # it has one


@pytest.mark.django_db
def test_counted_by_service_without_names() -> None:
    nell, asif = making.practitioner(), making.manager()
    club, walk = service(), service("Walking group")
    people = [making.person() for _ in range(5)]
    made = [refer(one, nell, club) for one in people[:4]]
    operations.tell_about(people[4].pk, service_id=walk, why="Air", by=nell, on=ON)
    for one, state in zip(made, (*BY_GROUP, State.NO_ANSWER), strict=True):
        operations.note_answer(one, state=state, words="x", said_by="Bron", by=nell, on=ON)
    operations.say_if_it_helped(made[1], helped=Helped.YES, by=nell, on=ON)

    lines = queries.counted(first_day=ON, last_day=ON, by=asif)

    assert [
        (
            one.service, one.told, one.sent, one.answered, one.started, one.not_suitable,
            one.no_answer, one.helped, one.partly, one.not_helped,
        )
        for one in lines
    ] == [
        ("Tuesday lunch club", 0, 4, 3, 1, 1, 1, 1, 0, 0),
        ("Walking group", 1, 0, 0, 0, 0, 0, 0, 0, 0),
    ]  # fmt: skip
    assert queries.counted(first_day=date(2020, 1, 1), last_day=date(2020, 2, 1), by=asif) == []
    with pytest.raises(NotAllowed):
        queries.counted(first_day=ON, last_day=ON, by=nell)


@given(st.sampled_from(list(State)))
def test_an_open_hand_over_never_stands_beside_a_referral_that_waits_for_nobody(
    state: State,
) -> None:
    """The state a hand-over is settled to is open only while the referral waits."""
    from ownway.support.contact.operations.referrals import _SETTLES

    if state in _SETTLES:
        assert (_SETTLES[state] in OPEN) is (state in WAITING)
