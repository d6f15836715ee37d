"""A man plans with his sister; the plan goes to a panel, comes back, and is agreed; a small sum is.

A direct payment beside a night service that the council manages; a rule set aside with a reason.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.config.clock import now
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.support.allocation import operations as allocation
from ownway.support.charging import operations as charging
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.operations import letting_in
from ownway.support.planning import operations as planning

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
NOVEMBER = date(2026, 11, 23)


def fill_day(page: Page, legend: str, day: date) -> None:
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


def test_a_man_plans_with_his_sister_and_a_panel_decides(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = NOVEMBER
    omar = making.person(given_name="Omar", family_name="Reid", council_id="M-7001")
    nell = making.practitioner()
    making.marlshires_card()
    assessed = making.assessed(omar, by=nell, on=NOVEMBER)
    allocation.propose_budget(assessed, by=nell, on=NOVEMBER)
    charging.decide_contribution(
        omar.pk,
        contribution_weekly=40_00,
        first_day=NOVEMBER,
        basis="Benefits",
        by=making.finance(),
        on=NOVEMBER,
    )
    his = making.own_sign_in(omar)
    planning.begin_plan(assessed, by=his, on=NOVEMBER)
    sister = access.add_sign_in(email="may.reid@example.org", name="May Reid", kind=Kind.CARER)
    letting_in.let_in(
        omar.pk,
        name="May Reid",
        email=sister.email,
        standing=As.FAMILY,
        parts=(Part.PLAN, Part.HELP_PLAN),
        last_day=None,
        by=his,
        on=NOVEMBER,
    )
    assert now()

    be(sister)
    page.goto(f"{live_server.url}/my/plan/")
    page.get_by_role("button", name="Add something").click()
    page.get_by_label("What is done?").fill("Swimming and lunch")
    page.get_by_label("Family").check()
    page.get_by_label("Their name").fill("May")
    page.get_by_label("What is it for?").fill("Being out with people")
    page.get_by_label("Saturday").check()
    page.get_by_label("From", exact=True).fill("11am")
    page.get_by_label("To", exact=True).fill("2 o'clock")
    look("together-part")
    page.get_by_role("button", name="Add it to the plan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Write a time like 7:30 or 2pm")
    page.get_by_label("To", exact=True).fill("2pm")
    page.get_by_role("button", name="Add it to the plan").click()
    expect(page.get_by_text("Family: 3 hours a week")).to_be_visible()
    expect(page.get_by_role("button", name="Send it to be agreed")).to_have_count(0)
    look("together-sister")

    be(his)
    page.goto(f"{live_server.url}/my/plan/")
    for what, how, cost in (
        ("Days out and at home", "Direct payment", "500.00"),
        ("Somebody here at night", "The council arranges it", "420.00"),
    ):
        page.get_by_role("button", name="Add something").click()
        page.get_by_label("What is done?").fill(what)
        page.get_by_label("Someone who is paid").check()
        page.get_by_label("Their name").fill("Not chosen yet")
        page.get_by_label("What is it for?").fill("My own life, and safe at night")
        for box in (
            page.get_by_role("group", name="Which of what we agreed").get_by_role("checkbox").all()
        ):
            box.check()
        page.get_by_label(how).check()
        page.get_by_label("What does it cost a week?").fill(cost)
        page.get_by_role("button", name="Add it to the plan").click()
    page.get_by_role("link", name="Write this down").click()
    page.get_by_label("What matters most").fill("Swimming. My friends. My flat.")
    page.get_by_label("If something goes wrong").fill("May comes.")
    page.get_by_label("Risks somebody chooses").fill("Going to the pool alone on Mondays.")
    page.get_by_label("If it costs more").fill("Two needs at once: days, and fits at night.")
    page.get_by_role("button", name="Save").click()
    look("together-draft")
    page.get_by_role("button", name="Send it to be agreed").click()
    fill_day(page, "From which day should it start?", date(2026, 12, 7))
    page.get_by_role("button", name="Send it").click()

    be(making.manager())
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="plan to sign off").click()
    expect(page.get_by_text("A manager alone agrees up to")).to_be_visible()
    look("together-sign-off")
    page.get_by_role("link", name="Put it on the list of the panel").click()
    fill_day(page, "Which day does the panel meet?", date(2026, 11, 26))
    page.get_by_label("What should the panel think about?").fill("Nights, after two fits.")
    look("together-to-panel")
    page.get_by_role("button", name="Put it on the list").click()

    head = making.staff(Role.HEAD_OF_SERVICE, name="Sunniva Hale", email="head@example.org")
    be(head)
    page.goto(f"{live_server.url}/team/plans/panel/")
    expect(page.get_by_text("1 plan waits.")).to_be_visible()
    look("together-panel")
    page.get_by_role("link", name="Omar Reid").click()
    page.get_by_role("button", name="Decide on this plan").click()
    page.get_by_label("Your reasons").fill("Say who comes when an alarm sounds at night.")
    page.get_by_role("button", name="Send it back").click()

    be(his)
    page.goto(f"{live_server.url}/my/plan/")
    expect(page.get_by_text("Say who comes when an alarm sounds")).to_be_visible()
    look("together-back")
    page.get_by_role("link", name="I do not agree with this decision").click()
    look("together-challenge")
    page.get_by_role("link", name="Back to the plan").click()
    page.get_by_role("link", name="Change what is written here").click()
    page.get_by_label("If something goes wrong").fill("May comes; at night the carer rings 999.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send it to be agreed").click()
    page.get_by_role("button", name="Send it").click()

    be(making.manager(name="Ida Coe"))
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="plan to sign off").click()
    page.get_by_role("link", name="Put it on the list of the panel").click()
    fill_day(page, "Which day does the panel meet?", date(2026, 11, 26))
    page.get_by_label("What should the panel think about?").fill("They say who comes.")
    page.get_by_role("button", name="Put it on the list").click()
    be(head)
    page.goto(f"{live_server.url}/team/")
    page.get_by_role("link", name="Omar Reid: plan for the panel").click()
    page.get_by_role("button", name="Decide on this plan").click()
    page.get_by_label("Your reasons").fill("It keeps him safe and in his own life.")
    page.get_by_label("Yes, with steps that I write down").check()
    page.get_by_label("Another way costs less, and").check()
    page.get_by_role("button", name="Agree the plan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Write down the steps")
    look("together-sign-off-error")
    page.get_by_label("The steps that keep them safe").fill("A call at ten each night, by Jo.")
    page.get_by_label("Why it is right for them").fill("He stays near his sister.")
    page.get_by_role("button", name="Agree the plan").click()
    expect(page.get_by_text("A panel decided it.")).to_be_visible()
    expect(page.get_by_text("A call at ten each night, by Jo.")).to_be_visible()
    look("together-agreed")

    be(his)
    page.goto(f"{live_server.url}/my/plan/")
    expect(page.get_by_text("£920.00", exact=True).first).to_be_visible()
    page.get_by_role("link", name="In Easy Read").click()
    expect(page.get_by_text("This is your plan. It is agreed.")).to_be_visible()
    look("together-easy")
    page.goto(f"{live_server.url}/my/plan/")
    page.get_by_role("link", name="Ideas: what others chose").click()
    look("together-ideas")
