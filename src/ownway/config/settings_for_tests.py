"""Settings for tests: a home of their own, its server started, the mode said before all else."""

import os

from ownway.config.home import home

os.environ.setdefault("OWNWAY_TEST_HOME", f"{home()}-test")
os.environ["OWNWAY_HOME"] = os.environ["OWNWAY_TEST_HOME"]
os.environ["OWNWAY_MODE"] = "test"
os.environ.pop("OWNWAY_TODAY", None)

from ownway.config.postgres import database_url

database_url()

from ownway.config.settings import *  # noqa: E402, F403  (the database is known now)

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (from the settings above)
