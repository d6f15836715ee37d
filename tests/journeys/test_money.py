"""Somebody and her worker look at her money: agreed, owed, paid; wide and narrow."""

from collections.abc import Callable
from datetime import date
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.payments import operations as payments

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_money_from_nothing_to_the_first_payment(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = date(2026, 5, 27)
    on = settings.OWNWAY_TODAY
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    her = making.own_sign_in(ruth)
    be(her)
    page.goto(f"{live_server.url}/my/money/")
    expect(page.get_by_text("No direct payment is set up for you.")).to_be_visible()
    look("money-none")

    arranged = making.direct_payment(ruth, cost_weekly=266_00, contribution_weekly=61_45)
    schedule = payments.set_schedule(arranged.pk, by=wanda, on=on)
    made = payments.propose_instruction(schedule, by=wanda, on=on)
    payments.approve_instruction(made, by=femi, on=on)
    page.reload()
    expect(page.locator(".ow-balance")).to_have_text(
        "The council has agreed to pay you£818.20by 1 June 2026, from its own bank account."
    )
    look("money-agreed")

    settings.OWNWAY_TODAY = date(2026, 6, 29)
    payments.confirm_paid(made, paid_on=date(2026, 6, 1), by=wanda, on=date(2026, 6, 29))
    second = payments.propose_instruction(schedule, by=wanda, on=date(2026, 6, 29))
    payments.approve_instruction(second, by=femi, on=date(2026, 6, 29))
    be(making.practitioner())
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/money/")
    expect(page.locator(".ow-balance")).to_contain_text("The council owes Ruth Calloway today")
    look("money-of-ruth")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these lines").click()
    assert len(download.value.path().read_text().splitlines()) == 4  # a heading, three lines
    page.get_by_role("link", name="Back to Ruth Calloway").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ruth")
