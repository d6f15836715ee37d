"""A performance officer brings a file in, and sees what became of it and what was put aside."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.commissioning.returns.tasks import take_upload
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
    page.get_by_role("button", name="Bring in a file").click()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file first")
    look("file-error")

    page.get_by_label("Client Level Data file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
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
    page.get_by_role("link", name="Files that came in").click()
    expect(page.get_by_role("table")).to_contain_text("1 row put aside")
    look("files")
