"""My money begins with what is left on my account, and what it has to last for."""

from datetime import date
from typing import Any

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.payments import operations as payments
from ownway.support.wallet import operations
from ownway.support.wallet.domain import promised
from ownway.support.wallet.tests.test_bringing import JUNE, ROWS, table

days = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(st.integers(0, 10**7), days, days)
def test_only_the_days_between_are_promised(weekly: int, told: date, following: date) -> None:
    between = max(0, (following - told).days - 1)
    found = promised(weekly, told_on=told, next_on=following)
    assert abs(found - weekly * between / 7) <= 0.5
    assert promised(7, told_on=told, next_on=following) == between


@pytest.fixture
def ruth(settings: Any, db: None) -> Any:
    """Her help costs £286.00 a week; the council pays £204.55 of it, next on 29 June."""
    settings.OWNWAY_TODAY = date(2026, 6, 22)
    ruth, wanda = making.person(), making.finance()
    schedule = payments.set_schedule(
        making.direct_payment(ruth, first_day=JUNE).pk, by=wanda, on=JUNE
    )
    made = payments.propose_instruction(schedule, by=wanda, on=JUNE)
    payments.approve_instruction(made, by=making.finance(name="Colm Ashdown"), on=JUNE)
    payments.confirm_paid(made, paid_on=JUNE, by=wanda, on=JUNE)
    return ruth


def test_without_a_statement_the_page_says_what_the_council_owes(client: Client, ruth: Any) -> None:
    client.force_login(making.own_sign_in(ruth))
    page = client.get("/my/money/").content.decode()
    assert "Left on my account" not in page
    assert "The council owes you today" in page


def test_what_is_left_and_what_it_has_to_last_for(client: Client, ruth: Any) -> None:
    """£579.40 on 20 June; eight days to 28 June at £286.00 a week are £326.86."""
    own = making.own_sign_in(ruth)
    operations.bring(ruth.pk, table(*ROWS), by=own, on=date(2026, 6, 22))
    client.force_login(own)
    page = client.get("/my/money/").content.decode()
    assert "£579.40" in page
    assert "About £326.86 of it is for what the plan buys until money comes on 29 June" in page
    assert "£252.54 is over." in page
    assert "3 lines wait for a word from me" in page
    assert "The council owes you today: £0.00." in page


def test_more_to_buy_than_is_there_is_said_kindly(client: Client, ruth: Any) -> None:
    own = making.own_sign_in(ruth)
    row = "20/06/2026,PERSONAL ASSISTANT PAY,-286.00,12.00,12345678"
    operations.bring(ruth.pk, table(row), by=own, on=date(2026, 6, 22))
    client.force_login(own)
    page = client.get("/my/money/").content.decode()
    assert "£314.86 more than is there. Tell us early if it will not do." in page
