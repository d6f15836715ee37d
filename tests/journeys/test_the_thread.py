"""One person's thread through every stage: from a row in the council's file to money on its way.

Ruth's imported service becomes a person with a weekly cost; she asks, is assessed together with
her worker, sees a first figure, writes a plan with an unpaid and a paid part, a manager who did
not write it agrees, finance proposes and another approves, and her wallet shows it. Every page is
looked at wide and narrow, with the accessibility check.
"""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import making
import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ownway.commissioning.returns import operations as returns
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_installation
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]

CLD = {
    "LA Code": "990",
    "Reporting Period Start Date": "01/10/2025",
    "Reporting Period End Date": "30/09/2026",
    "LA Person Unique Identifier": "M-104417",
    "Date of Birth": "14/02/1968",
    "Client Type": "Service user",
    "Primary Support Reason": "Physical Support: Personal care support",
    "Postcode": "QM3 4AB",
    "Event Type": "Service",
    "Event Start Date": "07/04/2026",
    "Service Type": "Long term support: Community",
    "Service Component": "Home support or domiciliary care",
    "Delivery Mechanism": "CASSR managed personal budget",
    "Unit Cost": "24.60",
    "Cost Frequency Unit Type": "Hourly",
    "Planned units per week": "4",
}
NAMES = {
    "council_id": "M-104417",
    "given_name": "Ruth",
    "family_name": "Calloway",
    "known_as": "Ruthie",
    "address_line_1": "3 Tannery Row",
    "town": "Thornbeck",
    "postcode": "QM3 4AB",
    "communication_needs": "large-print",
    "how_to_talk": "Large print, 16 point. Mornings are best.",
}
ANSWERS = {
    "Getting washed and dressed": "I need help every day",
    "Moving about at home": "I need someone beside me",
    "Getting out and about": "I cannot go out alone",
    "Meals": "I cannot cook safely, I eat by myself",
    "Looking after my home": "I need help with most of it",
    "Nights": "I need checking on once",
    "Seeing people": "Less often than I want",
    "Help still needed after what family and friends do": "About half of it",
}


@pytest.fixture
def ruth(tmp_path: Path) -> Person:
    """Ruth as the council's own files tell of her, in the East team by her postcode."""
    record_installation(mode="test")
    (tmp_path / "places.csv").write_text("postcode_district,locality,area\nQM3,Thornbeck,East\n")
    (tmp_path / "teams.csv").write_text("team,area,support_reason\nEast team,East,\n")
    write_row(tmp_path / "cld.csv", CLD)
    write_row(tmp_path / "names.csv", NAMES)
    on = localdate()
    returns.import_places(tmp_path / "places.csv")
    returns.import_teams(tmp_path / "teams.csv")
    report = returns.import_cld(
        tmp_path / "cld.csv",
        file_name="cld.csv",
        received_at=datetime.now(ZoneInfo("Europe/London")),
        by=None,
        on=on,
    )
    assert (report.accepted, report.quarantined) == (1, 0)
    returns.import_people(tmp_path / "names.csv", by=None, on=on)
    making.marlshires_card()
    return Person.objects.get(council_id="M-104417")


def write_row(path: Path, row: dict[str, str]) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, row)
        writer.writeheader()
        writer.writerow(row)


