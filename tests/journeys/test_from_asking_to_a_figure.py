"""Ruth asks, she and Nell answer side by side, and both see the same first figure."""

import re
from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.contact import queries as contact

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]

CHOSEN = {
    "q_washing": "I need help every day",
    "q_moving": "I need someone beside me",
    "q_out": "I cannot go out alone",
    "q_meals": "I cannot cook safely, I eat by myself",
    "q_home": "I need help with most of it",
    "q_nights": "I need checking on once",
    "q_people": "Less often than I want",
    "q_gap": "About half of it",
}


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"


def test_ruth_asks_and_comes_to_her_first_figure(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    making.marlshires_card()
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)

    be(her)
    page.goto(live_server.url + "/my/ask/")
    look("my-ask")
    page.get_by_role("button", name="Ask for support").click()
    look("my-ask-error")
    page.get_by_label("What would help you?").fill(
        "I want to be up, dressed and out of the door by half nine, like anyone."
    )
    page.get_by_role("button", name="Ask for support").click()
    look("my-ask-waiting")
    page.goto(live_server.url + "/my/assessment/")
    look("my-assessment-none")
    page.goto(live_server.url + "/my/budget/")
    look("my-budget-none")

    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/ask/")
    look("ask")
    page.get_by_label("What do they ask for?").fill("Help in the morning")
    page.get_by_label("Who asked?").fill("Pete, her husband")
    page.get_by_label("Family or a friend").check()
    page.get_by_label("Yes, they agree to it").check()
    page.get_by_label("Within days").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert")).to_contain_text("is still waiting for an answer")
    asked = contact.open_request_of(ruth.pk, by=nell)
    assert asked
    page.goto(f"{live_server.url}/team/requests/{asked.id}/")
    look("request")
    page.get_by_label("Find out together what they need").check()
    page.get_by_role("button", name="Decide").click()
    look("request-answered")
    page.get_by_role("button", name="Begin the assessment").click()
    look("assessment-begun")
    assessment = page.url

    be(her)
    page.goto(live_server.url + "/my/assessment/")
    look("my-assessment")
    page.locator("#q_washing").get_by_label("I need help some days").check()
    page.get_by_label("In my own words: getting washed and dressed").fill(
        "I don't want Pete to be my nurse. I want him to be my husband."
    )
    page.locator("#q_washing").get_by_role("button", name=re.compile("Save and go on")).click()
    expect(page).to_have_url(re.compile("#q_moving$"))
    page.locator("#q_meals").get_by_label(CHOSEN["q_meals"]).check()
    page.get_by_role("button", name="Save all my answers").click()
    look("my-assessment-begun")

    be(nell)
    page.goto(assessment)
    for question, words in CHOSEN.items():
        page.locator(f"#{question}").get_by_label(words, exact=True).check()
    page.get_by_label("What you see, about “Getting washed and dressed”").fill(
        "Needs someone every morning: transfers, legs, buttons."
    )
    page.get_by_role("button", name="Save all answers").click()
    expect(page.locator("#q_washing")).to_contain_text("Seen differently")
    look("assessment")
    page.get_by_role("link", name="Finish the assessment").click()
    look("complete")
    page.get_by_label("Yes, there are eligible needs").check()
    page.get_by_label("Reasons for your decision").fill(
        "She cannot wash, dress or go out without help, and that wears her and Pete down."
    )
    page.get_by_label("Why you decide otherwise than the findings").fill("Seen on the visit.")
    page.get_by_role("button", name="Finish the assessment").click()
    look("assessment-finished")
    page.get_by_role("button", name="First figure").click()
    look("budget-not-yet")
    page.get_by_role("button", name="Work out the first figure").click()
    expect(page.locator(".ow-figure").first).to_have_text("£286 a week")
    look("budget")

    be(her)
    page.goto(live_server.url + "/my/assessment/")
    look("my-assessment-finished")
    page.get_by_role("button", name="My budget").click()
    expect(page.locator(".ow-figure").first).to_have_text("£286 a week")
    look("my-budget")
    page.get_by_role("link", name=re.compile("The whole table")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How a first figure is worked out")
    look("published-table")


def test_blank_answers_stop_the_end_with_links(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    made = making.begun(making.person(), nell := making.practitioner())
    be(nell)
    page.goto(f"{live_server.url}/team/assessments/{made}/complete/")
    page.get_by_label("Yes, there are eligible needs").check()
    page.get_by_label("Reasons for your decision").fill("Kept")
    page.get_by_role("button", name="Finish the assessment").click()
    expect(page.get_by_role("alert")).to_contain_text("Agree a level for “Nights”")
    expect(page.get_by_label("Reasons for your decision")).to_have_value("Kept")
    look("complete-missing")
    page.get_by_role("link", name=re.compile("Nights")).click()
    expect(page).to_have_url(re.compile(f"/team/assessments/{made}/.at=q_nights#q_nights$"))
