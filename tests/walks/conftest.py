"""The invented council, small, in the database of the tests: loaded once, then rolled back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from ownway.demo.cld_files import write_files
from ownway.demo.load import load
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import record_installation

DAY = date(2026, 11, 23)
PEOPLE = 40
SEED = 20261123


@pytest.fixture(scope="package")
def council(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[SignIn]]:
    """Everybody who signs in to the invented council, which stands until the last walk is over."""
    folder: Path = tmp_path_factory.mktemp("council")
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]  # the plugin's own type is private
        override_settings(DEMO=True, OWNWAY_TODAY=DAY),
        transaction.atomic(),
    ):
        record_installation(mode="demo")
        load(
            write_files(folder, people=PEOPLE, seed=SEED, progress=lambda *_: None),
            on=DAY,
            say=lambda *_: None,
        )
        yield list(SignIn.objects.exclude(demo_persona="").order_by("email"))
        transaction.set_rollback(True)
