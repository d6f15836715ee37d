"""`ownway audit`: whether what happened is as it was sealed, and where the chain ends."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownway.cli import exits, ready
from ownway.kernel.refusal import Refused

if TYPE_CHECKING:
    from ownway.foundation.audit.domain import Head
    from ownway.foundation.audit.queries import Verdict


@click.group()
def command() -> None:
    """Show that nothing which happened was changed since, taken away, added or put in order anew.

    What happens is sealed within seconds into a chain, in which every seal follows from the one
    before it. Whoever shortens the chain at its end is found only with a head that was published.
    """


@command.command()
@click.option(
    "--head",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A published head to compare with; those in the folder OWNWAY_AUDIT_HEADS are also read.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found, for programs.")
def verify(files: tuple[Path, ...], as_json: bool) -> int:
    """Compare everything with what was sealed.

    Ends with 0 when all is as it was, and with 1 when something is not: the first seal and row
    that differ are named, and how they do.
    """
    from ownway.config.postgres import database_url

    ready(migrate=False)
    from ownway.foundation.audit import operations, queries

    heads = operations.published_heads() + [_read(file) for file in files]
    with queries.one_instant(database_url()) as connection:
        verdict = queries.verify(connection, heads=heads)
    if as_json:
        click.echo(json.dumps(verdict.told(), indent=1, default=str))
    else:
        _say(verdict)
    return exits.DONE if verdict.whole else exits.FOUND


@command.command()
def head() -> int:
    """Print where the chain ends, signed, as it is published."""
    ready(migrate=False)
    from ownway.foundation.audit import operations, queries

    ours = queries.end_of_chain()
    if ours is None:
        raise Refused("Nothing is sealed yet. `ownway worker` seals within seconds.")
    click.echo(operations.written(ours), nl=False)
    return exits.DONE


@command.command()
def publish() -> int:
    """Publish where the chain ends, to OWNWAY_AUDIT_HEADS, without waiting for the worker."""
    ready()
    from ownway.foundation.audit import operations

    operations.seal()
    click.echo(f"Published to {operations.publish()}.")
    return exits.DONE


def _read(file: Path) -> "Head":
    from ownway.foundation.audit import operations

    try:
        return operations.read_head(file.read_text(encoding="utf-8"), name=file.name)
    except UnicodeDecodeError as error:
        raise exits.UnusableInput(f"{file} is not a published head of the audit.") from error
    except Refused as error:
        raise exits.UnusableInput(str(error)) from error


def _say(verdict: "Verdict") -> None:
    click.echo(verdict.sentence())
    for finding in verdict.findings:
        click.echo(f"- {finding.words}")
    if verdict.found > len(verdict.findings):
        click.echo(f"- and {verdict.found - len(verdict.findings):,} more.")
    click.echo(verdict.reach())
