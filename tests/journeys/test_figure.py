"""A person changes one answer, reads the figure in Easy Read and says no; another one follows."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.support.allocation import operations as allocation
from ownway.support.allocation.domain import prepared

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def pdf_words(page: Page, address: str) -> str:
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join(one.extract_text() for one in PdfReader(BytesIO(answer.body())).pages)


def test_a_figure_is_read_changed_challenged_and_followed(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"
    ruth, nell = making.person(), making.practitioner()
    asif = making.manager(of=nell.team)
    making.marlshires_card()
    assessment = making.assessed(ruth, by=nell)
    allocation.propose_budget(assessment, by=nell, on=making.DAY)
    her = making.own_sign_in(ruth)

    be(her)
    page.goto(f"{live_server.url}/my/budget/")
    expect(page.get_by_text("About £14,872 a year")).to_be_visible()
    page.get_by_label("Choose a question").select_option("Nights")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("table", name="Nights")).to_contain_text("(now)")
    look("figure-one-answer-changed")
    assert "£286" in pdf_words(page, f"{live_server.url}/my/budget/first-figure.pdf")
    page.get_by_role("link", name="Easy Read", exact=True).click()
    look("figure-easy-read")
    easy = pdf_words(page, f"{live_server.url}/my/budget/first-figure-easy-read.pdf")
    assert "It is not a limit" in easy
    page.get_by_role("button", name="Say it is not right").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say what is not right")
    look("figure-not-right-error")
    page.get_by_label("What is not right?").fill("Nobody counted the nights.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Passed to East team")).to_be_visible()
    look("figure-not-right-sent")

    be(asif)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    page.get_by_role("link", name="Look again and answer").click()
    look("figure-look-again")
    page.get_by_role("button", name="I look again").click()
    expect(page.get_by_text(f"{asif.name} looks at it again")).to_be_visible()
    page.get_by_role("link", name="Set another one, with the reason").click()
    page.get_by_role("button", name="Keep it beside the first figure").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose why")
    look("figure-another-error")
    page.get_by_label("The other figure, a week").fill("350")
    page.get_by_label("What family and friends can really do").check()
    page.get_by_label("Say it in your own words").fill("Her daughter cannot get up every night.")
    page.get_by_label("Nights").check()
    page.get_by_label("A panel decided this").check()
    page.get_by_role("button", name="Keep it beside the first figure").click()
    expect(page.get_by_role("heading", name="Another figure: £350 a week")).to_be_visible()
    page.get_by_role("link", name="Look again and answer").click()
    page.get_by_label("Your answer").fill("You are right. Plan with £350 a week.")
    page.get_by_role("button", name="Send the answer").click()
    look("figure-answered-for-staff")

    be(her)
    page.goto(f"{live_server.url}/my/budget/")
    expect(page.get_by_text("You are right. Plan with £350 a week.")).to_be_visible()
    expect(page.get_by_role("heading", name="Another figure: £350 a week")).to_be_visible()
    look("figure-answered")

    be(making.staff(Role.COMMISSIONER, name="Priya Osei"))
    page.goto(f"{live_server.url}/commissioning/other-figures/")
    look("figure-others-counted")


def test_anybody_tries_the_published_table_and_sees_an_early_view(
    page: Page, live_server: Any, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    making.marlshires_card()
    early = prepared("marlshire-early-2026")
    allocation.publish_scorecard(
        early.card,
        in_force_from=making.DAY,
        approved_words=early.approved_words,
        by=None,
        on=making.DAY,
    )
    page.goto(f"{live_server.url}/published-table/")
    look("table-published")
    page.get_by_role("button", name="Try it with any answers").click()
    page.get_by_role("button", name="Show the figure").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose an answer")
    look("table-try-error")
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Show the figure").click()
    expect(page.get_by_text("Nothing of this is kept.")).to_be_visible()
    look("table-tried")

    page.goto(f"{live_server.url}/check/")
    page.get_by_label("Me", exact=True).check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Yes, for now").check()
    page.get_by_role("button", name="Continue").click()
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{live_server.url}/check/result/")
    page.get_by_role("link", name="See an early view").click()
    expect(page.get_by_text("You can have an assessment, whatever stands here.")).to_be_visible()
    look("early-view")
    page.get_by_role("link", name="Back to what may help").click()
    expect(page).to_have_url(f"{live_server.url}/check/result/")
