"""Several files at once, cancelling, undoing, doubt and kept files, as people meet them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.tasks import undo_file
from ownway.commissioning.returns.tests.examples import REQUEST, SERVICE, file_of
from ownway.commissioning.returns.tests.test_pages import own_home, performance, somebody, text
from ownway.config.home import home
from ownway.foundation.access.domain import Role
from ownway.foundation.access.operations import add_sign_in
from ownway.foundation.facts.models import Fact
from ownway.foundation.work.models import LongWork
from ownway.support.people.models import Person
from ownway.support.planning.models import Arrangement

__all__ = ["own_home", "performance"]  # fixtures

pytestmark = pytest.mark.django_db

LATER = {
    "Reporting_Period_Start_Date": "2025-07-01",
    "Reporting_Period_End_Date": "2026-06-30",
}


@pytest.fixture(autouse=True)
def no_work_of_others(db: None) -> None:
    """Jobs that tests of whole transactions left are not this test's."""
    ProcrastinateJob.objects.all().delete()


def give(client: Client, *files: tuple[str, bytes], **more: str) -> Any:
    chosen = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("returns.bring_file"), {"file": chosen} | more)


def do_all_work() -> None:
    """Do the jobs that wait, in their order, as a worker would."""
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("id"):
        do(job)


def do(job: ProcrastinateJob) -> None:
    given = dict(job.args)
    operations.take_upload(
        UUID(given["work_id"]),
        file_name=given["file_name"],
        received_at=datetime.fromisoformat(given["received_at"]),
        by=UUID(given["by"]),
        on=date.fromisoformat(given["on"]),
    )


TWO = (
    ("later.csv", file_of([SERVICE | LATER | {"Unit_Cost": "30"}])),
    ("earlier.csv", file_of([SERVICE, REQUEST])),
)


def test_several_files_are_put_in_the_order_of_their_periods_and_shown_on_one_page(
    performance: Client,
) -> None:
    given = give(performance, *TWO)
    first, second = LongWork.objects.order_by("rank")

    assert given.headers["Location"] == reverse("returns.progress", args=[first.pk])
    assert [first.title.split(",")[0], second.title.split(",")[0]] == ["earlier.csv", "later.csv"]
    assert [job.lock for job in ProcrastinateJob.objects.order_by("id")] == ["returns.files"] * 2
    waiting = performance.get(given.headers["Location"])
    assert waiting.headers["Refresh"] == "4"
    assert "0 of 2 files are taken so far" in text(waiting)
    assert "in the order of their reporting periods" in text(waiting)
    assert "and 1 more with it" in text(performance.get(reverse("returns.imports")))

    do_all_work()

    done = performance.get(given.headers["Location"])
    assert "All 2 files were taken" in text(done)
    assert "Refresh" not in done.headers
    for row in Submission.objects.all():
        assert reverse("returns.submission", args=[row.pk]) in text(done)
    assert list(Submission.objects.order_by("ended_at").values_list("file_name", flat=True)) == [
        "earlier.csv",
        "later.csv",
    ]
    assert list((home() / "uploads").iterdir()) == []


def test_one_of_several_that_cannot_be_taken_says_why_and_the_others_are(
    performance: Client,
) -> None:
    given = give(performance, ("bad.csv", b"name;town\nA;B\n"), TWO[1])

    do_all_work()

    shown = text(performance.get(given.headers["Location"]))
    assert "1 of 2 files was taken" in shown
    assert "separated by semicolons, not commas" in shown


def test_one_empty_file_of_several_is_named_and_nothing_is_kept(performance: Client) -> None:
    answer = give(performance, TWO[0], ("empty.csv", b""))

    assert answer.status_code == 422
    assert "empty.csv is empty." in text(answer)
    assert LongWork.objects.count() == 0


def test_the_day_an_old_file_was_given_is_the_councils_own_day(performance: Client) -> None:
    given = {"received_on_day": "24", "received_on_month": "7", "received_on_year": "2025"}
    give(performance, TWO[0], **given)
    do_all_work()

    assert Submission.objects.get().received_at == datetime(2025, 7, 24, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "said"),
    [("2999", "cannot be in the future"), ("25", "four figures"), ("", "must include a year")],
)
def test_a_day_that_cannot_be_is_told_beside_the_field(
    performance: Client, year: str, said: str
) -> None:
    given = {"received_on_day": "24", "received_on_month": "7", "received_on_year": year}

    answer = give(performance, TWO[0], **given)

    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="24"' in text(answer)


def test_cancelling_before_any_begins_keeps_nothing(performance: Client) -> None:
    address = give(performance, *TWO).headers["Location"]
    work = LongWork.objects.order_by("rank")[1]

    answer = performance.post(reverse("returns.cancel", args=[work.pk]))

    assert answer.headers["Location"] == reverse("returns.progress", args=[work.pk])
    assert list((home() / "uploads").iterdir()) == []
    do_all_work()
    shown = text(performance.get(address))
    assert "None of the files was taken" in shown
    assert shown.count("Cancelled") == 2
    assert (Submission.objects.count(), Person.objects.count()) == (0, 0)


