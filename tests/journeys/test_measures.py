"""A performance lead reads the measures, opens people, sets a target, tests a published table."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import making
import pytest
from making import Role
from playwright.sync_api import Page, expect

from ownway.commissioning.measures.domain import Behind
from ownway.commissioning.measures.tests import runs
from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db(transaction=True)

PART = "18 to 64 | Total"
# Dorset Council, commissioning strategy for working-age people with support needs 2022 to 2027.
TABLE = """Primary Support Reason\tWeekly Spend
Physical Support\t£204,807.88
Mental Health support\t£133,107.12
Learning Disability support\t£814,353.50
Social support\t£10,963.50
Third Party Contribution\t£2,050.83
Support with memory and cognition\t£17,127.79
Other\t£7,463.37
Total\t£1,197,337.36
"""


@pytest.fixture
def council(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Thirty people at home, nine by direct payment, and two runs of the measures."""
    settings.OWNWAY_TODAY = making.DAY
    people = []
    for number in range(30):
        person = making.person(
            given_name=f"P{number:02}",
            family_name="Penhale",
            primary_support_reason=("Physical Support", "Learning Disability Support")[number % 2],
        )
        mechanism = "Direct payment" if number < 9 else "CASSR commissioned support"
        making.arrangement(
            person,
            delivery_mechanism=mechanism,
            first_day=making.DAY - timedelta(days=340 + number * 5),
        )
        people.append(Behind((person.council_id,), None, 1))
    before = runs.lists("2E", PART, people[:18], people[:29])
    now = runs.lists("2E", PART, people[:21], people)
    runs.keep(
        monkeypatch,
        runs.whole({("2E", PART): (18, 29)}, people=before, as_of=date(2026, 4, 20)),
        at=runs.AT - timedelta(days=15),
    )
    runs.keep(
        monkeypatch, runs.whole({("2E", PART): (21, 30), ("2A", "Total"): (4, 9)}, people=now)
    )
    runs.keep(monkeypatch, runs.whole({("2E", PART): (24, 30)}, live=True))


def test_from_the_list_to_the_people_and_a_published_table(
    page: Page,
    live_server: Any,
    be: Callable[[SignIn], None],
    look: Callable[[str], None],
    council: None,
) -> None:
    be(making.staff(Role.PERFORMANCE, name="Pat Low"))
    page.goto(f"{live_server.url}/commissioning/")
    page.get_by_role("link", name="Measures", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 9 measures moved")
    look("measures-list")

    page.get_by_role("link", name="2E Living at home or with family").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("70.0%: 21 of 30")
    expect(page.get_by_text("3 people came in: they")).to_be_visible()
    look("measure")

    page.get_by_role("link", name=re.compile("^21.*open these people")).click()
    expect(page.locator("tbody tr")).to_have_count(21)
    look("measure-people")
    page.get_by_role("link", name="Back to the measure").click()

    page.get_by_role("link", name="Set a target").click()
    page.get_by_label("What is to be reached?").fill("eighty")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look("target-wrong")
    page.get_by_label("What is to be reached?").fill("80")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("3")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_label("Who set it?").fill("Cabinet, 20 April 2025")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Missed by 10.0 percentage points")).to_be_visible()
    look("targets")

    page.get_by_role("link", name="Back to the measures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "2 of 9 measures moved, and 1 misses its target"
    )
    page.get_by_role("link", name="Waiting times by quarter").click()
    look("measures-waits")
    page.get_by_role("link", name="Back to the measures").click()

    page.get_by_role("link", name="Yearly reviews that are late").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "24 of 30 yearly reviews are late, 80.0%"
    )
    look("measures-late")
    page.get_by_role("link", name="team", exact=True).click()
    page.get_by_role("link", name=re.compile("^24.*open these people")).first.click()
    look("measures-late-people")
    page.get_by_role("link", name="Back to the measure").click()
    page.get_by_role("link", name="Back to the measures").click()
    page.get_by_role("link", name="Direct payments, of people with on-going").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("30.0% of everyone supported")
    look("measures-both-definitions")
    page.get_by_role("link", name="Back to the measures").click()

    page.get_by_role("link", name="Write it down, with its source").first.click()
    look("populations")
    page.get_by_role("link", name="Back to the measures").click()

    page.get_by_role("link", name="Published tables").click()
    page.get_by_role("button", name="Write a table down").click()
    page.get_by_label("What is the table called?").fill("Weekly spend, adults aged 18 to 65")
    page.get_by_label("Who published it, and where?").fill(
        "Dorset Council, commissioning strategy for working-age people 2022 to 2027"
    )
    for name, value in (("Day", "1"), ("Month", "4"), ("Year", "2022")):
        page.get_by_label(name, exact=True).first.fill(value)
    page.get_by_role("button", name="Write it down").click()
    expect(
        page.get_by_role("link", name="Paste or type the table, or choose a file")
    ).to_be_visible()
    look("published-wrong")
    page.get_by_label("The table", exact=True).fill(TABLE)
    page.get_by_label("What of ours shall stand beside it?").select_option(
        "snapshot:primary_support_reason"
    )
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This table disagrees with itself in one place"
    )
    expect(page.get_by_text("exactly the figure of Other").first).to_be_visible()
    look("published-table")
    page.get_by_role("link", name="Change what was written down").click()
    look("published-change")
    page.get_by_role("link", name="Back to the table").click()
    page.get_by_role("link", name="Back to the published tables").click()
    look("published-tables")

    page.goto(f"{live_server.url}/commissioning/measures/work-out/")
    look("measures-work-out")
    page.get_by_label("Today’s records").check()
    page.get_by_role("button", name="Work them out").click()
    expect(page.get_by_text("It waits its turn.")).to_be_visible()
    look("measures-progress")
