"""The ledger proves itself on the command line, and says which rule is broken."""

import json

from tests.cli.conftest import Installation

ONE = (
    "INSERT INTO ledger_account (id, kind, fund, party, name) VALUES "
    "(gen_random_uuid(), 'council''s bank', 'social care', '', 'Bank'), "
    "(gen_random_uuid(), 'set aside for people', 'social care', '', 'Set aside') "
    "ON CONFLICT DO NOTHING"
)
SECRET = (
    "INSERT INTO ledger_transfer (id, journal_id, debit_id, credit_id, pence, key, value_on, "
    "posted_at, words, outside) SELECT gen_random_uuid(), gen_random_uuid(), a.id, b.id, 100, "
    "'nobody was told', '2026-11-23', now(), 'x', false FROM ledger_account a, ledger_account b "
    "WHERE a.kind = 'council''s bank' AND b.kind = 'set aside for people'"
)
GONE = (
    "ALTER TABLE ledger_transfer DISABLE TRIGGER USER",
    "DELETE FROM ledger_transfer WHERE key = 'nobody was told'",
    "ALTER TABLE ledger_transfer ENABLE TRIGGER USER",
)


def test_it_adds_up_and_a_row_that_nobody_was_told_of_is_named(lived_in: Installation) -> None:
    whole = lived_in.run("ledger", "verify", "--json")
    assert whole.returncode == 0, whole.stderr
    said = json.loads(whole.stdout)
    assert said.keys() == {"transfers", "accounts", "differences"}
    assert said["differences"] == []
    assert "Everything adds up." in lived_in.run("ledger", "verify").stdout

    lived_in.ask(ONE)
    lived_in.ask(SECRET)
    try:
        found = lived_in.run("ledger", "verify", "--json")
    finally:
        for one in GONE:
            lived_in.ask(one)

    assert found.returncode == 1
    assert [one["rule"] for one in json.loads(found.stdout)["differences"]] == ["told"]


def test_a_statement_of_nobody_is_refused(lived_in: Installation) -> None:
    refused = lived_in.run("ledger", "statement", "NOBODY-1")

    assert refused.returncode == 3
    assert "Nobody here has the number NOBODY-1" in refused.stderr
