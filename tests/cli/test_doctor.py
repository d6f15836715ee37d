"""The doctor finds what is wrong, says what to do, and its advice works."""

import json
from pathlib import Path
from typing import Any

import psycopg

from tests.cli.conftest import Installation


def examine(installation: Installation, **environment: str) -> tuple[int, dict[str, Any]]:
    done = installation.run("doctor", "--json", **environment)
    return done.returncode, {check["name"]: check for check in json.loads(done.stdout)}


HEADER = "LA_Code,Event_Type,Event_Start_Date,LA_Person_Unique_Identifier,NHS_Number"
WELL = {
    "OWNWAY_ALLOWED_HOSTS": "care.example.gov.uk",
    "OWNWAY_BEHIND_PROXY": "yes",
}


def test_what_is_found_can_be_put_right_as_advised(lived_in: Installation, tmp_path: Path) -> None:
    """Each thing that is wrong here is wrong alone, and gone once its advice is followed."""
    lived_in.run("restore", "--drop-kept")
    last = lived_in.home / "backups" / "last.json"
    last.unlink(missing_ok=True)
    (lived_in.home / "secret-key").chmod(0o644)

    number, found = examine(lived_in, **WELL, OWNWAY_TODAY="2026-11-23")

    assert number == 1
    wrong = {name for name, check in found.items() if not check["ok"]}
    assert wrong == {"secrets", "backup", "day", "worker", "audit head"}
    assert found["secrets"]["fix"] == f"Run: chmod 600 {lived_in.home}/secret-key"
    assert found["backup"]["fix"] == "Run `ownway backup`, and have it run every night."
    assert found["day"]["fix"] == "Unset OWNWAY_TODAY."
    assert found["audit head"]["fix"] == (
        "Set OWNWAY_AUDIT_HEADS to a folder on another disk, or an e-mail address."
    )
    assert found["worker"]["fix"] == "Run `ownway worker`, or `ownway serve --with-worker`."

    (lived_in.home / "secret-key").chmod(0o600)
    lived_in.run("backup")
    elsewhere = {"OWNWAY_AUDIT_HEADS": str(tmp_path)}
    something = (
        "from datetime import date; from django.db import transaction; "
        "from ownway.foundation.facts import operations; "
        "from ownway.foundation.facts.domain import declare; "
        "transaction.atomic(operations.record)(declare('tests.doctor', 'x'), by=None, "
        "on=date(2026, 11, 23))"
    )
    lived_in.django(something)
    assert lived_in.run("audit", "publish", **elsewhere).returncode == 0
    beat = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())"
    with psycopg.connect(lived_in.url()) as connection:
        connection.execute(beat)
    number, found = examine(lived_in, **WELL, **elsewhere)

    assert (number, [name for name, check in found.items() if not check["ok"]]) == (0, [])
    assert {check["fix"] for check in found.values()} == {""}


def test_production_is_not_called_well_when_it_is_open(lived_in: Installation) -> None:
    """Settings that would show people's records to a passer-by are named."""
    _, found = examine(lived_in, OWNWAY_ALLOWED_HOSTS="*", OWNWAY_PLAIN_HTTP="behind-a-tunnel")

    assert found["addresses"]["what"] == "Any address is answered to."
    assert found["https"]["what"] == ("Pages are sent in the clear, for anyone on the way to read.")
    assert found["settings security.W008"]["ok"] is False


def test_an_old_backup_and_a_late_queue_are_found(lived_in: Installation) -> None:
    """Silence is noticed: a night without a backup, a job that nobody took."""
    lived_in.run("backup")
    last = lived_in.home / "backups" / "last.json"
    noted = json.loads(last.read_text())
    last.write_text(json.dumps(noted | {"at": "2020-01-01T00:00:00+00:00"}))
    with psycopg.connect(lived_in.url()) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, args, scheduled_at)"
            " VALUES ('late', 'default', 'todo', '{}', now() - interval '1 hour')"
        )
    try:
        number, found = examine(lived_in, **WELL)
    finally:
        lived_in.ask("DELETE FROM procrastinate_jobs WHERE task_name = 'late'")

    assert number == 1
    assert found["backup"]["ok"] is False
    assert found["queue"]["what"].startswith("1 jobs have waited for more than ten minutes")


def test_without_a_database_the_rest_is_still_looked_at(installation: Installation) -> None:
    """A server that is down ends with five, and hides nothing else."""
    number, found = examine(installation, DATABASE_URL="postgresql://owner:x@127.0.0.1:1/ownway")

    assert number == 5
    assert found["database"]["fix"] == (
        "Check that the server in DATABASE_URL is up and its password right."
    )
    assert {"python", "home", "secrets", "https", "backup", "stylesheets", "disk"} <= set(found)
    assert "tables" not in found


def test_a_home_that_was_never_used_is_said(installation: Installation) -> None:
    """Looking makes no database, and the sentence says what does."""
    number, found = examine(installation)

    assert number == 5
    assert found["database"]["what"] == "There is no database yet."
    assert not (installation.home / "postgres").exists()


def test_a_kept_file_that_is_no_longer_what_was_given_is_found(
    lived_in: Installation, tmp_path: Path
) -> None:
    """A disk may lie years before anybody asks for the file."""
    assert found_of(lived_in)["what"] == "No file is kept yet."
    file = tmp_path / "quarter.csv"
    file.write_text(f"{HEADER}\n901,Nothing,02/06/2025,M1,\n")
    assert lived_in.run("import-cld", str(file)).returncode == 0

    assert found_of(lived_in)["what"] == "The 1 kept file is what was given."
    for damage in ("set_byte(data, 12, 255 - get_byte(data, 12))", "'nothing'"):
        lived_in.ask(f"UPDATE returns_keptpart SET data = {damage}")
        found = found_of(lived_in)
        assert not found["ok"]
        assert found["what"] == "These kept files are no longer what was given: quarter.csv."
    lived_in.ask(
        "DELETE FROM returns_keptpart; DELETE FROM returns_quarantinedrow; "
        "DELETE FROM returns_submission; UPDATE access_installation SET council_code = ''"
    )


def found_of(installation: Installation) -> dict[str, Any]:
    found: dict[str, Any] = examine(installation)[1]["kept files"]
    return found
