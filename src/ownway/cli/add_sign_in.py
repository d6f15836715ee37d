"""`ownway add-sign-in`: let somebody sign in."""

import click

from ownway.cli import exits, ready


@click.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    help="What a member of staff does, as often as needed: practitioner, team manager, broker, "
    "finance, safeguarding lead, information governance, commissioner, performance, administrator.",
)
@click.option("--team", default="", help="The team of a member of staff; made when it is new.")
@click.option("--job-title", default="", help="Shown beside the name.")
@click.option("--person", default="", help="Council id of the person whose own record it opens.")
@click.password_option(
    help="Asked for when it is not given; at least 12 characters.", prompt="Password (12 or more)"
)
def command(
    email: str,
    name: str,
    roles: tuple[str, ...],
    team: str,
    job_title: str,
    person: str,
    password: str,
) -> int:
    """Let somebody sign in: staff with roles, or a person to their own record.

    EMAIL is what they sign in with.
    """
    from ownway.foundation.access.domain import Kind, Role

    if bool(person) == bool(roles):
        raise click.UsageError("Give either --role (staff) or --person (their own record).")
    try:
        held = [Role(role.strip().lower()) for role in roles]
    except ValueError as unknown:
        raise click.UsageError(f"{unknown}. The roles are: {', '.join(Role)}.") from None
    ready()

    from ownway.config.clock import today
    from ownway.foundation.access import operations as access
    from ownway.support.people import queries as people

    made = access.add_sign_in(
        email=email,
        name=name,
        kind=Kind.PERSON if person else Kind.STAFF,
        roles=held,
        team=access.add_team(team) if team else None,
        job_title=job_title,
        own_person_id=people.person_id_of(person) if person else None,
        password=password,
        on=today(),
    )
    click.echo(f"{made.name} can sign in with {made.email}.")
    return exits.DONE
