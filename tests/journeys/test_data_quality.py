"""From "how good is our data?" to the very record, for a performance lead, a manager, a worker."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.tests.examples import EVENTS, REQUEST, SERVICE, file_of
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_installation
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def somebody(number: int, row: dict[str, str], **more: str) -> dict[str, str]:
    return row | {"LA_Person_Unique_Identifier": f"M{number:04}", "NHS_Number": ""} | more


def test_from_the_share_to_the_record(
    page: Page, live_server: Any, be: Be, look: Look, tmp_path: Path
) -> None:
    record_installation(mode="test")
    dilys = making.staff(making.Role.PERFORMANCE, name="Dilys Penhale")
    be(dilys)
    page.goto(f"{live_server.url}/commissioning/data-quality/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to check")
    look("quality-empty")

    file = tmp_path / "marlshire-2026-q2.csv"
    rows = [
        *EVENTS,
        *(somebody(number, SERVICE, Postcode="not known") for number in range(2, 60)),
        somebody(60, REQUEST, Event_End_Date="2025-05-01"),
        somebody(61, SERVICE, Unit_Cost="", Planned_units_per_week=""),
    ]
    file.write_bytes(file_of(rows))
    operations.import_cld(
        file,
        file_name=file.name,
        received_at=datetime(2026, 7, 24, 9, 15, tzinfo=UTC),
        by=None,
        on=making.DAY,
    )
    east = making.team()
    Person.objects.filter(council_id__in=["M0002", "M0060"]).update(team=east)

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of the cells that matter")
    look("quality")
    page.get_by_label("Field", exact=True).select_option("Postcode")
    page.get_by_label("Fault", exact=True).select_option("i")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Postcode is right in")
    look("quality-of-a-field")
    page.get_by_role("link", name="Postcode: invalid").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Postcode: invalid: 58 rows")
    look("quality-records")
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_role("row")).to_have_count(9)  # eight rows more, and the heading
    look("quality-records-last")

    be(making.manager(east))
    page.goto(f"{live_server.url}/commissioning/data-quality/records/?fix=NHS_Number:m")
    expect(page.get_by_role("main")).to_contain_text("58 more are outside your teams.")
    page.get_by_role("link", name="M0060").click()
    link = page.get_by_role("link", name="2 things to put right in this record's data")
    link.click()
    expect(page.get_by_role("table")).to_contain_text("Ended before it began")
    look("quality-of-a-person")
