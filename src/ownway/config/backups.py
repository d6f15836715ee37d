"""Copies of the database in a file, and the way back from one.

A copy is PostgreSQL's own custom format, so any server and tool of that family can read it. It is
written under another name, read back, and only then given its place, with its SHA-256 beside it.
The way back builds a second database and swaps names in one transaction: a restore that fails
half way leaves everything as it was, and one that succeeds keeps what it replaced.

Errors    CannotRun: server, disk or tools stand in the way.  Damaged: the file cannot be used.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ownway.config.home import CannotRun, home, made_home, make_folder, write_private
from ownway.config.postgres import EmbeddedPostgres

PACKAGED_MAJOR = 18  # of the tools in the wheel; tools read servers of their own age and older
ATTEMPTS_TO_SWAP = 50
# The tools say this to every server they restore into; one older than 17 does not know the words,
# and nothing is lost by that.
HARMLESS = 'unrecognized configuration parameter "transaction_timeout"'
KNOWS_THE_WORDS = 17


class Damaged(Exception):
    """A file that is not, or no longer, a copy that can be restored: the text says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy in a file."""

    file: Path
    made_at: datetime
    size: int  # bytes
    sha256: str


def back_up(
    url: str, file: Path | None = None, *, at: datetime, instant: str | None = None
) -> Backup:
    """Copy the whole database, as it is at one instant, to `file` or to the backups folder.

    `instant` is one that `shared_instant` gave: the copy is of then, and of a rehearsal, so it is
    not noted as the last backup.

    An existing file is never overwritten (FileExistsError). Nothing half written is ever seen
    under the final name.
    """
    if file is None:
        folder = made_home() / "backups"
        file = folder / f"ownway-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.dump"
    file = file.expanduser().absolute()
    make_folder(file.parent)
    if file.exists():
        raise FileExistsError(file)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # made 0600
    os.close(handle)
    partial = Path(name)
    try:
        as_of = [f"--snapshot={instant}"] if instant else []
        _run("pg_dump", url, "--format=custom", "--no-password", f"--file={partial}", *as_of)
        contents(partial)
        made = Backup(file, at, partial.stat().st_size, _sha256(partial))
        write_private(sidecar(file), f"{made.sha256}  {file.name}\n")
        os.link(partial, file)  # unlike a rename, refuses to take the place of another
    finally:
        partial.unlink(missing_ok=True)
    if instant is None:
        _record(made)
    return made


def last_backup() -> Backup | None:
    """The copy made last from this home, as it was recorded then; None before the first."""
    try:
        noted = json.loads(_last_file().read_text(encoding="utf-8"))
        return Backup(
            Path(noted["file"]),
            datetime.fromisoformat(noted["at"]),
            int(noted["bytes"]),
            noted["sha256"],
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def older_than(days: int, *, at: datetime) -> list[Path]:
    """The copies in the backups folder that were made more than some days ago, the oldest first.

    What was erased from the records lives on in a copy, so copies must expire too.
    """
    made = {file: _made_at(file) for file in (home() / "backups").glob("*.dump")}
    old = [file for file, when in made.items() if at - when > timedelta(days=days)]
    return sorted(old, key=lambda file: made[file])


def expire(days: int, *, at: datetime) -> list[Path]:
    """Remove the copies that are older than some days, but never the last; returns which went."""
    last = last_backup()
    gone = [file for file in older_than(days, at=at) if last is None or file != last.file]
    for file in gone:
        file.unlink(missing_ok=True)
        sidecar(file).unlink(missing_ok=True)
    return gone


def check(file: Path) -> None:
    """Raise Damaged unless the file is whole: its SHA-256, where kept, and its table of contents.

    Whether every row in it can be read shows only when it is restored beside the present one.
    """
    if not file.is_file():
        raise Damaged(f"There is no file {file}.")
    beside = sidecar(file)
    if beside.exists():
        kept = beside.read_text(encoding="utf-8", errors="replace").split()
        if not kept or kept[0] != _sha256(file):
            raise Damaged(
                f"{file} is not what was written: its SHA-256 differs from the one in {beside}. "
                "Nothing was changed. Use another backup."
            )
    contents(file)


def contents(file: Path) -> str:
    """What is in a copy, as pg_restore lists it. Raises Damaged when it cannot."""
    done = subprocess.run(
        [str(_packaged("pg_restore")), "--list", str(file)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise Damaged(
            f"{file} is not a backup that can be read ({_reason(done.stderr.splitlines())}). "
            "Nothing was changed. Use another backup."
        )
    return done.stdout


def sidecar(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def head_beside(file: Path) -> Path:
    """Where the end of the audit chain is kept that a copy must hold."""
    return file.with_name(f"{file.name}.head.json")


# What a rehearsal compares


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows each table holds, and the balance of each ledger account in pence."""

    rows: dict[str, int]
    balances: dict[str, int]


