"""`ownway assessment`: one assessment out in the draft national standard, or in from a file."""

from pathlib import Path
from uuid import UUID

import click

from ownway.cli import exits, ready


@click.group()
def command() -> None:
    """Write an assessment in the draft national standard, or bring one that others made."""


@command.command("export")
@click.argument("assessment", type=click.UUID)
@click.option("--to", required=True, help="Who it goes to.")
@click.option("--because", required=True, help="Why they need it.")
@click.option(
    "--out",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; one that exists is never replaced.",
)
def export(assessment: UUID, to: str, because: str, file: Path) -> int:
    """Write the finished ASSESSMENT, by its number, into one JSON file.

    What others wrote is left out, and their names. To whom it went and why is kept on the record.
    The file is closed to other accounts, and not sealed; remove it when it is delivered.
    """
    if file.exists():
        raise exits.UnusableInput(f"{file} exists, and was left as it is.")
    ready()
    from django.db import transaction

    from ownway.config.clock import today
    from ownway.support.assessment.operations import exchange

    with transaction.atomic():
        paper = exchange.give_out_by_command(assessment, to=to, because=because, on=today())
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(paper.text, encoding="utf-8")
    click.echo(f"Wrote the assessment to {file}.")
    return exits.DONE


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--person", required=True, help="Council id of the person it is about.")
@click.option("--from", "came_from", required=True, help="Who made it.")
def bring(file: Path, person: str, came_from: str) -> int:
    """Keep the assessment in FILE, which others made, with the record of a person.

    It is refused when it names somebody else, is not finished, or breaks the standard: every
    problem is told at once. The same file again changes nothing.
    """
    ready()
    from ownway.config.clock import today
    from ownway.support.assessment.domain.exchange import MOST_BYTES, NotReadable
    from ownway.support.assessment.operations import exchange

    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    try:
        done = exchange.bring_by_command(raw, council_id=person, came_from=came_from, on=today())
    except NotReadable as refusal:
        raise exits.UnusableInput("\n".join(map(str, refusal.problems))) from None
    click.echo("Kept." if done.changed else "This file was brought before. Nothing changed.")
    return exits.DONE
