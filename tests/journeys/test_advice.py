"""An editor writes a page of advice, a manager publishes it, anybody reads it, in Easy Read too,
and ends at a group nearby."""

from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.commissioning.directory import operations as directory
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
DAY = making.DAY


def test_a_page_is_written_published_and_read(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY, settings.OWNWAY_TELEPHONE = DAY, "01632 960 140"
    priya, asif = making.staff(Role.COMMISSIONER, name="Priya Nair"), making.manager()
    at = live_server.url
    directory.list_service(
        by=None, on=DAY, name="Handy at Home", organisation="Marl Vale Housing", area="Thornbeck",
        what="Rails, locks and small repairs.", topics=["home-safety", "equipment"],
        telephone="01632 960 304", cost_words="Free",
    )  # fmt: skip

    be(priya)
    page.goto(f"{at}/commissioning/advice/")
    look("advice-desk-empty")
    page.get_by_role("button", name="Begin from this text").first.click()
    page.get_by_role("button", name="Change the words").click()
    page.get_by_label("The page").fill(
        "You can ask us about adaptations, notwithstanding any previous determination that may "
        "have been communicated to you by another department of the council.\n"
        "[Find help](/nowhere-at-all/)"
    )
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no page /nowhere-at-all/ here")
    look("advice-write-error")
    page.get_by_label("The page").fill(
        "You can ask us about adaptations, notwithstanding any previous determination that may "
        "have been communicated to you by another department of the council.\n"
        "# What it costs\n- A rail is free.\n[Find help near you](/help-near-you/)"
    )
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_role("status")).to_contain_text("Long words: adaptations")
    look("advice-reading-age")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Send it to be read").click()
    expect(page.get_by_text("You wrote it, so somebody else publishes it.")).to_be_visible()
    look("advice-waits")

    be(asif)
    page.goto(f"{at}/team/")
    page.get_by_role("link", name="Advice to read over: I need help at home").click()
    for part, value in (("Day", "1"), ("Month", "6"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("Published. Anybody can read it now.")).to_be_visible()
    look("advice-published")
    page.goto(f"{at}/team/directory/")
    look("directory-list")
    page.get_by_role("link", name="Handy at Home").click()
    look("directory-change")

    page.context.clear_cookies()
    page.set_viewport_size({"width": 375, "height": 900})
    page.goto(f"{at}/")
    look("advice-home")
    page.get_by_role("link", name="I need help at home").click()
    look("advice-page")
    page.get_by_role("link", name="Show this in Easy Read words").click()
    expect(page.get_by_text("You may need help at home.")).to_be_visible()
    look("advice-easy")
    page.get_by_role("link", name="Handy at Home").click()
    expect(page.get_by_text("Last checked on")).to_be_visible()
    look("help-service")
    page.goto(f"{at}/advice/")
    look("advice-all")
    page.goto(f"{at}/help-near-you/")
    page.get_by_label("What are you looking for?").fill("handi at home")
    page.get_by_role("button", name="Find help").click()
    expect(page.get_by_role("heading", name="1 place that may help")).to_be_visible()
    look("help-found")
    page.goto(f"{at}/help-near-you/?find=zebra+crossing")
    look("help-nothing")
