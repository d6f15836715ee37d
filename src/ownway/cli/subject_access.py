"""`ownway subject-access`: a copy of everything held about one person, to look over."""

from pathlib import Path

import click

from ownway.cli import exits, ready


@click.command()
@click.argument("person")
@click.option(
    "--out",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The zip to write; a file that exists is never replaced.",
)
def command(person: str, file: Path) -> int:
    """Write everything held about PERSON, by their council id, into one zip.

    Others are left out of it by rule, and what was left out is listed in it. Look it over before
    it goes to anybody: on the pages under /team/data-rights/ somebody is asked to. The file is
    closed to other accounts, and not sealed; remove it when it is delivered.
    """
    ready()
    from ownway.config.clock import today
    from ownway.foundation.data_rights import operations
    from ownway.support.people import queries as people

    built = operations.write_pack(people.person_id_of(person), file, on=today())
    lines = sum(count for _, count in built.contents)
    click.echo(f"Wrote {lines:,} lines in {len(built.contents)} parts to {file}.")
    click.echo(f"{len(built.masked):,} things about others were left out. Look it over.")
    for trouble in built.troubles:
        click.echo(trouble, err=True)
    return exits.FOUND if built.troubles else exits.DONE
