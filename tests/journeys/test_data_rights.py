"""Somebody asks to see everything: noted by a worker, looked over, released. Two people erase."""

from collections.abc import Callable
from datetime import date
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_installation
from ownway.foundation.data_rights import operations
from ownway.foundation.data_rights.models import Pack
from ownway.support.people.models import AboutMe, SomeoneAround

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_a_copy_of_everything_is_looked_over_and_released(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    record_installation(mode="test")
    ruth, nell = making.person(), making.practitioner()
    ines = making.staff(making.Role.INFORMATION_GOVERNANCE, name="Ines Okonedo")
    SomeoneAround.objects.create(person=ruth, name="Pete Lumb", who="neighbour")
    AboutMe.objects.create(
        person=ruth, said_on=making.DAY, said_by=nell, own_words="Pete has my key."
    )
    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    page.get_by_role("link", name="What they ask of their data").click()
    look("rights-of-person")
    page.get_by_role("button", name="They ask for a copy of everything").click()
    expect(page.get_by_text("It is put together now, and waits to be looked over.")).to_be_visible()
    operations.make_pack(Pack.objects.get().pk, on=making.DAY)

    be(ines)
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="Ruth Calloway: see everything held about them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("answer by")
    look("rights-request")
    expect(page.get_by_text("Left out because it is about somebody else: 2 things")).to_be_visible()
    page.get_by_label("Words to leave out").fill("my key")
    page.get_by_role("button", name="Leave these words out").click()
    expect(page.get_by_role("link", name="Say why")).to_be_visible()
    page.get_by_role("button", name="I have looked it over").click()
    page.get_by_role("button", name="Release it to Ruth").click()
    expect(page.get_by_text("Released, and the request is answered.")).to_be_visible()
    page.goto(f"{live_server.url}/team/data-rights/")
    look("rights-log")

    be(making.own_sign_in(ruth))
    page.goto(f"{live_server.url}/my/everything/")
    expect(page.get_by_role("button", name="Take it away")).to_be_visible()


def test_what_is_due_is_erased_by_two_and_a_hold_wins(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    record_installation(mode="test")
    ines = making.staff(making.Role.INFORMATION_GOVERNANCE, name="Ines Okonedo")
    omar = making.staff(making.Role.INFORMATION_GOVERNANCE, name="Omar Reyes")
    for name in ("Ada", "Bea"):
        one = making.person(given_name=name, family_name="Lund")
        making.arrangement(one, first_day=date(2010, 1, 1), last_day=date(2012, 5, 6))
    be(ines)
    page.goto(f"{live_server.url}/team/data-rights/retention/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records are due to be erased")
    look("rights-retention")
    page.get_by_role("link", name="Ada Lund").click()
    page.get_by_text("Hold this record back from erasing").click()
    page.get_by_label("Which court, inquiry or complaint?").fill("Inquest of 4 May.")
    page.get_by_role("button", name="Hold it back").click()
    expect(page.get_by_text("Nothing of this record may be erased.")).to_be_visible()
    page.goto(f"{live_server.url}/team/data-rights/retention/")
    page.get_by_role("button", name="Propose to erase what is due").click()
    expect(page.get_by_text("Somebody else of information governance approves")).to_be_visible()

    be(omar)
    page.goto(page.url)
    look("rights-run")
    page.get_by_role("button", name="Approve: erase these").click()
    expect(page.get_by_text("Approved. It is done in the background.")).to_be_visible()
    page.goto(f"{live_server.url}/team/data-rights/tables/")
    look("rights-tables")
