"""A commissioner calibrates a model on a file; a colleague approves; the public table shows it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import making
import pytest
from making import Role
from playwright.sync_api import Page, expect

from ownway.commissioning.scorecards import operations
from ownway.commissioning.scorecards.models import Calibration
from ownway.commissioning.scorecards.tests.files import a_file
from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_file_to_the_public_table(
    page: Page,
    live_server: Any,
    be: Callable[[SignIn], None],
    look: Callable[[str], None],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    wanda = making.staff(Role.TEAM_MANAGER, name="Wanda Manager")
    answers = tmp_path / "answers.csv"
    answers.write_bytes(a_file(400, spoilt=True))

    be(priya)
    page.goto(f"{live_server.url}/commissioning/")
    page.get_by_role("link", name="Scorecards", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No model is in force")
    look("register-empty")
    page.get_by_role("button", name="Start a model").click()
    page.get_by_label("What is the model for?").fill("Scorecard for 2027")
    page.get_by_label("A short name of its own").fill("Test 2027")
    page.get_by_role("button", name="Start it").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look("register-start-wrong")
    page.get_by_label("A short name of its own").fill("test-2027")
    page.get_by_label("Which questions does it read?").select_option("everyday-2026")
    page.get_by_role("button", name="Start it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Calibrate it")
    look("register-calibrate")
    page.get_by_label("A file", exact=True).check()
    page.get_by_label("A file of answers and costs").set_input_files(answers)
    page.get_by_label("Nothing: go by the data alone").check()
    page.get_by_role("button", name="Calibrate it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is being calibrated")
    look("register-waits")
    operations.calibrate(Calibration.objects.get().pk, by=priya.pk, on=making.DAY)

    expect(page.get_by_role("heading", level=1)).to_contain_text("On people it had not seen")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "How does it compare with other ways?"
    )
    look("register-report")
    page.get_by_role("link", name="4 rows were put aside").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    look("register-put-aside")
    page.get_by_role("link", name="Back to the calibration").click()
    page.get_by_role("link", name="Back to the model").click()
    look("register-model")
    page.get_by_role("link", name="Its points and table").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("questions give up to")
    look("register-points")
    page.get_by_role("link", name="Back to the model").click()

    page.get_by_role("button", name="Put it to a board").click()
    look("register-propose")
    page.get_by_role("button", name="Put it to the board").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("waiting for a board")

    be(wanda)
    page.goto(f"{live_server.url}/commissioning/scorecards/")
    page.get_by_role("link", name="Scorecard for 2027").click()
    page.get_by_role("button", name="Write down its approval").click()
    page.get_by_role("button", name="The board approved it").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look("register-approve-wrong")
    page.get_by_label("Which board approved it?").fill("Adult Social Care Board")
    page.get_by_label("Day", exact=True).fill("23")
    page.get_by_label("Month", exact=True).fill("11")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_label("What do the minutes say?").fill("Item 4: the board approved the model.")
    page.get_by_role("button", name="The board approved it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("approved")

    be(priya)
    page.goto(f"{live_server.url}/commissioning/scorecards/")
    expect(page.get_by_text("is approved and waits for its day")).to_be_visible()
    page.get_by_role("link", name="Scorecard for 2027").click()
    page.get_by_role("button", name="Put it in force").click()
    look("register-publish")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("in force since")
    look("register-in-force")
    page.get_by_role("link", name="Back to the scorecards").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("test-2027 is in force")
    look("register")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/published-table/")
    expect(page.get_by_text(re.compile("test-2027")).first).to_be_visible()
