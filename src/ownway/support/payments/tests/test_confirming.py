"""What the bank has paid is owed no more; confirming twice writes nothing twice."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, queries
from ownway.support.payments.models import PaymentInstruction

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def approved() -> tuple[Any, UUID]:
    ruth, wanda = making.person(), making.finance()
    schedule = operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    made = operations.propose_instruction(schedule, by=wanda, on=DAY)
    operations.approve_instruction(made, by=making.finance("Colm Ashdown"), on=DAY)
    return ruth, made


def test_what_is_paid_is_owed_no_more(approved: tuple[Any, UUID]) -> None:
    ruth, made = approved
    wanda = making.finance()

    for _ in range(2):
        operations.confirm_paid(made, paid_on=DAY, by=wanda, on=DAY)

    assert [(line.pence, line.balance) for line in ledger.statement(ruth.pk, by=wanda)] == [
        (818_20, 818_20),
        (-818_20, 0),
    ]
    assert [line.paid_on for line in queries.instructions_of(ruth.pk, by=wanda)] == [DAY]


def test_what_cannot_have_been_paid_is_refused(approved: tuple[Any, UUID]) -> None:
    ruth, made = approved
    wanda = making.finance()
    schedule = queries.schedules_of(ruth.pk, by=wanda)[0].id
    second = operations.propose_instruction(schedule, by=wanda, on=DAY)

    with pytest.raises(Refused, match="approved"):
        operations.confirm_paid(second, paid_on=DAY, by=wanda, on=DAY)
    with pytest.raises(Refused, match="future"):
        operations.confirm_paid(made, paid_on=DAY + timedelta(days=1), by=wanda, on=DAY)
    with pytest.raises(NotAllowed):
        operations.confirm_paid(made, paid_on=DAY, by=making.practitioner(), on=DAY)
    stranger = making.practitioner(of=making.team("West team"))
    with pytest.raises(NotFound):
        operations.confirm_paid(made, paid_on=DAY, by=stranger, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentInstruction.objects.filter(pk=second).update(paid_on=DAY)


def test_finance_confirms_on_the_page(client: Client, approved: tuple[Any, UUID]) -> None:
    _, made = approved
    client.force_login(making.finance(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.post(f"/team/payments/{made}/paid/", follow=True).content.decode()

    assert "Written down as paid" in page
    assert "It is paid" not in page
