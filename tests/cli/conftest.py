"""Installations for the tests of the command line: a home folder each, and real commands."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

OWNWAY = Path(sys.executable).with_name("ownway")
PATIENCE = 300  # seconds, for a machine that does much else


@dataclass(frozen=True)
class Installation:
    """A home folder of its own, and the environment that commands are given for it."""

    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        ours = ("OWNWAY_", "DATABASE_URL", "DJANGO_", "PG", "COV_")
        plain = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
        return plain | {"OWNWAY_HOME": str(self.home), "PYTHONWARNINGS": "error"} | more

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(OWNWAY), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment(**environment),
            timeout=PATIENCE,
        )

    def begin(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(OWNWAY), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environment(**environment),
        )

    @contextmanager
    def served(self, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
        """The web server of this installation, and its address."""
        process = self.begin("serve", "--port", "0", "--workers", "1", *arguments)
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address is not None
            yield process, address[0]
        finally:
            if (self.home / "serve.json").exists():
                self.run("stop")
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=PATIENCE)
            process.kill()

    def url(self, database: str = "ownway") -> str:
        access = json.loads((self.home / "postgres" / "connection.json").read_text())
        return (
            f"postgresql://owner:{access['owner_password']}@127.0.0.1:{access['port']}/{database}"
        )

    def ask(self, question: str, database: str = "ownway") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(question.encode())
            return found.fetchall() if found.description else []

    def django(self, program: str) -> None:
        """Do something as the application would."""
        begin = "from ownway.cli import ready; ready(); "
        subprocess.run(
            [sys.executable, "-c", begin + program],
            check=True,
            env=self.environment(),
            timeout=PATIENCE,
        )

    def counts(self) -> dict[str, int]:
        """How many rows every table holds."""
        tables = self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name: self.ask(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in tables}


@contextmanager
def new_installation() -> Iterator[Installation]:
    """A home that the database's account can reach, unlike the folders pytest makes for root."""
    with tempfile.TemporaryDirectory(prefix="ownway-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Installation(folder)
        try:
            yield made
        finally:
            made.run("stop")


@pytest.fixture
def installation() -> Iterator[Installation]:
    """One that has never been used."""
    with new_installation() as made:
        yield made


@dataclass(frozen=True)
class Beginning:
    """How an installation came to be: two first commands at once, and what they said."""

    installation: Installation
    numbers: list[int]
    said: list[str]


@pytest.fixture(scope="session")
def beginning() -> Iterator[Beginning]:
    with new_installation() as made:
        program = [sys.executable, "-c", "from ownway.cli import ready; ready()"]
        environment = made.environment()
        both = [
            subprocess.Popen(program, env=environment, stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        said = sorted(process.communicate(timeout=PATIENCE)[1] for process in both)
        yield Beginning(made, [process.returncode for process in both], said)


@pytest.fixture(scope="session")
def lived_in(beginning: Beginning) -> Installation:
    """A production installation that earlier tests have used, as a real one would be."""
    if not (beginning.installation.home / "keys.json").exists():
        beginning.installation.run("keys", "new")
    return beginning.installation
