"""`ownway close-sign-in`: somebody signs in no more."""

import click

from ownway.cli import exits, ready


@click.command()
@click.argument("email")
def command(email: str) -> int:
    """Let somebody sign in no more.

    Pages they have open stop answering at once; what they did stays recorded under their name.
    """
    ready()

    from ownway.config.clock import today
    from ownway.foundation.access import operations as access

    closed = access.close_sign_in(email, on=today())
    click.echo(f"{closed.name} can sign in no more.")
    return exits.DONE
