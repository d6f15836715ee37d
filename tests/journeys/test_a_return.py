"""A performance officer checks the return, opens what is wrong, makes the file and says it went."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, Route, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.commissioning.returns.tasks import make_return
from ownway.commissioning.returns.tests.examples import ASSESSMENT, REQUEST, SERVICE, file_of
from ownway.commissioning.returns.tests.test_export import bring
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_installation


def without_looking_again(route: Route) -> None:
    """Hold a page still that would look again by itself, so that it can be looked at in peace."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_checks_to_the_return_that_was_sent(
    page: Page,
    live_server: Any,
    be: Callable[[SignIn], None],
    look: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path))
    record_installation(mode="test")
    be(making.staff(making.Role.PERFORMANCE, name="Dilys Penhale"))
    page.goto(f"{live_server.url}/commissioning/returns/")
    look("return-empty")
    bring(file_of([SERVICE | {"Postcode": "nowhere"}, REQUEST, ASSESSMENT]))

    page.goto(f"{live_server.url}/commissioning/returns/")
    page.get_by_label("From").fill("1/4/2025")
    page.get_by_label("To", exact=True).fill("soon")
    page.get_by_role("button", name="Check this period").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a real day")
    look("return-error")
    page.get_by_label("To", exact=True).fill("31/3/2026")
    page.get_by_role("button", name="Check this period").click()
    expect(page.get_by_role("main")).to_contain_text("1 April 2025 to 31 March 2026 has 3 rows.")
    look("return-checks")

    page.get_by_role("link", name="Postcode: invalid").click()
    expect(page.get_by_role("table")).to_contain_text("nowhere")
    look("return-records")
    page.get_by_role("navigation", name="Back").get_by_role("link").click()

    page.route("**/returns/making/*", without_looking_again)
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Making the return for")
    look("return-waiting")
    page.unroute("**/returns/making/*")
    job = ProcrastinateJob.objects.get(task_name=make_return.name)
    make_return(**job.args)
    page.get_by_role("link", name="Look again now").click()
    expect(page).to_have_url(re.compile(r"/commissioning/returns/[0-9a-f-]{36}/$"), timeout=15_000)
    look("return-made")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the file").click()
    assert Path(taken.value.path()).read_bytes().count(b"\r\n") == 4

    page.get_by_role("button", name="Note that it was sent").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the day it was sent")
    look("return-sent-error")
