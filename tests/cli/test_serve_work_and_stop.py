"""What runs is found again, is left alone when it is somebody else's, and ends when asked."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path
from time import sleep

import pytest

from ownway.cli.stop import Seen
from ownway.config.postgres.process import server_of
from tests.cli.conftest import PATIENCE, Installation


def answer(address: str) -> tuple[int, bytes]:
    opened: HTTPResponse
    with urllib.request.urlopen(address, timeout=30) as opened:
        return opened.status, opened.read()


def wait_until(seen: Callable[[], object]) -> None:
    for _ in range(PATIENCE * 10):
        if seen():
            return
        sleep(0.1)
    pytest.fail("It was never seen.")


def test_a_served_installation_is_found_and_ended(lived_in: Installation, tmp_path: Path) -> None:
    """One web server for a home: a second start says where it is, and stop ends it, twice over."""
    with lived_in.served() as (process, address):
        assert answer(f"{address}/health/")[0] == 200
        assert answer(f"{address}/ready/")[0] == 200

        again = lived_in.run("serve")
        assert (again.returncode, again.stdout) == (0, f"Ownway is already served at {address}\n")

        elsewhere = lived_in.run("serve", "--port", "1")
        assert elsewhere.returncode == 3
        assert elsewhere.stderr.startswith(f"Ownway is already served at {address}. Run ")

        file = tmp_path / "backup.dump"
        assert lived_in.run("backup", str(file)).returncode == 0
        restored = lived_in.run("restore", str(file), "--yes")
        assert restored.returncode == 3
        assert "Run `ownway stop` first" in restored.stderr

        ended = lived_in.run("stop")
        assert ended.stdout == (
            f"Stopped the web server at {address}.\nStopped the database server.\n"
        )
        assert process.wait(PATIENCE) == 0
        nothing = lived_in.run("stop", "--json")
        assert json.loads(nothing.stdout)["stopped"] == {
            "web": False,
            "worker": False,
            "database": False,
        }


def test_a_killed_server_leaves_nothing_that_stop_cannot_find(lived_in: Installation) -> None:
    """The web processes and the worker are ended even when whoever began them is gone."""
    with lived_in.served("--with-worker") as (process, address):
        wait_until((lived_in.home / "worker.json").exists)
        noted = json.loads((lived_in.home / "serve.json").read_text())["processes"]
        assert len(noted) == 3
        process.kill()
        process.wait()
        assert answer(f"{address}/health/")[0] == 200

        ended = lived_in.run("stop", "--json")

        told = json.loads(ended.stdout)["stopped"]
        assert told == {"web": True, "worker": True, "database": True}
        assert [one for one in noted if Seen(**one).alive()] == []


def test_a_database_killed_under_a_served_installation_comes_back(lived_in: Installation) -> None:
    """Pages answer again without anybody doing anything."""
    with lived_in.served() as (_, address):
        first = server_of(lived_in.home / "postgres" / "pg18")
        assert first is not None
        first.kill()
        wait_until(lambda: server_of(lived_in.home / "postgres" / "pg18") not in (None, first))

        def ready_again() -> bool:
            try:
                return answer(f"{address}/ready/")[0] == 200
            except OSError:
                return False

        wait_until(ready_again)


def test_a_taken_port_is_said_at_once(installation: Installation) -> None:
    """Before anything is made, with a command that works."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = installation.run("serve", "--port", str(port))

    assert done.returncode == 5
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 is taken by another program. "
        "Choose another, for example: ownway serve --port 8001\n"
    )
    assert list(installation.home.iterdir()) == []


def test_a_number_that_now_belongs_to_another_program_is_left_alone(
    installation: Installation,
) -> None:
    """A stale note about a web server or a worker never ends a stranger."""
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        process = {"pid": stranger.pid, "began": 1.0, "command": ["ownway", "serve"]}
        note = json.dumps({"address": "http://127.0.0.1:8000", "processes": [process]})
        for name in ("serve.json", "worker.json"):
            (installation.home / name).write_text(note)

        done = installation.run("stop")

        assert done.stdout == f"Nothing was running for {installation.home}.\n"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_worker_does_what_waits_and_ends(lived_in: Installation) -> None:
    """Asked for once, it empties the queue and goes."""
    lived_in.run("doctor")  # has the database up
    lived_in.ask(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, status, args) VALUES"
        " ('ownway.foundation.work.tasks.rescue_stalled_jobs', 'default', 'todo',"
        " '{\"timestamp\": 0}')"
    )

    done = lived_in.run("worker", "--once")

    assert done.returncode == 0
    # Another may come due just as it goes.
    statuses = lived_in.ask(
        "SELECT DISTINCT status FROM procrastinate_jobs WHERE args ->> 'timestamp' = '0'"
    )
    assert statuses == [("succeeded",)]
