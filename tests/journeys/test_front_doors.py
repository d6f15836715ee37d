"""The first pages of each door, as those who come through them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.config import clock
from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import operations as hand_overs

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_anybody_reads_the_public_pages(page: Page, live_server: Any, look: Look) -> None:
    for name, address in (
        ("home", "/"),
        ("accessibility", "/accessibility/"),
        ("your-information", "/your-information/"),
        ("sign-in", "/sign-in/"),
        ("not-found", "/no/such/page/"),
    ):
        page.goto(live_server.url + address)
        look(name)


def test_signing_in_by_keyboard_alone(page: Page, live_server: Any, look: Look) -> None:
    making.staff(
        making.Role.PRACTITIONER,
        of=making.team(),
        email="nell@example.org",
        password="seven-quiet-herons-9",
    )
    page.goto(live_server.url + "/sign-in/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    page.get_by_label("Email address").focus()
    page.keyboard.type("nell@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("Email address")).to_have_value("nell@example.org")
    look("sign-in-error")
    page.get_by_label("Password").focus()
    page.keyboard.type("seven-quiet-herons-9")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/team/"))


def test_a_hand_over_stops_and_is_taken_up(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    nell, ruth = making.practitioner(), making.person()
    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    look("record-empty")
    page.get_by_role("button", name="Pass something on").click()
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    look("pass-on-error")
    page.get_by_label("What are you passing on?").fill("Level shower")
    page.get_by_label("Who to?").select_option("An organisation outside the council")
    page.get_by_label("Name of the organisation").fill("Housing grants")
    soon = clock.today() + timedelta(days=30)
    for part, value in (("Day", soon.day), ("Month", soon.month), ("Year", soon.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("status")).to_contain_text("Passed on")
    page.get_by_role("link", name=re.compile("See it.*Level shower")).first.click()
    page.get_by_role("button", name="Accept it").click()
    look("hand-over")
    page.get_by_label("What came of it").fill("Fitted")
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_role("main")).to_contain_text("Done. Nell Farraday can see what came of it.")


def test_what_has_stopped_comes_first(page: Page, live_server: Any, be: Be, look: Look) -> None:
    nell, ruth = making.practitioner(), making.person()
    hand_overs.hand_over(
        ruth.pk,
        about_name="Ruth Calloway",
        what="Level shower",
        to_organisation="Housing grants",
        due_on=making.DAY,
        by=nell,
        on=making.DAY,
    )
    be(nell)
    page.goto(live_server.url + "/team/")
    look("work")
    page.goto(live_server.url + "/team/people/?find=caloway")
    look("find")
    page.get_by_role("link", name="Ruth Calloway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ruth Calloway")


def test_a_person_says_what_matters_and_sees_who_looked(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    ruth, nell = making.person(how_to_talk="Large print."), making.practitioner()
    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    be(making.own_sign_in(ruth))
    page.goto(live_server.url + "/my/about-me/")
    look("about-me")
    page.get_by_label("What matters most to me").fill("Tuesday choir")
    page.get_by_role("button", name="Save what I wrote").click()
    expect(page.get_by_role("main")).to_contain_text("Tuesday choir")
    look("my-record")
    page.get_by_role("link", name="See who looked at my record").click()
    expect(page.get_by_role("main")).to_contain_text("Nell Farraday")
    look("my-who-looked")
    page.goto(live_server.url + "/my/")
    look("my-home")


def test_everything_works_without_scripts(
    browser: Any, live_server: Any, page: Page, be: Be
) -> None:
    ruth = making.person()
    be(making.own_sign_in(ruth))
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    still = plain.new_page()
    still.goto(live_server.url + "/my/about-me/")
    still.get_by_label("What matters most to me").fill("My own front door")
    still.get_by_role("button", name="Save what I wrote").click()
    expect(still.get_by_role("main")).to_contain_text("My own front door")
    still.get_by_role("button", name="Sign out").click()
    expect(still.get_by_role("heading", level=1)).to_have_text(
        "Support to live your life, your way"
    )
    plain.close()
