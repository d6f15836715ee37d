"""`ownway serve`: the web application, until it is asked to stop."""

import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import click
import fasteners

from ownway.cli import exits, ready, stop
from ownway.config.home import CannotRun, home, made_home, mode, write_private
from ownway.config.postgres import EmbeddedPostgres
from ownway.foundation.keys.ring import ring
from ownway.kernel.refusal import Refused

THREADS = 4  # in each web process
SECONDS_FOR_A_REQUEST = 60
SECONDS_TO_FINISH = 30  # for requests under way when asked to stop
SECONDS_TO_BEGIN = 90
SECONDS_BETWEEN_LOOKS = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes any that is free.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=f"How many web processes, of {THREADS} threads each.",
)
@click.option("--with-worker", is_flag=True, help="Also do the work that waits in the queue.")
def command(host: str, port: int, workers: int, with_worker: bool) -> int:
    """Serve the web application.

    Prepares the database and the static files first. Runs until ctrl-C or ownway stop; requests
    under way are let finish. When this installation is being served already, says where.
    """
    explicit = click.get_current_context().get_parameter_source("port")
    chosen = explicit is not click.core.ParameterSource.DEFAULT
    if (already := stop.running("serve")) is not None:
        if chosen and port and not already.address.endswith(f":{port}"):
            raise Refused(
                f"Ownway is already served at {already.address}. "
                "Run `ownway stop` first to serve it somewhere else."
            )
        click.echo(f"Ownway is already served at {already.address}")
        return exits.DONE
    serve(host=host, port=port, workers=workers, with_worker=with_worker)
    return exits.DONE


