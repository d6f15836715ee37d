"""Finance pays a direct payment: one proposes, another approves, wide and narrow."""

from collections.abc import Callable
from datetime import date
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_two_people_pay_one_direct_payment(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = date(2026, 6, 1)
    wanda, femi = making.finance(), making.finance("Femi Adeyemi")
    making.direct_payment(making.person())
    be(wanda)
    page.goto(f"{live_server.url}/team/payments/")
    look("payments-to-set-up")
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 payment waits to be checked")
    look("payments-proposed")

    be(femi)
    page.goto(f"{live_server.url}/team/payments/")
    page.get_by_role("link", name="Decline").click()
    look("payment")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert").first).to_contain_text("Write down why")
    look("payment-error")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").first).to_contain_text("Approved and written down")
    look("payments-approved")
