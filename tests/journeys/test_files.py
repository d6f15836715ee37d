"""A performance officer brings a file in, and sees what became of it and what was put aside."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.commissioning.returns.tasks import take_upload, undo_file
from ownway.commissioning.returns.tests.examples import REQUEST, SERVICE, file_of
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_installation

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_file_to_the_rows_put_aside(
    page: Page,
    live_server: Any,
    be: Callable[[SignIn], None],
    look: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path))
    record_installation(mode="test")
    file = tmp_path / "marlshire-2026-q2.csv"
    file.write_bytes(file_of([SERVICE, REQUEST, SERVICE | {"Event_Start_Date": "soon"}]))
    be(making.staff(making.Role.PERFORMANCE, name="Dilys Penhale"))

    page.goto(f"{live_server.url}/commissioning/imports/")
    look("files-empty")
    page.get_by_role("button", name="Bring in files").click()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file first")
    look("file-error")

    page.get_by_label("Client Level Data files").set_input_files(file)
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bringing in marlshire-2026-q2.csv")
    look("file-waiting")

    job = ProcrastinateJob.objects.get(task_name=take_upload.name)
    take_upload(**job.args)
    expect(page).to_have_url(re.compile(r"/commissioning/imports/[0-9a-f-]{36}/$"), timeout=15_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 3 rows were taken")
    look("file-report")

    page.get_by_role("link", name="See the 1 put aside").click()
    expect(page.get_by_role("table")).to_contain_text("“soon” cannot be read as a day.")
    look("file-put-aside")
    page.get_by_role("link", name="marlshire-2026-q2.csv").click()
    page.locator(".govuk-back-link").click()
    expect(page.get_by_role("table")).to_contain_text("1 row put aside")
    look("files")


LATER = {
    "Reporting_Period_Start_Date": "2025-07-01",
    "Reporting_Period_End_Date": "2026-06-30",
}


def test_several_files_at_once_cancelled_then_taken_and_the_last_undone(
    page: Page,
    live_server: Any,
    be: Callable[[SignIn], None],
    look: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path))
    record_installation(mode="test")
    first, second = tmp_path / "marlshire-2026-q1.csv", tmp_path / "marlshire-2026-q2.csv"
    first.write_bytes(file_of([SERVICE, REQUEST]))
    second.write_bytes(file_of([REQUEST | LATER | {"Event_Outcome": "No further action"}]))
    be(making.staff(making.Role.PERFORMANCE, name="Dilys Penhale"))

    page.goto(f"{live_server.url}/commissioning/imports/new/")
    page.get_by_label("Client Level Data files").set_input_files([second, first])
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a real date")
    look("files-wrong-day")

    page.get_by_label("Client Level Data files").set_input_files([second, first])
    for label in ("Day", "Month", "Year"):
        page.get_by_label(label).fill("")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 of 2 files are taken so far")
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("marlshire-2026-q1.csv")
    expect(rows.nth(2)).to_contain_text("marlshire-2026-q2.csv")
    look("files-waiting")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("None of the files was taken")
    look("files-cancelled")

    page.get_by_role("button", name="Choose files again").click()
    page.get_by_label("Client Level Data files").set_input_files([second, first])
    page.get_by_role("button", name="Bring them in").click()
    for job in ProcrastinateJob.objects.filter(task_name=take_upload.name).order_by("id"):
        take_upload(**job.args)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "All 2 files were taken", timeout=15_000
    )
    look("files-taken")

    page.get_by_role("link", name="marlshire-2026-q2.csv").click()
    expect(page.get_by_role("main")).to_contain_text("its end is presumed")
    look("file-with-doubt")
    with page.expect_download() as away:
        page.get_by_role("link", name="Take the file away as it was given").click()
    assert Path(away.value.path()).read_bytes() == second.read_bytes()
    page.get_by_role("link", name="See it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 service ended in doubt")
    look("file-in-doubt")
    page.locator(".govuk-back-link").click()

    page.get_by_role("link", name="Undo this file").click()
    expect(page.get_by_role("main")).to_contain_text(
        "1 service is no longer presumed to have ended"
    )
    look("file-undo")
    page.get_by_role("button", name="Undo this file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Undoing marlshire-2026-q2.csv")
    look("file-undoing")
    undo_file(**ProcrastinateJob.objects.get(task_name=undo_file.name).args)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This file was undone: everything is as it was before it", timeout=15_000
    )
    look("file-undone")
    page.locator(".govuk-back-link").click()
    expect(page.get_by_role("row", name="marlshire-2026-q2.csv")).to_contain_text("Undone")
    look("files-with-undone")
