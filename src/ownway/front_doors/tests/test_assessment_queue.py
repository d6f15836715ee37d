"""The queue shows the manager what waits and gives it out with ticks; a colleague who covers sees
what waits for whoever is away, for those days alone, and nobody of another team does."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations as conversations
from ownway.foundation.conversations.models import Away
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment.models import AllocatedWorker
from ownway.support.assessment.tests.test_queues import agreed
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def east() -> tuple[SignIn, SignIn, SignIn, Person]:
    """Nell and Omar, their manager, and Ruth."""
    team = making.team()
    nell, omar = making.practitioner(team), making.practitioner(team, name="Omar Haddad")
    return nell, omar, making.manager(team), making.person(team=team)


def day(name: str, on: Any) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def test_a_manager_ticks_and_names_and_the_worker_finds_it_on_my_work(client: Client) -> None:
    nell, _, asif, ruth = east()
    asked = agreed(ruth, nell, days_ago=12)
    client.force_login(asif)

    page = client.get("/team/assessments/").text
    assert "1 waits for a worker. None is past the target day." in page
    assert "Give the assessment of Ruth Calloway" in page
    sent = {"thing": f"request:{asked}", "worker": str(nell.pk)} | day("due_on", ON)
    assert client.post("/team/assessments/", sent).status_code == 302
    assert "1 given to Nell Farraday." in client.get("/team/assessments/").text

    client.force_login(nell)
    mine = client.get("/team/").text
    assert "Ruth Calloway: assessment to begin, given to you" in mine
    assert "Ruth Calloway: assessment to begin<" not in mine


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("thing", "Tick at least one assessment."),
        ("worker", "Choose a worker"),
        ("due_on", "Say by which day they answer"),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(
    client: Client, left_out: str, said: str
) -> None:
    nell, _, asif, ruth = east()
    asked = agreed(ruth, nell)
    sent = {"thing": f"request:{asked}", "worker": str(nell.pk)} | day("due_on", ON)
    client.force_login(asif)

    answer = client.post(
        "/team/assessments/",
        {name: text for name, text in sent.items() if not name.startswith(left_out)},
    )

    assert (answer.status_code, said in answer.text) == (422, True)
    assert (f'value="request:{asked}" checked' in answer.text) is (left_out != "thing")
    assert AllocatedWorker.objects.count() == 0


def test_a_practitioner_reads_the_queue_and_gives_nothing_out(client: Client) -> None:
    nell, _, _, ruth = east()
    asked = agreed(ruth, nell)
    client.force_login(nell)

    page = client.get("/team/assessments/").text

    assert "Ruth Calloway" in page
    assert "Give what is ticked" not in page
    sent = {"thing": f"request:{asked}", "worker": str(nell.pk)} | day("due_on", ON)
    assert client.post("/team/assessments/", sent).status_code == 403


def test_the_list_is_sorted_filtered_and_taken_away_as_it_is_shown(client: Client) -> None:
    nell, _, asif, ruth = east()
    ivor = making.person(team=nell.team, given_name="Ivor")
    agreed(ruth, nell, days_ago=40)
    making.begun(ivor, nell, ON - timedelta(days=2))
    client.force_login(asif)

    def names(query: str) -> list[str]:
        text = client.get(f"/team/assessments/waiting.csv?{query}").content.decode("utf-8-sig")
        return [row["Person"] for row in csv.DictReader(StringIO(text))]

    assert names("") == ["Ruth Calloway", "Ivor Calloway"]
    assert names("sort=name") == ["Ivor Calloway", "Ruth Calloway"]
    assert names("stage=in+progress") == ["Ivor Calloway"]
    assert names("stage=overdue") == ["Ruth Calloway"]
    assert names("worker=nobody") == ["Ruth Calloway"]
    assert names(f"worker={nell.pk}") == ["Ivor Calloway"]
    assert names("stage=nonsense&worker=nonsense&sort=nonsense") == names("")
    assert "None of them is of this kind." in client.get("/team/assessments/?stage=allocated").text


def test_nothing_waits_is_said_and_nobody_of_another_team_is_shown(client: Client) -> None:
    nell, _, _, ruth = east()
    agreed(ruth, nell)
    client.force_login(making.manager(making.team("West team"), name="Una West"))

    page = client.get("/team/assessments/").text

    assert "No assessment waits, and none is under way." in page
    assert "Calloway" not in page


def passed_to(who: SignIn, about: Person, by: SignIn) -> HandOver:
    made = hand_overs.hand_over(
        about.pk,
        about_name="Ruth Calloway",
        what="Bath board to fit",
        to_sign_in=who,
        due_on=ON,
        by=by,
        on=ON,
    )
    return HandOver.objects.get(pk=made)


def test_whoever_covers_sees_and_answers_what_waits_until_it_ends(
    client: Client, settings: Any
) -> None:
    nell, omar, _, ruth = east()
    tom = making.staff(making.Role.PERFORMANCE, name="Tom Okoro")
    handed = passed_to(nell, ruth, tom)
    client.force_login(omar)
    address = reverse("hand_overs.hand_over", args=[handed.pk])
    assert "Bath board" not in client.get("/team/").text
    assert client.get(address).status_code == 404

    last = ON + timedelta(days=4)
    conversations.say_away(first_day=ON, last_day=last, covered_by=omar, by=nell, on=ON)

    assert "For Nell Farraday, away until" in client.get("/team/").text
    assert client.get(address).status_code == 200
    done = client.post(address, {"act": "done", "answer": "Fitted this morning."})
    handed.refresh_from_db()
    assert (done.status_code, handed.state, handed.answer) == (302, "done", "Fitted this morning.")

    other = passed_to(nell, ruth, tom)
    settings.OWNWAY_TODAY = last + timedelta(days=1)
    assert "Bath board" not in client.get("/team/").text
    gone = client.get(reverse("hand_overs.hand_over", args=[other.pk]))
    assert gone.status_code == 404


def test_cover_opens_nobody_whom_another_team_looks_after(client: Client) -> None:
    nell, omar, _, _ = east()
    wes = making.practitioner(making.team("West team"), name="Wes Tarn")
    ivor = making.person(team=wes.team, given_name="Ivor")
    handed = passed_to(nell, ivor, wes)
    conversations.say_away(first_day=ON, last_day=ON, covered_by=omar, by=nell, on=ON)
    client.force_login(omar)

    assert "Bath board" not in client.get("/team/").text
    assert client.get(reverse("hand_overs.hand_over", args=[handed.pk])).status_code == 404
    assert "Ivor" not in client.get(f"/team/people/{ivor.pk}/").text


def test_only_a_colleague_of_the_team_who_is_there_can_cover() -> None:
    nell, omar, asif, _ = east()
    wes = making.practitioner(making.team("West team"), name="Wes Tarn")
    said: dict[str, Any] = {"first_day": ON, "last_day": ON, "on": ON}

    with pytest.raises(Refused, match="works in another team"):
        conversations.say_away(**said, covered_by=wes, by=nell)
    with pytest.raises(Refused, match="a colleague who is there"):
        conversations.say_away(**said, covered_by=nell, by=nell)
    with pytest.raises(NotAllowed):
        conversations.say_away(**said, who=nell, by=omar)
    with pytest.raises(NotAllowed):
        conversations.say_away(**said, who=wes, by=asif)
    conversations.say_away(**said, who=omar, by=asif)
    with pytest.raises(Refused, match="away on some of these days too"):
        conversations.say_away(**said, covered_by=omar, by=nell)
    with pytest.raises(Refused, match="noted as away"):
        conversations.say_away(**said, by=omar)
    row = Away.objects.get()
    with pytest.raises(NotAllowed):
        conversations.say_back(by=nell, away_id=row.pk)
    conversations.say_back(by=asif, away_id=row.pk)
    with pytest.raises(NotFound):
        conversations.say_back(by=asif, away_id=row.pk)


def test_a_manager_notes_who_is_away_and_takes_it_back_on_the_page(client: Client) -> None:
    nell, omar, asif, _ = east()
    client.force_login(asif)
    sent = {"who": str(nell.pk), "covered_by": str(omar.pk)}
    sent |= day("first_day", ON) | day("last_day", ON + timedelta(days=3))

    assert (
        client.post("/team/away/", sent | day("last_day", ON - timedelta(days=1))).status_code
        == 422
    )
    assert client.post("/team/away/", sent).status_code == 302
    assert "Nell Farraday" in client.get("/team/assessments/").text
    assert client.post(f"/team/away/{Away.objects.get().pk}/back/").status_code == 302
    assert Away.objects.count() == 0
