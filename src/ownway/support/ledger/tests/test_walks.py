"""Whatever is posted in whatever order, the ledger holds what a child would add up.

A walk of random acts (money set aside, spent, sent, found on a statement, put right, sent again,
whole runs, periods closed) is followed by plain sums in Python after each act, and proved from the
rows at its end. The mutants are ledgers with one fault: each has to be caught, or the walk proves
nothing.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ownway.kernel.refusal import Refused
from ownway.support.ledger import operations, queries
from ownway.support.ledger.domain import (
    AccountKind,
    BelowFloor,
    KeyTaken,
    Leg,
    PeriodClosed,
    Posting,
)
from ownway.support.ledger.models import Transfer

pytestmark = pytest.mark.django_db
TODAY = making.DAY
PENCE = st.integers(1, 400_00)
WHO = st.integers(0, 1)
BACK = st.integers(0, 60)  # days before today that a posting is for


def ask(question: str) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question.replace("%", "%%"))
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return rows


class Walk(RuleBasedStateMachine):
    """Two people, their budgets, and the same in plain Python beside them."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.wanda = making.finance()
        self.people = [making.person(), making.person(given_name="Ivor")]
        of = operations.account
        self.left = [of(AccountKind.LEFT_TO_SPEND, person_id=one.pk) for one in self.people]
        self.promised = [of(AccountKind.PROMISED, person_id=one.pk) for one in self.people]
        self.budgets, self.bank = of(AccountKind.BUDGETS), of(AccountKind.BANK)
        self.holds: dict[UUID, int] = dict.fromkeys(
            [*self.left, *self.promised, self.budgets, self.bank], 0
        )
        self.guarded = {*self.left, *self.promised}
        self.posted: dict[str, tuple[Leg, date, bool]] = {}
        self.journals: dict[str, UUID] = {}
        self.corrected: set[str] = set()
        self.closed = date(2000, 1, 1)
        self.count = 0

    def teardown(self) -> None:
        if not hasattr(self, "holds"):
            return
        try:
            assert queries.verify(ask).differences == ()
            assert {one: queries.balance(one) for one in self.holds} == self.holds
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _post(self, leg: Leg, day: date, who: int, *, key: str = "", outside: bool = False) -> None:
        self.count += not key
        name = key or f"act {self.count}"

        def act() -> list[UUID]:
            return operations.post(
                [leg],
                key=name,
                value_on=day,
                words="Walked",
                by=self.wanda,
                on=TODAY,
                about=self.people[who].pk,
                outside=outside,
            )

        if name in self.posted:
            if self.posted[name] == (leg, day, outside):
                act()
            else:
                with pytest.raises(KeyTaken):
                    act()
            return
        if day <= self.closed:
            with pytest.raises(PeriodClosed):
                act()
            return
        short = self.holds[leg.debit] - leg.pence < 0
        if leg.debit in self.guarded and short and not outside:
            with pytest.raises(BelowFloor):
                act()
            return
        (made,) = act()
        self._hold(leg)
        self.posted[name] = (leg, day, outside)
        self.journals[name] = Transfer.objects.get(pk=made).journal_id

    def _hold(self, leg: Leg) -> None:
        self.holds[leg.debit] -= leg.pence
        self.holds[leg.credit] += leg.pence

    @rule(who=WHO, pence=PENCE, back=BACK)
    def set_aside(self, who: int, pence: int, back: int) -> None:
        leg = Leg(self.budgets, self.left[who], pence)
        self._post(leg, TODAY - timedelta(days=back), who)

    @rule(who=WHO, pence=PENCE)
    def spend(self, who: int, pence: int) -> None:
        self._post(Leg(self.left[who], self.promised[who], pence), TODAY, who)

    @rule(who=WHO, pence=PENCE)
    def send(self, who: int, pence: int) -> None:
        self._post(Leg(self.promised[who], self.bank, pence), TODAY, who)

    @rule(who=WHO, pence=PENCE)
    def find_on_a_statement(self, who: int, pence: int) -> None:
        self._post(Leg(self.left[who], self.bank, pence), TODAY, who, outside=True)

    @precondition(lambda self: self.posted)
    @rule(data=st.data(), same=st.booleans())
    def send_again(self, data: Any, same: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.posted)))
        leg, day, outside = self.posted[key]
        other = leg if same else Leg(leg.debit, leg.credit, leg.pence + 1)
        self._post(other, day, 0, key=key, outside=outside)

    @precondition(lambda self: self.journals)
    @rule(data=st.data())
    def put_right(self, data: Any) -> None:
        key = data.draw(st.sampled_from(sorted(self.journals)))
        leg, *_ = self.posted[key]
        back = Leg(leg.credit, leg.debit, leg.pence)
        short = back.debit in self.guarded and self.holds[back.debit] < back.pence

        def act() -> list[UUID]:
            return operations.reverse(
                self.journals[key], reason="Wrong", value_on=TODAY, by=self.wanda, on=TODAY
            )

        if key in self.corrected:
            act()  # the same again, which changes nothing
        elif short:
            with pytest.raises(BelowFloor):
                act()
        else:
            act()
            self._hold(back)
            self.corrected.add(key)

    @rule(amounts=st.lists(st.tuples(WHO, PENCE), min_size=1, max_size=4))
    def run(self, amounts: list[tuple[int, int]]) -> None:
        self.count += 1
        run = [
            Posting(
                (Leg(self.left[who], self.promised[who], pence),),
                f"run {self.count} line {at}-",
                TODAY,
                "Run",
                self.people[who].pk,
            )
            for at, (who, pence) in enumerate(amounts)
        ]
        wanted = [sum(pence for who, pence in amounts if who == one) for one in (0, 1)]
        if any(
            want and self.holds[left] < want for left, want in zip(self.left, wanted, strict=True)
        ):
            with pytest.raises(BelowFloor):
                operations.post_many(run, by=self.wanda, on=TODAY)
            return
        operations.post_many(run, by=self.wanda, on=TODAY)
        assert operations.post_many(run, by=self.wanda, on=TODAY)
        for one in run:
            self._hold(one.legs[0])

    @rule(back=st.integers(1, 70))
    def close(self, back: int) -> None:
        through = TODAY - timedelta(days=back)

        def act() -> UUID:
            return operations.close_period(through, reasons="Month", by=self.wanda, on=TODAY)

        if through <= self.closed:
            with pytest.raises(PeriodClosed):
                act()
        else:
            act()
            self.closed = through

    @invariant()
    def holds_what_plain_sums_say(self) -> None:
        if hasattr(self, "holds"):
            rows = ask(
                "SELECT account, sum(pence)::bigint FROM (SELECT credit_id AS account, pence FROM "
                "ledger_transfer UNION ALL SELECT debit_id, -pence FROM ledger_transfer) leg "
                "GROUP BY 1"
            )
            assert dict.fromkeys(self.holds, 0) | dict(rows) == self.holds


