"""A group that does not answer comes back to the worker with whom to call; the next one answers
through its own link, and the person says whether it helped."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.commissioning.directory import operations as directory
from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs.operations import note_silences
from ownway.foundation.notices.models import Notice
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
DAY = making.DAY
LATE = DAY + timedelta(days=9)


@pytest.fixture
def ruth(settings: Any) -> Person:
    settings.OWNWAY_TODAY = DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"
    return making.person(telephone="01632 960 001", how_to_talk="Slowly, and face to face.")


def listed(name: str, email: str) -> UUID:
    return directory.list_service(
        by=None,
        on=DAY,
        name=name,
        organisation="Thornbeck Hall",
        what="A hot meal and company",
        topics=["company"],
        area="Thornbeck",
        telephone="01632 960 171",
        email=email,
        may_be_referred=True,
    )


def pass_on(page: Page, look: Look, at: str, ruth: Person, name: str, *, first: bool) -> None:
    """Find a group for company, and pass Ruth to it with her yes."""
    page.goto(f"{at}/team/people/{ruth.pk}/services/")
    if first:
        look("services-none")
    page.get_by_label("What may help?").select_option("company")
    page.get_by_role("button", name="Show").click()
    if first:
        look("services-found")
    page.get_by_role("link", name=re.compile(f"Tell them or pass them on.*{name}")).click()
    page.get_by_label("We pass their details on").check()
    if first:
        page.get_by_role("button", name="Go ahead").click()
        look("refer-error")
    page.get_by_label("What may it help with?").fill("Company at lunch, twice a week")
    page.get_by_label("How did they say yes?").fill("On the telephone, after I read it out")
    for what in ("Name", "Telephone number", "How to talk with them"):
        page.get_by_label(what, exact=True).check()
    page.get_by_role("button", name="Go ahead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_silence_comes_back_and_the_second_group_helps(
    page: Page, live_server: Any, be: Be, look: Look, ruth: Person, settings: Any
) -> None:
    nell, her, at = making.practitioner(), making.own_sign_in(ruth), live_server.url
    listed("Lunch club", "lunch@example.org")
    listed("Memory café", "cafe@example.org")

    be(nell)
    pass_on(page, look, at, ruth, "Lunch club", first=True)
    look("referral-sent")

    settings.OWNWAY_TODAY = LATE
    assert note_silences(on=LATE) == 1
    be(nell)
    page.goto(f"{at}/team/")
    expect(page.get_by_role("main")).to_contain_text("Call Lunch club, 01632 960 171.")
    look("my-work-silence")
    page.get_by_role("link", name=re.compile("Ask again.*Referral to Lunch club")).click()
    look("referral-late")
    page.get_by_label("Nobody answered. Stop waiting").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("main")).to_contain_text("They did not answer")
    look("referral-no-answer")
    page.get_by_role("button", name="Find another").click()
    pass_on(page, look, at, ruth, "Memory café", first=False)

    link = Notice.objects.get(sent_to__isnull=False, state="queued", said_on=LATE).once
    page.context.clear_cookies()
    page.goto(at + link[link.index("/referral/") :])
    expect(page.get_by_role("main")).to_contain_text("Slowly, and face to face.")
    look("group-answers")
    page.get_by_role("button", name="Tell the council").click()
    look("group-answers-error")
    page.get_by_label("They have started with us").check()
    page.get_by_label("Your name").fill("Bron")
    page.get_by_label("Anything we should know").fill("She comes on Tuesdays.")
    page.get_by_role("button", name="Tell the council").click()
    look("group-thanks")
    page.goto(at + link[link.index("/referral/") :])
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    look("group-over")

    be(making.practitioner())
    page.goto(f"{at}/team/people/{ruth.pk}/welfare-checks/")
    page.get_by_label("Who looks in?").select_option(label="Memory café")
    page.get_by_label("Why, and what do they need to know?").fill("No answer since yesterday.")
    page.get_by_label("They agreed that somebody looks in").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("main")).to_contain_text("They were sent a link by e-mail")
    link = Notice.objects.get(template="welfare-check").once
    page.context.clear_cookies()
    page.goto(at + link[link.index("/looked-in/") :])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Please look in on Ruth")
    look("looks-in")
    page.get_by_role("button", name="Tell the council").click()
    look("looks-in-error")
    page.get_by_label("Seen, and well").check()
    page.get_by_label("Your name").fill("Bron")
    page.get_by_role("button", name="Tell the council").click()
    expect(page.get_by_role("main")).to_contain_text("Your link works no more")
    look("looks-in-thanks")

    be(her)
    page.goto(f"{at}/my/")
    page.get_by_role("link", name="Did it help?").click()
    expect(page.get_by_role("main")).to_contain_text("She comes on Tuesdays.")
    look("my-services")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("In your own words").fill("I laugh there.")
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_role("main")).to_contain_text("You said: it helped.")
    look("my-services-said")

    be(making.manager())
    page.goto(f"{at}/team/referrals/")
    expect(page.get_by_role("main")).to_contain_text("2 referrals went to services.")
    look("referral-counts")
