"""`ownway stop`: end what this home folder has running. Also: how a running part is found again."""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import psutil

from ownway.config.home import home, write_private

SECONDS_TO_LEAVE = 40  # longer than a request or a job is given to finish


@dataclass(frozen=True, slots=True)
class Seen:
    """A process as it was seen; a number alone may belong to another one later."""

    pid: int
    began: float  # seconds since 1970, by the system's account
    command: list[str]

    def alive(self) -> bool:
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            return (
                process.status() != psutil.STATUS_ZOMBIE
                and abs(process.create_time() - self.began) < 5
                and process.cmdline() == self.command
            )
        return False

    def signal(self, *, kill: bool = False) -> None:
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            process.kill() if kill else process.terminate()


@dataclass(frozen=True, slots=True)
class Part:
    """A running part of this installation: the web server or the worker."""

    address: str  # where it is served; empty for the worker
    processes: list[Seen]  # the one to ask first, then those it started


def seen(pid: int) -> Seen:
    process = psutil.Process(pid)
    return Seen(pid, process.create_time(), process.cmdline())


def record(name: str, part: Part) -> None:
    """Write down that `name` ("serve" or "worker") runs, so that others can find and end it."""
    write_private(_file(name), json.dumps(asdict(part), indent=1) + "\n")


def forget(name: str) -> None:
    _file(name).unlink(missing_ok=True)


def running(name: str) -> Part | None:
    """The part of that name if any process of it is alive, else None; a stale note is ignored."""
    try:
        noted = json.loads(_file(name).read_text(encoding="utf-8"))
        part = Part(noted["address"], [Seen(**one) for one in noted["processes"]])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return part if any(process.alive() for process in part.processes) else None


def end(name: str) -> Part | None:
    """End a part after what it is doing, or at once when that takes too long; None if not there."""
    part = running(name)
    if part is not None:
        first, *started = [process for process in part.processes if process.alive()]
        first.signal()
        if not _gone(first, *started, within=SECONDS_TO_LEAVE):
            for process in (first, *started):
                if process.alive():
                    process.signal(kill=True)
            _gone(first, *started, within=10)
    forget(name)
    return part


def _gone(first: Seen, *started: Seen, within: float) -> bool:
    """Wait for the first to leave, then ask those it left behind, if any."""
    deadline = time.monotonic() + within
    asked = False
    while time.monotonic() < deadline:
        if not first.alive():
            left = [process for process in started if process.alive()]
            if not left:
                return True
            if not asked:
                for process in left:
                    process.signal()
                asked = True
        time.sleep(0.05)
    return False


def _file(name: str) -> Path:
    return home() / f"{name}.json"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was ended, for programs.")
def command(as_json: bool) -> None:
    """End the web server, worker and database of this installation.

    Requests and jobs that have begun are let finish. A database server of your own
    (DATABASE_URL) is left alone. Safe to run twice.
    """
    from ownway.config.postgres import EmbeddedPostgres

    worker = running("worker")  # looked for first: the web server may take it along
    web = end("serve")
    end("worker")
    database = EmbeddedPostgres(home()).stop()
    if as_json:
        did = {"web": web is not None, "worker": worker is not None, "database": database}
        click.echo(json.dumps({"home": str(home()), "stopped": did}))
        return
    if web:
        click.echo(f"Stopped the web server at {web.address}.")
    if worker:
        click.echo("Stopped the worker.")
    if database:
        click.echo("Stopped the database server.")
    if not (web or worker or database):
        click.echo(f"Nothing was running for {home()}.")
