"""Finance pays a first direct payment with a run, and one payment comes back; wide and narrow."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_from_a_first_direct_payment_to_one_that_came_back(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any, tmp_path: Path
) -> None:
    settings.OWNWAY_TODAY = date(2026, 6, 1)
    wanda, femi = making.finance(), making.finance("Femi Adeyemi")
    ruth = making.person()
    her = making.own_sign_in(ruth)
    making.direct_payment(ruth)
    team = f"{live_server.url}/team/payments"

    # An account: one writes it down, another confirms it.
    be(wanda)
    page.goto(f"{team}/")
    page.get_by_role("button", name="Set up").click()
    page.goto(f"{team}/payees/")
    look("payees-empty")
    page.get_by_role("link", name="Ruth Calloway").click()
    look("payee-none")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert").first).to_contain_text("Enter the sort code")
    look("payee-error")
    page.get_by_label("Name on the account").fill("Ruth Calloway")
    page.get_by_label("Sort code").fill("09-01-26")
    page.get_by_label("Account number").fill("12345678")
    page.get_by_label("How do you know it?").fill("A bank statement that Ruth brought.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An account waits to be confirmed")

    # A run: what cannot be paid yet stands first.
    page.goto(f"{team}/runs/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No run waits")
    look("runs-empty")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 payment waits to be looked at")
    look("run-to-look-at")

    be(femi)
    page.goto(f"{team}/payees/")
    look("payees-to-confirm")
    page.get_by_role("link", name="Ruth Calloway").click()
    page.get_by_role("button", name="Confirm this account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("account ending 5678")
    look("payee-confirmed")

    be(wanda)
    page.goto(f"{team}/runs/")
    page.get_by_role("button", name="Propose").click()
    look("run-proposed-own")
    page.goto(f"{team}/runs/pays-from/")
    look("pays-from")
    page.get_by_label("Name on the account").fill("Quarrymoor Council")
    page.get_by_label("Sort code").fill("08-00-00")
    page.get_by_label("Account number").fill("11112222")
    page.get_by_label("Bacs service user number").fill("123456")
    page.get_by_role("button", name="Keep it").click()

    be(femi)
    page.goto(f"{team}/runs/")
    page.get_by_role("link", name="Run 1").click()
    look("run-to-approve")
    page.get_by_role("button", name="Approve the run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Make the file for the bank")
    look("run-approved")
    with page.expect_download() as got:
        page.get_by_role("button", name="Make the file: Bacs Standard 18").click()
    assert b"0901261234567809908000011112222" in Path(got.value.path()).read_bytes()

    settings.OWNWAY_TODAY = date(2026, 6, 4)
    page.goto(f"{team}/runs/")
    page.get_by_role("link", name="Run 1").click()
    look("run-file-made")
    page.get_by_role("button", name="The bank has paid it today").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paid on")
    look("run-paid")
    be(her)
    page.goto(f"{live_server.url}/my/money/")
    expect(page.locator("main")).to_contain_text("Paid by the council's bank")
    look("my-money-after-a-run")

    # It comes back: owed again, and the person sees it.
    be(wanda)
    page.goto(f"{team}/runs/returned/")
    look("returned")
    back = tmp_path / "back.csv"
    back.write_text("reference,amount,code\nDP 000001-00001,818.20,B\n")
    page.get_by_label("The file of returned payments").set_input_files(back)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("status").first).to_contain_text("1 came back and is owed again")
    look("runs-one-came-back")
    page.get_by_role("link", name="Run 1").click()
    look("run-one-came-back")
    be(her)
    page.goto(f"{live_server.url}/my/money/")
    expect(page.locator("main")).to_contain_text("It came back from the bank")
    look("my-money-came-back")
