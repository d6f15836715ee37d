"""Ruth writes before the visit, Nell writes beside it, they part on one thing, and it is decided.

What either wrote stays beside the other's, also after the decision, and the letter about it is read
where Ruth reads everything else. A lost connection and a second device lose nothing.
"""

import re
from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import Level

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"
    settings.OWNWAY_COUNCIL = "Marlshire Council"


def test_both_voices_from_the_first_word_to_the_letter(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    at = live_server.url

    be(her)
    page.goto(f"{at}/my/assessment/")
    look("together-01-my-assessment")
    page.get_by_role("link", name="What is going well").click()
    page.get_by_label("In my own words").fill("I sing on Tuesdays.\nI teach the piano.")
    look("together-02-my-part")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is around me")
    page.goto(f"{at}/my/assessments/{made}/nutrition/")
    page.get_by_label("In my own words").fill("I can make my own lunch.")
    page.get_by_role("button", name="Save and see all parts").click()
    expect(page.locator("#together")).to_contain_text("1 of 4 written")

    # The connection goes while she writes: kept in the browser, and offered when she is back.
    lost = page.context.new_page()
    lost.goto(f"{at}/my/assessments/{made}/hygiene/")
    page.context.set_offline(True)
    lost.get_by_label("In my own words").fill("Pete washes me. I would rather he did not.")
    expect(lost.get_by_text("Not saved yet: there is no connection")).to_be_visible()
    lost.close()
    page.context.set_offline(False)
    page.goto(f"{at}/my/assessments/{made}/hygiene/")
    expect(page.get_by_text("You typed this here before, and it was not saved")).to_be_visible()
    page.get_by_role("button", name="Put it back in the box").click()
    expect(page.get_by_text(re.compile("^Saved, "))).to_be_visible()
    kept_in_the_browser = "Object.keys(localStorage).filter((key) => key.startsWith('ownway'))"
    assert page.evaluate(kept_in_the_browser) == []

    # A second device, opened before that save, saves something else: both stand.
    mine = queries.written_in(made, by=her).of("hygiene")[0]
    assert [one.words for one in mine.stands] == ["Pete washes me. I would rather he did not."]
    operations.write(made, "hygiene", "From my tablet.", by=her, at=mine.stands[0].at)
    page.goto(f"{at}/my/assessments/{made}/hygiene/")
    expect(page.get_by_text("You saved this twice, in two places")).to_be_visible()
    look("together-03-saved-twice")
    page.get_by_role("button", name=re.compile("Keep only this")).first.click()
    expect(page.get_by_text("You saved this twice")).to_have_count(0)

    be(nell)
    page.goto(f"{at}/team/assessments/{made}/")
    look("together-04-assessment")
    page.goto(f"{at}/team/assessments/{made}/parts/nutrition/")
    expect(page.get_by_role("main")).to_contain_text("I can make my own lunch.")
    page.get_by_label("In my own words").fill("I saw the pan go. Nothing hot is safe.")
    page.get_by_label("I see something here differently").check()
    look("together-05-part")
    page.get_by_role("button", name="Save and see all parts").click()
    expect(page.locator("#together")).to_contain_text("Seen differently")

    asked = queries.assessment_for_reading(made, by=nell, on=making.DAY).questionnaire.ids
    said = {question: operations.Said(Level(2)) for question in asked}
    operations.answer_all(made, said, by=nell, at=mine.stands[0].at)
    page.goto(f"{at}/team/assessments/{made}/findings/")
    look("together-06-nothing-found")
    page.get_by_role("link", name="Eating and drinking well").click()
    expect(page.get_by_role("main")).to_contain_text("I can make my own lunch.")
    page.get_by_label("No, they are unable to").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick why they are unable to")
    look("together-07-finding-error")
    page.get_by_label(re.compile("a danger to them")).check()
    page.get_by_label("What you saw that shows it").fill("Dropped a hot pan twice.")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("button", name="Confirm what the levels propose").click()
    page.get_by_role("button", name="Wellbeing as a whole").click()
    page.get_by_role("group", name=re.compile("come from a physical")).get_by_label("Yes").check()
    page.get_by_role("group", name=re.compile("significant impact")).get_by_label("Yes").check()
    page.get_by_label("Dignity, and being treated with respect").check()
    look("together-08-whole")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("support eligible needs")
    look("together-09-findings")
    page.goto(f"{at}/team/assessments/{made}/being-heard/")
    look("together-10-being-heard")

    page.goto(f"{at}/team/assessments/{made}/complete/")
    page.get_by_label("There are no needs").check()
    page.get_by_label("Reasons for your decision").fill("She cannot wash or cook safely.")
    page.get_by_role("button", name="Finish the assessment").click()
    expect(page.get_by_role("alert")).to_contain_text("You may well be right")
    look("together-11-asks-why")
    page.get_by_label("Yes, there are eligible needs").check()
    page.get_by_role("button", name="Finish the assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, there are eligible needs")
    look("together-12-decided")
    page.get_by_role("button", name=re.compile("^Write to")).click()
    look("together-13-letter")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")

    be(her)
    page.goto(f"{at}/my/assessment/")
    expect(page.get_by_role("main")).to_contain_text("She cannot wash or cook safely.")
    expect(page.get_by_role("link", name="The letter about it")).to_be_visible()
    look("together-14-my-decision")
    page.get_by_role("link", name="write what you see differently").click()
    page.get_by_label("What I see differently").fill("Lunch is mine. I make it cold.")
    page.get_by_role("button", name="Save", exact=True).click()
    look("together-15-differently")

    be(nell)
    page.goto(f"{at}/team/assessments/{made}/parts/differently/")
    expect(page.get_by_role("main")).to_contain_text("Lunch is mine. I make it cold.")
    page.goto(f"{at}/team/assessments/{made}/parts/nutrition/")
    expect(page.get_by_role("main")).to_contain_text("I can make my own lunch.")
    expect(page.get_by_role("main")).to_contain_text("I saw the pan go.")
