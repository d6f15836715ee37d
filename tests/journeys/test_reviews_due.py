"""A team sees in a browser whose review is late, sorts the list and turns its pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_reviews_of_a_team(
    page: Page,
    live_server: Any,
    be: Callable[[SignIn], None],
    look: Callable[[str], None],
    settings: Any,
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    for number in range(-10, 20):
        person = making.person(given_name=f"P{number + 10:02}", family_name="Penhale")
        making.arrangement(person, first_day=making.DAY - timedelta(days=365 + number))
    be(making.practitioner())

    page.goto(f"{live_server.url}/team/reviews/")
    expect(page.get_by_text("19 reviews are late. 11 are due in two weeks.")).to_be_visible()
    look("reviews-due")

    page.get_by_role("link", name="Next page").click()
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_role("link", name="Late: 19", exact=True).click()
    page.get_by_role("columnheader", name="Person").get_by_role("link").click()
    expect(page.locator("tbody tr").first).to_contain_text("P11 Penhale")
    look("reviews-late")

    be(making.practitioner(of=making.team("West team")))
    page.goto(f"{live_server.url}/team/reviews/")
    expect(page.get_by_text("No review is late, and none is due in two weeks.")).to_be_visible()
    look("reviews-none")
