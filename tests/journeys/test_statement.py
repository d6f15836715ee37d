"""A woman brings the statement of her own account: most of it explains itself, she answers the
rest, and the council asks her about one thing before anybody says what follows. Each page is looked
at, wide and narrow."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import making
import pytest
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.payments import operations as payments

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
JUNE = date(2026, 6, 1)
FIRST = """Date,Description,Amount,Balance,Account Number
01/06/2026,MARLSHIRE BACS,818.20,918.20,12345678
05/06/2026,PERSONAL ASSISTANT PAY,-286.00,632.20,12345678
08/06/2026,CAFE NERO 4411,-23.40,608.80,12345678
31/06/2026,GARDEN CENTRE,-4.00,604.80,12345678
"""
SECOND = """Date,Description,Amount,Balance,Account Number
08/06/2026,CAFE NERO 4411,-23.40,608.80,12345678
12/06/2026,PERSONAL ASSISTANT PAY,-286.00,322.80,12345678
15/06/2026,CAFE NERO 0203,-5.10,317.70,12345678
16/06/2026,NORTHERN GAS,-60.00,257.70,12345678
"""


def test_a_statement(
    page: Page,
    be: Be,
    live_server: Any,
    look: Callable[[str], None],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.OWNWAY_TODAY = date(2026, 6, 20)
    ruth, wanda = making.person(), making.finance()
    arranged = making.direct_payment(ruth, first_day=JUNE)
    schedule = payments.set_schedule(arranged.pk, by=wanda, on=JUNE)
    made = payments.propose_instruction(schedule, by=wanda, on=JUNE)
    payments.approve_instruction(made, by=making.finance(name="Colm Ashdown"), on=JUNE)
    own = making.own_sign_in(ruth)
    files = []
    for name, text in (("june-1.csv", FIRST), ("june-2.csv", SECOND), ("letter.pdf", "%PDF-1.7")):
        files.append(tmp_path / name)
        files[-1].write_text(text)
    heading = page.get_by_role("heading", level=1)

    page.goto(live_server.url)
    be(own)
    page.goto(f"{live_server.url}/my/money/")
    page.get_by_role("link", name="Statements of my account").click()
    expect(heading).to_have_text("No statement yet")
    look("statement-none")

    page.locator("#files-input, input#files").first.set_input_files([files[0], files[2]])
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("letter.pdf: This is a PDF")).to_be_visible()
    expect(page.get_by_text("june-1.csv: 3 new lines read.")).to_be_visible()
    expect(page.get_by_text("Row 5, date. It is not a day.")).to_be_visible()
    expect(heading).to_have_text("What was this line?")
    look("statement-one-bad-file-and-one-bad-row")

    page.locator("#files-input, input#files").first.set_input_files([files[1], files[0]])
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("june-2.csv: 3 new lines read. 1 was here already.")).to_be_visible()
    expect(page.get_by_text("june-1.csv: Everything in it was here already")).to_be_visible()
    expect(heading).to_have_text("What were these 3 lines?")
    look("statement-what-was-this")

    expect(
        page.get_by_role("heading", name="What was this? £60.00 to NORTHERN GAS")
    ).to_be_visible()
    page.get_by_label("Something else", exact=True).check()
    page.get_by_text("For something else, say more").click()
    page.get_by_label("What was it, in a few words?").fill("The gas bill")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look("statement-line-not-whole")
    page.get_by_label("What did it buy?").select_option("rent")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("household bills are not care and support").first).to_be_visible()

    page.get_by_label("My own money", exact=True).check()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Kept. It settled 1 more.")).to_be_visible()
    expect(page.get_by_text("“cafe nero” is Own money.")).to_be_visible()
    page.get_by_role("link", name="Add a line by hand").click()
    look("statement-by-hand")
    page.get_by_label("Day", exact=True).fill("11")
    page.get_by_label("Month", exact=True).fill("6")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_label("How much?").fill("4")
    page.get_by_label("Who did it go to, or come from?").fill("Cafe Nero")
    page.get_by_role("button", name="Add it").click()
    expect(heading).to_have_text("Every line is explained. Something is worth a look")
    look("statement-explained")

    be(wanda)
    page.goto(f"{live_server.url}/team/money/accounts/")
    expect(heading).to_have_text("1 account is worth a look")
    look("accounts-worth-a-look")
    page.get_by_role("link", name="Ruth Calloway").click()
    page.get_by_text("Ask them about it").first.click()
    page.get_by_label("What do you want to know?").fill("How did this come about?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Asked, answer by").first).to_be_visible()
    look("accounts-asked")

    be(own)
    page.goto(f"{live_server.url}/my/money/statements/")
    expect(page.get_by_text("Nothing is stopped or taken back while you answer.")).to_be_visible()
    look("statement-the-council-asks")
    page.get_by_label("Your answer").fill("I took the wrong card. I paid it back today.")
    page.get_by_role("button", name="Send the answer").click()

    be(wanda)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/money/statements/")
    expect(page.get_by_text("I took the wrong card.").first).to_be_visible()
    page.get_by_label("What follows?").fill("Thank you. Nothing more to do.")
    page.get_by_role("button", name="Say what follows").click()
    expect(heading).to_have_text("Every line is explained")
    look("accounts-settled")
    page.goto(f"{live_server.url}/team/money/accounts/")
    expect(heading).to_have_text("Every account fits")
    look("accounts-none")

    be(own)
    page.goto(f"{live_server.url}/my/money/statements/")
    expect(heading).to_have_text("Every line is explained")
    expect(page.get_by_text("Thank you. Nothing more to do.")).to_be_visible()
    page.get_by_role("link", name="CAFE NERO 0203").first.click()
    look("statement-a-line")