def type_day(page: Page, day: date) -> None:
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def test_from_the_imported_row_to_the_first_payment(
    page: Page, live_server: Any, be: Be, look: Look, ruth: Person
) -> None:
    nell, asif = making.practitioner(), making.manager()
    wanda, colm = making.finance(), making.finance("Colm Ashdown")
    her = making.own_sign_in(ruth)
    at, record = live_server.url, f"{live_server.url}/team/people/{ruth.pk}/"
    start = localdate() + timedelta(days=7)

    be(nell)
    page.goto(record)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ruth Calloway")
    expect(page.get_by_role("main")).to_contain_text("Large print, 16 point. Mornings are best.")
    expect(page.get_by_role("main")).to_contain_text("Support, £98.40 a week")
    look("thread-01-record-imported")

    be(her)
    page.goto(f"{at}/my/")
    look("thread-02-my-home-at-first")
    page.get_by_role("button", name="Ask for support").click()
    page.get_by_label("What would help you?").fill("Mornings are too much for Pete.")
    page.get_by_role("button", name=re.compile("Ask|Send")).click()

    be(nell)
    page.goto(f"{at}/team/")
    expect(page.get_by_role("main")).to_contain_text("Ruth Calloway asked for support")
    look("thread-03-work")
    page.get_by_role("link", name="Ruth Calloway asked for support").click()
    look("thread-04-request")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=re.compile("Decide|Save")).first.click()
    page.get_by_role("button", name=re.compile("[Bb]egin")).click()

    be(her)
    page.goto(f"{at}/my/assessment/")
    look("thread-05-my-assessment")
    for question, level in ANSWERS.items():
        group = page.get_by_role("group", name=question)
        group.get_by_label(level, exact=True).check()
    page.get_by_role("button", name=re.compile("Save")).last.click()

    be(nell)
    page.goto(record)
    page.get_by_role("button", name="Go on with the assessment").click()
    look("thread-06-assessment")
    for question, level in ANSWERS.items():
        group = page.get_by_role("group", name=question)
        group.get_by_label(level, exact=True).check()
    page.get_by_role("button", name=re.compile("Save")).last.click()
    page.goto(record)
    page.get_by_role("button", name="Go on with the assessment").click()
    page.get_by_role("link", name=re.compile("[Ff]inish")).or_(
        page.get_by_role("button", name=re.compile("[Ff]inish"))
    ).first.click()
    look("thread-07-finish")
    page.get_by_label("Yes, there are eligible needs").check()
    page.get_by_label(re.compile("reasons", re.IGNORECASE)).fill("She cannot wash or go out alone.")
    page.get_by_label("Why you decide otherwise than the findings").fill("Seen on the visit.")
    page.get_by_role("button", name=re.compile("[Ff]inish")).click()
    page.goto(record)
    page.get_by_role("button", name="Work out a first figure").click()
    page.get_by_role("button", name=re.compile("[Ww]ork out")).click()
    expect(page.get_by_role("main")).to_contain_text("£286")
    look("thread-08-budget")

    be(her)
    page.goto(f"{at}/my/budget/")
    expect(page.get_by_role("main")).to_contain_text("46")
    expect(page.get_by_role("main")).to_contain_text("not a limit")
    look("thread-09-my-budget")
    page.goto(f"{at}/my/plan/")
    page.get_by_role("button", name="Begin my plan").click()
    page.get_by_role("button", name="Add something").click()
    page.get_by_label("What is done?").fill("Evenings, nights and Sundays")
    page.get_by_label("Family").check()
    page.get_by_label("Their name").fill("Pete Calloway")
    page.get_by_label("What is it for?").fill("Being safe and settled at home")
    page.get_by_role("button", name="Add it to the plan").click()
    page.get_by_role("button", name="Add something").click()
    page.get_by_label("What is done?").fill("Mornings, and weekend visits")
    page.get_by_label("Someone who is paid").check()
    page.get_by_label("Their name").fill("Jo Lindqvist")
    page.get_by_role("button", name="Add it to the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what it is for")
    expect(page.get_by_label("Their name")).to_have_value("Jo Lindqvist")
    look("thread-10-part-error")
    page.get_by_label("What is it for?").fill("Out of the door by half nine")
    page.get_by_label("Direct payment", exact=False).check()
    page.get_by_label("What does it cost a week?").fill("266.00")
    page.get_by_role("button", name="Add it to the plan").click()
    expect(page.get_by_role("main")).to_contain_text("under your first figure")
    look("thread-11-my-plan")

    be(wanda)
    page.goto(f"{record}contribution/")
    look("thread-12-contribution")
    page.get_by_label("How much do they pay a week?").fill("61.45")
    page.get_by_label("What does their support cost a week?").fill("266")
    type_day(page, localdate())
    page.get_by_label("How was it worked out?").fill("Her pension, less what is left to her.")
    page.get_by_role("button", name="Decide this contribution").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("£61.45")

    be(her)
    page.goto(f"{at}/my/plan/")
    page.get_by_role("button", name="Send it to be agreed").click()
    type_day(page, start)
    look("thread-13-send")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status")).to_contain_text("A manager agrees it")

    be(asif)
    page.goto(f"{at}/team/")
    page.get_by_role("link", name="Ruth Calloway: plan to sign off").click()
    page.get_by_role("button", name="Agree the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your reasons")
    look("thread-14-sign-off-error")
    page.get_by_label("Your reasons").fill("It does what she wants and lets Pete rest.")
    page.get_by_label("Yes, as it is").check()
    page.get_by_label("Yes. I know of no other way").check()
    page.get_by_role("button", name="Agree the plan").click()
    expect(page.get_by_role("main")).to_contain_text("Asif Karim agreed it on")
    look("thread-15-plan-agreed")

    be(wanda)
    page.goto(f"{at}/team/payments/")
    page.get_by_role("button", name=re.compile("^Set up")).click()
    page.get_by_role("button", name=re.compile("^Propose")).click()
    expect(page.get_by_role("main")).to_contain_text("You proposed it")
    look("thread-16-payments")

    be(colm)
    page.goto(f"{at}/team/payments/")
    page.get_by_role("button", name=re.compile("^Approve")).click()
    expect(page.get_by_role("main")).to_contain_text("Approved")

    be(her)
    page.goto(f"{at}/my/money/")
    expect(page.get_by_role("main")).to_contain_text("£818.20")
    expect(page.get_by_role("main")).to_contain_text("£204.55")
    look("thread-17-my-money")
    page.goto(f"{at}/my/record/")
    look("thread-18-my-record")
    page.get_by_role("link", name="See who looked at my record").click()
    expect(page.get_by_role("main")).to_contain_text("Nell Farraday")

    be(nell)
    page.goto(record)
    expect(page.get_by_role("main")).to_contain_text("Support plan, £266.00 a week")
    look("thread-19-record")
    page.goto(f"{record}money/")
    expect(page.get_by_role("main")).to_contain_text("£818.20")
