"""A backup can be trusted or says that it cannot; a restore loses nothing, whatever happens."""

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ownway.config.postgres import EmbeddedPostgres
from ownway.config.postgres.account import account_for
from tests.cli.conftest import PATIENCE, Installation

HEADER = "LA_Code,Event_Type,Event_Start_Date,LA_Person_Unique_Identifier,NHS_Number"
TWO_PEOPLE = (
    "from ownway.support.people.models import Person; "
    "[Person.objects.create(council_id=number) for number in ('ROUND-1', 'ROUND-2')]"
)


@pytest.fixture(scope="module")
def whole(lived_in: Installation) -> Path:
    """A backup that no test changes."""
    file = lived_in.home / "whole.dump"
    assert lived_in.run("backup", str(file)).returncode == 0
    return file


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, with its SHA-256, to do as one likes with."""
    for name in (whole.name, f"{whole.name}.sha256"):
        shutil.copy(whole.with_name(name), tmp_path)
    return tmp_path / whole.name


def databases(installation: Installation) -> list[str]:
    return [
        name
        for (name,) in installation.ask(
            "SELECT datname FROM pg_database WHERE datname LIKE 'ownway%' ORDER BY 1"
        )
    ]


def test_a_backup_is_named_by_its_instant_and_closed_to_others(lived_in: Installation) -> None:
    """Without a name it goes to the home folder, with its SHA-256, and is noted as the last."""
    done = lived_in.run("backup", "--json")

    assert done.returncode == 0
    told = json.loads(done.stdout)
    file = Path(told["file"])
    assert file.parent == lived_in.home / "backups"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == told["sha256"]
    assert file.stat().st_size == told["bytes"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.with_name(f"{file.name}.sha256").read_text() == f"{told['sha256']}  {file.name}\n"
    assert told.pop("removed") == []
    assert json.loads((lived_in.home / "backups" / "last.json").read_text()) == told
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []


def test_a_backup_never_takes_the_place_of_another(lived_in: Installation, copy: Path) -> None:
    """The file that is there stays, byte for byte."""
    before = copy.read_bytes()

    done = lived_in.run("backup", str(copy))

    assert done.returncode == 3
    assert done.stderr == f"{copy} exists and was left as it is. Choose another name.\n"
    assert copy.read_bytes() == before


def test_a_restore_brings_back_every_row_and_keeps_what_it_replaced(
    lived_in: Installation, tmp_path: Path
) -> None:
    """The round trip: count, back up, change, restore; the counts are those of the backup."""
    lived_in.django(TWO_PEOPLE)
    before = lived_in.counts()
    file = tmp_path / "round.dump"
    assert lived_in.run("backup", str(file)).returncode == 0
    lived_in.ask("DELETE FROM people_person WHERE council_id = 'ROUND-2'")

    asked = lived_in.run("restore", str(file))
    assert asked.returncode == 3
    people = before["people_person"] - 1
    assert asked.stderr == (
        f"The database ownway holds {people} people, and would be replaced by round.dump. "
        "It would be kept under another name. To go ahead, run this again with --yes.\n"
    )
    assert lived_in.counts()["people_person"] == people

    done = lived_in.run("restore", str(file), "--yes", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert lived_in.counts() == before
    assert told["people"] == before["people_person"]
    assert lived_in.ask("SELECT count(*) FROM people_person", told["kept"]) == [(people,)]

    dropped = lived_in.run("restore", "--drop-kept", "--json")
    assert json.loads(dropped.stdout) == {"dropped": [told["kept"]]}
    assert databases(lived_in) == ["ownway"]


def test_a_restore_brings_back_the_files_that_are_kept(
    lived_in: Installation, tmp_path: Path
) -> None:
    """They are rows like any other: what was given comes back byte for byte."""
    given = tmp_path / "quarter.csv"
    given.write_bytes(f"{HEADER}\r\n901,Nothing,02/06/2025,M1,\r\n".encode())
    assert lived_in.run("import-cld", str(given)).returncode == 0
    sha256 = hashlib.sha256(given.read_bytes()).hexdigest()
    file = tmp_path / "files.dump"
    assert lived_in.run("backup", str(file)).returncode == 0
    lived_in.ask("DELETE FROM returns_keptpart")

    assert lived_in.run("restore", str(file), "--yes").returncode == 0

    lived_in.django(
        "import hashlib; from ownway.commissioning.returns import queries; "
        "(one,) = queries.submissions_for_measures(); "
        "kept = b''.join(queries.kept_bytes(one.id)); "
        f"assert hashlib.sha256(kept).hexdigest() == one.sha256 == '{sha256}'"
    )
    lived_in.run("restore", "--drop-kept")
    lived_in.ask(
        "DELETE FROM returns_keptpart; DELETE FROM returns_quarantinedrow; "
        "DELETE FROM returns_submission; UPDATE access_installation SET council_code = ''"
    )


def torn(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def blotted(whole: bytes) -> bytes:
    return whole[:-2000] + b"\0" * 1000 + whole[-1000:]


def something_else(_: bytes) -> bytes:
    return b"Dear council, please find attached"


@pytest.mark.parametrize(
    ("damage", "with_sum"),
    [(blotted, True), (blotted, False), (torn, False), (something_else, False)],
)
def test_a_damaged_backup_changes_nothing(
    lived_in: Installation, copy: Path, damage: Callable[[bytes], bytes], with_sum: bool
) -> None:
    """Found by its SHA-256, or without one by reading it; either way before anything is touched."""
    copy.write_bytes(damage(copy.read_bytes()))
    if not with_sum:
        copy.with_name(f"{copy.name}.sha256").unlink()
    before = lived_in.counts()

    done = lived_in.run("restore", str(copy), "--yes")

    assert done.returncode == 4
    assert "Nothing was changed." in done.stderr
    assert lived_in.counts() == before
    assert databases(lived_in) == ["ownway"]


def test_a_copy_of_another_database_is_not_taken_for_ours(
    lived_in: Installation, tmp_path: Path
) -> None:
    """A whole file of the right format may still be somebody else's."""
    lived_in.ask("CREATE DATABASE elsewhere")
    lived_in.ask("CREATE TABLE plants (name text)", "elsewhere")
    file = tmp_path / "plants.dump"
    pg_dump = EmbeddedPostgres(lived_in.home).bin_dir() / "pg_dump"
    dump = [str(pg_dump), lived_in.url("elsewhere"), "--format=custom", f"--file={file}"]
    subprocess.run(dump, check=True)

    done = lived_in.run("restore", str(file), "--yes")

    assert done.returncode == 4
    assert done.stderr.endswith(f"{file} is a copy of some other database, not of Ownway's.\n")
    assert databases(lived_in) == ["ownway"]


