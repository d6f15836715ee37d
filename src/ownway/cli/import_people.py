"""`ownway import-people`: add names, addresses and how to talk."""

import json
from pathlib import Path

import click

from ownway.cli import exits, ready
from ownway.cli.import_cld import check_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", "email", help="The email address of whoever brings it in.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print what became of the rows, for programs."
)
def command(file: Path, email: str | None, as_json: bool) -> int:
    """Add names, addresses and communication needs to people known by council id.

    \b
    The first row names the columns, in any case and order:
      council_id, and any of given_name, family_name, known_as, address_line_1,
      address_line_2, town, postcode, telephone, email, how_to_talk,
      communication_needs (semicolons between)

    Blank cells leave what is known; the same file twice changes nothing.
    """
    check_file(file)
    ready()
    from ownway.commissioning.returns.domain import UnusableFile
    from ownway.commissioning.returns.operations import import_people
    from ownway.config.clock import today
    from ownway.foundation.access.queries import sign_in_by_email
    from ownway.foundation.facts.operations import one_context

    try:
        with one_context(f"import {file.name}"[:80]):
            report = import_people(file, by=sign_in_by_email(email) if email else None, on=today())
    except UnusableFile as unusable:
        raise exits.UnusableInput(str(unusable)) from None
    if report.put_aside:
        click.echo(f"Rows put aside, with what would let them in: {report.put_aside}", err=True)
    if as_json:
        counts = {
            "rows": report.rows,
            "accepted": report.accepted,
            "unchanged": report.unchanged,
            "superseded": report.superseded,
            "quarantined": report.quarantined,
        }
        click.echo(json.dumps(counts))
    else:
        click.echo(
            f"{report.rows:,} rows: {report.accepted:,} new, {report.unchanged:,} unchanged, "
            f"{report.superseded:,} superseded, {report.quarantined:,} put aside."
        )
    return exits.DONE
