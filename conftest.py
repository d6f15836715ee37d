"""What every test stands on: a database that is made quickly and can be taken down at the end."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from ownway.config.quick_migrations import only_what_changes


@pytest.fixture(scope="session")
def quickly_made() -> Iterator[ExitStack]:
    """Until it is closed, migrations draw one model at a time, as in a new installation."""
    with ExitStack() as until:
        until.enter_context(only_what_changes())
        yield until


@pytest.fixture(scope="session")
def django_db_setup(
    quickly_made: ExitStack, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """End sessions that a thread of a server or a killed command left behind.

    The database server notices a closed connection a moment later; a database with a session in
    it cannot be dropped, and a whole run would fail on its very last line.
    """
    quickly_made.close()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