def test_cancelling_midway_keeps_files_before_nothing_of_this_one_and_begins_none_after(
    performance: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = ("third.csv", file_of([SERVICE | {"Reporting_Period_End_Date": "2026-12-31"}]))
    address = give(performance, *TWO, third).headers["Location"]
    jobs = list(ProcrastinateJob.objects.order_by("id"))
    do(jobs[0])
    before = list(Arrangement.objects.values())
    second = LongWork.objects.order_by("rank")[1]

    def cancel_while_it_is_read(work_id: UUID) -> Callable[[int, int], None]:
        def keep(done: int, total: int) -> None:
            performance.post(reverse("returns.cancel", args=[second.pk]))

        return keep

    monkeypatch.setattr("ownway.foundation.work.operations.progress_of", cancel_while_it_is_read)
    do(jobs[1])
    do(jobs[2])

    states = list(LongWork.objects.order_by("rank").values_list("state", flat=True))
    assert states == [LongWork.DONE, LongWork.CANCELLED, LongWork.CANCELLED]
    assert list(Arrangement.objects.values()) == before
    assert list(Submission.objects.values_list("file_name", "state")) == [("earlier.csv", "done")]
    assert list((home() / "uploads").iterdir()) == []
    shown = text(performance.get(address))
    assert "1 of 3 files was taken" in shown
    assert "what was taken before stays" in shown


def test_only_who_gave_a_file_cancels_it(performance: Client) -> None:
    give(performance, TWO[0])
    work = LongWork.objects.get()
    other = Client()
    other.force_login(add_sign_in(email="other@example.org", name="B", roles=[Role.PERFORMANCE]))

    assert other.post(reverse("returns.cancel", args=[work.pk])).status_code == 404
    assert other.get(reverse("returns.cancel", args=[work.pk])).status_code == 405
    work.refresh_from_db()
    assert work.cancel_asked_at is None


def taken(client: Client, *files: tuple[str, bytes]) -> list[Submission]:
    give(client, *files)
    do_all_work()
    ProcrastinateJob.objects.all().delete()
    return list(Submission.objects.order_by("ended_at"))


def test_a_kept_file_is_taken_away_exactly_as_it_was_and_that_is_recorded(
    performance: Client,
) -> None:
    (file,) = taken(performance, ("año.csv", TWO[0][1]))
    page = text(performance.get(reverse("returns.submission", args=[file.pk])))
    assert file.sha256 in page.replace("<wbr>", "")

    answer = performance.get(reverse("returns.kept_file", args=[file.pk]))

    assert b"".join(answer.streaming_content) == TWO[0][1]  # type: ignore[attr-defined]  # streams
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''a%C3%B1o.csv"
    (reading,) = Fact.objects.filter(reading=True)
    assert (reading.name, reading.of_id) == ("returns.file-taken-away", file.pk)


def test_a_kept_file_and_doubts_do_not_leak_to_other_roles(performance: Client) -> None:
    (file,) = taken(performance, TWO[0])
    for role in Role:
        other = Client()
        other.force_login(
            add_sign_in(email=f"other-{role.name}@example.org", name="A", roles=[role])
        )
        for name in ("kept_file", "in_doubt", "in_doubt_csv"):
            answer = other.get(reverse(f"returns.{name}", args=[file.pk]))
            assert answer.status_code == (200 if role is Role.PERFORMANCE else 403), (role, name)


def test_undoing_is_told_first_then_done_and_shown(performance: Client) -> None:
    first, second = taken(performance, *TWO)
    page = reverse("returns.submission", args=[second.pk])
    address = reverse("returns.undo", args=[second.pk])
    assert address in text(performance.get(page))
    assert "Undo this file" not in text(
        performance.get(reverse("returns.submission", args=[first.pk]))
    )

    asked = text(performance.get(address))
    assert "Everything is then as it was before later.csv came in." in asked
    assert "1 service is again what it was" in asked
    assert Arrangement.objects.get().cost_weekly == 42_000

    answer = performance.post(address)
    (job,) = ProcrastinateJob.objects.all()
    waiting = performance.get(answer.headers["Location"])
    assert waiting.headers["Refresh"] == "4"
    assert "Undoing later.csv" in text(waiting)
    assert "Undoing later.csv" in text(performance.get(reverse("returns.imports")))

    undo_file(**job.args)
    undo_file(**job.args)

    assert performance.get(answer.headers["Location"]).headers["Location"] == page
    assert Arrangement.objects.get().cost_weekly == 34_440
    shown = text(performance.get(page))
    assert "This file was undone: everything is as it was before it" in shown
    assert "by Dilys Penhale" in shown
    assert "Undone</span>" in text(performance.get(reverse("returns.imports")))
    again = performance.post(address)
    assert (again.status_code, "is undone already" in text(again)) == (409, True)


def test_an_undoing_that_is_refused_at_its_turn_says_why(performance: Client) -> None:
    """A file may have come in between the asking and the turn."""
    (file,) = taken(performance, TWO[1])
    answer = performance.post(reverse("returns.undo", args=[file.pk]))
    job = ProcrastinateJob.objects.get()
    Submission.objects.create(
        file_name="next.csv",
        sha256="ab",
        size_bytes=1,
        received_at=file.received_at,
        state=Submission.DONE,
        ended_at=datetime(2099, 1, 1, tzinfo=UTC),
    )

    undo_file(**job.args)

    shown = performance.get(answer.headers["Location"])
    assert "This file was not undone" in text(shown)
    assert "that is next.csv. Undo that one first." in text(shown)
    assert "Refresh" not in shown.headers
    assert Submission.objects.get(pk=file.pk).state == Submission.DONE


def test_what_stands_in_the_way_is_shown_with_whose_record_it_is_in(performance: Client) -> None:
    (file,) = taken(performance, TWO[0])
    person = Person.objects.get()
    officer = somebody(Role.PRACTITIONER)
    Fact.objects.create(
        name="people.said-about-me",
        about_id=person.pk,
        by=officer,
        on=date(2026, 11, 23),
        source="page",
        context_id=UUID(int=5),
    )

    shown = text(performance.get(reverse("returns.undo", args=[file.pk])))

    assert "This file cannot be undone" in shown
    assert "1 thing rests on it" in shown
    assert reverse("people.record", args=[person.pk]) in shown
    assert '<form method="post" action="' + reverse("returns.undo", args=[file.pk]) not in shown
    listed = Fact.objects.filter(name="people.listed", about_id=person.pk)
    assert listed.count() == 1


def in_doubt(client: Client) -> Submission:
    """A file because of which one service is in doubt."""
    _, second = taken(client, *TWO)
    Arrangement.objects.update(
        in_doubt_by=second.pk, last_day=date(2026, 3, 31), service_component="=cmd"
    )
    Submission.objects.filter(pk=second.pk).update(ended_in_doubt=1)
    return second


def test_services_ended_in_doubt_are_listed_and_every_opening_recorded(
    performance: Client,
) -> None:
    file = in_doubt(performance)
    page = text(performance.get(reverse("returns.submission", args=[file.pk])))
    assert "1 service runs in its period and is missing from it" in page

    shown = text(performance.get(reverse("returns.in_doubt", args=[file.pk])))
    away = performance.get(reverse("returns.in_doubt_csv", args=[file.pk]))
    lines = b"".join(away.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # streams

    assert "1 service ended in doubt" in shown
    assert reverse("people.record", args=[Person.objects.get().pk]) in shown
    assert lines[0] == "Council id,Name,Service,Began,Presumed end"
    assert lines[1].startswith("M0001,")
    assert lines[1].endswith(",'=cmd,2025-06-02,2026-03-31")
    assert Fact.objects.filter(name="people.listed", of_id=file.pk).count() == 2
    assert Fact.objects.filter(name="people.listed", about_id__isnull=False).count() == 2


def test_the_list_narrows_to_what_is_asked_for_and_comes_a_page_at_a_time(
    performance: Client,
) -> None:
    file = in_doubt(performance)
    Submission.objects.create(
        file_name="return.csv",
        sha256="ab",
        size_bytes=1,
        received_at=datetime(2026, 11, 23, tzinfo=UTC),
        direction=Submission.WENT_OUT,
        state=Submission.DONE,
    )
    address = reverse("returns.imports")
    names = {
        shown: [
            name
            for name in ("later.csv", "earlier.csv", "return.csv")
            if f">{name}</a>" in text(performance.get(address, {"shown": shown}))
        ]
        for shown in ("", "taken", "doubt", "refused", "undone", "out", "nonsense")
    }
    every = ["later.csv", "earlier.csv", "return.csv"]
    assert names == {
        "": every,
        "taken": ["later.csv", "earlier.csv"],
        "doubt": ["later.csv"],
        "refused": [],
        "undone": [],
        "out": ["return.csv"],
        "nonsense": every,
    }
    assert "No file is like that." in text(performance.get(address, {"shown": "refused"}))
    assert file.file_name == "later.csv"
    for number in range(26):
        Submission.objects.create(
            file_name=f"old-{number}.csv",
            sha256="ab",
            size_bytes=1,
            received_at=datetime(2024, 1, 1, number % 24, tzinfo=UTC),
            state=Submission.DONE,
        )
    second = text(performance.get(address, {"page": "2"}))
    assert "Page 2 of 2." in second
    assert second.count('<th scope="row"') == 4
