"""One person with two records: somebody is asked, joins them, finds her again, and undoes it."""

from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.support.people import operations

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_two_records_become_one_and_two_again(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    shaun = making.person(
        given_name="Shaun", family_name="Obrien", known_as="", telephone="01632 960001"
    )
    sean = making.person(given_name="Sean", family_name="O'Brien", known_as="", gender="Male")
    making.arrangement(shaun)
    ada = making.staff(Role.PERFORMANCE, name="Ada Quill")
    making.opening(shaun, ada)
    be(ada)

    page.goto(f"{live_server.url}/team/people/same/")
    look("same-none")
    page.get_by_role("button", name="Look for more now").click()
    look("same-looking")
    operations.join_sure_matches(by=None, on=making.DAY)
    page.goto(f"{live_server.url}/team/people/same/")
    expect(page.get_by_text("1 pair of records may be one person.")).to_be_visible()
    look("same-list")
    page.get_by_role("link", name="Sean O'Brien").click()
    look("same-one")
    page.get_by_role("button", name="They are the same person").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say how you know")
    look("same-one-error")
    page.get_by_label(f"Shaun Obrien, {shaun.council_id}").check()
    page.get_by_label("How do you know?").fill("He gave both numbers on the telephone")
    page.get_by_role("button", name="They are the same person").click()
    expect(page.get_by_text("Joined. Both numbers lead to the one record.")).to_be_visible()

    page.goto(f"{live_server.url}/team/people/{sean.pk}/")
    expect(page).to_have_url(f"{live_server.url}/team/people/{shaun.pk}/")
    expect(page.get_by_text(f"Also known as {sean.council_id}")).to_be_visible()
    look("same-record")

    page.goto(f"{live_server.url}/team/people/same/joined/")
    look("same-joined")
    page.get_by_role("link", name="Make them two again").click()
    look("same-undo")
    page.get_by_label("How do you know that they are two people?").fill("They are cousins")
    page.get_by_role("button", name="Make them two again").click()
    expect(page.get_by_text("They are two records again.")).to_be_visible()
    look("same-undone")
