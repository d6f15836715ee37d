"""Somebody without an account says that they are worried; a safeguarding lead says yes to it.

Every page wide and narrow, with the accessibility check. Her own worker sees nothing of it.
"""

from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_a_neighbour_is_worried_and_somebody_has_it(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    edna = making.person(given_name="Edna", family_name="Moss")
    odile = making.staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Worried about somebody?").first.click()
    expect(page.get_by_text("In danger now? Call 999.")).to_be_visible()
    look("worried")
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_role("alert")).to_contain_text("Say who you are worried about")
    look("worried-wrong")
    page.get_by_label("Who are you worried about?").fill("Edna Moss at number 4")
    page.get_by_label("What happened, or what worries you?").fill("Her nephew shouts at her.")
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received what you told us")
    look("worried-received")

    be(odile)
    page.goto(f"{live_server.url}/team/concerns/")
    look("concerns")
    page.get_by_role("link", name="Edna Moss at number 4").click()
    look("concern")
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Odile Marsh has it")
    page.get_by_role("link", name="Find whose record it is").click()
    page.get_by_label("Name, birth date, postcode or number").fill("Edna Moss")
    page.get_by_role("button", name="Find").click()
    look("concern-match")
    page.get_by_role("button", name="It is about Edna Moss").click()
    expect(page.get_by_role("link", name="Edna Moss", exact=True)).to_be_visible()

    be(making.practitioner())
    page.goto(f"{live_server.url}/team/people/{edna.pk}/")
    expect(page.get_by_role("link", name="Worried about them?")).to_be_visible()
    expect(page.get_by_text("nephew")).to_have_count(0)
    expect(page.get_by_text("Odile")).to_have_count(0)
