"""Somebody and their own record: who looked and why, a word against it, a friend in and out."""

import re
from collections.abc import Callable
from typing import Any

import making
import pytest
from django.db import transaction
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.notices.models import Notice
from ownway.support.people import queries as people

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_a_person_sees_who_looked_and_objects(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    nell = making.practitioner()
    ruth = making.person(worker=nell)
    her = making.own_sign_in(ruth)
    bea = making.staff(Role.INFORMATION_GOVERNANCE, name="Bea Watchet", of=making.team("Records"))
    today = localdate()
    with transaction.atomic():
        people.person_for_reading(ruth.pk, by=nell, on=today)

    be(her)
    page.goto(f"{live_server.url}/my/record/")
    page.get_by_role("link", name="See who looked at my record").click()
    look("my-who-looked")
    expect(page.get_by_text("They are of the team that looks after your record")).to_be_visible()
    page.get_by_role("link", name="This seems wrong to me").first.click()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say what is wrong")
    look("my-look-wrong-error")
    page.get_by_label("What seems wrong about it?").fill("Nell is my neighbour. Why did she look?")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Nell is my neighbour. Why did she look?")).to_be_visible()
    look("my-who-looked-asked")

    be(bea)
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="A question about who opened the record").click()
    page.get_by_label("What came of it").fill("She is your worker since May; it was for your plan.")
    page.get_by_role("button", name="Done").first.click()

    be(her)
    page.goto(f"{live_server.url}/my/who-looked/")
    expect(page.get_by_text("She is your worker since May; it was for your plan.")).to_be_visible()


def test_a_person_says_what_is_wrong_and_the_worker_answers(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    nell = making.practitioner()
    ruth = making.person(worker=nell, telephone="01632 960101")
    her = making.own_sign_in(ruth)

    be(her)
    page.goto(f"{live_server.url}/my/record/")
    page.get_by_text("Is something here wrong?").click()
    page.get_by_role("link", name="My phone").click()
    page.get_by_role("link", name="Show this in Easy Read words").click()
    look("my-say-wrong-easy")
    page.get_by_label("What is wrong?").fill("This is my old number.")
    page.get_by_label("What should it say?").fill("01632 960999")
    page.get_by_role("button", name="Send it").click()
    look("my-wrong")

    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    page.get_by_role("link", name="Read it beside what stands").click()
    look("team-wrong")
    page.get_by_role("button", name="Answer this").click()
    look("team-answer-wrong")
    page.get_by_label("Put right", exact=True).check()
    page.get_by_label("What did you change, or why does it stay?").fill("I changed it. Thank you.")
    page.get_by_role("button", name="Send the answer").click()

    be(her)
    page.goto(f"{live_server.url}/my/wrong/")
    expect(page.get_by_text("I changed it. Thank you.")).to_be_visible()


def test_a_person_lets_a_friend_in_and_out(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    nell = making.practitioner()
    ruth = making.person(worker=nell)
    her = making.own_sign_in(ruth)
    mo = access.add_sign_in(email="mo.tarn@example.org", name="Mo Tarn", kind=Kind.CARER)

    be(her)
    page.goto(f"{live_server.url}/my/")
    look("my-home-own")
    page.get_by_role("link", name="Who you let in").click()
    look("my-let-in-none")
    page.get_by_role("button", name="Let someone in").click()
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_role("alert").first).to_contain_text("Write their name")
    look("my-let-in-error")
    page.get_by_label("Their name").fill("Mo Tarn")
    page.get_by_label("Their e-mail address").fill("mo.tarn@example.org")
    page.get_by_label("A friend").check()
    page.get_by_label("The record").check()
    page.get_by_label("Messages").check()
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tell Mo Tarn this code")
    look("my-invited")
    page.get_by_role("button", name="I have noted the code").click()
    look("my-let-in")

    be(mo)
    page.goto(f"{live_server.url}/my/")
    look("let-in-home")
    expect(page.get_by_role("region", name="Whose record this is")).to_contain_text(
        "as a friend. You can see: the record and messages."
    )
    page.get_by_role("link", name="The record").click()
    look("let-in-record")
    page.goto(f"{live_server.url}/my/money/")
    expect(page.get_by_text("is not shared with you")).to_be_visible()
    page.goto(f"{live_server.url}/my/messages/write/")
    page.get_by_label("What is it about?").fill("Tuesday")
    page.get_by_label("Your message").fill("I can take her to choir.")
    look("my-write-message")
    page.get_by_role("button", name="Send it").click()
    look("let-in-message")

    be(nell)
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="wrote to you").click()
    expect(page.get_by_text("I can take her to choir.")).to_be_visible()
    look("team-message")
    page.goto(f"{live_server.url}/team/messages/")
    look("team-messages")
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/let-in/")
    look("team-let-in")
    page.get_by_role("button", name="Write down who acts for them").click()
    look("team-let-somebody-in")

    be(her)
    page.goto(f"{live_server.url}/my/messages/")
    look("my-messages")
    page.goto(f"{live_server.url}/my/let-in/")
    page.get_by_role("link", name="End it").click()
    look("my-let-out")
    page.get_by_role("button", name="Yes, end it now").click()

    be(mo)
    page.goto(f"{live_server.url}/my/record/")
    expect(page.get_by_text("There is nothing here for you to see")).to_be_visible()


def test_a_worker_invites_somebody_who_takes_everything_away(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    nell = making.practitioner()
    ruth = making.person(worker=nell)

    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    page.get_by_role("link", name="Invite to their own record").click()
    look("team-invite")
    page.get_by_label("I know them: I have met them and worked with them").check()
    page.get_by_label("Their e-mail address").fill("ruth@example.org")
    page.get_by_label("I tell it to them myself").check()
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("this code")
    look("team-invited")
    code = page.locator("b", has_text=re.compile(r"\d{4}\s\d{4}")).inner_text()
    page.get_by_role("button", name="I have noted the code").click()
    look("team-invite-waiting")

    page.context.clear_cookies()
    link = Notice.objects.get().once.partition("/invitation/")[2]  # as it stands in the e-mail
    page.goto(f"{live_server.url}/invitation/{link}")
    look("invitation-first")
    page.get_by_label("Code").fill(code)
    page.get_by_label("New password").fill("nine-calm-otters-4")
    page.get_by_role("button", name="Set my password").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/invitation/{link}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("works no more")
    look("invitation-over")
    page.goto(f"{live_server.url}/invitation/")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert").first).to_contain_text("Type the letters")
    look("invitation-letters")

    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/invite/")
    expect(page.get_by_text("They sign in to their record already")).to_be_visible()
    look("team-invite-used")

    be(SignIn.objects.get(own_person_id=ruth.pk))
    page.goto(f"{live_server.url}/my/documents/")
    look("my-documents-none")
    page.goto(f"{live_server.url}/my/documents/add/")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose a file first")
    look("my-add-document-error")
    page.goto(f"{live_server.url}/my/everything/")
    look("my-everything")
    page.get_by_role("button", name="Ask for my copy").click()
    expect(page.get_by_text("Your copy is being made ready.")).to_be_visible()
