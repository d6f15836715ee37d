"""A group sees what the person agreed to share and nothing else; each page opens for whom it may.

The canary stands in everything about the person that was not shared.
"""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.facts.models import Fact
from ownway.support.contact import domain, operations, queries
from ownway.support.contact.domain.referrals import State
from ownway.support.contact.models import Referral
from ownway.support.contact.tests.test_referrals import link_sent, refer, service

pytestmark = pytest.mark.django_db
ON = making.DAY
CANARY = "canary"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def ruth_with_canaries() -> Any:
    return making.person(
        telephone="01632 960 001",
        email=f"{CANARY}@example.org",
        address_line_1=f"{CANARY} cottage",
        postcode="QM1 4AB",
        nhs_number="9990000018",
        how_to_talk="Slowly, and face to face",
        health_conditions=CANARY,
        if_things_go_wrong=CANARY,
    )


def test_a_group_sees_what_was_shared_and_no_more(client: Client) -> None:
    ruth, nell = ruth_with_canaries(), making.practitioner()
    asked = operations.ask_for_support(
        ruth.pk,
        who_asked="Pete",
        words=f"{CANARY} words",
        route_of_access=domain.FROM_THE_PERSON,
        by=nell,
        on=ON,
    )
    operations.note_screening(
        asked, worry="yes", worry_words=CANARY, risk="none", carer="no", by=nell, on=ON
    )
    refer(
        ruth, nell, service(), request_id=asked, shared=["name", "telephone", "talk"],
        agreed_how=f"{CANARY}: she said yes", shared_words="She likes to sing",
    )  # fmt: skip
    link = link_sent()

    page = client.get("/referral/", {"link": link})

    assert page.status_code == 200
    for shared in ("Ruth Calloway", "01632 960 001", "Slowly, and face to face", "likes to sing"):
        assert shared in page.text
    hidden = (CANARY, "QM1", "1968", "9990000018", "M-0", str(ruth.pk), "Nell", "Pete")
    assert [one for one in hidden if one in page.text] == []
    opened = Fact.objects.get(name="contact.referral-opened-by-service")
    assert (opened.about_id, opened.by, opened.reading) == (ruth.pk, None, True)


def test_the_group_answers_and_the_link_ends(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service())
    link = link_sent()

    wrong = client.post("/referral/", {"link": link, "state": "not suitable", "said_by": "Bron"})
    assert (wrong.status_code, "why it does not suit" in wrong.text) == (422, True)
    assert 'value="Bron"' in wrong.text
    said = {"link": link, "state": "acknowledged", "said_by": "Bron"}
    assert "open your link once more" in client.post("/referral/", said).text
    done = client.post("/referral/", said | {"state": "started", "words": "Since Tuesday"})
    assert "Your link works no more" in done.text

    over = client.get("/referral/", {"link": link})
    assert (over.status_code, "Ruth" in over.text) == (404, False)
    assert client.post("/referral/", said).status_code == 404
    assert Referral.objects.get(pk=made).state == State.STARTED.value


@pytest.mark.parametrize("link", ["", "guessed", "x" * 5000, "'; DROP TABLE"])
def test_whatever_opens_nothing_says_so_in_the_same_words(client: Client, link: str) -> None:
    page = client.get("/referral/", {"link": link})

    assert page.status_code == 404
    assert "This link works no more" in page.text


def test_guesses_are_slowed(client: Client) -> None:
    answers = [client.get("/referral/", {"link": f"guess-{n}"}).status_code for n in range(110)]

    assert set(answers[:90]) == {404}
    assert answers[-1] == 429


