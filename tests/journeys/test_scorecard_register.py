"""A commissioner calibrates a model, a board approves it, and everybody reads its table: both wide
and narrow. Whoever made it cannot approve it, and rows that cannot be used say why.
"""

from collections.abc import Callable
from typing import Any

import making
import pytest
from making import Role
from playwright.sync_api import Page, expect

from ownway.commissioning.scorecards import operations
from ownway.commissioning.scorecards.models import Calibration
from ownway.commissioning.scorecards.tests.files import QUESTIONNAIRE, a_file
from ownway.foundation.access.models import SignIn
from ownway.support.allocation.domain.calibration import baselines, report

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
ONE_PRICE = "One price for every point"


def fill_day(page: Page, day: str, month: str, year: str) -> None:
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(label, exact=True).fill(value)


def test_a_model_from_a_file_to_the_public_table(
    page: Page,
    live_server: Any,
    be: Be,
    look: Look,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    monkeypatch.setattr(report, "RESAMPLED", 2)  # fewer rounds of the same work
    monkeypatch.setattr(baselines, "BASELINES", {ONE_PRICE: baselines.one_price})
    making.marlshires_card()
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    wanda = making.staff(Role.TEAM_MANAGER, name="Wanda Manager")

    be(priya)
    page.goto(f"{live_server.url}/commissioning/scorecards/")
    look("register")
    page.get_by_role("button", name="Start a model").click()
    page.get_by_role("button", name="Start it").click()
    look("register-start-error")
    page.get_by_label("What is the model for?").fill("Scorecard for 2027")
    page.get_by_label("A short name of its own").fill("test-2027")
    page.get_by_label("Which questions does it read?").select_option(QUESTIONNAIRE)
    page.get_by_role("button", name="Start it").click()
    page.get_by_label("A file of answers and costs").last.set_input_files(
        {"name": "answers.csv", "mimeType": "text/csv", "buffer": b"who,what\n1,2\n"}
    )
    page.get_by_role("radio", name="A file").first.check()
    page.get_by_role("button", name="Calibrate it").click()
    expect(page.get_by_role("alert").first).to_contain_text("person_id")
    look("register-calibrate-error")
    page.get_by_role("radio", name="A file").first.check()
    page.get_by_label("A file of answers and costs").last.set_input_files(
        {"name": "answers.csv", "mimeType": "text/csv", "buffer": a_file(spoilt=True)}
    )
    page.get_by_role("button", name="Calibrate it").click()
    expect(page.get_by_role("heading", name="It is being calibrated")).to_be_visible()
    look("register-calibrating")
    page.get_by_role("link", name="Look again now").click()
    operations.calibrate(Calibration.objects.get().pk, by=priya.pk, on=making.DAY)
    page.reload()  # the page may have looked by itself in the meantime
    expect(page.get_by_role("heading", level=1)).to_contain_text("On people it had not seen")
    look("register-report")
    page.get_by_role("link", name="4 rows").click()
    expect(page.get_by_role("main")).to_contain_text("often")
    look("register-put-aside")
    page.go_back()
    page.get_by_role("link", name="Back to the model").click()
    look("register-model")

    page.get_by_role("link", name="What if the policy were another?").click()
    page.get_by_label("Held back of it").fill("10")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("would lose")
    look("register-what-if")
    page.get_by_role("link", name="Back to the model").click()
    page.get_by_role("button", name="Put it to a board").click()
    page.get_by_label("What should the board know?").fill("Calibrated on plans of last year.")
    page.get_by_role("button", name="Put it to the board").click()
    look("register-proposed")
    model = page.url

    be(wanda)
    page.goto(model)
    page.get_by_role("button", name="Write down its approval").click()
    page.get_by_role("button", name="The board approved it").click()
    look("register-approve-error")
    page.get_by_label("Which board approved it?").fill("Adult Social Care Board")
    fill_day(page, "23", "11", "2026")
    page.get_by_label("What do the minutes say?").fill("Item 4: agreed.")
    page.get_by_role("button", name="The board approved it").click()
    look("register-approved")

    be(priya)
    page.goto(model)
    page.get_by_role("button", name="Put it in force").click()
    fill_day(page, "23", "11", "2026")
    page.get_by_role("button", name="Put it in force").click()
    look("register-in-force")
    page.goto(f"{live_server.url}/commissioning/scorecards/watching/")
    look("register-watching")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/published-table/")
    expect(page.get_by_text("approved by Adult Social Care Board")).to_be_visible()
    expect(page.get_by_text("Tested on people it had not seen")).to_be_visible()
    look("register-public-table")
