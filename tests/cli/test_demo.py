"""The invented council comes through the import of a real one, adds up, and meets nobody real."""

import json
from decimal import Decimal

import pytest

from ownway.demo.targets import REASONS
from tests.cli.conftest import Installation

DAY = "2026-11-23"


def snapshot(installation: Installation) -> dict[str, object]:
    done = installation.run("snapshot", "--on", DAY, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_small_council_is_loaded_once_and_no_other_comes_into_its_home(
    installation: Installation,
) -> None:
    first = installation.run("demo", "--load-only", "--people", "30")
    before = snapshot(installation)
    again = installation.run("demo", "--load-only", "--people", "30")

    other = installation.run("demo", "--load-only", "--people", "31")

    assert (first.returncode, again.returncode, other.returncode) == (0, 0, 3), first.stderr
    assert "Set OWNWAY_HOME to another folder" in other.stderr
    assert before["people"] == 30
    assert snapshot(installation) == before
    personas = installation.ask(
        "SELECT name FROM access_signin WHERE demo_persona <> '' ORDER BY name"
    )
    assert ("Ruth Calloway",) in personas
    paid = installation.ask("SELECT DISTINCT pence FROM payments_paymentinstruction")
    assert paid == [(818_20,)]  # four weeks of £204.55


def test_invented_people_do_not_come_into_a_real_home(installation: Installation) -> None:
    installation.run("doctor")
    prepared = installation.run("snapshot", "--json")

    refused = installation.run("demo", "--load-only")

    assert prepared.returncode == 0, prepared.stderr
    assert refused.returncode == 3
    assert "invented people never meet real ones" in refused.stderr


@pytest.mark.slow
def test_the_whole_council_follows_the_published_table(installation: Installation) -> None:
    loading = installation.begin("demo", "--load-only")
    loading.communicate(timeout=900)
    assert loading.returncode == 0

    by = snapshot(installation)["by"]
    assert isinstance(by, dict)
    found = {row["people"]: Decimal(row["total_weekly"]) for row in by["primary_support_reason"]}

    assert set(found) == {reason.people for reason in REASONS}
    for reason in REASONS:
        expected = Decimal(reason.pence_weekly) / 100
        assert abs(found[reason.people] - expected) <= expected / 1000
