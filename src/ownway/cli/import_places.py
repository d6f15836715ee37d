"""`ownway import-places`: say which postcode districts lie in which locality and area."""

import json
from pathlib import Path

import click

from ownway.cli import exits, ready
from ownway.cli.import_cld import check_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print how many, for programs.")
def command(file: Path, as_json: bool) -> int:
    """Say which postcode district lies in which locality and area.

    The first row names the columns: postcode_district, locality, area, and if you like east and
    north: where the middle of the locality lies, in kilometres from any one point. They put it on
    the map of the snapshot; without them a place stands in the list alone.
    Running it again changes nothing.
    """
    check_file(file)
    ready()
    from ownway.commissioning.returns.domain import UnusableFile
    from ownway.commissioning.returns.operations import import_places
    from ownway.foundation.facts.operations import one_context

    try:
        with one_context(f"import {file.name}"[:80]):
            count = import_places(file)
    except UnusableFile as unusable:
        raise exits.UnusableInput(str(unusable)) from None
    if as_json:
        click.echo(json.dumps({"rows": count}))
    else:
        click.echo(f"{count:,} postcode districts have their locality.")
    return exits.DONE
