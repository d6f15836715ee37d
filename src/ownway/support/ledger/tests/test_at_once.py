"""Many at once, connections cut, answers lost: nothing is taken twice, nothing is lost.

The control posts without a key that names the payment, as a client does that simply tries again:
it must show double payments, or the test could not see one.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.db import DatabaseError, InterfaceError, connection, connections

from ownway.support.ledger import operations, queries
from ownway.support.ledger.domain import AccountKind, BelowFloor, Leg
from ownway.support.ledger.models import Standing, Transfer
from ownway.support.ledger.tests.test_rules import Purse
from ownway.support.ledger.tests.test_walks import ask

pytestmark = pytest.mark.django_db(transaction=True)
DAY = making.DAY
CLIENTS = 4
LOST_EVERY = 5  # of the answers


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    def one(job: Callable[[], Any]) -> Any:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, jobs))


def test_overlapping_spends_never_take_more_than_is_left() -> None:
    purse = Purse()
    purse.set_aside(100_00)

    def spend(number: int) -> bool:
        try:
            purse.spend(7_00, f"spend {number}")
        except BelowFloor:
            return False
        return True

    done = at_once([lambda number=number: spend(number) for number in range(40)])  # type: ignore[misc]  # its default is its number

    assert sum(done) == 14  # of £100, £7 each
    assert queries.balance(purse.left) == 100_00 - 14 * 7_00
    assert queries.balance(purse.promised) == 14 * 7_00
    assert Standing.objects.get(account=purse.left).pence == 2_00
    assert queries.verify(ask).differences == ()


def test_two_who_take_from_each_others_accounts_wait_and_do_not_block() -> None:
    purse, other = Purse(), Purse(fund="carer")
    purse.set_aside(1000_00)
    other.moved(other.budgets, other.left, 1000_00, "set aside for a carer")

    def swap(number: int) -> None:
        first, second = (purse.left, other.left) if number % 2 else (other.left, purse.left)
        purse.moved(first, second, 1_00, f"swap {number}")

    at_once([lambda number=number: swap(number) for number in range(40)])  # type: ignore[misc]  # its default is its number

    assert queries.balance(purse.left) + queries.balance(other.left) == 2000_00
    assert queries.verify(ask).differences == ()


class Payments:
    """Clients that pay, lose answers and connections, and try again until they are answered."""

    def __init__(self, key_of: Callable[[int], str]) -> None:
        self.key_of = key_of
        self.ruth, self.wanda = making.person(), making.finance()
        self.owed = operations.account(AccountKind.OWED_TO_PERSON, person_id=self.ruth.pk)
        self.spent = operations.account(AccountKind.DIRECT_PAYMENTS)
        self.answers, self.lock, self.over = Counter[str](), Lock(), Event()

    def pay(self, number: int) -> int:
        while True:
            try:
                operations.post(
                    [Leg(self.spent, self.owed, 1_00 + number)],
                    key=self.key_of(number),
                    value_on=DAY,
                    words=f"Payment {number}",
                    by=self.wanda,
                    on=DAY,
                    about=self.ruth.pk,
                )
                with self.lock:
                    self.answers["all"] += 1
                    lost = self.answers["all"] % LOST_EVERY == 0
                if not lost:
                    return number
            except (DatabaseError, InterfaceError):
                connection.close()

    def cut(self) -> int:
        """Cut somebody's connection again and again, until everybody was answered."""
        cuts = 0
        while not self.over.wait(0.02):
            found = ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                "current_database() AND pid <> pg_backend_pid() AND query LIKE '%ledger_transfer%' "
                "ORDER BY random() LIMIT 1"
            )
            cuts += len(found)
        return cuts

    def run(self, many: int) -> tuple[int, int]:
        """Pay that many; how many rows were written, and how often somebody was cut off."""
        connections.close_all()
        with ThreadPoolExecutor(1) as cutter:
            cutting = cutter.submit(self._cut_and_close)
            try:
                numbers = at_once([lambda one=one: self.pay(one) for one in range(many)])  # type: ignore[misc]  # its default is its number
            finally:
                self.over.set()
            cuts = cutting.result()
        assert sorted(numbers) == list(range(many))
        return Transfer.objects.count(), cuts

    def _cut_and_close(self) -> int:
        try:
            return self.cut()
        finally:
            connections.close_all()


def test_every_payment_is_made_once_however_often_it_is_tried() -> None:
    payments = Payments(lambda number: f"payment {number}")

    written, _ = payments.run(120)

    assert written == 120
    assert queries.balance(payments.owed) == sum(1_00 + one for one in range(120))
    assert queries.verify(ask).differences == ()


def test_the_control_without_keys_pays_twice() -> None:
    def keyless(_: int) -> str:
        return f"try {uuid4().hex}x"

    payments = Payments(keyless)

    written, _ = payments.run(60)

    assert written > 60
    assert _twice() > 0


def _twice() -> int:
    counted = Counter(Transfer.objects.values_list("words", flat=True))
    return sum(many - 1 for many in counted.values())


def test_an_id_names_one_account_whoever_opens_it_first() -> None:
    ruth = making.person()

    def opened() -> UUID:
        return operations.account(AccountKind.LEFT_TO_SPEND, person_id=ruth.pk)

    assert len(set(at_once([opened for _ in range(12)]))) == 1
    assert Standing.objects.count() == 1
