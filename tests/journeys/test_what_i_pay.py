"""A man tells what he has and what comes in, sees what it would come to, and sends it; finance asks
for one thing more, works it out and decides; he reads every line. Each page is looked at."""

from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]


def test_what_i_pay(page: Page, be: Be, live_server: Any, look: Callable[[str], None]) -> None:
    idris, wanda = making.person(given_name="Idris", family_name="Hale"), making.finance()
    own = making.own_sign_in(idris)
    page.goto(live_server.url)

    be(own)
    page.goto(f"{live_server.url}/my/money/")
    page.get_by_role("link", name="Read what you pay, line by line").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you pay is not decided yet")
    look("what-i-pay-not-yet")
    page.get_by_role("button", name="Tell us what you have").click()
    page.get_by_label("Private or workplace pension", exact=True).fill("600")
    page.get_by_label("How often: private or workplace pension").select_option("every month")
    page.get_by_label("Savings and bonds", exact=True).fill("15500")
    look("what-i-have")
    page.get_by_role("button", name="See what I would pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You would pay at most £23.06 a week")
    page.get_by_label("What does the support cost a week?").fill("300")
    page.get_by_role("button", name="See what I would pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You would pay £23.06 a week")
    look("what-i-would-pay")
    page.get_by_role("button", name="Save and come back later").last.click()
    expect(page.get_by_text("Saved. You can come back to it.")).to_be_visible()
    page.get_by_role("button", name="Go on telling us").click()
    page.get_by_role("button", name="Send to the council").click()
    expect(page.get_by_text("We look at it now.")).to_be_visible()

    be(wanda)
    page.goto(f"{live_server.url}/team/means/")
    look("who-waits-for-finance")
    page.get_by_role("link", name="When figures change").click()
    expect(page.get_by_role("main")).to_contain_text("Nobody’s sum was made by earlier figures")
    look("sums-by-newer-figures")
    page.get_by_role("link", name="Back to contributions").click()
    page.get_by_role("link", name="Idris Hale").click()
    look("means-for-finance")
    page.get_by_label("What is missing?").fill("What do you pay because of your disability?")
    page.get_by_role("button", name="Give it back to them").click()

    be(own)
    page.goto(f"{live_server.url}/my/what-i-have/")
    expect(page.get_by_text("What do you pay because of your disability?")).to_be_visible()
    page.get_by_label("A cost because of a disability (1)").fill("Washing")
    page.get_by_label("Cost 1", exact=True).fill("3.06")
    page.get_by_role("button", name="Send to the council").click()

    be(wanda)
    page.goto(f"{live_server.url}/team/people/{idris.pk}/means/")
    page.get_by_label("What does the support cost a week?").fill("300")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "They would pay £20.00 of £300.00 a week"
    )
    look("means-worked-out")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("They pay £20.00 a week")
    look("contribution-with-its-lines")

    be(own)
    page.goto(f"{live_server.url}/my/what-i-pay/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You pay £20.00 a week")
    expect(page.get_by_text("Washing")).to_be_visible()
    look("what-i-pay")
