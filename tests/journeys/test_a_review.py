"""A review that changes the plan, from both sides of the desk; and a backlog that is cleared."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import making
import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.review import queries
from ownway.support.review.models import Review

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_a_review_that_changes_the_plan(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    nell, ruth = making.practitioner(), making.person(given_name="Ruth", family_name="Calloway")
    making.running_plan(ruth, nell, making.DAY - timedelta(days=90))
    own = making.own_sign_in(ruth)

    be(own)
    page.goto(f"{live_server.url}/my/review/")
    expect(page.get_by_text("We are late")).to_be_visible()
    look("my-review")
    page.get_by_role("link", name="What is not working").click()
    press(page, "Write it down")
    expect(page.get_by_role("alert")).to_contain_text("Write it in your words")
    look("my-review-say-error")
    page.get_by_label("In your words").fill("The evenings are long and nobody comes.")
    page.get_by_label("You may use this without my name").check()
    press(page, "Write it down")
    expect(page.get_by_text("The evenings are long and nobody comes.", exact=True)).to_be_visible()
    look("my-review-said")

    be(nell)
    page.goto(f"{live_server.url}/team/reviews/")
    page.get_by_role("link", name="Ruth Calloway").first.click()
    expect(page.get_by_text("Written before the review")).to_be_visible()
    look("review-of-person")
    press(page, "Begin the review")
    look("review-open")

    page.get_by_role("link", name=re.compile("Write down.*What is working")).click()
    page.get_by_label("Family and friends").check()
    page.get_by_label("Whose words are these?").fill("Tess, her sister")
    page.get_by_label("In their words").fill("The mornings are good.")
    press(page, "Write it down")
    while page.get_by_role("link", name=re.compile("Say whether it was achieved")).count():
        page.get_by_role("link", name=re.compile("Say whether it was achieved")).first.click()
        page.get_by_label("Partly achieved").check()
        press(page, "Keep it")
    page.get_by_role("link", name="Agree who does what").click()
    press(page, "Agree it")
    expect(page.get_by_role("alert")).to_contain_text("Say who does it")
    look("review-action-error")
    page.get_by_label("What is to be done?").fill("Ask the choir for a lift")
    page.get_by_label("Or somebody else").fill("Tess, her sister")
    for part, value in (("Day", "7"), ("Month", "12"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    press(page, "Agree it")
    look("review-whole")
    page.get_by_role("button", name="End the review").click()
    press(page, "End the review")
    expect(page.get_by_role("alert")).to_contain_text("Choose how it ends")
    look("review-end-error")
    page.get_by_label("The plan changes: a new version begins").check()
    page.get_by_label("What came of it").fill("Evenings need company. The mornings stay.")
    press(page, "End the review")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert Review.objects.get(held__isnull=False).outcome.startswith("Progress to support planning")
    expect(page).to_have_url(re.compile("/team/plans/"))

    be(own)
    page.goto(f"{live_server.url}/my/review/")
    expect(page.get_by_text("Your plan changes")).to_be_visible()
    expect(page.get_by_text("Ask the choir for a lift")).to_be_visible()
    look("my-review-over")
    page.get_by_role("link", name="Read this in Easy Read").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Looking back together")
    look("my-review-easy")
    page.get_by_role("link", name="Back to the review").click()
    page.get_by_role("link", name="Ask for it sooner").click()
    look("my-review-sooner")
    page.get_by_label("What has changed").fill("Jo is leaving.")
    press(page, "Ask for it")
    expect(page.get_by_text("Asked for sooner")).to_be_visible()


def test_a_backlog_is_cleared(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    for number in range(60):
        person = making.person(given_name=f"P{number:02}", family_name="Penhale")
        making.arrangement(person, first_day=making.DAY - timedelta(days=366 + number * 9))
    ines = making.practitioner(name="Ines Vale")
    be(making.manager())

    page.goto(f"{live_server.url}/team/reviews/")
    page.get_by_role("link", name="The backlog, and what clears it").click()
    expect(page.get_by_text("60 reviews are late")).to_be_visible()
    look("backlog")
    page.get_by_role("button", name="Open a programme").click()
    press(page, "Open it")
    expect(page.get_by_role("alert")).to_contain_text("Give it a name")
    look("programme-new-error")
    page.get_by_label("What do you call it?").fill("Winter reviews")
    for part, value in (("Day", "31"), ("Month", "3"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(value)
    press(page, "Open it")
    expect(page.get_by_text("60 of 60 left")).to_be_visible()
    page.get_by_label("Who joins?").select_option("Ines Vale, East team")
    press(page, "Add them")
    expect(page.get_by_text("4 a week, 60 of 60 left")).to_be_visible()
    look("programme")

    be(ines)
    page.goto(f"{live_server.url}/team/reviews/")
    expect(page.get_by_text("Yours to clear")).to_be_visible()
    look("reviews-to-clear")
    settings.OWNWAY_TODAY = making.DAY + timedelta(days=28)
    for person_id in {line.person_id for line in _first(ines, 9)}:
        Review.objects.create(
            person_id=person_id,
            started_on=making.DAY + timedelta(days=20),
            finished_on=making.DAY + timedelta(days=20),
        )
    be(making.manager())
    page.goto(f"{live_server.url}/team/reviews/backlog/")
    page.get_by_role("link", name="Winter reviews").click()
    expect(page.get_by_text("51 of 60 left, by 31 March")).to_be_visible()
    look("programme-under-way")


def _first(who: SignIn, many: int) -> list[Any]:
    with transaction.atomic():
        return queries.my_programme_lines(by=who, on=making.DAY)[:many]
