"""What the database refuses, whoever asks: below a floor, in a closed period, a crooked reversal.

And what it never refuses: a fact that happened elsewhere, which is kept as an exception.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.db import DatabaseError, connection, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import APP_ROLE
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import operations, queries
from ownway.support.ledger.domain import (
    AccountKind,
    BelowFloor,
    Fund,
    KeyTaken,
    Leg,
    PeriodClosed,
    Posting,
)
from ownway.support.ledger.models import Account, Closing, ClosingBalance, Standing, Transfer

pytestmark = pytest.mark.django_db
DAY = making.DAY
EVE = DAY - timedelta(days=1)


class Purse:
    """What one person may spend, and where it goes; `moved` posts as finance does."""

    def __init__(self, fund: str = Fund.SOCIAL_CARE) -> None:
        self.ruth, self.wanda = making.person(), making.finance()
        self.left = operations.account(AccountKind.LEFT_TO_SPEND, person_id=self.ruth.pk, fund=fund)
        self.promised = operations.account(AccountKind.PROMISED, person_id=self.ruth.pk, fund=fund)
        self.budgets = operations.account(AccountKind.BUDGETS, fund=fund)

    def moved(self, debit: UUID, credit: UUID, pence: int, key: str, **more: Any) -> UUID:
        said: dict[str, Any] = {
            "key": key,
            "value_on": DAY,
            "words": "Moved",
            "by": self.wanda,
            "on": DAY,
            "about": self.ruth.pk,
        } | more
        (made,) = operations.post([Leg(debit, credit, pence)], **said)
        return made

    def set_aside(self, pence: int = 500_00, **more: Any) -> UUID:
        return self.moved(self.budgets, self.left, pence, "set aside", **more)

    def spend(self, pence: int, key: str = "spend", **more: Any) -> UUID:
        return self.moved(self.left, self.promised, pence, key, **more)


@pytest.fixture
def purse() -> Purse:
    return Purse()


def journal_of(transfer: UUID) -> UUID:
    return Transfer.objects.get(pk=transfer).journal_id


def as_page(statement: str, *values: Any) -> None:
    """Run a statement as every page does: in the role that sees some rows only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
        cursor.execute(statement, values)


# Floors


def test_what_is_left_can_be_spent_and_not_a_penny_more(purse: Purse) -> None:
    purse.set_aside(500_00)
    purse.spend(500_00)

    with pytest.raises(BelowFloor, match="not enough left"):
        purse.spend(1, "one more")
    assert (queries.balance(purse.left), queries.balance(purse.promised)) == (0, 500_00)
    assert Standing.objects.get(account=purse.left).pence == 0


def test_a_refused_spend_leaves_nothing_behind(purse: Purse) -> None:
    purse.set_aside(100)
    before = len(timeline(purse.ruth.pk))

    with pytest.raises(BelowFloor):
        purse.spend(101)
    assert Transfer.objects.count() == 1
    assert len(timeline(purse.ruth.pk)) == before
    purse.spend(100)  # the key of what was refused is free


def test_legs_of_one_posting_count_together(purse: Purse) -> None:
    """Set aside and spent in one posting: what stands at its end is what counts."""
    legs = [Leg(purse.left, purse.promised, 70), Leg(purse.budgets, purse.left, 100)]
    operations.post(
        legs,
        key="both",
        value_on=DAY,
        words="Both",
        by=purse.wanda,
        on=DAY,
        about=purse.ruth.pk,
    )

    assert queries.balance(purse.left) == 30


def test_what_happened_elsewhere_is_written_down_and_waits_to_be_looked_at(purse: Purse) -> None:
    purse.set_aside(100)

    purse.spend(130, outside=True)

    assert queries.balance(purse.left) == -30
    assert [
        (one.account_id, one.person_id, one.kind, one.fund, one.pence, one.floor)
        for one in queries.below_floor(by=purse.wanda)
    ] == [(purse.left, purse.ruth.pk, "left to spend", "social care", -30, 0)]
    with pytest.raises(BelowFloor):
        purse.spend(1, "more")
    purse.moved(purse.budgets, purse.left, 30, "top up")
    assert queries.below_floor(by=purse.wanda) == []


def test_exceptions_are_for_finance_and_of_people_they_may_know(purse: Purse) -> None:
    purse.spend(1, outside=True)

    with pytest.raises(NotAllowed):
        queries.below_floor(by=making.practitioner())
    purse.ruth.restricted = True
    purse.ruth.save()
    assert queries.below_floor(by=purse.wanda) == []


