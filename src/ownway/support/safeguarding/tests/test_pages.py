"""Anybody tells it from any page, without a name, and is told whom to call before anything else."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from making import DAY, Role, own_sign_in, person, practitioner, staff

from ownway.foundation.hand_overs.models import HandOver
from ownway.support.safeguarding import views
from ownway.support.safeguarding.domain import Door
from ownway.support.safeguarding.models import Concern

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


def typed(**more: Any) -> dict[str, Any]:
    return {
        "once": str(uuid4()),
        "who": "Edna at number 4",
        "words": "She is <b>bruised</b>.",
        "danger": "no",
        "asked": "no",
        "wishes": "Her nephew was in the room",
    } | more


def test_danger_comes_before_the_first_box(client: Client) -> None:
    page = client.get("/worried/").text
    assert page.index("Call 999") < page.index("<form method")


def test_somebody_without_an_account_or_a_name_tells_it(client: Client) -> None:
    page = client.post("/worried/", typed(), follow=True)

    made = Concern.objects.get()
    assert page.status_code == 200
    assert "We have received what you told us" in page.text
    assert "Your number is" in page.text
    assert (made.raised_by, made.told_by, made.door, made.whom_id) == (None, "", "public", None)
    assert (made.wishes, made.not_asked_because) == ("", "Her nephew was in the room")
    assert "bruised" not in page.text


def test_a_number_of_somebody_elses_making_is_not_shown(client: Client) -> None:
    assert "HACK" not in client.get("/worried/received/?number=SC-HACK").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"who": ""}, "Say who you are worried about"),
        ({"words": ""}, "Say what worries you"),
        ({"danger": ""}, "Say whether anybody is in danger now"),
        ({"words": "a" * 7000}, "Say it in 6000 letters or fewer"),
        ({"once": "nonsense"}, "Enter a valid UUID"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, wrong: dict[str, str], words: str
) -> None:
    page = client.post("/worried/", typed(**wrong))
    assert page.status_code == 422
    assert words in page.text
    assert "Her nephew was in the room" in page.text
    assert "<b>bruised</b>" not in page.text
    assert not Concern.objects.exists()


def test_a_flood_from_one_address_is_slowed_and_told_to_call(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FREE_AN_HOUR", 2)
    answers = [client.post("/worried/", typed()).status_code for _ in range(4)]
    assert answers == [302, 302, 429, 429]
    assert Concern.objects.count() == 2
    assert "Call 999" in client.post("/worried/", typed()).text
    assert client.get("/worried/").status_code == 200


def test_five_megabytes_of_text_are_refused_kindly(client: Client) -> None:
    page = client.post("/worried/", typed(words="a" * 5_000_000))
    assert page.status_code in (400, 413, 422)
    assert "Traceback" not in page.text
    assert not Concern.objects.exists()


def test_a_person_tells_it_behind_her_own_door_and_sees_that_it_arrived(client: Client) -> None:
    ruth = person()
    her = own_sign_in(ruth)
    client.force_login(her)

    page = client.post("/my/worried/", typed(who="", asked="self", wishes="I want it to stop"))
    assert page.status_code == 302
    made = Concern.objects.get()
    assert (made.whom_id, made.raised_by, made.door) == (ruth.pk, her, Door.MY)
    assert made.wishes == "I want it to stop"
    again = client.get("/my/worried/").text
    assert "We have received it" in again
    assert "bruised" not in again
    assert "I want it to stop" not in again

    assert client.post("/my/worried/", typed(who="")).status_code == 422


def test_staff_tell_it_of_somebody_outside_their_work_without_a_reason(client: Client) -> None:
    ruth, far = person(), practitioner()
    far.team = None
    far.save()
    client.force_login(far)

    page = client.post(f"/team/people/{ruth.pk}/worried/", typed(), follow=True)

    assert page.status_code == 200
    made = Concern.objects.get()
    assert (made.whom_id, made.raised_by, made.door) == (ruth.pk, far, Door.TEAM)


def test_the_footer_of_every_door_leads_there(client: Client) -> None:
    assert 'href="/worried/"' in client.get("/").text
    nell, ruth = practitioner(), person()
    client.force_login(nell)
    assert 'href="/worried/"' in client.get("/team/").text
    assert f'href="/team/people/{ruth.pk}/worried/"' in client.get(f"/team/people/{ruth.pk}/").text
    client.force_login(own_sign_in(ruth))
    assert 'href="/my/worried/"' in client.get("/my/").text


def test_a_lead_finds_it_takes_it_and_notes_what_came_of_it(client: Client) -> None:
    client.post("/worried/", typed(danger="yes"))
    made = Concern.objects.get()
    edna = person(given_name="Edna", family_name="Moss")
    odile = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    client.force_login(odile)

    assert "1 concern waits for a yes" in client.get("/team/concerns/").text
    assert "Danger now" in client.get("/team/concerns/").text
    page = client.post(f"/team/concerns/{made.pk}/acknowledge/", follow=True)
    assert "Odile Marsh has it" in page.text
    found = client.get(f"/team/concerns/{made.pk}/match/?find=Edna Moss")
    assert "It is about Edna Moss" in found.text
    page = client.post(f"/team/concerns/{made.pk}/match/", {"person": str(edna.pk)}, follow=True)
    assert "Edna Moss" in page.text
    assert client.post(f"/team/concerns/{made.pk}/match/", {"person": "x"}).status_code == 404
    page = client.post(f"/team/concerns/{made.pk}/close/", {"outcome": "passed on", "words": "x"})
    assert page.status_code == 422
    assert "Say who it was passed to" in page.text
    page = client.post(
        f"/team/concerns/{made.pk}/close/",
        {"outcome": "taken forward", "words": "She may be at risk."},
        follow=True,
    )
    assert "it is taken forward" in page.text
    assert "Closed last" in client.get("/team/concerns/").text


def test_the_page_of_what_was_passed_on_leads_a_lead_to_the_concern(client: Client) -> None:
    client.post("/worried/", typed())
    made = Concern.objects.get()
    odile = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    odile.team = HandOver.objects.get().to_team
    odile.save()
    client.force_login(odile)
    page = client.get(f"/team/hand-overs/{made.hand_over_id}/")
    assert page.status_code == 302
    assert page["Location"] == f"/team/concerns/{made.pk}/"
