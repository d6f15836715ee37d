"""The pages about the return: the answer first, what to put right, the file, and its sending."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.tasks import make_return
from ownway.commissioning.returns.tests.examples import REQUEST, SERVICE, file_of
from ownway.commissioning.returns.tests.test_export import bring
from ownway.foundation.access.domain import Role
from ownway.foundation.access.operations import add_sign_in, record_installation
from ownway.foundation.facts.models import Fact
from ownway.foundation.work.models import LongWork

pytestmark = pytest.mark.django_db

PERIOD = {"first_day": "2025-04-01", "last_day": "2026-03-31"}
WRONG = SERVICE | {"Postcode": '=HYPERLINK("x")'}


@pytest.fixture(autouse=True)
def own_home(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record_installation(mode="test")
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path))


@pytest.fixture
def performance(client: Client) -> Client:
    client.force_login(
        add_sign_in(email="dilys@example.org", name="Dilys Penhale", roles=[Role.PERFORMANCE])
    )
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def do_the_work() -> None:
    job = ProcrastinateJob.objects.filter(status="todo").latest("id")
    assert job.task_name == make_return.name
    make_return(**job.args)


def test_without_a_council_or_rows_the_page_says_so(performance: Client) -> None:
    page = text(performance.get(reverse("returns.returns")))
    assert "Nobody has said yet which council this is." in page
    assert "None was made yet." in page
    assert "Make the file" not in page

    bring(file_of([SERVICE]))
    empty = performance.get(
        reverse("returns.returns"), {"first_day": "1/4/2019", "last_day": "31/3/2020"}
    )
    assert "There is nothing to return for 1 April 2019 to 31 March 2020." in text(empty)
    assert "Make the file" not in text(empty)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_day": "2025-04-01", "last_day": "soon"}, "Enter a real day, like 31/3/2026"),
        ({"first_day": "2026-04-01", "last_day": "2025-03-31"}, "The period ends before it begins"),
        ({"first_day": "", "last_day": "2025-03-31"}, "Enter a day, like 31/3/2026"),
    ],
)
def test_a_period_that_is_none_is_said_beside_the_field_and_kept(
    performance: Client, typed: dict[str, str], said: str
) -> None:
    answer = performance.get(reverse("returns.returns"), typed)

    assert answer.status_code == 422
    assert text(answer).count(said) == 2
    assert f'value="{typed["last_day"]}"' in text(answer)
    posted = performance.post(reverse("returns.make"), typed, follow=True)
    assert text(posted).count(said) == 2
    assert not LongWork.objects.exists()


def test_from_the_checks_to_the_file_that_was_sent(performance: Client) -> None:
    bring(file_of([WRONG, REQUEST]))

    checked = text(performance.get(reverse("returns.returns"), PERIOD))
    assert "The return for 1 April 2025 to 31 March 2026 has 2 rows." in checked
    assert "1 request, 0 assessments, 1 service, 0 reviews." in checked
    assert "Postcode: invalid" in checked

    asked = performance.post(reverse("returns.make"), PERIOD)
    work = LongWork.objects.get()
    assert asked.headers["Location"] == reverse("returns.making", args=[work.pk])
    waiting = performance.get(asked.headers["Location"])
    assert waiting.headers["Refresh"] == "3"

    do_the_work()
    do_the_work()

    made = Submission.objects.get(direction="out")
    there = performance.get(asked.headers["Location"])
    assert there.headers["Location"] == reverse("returns.return_made", args=[made.pk])
    page = text(performance.get(there.headers["Location"]))
    assert "It has 2 rows and is ready to send. Nobody has said yet that it was sent." in page
    taken: Any = performance.get(reverse("returns.kept_file", args=[made.pk]))
    content = b"".join(taken.streaming_content)
    assert content.count(b"\r\n") == 3
    assert b'"=HYPERLINK(""x"")"' in content

    address = there.headers["Location"]
    early = {"sent_on_day": "1", "sent_on_month": "1", "sent_on_year": "2020"}
    refused = performance.post(address, early)
    assert refused.status_code == 422
    assert "so it was not sent before" in text(refused)
    assert "Enter the day it was sent" in text(performance.post(address))
    day = made.received_at.date()
    given = {"sent_on_day": day.day, "sent_on_month": day.month, "sent_on_year": day.year}
    assert performance.post(address, given).status_code == 302
    assert "It is noted as sent, and counts for the measures." in text(performance.get(address))
    assert Fact.objects.filter(name="returns.return-sent", of_id=made.pk).count() == 1


def test_the_records_to_put_right_open_and_can_be_taken_away(performance: Client) -> None:
    bring(file_of([WRONG, REQUEST]))
    asked = PERIOD | {"field": "Postcode", "fault": "invalid"}

    page = text(performance.get(reverse("returns.records"), asked))
    file: Any = performance.get(reverse("returns.records_csv"), asked)

    assert "<h1" in page
    assert "Postcode: invalid" in page
    assert "=HYPERLINK(&#34;x&#34;)" in page
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode())))
    assert [(row["Council id"], row["Field"], row["What it says"]) for row in rows] == [
        ("M0001", "Postcode", '\'=HYPERLINK("x")')
    ]
    assert Fact.objects.filter(name="people.listed", about_id__isnull=False).count() == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"field": "Shoe_Size", "fault": "invalid"},
        {"field": "Postcode", "fault": "valid"},
        {"field": "", "fault": "boredom"},
        {"field": "Postcode", "fault": "invalid", "last_day": "x"},
    ],
)
def test_an_address_that_names_no_fault_opens_nothing(
    performance: Client, asked: dict[str, str]
) -> None:
    bring(file_of([WRONG]))
    for name in ("returns.records", "returns.records_csv"):
        assert performance.get(reverse(name), PERIOD | asked).status_code == 404
