"""Keys are made on purpose, changed without loss, and are in no copy of what they protect."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Installation

WORDS = "Canary: she is at 14 Larch Road"
KEEP = f"""
import io
from datetime import date
from uuid import uuid4
from ownway.foundation.documents import operations
operations.keep(io.BytesIO({WORDS.encode()!r} * 20), name="canary-name.txt", about=uuid4(),
                kind="other", by=None, on=date(2026, 11, 23), from_whom="canary-giver")
"""
READ = """
from ownway.foundation.documents.models import Document
from ownway.foundation.documents.queries import opened
for row in Document.objects.all():
    assert b"Larch" in b"".join(opened(row.pk).parts), row.pk
    assert row.name == "canary-name.txt"
"""


def key_file(installation: Installation) -> Path:
    return installation.home / "keys.json"


def test_production_is_not_served_before_somebody_made_a_key(installation: Installation) -> None:
    refused = installation.run("serve", "--port", "0")

    assert refused.returncode == 5
    assert "Run `ownway keys new` once" in refused.stderr
    assert not key_file(installation).exists()

    made = installation.run("keys", "new")
    again = installation.run("keys", "new")

    assert made.returncode == 0
    assert "Copy this file now to where the backups are not." in made.stdout
    assert again.returncode == 3
    assert key_file(installation).stat().st_mode & 0o777 == 0o600


def test_keys_are_changed_retired_and_missed(installation: Installation) -> None:
    installation.run("keys", "new")
    installation.django(KEEP)
    first = json.loads(key_file(installation).read_text())["current"]

    changed = installation.run("keys", "rotate")
    listed = json.loads(installation.run("keys", "list", "--json").stdout)

    assert changed.returncode == 0
    assert "of documents.Document, name" in changed.stdout
    assert listed["current"] != first
    assert {one["id"]: one["seals"] > 0 for one in listed["keys"]} == {
        first: False, listed["current"]: True
    }  # fmt: skip
    installation.django(READ)

    soon = installation.run("keys", "retire", first)
    used = installation.run("keys", "retire", listed["current"], "--now")

    assert (soon.returncode, used.returncode) == (3, 3)
    assert "backups of before need it" in soon.stderr
    assert "still seals" in used.stderr

    before = key_file(installation).read_bytes()
    gone = installation.run("keys", "retire", first, "--now")

    assert gone.returncode == 0
    installation.django(READ)

    said = json.loads(before)
    said["current"] = first
    said["keys"] = [one for one in said["keys"] if one["id"] == first]
    kept = key_file(installation).read_bytes()
    key_file(installation).write_text(json.dumps(said))
    missed = installation.run("keys", "list")
    doctor = installation.run("doctor")
    key_file(installation).write_bytes(kept)

    assert missed.returncode == 1
    assert f"LOST {listed['current']}: not in the file" in missed.stdout
    assert "1 value of documents.Document, name" in missed.stdout
    assert f"keys that are not in the key file: {listed['current']}" in doctor.stdout
    assert installation.run("keys", "list").returncode == 0


@pytest.mark.slow
def test_no_copy_of_the_records_holds_a_key_or_what_it_seals(
    lived_in: Installation, tmp_path: Path
) -> None:
    lived_in.django(KEEP)
    lived_in.run("keys", "rotate")
    lived_in.run("keys", "list")
    dump = tmp_path / "all.dump"
    assert lived_in.run("backup", str(dump)).returncode == 0
    plain = subprocess.run(
        [_pg_restore(), "--file=-", str(dump)], capture_output=True, check=True
    ).stdout
    logs = b"".join(file.read_bytes() for file in lived_in.home.rglob("*.log*") if file.is_file())

    keys = [
        base64.b64decode(one["key"]) for one in json.loads(key_file(lived_in).read_text())["keys"]
    ]
    forms = [form for key in keys for form in (key, base64.b64encode(key), key.hex().encode())]
    words = [WORDS.encode(), WORDS.encode().hex().encode(), b"canary-name", b"canary-giver"]

    for copy in (plain, dump.read_bytes(), logs):
        assert [secret for secret in [*forms, *words] if secret in copy] == []
    # The search finds what is there: an id of a key, which is no secret, and where keys are kept.
    used = json.loads(key_file(lived_in).read_text())["current"]
    assert f"01{used}".encode() in plain
    assert base64.b64encode(keys[0]) in key_file(lived_in).read_bytes()


def _pg_restore() -> str:
    from ownway.config.backups import _packaged

    return str(_packaged("pg_restore"))
