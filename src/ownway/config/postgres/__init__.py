"""A PostgreSQL server of our own, for whoever has not brought one."""

import os

from ownway.config.home import home, mode
from ownway.config.postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "database_url"]


def database_url() -> str:
    """Where the database is: `DATABASE_URL`, else our own server, started if need be.

    The environment variable is set, so that settings and child processes find the same one.
    """
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        url = EmbeddedPostgres(home(), durable=mode() != "test").ensure()
        os.environ["DATABASE_URL"] = url
    return url