def serve(
    *,
    host: str,
    port: int,
    workers: int = 2,
    with_worker: bool = False,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve until a signal comes; `announce` is given the address once pages are answered.

    Raises CannotRun: the port is taken, a production installation has no key file yet, or the
    server ends by itself.
    """
    listening = listener(host, port)
    with closing(listening):
        ring()
        ready()
        collect_static_files()
        _check_whole()
        keeper = _Keeper(listening, workers=workers, with_worker=with_worker)
        address = f"http://{host}:{listening.getsockname()[1]}"
        keeper.run(address, announce or (lambda at: click.echo(f"Ownway is served at {at}")))


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens, taken before anything slow so that a taken port is known at once."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except socket.gaierror as error:
        raise CannotRun(
            f"There is no address {host} on this machine.", "Use --host 127.0.0.1."
        ) from error
    except OSError as error:
        what = {
            errno.EADDRINUSE: f"Port {port} on {host} is taken by another program.",
            errno.EACCES: f"This account may not listen on port {port}.",
            errno.EADDRNOTAVAIL: f"There is no address {host} on this machine.",
        }.get(error.errno or 0, f"Nothing can listen on {host}:{port} ({error.strerror}).")
        raise CannotRun(what, "Choose another, for example: ownway serve --port 8001") from error


def collect_static_files() -> None:
    """Gather stylesheets and scripts where the web server reads them, when any has changed."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    if mode() == "test":
        return  # served from where they are
    if finders.find("ownway/built/govuk.css") is None:
        raise CannotRun("The stylesheets have not been built.", "Run: make assets")
    with fasteners.InterProcessLock(str(made_home() / "static.lock")):
        fingerprint = static_fingerprint()
        note = home() / "static.fingerprint"
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if manifest.exists() and note.exists() and note.read_text().strip() == fingerprint:
            return
        try:
            call_command("collectstatic", interactive=False, verbosity=0)
        except ValueError as error:  # a stylesheet names a file that is not there
            raise CannotRun("The stylesheets are not complete.", "Run: make assets") from error
        write_private(note, fingerprint + "\n")


def static_fingerprint() -> str:
    """What the static files are now: their names, sizes and times, and where they are gathered."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            file = Path(storage.path(name))
            about = file.stat()
            found.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _check_whole() -> None:
    """Refuse to serve what its own checks find broken, before anybody meets it."""
    from django.core.checks import run_checks

    if broken := [str(message) for message in run_checks() if message.is_serious()]:
        raise CannotRun("\n".join(["The application is not whole.", *broken]))


class _Keeper:
    """Keeps the web server, the worker and the embedded database up until a signal comes."""

    def __init__(self, listening: socket.socket, *, workers: int, with_worker: bool) -> None:
        self._listening = listening
        self._with_worker = with_worker
        self._workers = workers
        self._leaving = False
        self._web: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self._database = EmbeddedPostgres(home(), durable=mode() != "test")
        self._keeps_database = self._database.running()

    def run(self, address: str, announce: Callable[[str], None]) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._web = self._begin_web()
            self._note(address)
            self._listening.close()  # the web server has its own; a dead one must not seem to hear
            if self._await_first_answer(address):
                if self._with_worker:
                    self._worker = self._begin_worker()
                    self._note(address)
                announce(address)
                self._watch(address)
        finally:
            self._end()
            stop.forget("serve")

    def _begin_web(self) -> subprocess.Popen[bytes]:
        number = self._listening.fileno()
        return subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "ownway.config.wsgi:application",
                "--bind", f"fd://{number}", "--worker-class", "gthread",
                "--workers", str(self._workers), "--threads", str(THREADS),
                "--timeout", str(SECONDS_FOR_A_REQUEST),
                "--graceful-timeout", str(SECONDS_TO_FINISH),
                "--log-level", "warning", "--no-control-socket",
            ],
            pass_fds=[number],
            start_new_session=True,  # ctrl-C comes to us, and we ask it to leave in order
        )  # fmt: skip

    def _begin_worker(self) -> subprocess.Popen[bytes]:
        program = "from ownway.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", program, "worker"],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _note(self, address: str) -> None:
        """Write down who runs; whoever comes after a kill finds those left behind."""
        started = [one.pid for one in (self._web, self._worker) if one and one.poll() is None]
        stop.record(
            "serve", stop.Part(address, [stop.seen(pid) for pid in (os.getpid(), *started)])
        )

    def _await_first_answer(self, address: str) -> bool:
        """Wait until pages are answered; False when asked to leave before that."""
        host, _, port = address.removeprefix("http://").rpartition(":")
        near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        deadline = time.monotonic() + SECONDS_TO_BEGIN
        while time.monotonic() < deadline and not self._leaving:
            self._check_web()
            try:
                with closing(HTTPConnection(near, int(port), timeout=2)) as connection:
                    connection.request("GET", "/health/")
                    connection.getresponse()
                    return True
            except (OSError, HTTPException):
                time.sleep(0.05)
        if self._leaving:
            return False
        raise CannotRun("The web server has not answered for a minute and a half.")

    def _watch(self, address: str) -> None:
        """Look in on the children until asked to leave."""
        last_look = time.monotonic()
        while not self._leaving:
            self._check_web()
            if time.monotonic() - last_look > SECONDS_BETWEEN_LOOKS:
                last_look = time.monotonic()
                if self._keeps_database and not self._database.running():
                    self._begin_database()
                if self._worker is not None and self._worker.poll() is not None:
                    click.echo("The worker had ended; starting it again.", err=True)
                    self._worker = self._begin_worker()
                    self._note(address)
            time.sleep(0.1)

    def _begin_database(self) -> None:
        click.echo("The database server had ended; starting it again.", err=True)
        try:
            self._database.ensure()
        except CannotRun as trouble:  # pages say so meanwhile; the next look tries again
            click.echo(str(trouble), err=True)

    def _check_web(self) -> None:
        if self._web is not None and self._web.poll() is not None and not self._leaving:
            raise CannotRun("The web server ended by itself.", exits.ASK_DOCTOR)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGHUP and self._web is not None and not sys.stdin.isatty():
            self._web.send_signal(signal.SIGHUP)  # take up new code, answering all the while
            return
        self._leaving = True

    def _end(self) -> None:
        children = [one for one in (self._web, self._worker) if one is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(SECONDS_TO_FINISH + 5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
