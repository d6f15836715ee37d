"""`ownway doctor`: what is wrong with this installation, and how to put it right.

Looking changes nothing, but for the embedded server, which is started when it has a database.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import psycopg

from ownway.cli import exits, unprepared
from ownway.config import backups
from ownway.config.home import home, mode, secret_key_file
from ownway.config.postgres import EmbeddedPostgres, database_url
from ownway.foundation.keys.ring import key_file

OLDEST_SERVER = 15
SEALED_WITHIN = timedelta(minutes=1)
PUBLISHED_WITHIN = timedelta(days=2)
BACKUP_AGE = timedelta(hours=24)
BACKUPS_EXPIRE_DAYS = 35  # what was erased is gone for good once every copy from before is
ROOM_BESIDE_THE_DATABASE = 1_000_000_000  # bytes, for logs and static files
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and the sentence that says what to do when it is not well."""

    name: str
    ok: bool
    what: str
    fix: str = ""


Look = Callable[[], Iterator[Check]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list of checks, for programs.")
def command(as_json: bool) -> int:
    """Say what is wrong here, and how to put it right.

    Looks at the home folder, database, backups, settings, queue and disk. Ends with 0 when all is
    well, 1 when something was found, and 5 when the database does not answer.
    """
    checks, answers = examine()
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], indent=1))
    else:
        for check in checks:
            click.echo(f"{'ok   ' if check.ok else 'LOOK '} {check.name}: {check.what}")
            if not check.ok and check.fix:
                click.echo(f"      {check.fix}")
    if not answers:
        return exits.ENVIRONMENT
    return exits.DONE if all(check.ok for check in checks) else exits.FOUND


def examine() -> tuple[list[Check], bool]:
    """Every check that could be made, and whether the database answers."""
    checks = [*_tried("python", _python), *_tried("home", _home), *_tried("secrets", _secrets)]
    checks += _tried("keys", _keys)
    reached = _tried("database", _database)
    answers = bool(reached) and reached[0].ok
    checks += reached
    settings = _tried("settings", _settings)
    checks += settings
    if answers:
        for name, look in (
            ("tables", _tables),
            ("installation", _installation),
            ("queue", _queue),
            ("kept copies", _kept_copies),
            ("kept files", _kept_files),
            ("audit", _audit),
            ("sealed", _sealed),
        ):
            checks += _tried(name, look)
    checks += [*_tried("backup", _backup), *_tried("stylesheets", _stylesheets)]
    checks += _tried("disk", _disk)
    return checks, answers


def _tried(name: str, look: Look) -> list[Check]:
    """The checks of one look; trouble while looking is itself something found."""
    try:
        return [replace(check, fix="") if check.ok else check for check in look()]
    except Exception as error:
        first_line = (str(error).splitlines() or [type(error).__name__])[0]
        return [Check(name, False, first_line, getattr(error, "fix", ""))]


def _python() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    new_enough = sys.version_info >= (3, 11)
    yield Check("python", new_enough, f"Python {version}.", "Install Python 3.11 or newer.")


def _home() -> Iterator[Check]:
    folder = home()
    if not folder.is_dir():
        yield Check("home", False, f"{folder} does not exist yet.", "`ownway serve` makes it.")
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield Check(
            "home",
            False,
            f"This account may not write to {folder} ({error.strerror}).",
            "Run Ownway as the account that owns it, or set OWNWAY_HOME to another folder.",
        )
    else:
        yield Check("home", True, f"{folder} can be written to.")


def _secrets() -> Iterator[Check]:
    """Passwords, keys and copies of the database are for one account's eyes."""
    if os.name != "posix":
        return
    files = [secret_key_file(), key_file(), home() / "postgres" / "connection.json"]
    files += sorted((home() / "backups").glob("*.dump"))
    if (last := backups.last_backup()) is not None:
        files.append(last.file)
    opened = {str(file) for file in files if file.exists() and file.stat().st_mode & 0o077}
    yield Check(
        "secrets",
        not opened,
        f"Other accounts may read {', '.join(sorted(opened))}."
        if opened
        else "Passwords, keys and backups are closed to other accounts.",
        f"Run: chmod 600 {' '.join(sorted(opened))}",
    )


