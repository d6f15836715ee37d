"""Money is written down once, in balance, and for ever."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import operations, queries
from ownway.support.ledger.domain import AccountKind, KeyTaken, Leg
from ownway.support.ledger.models import Account, Transfer

pytestmark = pytest.mark.django_db


def accounts(of: Any) -> tuple[UUID, UUID]:
    """What is spent, and what is owed to this person."""
    return (
        operations.account(AccountKind.DIRECT_PAYMENTS),
        operations.account(AccountKind.OWED_TO_PERSON, person_id=of.pk),
    )


def write(of: Any, by: SignIn | None, pence: int = 818_20, **more: Any) -> list[UUID]:
    spent, owed = accounts(of)
    said: dict[str, Any] = {
        "legs": [Leg(debit=spent, credit=owed, pence=pence)],
        "key": "instruction:a",
        "value_on": making.DAY,
        "words": "Direct payment",
        "by": by,
        "on": making.DAY,
        "about": of.pk,
    } | more
    return operations.post(said.pop("legs"), **said)


def test_an_account_is_opened_once() -> None:
    ruth = making.person()

    assert accounts(ruth) == accounts(ruth)
    assert Account.objects.count() == 2


def test_what_is_owed_names_its_person_and_nothing_else_does() -> None:
    with pytest.raises(ValueError, match="names its person"):
        operations.account(AccountKind.OWED_TO_PERSON)
    with pytest.raises(ValueError, match="names its person"):
        operations.account(AccountKind.BANK, person_id=making.person().pk)


def test_written_down_it_is_owed_and_told() -> None:
    ruth, wanda = making.person(), making.finance()

    write(ruth, wanda)

    spent, owed = accounts(ruth)
    assert (queries.balance(owed), queries.balance(spent)) == (818_20, -818_20)
    assert queries.owed_to(ruth.pk, by=wanda) == 818_20
    assert [(one.name, one.words, one.by_name) for one in timeline(ruth.pk)] == [
        ("ledger.posted", "Direct payment, £818.20", "Wanda Price")
    ]


def test_the_same_key_writes_once_and_gives_the_first_back() -> None:
    ruth, wanda = making.person(), making.finance()

    first = write(ruth, wanda)

    assert write(ruth, wanda, on=making.DAY + timedelta(days=1)) == first
    assert Transfer.objects.count() == 1
    assert len(timeline(ruth.pk)) == 1


def test_several_legs_are_one_journal_and_are_repeated_alike() -> None:
    ruth, wanda = making.person(), making.finance()
    spent, owed = accounts(ruth)
    bank = operations.account(AccountKind.BANK)
    legs = [Leg(spent, owed, 500), Leg(owed, bank, 200)]

    first = write(ruth, wanda, legs=legs)

    assert write(ruth, wanda, legs=legs) == first
    assert list(Transfer.objects.order_by("key").values_list("key", flat=True)) == [
        "instruction:a",
        "instruction:a:2",
    ]
    assert Transfer.objects.values("journal_id").distinct().count() == 1
    assert queries.owed_to(ruth.pk, by=wanda) == 300
    with pytest.raises(KeyTaken):
        write(ruth, wanda, legs=legs[:1])
    with pytest.raises(KeyTaken):
        write(ruth, wanda, legs=[*legs, Leg(owed, bank, 1)])


@pytest.mark.parametrize(
    "other",
    [{"pence": 818_21}, {"words": "Something else"}, {"value_on": date(2026, 1, 1)}],
)
def test_the_same_key_for_something_else_is_refused(other: dict[str, Any]) -> None:
    ruth, wanda = making.person(), making.finance()
    write(ruth, wanda)

    with pytest.raises(KeyTaken, match="Nothing is changed"):
        write(ruth, wanda, **other)
    assert queries.owed_to(ruth.pk, by=wanda) == 818_20


def test_a_broken_rule_of_the_database_is_not_taken_for_a_repetition() -> None:
    ruth, wanda = making.person(), making.finance()

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_transfer ADD CONSTRAINT a_new_rule CHECK (pence > 9)")

    with pytest.raises(IntegrityError, match="a_new_rule"):
        write(ruth, wanda, pence=1)
    assert Transfer.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"legs": []}, "nothing to write down"), ({"words": " "}, "Say what the money is for")],
)
def test_refuses_in_words(wrong: dict[str, Any], words: str) -> None:
    ruth, wanda = making.person(), making.finance()

    with pytest.raises(Refused, match=words):
        write(ruth, wanda, **wrong)
    assert Transfer.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET pence = 1",
        "DELETE FROM ledger_transfer",
        "UPDATE ledger_account SET fund = 'other'",
        "DELETE FROM ledger_account",
    ],
)
def test_the_database_changes_and_removes_nothing(statement: str) -> None:
    write(making.person(), making.finance())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Transfer.objects.values_list("pence", flat=True)) == [818_20]


def test_a_statement_is_oldest_first_with_the_balance_after_each_line() -> None:
    ruth, wanda = making.person(), making.finance()
    spent, owed = accounts(ruth)
    write(ruth, wanda, key="b", value_on=date(2026, 6, 29), words="Second")
    write(ruth, wanda, key="a", value_on=date(2026, 6, 1), words="First")
    write(ruth, wanda, key="c", value_on=date(2026, 7, 1), legs=[Leg(owed, spent, 20)])

    assert [
        (line.on, line.words, line.pence, line.balance)
        for line in queries.statement(ruth.pk, by=wanda)
    ] == [
        (date(2026, 6, 1), "First", 818_20, 818_20),
        (date(2026, 6, 29), "Second", 818_20, 1636_40),
        (date(2026, 7, 1), "Direct payment", -20, 1636_20),
    ]
    assert queries.balance(owed, on=date(2026, 6, 28)) == 818_20
    assert queries.owed_to(ruth.pk, by=wanda, on=date(2026, 6, 29)) == 1636_40


def test_a_person_reads_her_own_and_no_other() -> None:
    ruth, ivor, wanda = making.person(), making.person(given_name="Ivor"), making.finance()
    write(ruth, wanda)
    her, his = making.own_sign_in(ruth), making.own_sign_in(ivor)

    assert [line.pence for line in queries.statement(ruth.pk, by=her)] == [818_20]
    assert queries.statement(ivor.pk, by=his) == []
    assert queries.owed_to(ivor.pk, by=his) == 0
    for ask in (queries.statement, queries.owed_to):
        with pytest.raises(NotFound):
            ask(ruth.pk, by=his)


def test_only_finance_and_the_system_write() -> None:
    ruth = making.person()

    with pytest.raises(NotAllowed):
        write(ruth, making.practitioner())
    write(ruth, None)
    write(ruth, making.finance(), key="of nobody", about=None)
    assert [one.by_name for one in timeline(ruth.pk)] == [""]


class AnySequence(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 10**6)).filter(
                lambda one: one[0] != one[1]
            ),
            max_size=8,
        )
    )
    def test_balances_are_those_of_plain_addition(self, moves: list[tuple[int, int, int]]) -> None:
        ruth, wanda = making.person(), making.finance()
        held = [*accounts(ruth), operations.account(AccountKind.BANK)]
        plain = dict.fromkeys(held, 0)

        for number, (debit, credit, pence) in enumerate(moves):
            for _ in range(2):  # everything is sent twice
                write(ruth, wanda, legs=[Leg(held[debit], held[credit], pence)], key=f"m{number}")
            plain[held[debit]] -= pence
            plain[held[credit]] += pence

        assert {one: queries.balance(one) for one in held} == plain
        assert sum(plain.values()) == 0
        assert queries.owed_to(ruth.pk, by=wanda) == plain[held[1]]
