"""The embedded server starts once, survives kills, and mistakes no other process for itself."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from ownway.config.home import CannotRun
from ownway.config.postgres import EmbeddedPostgres, binaries
from ownway.config.postgres.process import server_of


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A home the server's account can reach, unlike the closed folder pytest makes for root."""
    with tempfile.TemporaryDirectory(prefix="ownway-") as name:
        made = Path(name)
        made.chmod(0o755)
        yield made
        EmbeddedPostgres(made).stop()


@pytest.fixture
def folder() -> Iterator[Path]:
    with reachable_folder() as made:
        yield made


@pytest.fixture
def fresh(folder: Path) -> EmbeddedPostgres:
    """A server that has never been started."""
    return EmbeddedPostgres(folder, durable=False)


@pytest.fixture(scope="module")
def lived_in() -> Iterator[Path]:
    with reachable_folder() as made:
        yield made


@pytest.fixture
def server(lived_in: Path) -> EmbeddedPostgres:
    """A server that earlier tests have started, stopped and killed; so does a real one live."""
    return EmbeddedPostgres(lived_in, durable=False)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(question.encode()).fetchone()
    assert found is not None
    return found[0]


def remember(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def kill_server(server: EmbeddedPostgres) -> int:
    """End the server as a power cut would, and return the number it had."""
    process = server_of(server.data)
    assert process is not None
    process.kill()
    psutil.wait_procs([process], timeout=10)
    return process.pid


def listening(server: EmbeddedPostgres) -> set[str]:
    process = server_of(server.data)
    assert process is not None
    found = [*process.net_connections("inet"), *process.net_connections("unix")]
    return {str(one.laddr[0] if one.family != socket.AF_UNIX else one.laddr) for one in found}


def files_open_to_others(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.rglob("*")
        if file.is_file() and file.name != "lock" and file.stat().st_mode & 0o077
    ]


def test_first_start_makes_a_private_database_owned_by_an_ordinary_role(
    fresh: EmbeddedPostgres, folder: Path
) -> None:
    """The application is no superuser, nothing listens beyond this machine, no file is open."""
    url = fresh.ensure()

    assert url.startswith("postgresql://owner:")
    assert ask(url, "SELECT current_database()") == "ownway"
    assert ask(url, "SELECT current_setting('is_superuser')") == "off"
    assert ask(url, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True
    assert ask(url, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'ownway'") == (
        "owner"
    )
    assert listening(fresh) == {"127.0.0.1"}
    assert ask(url, "SHOW data_checksums") == "on"
    assert files_open_to_others(folder) == []


def test_a_wrong_password_is_turned_away(server: EmbeddedPostgres) -> None:
    """Being on this machine is not enough to read the database."""
    url = server.ensure()
    wrong = url.replace(url.split(":")[2].split("@")[0], "guess")

    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(wrong)


def test_a_second_start_finds_the_same_server(server: EmbeddedPostgres) -> None:
    """Asking again is quick because it is the same process, at the same address."""
    first = server.ensure()
    pid = server_of(server.data)

    assert server.ensure() == first
    assert server_of(server.data) == pid


def test_another_database_is_made_when_asked_for(server: EmbeddedPostgres) -> None:
    """Extensions the application needs can be added without a superuser."""
    server.ensure()
    url = server.ensure("spare")

    with psycopg.connect(url) as connection:
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}".encode())
    assert ask(url, "SELECT current_database()") == "spare"


def test_stopping_twice_is_stopping_once(server: EmbeddedPostgres) -> None:
    """The second stop finds nothing to do and says so."""
    server.ensure()

    assert (server.stop(), server.stop(), server.running()) == (True, False, False)


def test_a_killed_server_comes_back_with_its_rows(server: EmbeddedPostgres) -> None:
    """What was committed before a kill is there after it, as in production."""
    server.durable = True
    url = server.ensure()
    remember(url, "kept")
    kill_server(server)

    assert server.running() is False
    assert ask(server.ensure(), "SELECT word FROM kept") == "kept"


def test_a_busy_backend_does_not_outlive_its_server_into_the_next(
    server: EmbeddedPostgres,
) -> None:
    """A query that never looks up is ended first, so two generations never share the data."""
    url = server.ensure()
    busy = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import psycopg, sys; c = psycopg.connect(sys.argv[1]); print('on', flush=True); "
            "c.execute('SELECT count(*) FROM generate_series(1, 100000000000)')",
            url,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert busy.stdout is not None
        busy.stdout.readline()
        with psycopg.connect(url, autocommit=True) as watcher:
            count = (
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 1%'"
            )
            found = None
            while found != (2,):  # the busy one and this question
                found = watcher.execute(count).fetchone()
        kill_server(server)

        assert (
            ask(server.ensure(), "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'")
            == 1
        )
    finally:
        busy.kill()
        busy.communicate()


def test_a_number_that_now_belongs_to_another_program_is_not_believed(
    server: EmbeddedPostgres,
) -> None:
    """After a restart of the machine the old number may be anyone's: it is left alone."""
    server.durable = True
    url = server.ensure()
    remember(url, "kept")
    pid = kill_server(server)
    pid_file = server.data / "postmaster.pid"
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        pid_file.write_text(pid_file.read_text().replace(str(pid), str(stranger.pid), 1))

        assert server.running() is False
        assert server.stop() is False
        assert ask(server.ensure(), "SELECT word FROM kept") == "kept"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_taken_port_is_left_to_whoever_has_it(server: EmbeddedPostgres) -> None:
    """The server moves to another port and remembers it."""
    first = server.ensure()
    server.stop()
    port = json.loads((server.folder / "connection.json").read_text())["port"]
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        second = server.ensure()

    assert second != first
    assert ask(second, "SELECT 1") == 1
    assert server.ensure() == second


def test_many_starters_at_once_get_one_server(fresh: EmbeddedPostgres, folder: Path) -> None:
    """Processes and threads that start together are all served, by the same process."""
    start = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from ownway.config.postgres import EmbeddedPostgres
        print(EmbeddedPostgres(Path(sys.argv[1]), durable=False).ensure())
        """
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", start, str(folder)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    with ThreadPoolExecutor(2) as threads:
        ours = list(threads.map(lambda _: fresh.ensure(), range(2)))
    theirs = [process.communicate()[0].strip() for process in processes]

    assert {*ours, *theirs} == {fresh.ensure()}
    assert ask(ours[0], "SELECT 1") == 1


def test_a_start_cut_short_is_begun_again(fresh: EmbeddedPostgres) -> None:
    """A half-made data folder never passes for a whole one."""
    unfinished = fresh.folder / "pg18.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    (fresh.folder / "initdb-password").write_text("left behind")

    assert ask(fresh.ensure(), "SELECT 1") == 1
    assert not unfinished.exists()
    assert not (fresh.folder / "initdb-password").exists()


def test_lost_passwords_are_said_and_nothing_is_overwritten(fresh: EmbeddedPostgres) -> None:
    """Rows without their passwords are kept, with what to do."""
    fresh.ensure()
    fresh.stop()
    (fresh.folder / "connection.json").rename(fresh.folder / "elsewhere.json")

    with pytest.raises(CannotRun, match=r"the file with its passwords.* is gone"):
        fresh.ensure()
    assert (fresh.data / "PG_VERSION").exists()


def test_a_server_begun_for_tests_is_made_safe_when_asked(server: EmbeddedPostgres) -> None:
    """A quick and forgetful server does not go on being one for someone who relies on it."""
    server.stop()
    url = server.ensure()
    assert ask(url, "SHOW fsync") == "off"

    server.durable = True
    server.ensure()

    with psycopg.connect(url, autocommit=True) as connection:
        seen = None
        for _ in range(200):
            connection.execute("SELECT pg_sleep(0.02)")
            seen = connection.execute("SHOW fsync").fetchone()
            if seen == ("on",):
                break
    assert seen == ("on",)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root acts as another")
def test_a_folder_closed_to_the_servers_account_is_named_and_stays_closed(folder: Path) -> None:
    """As root, nobody's folder is opened: the sentence says which one, and what to set."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(CannotRun) as caught:
        EmbeddedPostgres(closed / "home", durable=False).ensure()

    assert f"may not enter {closed}." in str(caught.value)
    assert "Set OWNWAY_HOME" in caught.value.fix
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root acts as another")
def test_programs_the_account_cannot_reach_are_copied(
    folder: Path, fresh: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment under root's own home serves as well, without being opened."""
    monkeypatch.setattr(binaries, "_runs", lambda *_: False)

    assert ask(fresh.ensure(), "SELECT 1") == 1
    process = server_of(fresh.data)
    assert process is not None
    assert Path(process.exe()).is_relative_to(folder)
