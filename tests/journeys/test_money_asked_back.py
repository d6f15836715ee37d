"""Much is left on an account: the person is asked, does not agree, and another decides."""

from collections.abc import Callable
from datetime import date
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


def test_a_surplus_is_asked_for_answered_and_decided(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = JUNE
    wanda, femi = making.finance(), making.finance("Femi Adeyemi")
    ruth = making.person()
    her = making.own_sign_in(ruth)
    schedule = operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=JUNE)
    first = operations.propose_instruction(schedule, by=wanda, on=JUNE)
    operations.approve_instruction(first, by=femi, on=JUNE)

    be(wanda)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/money/")
    page.get_by_role("link", name="Money asked back").click()
    look("back-never")
    page.get_by_role("button", name="Ask for money back").click()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("alert").first).to_contain_text("Explain what it is about")
    look("back-ask-error")
    page.get_by_label("I have looked, and see no sign of it").check()
    page.get_by_label("More is left than is needed").check()
    page.get_by_label("How much?").fill("300")
    page.get_by_label("Explain it to them").fill("£700 is left, about three weeks of payments.")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waits for their answer")
    look("back-asked")

    be(her)
    page.goto(f"{live_server.url}/my/money/")
    look("my-money-with-a-question")
    page.get_by_role("link", name="£300.00").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We ask about £300.00")
    look("my-back")
    page.get_by_label("It is not right, or I cannot").check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say what is not right")
    look("my-back-error")
    page.get_by_label("Anything we should know").fill("Jo is away in July. I pay somebody dearer.")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.locator("main")).to_contain_text("Somebody who did not ask looks at it")

    be(femi)
    page.goto(f"{live_server.url}/team/")
    expect(page.locator("main")).to_contain_text("Decide on 1 sum asked back")
    page.goto(f"{live_server.url}/team/payments/back/")
    look("backs")
    page.get_by_role("link", name="Ruth Calloway").click()
    page.get_by_label("How much is given back?").fill("100")
    page.get_by_label("Taken off the next payments").check()
    page.get_by_label("Your reasons").fill("Two hundred stays for July.")
    look("back-decide")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("£100.00 is taken off the next payments")

    be(her)
    page.goto(f"{live_server.url}/my/money/")
    expect(page.locator("main")).to_contain_text("£718.20")  # the next payment: £818.20 less £100
    page.goto(f"{live_server.url}/my/money/back/")
    expect(page.locator("main")).to_contain_text("Two hundred stays for July.")
    look("my-back-decided")
