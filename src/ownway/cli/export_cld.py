"""`ownway export-cld`: make the Client Level Data return for a period."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownway.cli import exits, ready
from ownway.cli.snapshot import a_day

if TYPE_CHECKING:
    from ownway.commissioning.returns.operations import Made

MOST = 10  # faults named; the page names them all


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--from",
    "first_day",
    metavar="DAY",
    callback=a_day,
    required=True,
    help="The first day of the period, like 2025-04-01.",
)
@click.option(
    "--to",
    "last_day",
    metavar="DAY",
    callback=a_day,
    required=True,
    help="The last day of the period, like 2026-03-31.",
)
@click.option("--by", "email", help="The email address of whoever makes it.")
@click.option("--json", "as_json", is_flag=True, help="Print the checks, for programs.")
def command(file: Path, first_day: date, last_day: date, email: str | None, as_json: bool) -> int:
    """Make the Client Level Data return (release 2) for a period, from today's records.

    Requests, assessments and reviews that finished in the period, and services that ran in it. Each
    row is checked as an import checks it; rows with faults go out, and what to put right first is
    said. The file is written whole or not at all, and kept here as it is. The same records give the
    same file. It counts as sent once somebody says so, on the page Returns.

    Ends with 1 when rows were left out that no file could hold so that it could be read again.
    """
    if not file.absolute().parent.is_dir():
        raise exits.UnusableInput(f"There is no folder {file.parent} to write the file to.")
    ready()
    from ownway.commissioning.returns.operations import export_cld
    from ownway.config.clock import now, today
    from ownway.foundation.access.queries import sign_in_by_email

    made = export_cld(
        file.absolute(),
        first_day=first_day,
        last_day=last_day,
        made_at=now(),
        by=sign_in_by_email(email) if email else None,
        on=today(),
    )
    if as_json:
        click.echo(json.dumps(as_plain(made), ensure_ascii=False))
    else:
        click.echo(in_words(made, first_day, last_day))
    return exits.FOUND if made.checks.put_aside else exits.DONE


def as_plain(made: "Made") -> dict[str, object]:
    return {
        "rows": made.checks.rows,
        "by_type": dict(made.checks.by_type),
        "by_field": list(made.checks.by_field),
        "put_aside": made.checks.put_aside,
        "in_doubt": made.checks.in_doubt,
        "sha256": made.sha256,
        "size_bytes": made.size_bytes,
    }


def in_words(made: "Made", first_day: date, last_day: date) -> str:
    checks = made.checks
    types = ", ".join(f"{rows:,} {name.casefold()}s" for name, rows in checks.by_type)
    said = [f"{checks.rows:,} rows are in {made.file_name}: {types}."]
    checked = f"/commissioning/returns/?first_day={first_day}&last_day={last_day}"
    if checks.put_aside:
        said.append(
            f"{checks.put_aside:,} rows were left out: no file could hold them so that it could be "
            f"read again. They are named on the page Returns ({checked})."
        )
    if checks.in_doubt:
        said.append(
            f"{checks.in_doubt:,} services were left out because a later file no longer tells of "
            f"them. Find out whether they ended; they are named on the page Returns ({checked})."
        )
    if checks.faults:
        said.append(f"Most to put right; the records are named on the page Returns ({checked}):")
        said += [
            f"  {one['rows']:>9,}  {one['field']}: {one['class']}" for one in checks.faults[:MOST]
        ]
    return "\n".join(said)
