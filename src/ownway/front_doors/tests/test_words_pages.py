"""A manager writes words and sees them first; another agrees; what failed or waits is on the first
page of a working day; what did not suit is counted with its reason."""

from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.notices.models import Notice, TemplateVersion
from ownway.kernel.money import pounds
from ownway.support.people.models import CommunicationNeed, Person
from ownway.support.planning import queries

pytestmark = pytest.mark.django_db
WORDS = {
    "subject": "Shall we meet?",
    "standard": "Dear ((name)), we meet by ((due_on)).",
    "easy_read": "[week] We meet by ((due_on)).",
}
PAGE = "/team/notices/templates/review-due/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def ruth() -> Person:
    made = making.person(address_line_1="3 Tannery Row", postcode="QM3 4AB")
    CommunicationNeed.objects.create(person=made, code="easy-read", recorded_on=making.DAY)
    return made


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_words_are_seen_kept_reviewed_and_used() -> None:
    nell, tom = making.manager(), making.staff(Role.ADMINISTRATOR)
    client, other = as_(nell), as_(tom)
    seen = client.post(f"{PAGE}write/", WORDS | {"act": "see"}).content.decode()
    assert "Dear Ruth Calloway, we meet by 7 December." in seen
    assert not TemplateVersion.objects.exists()
    assert client.post(f"{PAGE}write/", WORDS | {"act": "keep"}).status_code == 302
    assert client.post(PAGE, {"act": "ask"}).status_code == 302
    assert "You wrote it, so somebody else agrees." in client.get(PAGE).content.decode()
    third = as_(making.manager(name="Ola Hart"))
    assert "Words to agree: Your review is due" in third.get("/team/").content.decode()
    assert "Words to agree: Your review is due" not in client.get("/team/").content.decode()
    assert "1 version waits" in other.get("/team/notices/templates/").content.decode()
    day = making.DAY
    boxes = {
        "from_day_day": str(day.day),
        "from_day_month": str(day.month),
        "from_day_year": str(day.year),
    }
    assert client.post(PAGE, boxes | {"act": "agree"}).status_code in (403, 422)
    assert other.post(PAGE, boxes | {"act": "agree"}).status_code == 302
    assert "Version 1 is in use" in client.get(PAGE).content.decode()
    assert "Version 1, since" in client.get("/team/notices/templates/").content.decode()
    assert client.post(PAGE, {"act": "restore", "number": "0"}).status_code == 302
    assert TemplateVersion.objects.get(number=2).state == "draft"


def test_a_wrong_gap_stands_beside_its_field_and_what_was_typed_is_kept() -> None:
    typed = WORDS | {"standard": "Dear ((nhs_number))", "act": "keep"}
    answer = as_(making.manager()).post(f"{PAGE}write/", typed)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "((nhs_number)) is not known here." in words
    assert "Dear ((nhs_number))</textarea>" in words
    assert not TemplateVersion.objects.exists()


def test_long_sentences_in_easy_read_are_warned_of() -> None:
    long = " ".join(["word"] * 16) + "."
    answer = as_(making.manager()).post(f"{PAGE}write/", WORDS | {"easy_read": long, "act": "see"})
    assert "This sentence is long for Easy Read" in answer.content.decode()


def test_what_was_decided_is_filled_in(ruth: Person) -> None:
    nell = making.manager(of=ruth.team)
    plan = making.signed_off_plan(ruth, nell, making.DAY)
    plan.first_day = making.DAY
    plan.save()
    client = as_(nell)
    page = reverse("team.tell", args=[ruth.pk, "plan-signed-off"])
    assert page in client.get(reverse("planning.plan", args=[plan.pk])).content.decode()
    cost = queries.plans_of(ruth.pk, by=nell)[0].cost_weekly
    assert f'value="{pounds(cost)}"' in client.get(page).content.decode()


def test_practitioners_do_not_change_the_words() -> None:
    assert as_(making.practitioner()).get(PAGE).status_code == 403


def test_what_failed_and_what_waits_is_on_my_work(ruth: Person) -> None:
    idris, nell = making.practitioner(of=ruth.team), making.manager(of=ruth.team)
    said = {"due_on": "7 December", "format": "standard", "channel": "letter", "act": "send"}
    said |= {"because": "The Easy Read printer is broken"}
    page = reverse("team.tell", args=[ruth.pk, "review-due"])
    assert as_(idris).post(page, said).status_code == 302
    Notice.objects.update(state="failed")
    assert "a notice did not arrive" in as_(idris).get("/team/").content.decode()
    assert "a notice did not arrive" not in as_(nell).get("/team/").content.decode()
    Notice.objects.update(state="waiting for second look")
    assert "look at a changed address" in as_(nell).get("/team/").content.decode()
    assert "look at a changed address" not in as_(idris).get("/team/").content.decode()
    outbox = as_(nell).get("/team/notices/").content.decode()
    assert "Not the form they need: 1" in outbox
    assert "The Easy Read printer is broken" in outbox
    file = as_(nell).get("/team/notices/unsuitable.csv").content.decode("utf-8-sig")
    assert file.splitlines()[1].endswith("The Easy Read printer is broken," + idris.name)
    stranger = as_(making.practitioner(of=making.team("Elsewhere")))
    outside = stranger.get("/team/notices/unsuitable.csv").content.decode("utf-8-sig")
    assert len(outside.splitlines()) == 1
