"""`ownway import-teams`: make teams, and say whom each looks after."""

import json
from pathlib import Path

import click

from ownway.cli import exits, ready
from ownway.cli.import_cld import check_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print how many, for programs.")
def command(file: Path, as_json: bool) -> int:
    """Make teams, and say which looks after which area and reason for support.

    The first row names the columns: team, area, support_reason; a blank area or reason means any.
    Running it again changes nothing.
    """
    check_file(file)
    ready()
    from ownway.commissioning.returns.domain import UnusableFile
    from ownway.commissioning.returns.operations import import_teams
    from ownway.foundation.facts.operations import one_context

    try:
        with one_context(f"import {file.name}"[:80]):
            count = import_teams(file)
    except UnusableFile as unusable:
        raise exits.UnusableInput(str(unusable)) from None
    if as_json:
        click.echo(json.dumps({"rows": count}))
    else:
        click.echo(f"{count:,} rules say which team looks after whom.")
    return exits.DONE
