"""The audit answers on the command line, and a copy whose audit does not hold is refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Installation

SOMETHING = (
    "from datetime import date; from django.db import transaction; "
    "from ownway.foundation.facts import operations; "
    "from ownway.foundation.facts.domain import declare; "
    "transaction.atomic(operations.record)(declare('tests.cli-audit', 'Tried'), by=None, "
    "on=date(2026, 11, 23), words='as it was')"
)


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory, lived_in: Installation) -> Path:
    """A folder elsewhere with a published head, after something happened."""
    folder = tmp_path_factory.mktemp("heads")
    lived_in.django(SOMETHING)
    done = lived_in.run("audit", "publish", OWNWAY_AUDIT_HEADS=str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def changed_behind_our_back(installation: Installation) -> Iterator[int]:
    """One fact's name is another for a while; the number of the fact."""
    ((fact, name),) = installation.ask("SELECT id, name FROM facts_fact ORDER BY id LIMIT 1")
    change = "ALTER TABLE facts_fact DISABLE TRIGGER USER; UPDATE facts_fact SET name = '{}' "
    change += f"WHERE id = {fact}; ALTER TABLE facts_fact ENABLE TRIGGER USER"
    installation.ask(change.format("tests.other"))
    try:
        yield fact
    finally:
        installation.ask(change.format(name))


def test_an_untouched_record_is_said_to_be_whole(lived_in: Installation, heads: Path) -> None:
    done = lived_in.run("audit", "verify", OWNWAY_AUDIT_HEADS=str(heads))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Everything is as it was sealed: ")
    assert "Compared with 1 published head" in done.stdout


@pytest.mark.usefixtures("heads")
def test_the_fact_that_was_changed_is_named(lived_in: Installation) -> None:
    with changed_behind_our_back(lived_in) as fact:
        done = lived_in.run("audit", "verify", "--json")

    assert done.returncode == 1
    (found,) = json.loads(done.stdout)["findings"]
    assert (found["kind"], found["seal"], found["row_id"]) == ("edited", 1, fact)


def test_a_head_of_somewhere_else_is_refused(
    lived_in: Installation, heads: Path, tmp_path: Path
) -> None:
    (ours,) = heads.iterdir()
    other = tmp_path / "other.json"
    other.write_text(json.dumps(json.loads(ours.read_text()) | {"chain": "0" * 64}))

    done = lived_in.run("audit", "verify", "--head", str(other))

    assert done.returncode == 4
    assert "its signature is not ours" in done.stderr


@pytest.mark.usefixtures("heads")
def test_a_backup_whose_audit_does_not_hold_is_refused(
    lived_in: Installation, heads: Path, tmp_path: Path
) -> None:
    file = tmp_path / "changed.dump"
    with changed_behind_our_back(lived_in) as fact:
        assert lived_in.run("backup", str(file)).returncode == 0
    before = lived_in.counts()

    done = lived_in.run("restore", str(file), "--yes")

    assert done.returncode == 4
    assert f"Fact {fact} of seal 1: edited." in done.stderr
    assert "Nothing was changed." in done.stderr
    assert lived_in.counts() == before


def test_a_backup_shorter_than_the_chain_it_was_made_of_is_refused(
    lived_in: Installation, heads: Path, tmp_path: Path
) -> None:
    """The end of the chain beside the file is later than the last seal in it."""
    file = tmp_path / "short.dump"
    assert lived_in.run("backup", str(file)).returncode == 0
    lived_in.django(SOMETHING)
    lived_in.run("audit", "publish", OWNWAY_AUDIT_HEADS=str(heads))
    (tmp_path / "short.dump.head.json").write_text(lived_in.run("audit", "head").stdout)

    done = lived_in.run("restore", str(file), "--yes")

    assert done.returncode == 4
    assert "everything sealed since is gone" in done.stderr


def test_a_rehearsed_restore_brings_back_what_was_there(lived_in: Installation) -> None:
    databases = lived_in.ask("SELECT count(*) FROM pg_database")

    done = lived_in.run("drill", "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["differences"], told["rows"] > 0) == ([], True)
    assert set(told["seconds"]) == {"back up", "restore", "compare", "verify the audit"}
    assert lived_in.ask("SELECT count(*) FROM pg_database") == databases
    assert list(lived_in.home.glob(".drill-*")) == []


@pytest.mark.usefixtures("heads")
def test_a_rehearsal_finds_what_was_changed(lived_in: Installation) -> None:
    with changed_behind_our_back(lived_in) as fact:
        done = lived_in.run("drill")

    assert done.returncode == 1
    assert f"Fact {fact} of seal 1: edited." in done.stdout
