"""The pages about files, as the performance team meets them."""

import csv
import io
import stat
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.commissioning.returns.models import QuarantinedRow, Submission
from ownway.commissioning.returns.tasks import take_upload
from ownway.commissioning.returns.tests.examples import REQUEST, SERVICE, file_of
from ownway.config.home import home
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import add_sign_in, record_installation
from ownway.foundation.facts.models import Fact
from ownway.foundation.work.models import LongWork

pytestmark = pytest.mark.django_db

DIRTY = SERVICE | {"Event_Start_Date": "soon", "Event_Description": '=HYPERLINK("x")'}


@pytest.fixture(autouse=True)
def own_home(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record_installation(mode="test")
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path))


def somebody(*roles: Role) -> SignIn:
    return add_sign_in(
        email=f"{'-'.join(roles).replace(' ', '-')}@example.org", name="Dilys Penhale", roles=roles
    )


@pytest.fixture
def performance(client: Client) -> Client:
    client.force_login(somebody(Role.PERFORMANCE))
    return client


def give(client: Client, content: bytes, name: str = "quarter.csv") -> Any:
    return client.post(reverse("returns.bring_file"), {"file": SimpleUploadedFile(name, content)})


def do_the_work() -> None:
    """Do the job that waits, as a worker would."""
    job = ProcrastinateJob.objects.filter(status="todo").latest("id")
    assert job.task_name == take_upload.name
    take_upload(**job.args)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_from_choosing_a_file_to_its_report(performance: Client) -> None:
    assert "No file has come in yet." in text(performance.get(reverse("returns.imports")))

    given = give(performance, file_of([SERVICE, REQUEST, DIRTY]))
    (work,) = LongWork.objects.all()
    assert given.status_code == 302
    assert given.headers["Location"] == reverse("returns.progress", args=[work.pk])
    (kept,) = (home() / "uploads").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    waiting = performance.get(reverse("returns.progress", args=[work.pk]))
    assert waiting.headers["Refresh"] == "4"
    assert "It waits its turn." in text(waiting)
    assert "Bringing in quarter.csv" in text(performance.get(reverse("returns.imports")))

    do_the_work()

    (submission,) = Submission.objects.all()
    assert submission.given_by is not None
    assert submission.given_by.name == "Dilys Penhale"
    assert list((home() / "uploads").iterdir()) == []
    done = performance.get(reverse("returns.progress", args=[work.pk]))
    assert done.headers["Location"] == reverse("returns.submission", args=[submission.pk])

    report = text(performance.get(done.headers["Location"]))
    assert "2 of 3 rows were taken" in report
    assert "/commissioning/data-quality/?field=Event_Start_Date" in report
    assert "1 row put aside" in text(performance.get(reverse("returns.imports")))


def test_the_task_is_known_to_the_worker() -> None:
    assert "returns.take-upload" in app.tasks


def test_a_job_done_again_after_a_kill_counts_nothing_twice(performance: Client) -> None:
    """The worker may die between the end of the import and the end of the job."""
    give(performance, file_of([SERVICE]))
    do_the_work()
    work = LongWork.objects.get()
    LongWork.objects.update(state=LongWork.RUNNING, result_id=None)

    do_the_work()

    again = LongWork.objects.get()
    assert (again.state, again.result_id) == (LongWork.DONE, work.result_id)
    assert Submission.objects.count() == 1


def test_a_file_that_cannot_be_read_says_why_and_offers_another(performance: Client) -> None:
    give(performance, b"name;town\nA;B\n")
    do_the_work()

    work = LongWork.objects.get()
    answer = performance.get(reverse("returns.progress", args=[work.pk]))

    assert "This file was not taken" in text(answer)
    assert "separated by semicolons, not commas" in text(answer)
    assert "Refresh" not in answer.headers
    assert list((home() / "uploads").iterdir()) == []
    assert "Refused" in text(performance.get(reverse("returns.imports")))
    listed = performance.get(reverse("returns.submission", args=[Submission.objects.get().pk]))
    assert "This file was refused, and nothing was changed" in text(listed)


