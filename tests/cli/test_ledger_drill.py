"""Clients and the database are killed while payments are posted: each stands once, to the penny."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Installation

NOTHING = {"lost": 0, "paid_twice": 0, "not_paid": 0, "drift_pence": 0, "differences": []}


def drill(here: Installation, *arguments: str) -> tuple[int, dict[str, Any]]:
    said = here.run("ledger", "drill", "--json", *arguments)
    assert said.stdout, said.stderr
    return said.returncode, json.loads(said.stdout)


def test_no_payment_is_lost_or_made_twice(installation: Installation) -> None:
    ended, found = drill(installation, "--payments", "4000", "--kills", "10")

    assert {name: found[name] for name in NOTHING} == NOTHING, found
    assert found["database_kills"] + found["client_kills"] == 10
    assert ended == 0


def test_a_client_without_keys_pays_twice(installation: Installation) -> None:
    """The control: books that balance do not show it, so the drill has to."""
    ended, found = drill(
        installation, "--payments", "2000", "--kills", "25", "--clients", "4", "--without-keys"
    )

    assert found["paid_twice"] > 0, found
    assert found["differences"] == []
    assert ended == 1


@pytest.mark.slow
def test_no_payment_of_twenty_thousand_is_lost_or_made_twice(installation: Installation) -> None:
    ended, found = drill(installation, "--payments", "20000", "--kills", "20")

    assert {name: found[name] for name in NOTHING} == NOTHING, found
    assert ended == 0
