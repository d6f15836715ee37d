"""The person's words stand first; what was typed is kept; what is missing is linked."""

import re
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import ELIGIBLE, Level, Question
from ownway.support.assessment.models import Answer, Assessment
from ownway.support.contact import operations as contact
from ownway.support.contact.domain import FROM_THE_PERSON, TO_ASSESSMENT

pytestmark = pytest.mark.django_db
MEALS = Question("q_meals")


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def meals(assessment_id: UUID) -> Answer:
    return Answer.objects.get(assessment_id=assessment_id, question="q_meals")


def hidden(page: str, question: str) -> str:
    found = re.search(rf'name="{question}_seen" value="([^"]*)"', page)
    assert found
    return found[1]


def test_one_button_begins_and_then_goes_on_with_the_same(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    asked = contact.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="Help",
        route_of_access=FROM_THE_PERSON,
        by=nell,
        on=making.DAY,
    )
    contact.decide_request(asked, outcome=TO_ASSESSMENT, by=nell, on=making.DAY)
    client.force_login(nell)

    first = client.post(f"/team/people/{ruth.pk}/assessments/begin/")
    again = client.post(f"/team/people/{ruth.pk}/assessments/begin/")

    row = Assessment.objects.get()
    assert row.support_request_id == asked
    assert first["Location"] == again["Location"] == f"/team/assessments/{row.pk}/"
    assert "8 of 8 levels still to agree" in client.get(first["Location"]).text


def test_beginning_for_somebody_who_died_is_refused_on_the_record(client: Client) -> None:
    ruth = making.person(died_on=making.DAY)
    client.force_login(making.practitioner())

    page = client.post(f"/team/people/{ruth.pk}/assessments/begin/", follow=True)

    assert "died on 23 November 2026" in page.text