def shared_instant(connection: psycopg.Connection[Any]) -> str:
    """The instant that a transaction sees, by the name a copy can be asked for; while it lasts."""
    (name,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
    return str(name)


def contents_of(connection: psycopg.Connection[Any]) -> Contents:
    """What a database holds, as its transaction sees it."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    rows = {}
    for (name,) in tables:
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        (rows[name],) = connection.execute(count).fetchone() or (0,)
    balances: dict[str, int] = {}
    if "ledger_transfer" in rows:
        balances = dict(
            connection.execute(
                "SELECT account::text, sum(pence)::bigint FROM ("
                " SELECT debit_id AS account, pence FROM ledger_transfer"
                " UNION ALL SELECT credit_id, -pence FROM ledger_transfer) AS leg GROUP BY 1"
            ).fetchall()
        )
    return Contents(rows, balances)


# The way back


def restore_beside(url: str, file: Path, *, stamp: str) -> str:
    """Restore a copy into a new database beside the present one, and return its URL.

    What an earlier attempt left is removed first. Raises Damaged when the rows cannot be read;
    the new database is gone again then.
    """
    prefix = f"{_stem(url)}_restoring_"
    fresh = prefix + stamp
    with _beside(url) as server:
        known = server.execute("SELECT datname FROM pg_database").fetchall()
        for (other,) in known:
            if other.startswith(prefix):
                _drop(server, other)
        try:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(fresh))
            )
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotRun(
                "The account in DATABASE_URL may not create a database to restore into.",
                "Give it that right for the while: ALTER ROLE … CREATEDB.",
            ) from error
    beside = with_database(url, fresh)
    at_once = ["--exit-on-error"] if _server(url)[0] >= KNOWS_THE_WORDS else []
    try:
        _run(
            "pg_restore", beside, "--no-password", "--no-owner", "--no-privileges",
            *at_once, str(file), as_input=True,
        )  # fmt: skip
    except BaseException:
        drop(url, fresh)
        raise
    return beside


def swap(url: str, beside: str, *, stamp: str) -> str | None:
    """Give the new database the name of the present one; both renames or neither.

    Returns the name under which the replaced one is kept, or None when there was none.
    """
    name, fresh = database_of(url), database_of(beside)
    kept = f"{_stem(url)}_before_restore_{stamp}"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with _beside(url) as server:
        for attempt in range(ATTEMPTS_TO_SWAP):
            there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            present = there.fetchone() is not None
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname IN (%s, %s) AND pid <> pg_backend_pid() AND usename = current_user",
                [name, fresh],
            )
            try:
                with server.transaction():
                    if present:
                        server.execute(rename.format(sql.Identifier(name), sql.Identifier(kept)))
                    server.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
            except psycopg.errors.ObjectInUse as error:
                if attempt + 1 == ATTEMPTS_TO_SWAP:
                    raise CannotRun(
                        "Somebody else is using the database.", "End their session and try again."
                    ) from error
                time.sleep(0.1)
            else:
                return kept if present else None
    raise AssertionError("the last attempt returns or raises")


def drop(url: str, name: str) -> None:
    """Remove a database that was made for a restore."""
    with _beside(url) as server:
        _drop(server, name)


def kept_from_restores(url: str) -> list[str]:
    """The databases that earlier restores replaced and kept."""
    prefix = f"{_stem(url)}_before_restore_"
    with psycopg.connect(url) as connection:
        known = connection.execute("SELECT datname FROM pg_database ORDER BY 1").fetchall()
    return [name for (name,) in known if name.startswith(prefix)]


def rows_in(url: str, table: str) -> int | None:
    """How many rows a table holds; None when the database or the table is not there.

    Asked in SQL, because before a restore the tables may not be what this version expects.
    """
    with _beside(url) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database_of(url)])
        if known.fetchone() is None:
            return None
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
        if found is None or found[0] is None:
            return None
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        (rows,) = connection.execute(count).fetchone() or (0,)
        return int(rows)


def is_empty(url: str) -> bool:
    """Whether a database has no table of anybody's."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchone()
    return found == (0,)


def database_of(url: str) -> str:
    return str(conninfo_to_dict(url).get("dbname") or "")


def _stem(url: str) -> str:
    """The start of names made from a database's own: PostgreSQL cuts names at 63 letters."""
    return database_of(url)[:30]


def with_database(url: str, name: str) -> str:
    """The same server and account, another database; still a URL, which settings need."""
    before, _, after = url.partition("?")
    return before.rsplit("/", 1)[0] + f"/{name}" + (f"?{after}" if after else "")


# The server and its tools


@contextmanager
def _beside(url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection to the server that is not in the database concerned."""
    try:
        connection = psycopg.connect(with_database(url, "postgres"), autocommit=True)
    except psycopg.OperationalError:
        connection = psycopg.connect(with_database(url, "template1"), autocommit=True)
    try:
        yield connection
    finally:
        connection.close()


def _drop(server: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(statement.format(sql.Identifier(name)))


def _run(program: str, url: str, *arguments: str, as_input: bool = False) -> None:
    """Run a tool on a database. The password travels in the environment, where others cannot see.

    as_input    the tool reads the file it is given, so its trouble may be the file's.
    """
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    password = str(parts.pop("password", "") or "")
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    environment |= {"LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(
        [str(_tool(program, url)), f"--dbname={make_conninfo(**parts)}", *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=environment,
    )
    complaints = [line for line in done.stderr.splitlines() if "error:" in line]
    if done.returncode == 0 or (complaints and all(HARMLESS in line for line in complaints)):
        return
    reason = _reason([line for line in complaints if HARMLESS not in line])
    if "No space left" in done.stderr:
        raise CannotRun("There is no room left on the disk.", "Free some and run this again.")
    if as_input and not re.search("connection|server closed", reason):
        raise Damaged(f"The backup cannot be restored ({reason}). Nothing was changed.")
    raise CannotRun(f"{program} could not finish: {reason}", "Run `ownway doctor`.")


def _tool(program: str, url: str) -> Path:
    """A tool that is not older than the server, and speaks TLS where the server does."""
    major, encrypted = _server(url)
    if major <= PACKAGED_MAJOR and not encrypted:
        return _packaged(program)
    installed = shutil.which(program)
    if installed is not None:
        said = subprocess.run([installed, "--version"], capture_output=True, text=True, check=False)
        version = re.search(r"(\d+)", said.stdout)
        if version is not None and int(version[1]) >= major:
            return Path(installed)
    raise CannotRun(
        f"This server needs {program} of PostgreSQL {major} or newer"
        f"{', with TLS' if encrypted else ''}.",
        f"Install PostgreSQL's client programs, so that `{program} --version` shows it.",
    )


def _server(url: str) -> tuple[int, bool]:
    """The major version of a server, and whether it was reached with TLS."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10000, connection.pgconn.ssl_in_use


def _packaged(program: str) -> Path:
    return EmbeddedPostgres(home()).bin_dir() / program


def _reason(complaints: list[str]) -> str:
    """The first thing a tool complained of; the lines between may quote rows."""
    first = complaints[0].strip() if complaints else "no reason given"
    return re.sub(r"^\S*?pg_\w+: error: ", "", first)


def _sha256(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def _made_at(file: Path) -> datetime:
    """When a copy was made, as its name says, or else as the disk says."""
    try:
        return datetime.strptime(f"{file.stem}+0000", "ownway-%Y%m%dT%H%M%SZ%z")
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _last_file() -> Path:
    return home() / "backups" / "last.json"


def _record(made: Backup) -> None:
    make_folder(_last_file().parent)
    about = {
        "file": str(made.file),
        "at": made.made_at.astimezone(UTC).isoformat(),
        "bytes": made.size,
        "sha256": made.sha256,
    }
    write_private(_last_file(), json.dumps(about, indent=1) + "\n")
