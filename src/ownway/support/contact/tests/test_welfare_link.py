"""A group that is asked to look in answers through a link of its own, which opens nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.commissioning.directory import operations as directory
from ownway.config.clock import now
from ownway.foundation.facts.models import Fact
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.notices.models import Notice
from ownway.kernel.refusal import NotFound
from ownway.support.contact import operations
from ownway.support.contact.domain.welfare import Outcome
from ownway.support.contact.models import WelfareCheck
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def asked(of: Person, by: Any) -> UUID:
    service = directory.list_service(
        by=None, on=ON, name="Good neighbours", organisation="Thornbeck Hall", what="Look in",
        topics=["company"], telephone="01632 960 172", email="hall@example.org",
        may_be_referred=True,
    )  # fmt: skip
    return operations.ask_welfare_check(
        of.pk,
        why="No answer since yesterday.",
        basis="danger",
        where_told=True,
        service_id=service,
        site="https://example.org",
        by=by,
        on=ON,
        at=now(),
    )


def link_sent() -> str:
    """The link that the e-mail brings."""
    return str(Notice.objects.get(template="welfare-check").once).partition("link=")[2]


def test_they_see_whom_where_and_why_and_nothing_more(client: Client) -> None:
    ruth = making.person(
        address_line_1="14 Mill Lane", telephone="01632 960 111", nhs_number="9990000018"
    )
    made = asked(ruth, making.practitioner())
    link = link_sent()
    row = WelfareCheck.objects.get()
    assert row.link_digest == operations.digest_of(link)
    assert link not in (row.link_digest, row.why)

    page = client.get("/looked-in/", {"link": link}).text

    assert "Please look in on Ruth Calloway today" in page
    assert "14 Mill Lane" in page
    assert "No answer since yesterday." in page
    assert [word for word in ("9990000018", "1968", "Ruthie") if word in page] == []
    opened = Fact.objects.get(name="contact.welfare-link-opened")
    assert (opened.about_id, opened.by_id) == (ruth.pk, None)
    assert WelfareCheck.objects.get(pk=made).outcome == ""


def test_what_they_say_comes_back_and_the_link_ends(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = asked(ruth, nell)
    link = link_sent()

    wrong = client.post("/looked-in/", {"link": link, "outcome": "not well", "said_by": "Bron"})
    assert wrong.status_code == 422
    assert "Write down what was wrong" in wrong.text
    said = {"link": link, "outcome": "seen well", "said_by": "Bron", "words": "In her garden"}
    assert "Your link works no more" in client.post("/looked-in/", said).text
    over = client.get("/looked-in/", {"link": link})
    assert over.status_code == 404

    row = WelfareCheck.objects.get(pk=made)
    assert (row.outcome, row.outcome_words, row.told_by, row.outcome_by) == (
        "seen well",
        "In her garden",
        "Bron",
        None,
    )
    fact = Fact.objects.get(name="contact.welfare-check-came-back")
    assert (fact.about_id, fact.by_id) == (ruth.pk, None)
    client.force_login(nell)
    assert "Bron" in client.get(f"/team/welfare-checks/{made}/").text


def test_nobody_at_the_door_is_at_once_somebodys_to_decide(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    asked(ruth, nell)
    said = {"link": link_sent(), "outcome": "no reply", "said_by": "Bron"}

    assert "decides at once" in client.post("/looked-in/", said).text

    waiting = [line.what for line in hand_overs.concerning(nell, on=ON) if line.due_on == ON]
    assert "Welfare check: no reply. Decide now" in waiting


def test_the_link_ends_with_its_time_with_the_worker_and_with_a_life() -> None:
    nell = making.practitioner()
    ruth = making.person()
    made = asked(ruth, nell)
    link = link_sent()
    for change, at in (({}, now() + timedelta(days=2)), ({"died_on": ON}, now())):
        Person.objects.filter(pk=ruth.pk).update(**change)
        with pytest.raises(NotFound, match="works no more"):
            operations.seen_welfare_by_link(link, on=ON, at=at)
    Person.objects.filter(pk=ruth.pk).update(died_on=None)
    operations.note_welfare_outcome(made, outcome=Outcome.WELL, by=nell, on=ON)
    with pytest.raises(NotFound, match="works no more"):
        operations.answer_welfare_by_link(
            link, outcome=Outcome.WELL, words="", said_by="Bron", on=ON, at=now()
        )


def test_a_protected_address_is_told_on_the_telephone_alone(client: Client) -> None:
    ruth = making.person(address_line_1="14 Mill Lane", address_protected=True)
    asked(ruth, making.practitioner())

    page = client.get("/looked-in/", {"link": link_sent()}).text

    assert "14 Mill Lane" not in page
    assert "We ring you with the address" in page


@pytest.mark.parametrize("link", ["", "guessed", "x" * 5000, "'; DROP TABLE"])
def test_whatever_opens_nothing_says_so_in_the_same_words(client: Client, link: str) -> None:
    page = client.get("/looked-in/", {"link": link})

    assert page.status_code == 404
    assert "This link works no more" in page.text
