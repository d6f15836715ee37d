"""Two people bring the same statement at the same moment: its lines count once."""

import threading
from datetime import date
from typing import Any

import making
import pytest
from django.db import connection

from ownway.support.wallet import operations
from ownway.support.wallet.models import AccountLine, BankAccount, StatementFile
from ownway.support.wallet.tests.test_bringing import JULY, ROWS, table

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_statement_brought_twice_at_once_counts_once() -> None:
    ruth = making.person()
    making.direct_payment(ruth, first_day=date(2026, 6, 1))
    own, nell = making.own_sign_in(ruth), making.finance()
    ready = threading.Barrier(2)
    met: list[Any] = []

    def bring(by: Any) -> None:
        try:
            ready.wait(20)
            met.append(operations.bring(ruth.pk, table(*ROWS), by=by, on=JULY).lines_new)
        except Exception as wrong:
            met.append(wrong)
        finally:
            connection.close()

    both = [threading.Thread(target=bring, args=(by,)) for by in (own, nell)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)

    assert sorted(met) == [0, 5]
    assert (BankAccount.objects.count(), StatementFile.objects.count()) == (1, 1)
    assert AccountLine.objects.count() == 5
