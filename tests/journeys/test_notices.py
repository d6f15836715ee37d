"""A letter to a changed address is stopped until a second person has seen both addresses; then it
is printed, posted and read by the person in their own form. What fails is seen to, what is made by
hand waits until it went, and the council's own words are agreed by another."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.foundation.notices import operations, queries
from ownway.foundation.notices.domain import Channel, State
from ownway.foundation.notices.models import Notice
from ownway.support.people.models import CommunicationNeed, Person
from ownway.support.people.queries.reaching import recipient_of

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
DAY = making.DAY


@pytest.fixture
def ruth(settings: Any) -> Person:
    """Ruth, who reads Easy Read; her letters went to Tannery Row until she moved to Mill Lane."""
    settings.OWNWAY_TODAY = DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"
    made = making.person(
        address_line_1="3 Tannery Row", postcode="QM3 4AB", email="ruth@example.org"
    )
    CommunicationNeed.objects.create(person=made, code="easy-read", recorded_on=DAY)
    return made


def sent(ruth: Person, by: SignIn, channel: Channel) -> Any:
    return operations.send(
        "review-due",
        about=ruth.pk,
        to=recipient_of(ruth.pk, by=by, on=DAY),
        values={"due_on": "7 December", "worker": by.name},
        channel=channel,
        by=by,
        on=DAY,
    )


def test_a_letter_to_a_changed_address(
    page: Page, live_server: Any, be: Be, look: Look, ruth: Person, tmp_path: Path
) -> None:
    nell, asif = making.practitioner(), making.manager()
    her, at = making.own_sign_in(ruth), live_server.url
    operations.posted(sent(ruth, nell, Channel.LETTER), by=nell, on=DAY)
    ruth.address_line_1, ruth.postcode = "9 Mill Lane", "QM3 5CD"
    ruth.save()

    be(nell)
    page.goto(f"{at}/team/people/{ruth.pk}/notices/")
    look("notices-told")
    page.get_by_role("link", name="Your review is due").click()
    page.get_by_label("The day it is due, in words").fill("14 December")
    page.get_by_label("By which way").select_option("letter")
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_text("It is time to talk about your support.")).to_be_visible()
    look("notices-seen")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("somebody else looks at it first").first).to_be_visible()
    assert queries.in_state(State.QUEUED, on=DAY) == []

    be(asif)
    page.goto(f"{at}/team/notices/")
    look("notices-outbox")
    page.get_by_role("link", name="Ruth Calloway: It is time to look").click()
    main = page.get_by_role("main")
    for line in ("3 Tannery Row", "9 Mill Lane"):
        expect(main).to_contain_text(line)
    look("notices-second-look")
    page.get_by_role("button", name="No, stop it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what is wrong with the address")
    look("notices-second-look-error")
    page.get_by_label("How you know, or what is wrong").fill("I rang her, she has moved")
    page.get_by_role("button", name="Yes, it is right").click()

    be(nell)
    page.goto(f"{at}/team/notices/")
    look("notices-to-post")
    page.get_by_role("button", name="Put it into one file to print").click()
    look("notices-letters")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it").click()
    download.value.save_as(tmp_path / "letters.zip")
    with ZipFile(tmp_path / "letters.zip") as letters:
        names = letters.namelist()
        pdf = letters.read(names[0])
    assert (len(names), pdf[:4], names[1]) == (2, b"%PDF", "000-what-is-in-it.csv")
    page.get_by_role("button", name="These were posted").click()
    expect(page.get_by_text("1 letter noted as posted.")).to_be_visible()

    be(her)
    page.goto(f"{at}/my/notices/")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    expect(page.get_by_text("It is time to talk about your support.").first).to_be_visible()
    look("notices-mine")


def test_what_fails_and_what_is_made_by_hand(
    page: Page, live_server: Any, be: Be, look: Look, ruth: Person
) -> None:
    nell, at = making.practitioner(), live_server.url
    lost = sent(ruth, nell, Channel.EMAIL)
    operations.note(
        lost,
        State.FAILED,
        adapter="smtp",
        words="The mail server does not take mail for this address (550).",
        by=None,
        on=DAY,
    )
    be(nell)
    page.goto(f"{at}/team/")
    expect(page.get_by_text("Ruth Calloway: a notice did not arrive")).to_be_visible()
    page.goto(f"{at}/team/notices/{lost}/")
    expect(page.get_by_text("does not take mail for this address (550)")).to_be_visible()
    look("notices-failed")
    page.get_by_role("button", name="It is seen to").click()
    expect(page.get_by_text("Seen to.").first).to_be_visible()

    CommunicationNeed.objects.filter(person=ruth).update(code="braille")
    page.goto(f"{at}/team/people/{ruth.pk}/notices/review-due/")
    page.get_by_label("The day it is due, in words").fill("14 December")
    page.get_by_role("button", name="See how it will look").click()
    expect(page.get_by_role("alert")).to_contain_text("Say who makes it")
    look("notices-who-makes-it")
    page.get_by_label("Who makes it").fill("Thornbeck Braille")
    page.get_by_role("button", name="See how it will look").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Thornbeck Braille makes it").first).to_be_visible()
    made = Notice.objects.get(state=State.MAKING.value)
    page.goto(f"{at}/team/notices/")
    look("notices-being-made")
    page.goto(f"{at}/team/notices/{made.pk}/")
    look("notices-made-by-hand")
    for part, value in (("Day", DAY.day), ("Month", DAY.month), ("Year", DAY.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="It went").click()
    expect(page.get_by_text("Noted that it went.")).to_be_visible()
    page.get_by_label("What stands on it, or how you know").fill("Gone away")
    page.get_by_role("button", name="Note that it came back").click()
    expect(page.get_by_text("It came back.").first).to_be_visible()
    look("notices-came-back")


def test_the_councils_own_words(
    page: Page, live_server: Any, be: Be, look: Look, ruth: Person
) -> None:
    writer = making.manager()
    other = making.manager(name="Lena Other")
    at = live_server.url
    be(writer)
    page.goto(f"{at}/team/notices/templates/")
    look("words-all")
    page.goto(f"{at}/team/notices/templates/review-due/")
    look("words-one")
    page.goto(f"{at}/team/notices/templates/review-due/write/")
    look("words-write")
    page.get_by_label("The words", exact=True).fill("Dear ((nhs_number)),")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("words-write-error")
    page.get_by_label("The words", exact=True).fill(
        "Dear ((name)),\nWe meet you by ((due_on)). ((worker)) will ring. Call ((telephone))."
    )
    page.get_by_role("button", name="Keep as a draft").click()
    look("words-draft")
    page.get_by_role("button", name="Send to review").click()
    be(other)
    page.goto(f"{at}/team/notices/templates/review-due/")
    look("words-review")