def _keys() -> Iterator[Check]:
    """The file that private words and documents cannot be read without."""
    from ownway.foundation.keys import ring

    file = key_file()
    if not file.exists() and mode() != "production":
        yield Check("keys", True, "No key is made yet; the first is when something is sealed.")
        return
    known = ring.ring()
    count = "1 key" if len(known.keys) == 1 else f"{len(known.keys)} keys"
    yield Check("keys", True, f"{count} in {file}; {known.current_id} seals.")


def _database() -> Iterator[Check]:
    own = EmbeddedPostgres(home())
    if not os.environ.get("DATABASE_URL") and not own.data.exists():
        yield Check("database", False, "There is no database yet.", "`ownway serve` makes one.")
        return
    try:
        with psycopg.connect(database_url(), connect_timeout=10) as connection:
            about = connection.info
            version = about.server_version // 10000
            where = f"{about.host}:{about.port}"
            found = connection.execute("SHOW is_superuser").fetchone()
    except psycopg.OperationalError as error:
        yield Check(
            "database",
            False,
            f"The database does not answer: {str(error).splitlines()[0]}",
            "Check that the server in DATABASE_URL is up and its password right."
            if os.environ.get("DATABASE_URL")
            else f"Its log is {own.log}.",
        )
        return
    yield Check("database", True, f"PostgreSQL {version} answers at {where}.")
    yield Check(
        "database version",
        version >= OLDEST_SERVER,
        f"PostgreSQL {version}; {OLDEST_SERVER} is the oldest that serves.",
        f"Move to PostgreSQL {OLDEST_SERVER} or newer: `ownway backup`, then `ownway restore`.",
    )
    superuser = found == ("on",)
    yield Check(
        "database account",
        not superuser,
        "The account used is a superuser, which no rule in the database holds back."
        if superuser
        else "The account used is an ordinary one.",
        "Put an account without SUPERUSER that owns the database in DATABASE_URL.",
    )


def _settings() -> Iterator[Check]:
    import django
    from django.conf import settings
    from django.core.checks import WARNING, run_checks

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ownway.config.settings")
    django.setup()
    production = mode() == "production"
    messages = run_checks(include_deployment_checks=production)
    wrong = [message for message in messages if message.level >= WARNING]
    for message in wrong:
        words = str(message.msg).splitlines()[0]
        yield Check(f"settings {message.id}", False, words, message.hint or "")
    if production:
        yield from _production_settings()
    elif not wrong:
        yield Check("settings", True, f"The settings suit a {settings.OWNWAY_MODE} installation.")


def _production_settings() -> Iterator[Check]:
    from django.conf import settings

    yield Check(
        "debug",
        not settings.DEBUG,
        "Mistakes are shown to everyone." if settings.DEBUG else "Mistakes are not shown to users.",
        "Set DEBUG to False in the settings.",
    )
    hosts = set(settings.ALLOWED_HOSTS)
    any_host, nobody = "*" in hosts, hosts <= LOCAL_HOSTS
    yield Check(
        "addresses",
        not any_host and not nobody,
        "Any address is answered to."
        if any_host
        else "Only this machine itself can open the pages."
        if nobody
        else f"Answers to {', '.join(sorted(hosts))}.",
        "Set OWNWAY_ALLOWED_HOSTS to the address people use, such as care.example.gov.uk.",
    )
    redirect = settings.SECURE_SSL_REDIRECT
    proxied = settings.SECURE_PROXY_SSL_HEADER is not None
    yield Check(
        "https",
        redirect and proxied,
        "Pages are sent over HTTPS only."
        if redirect and proxied
        else "Pages are sent in the clear, for anyone on the way to read."
        if not redirect
        else "Every page is sent to HTTPS, but nothing says that a proxy provides it.",
        "Put a proxy with TLS before `ownway serve`, set OWNWAY_BEHIND_PROXY=yes, "
        "and leave OWNWAY_PLAIN_HTTP unset.",
    )
    asked = settings.OWNWAY_SECOND_FACTOR == "required"
    yield Check(
        "second-factor",
        asked,
        "Staff sign in with a second factor."
        if asked
        else "Staff may sign in by a password alone.",
        "Leave OWNWAY_SECOND_FACTOR unset, or set it to required.",
    )
    yield Check(
        "day",
        settings.OWNWAY_TODAY is None,
        "Today is today."
        if settings.OWNWAY_TODAY is None
        else f"It is always {settings.OWNWAY_TODAY} here.",
        "Unset OWNWAY_TODAY.",
    )


