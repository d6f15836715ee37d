"""Messages: nobody's go unanswered, none is lost, nobody reads another's, no copy tells them."""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ownway.config.clock import now
from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access import operations as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations, queries
from ownway.foundation.conversations.domain import answer_due_on
from ownway.foundation.conversations.models import Conversation, Message
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import queries as people
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY  # a Monday


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def ruth(nell: SignIn) -> Person:
    return making.person(worker=nell)


@pytest.fixture
def her(ruth: Person) -> SignIn:
    return making.own_sign_in(ruth)


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def wrote(her: SignIn, words: str = "Jo is ill on Monday.") -> Conversation:
    as_(her).post(reverse("my.write_message"), {"subject": "Mornings", "words": words})
    return Conversation.objects.get()


def waits_for(who: SignIn, on: date = making.DAY) -> list[str]:
    found = queries.to_answer(who, among=people.ids_visible(by=who), on=on)
    return [line.about_name for line in found]


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 26), date(2026, 12, 1)),  # Thursday over the weekend
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday
    ],
)
def test_an_answer_is_due_within_three_working_days(sent: date, due: date) -> None:
    assert answer_due_on(sent) == due


def test_a_message_waits_for_the_worker_until_it_is_answered(
    her: SignIn, nell: SignIn, ruth: Person
) -> None:
    made = wrote(her)
    assert made.due_on == date(2026, 11, 26)
    page = as_(nell).get(reverse("team.home")).content.decode()
    assert "wrote to you" in page
    as_(nell).post(reverse("team.message", args=[made.pk]), {"words": "Wilf comes instead."})
    assert Conversation.objects.get().due_on is None
    assert waits_for(nell) == []
    home = as_(her).get(reverse("my.home")).content.decode()
    assert "1 new message" in home
    assert (
        "Wilf comes instead."
        in as_(her).get(reverse("my.message", args=[made.pk])).content.decode()
    )
    assert "1 new message" not in as_(her).get(reverse("my.home")).content.decode()


def test_a_second_message_does_not_put_the_answer_off(her: SignIn, settings: Any) -> None:
    made = wrote(her)
    settings.OWNWAY_TODAY = making.DAY + timedelta(days=2)
    as_(her).post(reverse("my.message", args=[made.pk]), {"words": "Are you there?"})
    made.refresh_from_db()
    assert made.due_on == date(2026, 11, 26)


def test_while_the_worker_is_away_it_waits_for_the_team(
    her: SignIn, nell: SignIn, ruth: Person
) -> None:
    colleague = making.practitioner(name="Sam Orley")
    wrote(her)
    assert (waits_for(nell), waits_for(colleague)) == ([ruth_name(ruth, nell)], [])
    operations.say_away(
        first_day=making.DAY, last_day=making.DAY + timedelta(days=7), by=nell, on=making.DAY
    )
    assert waits_for(colleague) == [ruth_name(ruth, nell)]
    operations.say_back(by=nell)
    assert waits_for(colleague) == []


def test_when_the_worker_leaves_it_waits_for_the_team(
    her: SignIn, nell: SignIn, ruth: Person
) -> None:
    colleague = making.practitioner(name="Sam Orley")
    wrote(her)
    access.close_sign_in(nell.email)
    assert waits_for(colleague) == [ruth_name(ruth, colleague)]


def test_nobody_reads_the_messages_of_another(her: SignIn) -> None:
    made = wrote(her)
    wilf = making.own_sign_in(making.person(given_name="Wilf"))
    west = making.practitioner(of=making.team("West team"), name="Mina Castell")
    assert as_(wilf).get(reverse("my.message", args=[made.pk])).status_code == 404
    assert "Mornings" not in as_(wilf).get(reverse("my.messages")).content.decode()
    assert (
        "Jo is ill"
        not in as_(west).get(reverse("team.message", args=[made.pk]), follow=True).content.decode()
    )


def test_a_message_sent_by_mistake_is_marked_and_stays(her: SignIn, nell: SignIn) -> None:
    made = wrote(her)
    message = Message.objects.get()
    as_(her).post(reverse("my.message", args=[made.pk]), {"mistaken": str(message.pk)})
    page = as_(nell).get(reverse("team.message", args=[made.pk])).content.decode()
    assert "Sent by mistake." in page
    assert "Jo is ill on Monday." in page
    with pytest.raises(NotAllowed):
        operations.mark_mistaken(message.pk, by=nell, at=now())


def test_the_database_holds_no_word_of_a_message(her: SignIn) -> None:
    wrote(her, "KINGFISHER-LEDGE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, subject::text FROM conversations_message, "
                       "conversations_conversation")  # fmt: skip
        (words, subject) = cursor.fetchone()
    assert b"KINGFISHER-LEDGE" not in bytes(words)
    assert "Mornings" not in subject
    assert Message.objects.get().words == "KINGFISHER-LEDGE"


def test_every_page_of_messages_says_that_it_is_not_for_emergencies(
    her: SignIn, settings: Any
) -> None:
    settings.OWNWAY_TELEPHONE = "01632 960000"
    made = wrote(her)
    pages = [
        as_(her).get(address).content.decode()
        for address in (
            reverse("my.messages"),
            reverse("my.write_message"),
            reverse("my.message", args=[made.pk]),
        )
    ]
    assert [page for page in pages if "Not for emergencies" not in page] == []
    assert [page for page in pages if "call 999" not in page] == []


def ruth_name(ruth: Person, by: SignIn) -> str:
    return people.person_briefly(ruth.pk, by=by, on=making.DAY).name