def test_a_demonstrations_backup_is_refused_by_a_real_installation(
    lived_in: Installation, tmp_path: Path
) -> None:
    """Invented people cannot come in by the back door, and the present database stays."""
    lived_in.ask("CREATE DATABASE pretended TEMPLATE ownway")
    lived_in.ask("UPDATE access_installation SET mode = 'demo'", "pretended")
    file = tmp_path / "demo.dump"
    made = lived_in.run(
        "backup", str(file), DATABASE_URL=lived_in.url("pretended"), OWNWAY_MODE="demo"
    )
    assert made.returncode == 0
    before = lived_in.counts()

    done = lived_in.run("restore", str(file), "--yes")

    assert done.returncode == 3
    assert "This database is a demo one" in done.stderr
    assert lived_in.counts() == before
    assert databases(lived_in) == ["ownway"]


def test_a_backup_starts_a_new_machine(
    lived_in: Installation, installation: Installation, tmp_path: Path
) -> None:
    """The way back after losing all but the file and the keys: an empty home, one command."""
    file = tmp_path / "all.dump"
    shutil.copy(lived_in.home / "keys.json", installation.home)
    lived_in.run("backup", str(file))
    file.with_name("all.dump.sha256").unlink()

    done = installation.run("restore", str(file))

    assert done.returncode == 0
    assert done.stderr == "There is no all.dump.sha256 to compare it with.\n"
    assert installation.counts() == lived_in.counts()
    assert databases(installation) == ["ownway"]


def test_an_empty_database_is_not_called_backed_up(installation: Installation) -> None:
    """A copy of nothing would only lull the doctor."""
    done = installation.run("backup")

    assert done.returncode == 3
    assert done.stderr == "There is nothing to back up yet: the database is empty.\n"
    assert not (installation.home / "backups").exists()


DEBIAN = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def older_server(tmp_path: Path) -> Iterator[str]:
    """An empty database on the oldest server that serves, for an ordinary account."""
    folder = Path(tempfile.mkdtemp(prefix="ownway-older-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    account = account_for(folder)
    account.own(data)
    secret = folder / "password"
    secret.write_text("secret")
    secret.chmod(0o644)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]

    def run(name: str, *arguments: str, outlived: bool = False) -> None:
        done = account.run(
            DEBIAN / name, "-D", data, *arguments, at=folder, seconds=PATIENCE, outlived=outlived
        )
        assert done.returncode == 0, done.stderr

    run("initdb", "-U", "admin", f"--pwfile={secret}", "-A", "scram-sha-256", "-E", "UTF8", "-N")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run("pg_ctl", "-w", "-l", str(data / "log"), "-o", options, "start", outlived=True)
    try:
        server = f"postgresql://admin:secret@127.0.0.1:{port}/postgres"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE ROLE council LOGIN CREATEDB PASSWORD 'c'")
            connection.execute("CREATE DATABASE care OWNER council")
            # The account may make no roles: whoever keeps the server makes the one of the pages.
            connection.execute("CREATE ROLE ownway_app NOLOGIN")
            connection.execute("GRANT ownway_app TO council")
        yield f"postgresql://council:c@127.0.0.1:{port}/care"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.skipif(not DEBIAN.exists(), reason="needs Debian's PostgreSQL 15")
def test_a_councils_own_older_server_is_served_as_well(
    installation: Installation, older_server: str, tmp_path: Path
) -> None:
    """Prepared, backed up and restored with the tools we bring, though they are newer."""
    file = tmp_path / "older.dump"
    prepare = "from ownway.cli import ready; ready()"
    environment = installation.environment(DATABASE_URL=older_server)
    subprocess.run([sys.executable, "-c", prepare], check=True, env=environment)

    made = installation.run("backup", str(file), DATABASE_URL=older_server)
    done = installation.run("restore", str(file), "--json", DATABASE_URL=older_server)

    assert (made.returncode, done.returncode) == (0, 0)
    assert json.loads(done.stdout)["kept"].startswith("care_before_restore_")
    with psycopg.connect(older_server) as connection:
        found = connection.execute("SELECT mode FROM access_installation").fetchall()
    assert found == [("production",)]
