"""Staff tell somebody something after seeing how it looks; a changed address is looked at by
another; a protected address is in no notice; the person reads what they were told."""

from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.foundation.notices import operations
from ownway.foundation.notices.models import Notice
from ownway.support.people.models import CommunicationNeed, Person
from ownway.support.people.queries.reaching import recipient_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"


@pytest.fixture
def ruth() -> Person:
    made = making.person(address_line_1="3 Tannery Row", postcode="QM3 4AB")
    CommunicationNeed.objects.create(person=made, code="easy-read", recorded_on=making.DAY)
    return made


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(client: Client, person: Person, act: str, **more: str) -> Any:
    said = {"due_on": "7 December", "format": "Easy Read", "channel": "letter", "act": act}
    return client.post(reverse("team.tell", args=[person.pk, "review-due"]), said | more)


def test_it_is_seen_before_it_is_sent(ruth: Person) -> None:
    client = as_(making.practitioner(of=ruth.team))
    seen = told(client, ruth, "see").content.decode()
    assert "It is time to talk about your support." in seen
    assert not Notice.objects.exists()
    assert told(client, ruth, "send").status_code == 302
    assert [one.state for one in Notice.objects.all()] == ["queued"]


def test_a_form_she_cannot_use_is_refused_beside_the_reason(ruth: Person) -> None:
    answer = told(as_(making.practitioner(of=ruth.team)), ruth, "send", format="standard")
    assert answer.status_code == 422
    assert "They need Easy Read, and this is standard." in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_changed_address_is_cleared_by_somebody_else(ruth: Person) -> None:
    nell, asif = making.practitioner(of=ruth.team), making.manager(of=ruth.team)
    told(as_(nell), ruth, "send")
    ruth.address_line_1 = "9 Mill Lane"
    ruth.save()
    told(as_(nell), ruth, "send")
    waits = Notice.objects.get(state="waiting for second look")
    page = reverse("team.second_look", args=[waits.pk])
    both = as_(asif).get(page).content.decode()
    assert ("3 Tannery Row" in both, "9 Mill Lane" in both) == (True, True)
    assert as_(nell).post(page, {"act": "yes"}).status_code == 422
    assert as_(asif).post(page, {"act": "yes"}).status_code == 302
    waits.refresh_from_db()
    assert waits.state == "queued"
    assert as_(nell).get(reverse("team.letter", args=[waits.pk])).content.startswith(b"%PDF")


def test_a_protected_address_reaches_no_recipient_and_no_page(ruth: Person) -> None:
    nell, asif = making.practitioner(of=ruth.team), making.manager(of=ruth.team)
    told(as_(nell), ruth, "send")
    ruth.address_line_1 = "9 Mill Lane"
    ruth.save()
    told(as_(nell), ruth, "send")
    waits = Notice.objects.get(state="waiting for second look")
    assert recipient_of(ruth.pk, by=nell, on=making.DAY).address is not None
    Person.objects.filter(pk=ruth.pk).update(address_protected=True)
    assert recipient_of(ruth.pk, by=nell, on=making.DAY).address is None
    for page in (
        reverse("team.second_look", args=[waits.pk]),
        reverse("team.notices", args=[ruth.pk]),
        reverse("team.outbox"),
    ):
        said = as_(asif).get(page).content.decode()
        assert "Mill Lane" not in said
        assert "Tannery Row" not in said
    page = reverse("team.second_look", args=[waits.pk])
    assert as_(asif).post(page, {"act": "yes"}).status_code == 422
    first = Notice.objects.get(state="queued")
    assert as_(nell).get(reverse("team.letter", args=[first.pk])).status_code == 409


def test_she_reads_what_she_was_told_and_nobody_else_does(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    told(as_(nell), ruth, "send")
    operations.posted(Notice.objects.get().pk, by=nell, on=making.DAY)
    page = reverse("notices.mine")
    assert "It is time to talk" in as_(making.own_sign_in(ruth)).get(page).content.decode()
    other = making.own_sign_in(making.person(given_name="Ida"))
    assert "It is time to talk" not in as_(other).get(page).content.decode()


def test_each_look_at_what_somebody_was_told_is_on_record(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    told(as_(nell), ruth, "send")
    letter = Notice.objects.get()
    before = len(readings(ruth.pk))
    for page in (
        reverse("team.notices", args=[ruth.pk]),
        reverse("team.letter", args=[letter.pk]),
        reverse("team.second_look", args=[letter.pk]),
        reverse("team.outbox"),
    ):
        as_(nell).get(page)
    assert len(readings(ruth.pk)) == before + 4
