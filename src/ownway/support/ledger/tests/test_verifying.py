"""The proof finds what was changed behind the ledger's back, and names the rule that is broken.

Every rule has a fault of its own here, planted with the database's refusals switched off; a proof
that asked one rule less would let its fault through.
"""

from datetime import timedelta
from uuid import uuid4

import making
import pytest
from django.db import connection

from ownway.support.ledger import operations, queries
from ownway.support.ledger.models import Transfer
from ownway.support.ledger.queries.verifying import RULES
from ownway.support.ledger.tests.test_rules import Purse
from ownway.support.ledger.tests.test_walks import ask

pytestmark = pytest.mark.django_db
DAY = making.DAY
TABLES = ("ledger_transfer", "ledger_account", "ledger_standing", "ledger_closing")
COPY = (
    "INSERT INTO ledger_transfer (id, journal_id, debit_id, credit_id, pence, key, value_on, "
    "posted_at, words, outside, reverses_id) SELECT gen_random_uuid(), {journal}, {debit}, "
    "{credit}, {pence}, {key}, {day}, now(), words, false, {reverses} FROM ledger_transfer "
    "WHERE key = 'set aside'"
)


def copy(**more: str) -> str:
    return COPY.format(
        **{
            "journal": "journal_id",
            "debit": "debit_id",
            "credit": "credit_id",
            "pence": "pence",
            "key": "'other'",
            "day": "value_on",
            "reverses": "NULL",
        }
        | more
    )


FIRST = "(SELECT id FROM ledger_transfer WHERE key = 'set aside')"
# Rule -> what is done to the rows so that this rule, and at most some that follow from it, breaks.
FAULTS = {
    "amount": "UPDATE ledger_transfer SET pence = 0 WHERE key = 'set aside'",
    "accounts": f"UPDATE ledger_transfer SET debit_id = '{uuid4()}' WHERE key = 'set aside'",
    "key": copy(journal="gen_random_uuid()", key="'set aside'"),
    "account of a kind": (
        "INSERT INTO ledger_account (id, kind, fund, person_id, party, floor, name) "
        "SELECT gen_random_uuid(), kind, fund, person_id, party, floor, name FROM ledger_account "
        "WHERE kind = 'set aside for people'"
    ),
    "nature": "UPDATE ledger_account SET floor = -100 WHERE kind = 'left to spend'",
    "standing": "UPDATE ledger_standing SET pence = pence + 1",
    "floor": copy(journal="gen_random_uuid()", debit="credit_id", credit="debit_id", pence="99999"),
    "reversal": copy(journal="gen_random_uuid()", reverses=FIRST),
    "reversed once": ";".join(
        copy(
            journal="gen_random_uuid()",
            debit="credit_id",
            credit="debit_id",
            pence="50000",
            key=f"'{key}'",
            reverses=FIRST,
        )
        for key in ("one", "two")
    ),
    "journal": copy(key="'set aside:3'"),
    "closed period": copy(journal="gen_random_uuid()", day="value_on - 30"),
    "carried": "UPDATE ledger_closingbalance SET pence = pence + 1",
    "told": "DELETE FROM facts_fact WHERE name = 'ledger.posted'",
    "still there": "DELETE FROM ledger_transfer WHERE key = 'spend'",
}


def behind_its_back(statement: str) -> None:
    """Do something with every refusal of the tables switched off, as an owner of them might."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (*TABLES, "ledger_closingbalance", "facts_fact"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint "
            "WHERE contype IN ('c', 'f', 'u') "
            "AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[])) "
            "ORDER BY contype = 'u'",
            [list(TABLES), [*TABLES, "facts_fact"]],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for one in statement.split(";"):
            cursor.execute(one)


@pytest.fixture
def lived() -> Purse:
    purse = Purse()
    purse.moved(
        purse.budgets, purse.left, 1_00, "before", value_on=DAY - timedelta(days=40), on=DAY
    )
    purse.set_aside(500_00)
    purse.spend(120_00)
    operations.close_period(DAY - timedelta(days=20), reasons="Period 1", by=purse.wanda, on=DAY)
    return purse


def test_a_ledger_that_was_let_be_has_no_difference(lived: Purse) -> None:
    operations.reverse(
        Transfer.objects.get(key="spend").journal_id,
        reason="Typed twice",
        value_on=DAY,
        by=lived.wanda,
        on=DAY,
    )
    lived.moved(lived.left, lived.promised, 900_00, "from a statement", outside=True)

    verdict = queries.verify(ask)

    assert (verdict.transfers, verdict.accounts, verdict.differences) == (5, 3, ())


def test_every_rule_has_a_fault_here() -> None:
    assert set(FAULTS) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_changed_behind_its_back_is_found(lived: Purse, rule: str) -> None:
    assert lived.left
    behind_its_back(FAULTS[rule])

    found = queries.verify(ask).differences

    assert rule in {one.rule for one in found}
    assert all(one.of and one.words for one in found)
