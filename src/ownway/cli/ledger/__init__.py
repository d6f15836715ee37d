"""`ownway ledger`: whether the money written down adds up, what stands under whom, and a drill."""

import json
import random
from dataclasses import asdict

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


@command.command()
@click.option("--payments", type=click.IntRange(100), default=20_000, show_default=True)
@click.option("--kills", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--clients", type=click.IntRange(1, 32), default=8, show_default=True)
@click.option("--seed", type=int, help="Repeat the kills of an earlier drill.")
@click.option(
    "--without-keys",
    is_flag=True,
    help="Retry without a key: the control, which has to pay somebody twice.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found, for programs.")
def drill(
    payments: int, kills: int, clients: int, seed: int | None, without_keys: bool, as_json: bool
) -> int:
    """Kill clients and the database while payments are posted, and prove that none is lost.

    It makes a database of its own and throws it away: nobody's money is near it. Ends with 0 when
    every payment stands once, to the penny, and with 1 when one does not.
    """
    from ownway.cli.ledger.killing import drilled

    chosen = random.SystemRandom().randrange(2**32) if seed is None else seed
    done = drilled(
        payments=payments, kills=kills, clients=clients, seed=chosen, with_keys=not without_keys
    )
    if as_json:
        click.echo(json.dumps(asdict(done), indent=1, ensure_ascii=False))
        return exits.DONE if done.clean else exits.FOUND
    click.echo(
        f"{done.payments:,} payments by {done.clients} clients in {done.seconds:,.0f} s; "
        f"{done.database_kills} kills of the database, {done.client_kills} of a client. "
        f"The slowest restart took {done.slowest_restart_seconds:.1f} s. Seed {done.seed}."
    )
    click.echo(
        f"Answered and lost: {done.lost}. Paid twice: {done.paid_twice}. Not paid: "
        f"{done.not_paid}. Drift: {done.drift_pence} pence. Rules of the ledger broken: "
        f"{len(done.differences)}."
    )
    for words in done.differences:
        click.echo(f"- {words}")
    return exits.DONE if done.clean else exits.FOUND