def _tables() -> Iterator[Check]:
    waiting = unprepared()
    yield Check(
        "tables",
        not waiting,
        f"{len(waiting)} changes to the tables wait, the first is {waiting[0]}."
        if waiting
        else "The tables are those of this version.",
        "Run `ownway backup`, then `ownway serve`, which applies them.",
    )


def _installation() -> Iterator[Check]:
    from ownway.foundation.access.queries import installation_mode

    here, there = mode(), installation_mode()
    yield Check(
        "installation",
        here == there,
        f"This is a {here} installation, and its database agrees."
        if here == there
        else f"{home()} is for {here}; the database does not say what it is for."
        if there is None
        else f"{home()} is for {here}, but the database is a {there} one.",
        "`ownway serve` writes it down."
        if there is None
        else "Set OWNWAY_HOME, OWNWAY_MODE or DATABASE_URL so that they agree.",
    )


def _queue() -> Iterator[Check]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
              EXISTS (SELECT FROM procrastinate_workers
                      WHERE last_heartbeat > now() - interval '1 minute'),
              count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, began) < now()),
              count(*) FILTER (WHERE status = 'todo'
                               AND coalesce(scheduled_at, began) < now() - interval '10 minutes'),
              count(*) FILTER (WHERE status = 'doing' AND NOT EXISTS (
                  SELECT FROM procrastinate_workers AS worker
                  WHERE worker.id = worker_id
                  AND worker.last_heartbeat > now() - interval '5 minutes')),
              count(*) FILTER (WHERE status = 'failed' AND moved > now() - interval '1 day')
            FROM procrastinate_jobs AS job
            LEFT JOIN LATERAL (
              SELECT min(at) AS began, max(at) AS moved
              FROM procrastinate_events WHERE job_id = job.id
            ) AS event ON true
            """
        )
        alive, waiting, overdue, stalled, failed = cursor.fetchone()
    start = "Run `ownway worker`, or `ownway serve --with-worker`."
    yield Check(
        "worker",
        alive or (not waiting and mode() != "production"),
        "A worker is at work."
        if alive
        else f"No worker is running, and {waiting} jobs wait for one."
        if waiting
        else "No worker is running, and nothing waits for one.",
        start,
    )
    yield Check(
        "queue",
        not (overdue or stalled or failed),
        f"{overdue} jobs have waited for more than ten minutes, {stalled} were left by a worker "
        f"that died, {failed} failed in the last day."
        if overdue or stalled or failed
        else "No job is late, left behind or failed.",
        start if overdue or stalled else "The worker's log says why they failed.",
    )


def _kept_copies() -> Iterator[Check]:
    kept = backups.kept_from_restores(database_url())
    yield Check(
        "kept copies",
        not kept,
        f"Earlier restores kept what they replaced: {', '.join(kept)}."
        if kept
        else "No earlier restore has left a copy of people's records.",
        "Once you are sure of the restore, run `ownway restore --drop-kept`.",
    )


def _kept_files() -> Iterator[Check]:
    from ownway.commissioning.returns.queries.kept import kept_files_looked_at

    looked, spoilt = kept_files_looked_at()
    files = "1 kept file is" if looked == 1 else f"{looked} newest kept files are"
    yield Check(
        "kept files",
        not spoilt,
        f"These kept files are no longer what was given: {', '.join(spoilt)}."
        if spoilt
        else f"The {files} what was given."
        if looked
        else "No file is kept yet.",
        "Look at the disk, and restore the last backup from before with `ownway restore FILE`.",
    )


def _sealed() -> Iterator[Check]:
    from django.conf import settings

    from ownway.foundation.keys import places, ring

    used = [(place.words, place.by_key()) for place in places.places()]
    known = ring.ring().keys if any(found for _, found in used) else {}
    lost = {key for _, found in used for key in found if key not in {*known, places.NOT_SEALED}}
    plain = sum(found[places.NOT_SEALED] for _, found in used)
    yield Check(
        "sealed",
        not lost and not plain,
        f"Something is sealed with keys that are not in the key file: {', '.join(sorted(lost))}."
        if lost
        else f"{plain:,} values were kept before they were sealed."
        if plain
        else "Everything that is sealed has its key.",
        "`ownway keys list` says what is lost; put the key file back from where it is kept."
        if lost
        else "Run: ownway keys rotate",
    )
    yield Check(
        "scanner",
        True,
        "Documents are looked over by a virus scanner."
        if settings.OWNWAY_SCANNER
        else "No virus scanner looks documents over; OWNWAY_SCANNER can name one.",
    )


def _audit() -> Iterator[Check]:
    from ownway.foundation.audit import operations, queries

    production, at = mode() == "production", datetime.now(UTC)
    late = queries.waiting_since(at=at, longer_than=SEALED_WITHIN)
    yield Check(
        "audit",
        late is None or not production,
        "What happened is sealed."
        if late is None
        else f"Since {late:%-d %B at %H:%M} nothing that happened has been sealed.",
        "Run `ownway worker`. A long import holds the sealing up until it ends.",
    )
    place, last = operations.place_for_heads(), queries.published()
    fresh = last is not None and at - last.published_at <= PUBLISHED_WITHIN
    yield Check(
        "audit head",
        (bool(place) and fresh) or not production,
        "The end of the audit chain is published nowhere, so a chain cut short would not be found."
        if not place
        else "The end of the audit chain has not been published yet."
        if last is None
        else f"The end of the audit chain was published last on {last.published_at:%-d %B %Y}.",
        "Run `ownway audit publish`, and see that the worker runs."
        if place
        else "Set OWNWAY_AUDIT_HEADS to a folder on another disk, or an e-mail address.",
    )


def _backup() -> Iterator[Check]:
    last = backups.last_backup()
    every_night = "Run `ownway backup`, and have it run every night."
    if mode() != "production":
        yield Check("backup", True, "Only a production installation must be backed up.")
    elif last is None:
        yield Check("backup", False, "No backup has been made from here.", every_night)
    elif not last.file.exists():
        yield Check("backup", False, f"The last backup, {last.file}, is gone.", every_night)
    else:
        age = datetime.now(UTC) - last.made_at
        what = f"The last backup is {age.total_seconds() / 3600:.0f} hours old ({last.file})."
        yield Check("backup", age <= BACKUP_AGE, what, every_night)
    old = backups.older_than(BACKUPS_EXPIRE_DAYS, at=datetime.now(UTC))
    yield Check(
        "old backups",
        not old,
        f"{len(old)} in the folder backups are older than {BACKUPS_EXPIRE_DAYS} days, the oldest "
        f"{old[0].name}; what was erased since is still in them."
        if old
        else f"No backup here is older than {BACKUPS_EXPIRE_DAYS} days.",
        f"Run `ownway backup --keep {BACKUPS_EXPIRE_DAYS}`, and remove old copies elsewhere too.",
    )


def _stylesheets() -> Iterator[Check]:
    from django.contrib.staticfiles import finders

    built = finders.find("ownway/built/govuk.css") is not None
    yield Check(
        "stylesheets",
        built,
        "The stylesheets are built." if built else "The stylesheets have not been built.",
        "Run: make assets",
    )


def _disk() -> Iterator[Check]:
    folder = next(above for above in (home(), *home().parents) if above.exists())
    free = shutil.disk_usage(folder).free
    data = EmbeddedPostgres(home()).data
    needed = ROOM_BESIDE_THE_DATABASE + 2 * _size_of(data)
    yield Check(
        "disk",
        free >= needed,
        f"{free / 1e9:.1f} GB are free for {folder}; {needed / 1e9:.1f} GB leave room for a "
        "backup and a restore.",
        "Free some, or move the home folder to a larger disk.",
    )


def _size_of(folder: Path) -> int:
    total = 0
    for at, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(at) / name).stat().st_size
            except FileNotFoundError:  # the server removes files as it works
                continue
    return total
