"""A person writes a plan, finance decides what they pay, a manager agrees it: wide and narrow."""

from collections.abc import Callable
from datetime import date
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.allocation import operations as allocation
from ownway.support.people.models import CommunicationNeed

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
MAY = date(2026, 5, 14)


def fill_day(page: Page, day: str, month: str, year: str) -> None:
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(label, exact=True).fill(value)


def test_a_plan_from_the_first_figure_to_the_support(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = MAY
    ruth, nell = making.person(), making.practitioner()
    CommunicationNeed.objects.create(person=ruth, code="large-print", recorded_on=MAY)
    making.arrangement(ruth)
    making.marlshires_card()
    assessed = making.assessed(ruth, by=nell, on=date(2026, 5, 12))
    allocation.propose_budget(assessed, by=nell, on=date(2026, 5, 13))

    her = making.own_sign_in(ruth)
    be(her)
    page.goto(f"{live_server.url}/my/plan/")
    look("plan-none-yet")
    page.get_by_role("button", name="Begin my plan").click()
    look("plan-empty")
    page.get_by_role("button", name="Add something").click()
    page.get_by_label("What is done?").fill("Evenings, nights and Sundays")
    page.get_by_role("button", name="Add it to the plan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose who does it")
    look("plan-part-error")
    page.get_by_label("Family").check()
    page.get_by_label("Their name").fill("Pete Calloway")
    page.get_by_label("What is it for?").fill("Being at home safely")
    page.get_by_role("button", name="Add it to the plan").click()
    page.get_by_role("button", name="Add something").click()
    page.get_by_label("What is done?").fill("Up, washed and breakfast; out to choir")
    page.get_by_label("Someone who is paid").check()
    page.get_by_label("Their name").fill("Jo Lindqvist and weekend visits")
    page.get_by_label("When?").fill("Every morning, and Wednesday afternoons")
    page.get_by_label("What is it for?").fill("Out of the door by half nine")
    page.get_by_label("Direct payment").check()
    page.get_by_label("What does it cost a week?").fill("266.00")
    page.get_by_role("button", name="Add it to the plan").click()
    page.get_by_role("link", name="Write this down").click()
    page.get_by_label("What matters most").fill("Choir on Tuesdays. My own front door.")
    page.get_by_label("If something goes wrong").fill("Marl Vale comes by 9am if Jo is ill.")
    look("plan-what-matters")
    page.get_by_role("button", name="Save").click()
    look("plan-draft")
    page.get_by_role("link", name="Take out Evenings").click()
    look("plan-take-out")
    page.get_by_role("link", name="Leave it in").click()
    page.get_by_role("button", name="Send it to be agreed").click()
    look("plan-send")
    fill_day(page, "1", "6", "2026")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status").first).to_contain_text("A manager agrees it")

    be(making.finance())
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/contribution/")
    look("contribution-open")
    page.get_by_label("How much do they pay a week?").fill("61.45")
    page.get_by_label("What does their support cost a week?").fill("266")
    fill_day(page, "1", "6", "2026")
    page.get_by_label("How was it worked out?").fill("Pension and PIP, less rent and £120.40.")
    page.get_by_role("button", name="Decide this contribution").click()
    look("contribution-decided")

    be(making.manager())
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="plan to sign off").click()
    look("plan-sign-off")
    page.get_by_label("Your reasons").fill("It does what matters to her, and it is enough.")
    page.get_by_label("Yes, as it is").check()
    page.get_by_label("Yes. I know of no other way").check()
    page.get_by_role("button", name="Agree the plan").click()
    expect(page.get_by_text("Asif Karim agreed it")).to_be_visible()
    look("plan-agreed-team")

    be(her)
    page.goto(f"{live_server.url}/my/plan/")
    for words in ("£61.45", "£204.55", "£266.00"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    look("plan-agreed")