def test_each_fund_has_a_floor_of_its_own() -> None:
    care, health = Purse(), Purse(Fund.HEALTH)
    care.set_aside(100)

    with pytest.raises(BelowFloor):
        health.spend(1)
    with pytest.raises(ValueError, match="not a valid Fund"):
        Purse("lottery")


def test_the_floor_counts_what_a_page_cannot_see(purse: Purse) -> None:
    """In the role of pages nothing of Ruth's is visible, and her floor holds all the same."""
    purse.set_aside(100)
    columns = "id, journal_id, debit_id, credit_id, pence, key, value_on, words"
    insert = f"INSERT INTO ledger_transfer ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, 'x')"
    row = [uuid4(), uuid4(), purse.left, purse.promised, 101, "as a page", DAY]

    with pytest.raises(DatabaseError, match="1 pence short"):
        as_page(insert, *row)
    row[4] = 100
    as_page(insert, *row)
    assert queries.balance(purse.left) == 0


# Accounts


def test_accounts_are_told_apart_by_fund_provider_and_person() -> None:
    ruth, ivor = making.person(), making.person(given_name="Ivor")
    made = {
        operations.account(AccountKind.OWED_TO_PERSON, person_id=ruth.pk),
        operations.account(AccountKind.OWED_TO_PERSON, person_id=ruth.pk, fund=Fund.HEALTH),
        operations.account(AccountKind.OWED_TO_PERSON, person_id=ivor.pk),
        operations.account(AccountKind.OWED_TO_PROVIDER, party="P-1"),
        operations.account(AccountKind.OWED_TO_PROVIDER, party="P-2"),
        operations.account(AccountKind.HELD_FOR_PERSON, person_id=ruth.pk, party="P-1"),
        operations.account(AccountKind.HELD_FOR_PERSON, person_id=ivor.pk, party="P-1"),
        operations.account(AccountKind.UNEXPLAINED),
    }

    assert len(made) == Account.objects.count() == 8
    for wrong in (
        {"kind": AccountKind.OWED_TO_PROVIDER},
        {"kind": AccountKind.HELD_FOR_PERSON, "person_id": ruth.pk},
        {"kind": AccountKind.BANK, "party": "P-1"},
    ):
        with pytest.raises(ValueError, match="no other does"):
            operations.account(**wrong)


def test_accounts_of_many_are_opened_once() -> None:
    people = [making.person().pk for _ in range(3)]
    first = operations.account(AccountKind.LEFT_TO_SPEND, person_id=people[0])

    held = operations.accounts(AccountKind.LEFT_TO_SPEND, people)

    assert held == operations.accounts(AccountKind.LEFT_TO_SPEND, people)
    assert held[people[0]] == first
    assert Account.objects.count() == Standing.objects.count() == 3
    for kind in (AccountKind.BANK, AccountKind.HELD_FOR_PERSON):
        with pytest.raises(ValueError, match="of a person"):
            operations.accounts(kind, people)


# Closed periods


def test_nothing_is_posted_for_a_day_that_is_closed(purse: Purse) -> None:
    purse.set_aside(500_00, value_on=EVE)
    operations.close_period(EVE, reasons="End of the month", by=purse.wanda, on=DAY)

    with pytest.raises(PeriodClosed, match="up to 22 November 2026 is closed"):
        purse.spend(1, value_on=EVE)
    purse.spend(200_00, value_on=DAY)
    assert purse.set_aside(500_00, value_on=EVE) is not None  # the same again writes nothing
    assert Transfer.objects.count() == 2


def test_balances_are_carried_over_the_end_of_a_period(purse: Purse) -> None:
    early = EVE - timedelta(days=30)
    purse.set_aside(500_00, value_on=early)
    operations.close_period(early, reasons="October", by=purse.wanda, on=DAY)
    purse.spend(100_00, value_on=EVE)
    operations.close_period(EVE, reasons="November", by=purse.wanda, on=DAY)
    purse.spend(50_00, "today", value_on=DAY)

    assert [
        queries.balance(purse.left, on=day)
        for day in (early - timedelta(days=1), early, EVE - timedelta(days=1), EVE, DAY)
    ] == [0, 500_00, 500_00, 400_00, 350_00]
    assert queries.balance(purse.left) == 350_00
    assert [
        (one.through, one.transfers, one.pence) for one in Closing.objects.order_by("through")
    ] == [
        (early, 1, 500_00),
        (EVE, 2, 600_00),
    ]
    carried = ClosingBalance.objects.filter(closing__through=EVE)
    assert {one.account_id: one.pence for one in carried} == {
        purse.left: 400_00,
        purse.promised: 100_00,
        purse.budgets: -500_00,
    }
    assert queries.closed_through() == EVE


