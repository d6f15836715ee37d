"""Questions about money written down; a person's, only for those who may read their record."""

from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Sum, When

from ownway.foundation.access.models import SignIn
from ownway.support.ledger.domain import AccountKind, Entry, StatementLine, running
from ownway.support.ledger.models import Account, Transfer
from ownway.support.people import queries as people


def balance(account_id: UUID, *, on: date | None = None) -> int:
    """Pence credited less pence debited; up to and including `on` when it is given.

    For other contexts' sums. A page about a person asks `owed_to`, which minds who asks.
    """
    return _sum(Transfer.objects.all(), [account_id], on)


def owed_to(person_id: UUID, *, by: SignIn, on: date | None = None) -> int:
    """Pence the council owes a person. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    return _sum(Transfer.objects.all(), _accounts_of(person_id), on)


def statement(person_id: UUID, *, by: SignIn) -> list[StatementLine]:
    """What was written down as owed to a person, oldest first, each line with the balance after it.

    Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    held = set(_accounts_of(person_id))
    rows = Transfer.objects.filter(Q(debit__in=held) | Q(credit__in=held)).order_by(
        "value_on", "posted_at", "key"
    )
    return running(
        Entry(
            row.value_on,
            row.words,
            row.pence * ((row.credit_id in held) - (row.debit_id in held)),
        )
        for row in rows
    )


def _accounts_of(person_id: UUID) -> list[UUID]:
    return list(
        Account.objects.filter(kind=AccountKind.OWED_TO_PERSON, person_id=person_id).values_list(
            "pk", flat=True
        )
    )


def _sum(rows: QuerySet[Transfer], accounts: list[UUID], on: date | None) -> int:
    if on is not None:
        rows = rows.filter(value_on__lte=on)
    found = rows.filter(Q(debit__in=accounts) | Q(credit__in=accounts)).aggregate(
        credits=Sum(Case(When(credit__in=accounts, then=F("pence")), default=0)),
        debits=Sum(Case(When(debit__in=accounts, then=F("pence")), default=0)),
    )
    return int(found["credits"] or 0) - int(found["debits"] or 0)
