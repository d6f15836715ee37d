"""A manager gives an assessment to a worker, who says yes and begins it, goes on leave, and a
colleague sees to it meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.assessment.tests.test_queues import agreed

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
ON = making.DAY


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def type_day(page: Page, legend: str, on: Any) -> None:
    group = page.get_by_role("group", name=legend)
    for label, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        group.get_by_label(label).fill(str(number))


def test_an_assessment_is_given_begun_and_covered(
    page: Page, live_server: Any, be: Be, look: Look
) -> None:
    team = making.team()
    nell, omar = making.practitioner(team), making.practitioner(team, name="Omar Haddad")
    asif, ruth = making.manager(team), making.person(team=team)
    agreed(ruth, nell, days_ago=40)
    ivor = making.person(team=team, given_name="Ivor")
    agreed(ivor, nell, days_ago=3, urgency="today")

    be(asif)
    page.goto(live_server.url + "/team/assessments/")
    look("assessments")
    page.get_by_role("button", name="Give to them").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one assessment.")
    look("assessments-error")
    page.get_by_label("Give the assessment of Ruth Calloway").check()
    page.get_by_label("Give the assessment of Ivor Calloway").check()
    page.get_by_label("Who makes them?").select_option(label="Nell Farraday (0 to do)")
    type_day(page, "By which day do they say yes?", ON + timedelta(days=1))
    page.get_by_role("button", name="Give to them").click()
    expect(page.get_by_text("2 given to Nell Farraday.")).to_be_visible()
    look("assessments-given")

    be(nell)
    page.goto(live_server.url + "/team/")
    look("work-with-given")
    page.get_by_role("link", name="Ruth Calloway: Make an assessment").click()
    page.get_by_role("button", name="Accept it").click()
    page.goto(live_server.url + "/team/")
    page.get_by_role("link", name="Ruth Calloway: assessment to begin, given to you").click()
    page.get_by_role("button", name="Begin the assessment").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("levels still to agree")

    page.goto(live_server.url + "/team/away/")
    look("away")
    type_day(page, "Away from", ON)
    type_day(page, "Until", ON + timedelta(days=7))
    page.get_by_label("Who covers?").select_option(label="Omar Haddad")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted. It ends by itself")).to_be_visible()
    look("away-noted")

    be(omar)
    page.goto(live_server.url + "/team/")
    look("work-covering")
    expect(page.get_by_text("For Nell Farraday, away until").first).to_be_visible()
    page.get_by_role("link", name="Ivor Calloway: Make an assessment").click()
    look("covered-hand-over")
    page.get_by_role("button", name="Accept it").click()
    page.goto(live_server.url + "/team/assessments/")
    expect(page.get_by_role("cell", name="Away until").first).to_be_visible()
    look("assessments-with-absence")