def test_a_period_is_closed_once_by_finance_and_when_it_is_over(purse: Purse) -> None:
    with pytest.raises(NotAllowed):
        operations.close_period(EVE, reasons="Done", by=making.practitioner(), on=DAY)
    with pytest.raises(Refused, match="why"):
        operations.close_period(EVE, reasons=" ", by=purse.wanda, on=DAY)
    with pytest.raises(Refused, match="days that are over"):
        operations.close_period(DAY, reasons="Done", by=purse.wanda, on=DAY)
    operations.close_period(EVE, reasons="Done", by=purse.wanda, on=DAY)
    for again in (EVE, EVE - timedelta(days=9)):
        with pytest.raises(PeriodClosed, match="closed"):
            operations.close_period(again, reasons="Done", by=purse.wanda, on=DAY)


# Corrections


def test_a_correction_is_the_same_the_other_way_with_its_reason(purse: Purse) -> None:
    made = journal_of(purse.set_aside(500_00))

    first = operations.reverse(made, reason="Wrong person", value_on=DAY, by=purse.wanda, on=DAY)

    assert first == operations.reverse(
        made, reason="Wrong person", value_on=DAY, by=purse.wanda, on=DAY
    )
    assert queries.balance(purse.left) == 0
    (turned,) = Transfer.objects.filter(pk__in=first)
    assert (turned.debit_id, turned.credit_id, turned.pence, turned.words) == (
        purse.left,
        purse.budgets,
        500_00,
        "Put right: Wrong person",
    )
    assert turned.reverses is not None
    assert turned.reverses.journal_id == made
    assert timeline(purse.ruth.pk)[0].words == "Put right: Wrong person, £500.00"


def test_what_was_put_right_is_not_put_right_again(purse: Purse) -> None:
    made = journal_of(purse.set_aside(500_00))
    (turned,) = operations.reverse(made, reason="Wrong", value_on=DAY, by=purse.wanda, on=DAY)

    def again(journal: UUID, reason: str) -> None:
        operations.reverse(journal, reason=reason, value_on=DAY, by=purse.wanda, on=DAY)

    with pytest.raises(Refused, match="put right before"):
        again(made, "Another reason")
    with pytest.raises(Refused, match="itself a correction"):
        again(journal_of(turned), "Was right after all")
    with pytest.raises(Refused, match="Say why"):
        again(made, " ")
    with pytest.raises(NotFound):
        again(uuid4(), "Nothing there")
    assert Transfer.objects.count() == 2


def test_what_is_spent_cannot_be_taken_back_by_a_correction(purse: Purse) -> None:
    made = journal_of(purse.set_aside(100))
    purse.spend(60)

    with pytest.raises(BelowFloor):
        operations.reverse(made, reason="Wrong", value_on=DAY, by=purse.wanda, on=DAY)
    operations.reverse(made, reason="Wrong", value_on=DAY, by=purse.wanda, on=DAY, outside=True)
    assert queries.balance(purse.left) == -60


def test_a_correction_of_a_closed_day_is_posted_on_an_open_one(purse: Purse) -> None:
    made = journal_of(purse.set_aside(100, value_on=EVE))
    operations.close_period(EVE, reasons="Done", by=purse.wanda, on=DAY)

    with pytest.raises(PeriodClosed):
        operations.reverse(made, reason="Wrong", value_on=EVE, by=purse.wanda, on=DAY)
    operations.reverse(made, reason="Wrong", value_on=DAY, by=purse.wanda, on=DAY)
    assert (queries.balance(purse.left, on=EVE), queries.balance(purse.left)) == (100, 0)


def test_the_database_refuses_a_crooked_correction(purse: Purse) -> None:
    first = purse.set_aside(100)
    (turned,) = operations.reverse(
        journal_of(first), reason="Wrong", value_on=DAY, by=purse.wanda, on=DAY
    )
    other = purse.moved(purse.budgets, purse.left, 100, "other")

    def insert(debit: UUID, credit: UUID, pence: int, reverses: UUID) -> None:
        with transaction.atomic():
            Transfer.objects.create(
                journal_id=uuid4(), debit_id=debit, credit_id=credit, pence=pence, key=str(uuid4()),
                value_on=DAY, words="x", reverses_id=reverses,
            )  # fmt: skip

    for wrong in (
        (purse.left, purse.budgets, 99, other),
        (purse.budgets, purse.left, 100, other),
        (purse.left, purse.promised, 100, other),
        (purse.left, purse.budgets, 100, first),  # a second time
        (purse.budgets, purse.left, 100, turned),  # a correction itself
    ):
        with pytest.raises(DatabaseError):
            insert(*wrong)
    insert(purse.left, purse.budgets, 100, other)


