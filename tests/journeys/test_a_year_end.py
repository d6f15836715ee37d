"""Finance closes a year: what stands in the way, what it came to, and its journal."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.payments import operations

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
JUNE = date(2026, 6, 1)


def test_from_what_stands_in_the_way_to_a_closed_year(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = date(2027, 4, 20)
    wanda, femi = making.finance(), making.finance("Femi Adeyemi")
    ruth = making.person(primary_support_reason="Physical Support")
    schedule = operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=JUNE)
    first = operations.propose_instruction(schedule, by=wanda, on=JUNE)
    operations.approve_instruction(first, by=femi, on=JUNE)

    be(wanda)
    page.goto(f"{live_server.url}/team/")
    expect(page.locator("main")).to_contain_text("Close the financial year 2026 to 2027")
    look("year-my-work")
    page.goto(f"{live_server.url}/team/payments/years/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 year is over and not closed")
    look("years")
    page.get_by_role("link", name="2026 to 2027").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 thing stands in the way")
    expect(page.get_by_role("button", name="Close the year")).to_have_count(0)
    look("year-in-the-way")

    operations.confirm_paid(first, paid_on=date(2026, 6, 3), by=wanda, on=date(2026, 6, 4))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This year can be closed. It came to £818.20"
    )
    page.get_by_role("link", name="Download the journal").click()
    expect(page.get_by_role("alert").first).to_contain_text("The journal needs codes")
    page.get_by_label("Cost centre of Contributions, social care").fill("=1+1")
    page.get_by_role("button", name="Keep these codes").click()
    expect(page.get_by_role("alert").first).to_contain_text("Give both codes")
    look("codes-error")
    for name in ("Contributions", "Council's bank", "Direct payments", "Owed to the person"):
        page.get_by_label(f"Cost centre of {name}, social care").fill("AS100")
        page.get_by_label(f"Account code of {name}, social care").fill("40010")
    page.get_by_role("button", name="Keep these codes").click()
    expect(page.get_by_role("status").first).to_contain_text("4 accounts have new codes")
    look("codes")

    page.goto(f"{live_server.url}/team/payments/years/2026/")
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the journal").click()
    assert "AS100,40010,818.20" in Path(got.value.path()).read_text()
    page.get_by_role("button", name="Close the year").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say who agreed")
    page.get_by_label("Say who agreed to it").fill("The chief finance officer, minute 12")
    page.get_by_role("button", name="Close the year").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This year is closed. It came to £818.20"
    )
    look("year-closed")
