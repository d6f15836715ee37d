"""The pages of asking say what happens next, keep what was typed, and show nobody else's."""

from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client

from ownway.support.contact import domain, operations, queries

pytestmark = pytest.mark.django_db
ADVICE = "NFA: Information and advice or signposting"


def typed(**more: Any) -> dict[str, Any]:
    return {
        "words": "She fell twice.",
        "who_asked": "Pete, her husband",
        "relation": "family",
        "consent": "given",
        "urgency": "days",
        "route_of_access": domain.FROM_THE_PERSON,
        "requested_on_day": "20",
        "requested_on_month": "11",
        "requested_on_year": "2026",
    } | more


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def test_asked_decided_and_on_to_the_assessment(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    client.force_login(nell)

    page = client.post(f"/team/people/{ruth.pk}/ask/", typed(), follow=True)
    assert page.status_code == 200
    assert "Asked for support on 20" in page.text
    assert "She fell twice." in page.text
    (waiting,) = queries.queue(by=nell, on=making.DAY)

    page = client.post(
        f"/team/requests/{waiting.id}/", {"outcome": domain.TO_ASSESSMENT}, follow=True
    )
    assert "Find out together what they need" in page.text
    assert f"/team/people/{ruth.pk}/assessments/begin/" in page.text


def test_what_was_typed_is_kept_beside_what_is_wrong(client: Client) -> None:
    ruth = making.person()
    client.force_login(making.practitioner())

    page = client.post(
        f"/team/people/{ruth.pk}/ask/",
        typed(words="", who_asked="Pete & Ellie", requested_on_day="40"),
    )

    assert page.status_code == 422
    assert "Write down what they ask for" in page.text
    assert "Enter a real date" in page.text
    assert "Pete &amp; Ellie" in page.text


@pytest.mark.parametrize(
    ("day", "words"), [("24", "cannot be in the future"), ("23", "is still waiting for an answer")]
)
def test_a_refusal_stands_on_the_page(client: Client, day: str, words: str) -> None:
    ruth, nell = making.person(), making.practitioner()
    operations.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="Help",
        route_of_access=domain.FROM_THE_PERSON,
        by=nell,
        on=making.DAY,
    )
    client.force_login(nell)

    page = client.post(f"/team/people/{ruth.pk}/ask/", typed(requested_on_day=day))

    assert page.status_code == 422
    assert words in page.text


def test_a_decision_that_leads_nowhere_asks_for_words_and_keeps_the_choice(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = operations.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="Help",
        route_of_access=domain.FROM_THE_PERSON,
        by=nell,
        on=making.DAY,
    )
    client.force_login(nell)

    page = client.post(f"/team/requests/{made}/", {"outcome": ADVICE, "words": ""})
    assert page.status_code == 422
    assert "Write down why, and what you told them" in page.text
    assert f'value="{ADVICE}" checked' in page.text

    operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=nell, on=making.DAY)
    page = client.post(f"/team/requests/{made}/", {"outcome": ADVICE, "words": "Too late"})
    assert page.status_code == 422
    assert "has its answer already" in page.text


def test_she_asks_and_sees_what_came_of_it(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    client.force_login(her)

    assert "You may ask whatever you own or earn" in client.get("/my/ask/").text
    assert client.post("/my/ask/", {"words": ""}).status_code == 422
    page = client.post("/my/ask/", {"words": "I cannot get up alone."}, follow=True)
    assert "We have your request" in page.text
    assert "I cannot get up alone." in page.text

    found = queries.open_request_of(ruth.pk, by=her)
    assert found
    operations.decide_request(
        found.id, outcome=ADVICE, words="We talked about rails.", by=nell, on=making.DAY
    )
    page = client.get("/my/ask/")
    assert "Ask for support" in page.text  # she may ask again
    assert "We talked about rails." in page.text


def test_a_second_request_of_hers_is_refused_on_the_page(client: Client) -> None:
    her = making.own_sign_in(making.person())
    client.force_login(her)
    client.post("/my/ask/", {"words": "Help"})

    page = client.post("/my/ask/", {"words": "Help again"})

    assert page.status_code == 422
    assert "we have not answered yet" in page.text


def test_nobody_sees_the_requests_of_another_team(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = operations.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="A secret",
        route_of_access=domain.FROM_THE_PERSON,
        by=nell,
        on=making.DAY - timedelta(days=1),
    )
    client.force_login(making.practitioner(of=making.team("West team")))

    for address, statuses in (
        (f"/team/requests/{made}/", [404, 404]),
        (f"/team/people/{ruth.pk}/ask/", [302, 409]),  # first they are asked why
    ):
        answers = [client.get(address), client.post(address, typed())]
        assert [answer.status_code for answer in answers] == statuses
        for answer in answers:
            assert "secret" not in answer.text
            assert "Calloway" not in answer.text


def test_a_person_sees_only_her_own_requests(client: Client) -> None:
    ruth, ivor = making.person(), making.person(given_name="Ivor")
    operations.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="A secret",
        route_of_access=domain.FROM_THE_PERSON,
        by=making.practitioner(),
        on=making.DAY,
    )
    client.force_login(making.own_sign_in(ivor))

    assert "secret" not in client.get("/my/ask/").text
    assert client.get(f"/team/people/{ruth.pk}/ask/").status_code == 403


def test_a_request_from_a_file_is_shown_without_a_decision(client: Client) -> None:
    from ownway.support.contact.models import SupportRequest

    ruth = making.person()
    row = SupportRequest.objects.create(
        person=ruth,
        requested_on=making.DAY,
        finished_on=making.DAY,
        cld_key="a",
        outcome="Progress to End of Life Care",
    )
    client.force_login(making.practitioner())

    page = client.get(f"/team/requests/{row.pk}/")

    assert "Progress to End of Life Care" in page.text
    assert "Decide what comes of it" not in page.text


def test_finance_reads_a_request_and_has_nothing_to_press(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = operations.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="Help",
        route_of_access=domain.FROM_THE_PERSON,
        by=nell,
        on=making.DAY,
    )
    finance = making.finance()
    making.opening(ruth, finance)
    client.force_login(finance)

    page = client.get(f"/team/requests/{made}/")
    assert "Nobody has answered yet" in page.text
    assert "Decide what comes of it" not in page.text
    answer = client.post(f"/team/requests/{made}/", {"outcome": domain.TO_ASSESSMENT})
    assert answer.status_code == 403
    assert queries.open_request_of(ruth.pk, by=nell) is not None
