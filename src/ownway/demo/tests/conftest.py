"""Marlshire once small and once whole, written once for all these tests."""

import pytest

from ownway.demo.cld_files import DemoFiles, write_files
from ownway.demo.tests.reading import Found, open_support


@pytest.fixture(scope="package")
def small(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_files(tmp_path_factory.mktemp("small"), people=400)


@pytest.fixture(scope="package")
def whole(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_files(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="package")
def found(whole: DemoFiles) -> Found:
    return open_support(whole.cld)
