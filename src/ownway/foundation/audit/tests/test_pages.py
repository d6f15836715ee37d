"""Information governance sees how the chain stands and who read what; nobody else does."""

from datetime import date
from typing import Any

import making
import pytest
from django.db import transaction
from django.test import Client

from ownway.foundation.audit import operations, queries, tasks
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.facts.models import Fact
from ownway.foundation.work.models import LongWork

ON = date(2026, 11, 23)
LOOKED = declare("tests.audit-looked", "Looked at a page of tests", reading=True)


def governor(client: Client) -> Any:
    who = making.staff(making.Role.INFORMATION_GOVERNANCE, name="Iris Boateng")
    client.force_login(who)
    return who


def read_by(name: str) -> Fact:
    nell = making.practitioner(name=name, of=making.team(f"Team of {name}"))
    with transaction.atomic():
        return facts.record_reading(LOOKED, about=making.person(team=nell.team).pk, by=nell, on=ON)


@pytest.mark.django_db
def test_the_answer_comes_first_and_says_what_is_not_proved(client: Client) -> None:
    governor(client)
    read_by("Nell Farraday")

    before = client.get("/team/audit/").content.decode()
    operations.seal(patience=0.5)
    after = client.get("/team/audit/").content.decode()

    assert "Nothing that happened is sealed yet" in before
    assert f"All {Fact.objects.count()} things that happened are sealed" in after
    assert "Nowhere. Without it" in after


@pytest.mark.django_db
def test_what_one_member_of_staff_read_is_listed_and_downloaded(client: Client) -> None:
    who = governor(client)
    mine, other = read_by("Nell Farraday"), read_by("Omar Haddad")
    asked = {"staff": "farraday"}

    page = client.get("/team/audit/readings/", asked).content.decode()
    lines = client.get("/team/audit/readings/list.csv", asked).content.decode().splitlines()

    assert "1 reading by “farraday”" in page
    assert f"reading {mine.pk}<" in page
    assert f"reading {other.pk}<" not in page
    assert [line.split(",")[0] for line in lines] == ["Number", str(mine.pk)]
    looked = Fact.objects.filter(name="audit.readings-read", by=who)
    assert [fact.content.words for fact in looked] == ["Of staff called “farraday”"] * 2


@pytest.mark.django_db
def test_an_auditor_gets_what_happened_without_its_words(client: Client) -> None:
    governor(client)
    with transaction.atomic():
        made = facts.record(LOOKED, by=None, on=ON, words="a secret word")

    text = client.get("/team/audit/facts.csv").content.decode()

    assert f"{made.pk}," in text
    assert made.digest in text
    assert "a secret word" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["soon", "2026-13-01"])
def test_a_day_that_is_none_is_said_and_not_a_mistake_of_ours(client: Client, first: str) -> None:
    governor(client)

    answer = client.get("/team/audit/readings/", {"first": first})

    assert answer.status_code == 422
    assert "Give both days" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_verifying_is_long_work_that_ends_in_a_sentence_and_a_fact(client: Client) -> None:
    who = governor(client)
    read_by("Nell Farraday")

    answer = client.post("/team/audit/verify/")
    work = LongWork.objects.get()
    assert "It waits its turn" in client.get(answer["Location"]).content.decode()
    tasks.verify.func(str(work.pk), str(who.pk), ON.isoformat())

    work.refresh_from_db()
    assert (work.state, work.words) == ("done", _said())
    assert "Everything is as it was sealed" in client.get(answer["Location"]).content.decode()
    assert Fact.objects.get(name="audit.verified").by == who


def _said() -> str:
    verified = queries.last_verified()
    assert verified is not None
    return verified[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["audit/", "audit/verify/", "audit/readings/", "audit/readings/list.csv", "audit/facts.csv"],
)
def test_nobody_else_may(client: Client, address: str) -> None:
    client.force_login(making.manager())

    assert client.get(f"/team/{address}").status_code == 403
