"""`ownway retention`: what is due to be erased, and carrying out what two people approved."""

import json

import click

from ownway.cli import exits, ready


@click.group()
def command() -> None:
    """What is due to be erased by the schedule, and erasing what was approved.

    Erasing is proposed by one of information governance and approved by another, on the pages
    under /team/data-rights/. Nothing here erases what they have not agreed on.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print what is due, for programs.")
def due(as_json: bool) -> int:
    """Say what is due by the schedule. Ends with 1 when something is."""
    ready(migrate=False)
    from ownway.config.clock import today
    from ownway.foundation.data_rights import queries

    people, rows = queries.people_due(on=today()), queries.tables_due(on=today())
    held = sum(one.held for one in people)
    if as_json:
        told = {
            "records": len(people),
            "held_back": held,
            "oldest": people[0].counted_from.isoformat() if people else None,
            "tables": {one.table: one.rows for one in rows},
        }
        click.echo(json.dumps(told, indent=1))
    else:
        click.echo(f"{len(people):,} records are due to be erased, {held:,} of them held back.")
        for one in rows:
            click.echo(f"{one.rows:,} rows of {one.table} are due: {one.holds}.")
    return exits.FOUND if people or rows else exits.DONE


@command.command()
def run() -> int:
    """Carry out what was approved and is not done, such as after a worker was stopped.

    A worker does this by itself. Safe to run again: nothing is erased twice.
    """
    ready()
    from ownway.config.clock import today
    from ownway.foundation.data_rights import operations

    done = operations.carry_out_approved(on=today())
    click.echo(f"{done} carried out." if done else "Nothing approved waits.")
    return exits.DONE
