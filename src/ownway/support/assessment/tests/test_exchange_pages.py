"""A file is looked at before it is kept, each problem stands on the page, and nothing of a refused
file is kept; a file goes out only with a receiver and a reason."""

import json
from typing import Any

import making
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ownway.foundation.facts.models import Fact
from ownway.support.assessment.models import Assessment, BroughtAssessment
from ownway.support.assessment.tests.test_exchange import NHS
from ownway.support.assessment.tests.test_exchange_domain import example

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def a_file(plain: Any) -> SimpleUploadedFile:
    raw = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    return SimpleUploadedFile("theirs.json", raw, "application/json")


def test_a_file_is_looked_at_then_kept_and_gone_on_with(client: Client) -> None:
    ruth, nell = making.person(nhs_number=NHS), making.practitioner()
    client.force_login(nell)
    here = f"/team/people/{ruth.pk}/assessments/bring/"
    assert "Nothing was brought from elsewhere yet." in client.get(here).text

    looked = client.post(here, {"file": a_file(example()), "came_from": "Westshire"})
    assert looked.status_code == 200
    assert "Needs help with hot meals" in looked.text
    assert "CA-HYGIENE-01" in looked.text  # of what it gives no answer to
    assert BroughtAssessment.objects.count() == 0

    text = json.dumps(example())
    kept = client.post(here, {"text": text, "came_from": "Westshire", "act": "keep"})
    row = BroughtAssessment.objects.get()
    assert kept["Location"] == f"/team/assessments/elsewhere/{row.pk}/"
    read = client.get(kept["Location"]).text
    assert "Assessment by Westshire" in read
    assert "Needs help with hot meals" in read
    again = client.post(here, {"text": text, "came_from": "Westshire", "act": "keep"}, follow=True)
    assert "This file was brought before. Nothing changed." in again.text

    begun = client.post(f"/team/assessments/elsewhere/{row.pk}/go-on/")
    assert begun["Location"] == f"/team/assessments/{Assessment.objects.get().pk}/"
    assert "Open the assessment that was begun from this one" in client.get(kept["Location"]).text


def test_every_problem_stands_on_the_page_and_nothing_is_kept(client: Client) -> None:
    ruth, nell = making.person(nhs_number=NHS), making.practitioner()
    client.force_login(nell)
    plain = example() | {"status": "<script>alert(1)</script>", "advocateRequired": None}

    page = client.post(
        f"/team/people/{ruth.pk}/assessments/bring/",
        {"file": a_file(plain), "came_from": "Westshire", "act": "keep"},
    )

    assert page.status_code == 422
    assert "2 things are wrong with it" in page.text
    assert "advocateRequired: It is to be true or false." in page.text
    assert "<script>alert" not in page.text
    assert 'value="Westshire"' in page.text
    assert BroughtAssessment.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"[" * 100_000, "nested far deeper"),
        (b'{"a": 1, "a": 2}', "It stands twice"),
        (b" " * (5 * 1024 * 1024 + 10), "It is larger than 5 MB."),
        (b"%PDF-1.7 \xff", "It is no JSON file."),
    ],
)
def test_a_hostile_file_is_refused_in_plain_words(client: Client, raw: bytes, said: str) -> None:
    ruth, nell = making.person(nhs_number=NHS), making.practitioner()
    client.force_login(nell)

    page = client.post(
        f"/team/people/{ruth.pk}/assessments/bring/", {"file": a_file(raw), "came_from": "W"}
    )

    assert (page.status_code, said in page.text) == (422, True)


def test_a_file_of_somebody_else_is_refused_and_says_nothing_of_them(client: Client) -> None:
    ivor, nell = making.person(given_name="Ivor", nhs_number="9434765870"), making.practitioner()
    client.force_login(nell)

    page = client.post(
        f"/team/people/{ivor.pk}/assessments/bring/",
        {"file": a_file(example()), "came_from": "Westshire"},
    )

    assert (page.status_code, "about somebody else" in page.text) == (422, True)
    assert "Needs help with hot meals" not in page.text
    assert NHS not in page.text


def test_it_goes_out_with_a_receiver_and_a_reason_as_a_file(client: Client) -> None:
    ruth, nell = making.person(nhs_number=NHS), making.practitioner()
    made = making.assessed(ruth, nell)
    client.force_login(nell)
    here = f"/team/assessments/{made}/give-out/"
    assert here in client.get(f"/team/assessments/{made}/").text

    missing = client.post(here, {"to": "Westshire"})
    assert (missing.status_code, "Say why they need it" in missing.text) == (422, True)
    assert 'value="Westshire"' in missing.text
    sent = {"to": "Westshire", "because": "She moves.", "consent": "no"}
    paper = client.post(here, sent)

    assert paper["Content-Disposition"] == 'attachment; filename="assessment-2026-11-23.json"'
    assert paper["Cache-Control"] == "no-store"
    assert json.loads(paper.content)["consentToInformationSharing"] is False
    assert Fact.objects.filter(name="assessment.given-out").count() == 1


def test_one_that_is_not_finished_leads_back_with_the_reason(client: Client) -> None:
    ruth, nell = making.person(nhs_number=NHS), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)

    page = client.get(f"/team/assessments/{made}/give-out/", follow=True)

    assert page.redirect_chain == [(f"/team/assessments/{made}/", 302)]
    assert "Only a finished one goes out." in page.text


def test_a_person_takes_their_own_copy_and_nobody_let_in_does(client: Client) -> None:
    ruth, nell = making.person(nhs_number=NHS), making.practitioner()
    made = making.assessed(ruth, nell)
    other = making.assessed(making.person(given_name="Ivor"), nell)
    client.force_login(making.own_sign_in(ruth))

    assert f"/my/assessment/{made}.json" in client.get("/my/assessment/").text
    assert json.loads(client.get(f"/my/assessment/{made}.json").content)["status"] == "completed"
    assert client.get(f"/my/assessment/{other}.json").status_code == 404
