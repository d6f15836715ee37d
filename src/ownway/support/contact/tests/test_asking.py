"""Anybody may ask, one request at a time waits, and each gets an answer in words."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings, timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import domain, operations, queries
from ownway.support.contact.models import SupportRequest

pytestmark = pytest.mark.django_db
ADVICE = "NFA: Information and advice or signposting"


def ask(of: Any, by: SignIn, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "who_asked": "Pete, her husband",
        "words": "She fell twice this week.",
        "route_of_access": domain.FROM_THE_PERSON,
        "by": by,
        "on": making.DAY,
    }
    return operations.ask_for_support(of.pk, **(said | more))


def test_a_worker_writes_a_request_down_and_it_waits() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = ask(ruth, nell, requested_on=making.DAY - timedelta(days=3))

    assert [
        (line.id, line.name, line.days, line.who_asked, line.words)
        for line in queries.queue(by=nell, on=making.DAY)
    ] == [(made, "Ruth Calloway", 3, "Pete, her husband", "She fell twice this week.")]
    assert [(one.name, one.words, one.on, one.by_name) for one in timeline(ruth.pk)] == [
        (
            "contact.support-asked-for",
            "Pete, her husband asked",
            making.DAY - timedelta(days=3),
            "Nell Farraday",
        )
    ]


def test_the_person_asks_for_herself() -> None:
    ruth = making.person()
    her = making.own_sign_in(ruth)

    made = ask(ruth, her, who_asked=her.name)

    found = queries.open_request_of(ruth.pk, by=her)
    assert found
    assert (found.id, found.taken_by) == (made, "Ruth Calloway")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": " "}, "Write down what is asked for."),
        ({"who_asked": ""}, "Say who asked."),
        (
            {"requested_on": making.DAY + timedelta(days=1)},
            "The day it was asked cannot be in the future.",
        ),
        ({"route_of_access": "By pigeon"}, "Choose from the list how they came to ask."),
    ],
)
def test_refuses_in_words_and_keeps_nothing(wrong: dict[str, Any], words: str) -> None:
    ruth, nell = making.person(), making.practitioner()

    with pytest.raises(Refused) as refusal:
        ask(ruth, nell, **wrong)

    assert str(refusal.value) == words
    assert SupportRequest.objects.count() == 0
    assert timeline(ruth.pk) == []


def test_nothing_is_asked_for_somebody_who_has_died() -> None:
    ruth, nell = making.person(died_on=date(2026, 11, 2)), making.practitioner()

    with pytest.raises(Refused, match="died on 2 November 2026"):
        ask(ruth, nell)


def test_one_request_waits_at_a_time_and_a_new_one_may_follow_its_answer() -> None:
    ruth, nell = making.person(), making.practitioner()
    first = ask(ruth, nell)

    with pytest.raises(Refused, match="A request of 23 November 2026 is still waiting"):
        ask(ruth, nell)
    operations.decide_request(first, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY)
    second = ask(ruth, nell)

    assert {line.id for line in queries.requests_of(ruth.pk, by=nell)} == {first, second}
    assert [line.id for line in queries.queue(by=nell, on=making.DAY)] == [second]


def test_another_clash_in_the_database_is_not_taken_for_a_waiting_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import IntegrityError

    def clash(**_: Any) -> None:
        raise IntegrityError("another constraint")

    ruth, nell = making.person(), making.practitioner()
    monkeypatch.setattr(SupportRequest.objects, "create", clash)

    with pytest.raises(IntegrityError):
        ask(ruth, nell)


def test_an_answer_is_a_decision_with_a_name() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)

    operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY)

    (line,) = queries.requests_of(ruth.pk, by=nell)
    assert (line.outcome, line.finished_on, line.is_open) == (
        domain.TO_ASSESSMENT,
        making.DAY,
        False,
    )
    assert queries.request_leading_to_assessment(ruth.pk, by=nell) == made
    assert [(one.name, one.words, one.by_name) for one in timeline(ruth.pk, limit=1)] == [
        ("contact.request-decided", "Find out together what they need", "Nell Farraday")
    ]


def test_an_answer_that_leads_nowhere_says_why() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)

    with pytest.raises(Refused, match="Write down why"):
        operations.decide_request(made, outcome=ADVICE, by=nell, on=making.DAY)
    operations.decide_request(
        made, outcome=ADVICE, words="Told her about the lunch club.", by=nell, on=making.DAY
    )

    (line,) = queries.requests_of(ruth.pk, by=nell)
    assert line.answer == "Told her about the lunch club."
    assert queries.request_leading_to_assessment(ruth.pk, by=nell) is None
    assert timeline(ruth.pk, limit=1)[0].words == (
        "Information and advice was what they wanted. Told her about the lunch club."
    )


def test_a_decision_is_refused_in_words() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)

    with pytest.raises(Refused, match="Choose what comes of it"):
        operations.decide_request(made, outcome="Nothing", by=nell, on=making.DAY)
    with pytest.raises(Refused, match="400 letters"):
        operations.decide_request(made, outcome=ADVICE, words="x" * 401, by=nell, on=making.DAY)
    with pytest.raises(Refused, match="before the day it was made"):
        operations.decide_request(
            made, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY - timedelta(days=1)
        )
    operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY)
    with pytest.raises(Refused, match="has its answer already"):
        operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY)


def test_a_request_from_a_file_has_its_answer_already() -> None:
    ruth, nell = making.person(), making.practitioner()
    row = SupportRequest.objects.create(
        person=ruth, requested_on=making.DAY, cld_key="a", outcome="Unheard of"
    )

    with pytest.raises(Refused, match="has its answer already"):
        operations.decide_request(row.pk, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY)
    assert queries.queue(by=nell, on=making.DAY) == []
    assert queries.open_request_of(ruth.pk, by=nell) is None


def test_another_team_can_neither_read_nor_ask_nor_answer() -> None:
    ruth, nell = making.person(), making.practitioner()
    west = making.practitioner(of=making.team("West team"), name="Wes Tern")
    made = ask(ruth, nell)

    with pytest.raises(NotFound):
        ask(ruth, west)
    with pytest.raises(NotFound):
        operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=west, on=making.DAY)
    with pytest.raises(NotFound):
        queries.request_for_reading(made, by=west, on=making.DAY)
    with pytest.raises(NotFound):
        queries.requests_of(ruth.pk, by=west)
    assert queries.queue(by=west, on=making.DAY) == []


def test_finance_reads_and_decides_nothing() -> None:
    ruth, nell, wanda = making.person(), making.practitioner(), making.finance()
    made = ask(ruth, nell)

    assert queries.request_for_reading(made, by=wanda, on=making.DAY).id == made
    assert [(one.name, one.by_name) for one in readings(ruth.pk)] == [
        ("contact.request-read", "Wanda Price")
    ]
    assert queries.queue(by=wanda, on=making.DAY) == []
    with pytest.raises(NotAllowed):
        operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=wanda, on=making.DAY)
    with pytest.raises(NotAllowed):
        ask(making.person(), wanda)


def test_a_person_cannot_decide_on_her_own_request() -> None:
    ruth = making.person()
    her = making.own_sign_in(ruth)
    made = ask(ruth, her)

    with pytest.raises(NotAllowed):
        operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=her, on=making.DAY)


def test_there_is_no_such_request() -> None:
    with pytest.raises(NotFound):
        queries.request_for_reading(uuid4(), by=making.practitioner(), on=making.DAY)


def test_the_national_list_is_whole_and_an_assessment_stands_first() -> None:
    assert sorted(one.rank for one in domain.OUTCOMES) == [1, 2, *range(4, 18)]
    assert domain.OUTCOMES[0].value == domain.TO_ASSESSMENT
    assert {one.rank for one in domain.OUTCOMES if one.leads_on} == {1, 2, 4, 5}
