"""A team takes somebody from the list to the end; the person sees their weeks and says how it goes.

Nobody else sees any of it, what was typed stays beside what is wrong, and a file runs no formula.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from making import DAY, manager, own_sign_in, person, practitioner, team

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.support.people.models import Person
from ownway.support.reablement import operations, queries
from ownway.support.reablement.models import Episode
from ownway.support.reablement.tests.test_episodes import asked, begun, looked_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


@pytest.fixture
def ruth() -> Person:
    return person()


@pytest.fixture
def nell() -> SignIn:
    return practitioner()


def plain(said: str) -> str:
    """Without the spaces that keep a day on one line."""
    return said.replace("\N{NO-BREAK SPACE}", " ")


def day(name: str, on: Any) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def test_from_the_record_to_an_end_with_no_need(client: Client, ruth: Person, nell: SignIn) -> None:
    client.force_login(nell)
    assert f"/team/people/{ruth.pk}/reablement/" in client.get(f"/team/people/{ruth.pk}/").text
    page = client.post(
        f"/team/people/{ruth.pk}/reablement/",
        {"kind": "after hospital", "because": "A new hip", "to_team": str(team().pk)},
        follow=True,
    )
    made = Episode.objects.get()
    here = f"/team/reablement/{made.pk}/"
    assert "Waiting for reablement for 0 days" in page.text
    begin = {
        "goal_1": "Make my own tea",
        "agreed": "said yes",
        "worker": str(nell.pk),
        **day("started_on", DAY),
    }

    wrong = client.post(f"{here}begin/", begin | {"agreed": ""})
    assert wrong.status_code == 422
    assert "It does not begin without" in wrong.text
    assert "Make my own tea" in wrong.text
    page = client.post(f"{here}begin/", begin, follow=True)
    assert "Week 1 of reablement" in page.text
    assert "Free until 3 January 2027" in plain(page.text)

    goal = made.goals.get()
    for at in ("start", "end"):
        client.post(f"{here}goals/{goal.pk}/{at}/", {"own": "8", "worker": "7"})
        client.post(f"{here}abilities/{at}/", {"food": "3" if at == "end" else "0"})
    client.post(f"{here}visits/", {"who": "Ola", **day("planned_on", DAY)})
    visit = made.visits.get()
    assert "Say what became of it" in client.get(here).text
    client.post(f"{here}visits/{visit.pk}/", {"made": "yes", "note": "Kettle, twice"})
    client.post(f"{here}tried/", {"kind": "equipment", "what": "Perching stool"})
    client.post(f"{here}tried/{made.tried.get().pk}/", {"kept": "yes"})
    page = client.post(
        f"{here}end/",
        {
            "outcome": "no support",
            "words": "She makes her tea.",
            "persons_view": "I am back.",
            "what_next": "goodbye",
        },
        follow=True,
    )

    assert "Needs no support now: ended on" in page.text
    for words in ("I am back.", "Kettle, twice", "Perching stool", "1 made of 1"):
        assert words in page.text
    assert "Reablement ended" in client.get(f"/team/people/{ruth.pk}/?all=yes").text


def test_the_board_tells_weeks_ages_and_places(client: Client, ruth: Person, nell: SignIn) -> None:
    begun(ruth, nell, DAY - timedelta(days=45), planned_end_on=DAY - timedelta(days=5))
    asked(person(given_name="=Edna"), nell, DAY - timedelta(days=3))
    client.force_login(manager())

    page = client.get("/team/reablement/")
    assert "1 person gets reablement, 1 waits, the longest for 3 days" in page.text
    assert "4 days past the free weeks" in page.text
    assert "Should have ended" in page.text
    page = client.post("/team/reablement/", {"places": "7", **day("from_day", DAY)}, follow=True)
    assert ">7<" in page.text
    said = client.get("/team/reablement.csv").getvalue().decode()
    assert "Ruth Calloway,running,After a stay in hospital,Nell Farraday" in said
    assert "\n'=Edna" in said
    assert "Reablement" in client.get("/team/").text


def test_the_person_sees_their_weeks_and_says_how_it_goes(
    client: Client, ruth: Person, nell: SignIn
) -> None:
    client.force_login(own_sign_in(ruth))
    assert "You have none at the moment" in client.get("/my/reablement/").text
    made = begun(ruth, nell, DAY - timedelta(days=7))
    operations.plan_visit(made, planned_on=DAY, part_of_day="morning", who="Ola", by=nell, on=DAY)
    operations.pause_assessment(
        made, until=DAY, agreed_how="She said", in_place="Meals, daily", by=nell, on=DAY
    )

    page = client.get("/my/reablement/").text
    for words in ("Week 2 of 6", "Make my own tea", "Today", "Ola", "Meals, daily"):
        assert words in page
    assert "We help you for a few weeks." in client.get("/my/reablement/?words=easy").text
    assert client.post("/my/reablement/", {"words": ""}).status_code == 422
    page = client.post("/my/reablement/", {"words": "Better each day"}, follow=True).text
    assert "Better each day" in page
    client.post("/my/reablement/assessment-now/")
    assert queries.pausing(ruth.pk) is None
    assert "See my weeks" in client.get("/my/").text


def test_past_the_free_weeks_the_person_is_told_the_day(
    client: Client, ruth: Person, nell: SignIn
) -> None:
    begun(ruth, nell, DAY - timedelta(days=50))
    client.force_login(own_sign_in(ruth))
    page = plain(client.get("/my/reablement/").text)
    assert "The free weeks ended on 14 November 2026" in page
    assert "15 November 2026" in page


def test_nothing_of_it_shows_to_another(client: Client, ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    looked_at(made, nell)
    edna = person(given_name="Edna")
    client.force_login(own_sign_in(edna))
    assert "tea" not in client.get("/my/reablement/").text
    assert client.get(f"/team/reablement/{made}/").status_code == 403
    jude = practitioner(team("South team"), name="Jude Harker")
    client.force_login(jude)
    for address in (f"/team/reablement/{made}/", f"/team/reablement/{made}/abilities/start/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/team/reablement/{made}/extend/", {}).status_code == 404
    assert "Ruth" not in client.get("/team/reablement/").text


def test_opening_it_is_a_reading(client: Client, ruth: Person, nell: SignIn) -> None:
    made = begun(ruth, nell)
    client.force_login(nell)
    client.get(f"/team/reablement/{made}/")
    assert Fact.objects.filter(name="reablement.episode-read", about_id=ruth.pk).count() == 1
