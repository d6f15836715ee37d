"""What support costs, said before anybody decides: an assistant, a placement, what is kept."""

from collections.abc import Callable
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.support.allocation import operations as allocation
from ownway.support.planning import operations as planning
from ownway.support.planning import queries

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
ON = making.DAY


def test_what_it_costs_to_employ_to_place_and_to_keep(
    page: Page, live_server: Any, be: Be, look: Look, settings: Any
) -> None:
    settings.OWNWAY_TODAY = ON
    ruth, nell, asif = making.person(), making.practitioner(), making.manager()
    making.marlshires_card()
    assessed = making.assessed(ruth, by=nell, on=ON)
    allocation.propose_budget(assessed, by=nell, on=ON)
    _, figure = queries.cost_and_figure(ruth.pk, by=nell, on=ON)
    making.arrangement(ruth, cost_weekly=(figure or 0) + 40_00)
    planning.begin_plan(assessed, by=nell, on=ON)

    her = making.own_sign_in(ruth)
    be(her)
    page.goto(f"{live_server.url}/my/plan/")
    page.get_by_role("link", name="What employing somebody costs").click()
    look("employing-empty")
    page.get_by_label("Their name").first.fill("Jo Lindqvist")
    page.get_by_label("Wage an hour", exact=True).first.fill("12.00")
    page.get_by_label("Hours a week by day").first.fill("20")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("alert").first).to_contain_text("£0.71 below the minimum wage")
    look("employing-error")
    page.get_by_label("Wage an hour", exact=True).first.fill("13.00")
    page.get_by_label("Insurance, a year").fill("104")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Employing Jo Lindqvist costs £")
    look("employing-answer")
    page.get_by_label("What do they do?").fill("Up, washed and breakfast")
    page.get_by_label("What is it for?").fill("Out of the door by half nine")
    page.get_by_role("button", name="Put this in the plan").click()
    expect(page.get_by_role("row", name="Up, washed and breakfast")).to_be_visible()

    be(making.staff(Role.COMMISSIONER, name="Priya Nair"))
    page.goto(f"{live_server.url}/commissioning/placements/price/")
    expect(page.get_by_role("link", name="Placement price")).to_be_visible()
    look("placement-empty")
    page.get_by_label("Wage an hour").fill("13.00")
    page.get_by_label("On top of the wage, per cent").fill("30")
    page.get_by_label("Hours a week with a worker of their own").fill("40")
    page.get_by_label("What does the provider ask a week?").fill("800")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It should cost about £676.00 a week")
    look("placement-answer")

    be(asif)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/support/")
    page.get_by_role("link", name="What they keep above their figure").click()
    look("protection-empty")
    page.get_by_role("button", name="Protect it").click()
    expect(page.get_by_role("alert").first).to_contain_text("Enter the day it begins")
    for label, value in (("Day", ON.day), ("Month", ON.month), ("Year", ON.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("The most it steps down in a year").fill("5")
    page.get_by_label("Why?").fill("Her week holds by it")
    page.get_by_role("button", name="Protect it").click()
    look("protection-set")
    page.goto(f"{live_server.url}/team/plans/panel/")
    page.get_by_role("link", name="What people keep above their figure").click()
    look("protections")

    be(her)
    page.goto(f"{live_server.url}/my/plan/")
    page.get_by_role("link", name="What I keep above my figure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you have now steps down slowly")
    look("protection-mine")
