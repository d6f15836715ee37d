"""`ownway ledger`: whether the money written down adds up, and what stands under one person."""

import json

import click

from ownway.cli import exits, ready


@click.group()
def command() -> None:
    """Prove the ledger from its rows, and read what is written down about one person."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found, for programs.")
def verify(as_json: bool) -> int:
    """Ask every rule of the ledger of its rows, as they are at one instant.

    Ends with 0 when everything adds up, and with 1 when something does not: at most a hundred
    differences of each rule are printed.
    """
    from ownway.config.postgres import database_url

    ready(migrate=False)
    from ownway.foundation.audit.queries import one_instant
    from ownway.support.ledger import queries

    with one_instant(database_url()) as connection:
        verdict = queries.verify(lambda question: connection.execute(question.encode()).fetchall())
    if as_json:
        said = {
            "transfers": verdict.transfers,
            "accounts": verdict.accounts,
            "differences": [
                {"rule": one.rule, "of": one.of, "words": one.words} for one in verdict.differences
            ],
        }
        click.echo(json.dumps(said, indent=1, ensure_ascii=False))
    else:
        click.echo(f"{verdict.transfers:,} transfers between {verdict.accounts:,} accounts.")
        for one in verdict.differences:
            click.echo(f"{one.rule}: {one.words}")
        many = len(verdict.differences)
        click.echo(
            f"{many:,} {'differences' if many > 1 else 'difference'}. Nothing was changed."
            if many
            else "Everything adds up."
        )
    return exits.FOUND if verdict.differences else exits.DONE


@command.command()
@click.argument("person")
@click.option("--json", "as_json", is_flag=True, help="Print the lines, for programs.")
def statement(person: str, as_json: bool) -> int:
    """Print every account of PERSON, by their council id, line by line with the balance after it.

    The reading is recorded.
    """
    ready()
    from django.db import transaction

    from ownway.config.clock import today
    from ownway.kernel.money import plain_pounds, pounds
    from ownway.support.ledger import queries
    from ownway.support.people.queries import person_id_of

    with transaction.atomic():
        found = queries.entries_of(person_id_of(person), on=today())
    if as_json:
        said = [
            {
                "account": one.kind,
                "fund": one.fund,
                "party": one.party,
                "lines": [
                    {
                        "on": line.on.isoformat(),
                        "words": line.words,
                        "pounds": plain_pounds(line.pence),
                        "balance": plain_pounds(line.balance),
                    }
                    for line in one.lines
                ],
            }
            for one in found
        ]
        click.echo(json.dumps(said, indent=1, ensure_ascii=False))
        return exits.DONE
    for one in found:
        click.echo(", ".join(part for part in (one.kind.capitalize(), one.fund, one.party) if part))
        for line in one.lines:
            click.echo(
                f"  {line.on.isoformat()}  {pounds(line.pence):>14}  "
                f"{pounds(line.balance):>14}  {line.words}"
            )
    if not found:
        click.echo("Nothing is written down about them.")
    return exits.DONE
