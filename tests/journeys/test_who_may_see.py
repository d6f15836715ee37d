"""Opening a record outside the caseload, and what its worker is told; a record nobody finds."""

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


def test_opening_outside_the_caseload(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    nell = making.practitioner()
    ruth = making.person(worker=nell)
    gwen = making.staff(Role.INFORMATION_GOVERNANCE, name="Gwen Rowntree")
    be(making.practitioner(of=making.team("West team"), name="Mina Castell"))

    page.goto(f"{live_server.url}/team/people/?find=Calloway")
    expect(page.get_by_text("Outside your team: East team")).to_be_visible()
    look("seeing-found-outside")
    page.get_by_role("link", name="Ruth Calloway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This record is outside your own work"
    )
    look("seeing-why")
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Open the record").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say in a few words why")
    look("seeing-why-error")
    page.get_by_label("In your own words").fill("Her neighbour rang me about a fall")
    page.get_by_role("button", name="Open the record").click()
    expect(page).to_have_url(f"{live_server.url}/team/people/{ruth.pk}/")
    look("seeing-opened")

    be(nell)
    page.goto(f"{live_server.url}/team/")
    expect(page.get_by_text("Her neighbour rang me about a fall")).to_be_visible()
    look("seeing-told")
    page.get_by_role("button", name="Ask why").click()
    expect(page.get_by_text("Information governance is asked")).to_be_visible()

    be(gwen)
    page.goto(f"{live_server.url}/team/openings/?month=2026-11")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 record was opened")
    look("seeing-openings")
    page.get_by_role("link", name="Look into it").click()
    look("seeing-look-into")
    page.get_by_label("What did you find?").fill("The neighbour did ring. Nothing odd.")
    page.get_by_role("button", name="Keep what you found").click()
    expect(page.get_by_text("By Gwen Rowntree")).to_be_visible()


def test_a_restricted_record_nobody_finds(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    nell, priya = making.practitioner(), making.practitioner(name="Priya Holt")
    ruth = making.person(worker=nell)
    be(making.staff(Role.SAFEGUARDING_LEAD, name="Ina Moss"))

    page.goto(f"{live_server.url}/team/people/{ruth.pk}/restrict/")
    look("seeing-restrict")
    page.get_by_role("button", name="Restrict the record").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say why")
    look("seeing-restrict-error")
    page.get_by_label("Why?").fill("Her sister works in the East team.")
    page.get_by_role("button", name="Restrict the record").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 person may read this record")
    look("seeing-restricted-one")
    page.goto(f"{live_server.url}/team/restricted/")
    look("seeing-restricted")

    be(priya)
    page.goto(f"{live_server.url}/team/people/?find=Calloway")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nobody found")
    look("seeing-nobody-found")
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")

    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/protected/")
    look("seeing-nothing-protected")
    page.get_by_role("button", name="Protect something").click()
    look("seeing-protect")
    page.get_by_label("Refuge address").check()
    page.get_by_label("What should only some people know?").fill("4 Hidden Lane, ZZ9 9ZZ")
    page.get_by_label("Why?").fill("She fled.")
    page.get_by_label("Day").fill("1")
    page.get_by_label("Month").fill("3")
    page.get_by_label("Year").fill("2027")
    page.get_by_role("button", name="Protect it").click()
    expect(page.get_by_text("4 Hidden Lane, ZZ9 9ZZ")).to_be_visible()
    look("seeing-protected")
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    expect(page.get_by_text("Protected: for your eyes")).to_be_visible()
    look("seeing-record-protected")
