"""A ledger under fire: clients post payments while they and the database are killed at once.

The database is a new one in a folder of its own, thrown away at the end; nobody's money is near it.
Each client retries what it had no answer for under the same key, as every caller in the product
does. A client without keys is the control: it has to pay twice, or the drill proves nothing.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import psutil
import psycopg

from ownway.config.home import CannotRun
from ownway.config.postgres import EmbeddedPostgres
from ownway.config.postgres.process import server_of

T = TypeVar("T")
PAYEES = 100
DATABASE_AMONG = 3  # one kill in so many is of the whole database
PATIENCE = 600  # seconds in which nothing moves
WORDS = "Payment "
PREPARE = """
from ownway.cli import ready
ready()
from ownway.support.ledger.domain import AccountKind
from ownway.support.ledger.operations import account
account(AccountKind.BANK)
for number in range({payees}):
    account(AccountKind.OWED_TO_PROVIDER, party=f"drill-{{number}}")
"""
CLIENT = "from ownway.cli.ledger.killing import pay; pay({client}, {clients}, {payments}, {keys})"


@dataclass(slots=True)
class Drill:
    """What was done and what came of it; everything from `lost` on has to be nothing."""

    seed: int
    payments: int
    clients: int
    with_keys: bool
    database_kills: int = 0
    client_kills: int = 0
    seconds: float = 0.0
    slowest_restart_seconds: float = 0.0
    lost: int = 0
    paid_twice: int = 0
    not_paid: int = 0
    drift_pence: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (
            self.lost or self.paid_twice or self.not_paid or self.drift_pence or self.differences
        )


def pence_of(payment: int) -> int:
    """What a payment moves; every amount from 1 to 10,000 pence comes up."""
    return 1 + payment * 7_919 % 10_000


def drilled(*, payments: int, kills: int, clients: int, seed: int, with_keys: bool) -> Drill:
    """Run the drill in a database of its own. Raises CannotRun when nothing moves any more."""
    done = Drill(seed, payments, clients, with_keys)
    with tempfile.TemporaryDirectory(prefix="ownway-drill-") as name:
        home = Path(name)
        home.chmod(0o755)
        server = EmbeddedPostgres(home)
        plain = {key: said for key, said in os.environ.items() if key != "DATABASE_URL"}
        environment = plain | {"OWNWAY_HOME": name, "OWNWAY_MODE": "demo"}
        try:
            _python(PREPARE.format(payees=PAYEES), environment)
            began = time.monotonic()
            _under_fire(done, server, home, kills, environment)
            done.seconds = round(time.monotonic() - began, 1)
            _counted(done, server.ensure(), home)
            _proved(done, environment)
        finally:
            server.stop()
    return done


def pay(client: int, clients: int, payments: int, keys: bool) -> None:
    """One client: its share of the payments in turn, each until there is an answer.

    What was answered is written to a file of its own, and is where the next one begins that takes
    its place.
    """
    from ownway.config.home import home

    answered = home() / f"answered-{client}"
    from ownway.cli import ready

    _patiently(lambda: ready(migrate=False))
    from ownway.config.clock import today
    from ownway.support.ledger import operations
    from ownway.support.ledger.domain import AccountKind, Leg
    from ownway.support.ledger.models import Account

    bank = _patiently(lambda: Account.objects.get(kind=AccountKind.BANK).pk)
    payees = _patiently(
        lambda: list(
            Account.objects.filter(kind=AccountKind.OWED_TO_PROVIDER)
            .order_by("party")
            .values_list("pk", flat=True)
        )
    )
    with answered.open("a+b") as told:
        told.seek(0)
        whole = told.read().split(b"\n")[:-1]
        begin = int(whole[-1]) + clients if whole else client
        for payment in range(begin, payments, clients):

            def post(payment: int = payment) -> None:
                operations.post(
                    [Leg(payees[payment % len(payees)], bank, pence_of(payment))],
                    key=f"drill:{payment if keys else uuid4()}:paid",
                    value_on=today(),
                    words=f"{WORDS}{payment}",
                    by=None,
                    on=today(),
                    about=None,
                )

            _patiently(post)
            told.write(b"%d\n" % payment)
            told.flush()


def _patiently(act: Callable[[], T]) -> T:
    """Do it until the database answers; where it stands after a restart is looked up anew."""
    from django.db import InterfaceError, OperationalError

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError, psycopg.OperationalError, CannotRun):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
            _find_it_again()


def _find_it_again() -> None:
    from django.conf import settings
    from django.db import connection

    from ownway.config.home import home

    connection.close()
    with suppress(OSError, ValueError, CannotRun):
        told = json.loads((home() / "postgres" / "connection.json").read_text(encoding="utf-8"))
        settings.DATABASES["default"]["PORT"] = told["port"]
        connection.settings_dict["PORT"] = told["port"]


def _under_fire(
    done: Drill, server: EmbeddedPostgres, home: Path, kills: int, environment: dict[str, str]
) -> None:
    chance = random.Random(done.seed)
    at = sorted(chance.randrange(1, done.payments) for _ in range(kills))
    working = [_client(number, done, environment) for number in range(done.clients)]
    moved, before = time.monotonic(), -1
    try:
        while True:
            answered = _answered(home, done.clients)
            if answered != before:
                moved, before = time.monotonic(), answered
            if time.monotonic() - moved > PATIENCE:
                raise CannotRun("The drill stands still: no client was answered for ten minutes.")
            if at and answered >= at[0]:
                at.pop(0)
                if chance.randrange(DATABASE_AMONG) == 0:
                    _kill_database(done, server)
                else:
                    number = chance.randrange(done.clients)
                    working[number].kill()
                    done.client_kills += 1
            for number, one in enumerate(working):
                if one.poll() not in (None, 0):
                    working[number] = _client(number, done, environment)
            if all(one.poll() == 0 for one in working):
                return
            time.sleep(0.01)
    finally:
        for one in working:
            one.kill()
            one.wait()


def _kill_database(done: Drill, server: EmbeddedPostgres) -> None:
    """All of its processes at once, and how long until it answers again."""
    process = server_of(server.data)
    if process is None:
        return
    with suppress(psutil.Error):
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.Error):
                one.kill()
    done.database_kills += 1
    began = time.monotonic()
    server.ensure()
    took = round(time.monotonic() - began, 1)
    done.slowest_restart_seconds = max(done.slowest_restart_seconds, took)


def _client(number: int, done: Drill, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    program = CLIENT.format(
        client=number, clients=done.clients, payments=done.payments, keys=done.with_keys
    )
    return subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL
    )


def _answered(home: Path, clients: int) -> int:
    """How many payments were answered so far."""
    found = 0
    for number in range(clients):
        with suppress(FileNotFoundError):
            found += (home / f"answered-{number}").read_bytes().count(b"\n")
    return found


def _counted(done: Drill, url: str, home: Path) -> None:
    """Compare what was answered with what is written down, payment by payment."""
    answered: set[int] = set()
    for number in range(done.clients):
        answered |= {int(one) for one in (home / f"answered-{number}").read_text().split()}
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT words, pence FROM ledger_transfer").fetchall()
    written = Counter(int(words.removeprefix(WORDS)) for words, _ in rows)
    done.lost = len(answered - set(written))
    done.paid_twice = sum(times - 1 for times in written.values())
    done.not_paid = done.payments - len(written)
    due = sum(pence_of(payment) for payment in range(done.payments))
    done.drift_pence = sum(pence for _, pence in rows) - due


def _proved(done: Drill, environment: dict[str, str]) -> None:
    """Every rule of the ledger, asked of the rows by the command that asks them elsewhere too."""
    said = subprocess.run(
        [sys.executable, "-c", "from ownway.cli import main; main()", "ledger", "verify", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found = json.loads(said.stdout)
    except ValueError:
        raise CannotRun(f"The ledger could not be proved: {said.stderr.strip()}") from None
    done.differences = [one["words"] for one in found["differences"]]


def _python(program: str, environment: dict[str, str]) -> None:
    began = [sys.executable, "-c", program]
    said = subprocess.run(began, env=environment, capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise CannotRun(f"The drill could not begin: {said.stderr.strip().splitlines()[-1]}")
