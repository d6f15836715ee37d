"""A financial year adds up, closes when nothing stands in the way, and gives its journal."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.ledger import queries as ledger
from ownway.support.ledger.domain import PeriodClosed
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.years import (
    NOT_OF_ONE,
    Amount,
    Code,
    CodeMissing,
    FinancialYear,
    JournalLeg,
    is_a_code,
    journal_file,
    outturn,
    outturn_file,
)
from ownway.support.people.models import SupportReason

DAY = date(2027, 2, 1)
AFTER = date(2027, 4, 20)
YEAR = FinancialYear(2026)
PAGE = "/team/payments/years/"
KINDS = ("direct payments", "support bought", "contributions")
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
amounts = st.lists(
    st.builds(
        Amount,
        st.sampled_from(["Physical Support", "Mental Health Support", NOT_OF_ONE]),
        st.sampled_from(["social care", "health"]),
        st.sampled_from(KINDS),
        st.integers(-(10**9), 10**9),
    )
)
legs = st.lists(
    st.builds(
        JournalLeg,
        st.uuids().map(str),
        st.dates(YEAR.first_day, YEAR.last_day),
        st.just(("direct payments", "social care")),
        st.just(("owed to the person", "social care")),
        st.integers(1, 10**9),
        st.booleans(),
    )
)
CODES = {
    ("direct payments", "social care"): Code("AS100", "40010"),
    ("owed to the person", "social care"): Code("BS900", "29000"),
    ("council's bank", "social care"): Code("BS900", "11000"),
}


@given(days)
def test_every_day_is_in_one_year_and_one_month_of_it(day: date) -> None:
    year = FinancialYear.of(day)
    assert year.first_day <= day <= year.last_day
    assert (year.last_day + timedelta(days=1)) == FinancialYear(year.begins + 1).first_day
    assert 1 <= year.month_of(day) <= 12
    with pytest.raises(ValueError):
        year.before.month_of(day)


@pytest.mark.parametrize(
    ("day", "begins", "month"),
    [(date(2026, 3, 31), 2025, 12), (date(2026, 4, 1), 2026, 1), (date(2027, 1, 1), 2026, 10)],
)
def test_a_year_begins_on_the_first_of_april(day: date, begins: int, month: int) -> None:
    assert FinancialYear.of(day) == FinancialYear(begins)
    assert FinancialYear(begins).month_of(day) == month


@given(amounts, amounts)
def test_rows_columns_and_funds_add_up_to_everything(now: list[Amount], then: list[Amount]) -> None:
    found = outturn(now, then, KINDS)
    everything = sum(one.pence for one in now)
    assert found.total == sum(found.by_kind) == sum(pence for _, pence in found.funds) == everything
    assert found.before == sum(one.pence for one in then)
    (last,) = list(csv.reader(StringIO(outturn_file(found))))[-1:]
    assert (
        last[-2] == f"{'-' * (everything < 0)}{abs(everything) // 100}.{abs(everything) % 100:02d}"
    )


@given(legs)
def test_the_journal_has_two_lines_a_transfer_and_balances(found: list[JournalLeg]) -> None:
    rows = list(csv.DictReader(StringIO(journal_file(found, CODES))))
    assert len(rows) == 2 * len(found)
    pence = {
        side: sum(int(row[side].replace(".", "")) for row in rows if row[side])
        for side in ("debit", "credit")
    }
    assert pence["debit"] == pence["credit"] == sum(leg.pence for leg in found)
    assert all(row["financial_year"] == "2026-27" for row in rows)
    assert [int(row["line"]) for row in rows] == list(range(1, len(rows) + 1))


def test_a_journal_is_not_made_without_every_code() -> None:
    leg = JournalLeg("k", DAY, ("direct payments", "social care"), ("contributions", "health"), 1)
    with pytest.raises(CodeMissing, match=r"contributions \(health\)"):
        journal_file([leg], CODES)


@pytest.mark.parametrize(
    ("words", "good"),
    [
        ("AS100", True),
        ("1.2/3-4", True),
        ("", False),
        ("=1+1", False),
        ("a b", False),
        ("1" * 20, True),
        ("1" * 21, False),
    ],
)
def test_a_code_is_what_a_finance_system_reads(words: str, good: bool) -> None:
    assert is_a_code(words) is good


@pytest.fixture
def wanda(settings: Any) -> SignIn:
    settings.OWNWAY_TODAY = AFTER
    return making.finance()


@pytest.fixture
def femi() -> SignIn:
    return making.finance("Femi Adeyemi")


def paid(wanda: SignIn, femi: SignIn, *, confirmed: bool = True) -> Any:
    """Somebody whose direct payment of four weeks in February was approved."""
    ruth = making.person(primary_support_reason="Physical Support")
    arrangement = making.direct_payment(ruth)
    type(arrangement).objects.filter(pk=arrangement.pk).update(first_day=DAY)
    arrangement.refresh_from_db()
    schedule = operations.set_schedule(arrangement.pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=femi, on=DAY)
    if confirmed:
        operations.confirm_paid(made, paid_on=DAY, by=wanda, on=DAY)
    return ruth


@pytest.mark.django_db
def test_what_a_year_came_to_is_told_by_the_reason_that_held(wanda: SignIn, femi: SignIn) -> None:
    ruth = paid(wanda, femi)
    SupportReason.objects.filter(person=ruth).delete()
    SupportReason.objects.create(
        person=ruth,
        reason="Mental Health Support",
        primary=True,
        first_day=date(2026, 6, 1),
        source="staff",
    )
    found = queries.outturn_of(YEAR, by=wanda)
    assert [(row.reason, row.total) for row in found.rows] == [("Mental Health Support", 818_20)]
    assert queries.outturn_of(YEAR.before, by=wanda).rows == ()
    (row,) = queries.outturn_of(FinancialYear(2027), by=wanda).rows
    assert (row.total, row.before) == (0, 818_20)


@pytest.mark.django_db
def test_a_correction_takes_its_amount_off_the_year_of_its_day(wanda: SignIn, femi: SignIn) -> None:
    from ownway.support.ledger import operations as writing
    from ownway.support.ledger.models import Transfer

    paid(wanda, femi)
    first = Transfer.objects.get(key__startswith="instruction:")
    writing.reverse(first.journal_id, reason="Paid twice", value_on=DAY, by=wanda, on=DAY)
    assert queries.outturn_of(YEAR, by=wanda).total == 0


@pytest.mark.django_db
def test_a_year_is_not_closed_while_a_payment_would_be_left_without_a_day(
    wanda: SignIn, femi: SignIn
) -> None:
    paid(wanda, femi, confirmed=False)
    with pytest.raises(Refused, match=r"the bank has not confirmed \(1\)"):
        operations.close_year(YEAR, reasons="Agreed", by=wanda, on=AFTER)
    (stops,) = [one for one in queries.in_the_way(YEAR, by=wanda) if one.stops]
    assert (stops.count, stops.pence) == (1, 818_20)


@pytest.mark.django_db
def test_a_closed_year_takes_nothing_more_and_carries_what_stands(
    wanda: SignIn, femi: SignIn
) -> None:
    ruth = paid(wanda, femi)
    with pytest.raises(Refused, match="over"):
        operations.close_year(YEAR, reasons="Early", by=wanda, on=date(2027, 3, 31))
    operations.close_year(YEAR, reasons="Agreed by the chief finance officer", by=wanda, on=AFTER)
    assert ledger.owed_to(ruth.pk, by=wanda) == 0
    (closed,) = ledger.closings(by=wanda)
    assert (closed.through, closed.closed_by, closed.transfers) == (YEAR.last_day, wanda.name, 2)
    (line, *_) = [one for one in queries.years(by=wanda, on=AFTER) if one.year == YEAR]
    assert line.closed
    with pytest.raises(PeriodClosed):
        operations.close_year(YEAR, reasons="Again", by=wanda, on=AFTER)


@pytest.mark.django_db
def test_nobody_outside_finance_reads_or_closes_a_year() -> None:
    asif = making.manager()
    for ask in (
        lambda: queries.outturn_of(YEAR, by=asif),
        lambda: queries.journal_of_year(YEAR, by=asif),
        lambda: operations.close_year(YEAR, reasons="No", by=asif, on=AFTER),
        lambda: operations.set_codes({}, by=asif, on=AFTER),
    ):
        with pytest.raises(NotAllowed):
            ask()


@pytest.mark.django_db
def test_the_pages_of_a_year(client: Client, wanda: SignIn, femi: SignIn) -> None:
    paid(wanda, femi)
    client.force_login(wanda)
    assert "1 year is over and not closed" in client.get(PAGE).content.decode()
    page = client.get(f"{PAGE}2026/").content.decode()
    assert "This year can be closed. It came to £818.20" in page
    assert "Physical Support" in page

    asked = client.get(f"{PAGE}2026/journal.csv", follow=True).content.decode()
    assert "The journal needs codes" in asked
    lines = queries.code_lines(by=wanda, on=AFTER)
    typed = {
        f"{field}-{n}": value
        for n, one in enumerate(lines)
        for field, value in zip(
            ("cost_centre", "account_code"),
            (CODES[one.kind, one.fund].cost_centre, CODES[one.kind, one.fund].account_code)
            if (one.kind, one.fund) in CODES
            else ("", ""),
            strict=True,
        )
    }
    wrong = client.post(f"{PAGE}codes/", typed | {"cost_centre-0": "=1+1"})
    assert wrong.status_code == 422
    assert "Give up to 20 letters" in wrong.content.decode()
    assert "=1+1" in wrong.content.decode()
    assert client.post(f"{PAGE}codes/", typed).status_code == 302
    journal = client.get(f"{PAGE}2026/journal.csv").content.decode()
    assert "AS100,40010,818.20" in journal
    assert "Ruth" not in journal
    assert client.get(f"{PAGE}2026/journal.csv").content.decode() == journal
    assert "Physical Support,818.20" in client.get(f"{PAGE}2026/outturn.csv").content.decode()

    nothing = client.post(f"{PAGE}2026/close/", {"reasons": ""})
    assert nothing.status_code == 422
    client.post(f"{PAGE}2026/close/", {"reasons": "Agreed by the chief finance officer"})
    assert "This year is closed. It came to £818.20" in client.get(f"{PAGE}2026/").content.decode()
    assert client.get(f"{PAGE}2028/").status_code == 404
    assert client.get(f"{PAGE}9999/").status_code == 404
