"""The `ownway` command line: one file a verb, loaded only when it is asked for.

A verb is a module here with a click command named `command`; the file's name is the verb, with
dashes. It imports Django inside its functions, so that help is quick, and begins with `ready()`
when it needs the database.
"""

import os
import pkgutil
from importlib import import_module

import click

from ownway.cli import exits

LOOKS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
# Any number that only we use: whoever prepares the database holds this lock in it.
PREPARING = 7_190_318_206_473


class Verbs(click.Group):
    """The verbs that exist, found by looking at the folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = {name.replace("_", "-") for _, name, _ in pkgutil.iter_modules(__path__)}
        return sorted({*super().list_commands(ctx), *names} - {"exits"})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found = getattr(import_module(f"{__name__}.{cmd_name.replace('-', '_')}"), "command", None)
        return found if isinstance(found, click.Command) else None


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib import metadata  # slow to load, and seldom asked for

        click.echo(f"ownway {metadata.version('ownway')}")
        ctx.exit()


@click.command(cls=Verbs, context_settings=LOOKS)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show which version this is.",
)
def ownway() -> None:
    """Self-directed adult social care, and the commissioning behind it.

    \b
    The number a command ends with:
      0  done                      3  refused, with the reason
      1  ran and found something   4  what was given cannot be used
      2  asked for in a wrong way  5  the machine or the database stood in the way

    OWNWAY_HOME names the folder where everything is kept; DATABASE_URL a PostgreSQL server of
    your own. OWNWAY_DEBUG=1 shows where a mistake was made.
    """


def main() -> None:
    """Run the command line of this process, and end with its number."""
    exits.leave(lambda: ownway.main(prog_name="ownway", standalone_mode=False))


def ready(migrate: bool = True) -> None:
    """Have the database up, prepared and known to be for what this installation is for.

    migrate     False leaves the tables as they are, for whoever only looks.

    Raises Refused: the database is for something else than the home folder (real and invented
    people never meet). Raises CannotRun: no server can be reached or started.
    """
    from ownway.config.postgres import database_url

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ownway.config.settings")
    database_url()

    import django

    django.setup()
    if migrate:
        _prepare()
    _agree_on_mode(record=migrate)


def _prepare() -> None:
    """Apply migrations once, however many commands start together."""
    from django.core.management import call_command
    from django.db import connection

    from ownway.config.quick_migrations import drawing_one_model_at_a_time
    from ownway.foundation.access import second_lock

    if not unprepared() and second_lock.stands():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            if unprepared():
                click.echo("Preparing the database…", err=True)
                with drawing_one_model_at_a_time():
                    call_command("migrate", interactive=False, verbosity=0)
            second_lock.apply()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def unprepared() -> list[str]:
    """The migrations that have yet to be applied, as "app.name"."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _agree_on_mode(*, record: bool) -> None:
    from ownway.config.home import home, mode, recorded_mode, set_mode
    from ownway.foundation.access.operations import record_installation
    from ownway.foundation.access.queries import installation_mode
    from ownway.kernel.refusal import Refused

    here, there = mode(), installation_mode()
    if there not in (None, here):
        raise Refused(
            f"This database is a {there} one, and {home()} is for {here}. "
            "Set OWNWAY_HOME, OWNWAY_MODE or DATABASE_URL so that they agree."
        )
    if not record:
        return
    if there is None:
        record_installation(mode=here)
    if recorded_mode() is None and not os.environ.get("OWNWAY_MODE"):
        set_mode(here)  # so that a demonstration asked for here by mistake is refused at once
