"""Ellie looks after her mother: she says so at night, and is assessed in her own right.

What she said in the check is not asked again; her own words, whether she is willing and able, the
plan for the day she cannot, the decision under the carers' test, and the letter, plain and in Easy
Read. Every page wide and narrow, with the accessibility check.
"""

import re
from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.contact.models import SupportRequest

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"
    settings.OWNWAY_COUNCIL = "Marlshire Council"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page, question: str, words: str) -> None:
    page.get_by_role("group", name=re.compile(re.escape(question))).get_by_label(
        words, exact=True
    ).check()


def test_from_a_check_at_night_to_support_of_her_own(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    at, nell = live_server.url, making.practitioner()
    page.goto(at + "/check/")
    page.get_by_label("I look after someone: this is about my own life").check()
    press(page, "Begin")
    look("carer-01-safe")
    page.get_by_label("Yes, for now").check()
    press(page, "Continue")
    answer(page, "About how many hours a week", "20 to 49 hours")
    answer(page, "Do you want to go on", "Yes, but less, or in another way")
    answer(page, "Are you able to go on", "For now, but not for long")
    look("carer-02-caring")
    press(page, "Continue")
    page.goto(at + "/check/questions/you/")
    answer(page, "Do you have time for what you enjoy?", "It is hard, or I cannot")
    page.get_by_label("Anything you want to add?").fill("I gave up the choir in spring.")
    press(page, "Continue")
    page.get_by_label("What matters most to you?").fill("A whole night of sleep.")
    press(page, "See what may help")
    expect(page.get_by_role("heading", level=1)).to_contain_text("an assessment of your own")
    look("carer-03-result")
    press(page, "Send this to the council")
    page.get_by_label("First name").fill("Ellie")
    page.get_by_label("Family name").fill("Okafor")
    page.get_by_label("Telephone", exact=True).fill("07700 900123")
    look("carer-04-send")
    press(page, "Send it")

    be(nell)
    page.goto(at + "/team/self-checks/")
    page.get_by_role("link", name="Ellie Okafor").click()
    press(page, "Begin a record with this")
    page.get_by_label("Find out together what they need").check()
    press(page, "Decide")
    look("carer-05-request")
    press(page, "Begin their own assessment, as a carer")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ellie Okafor’s own assessment, as a carer"
    )
    look("carer-06-assessment")
    assessment = page.url
    ellie = SupportRequest.objects.get().person

    # Hers: what she said stands there, to begin with and to change.
    be(making.own_sign_in(ellie))
    page.goto(at + "/my/assessment/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My assessment as a carer")
    look("carer-07-mine")
    page.goto(page.url)
    page.get_by_text(re.compile("^Day to day")).click()
    page.get_by_role("link", name="Time for what I enjoy").click()
    expect(page.get_by_role("main")).to_contain_text("I gave up the choir in spring.")
    look("carer-08-part")
    press(page, "Begin with what I said there")
    box = page.get_by_label("In my own words")
    expect(box).to_have_value("It is hard, or I cannot\nI gave up the choir in spring.")
    box.fill("I gave up the choir in spring. I would go back.")
    press(page, "Save and see all parts")

    be(nell)
    page.goto(assessment)
    page.get_by_role("link", name="Caring, able and willing").click()
    expect(page.get_by_role("main")).to_contain_text("For now, but not for long")
    look("carer-09-caring")
    page.get_by_label("Whom they care for").fill("Grace Okafor, her mother")
    page.get_by_label("Hours of care in an ordinary week").fill("40")
    answer(page, "Are they willing to go on caring?", "Yes, but not all of it")
    answer(page, "Are they able to go on caring?", "For now, not for long")
    page.get_by_label("Worn out, or not sleeping").check()
    page.get_by_label("Nobody to share it with").check()
    page.get_by_label(re.compile("If they suddenly cannot care")).fill(
        "Call her brother Obi. Grace settles with the radio on."
    )
    press(page, "Write it down")
    expect(page.get_by_role("main")).to_contain_text("Act within four weeks")
    page.get_by_role("link", name="Time for what I enjoy").click()
    expect(page.get_by_role("main")).to_contain_text("I would go back.")
    look("carer-10-finding")
    page.get_by_label("No, they are unable to").check()
    page.get_by_label("Cannot do it without help").check()
    page.get_by_label("What you saw that shows it").fill("No evening free since March.")
    press(page, "Write it down")
    page.get_by_role("button", name="Wellbeing as a whole").click()
    answer(page, "giving necessary care to an adult", "Yes")
    answer(page, "health is getting worse", "Yes")
    answer(page, "significant impact", "Yes")
    page.get_by_label("Taking part in work, learning or leisure").check()
    look("carer-11-whole")
    press(page, "Write it down")
    expect(page.get_by_role("heading", level=1)).to_contain_text("support eligible needs")
    look("carer-12-findings")
    page.get_by_role("link", name="Decide and finish").click()
    look("carer-13-decide")
    page.get_by_label("Yes, there are eligible needs").check()
    page.get_by_label("Reasons for your decision").fill(
        "You have had no evening of your own since March, and you are worn out."
    )
    press(page, "Finish the assessment")
    look("carer-14-decided")
    page.get_by_role("button", name=re.compile("^Write to")).click()
    expect(page.get_by_role("main")).to_contain_text("beside the care that you give")
    expect(page.get_by_role("main")).to_contain_text("Call her brother Obi.")
    look("carer-15-letter")
    if page.get_by_label("Who makes it").count():
        page.get_by_label("Who makes it").fill("Nell")
    press(page, "Send the letter")
    expect(page.get_by_role("status")).to_contain_text("on its way")

    be(SignIn.objects.get(own_person_id=ellie.pk))
    page.goto(at + "/my/assessment/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("You have had no evening of your own since March")
    expect(main).to_contain_text("What caring keeps you from")
    expect(main).to_contain_text("Grace settles with the radio on.")
    expect(page.get_by_role("link", name="The letter about it")).to_be_visible()
    look("carer-16-my-decision")
    page.goto(at + "/my/documents/")
    expect(page.get_by_role("main")).to_contain_text("Easy Read")
    look("carer-17-my-letters")

    # One sum, on one page: a weekend away, agreed by a manager
    page.goto(at + "/my/plan/")
    page.get_by_role("link", name="Write it on one page").click()
    press(page, "Send it to be agreed")
    expect(page.get_by_role("alert")).to_contain_text("Say what the money is for")
    look("carer-18-one-page-error")
    page.get_by_label("What is the money for?").fill("A weekend at my brother’s, and the train")
    page.get_by_label("What will it make possible?").fill("Two nights of sleep")
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_label("Who provides it?").fill("The railway")
    page.get_by_label("One sum").fill("240")
    for part, value in (("Day", "1"), ("Month", "12"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    press(page, "Send it to be agreed")
    expect(page.get_by_role("status")).to_contain_text("Sent. A manager agrees it")
    look("carer-19-sent")

    be(making.manager())
    page.goto(at + "/team/")
    page.get_by_role("link", name=re.compile("Ellie Okafor: plan to sign off")).click()
    page.get_by_label("Your reasons").fill("She has had no night of her own since March.")
    page.get_by_label("Yes, as it is").check()
    page.get_by_label("Yes. I know of no other way").check()
    look("carer-20-sign-off")
    press(page, "Agree the plan")
    expect(page.get_by_text("£240.00").first).to_be_visible()

    be(SignIn.objects.get(own_person_id=ellie.pk))
    page.goto(at + "/my/plan/")
    expect(page.get_by_role("main")).to_contain_text("£240.00")
    look("carer-21-agreed")


def test_a_worker_begins_it_from_the_record(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    pete, nell = making.person(given_name="Pete"), making.practitioner()
    be(nell)
    page.goto(f"{live_server.url}/team/people/{pete.pk}/")
    page.get_by_role("link", name="As a carer in their own right").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not assessed as a carer yet")
    look("carer-begin")
    press(page, "Begin a carer's assessment")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Pete Calloway’s own assessment, as a carer"
    )