def test_no_file_an_empty_one_and_one_too_large_are_told_beside_the_field(
    performance: Client, settings: Any
) -> None:
    nothing = performance.post(reverse("returns.bring_file"), {})
    empty = give(performance, b"")
    settings.OWNWAY_LARGEST_FILE = 10
    large = give(performance, file_of([SERVICE]))

    assert [answer.status_code for answer in (nothing, empty, large)] == [422, 422, 422]
    assert "Choose a file first" in text(nothing)
    assert "This file is empty." in text(empty)
    assert "This file is larger than" in text(large)
    assert LongWork.objects.count() == 0


def brought_in(client: Client, *rows: dict[str, str]) -> UUID:
    give(client, file_of(rows))
    do_the_work()
    return Submission.objects.latest("received_at").pk


def test_rows_put_aside_are_shown_with_their_remedy_and_the_opening_recorded(
    performance: Client,
) -> None:
    submission_id = brought_in(performance, SERVICE, DIRTY)

    answer = text(performance.get(reverse("returns.put_aside", args=[submission_id])))

    assert "“soon” cannot be read as a day." in answer
    assert "Give the day it began, like 30/04/2025." in answer
    (reading,) = Fact.objects.filter(reading=True)
    assert (reading.name, reading.of_id) == ("returns.put-aside-opened", submission_id)


def test_rows_put_aside_can_be_taken_away_with_formulas_made_harmless(performance: Client) -> None:
    submission_id = brought_in(performance, SERVICE, DIRTY)

    answer = performance.get(reverse("returns.put_aside_csv", args=[submission_id]))

    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["Event_Description"] == '\'=HYPERLINK("x")'
    assert row["LA_Person_Unique_Identifier"] == "M0001"
    assert row["Row in the file"] == "3"
    assert row["What to do"] == "Give the day it began, like 30/04/2025."
    assert Fact.objects.filter(reading=True).count() == 1


def test_many_rows_put_aside_come_a_page_at_a_time(performance: Client) -> None:
    submission_id = brought_in(performance, *([DIRTY] * 51))
    last_of_first = QuarantinedRow.objects.order_by("pk")[49].pk

    first = text(performance.get(reverse("returns.put_aside", args=[submission_id])))
    second = text(
        performance.get(
            reverse("returns.put_aside", args=[submission_id]), {"after": last_of_first}
        )
    )

    assert (first.count("<tr"), second.count("<tr")) == (51, 2)
    assert f"after={last_of_first}" in first
    assert "Next page" not in second


def test_rows_put_aside_do_not_leak_to_other_roles(performance: Client) -> None:
    submission_id = brought_in(performance, SERVICE, DIRTY)
    addresses = [
        reverse("returns.imports"),
        *(
            reverse(f"returns.{name}", args=[submission_id])
            for name in ("submission", "put_aside", "put_aside_csv")
        ),
    ]
    for role in Role:
        other = Client()
        other.force_login(
            add_sign_in(email=f"other-{role.name}@example.org", name="A", roles=[role])
        )
        reads_people = role in (Role.PERFORMANCE, Role.INFORMATION_GOVERNANCE)
        for address in addresses:
            may = reads_people or (role is Role.ADMINISTRATOR and "put-aside" not in address)
            answer = other.get(address)
            assert answer.status_code == (200 if may else 403), (role, address)
            assert may or b"M0001" not in answer.content


def test_information_governance_reads_and_brings_nothing_in(client: Client) -> None:
    client.force_login(somebody(Role.INFORMATION_GOVERNANCE))

    assert "Bring in a file" not in text(client.get(reverse("returns.imports")))
    assert give(client, file_of([SERVICE])).status_code == 403
    assert LongWork.objects.count() == 0


def test_progress_of_somebody_elses_file_is_not_found(performance: Client) -> None:
    give(performance, file_of([SERVICE]))
    other = Client()
    other.force_login(add_sign_in(email="other@example.org", name="B", roles=[Role.PERFORMANCE]))

    answer = other.get(reverse("returns.progress", args=[LongWork.objects.get().pk]))

    assert answer.status_code == 404
