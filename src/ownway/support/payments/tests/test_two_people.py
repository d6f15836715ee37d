"""No flow of money is finished by one person, whatever they press and in whatever order.

A thousand random flows: an account to pay to, one payment, a whole run, money asked back. Two
people in finance press whatever they like, most often the same one twice. What is finished was
finished by somebody other than who began it. The control is the database: with the product's own
questions left out, it refuses the same.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import Refused
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.giving_back import Decided, How, Safety, Why
from ownway.support.payments.models import GiveBack, Payee, PaymentInstruction, PaymentRun
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
LATER = DAY + timedelta(days=40)
FLOWS, SEED = 1_000, 20_261_123
FINISHED_AT_LEAST = 40  # of each kind, or the walk proves nothing


class Flows:
    """Two people, somebody who is paid, and what may be pressed."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.two = (making.finance(), making.finance("Femi Adeyemi"))
        self.ruth = making.person()
        wanda, femi = self.two
        self.schedule = operations.set_schedule(
            making.direct_payment(self.ruth).pk, by=wanda, on=DAY
        )
        first = operations.propose_instruction(self.schedule, by=wanda, on=DAY)
        operations.approve_instruction(first, by=femi, on=DAY)
        self.account(self.ruth, "11112222", wanda, femi)

    def account(self, of: Person, number: str, one: SignIn, other: SignIn) -> None:
        made = operations.put_payee(
            of.pk, BankAccount("Ruth Calloway", "090126", number), why="Seen.", by=one, on=DAY
        )
        operations.confirm_payee(made, by=other, on=DAY)

    def somebody(self) -> SignIn:
        return self.chance.choice(self.two)

    def presses(self, act: Callable[[SignIn], Any]) -> None:
        """Up to four presses by whoever comes; a refusal is an answer."""
        for _ in range(self.chance.randint(1, 4)):
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        act(self.somebody())
                except Refused:
                    continue

    def payee(self) -> tuple[bool, bool]:
        number = str(self.chance.randrange(10**7, 10**8))
        made = operations.put_payee(
            self.ruth.pk,
            BankAccount("Ruth Calloway", "090126", number),
            why="A letter.",
            by=self.somebody(),
            on=DAY,
        )
        self.presses(lambda by: operations.confirm_payee(made, by=by, on=DAY))
        row = Payee.objects.get(pk=made)
        return row.state == "confirmed", row.decided_by_id != row.put_by_id

    def payment(self) -> tuple[bool, bool]:
        made = operations.propose_instruction(self.schedule, by=self.somebody(), on=DAY)
        self.presses(lambda by: operations.approve_instruction(made, by=by, on=DAY))
        row = PaymentInstruction.objects.get(pk=made)
        return row.state == "approved", row.decided_by_id != row.proposed_by_id

    def run(self) -> tuple[bool, bool]:
        made = operations.propose_run(
            due_by=date(2026, 6, 29), pay_on=date(2026, 6, 29), by=self.somebody(), on=DAY
        )
        for line in queries.run_for_reading(made, by=self.two[0], on=DAY).to_look:
            if line.state == "in":
                operations.look_at_line(line.id, by=self.somebody(), on=DAY)
        self.presses(lambda by: operations.approve_run(made, by=by, on=DAY))
        row = PaymentRun.objects.get(pk=made)
        return row.state == "approved", row.decided_by_id != row.proposed_by_id

    def back(self) -> tuple[bool, bool]:
        made = operations.ask_back(
            self.schedule,
            pence=100_00,
            why=Why.SURPLUS,
            safety=Safety.NO_SIGN,
            words="Much is left.",
            by=self.somebody(),
            at=AT,
            on=DAY,
        )
        decided = Decided(50_00, How.NEXT, "Half of it.")
        self.presses(lambda by: operations.decide_back(made, decided, by=by, on=LATER))
        row = GiveBack.objects.get(pk=made)
        return row.state == "agreed", row.decided_by_id != row.asked_by_id


def test_no_flow_is_finished_by_one_person() -> None:
    flows = Flows(random.Random(SEED))
    kinds = (flows.payee, flows.payment, flows.run, flows.back)
    finished: Counter[str] = Counter()
    for _ in range(FLOWS):
        flow = flows.chance.choice(kinds)
        point = transaction.savepoint()
        done, by_two = flow()
        transaction.savepoint_rollback(point)
        finished[flow.__name__] += done
        assert by_two or not done, f"{flow.__name__} was finished by one person; seed {SEED}"
    assert min(finished[kind.__name__] for kind in kinds) >= FINISHED_AT_LEAST, finished


@pytest.mark.parametrize("kind", ["payee", "payment", "run", "back"])
def test_the_database_refuses_it_where_nobody_asks(kind: str) -> None:
    """The control: rows written by hand, as if no operation had looked at who began."""
    flows = Flows(random.Random(SEED))
    wanda = flows.two[0]

    def written(model: Any, row: UUID, **columns: Any) -> None:
        model.objects.filter(pk=row).update(decided_by=wanda, **columns)

    if kind == "payee":
        account = BankAccount("Ruth Calloway", "090126", "33334444")
        made = operations.put_payee(flows.ruth.pk, account, why="Seen.", by=wanda, on=DAY)
        Payee.objects.filter(state="confirmed").update(state="replaced")
        with pytest.raises(IntegrityError, match="confirmed_by_another"):
            written(Payee, made, state="confirmed")
    elif kind == "payment":
        made = operations.propose_instruction(flows.schedule, by=wanda, on=DAY)
        posted = PaymentInstruction.objects.get(state="approved").pk
        with pytest.raises(IntegrityError, match="approved_by_another"):
            written(PaymentInstruction, made, state="approved", transfer_id=posted)
    elif kind == "run":
        made = operations.propose_run(
            due_by=date(2026, 6, 29), pay_on=date(2026, 6, 29), by=wanda, on=DAY
        )
        with pytest.raises(IntegrityError, match="approved_by_another"):
            written(PaymentRun, made, state="approved")
    else:
        made = operations.ask_back(
            flows.schedule,
            pence=100_00,
            why=Why.SURPLUS,
            safety=Safety.NO_SIGN,
            words="Much is left.",
            by=wanda,
            at=AT,
            on=DAY,
        )
        with pytest.raises(IntegrityError, match="decided_by_another"):
            written(GiveBack, made, state="agreed", how="bank", decided_pence=1)