# Runs of thousands


def run_of(purse: Purse, count: int, **more: Any) -> list[Posting]:
    return [
        Posting(
            legs=(Leg(purse.budgets, purse.left, number + 1),),
            key=f"run:a{number}",
            value_on=DAY,
            words="Run",
            about=purse.ruth.pk,
            **more,
        )
        for number in range(count)
    ]


def test_a_run_is_written_once_however_often_it_is_sent(purse: Purse) -> None:
    run = run_of(purse, 20)

    first = operations.post_many(run[:12], by=purse.wanda, on=DAY)
    again = operations.post_many(run, by=purse.wanda, on=DAY)

    assert {key: again[key] for key in first} == first
    assert operations.post_many(run, by=purse.wanda, on=DAY) == again
    assert queries.balance(purse.left) == sum(range(1, 21))
    assert len(timeline(purse.ruth.pk, limit=100)) == 20
    assert operations.post_many([], by=purse.wanda, on=DAY) == {}


def test_a_run_is_all_or_nothing(purse: Purse) -> None:
    run = run_of(purse, 5)
    short = Posting((Leg(purse.left, purse.promised, 10_000),), "short", DAY, "x", purse.ruth.pk)
    closed = Posting((Leg(purse.budgets, purse.left, 1),), "closed", EVE, "x", purse.ruth.pk)
    operations.close_period(EVE, reasons="Done", by=purse.wanda, on=DAY)

    for wrong, refused in ((short, BelowFloor), (closed, PeriodClosed)):
        with pytest.raises(refused):
            operations.post_many([*run, wrong], by=purse.wanda, on=DAY)
    with pytest.raises(ValueError, match="key of its own"):
        operations.post_many([*run, run[0]], by=purse.wanda, on=DAY)
    assert Transfer.objects.count() == 0
    operations.post_many(run[:1], by=purse.wanda, on=DAY)
    other = Posting((Leg(purse.budgets, purse.left, 7),), "run:a0", DAY, "Run", purse.ruth.pk)
    with pytest.raises(KeyTaken):
        operations.post_many([*run[1:], other], by=purse.wanda, on=DAY)
    assert Transfer.objects.count() == 1


def test_a_run_names_only_people_that_one_may_know(purse: Purse) -> None:
    hidden = making.person(restricted=True)
    run = run_of(purse, 2)
    theirs = Posting((Leg(purse.budgets, purse.left, 1),), "theirs", DAY, "x", hidden.pk)

    with pytest.raises(NotFound):
        operations.post_many([*run, theirs], by=purse.wanda, on=DAY)
    with pytest.raises(NotAllowed):
        operations.post_many(run, by=making.practitioner(), on=DAY)
    operations.post_many([*run, theirs], by=None, on=DAY)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_standing SELECT id, 5 FROM ledger_account LIMIT 1",
        "UPDATE ledger_standing SET pence = 1000000",
        "DELETE FROM ledger_standing",
        "UPDATE ledger_closing SET through = '2000-01-01'",
        "DELETE FROM ledger_closing",
        "UPDATE ledger_closingbalance SET pence = 1",
        "DELETE FROM ledger_closingbalance",
    ],
)
def test_what_the_ledger_works_out_is_written_by_nobody(purse: Purse, statement: str) -> None:
    purse.set_aside(100, value_on=EVE)
    operations.close_period(EVE, reasons="Done", by=purse.wanda, on=DAY)

    refused = "Cannot insert or update or delete|Cannot update or delete"
    with (
        pytest.raises(DatabaseError, match=refused),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_first_day_of_all_can_be_closed(purse: Purse) -> None:
    operations.close_period(date(2020, 3, 31), reasons="Before us", by=purse.wanda, on=DAY)

    assert Closing.objects.get().transfers == 0


def test_a_posting_is_by_somebody_in_finance(purse: Purse) -> None:
    nell: SignIn = making.practitioner()

    with pytest.raises(NotAllowed):
        purse.set_aside(by=nell)
    with pytest.raises(ValueError, match="names the transfer it puts right"):
        Posting(
            (Leg(purse.budgets, purse.left, 1),), "k", DAY, "x", None, reverses=(uuid4(), uuid4())
        )