def test_the_worker_chooses_refers_and_notes(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    to = service()
    client.force_login(nell)
    assert "Nobody has pointed them" in client.get(f"/team/people/{ruth.pk}/services/").text
    chosen = client.get(f"/team/people/{ruth.pk}/services/?topic=company").text
    assert f"/team/people/{ruth.pk}/services/{to}/" in chosen
    at = f"/team/people/{ruth.pk}/services/{to}/"
    assert client.get(at).status_code == 200

    wrong = client.post(at, {"how": "refer", "why": "Company"})
    assert wrong.status_code == 422
    for words in ("Say how the person agreed", "Choose what the service may know", "Enter the day"):
        assert words in wrong.text
    typed = {
        "how": "refer", "why": "Company", "agreed_how": "On the telephone",
        "shared": ["name", "telephone"], "due_on_day": "30", "due_on_month": "11",
        "due_on_year": "2026",
    }  # fmt: skip
    shown = client.post(at, typed, follow=True)
    assert "Sent on 23" in shown.text
    page = shown.redirect_chain[-1][0]
    again = client.post(at, typed)
    assert (again.status_code, "was asked already" in again.text) == (422, True)

    empty = client.post(page, {"act": "answer", "answer-state": "not suitable"})
    assert empty.status_code == 422
    assert "Say who told you" in empty.text
    client.post(
        page, {"act": "again", "again-due_on_day": "1", "again-due_on_month": "12",
               "again-due_on_year": "2026"}
    )  # fmt: skip
    assert Referral.objects.get().due_on == ON + timedelta(days=8)
    started = client.post(
        page,
        {"act": "answer", "answer-state": "started", "answer-said_by": "Bron"},
        follow=True,
    )
    assert "Ask whether it helps" in started.text
    helped = client.post(page, {"act": "helped", "helped-helped": "yes"}, follow=True)
    assert "It helped." in helped.text
    assert client.post(page, {"act": "stop"}).status_code == 422


def test_told_about_only_and_stopped_by_a_worker(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    client.force_login(nell)
    to = service("Walking group", may_be_referred=False)
    at = f"/team/people/{ruth.pk}/services/{to}/"
    assert "takes nobody by referral" in client.get(at).text
    assert "Nothing was shared" in client.post(at, {"how": "tell", "why": "x"}, follow=True).text
    assert client.post(at, {"how": "refer", "why": "x"}).status_code == 422

    made = refer(ruth, nell, service())
    stopped = client.post(
        f"/team/referrals/{made}/", {"act": "stop", "stop-words": "Her son takes her"}, follow=True
    )
    assert "Her son takes her" in stopped.text
    hand_over = Referral.objects.get(pk=made).hand_over_id
    assert client.get(f"/team/hand-overs/{hand_over}/")["Location"] == f"/team/referrals/{made}/"


def test_silence_stands_at_the_top_of_my_work(client: Client, settings: Any) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service())
    settings.OWNWAY_TODAY = ON + timedelta(days=9)
    client.force_login(nell)

    work = client.get("/team/").text
    assert "Referral to Tuesday lunch club" in work
    assert "Call Tuesday lunch club, 01632 960 171." in work
    assert "No answer by 30" in client.get(f"/team/referrals/{made}/").text
    operations.note_answer(made, state=State.STARTED, words="", said_by="Bron", by=nell, on=ON)
    settings.OWNWAY_TODAY = ON + timedelta(days=28)
    assert "ask whether Tuesday lunch club helps" in client.get("/team/").text


def test_the_person_sees_it_and_says_whether_it_helped(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    client.force_login(her)
    assert "Nobody has told you" in client.get("/my/services/").text
    made = refer(ruth, nell, service())

    assert "We asked Tuesday lunch club for you." in client.get("/my/").text
    assert "They are to answer by 30" in client.get("/my/services/").text
    operations.note_answer(
        made, state=State.STARTED, words="Come on Tuesday", said_by="Bron", by=nell, on=ON
    )
    assert "Come on Tuesday" in client.get("/my/services/").text
    empty = client.post("/my/services/", {"act": "helped", "referral": str(made)})
    assert (empty.status_code, "Choose whether it helped" in empty.text) == (422, True)
    typed = {"act": "helped", "referral": str(made), "helped": "no", "words": "Too loud"}
    after = client.post("/my/services/", typed, follow=True)

    assert "You said: it did not help." in after.text
    assert queries.referrals_of(ruth.pk, by=her, on=ON)[0].helped_words == "Too loud"
    other = refer(ruth, nell, service("Walking group"))
    client.post("/my/services/", {"act": "stop", "referral": str(other)})
    assert Referral.objects.get(pk=other).state == State.STOPPED.value
    refused = client.post("/my/services/", {"act": "stop", "referral": str(made)}, follow=True)
    assert "This stands at “Started” already." in refused.text
    assert client.post("/my/services/", {"act": "stop", "referral": "x"}).status_code == 200


def test_counted_for_managers_and_commissioners_without_names(client: Client) -> None:
    ruth, nell = making.person(family_name="Zebedee"), making.practitioner()
    made = refer(ruth, nell, service())
    operations.note_answer(made, state=State.STARTED, words="x", said_by="Bron", by=nell, on=ON)
    colm = making.staff(Role.COMMISSIONER, name="Colm Price")

    for who, door in ((making.manager(), "team"), (colm, "commissioning")):
        client.force_login(who)
        page = client.get(f"/{door}/referrals/").text
        file = client.get(f"/{door}/referrals/by-service.csv").content.decode("utf-8-sig")
        assert "1 referral went to services. 1 was answered, and 1 started." in page
        (row,) = csv.DictReader(StringIO(file))
        assert (row["Service"], row["Sent"], row["Started"]) == ("Tuesday lunch club", "1", "1")
        assert "Zebedee" not in page + file
    client.force_login(nell)
    assert client.get("/team/referrals/").status_code == 403


def test_another_team_opens_none_of_it(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = refer(ruth, nell, service())
    client.force_login(making.practitioner(making.team("West team")))

    page = client.get(f"/team/referrals/{made}/")

    assert page.status_code == 404
    assert "Ruth" not in page.text
