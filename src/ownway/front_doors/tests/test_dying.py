"""A death is written down once: what runs for them ends, and no file brings them back."""

from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import Refused
from ownway.support.contact import operations as contact
from ownway.support.contact import queries as requests
from ownway.support.contact.domain import DIED, FROM_THE_PERSON
from ownway.support.people.models import Person
from ownway.support.people.operations import note_death, take_death_back
from ownway.support.people.operations.following import hold_deaths

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


@pytest.fixture
def ruth() -> Person:
    return making.person()


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def typed(days_ago: int = 2, **more: str) -> dict[str, Any]:
    day = ON - timedelta(days=days_ago)
    return {
        "died_on_day": day.day,
        "died_on_month": day.month,
        "died_on_year": day.year,
        "told_by": "Her niece, by telephone",
        **more,
    }


def test_from_the_request_to_the_day_support_and_letters_end(ruth: Person, nell: SignIn) -> None:
    running = making.direct_payment(ruth)
    asked = contact.ask_for_support(
        ruth.pk, who_asked="Niece", words="?", route_of_access=FROM_THE_PERSON, by=nell, on=ON
    )
    client = as_(nell)
    decided = client.post(
        reverse("contact.request", args=[asked]), {"outcome": DIED, "words": "Her niece rang"}
    )
    assert decided["Location"] == reverse("team.died", args=[ruth.pk])
    wrong = client.post(reverse("team.died", args=[ruth.pk]), typed(-3))
    assert (wrong.status_code, "has not come yet" in wrong.content.decode()) == (422, True)
    done = client.post(reverse("team.died", args=[ruth.pk]), typed())
    ruth.refresh_from_db()
    running.refresh_from_db()
    assert done.status_code == 302
    assert ruth.died_on == running.last_day == ON - timedelta(days=2)
    with pytest.raises(Refused, match="died on"):
        contact.ask_for_support(
            ruth.pk, who_asked="A", words="?", route_of_access=FROM_THE_PERSON, by=nell, on=ON
        )


def test_a_request_that_waits_is_closed_with_it(ruth: Person, nell: SignIn) -> None:
    contact.ask_for_support(
        ruth.pk, who_asked="Niece", words="?", route_of_access=FROM_THE_PERSON, by=nell, on=ON
    )
    as_(nell).post(reverse("team.died", args=[ruth.pk]), typed())
    assert requests.open_request_of(ruth.pk, by=nell) is None
    assert requests.requests_of(ruth.pk, by=nell)[0].outcome == DIED


def test_a_mistake_is_taken_back_with_its_reason(ruth: Person, nell: SignIn) -> None:
    client = as_(nell)
    client.post(reverse("team.died", args=[ruth.pk]), typed())
    assert client.post(reverse("team.died", args=[ruth.pk]), {}).status_code == 422
    back = client.post(reverse("team.died", args=[ruth.pk]), {"because": "Another Ruth Calloway"})
    ruth.refresh_from_db()
    assert (back.status_code, ruth.died_on) == (302, None)


def test_a_file_that_does_not_know_yet_brings_nobody_back(ruth: Person, nell: SignIn) -> None:
    day = ON - timedelta(days=1)
    note_death(ruth.pk, died_on=day, told_by="The ward", by=nell, on=ON)
    note_death(ruth.pk, died_on=day, told_by="The ward", by=nell, on=ON)  # twice is once
    Person.objects.filter(pk=ruth.pk).update(died_on=None)  # as a file of before says it
    hold_deaths()
    ruth.refresh_from_db()
    assert ruth.died_on == day
    take_death_back(ruth.pk, because="Another Ruth", by=nell, on=ON)
    hold_deaths()
    ruth.refresh_from_db()
    assert ruth.died_on is None


def test_days_and_words_that_cannot_be_are_refused(ruth: Person, nell: SignIn) -> None:
    born = ruth.born_on
    assert born is not None
    with pytest.raises(Refused, match="Check the date"):
        note_death(ruth.pk, died_on=born - timedelta(days=1), told_by="X", by=nell, on=ON)
    with pytest.raises(Refused, match="Say who told us"):
        note_death(ruth.pk, died_on=ON, told_by=" ", by=nell, on=ON)
    note_death(ruth.pk, died_on=ON, told_by="The ward", by=nell, on=ON)
    with pytest.raises(Refused, match="written down already"):
        note_death(ruth.pk, died_on=ON - timedelta(days=1), told_by="X", by=nell, on=ON)
