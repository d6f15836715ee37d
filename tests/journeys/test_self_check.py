"""A daughter checks for her mother at midnight, comes back and sends it; Nell takes it up."""

import re
from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.contact.models import SelfCheck, SupportRequest

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
WITH_HELP = "It is hard, or they cannot do it on their own"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_daughter_checks_and_nell_takes_it_up(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    page.goto(live_server.url + "/")
    press(page, "Check what may help")
    look("check-start")
    page.get_by_label("Someone I look after, know or speak for").check()
    press(page, "Begin")
    look("check-safe")
    page.get_by_label("I am not sure").check()
    press(page, "Continue")
    look("check-now")
    press(page, "Carry on with the check")
    page.get_by_role("group", name="Do they get meals").get_by_label(WITH_HELP).check()
    page.get_by_label("Anything you want to add?").fill("She lives on toast.")
    look("check-every-day")

    press(page, "Save and come back later")
    look("check-saved")
    reference, code = re.findall(r"\b[A-Z0-9]{4} [A-Z0-9]{4}\b", page.inner_text("dl"))
    press(page, "Close it on this device")
    page.goto(live_server.url + "/check/back/")
    look("check-back")
    page.get_by_label("Reference").fill(reference)
    page.get_by_label("Code").fill(code)
    press(page, "Open it")
    look("check-open")
    page.goto(live_server.url + "/check/questions/matters/")
    look("check-matters")
    page.get_by_label("What matters most to them, and to you?").fill("Her garden and her own bed.")
    press(page, "See what may help")
    expect(page.get_by_role("heading", level=1)).to_contain_text("They can have an assessment")
    look("check-result")
    page.get_by_role("link", name="Easy Read").click()
    look("check-easy")

    press(page, "Send this to the council")
    look("check-send")
    press(page, "Send it")
    look("check-send-error")
    page.get_by_label("Your name").fill("Ellie Okafor")
    page.get_by_label("Their daughter or son").check()
    page.get_by_label("Your telephone").fill("07700 900123")
    page.get_by_label("First name").fill("Grace")
    page.get_by_label("Family name").fill("Okafor")
    page.get_by_label("Large print").check()
    press(page, "Send it")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")
    look("check-sent")

    sent = SelfCheck.objects.get()
    be(making.practitioner())
    page.goto(live_server.url + "/team/self-checks/")
    look("self-checks")
    page.get_by_role("link", name="Grace Okafor").click()
    expect(page).to_have_url(f"{live_server.url}/team/self-checks/{sent.pk}/")
    look("self-check")
    press(page, "Begin a record with this")
    expect(page.get_by_text("She lives on toast.")).to_be_visible()
    look("self-check-on-request")
    page.get_by_label("Find out together what they need").check()
    press(page, "Decide")
    expect(page.get_by_role("alert")).to_contain_text("Ask the first questions first")
    page.get_by_role("button", name="Ask the first questions").click()
    page.get_by_role("group", name="Are you worried").get_by_label("No", exact=True).check()
    page.get_by_label("No danger today").check()
    page.get_by_label("Nobody").check()
    page.get_by_label("I asked how they need to be talked with").check()
    look("first-questions-of-a-check")
    press(page, "Keep the answers")
    page.get_by_label("Find out together what they need").check()
    press(page, "Decide")
    expect(page.get_by_role("button", name="Begin the assessment")).to_be_visible()

    asked = SupportRequest.objects.get()
    assert (asked.who_asked, asked.person.family_name) == (
        "Ellie Okafor, their daughter or son",
        "Okafor",
    )