def test_she_answers_in_her_own_words_and_the_worker_sees_them_first(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(making.own_sign_in(ruth))

    page = client.get("/my/assessment/").text
    assert page.index("Getting washed and dressed") < page.index("Help still needed after")
    sent = client.post(
        "/my/assessment/",
        {"q_meals_level": "1", "q_meals_words": "I eat toast & jam.", "then": "q_home"},
    )
    assert sent["Location"] == "/my/assessment/?at=q_home#q_home"

    client.force_login(nell)
    page = client.get(f"/team/assessments/{made}/").text
    assert page.index("I eat toast &amp; jam.") < page.index('name="q_meals_words"')
    client.post(f"/team/assessments/{made}/", {"q_meals_level": "2", "q_meals_words": "Unsafe hob"})

    row = meals(made)
    assert (row.person_level, row.person_words, row.level, row.worker_words) == (
        1,
        "I eat toast & jam.",
        2,
        "Unsafe hob",
    )
    page = client.get(f"/team/assessments/{made}/").text
    assert "Seen differently" in page
    assert "7 of 8 levels still to agree" in page


def test_all_at_once_and_what_is_missing_is_linked(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)
    sent = {f"{question}_level": str(level) for question, level in making.RUTHS_LEVELS.items()}
    sent |= {f"{question}_words": "" for question in making.RUTHS_LEVELS}

    page = client.post(
        f"/team/assessments/{made}/", sent | {"q_nights_level": "", "q_gap_level": ""}, follow=True
    )

    assert "Saved: 6 answers." in page.text
    missing = re.findall(r'<li><a class="govuk-link" href="#(q_\w+)">', page.text)
    assert missing == ["q_nights", "q_gap"]
    page = client.post(f"/team/assessments/{made}/", sent, follow=True)
    assert "All levels agreed, ready to finish" in page.text
    page = client.post(f"/team/assessments/{made}/", sent, follow=True)
    assert "Nothing was different" in page.text


def test_what_was_typed_is_kept_when_something_is_wrong(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)

    page = client.post(
        f"/team/assessments/{made}/",
        {"q_meals_level": "9", "q_meals_words": "Kept words", "q_out_words": "x" * 4001},
    )

    assert page.status_code == 422
    assert "Choose one of the answers to “Meals”" in page.text
    assert "Say it in 4000 letters or fewer" in page.text
    assert "Kept words" in page.text
    assert meals(made).worker_answered_at is None


def test_two_workers_at_once_the_later_sees_both_texts(client: Client) -> None:
    ruth, nell, asif = making.person(), making.practitioner(), making.manager()
    made = making.begun(ruth, nell)
    address = f"/team/assessments/{made}/"
    client.force_login(asif)
    opened = client.get(address).text
    client.force_login(nell)
    client.post(address, {"q_meals_level": "2", "q_meals_words": "Nell saw a burnt pan"})

    client.force_login(asif)
    mine = {"q_meals_level": "3", "q_meals_words": "Asif saw no food"}
    page = client.post(address, mine | {"q_meals_seen": hidden(opened, "q_meals")})

    assert page.status_code == 422
    assert "Nell Farraday saved this while you were writing: Meals" in page.text
    assert "Nell saw a burnt pan" in page.text
    assert "Asif saw no food" in page.text
    assert meals(made).worker_words == "Nell saw a burnt pan"

    client.post(address, mine | {"q_meals_seen": hidden(page.text, "q_meals")})
    assert meals(made).worker_words == "Asif saw no food"


def test_a_broken_hidden_field_is_no_trace(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)

    for seen in ("yesterday", "2026-13-99T00:00:00Z"):
        page = client.post(
            f"/team/assessments/{made}/",
            {"q_meals_level": "3", "q_meals_words": "x", "q_meals_seen": seen},
        )
        assert page.status_code in (302, 422)


def test_the_end_is_stopped_by_what_is_missing_with_links(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)

    page = client.post(
        f"/team/assessments/{made}/complete/",
        {"eligible_needs": ELIGIBLE, "reasons": "Kept reasons"},
    )

    assert page.status_code == 422
    assert "Agree a level for “Getting washed and dressed”" in page.text
    assert f'href="/team/assessments/{made}/?at=q_washing#q_washing"' in page.text
    assert "Kept reasons" in page.text
    assert client.get(f"/team/assessments/{made}/complete/").status_code == 200


def test_finished_by_name_and_both_sides_read_the_reasons(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    for question, level in making.RUTHS_LEVELS.items():
        operations.answer(made, Question(question), level=Level(level), by=nell, at=_an_instant())
    making.found(made, nell)
    client.force_login(nell)

    page = client.post(
        f"/team/assessments/{made}/complete/",
        {"eligible_needs": ELIGIBLE, "reasons": "She cannot wash safely."},
        follow=True,
    )

    assert "Yes, there are eligible needs" in page.text
    assert "Decided by Nell Farraday, social worker" in page.text
    assert f"/team/assessments/{made}/budget/" in page.text
    again = client.get(f"/team/assessments/{made}/complete/")
    assert again["Location"] == f"/team/assessments/{made}/"

    client.force_login(making.own_sign_in(ruth))
    mine = client.get("/my/assessment/").text
    assert "She cannot wash safely." in mine
    assert "You may ask for another look" in mine


def test_what_is_typed_while_a_colleague_finishes_is_shown_again(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.assessed(ruth, nell)

    client.force_login(nell)
    page = client.post(f"/team/assessments/{made}/", {"q_meals_words": "Do not lose me"})
    assert "Do not lose me" in page.text
    assert "This was finished while you were writing" in page.text

    client.force_login(making.own_sign_in(ruth))
    page = client.post("/my/assessment/", {"q_meals_words": "Nor me"})
    assert "Nor me" in page.text


def test_a_form_from_another_day_cannot_end_before_it_began(client: Client, settings: Any) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    for question, level in making.RUTHS_LEVELS.items():
        operations.answer(made, Question(question), level=Level(level), by=nell, at=_an_instant())
    settings.OWNWAY_TODAY = making.DAY.replace(day=1)
    client.force_login(nell)

    page = client.post(
        f"/team/assessments/{made}/complete/", {"eligible_needs": ELIGIBLE, "reasons": "x"}
    )

    assert page.status_code == 422
    assert "cannot end before the day it began" in page.text


def test_nothing_open_says_what_to_do(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    client.force_login(her)

    assert "/my/ask/" in client.get("/my/assessment/").text
    contact.ask_for_support(
        ruth.pk,
        who_asked="Ruth",
        words="Help",
        route_of_access=FROM_THE_PERSON,
        by=nell,
        on=making.DAY,
    )
    assert "You asked for support on 23" in client.get("/my/assessment/").text


def test_another_team_and_another_person_find_nothing(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    operations.answer(
        made, MEALS, level=Level(1), words="A secret", by=making.own_sign_in(ruth), at=_an_instant()
    )

    client.force_login(making.practitioner(of=making.team("West team")))
    for address in (f"/team/assessments/{made}/", f"/team/assessments/{made}/complete/"):
        for answer in (client.get(address), client.post(address, {"q_meals_level": "1"})):
            assert answer.status_code == 404
            assert "secret" not in answer.text
    assert client.post(f"/team/people/{ruth.pk}/assessments/begin/").status_code == 409

    client.force_login(making.own_sign_in(making.person(given_name="Ivor")))
    assert "secret" not in client.get("/my/assessment/").text
    client.post("/my/assessment/", {"q_meals_level": "4"})
    assert meals(made).person_level == 1


def test_finance_reads_without_a_form(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    finance = making.finance()
    making.opening(ruth, finance)
    client.force_login(finance)

    page = client.get(f"/team/assessments/{made}/")
    assert page.status_code == 200
    assert 'name="q_meals_words"' not in page.text
    assert client.post(f"/team/assessments/{made}/", {"q_meals_level": "1"}).status_code == 403
    assert queries.answers_of(made, by=nell) == {}


def _an_instant() -> Any:
    from ownway.config.clock import now

    return now()
