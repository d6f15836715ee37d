"""`ownway restore`: go back to a backup, keeping what it replaces."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from ownway.cli import exits, ready, stop
from ownway.kernel.refusal import Refused

PEOPLE = "people_person"
KEPT_AS_IT_WAS = (
    "Nothing was changed. Use another backup, or say --unverified to restore this one all the same."
)
OURS = "access_installation"  # a table that every database of Ownway has


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Replace a database that holds people.")
@click.option("--drop-kept", is_flag=True, help="Instead, drop what earlier restores kept.")
@click.option(
    "--unverified", is_flag=True, help="Restore although the audit in it cannot be verified."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done, for programs.")
def command(file: Path | None, yes: bool, drop_kept: bool, unverified: bool, as_json: bool) -> int:
    """Go back to the backup in FILE.

    The backup is restored beside the present database, its audit is verified, and it is prepared
    for this version; then the two change places at once. The present one is kept under another
    name, which is printed. If anything fails on the way, nothing has changed.
    """
    if (file is None) is not drop_kept:
        raise click.UsageError("Name a FILE to restore, or say --drop-kept, and not both.")
    if file is None:
        _drop_kept(as_json=as_json)
    else:
        _restore(file.expanduser().absolute(), yes=yes, unverified=unverified, as_json=as_json)
    return exits.DONE


def _restore(file: Path, *, yes: bool, unverified: bool, as_json: bool) -> None:
    from ownway.config import backups
    from ownway.config.postgres import database_url

    _refuse_while_running()
    try:
        backups.check(file)
        if not backups.sidecar(file).exists():
            click.echo(f"There is no {backups.sidecar(file).name} to compare it with.", err=True)
        url = database_url()
        people = backups.rows_in(url, PEOPLE) or 0
        if people and not yes:
            raise Refused(
                f"The database {backups.database_of(url)} holds {people:,} people, and would be "
                f"replaced by {file.name}. It would be kept under another name. "
                "To go ahead, run this again with --yes."
            )
        stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
        beside = backups.restore_beside(url, file, stamp=stamp)
    except backups.Damaged as error:
        raise exits.UnusableInput(str(error)) from error
    try:
        _make_fit(beside, file)
        if not unverified:
            _audited(beside, file)
        worth_keeping = not backups.is_empty(url)
        kept = backups.swap(url, beside, stamp=stamp)
    except BaseException:
        _let_go()
        backups.drop(url, backups.database_of(beside))
        raise
    if kept and not worth_keeping:
        backups.drop(url, kept)
        kept = None
    _report(url, file, kept=kept, as_json=as_json)


def _drop_kept(*, as_json: bool) -> None:
    from ownway.config import backups
    from ownway.config.postgres import database_url

    url = database_url()
    kept = backups.kept_from_restores(url)
    for name in kept:
        backups.drop(url, name)
    if as_json:
        click.echo(json.dumps({"dropped": kept}))
    else:
        click.echo(f"Dropped {', '.join(kept)}." if kept else "No restore has kept anything.")


def _refuse_while_running() -> None:
    if stop.running("serve") or stop.running("worker"):
        raise Refused(
            "People may be working: the web server or the worker is running. "
            "Run `ownway stop` first, and start them again afterwards."
        )


def _make_fit(beside: str, file: Path) -> None:
    """Prepare the restored database for this version, before anybody meets it."""
    from ownway.config import backups

    if backups.rows_in(beside, OURS) is None:
        raise exits.UnusableInput(f"{file} is a copy of some other database, not of Ownway's.")
    os.environ["DATABASE_URL"] = beside  # settings are read for the first time just below
    ready()
    if newer := _unknown_migrations():
        raise exits.UnusableInput(
            f"{file} was made by a newer version of Ownway (it has {newer[0]}). "
            "Install that version, then restore."
        )
    _let_go()


def _audited(beside: str, file: Path) -> None:
    """Raise UnusableInput unless what came back is as it was sealed, to where the chain ended."""
    from ownway.config import backups
    from ownway.foundation.audit import operations, queries

    kept = backups.head_beside(file)
    try:
        heads = [operations.read_head(kept.read_text("utf-8"), name=kept.name)]
    except FileNotFoundError:
        heads = []
    except (Refused, UnicodeDecodeError) as error:
        raise exits.UnusableInput(f"{error} {KEPT_AS_IT_WAS}") from error
    with queries.one_instant(beside) as connection:
        verdict = queries.verify(connection, heads=heads)
    if not verdict.whole:
        raise exits.UnusableInput(f"{verdict.findings[0].words} {KEPT_AS_IT_WAS}")


def _unknown_migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {app for app, _ in loader.disk_migrations}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in ours)


def _let_go() -> None:
    from django.conf import settings

    if settings.configured:
        from django.db import connections

        connections.close_all()


def _report(url: str, file: Path, *, kept: str | None, as_json: bool) -> None:
    from ownway.config import backups

    people = backups.rows_in(url, PEOPLE) or 0
    if as_json:
        did = {"file": str(file), "people": people, "kept": kept}
        click.echo(json.dumps({"database": backups.database_of(url), **did}))
        return
    click.echo(f"Restored {file}: {people:,} people.")
    if kept:
        click.echo(
            f"What was replaced is kept as the database {kept}. It still holds people's records: "
            "once you are sure, run `ownway restore --drop-kept`."
        )
