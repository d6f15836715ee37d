"""A performance lead asks what changed and who, looks at a map, and tells the public how many."""

from collections.abc import Callable
from datetime import date
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.config.clock import today
from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
REASONS = (
    "Physical Support: Personal care support",
    "Learning Disability Support",
    "Mental Health Support",
)


def a_council() -> None:
    """Ninety people of three reasons in three places, of whom two live where nobody knows."""
    team = making.team()
    spots = {"Thornbeck": (37.0, 33.0), "Saltersea": (31.0, 4.0), "Kelderwick": (20.0, 44.0)}
    places = []
    for number, (name, (east, north)) in enumerate(spots.items(), start=1):
        place = making.locality(name, "East", f"QM{number}")
        place.east, place.north = east, north
        place.save()
        places.append(place)
    for number in range(90):
        person = making.person(
            team=team,
            locality=None if number < 2 else places[number % 3],
            primary_support_reason=REASONS[number % 7 % 3],
            born_on=date(1930 + number % 76, 3, 1),
        )
        making.arrangement(
            person,
            first_day=date(2026, 5, 1) if number % 5 == 0 else date(2025, 4, 1),
            cost_weekly=100_00 + number * 7_31,
        )


def test_from_what_changed_to_what_the_public_reads(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    a_council()
    be(making.staff(making.Role.PERFORMANCE, name="Tom Okoro"))
    page.goto(live_server.url + "/commissioning/")
    page.get_by_text("More to narrow by").click()
    page.get_by_label("Main reason for support", exact=True).select_option("Physical support")
    page.get_by_role("button", name="Show").click()
    look("snapshot-narrowed")
    page.get_by_role("link", name="Two days compared").click()
    page.get_by_role("link", name="Take away Main reason for support").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("18 more people")
    look("snapshot-compared")
    page.get_by_role("link", name="Came in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Came in: 18 people")
    look("snapshot-changed")
    page.get_by_role("link", name="Back to the comparison").click()
    page.get_by_role("link", name="Month by month").click()
    look("snapshot-months")
    page.get_by_role("link", name="Two ways at once").click()
    look("snapshot-crossed")
    page.get_by_role("link", name="Physical support, 65 and above").click()
    look("snapshot-cell")
    page.get_by_role("link", name="Back to both ways of looking").click()
    page.get_by_role("link", name="On a map").click()
    expect(page.get_by_role("main")).to_contain_text("Not on the map: Place not known (2).")
    look("snapshot-map")
    page.locator("a.ow-map__place").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("in Kelderwick")

    page.get_by_role("link", name="What the public sees").click()
    look("publishing-none")
    page.get_by_label("Look at what would be published of a day").fill("soon")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a real date")
    look("publishing-error")
    page.get_by_label("Look at what would be published of a day").fill(f"{today():%d/%m/%Y}")
    page.get_by_role("button", name="Look at it").click()
    look("publishing-look")
    page.get_by_role("button", name="Publish these figures").click()
    look("publishing")

    page.context.clear_cookies()
    page.goto(live_server.url)
    page.get_by_role("link", name="Who gets support, and what it costs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "About 90 people have long-term support"
    )
    expect(page.get_by_role("main")).to_contain_text("fewer than 5")
    look("public-figures")


def test_nothing_published_yet(page: Page, live_server: Any, look: Look) -> None:
    page.goto(live_server.url + "/figures/")
    look("public-figures-none")
