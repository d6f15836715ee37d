"""`ownway backup`: copy the database to a file."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from ownway.cli import exits, ready
from ownway.kernel.refusal import Refused


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--keep",
    "keep_days",
    type=click.IntRange(1, 3650),
    default=None,
    help="Afterwards remove copies in the folder backups that are older than this many days. "
    "35 or fewer keep the promise that what was erased does not come back.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was made, for programs.")
def command(file: Path | None, keep_days: int | None, as_json: bool) -> int:
    """Copy the whole database to FILE.

    Without FILE, to the folder backups in the home folder. Work goes on meanwhile: the copy shows
    one instant. Its SHA-256 is kept beside it in FILE.sha256, and where the audit chain ended in
    FILE.head.json. An existing file is never replaced.
    Whoever has the file has everybody's record, so keep it where few can read it.
    """
    from ownway.config import backups
    from ownway.config.home import write_private
    from ownway.config.postgres import database_url

    ready(migrate=False)
    if backups.is_empty(database_url()):
        raise Refused("There is nothing to back up yet: the database is empty.")
    head = _end_of_chain()
    try:
        made = backups.back_up(database_url(), file, at=datetime.now(UTC))
    except FileExistsError as error:
        raise Refused(f"{error} exists and was left as it is. Choose another name.") from error
    if head is not None:
        write_private(backups.head_beside(made.file), head)
    gone = backups.expire(keep_days, at=made.made_at) if keep_days else []
    if as_json:
        click.echo(
            json.dumps(
                {
                    "file": str(made.file),
                    "at": made.made_at.isoformat(),
                    "bytes": made.size,
                    "sha256": made.sha256,
                    "removed": [str(one) for one in gone],
                }
            )
        )
    else:
        click.echo(f"Backed up to {made.file} ({made.size / 1_000_000:.1f} MB).")
        if gone:
            click.echo(f"Removed {len(gone)} older than {keep_days} days.")
    return exits.DONE


def _end_of_chain() -> str | None:
    """Where the audit chain ends before the copy is made, so that the copy holds at least that."""
    from ownway.config.postgres import database_url
    from ownway.foundation.audit import operations, queries

    with queries.one_instant(database_url()) as connection:
        head = queries.head_in(connection)
    return operations.written(head) if head else None