def walked(examples: int, steps: int, **more: Any) -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )


def test_a_walk_through_the_ledger_is_followed_by_plain_sums() -> None:
    walked(8, 20)


@pytest.mark.slow
def test_a_long_walk_through_the_ledger() -> None:
    walked(400, 50)


def without_floors(_: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER ledger_settle")


def without_comparing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(operations, "_content", lambda _: ())


def forgetting_the_key(patch: pytest.MonkeyPatch) -> None:
    def numbered(key: str, legs: int, seen: list[int] = [0]) -> list[str]:  # noqa: B006  (counts)
        seen[0] += 1
        return [f"{key} {seen[0]} {at}" for at in range(legs)]

    patch.setattr(operations, "keys_of", numbered)


def turning_no_leg(patch: pytest.MonkeyPatch) -> None:
    def same_way(*, debit: UUID, credit: UUID, pence: int) -> Leg:
        return Leg(credit, debit, pence)

    patch.setattr(operations, "Leg", same_way)


def one_penny_more(patch: pytest.MonkeyPatch) -> None:
    columns = operations._columns

    def more(rows: list[Transfer], by: Any) -> list[Any]:
        for row in rows:
            row.pence += row.pence == 100_00
        rows[0].pence += rows[0].pence > 300_00
        return columns(rows, by)

    patch.setattr(operations, "_columns", more)


def always_outside(patch: pytest.MonkeyPatch) -> None:
    columns = operations._columns

    def open_door(rows: list[Transfer], by: Any) -> list[Any]:
        for row in rows:
            row.outside = True
        return columns(rows, by)

    patch.setattr(operations, "_columns", open_door)


MUTANTS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    without_floors,
    without_comparing,
    forgetting_the_key,
    turning_no_leg,
    one_penny_more,
    always_outside,
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.__name__)
def test_a_ledger_with_one_fault_is_caught(
    monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, Refused, pytest.fail.Exception)):
        walked(12, 20, phases=[Phase.generate])
