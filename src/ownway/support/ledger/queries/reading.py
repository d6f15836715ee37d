"""Balances, statements, and the accounts that outside facts took below their floor."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Max, Q, Sum, When

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.ledger import permissions
from ownway.support.ledger.domain import AccountKind, Entry, StatementLine, running
from ownway.support.ledger.models import Account, Closing, ClosingBalance, Standing, Transfer
from ownway.support.people import queries as people

STATEMENT_READ = declare("ledger.statement-read", "Entries of the ledger read", reading=True)


@dataclass(frozen=True, slots=True)
class PersonalAccount:
    """One account of a person: what it is, from which fund, and its lines, oldest first."""

    kind: str
    fund: str
    party: str
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class Exceptional:
    """An account that outside facts took below its floor; pence, signed."""

    account_id: UUID
    person_id: UUID | None
    kind: str
    fund: str
    pence: int
    floor: int


def balance(account_id: UUID, *, on: date | None = None) -> int:
    """Pence credited less pence debited; up to and including `on` when it is given.

    For other contexts' sums. A page about a person asks `owed_to`, which minds who asks.
    """
    return _sum([account_id], on)


def owed_to(person_id: UUID, *, by: SignIn, on: date | None = None) -> int:
    """Pence the council owes a person. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    return _sum(_owed(person_id), on)


def statement(person_id: UUID, *, by: SignIn) -> list[StatementLine]:
    """What was written down as owed to a person, oldest first, each line with the balance after it.

    Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    return _lines(_owed(person_id))


def entries_of(person_id: UUID, *, on: date) -> list[PersonalAccount]:
    """Every account of a person with its lines, for a command; the reading is a fact."""
    facts.record(STATEMENT_READ, about=person_id, by=None, on=on)
    held = Account.objects.filter(person_id__in=people.every_id(person_id))
    return [
        PersonalAccount(one.kind, one.fund, one.party, tuple(_lines([one.pk])))
        for one in held.order_by("kind", "fund", "party", "pk")
    ]


def below_floor(*, by: SignIn) -> list[Exceptional]:
    """The accounts that stand below their floor, lowest first: each waits to be looked at.

    Raises NotAllowed for somebody not in finance.
    """
    if not permissions.READ_EXCEPTIONS.allows(by):
        raise NotAllowed(permissions.READ_EXCEPTIONS.refusal())
    rows = (
        Standing.objects.filter(pence__lt=F("account__floor"))
        .filter(Q(account__person=None) | Q(account__person__in=people.ids_visible(by=by)))
        .select_related("account")
        .order_by("pence", "pk")
    )
    return [
        Exceptional(
            row.account.pk,
            row.account.person_id,
            row.account.kind,
            row.account.fund,
            row.pence,
            row.account.floor or 0,
        )
        for row in rows
    ]


def journal_of(transfer_id: UUID) -> UUID:
    """The posting that a transfer belongs to, for whoever puts it right. Raises NotFound."""
    found = Transfer.objects.filter(pk=transfer_id).values_list("journal_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such posting, or it is not yours to open.")
    return found


def closed_through() -> date | None:
    """The last day of the last closed period; None while none is closed."""
    found: date | None = Closing.objects.aggregate(last=Max("through"))["last"]
    return found


def _owed(person_id: UUID) -> list[UUID]:
    return list(
        Account.objects.filter(kind=AccountKind.OWED_TO_PERSON, person_id=person_id).values_list(
            "pk", flat=True
        )
    )


def _lines(accounts: Collection[UUID]) -> list[StatementLine]:
    held = set(accounts)
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


def _sum(accounts: list[UUID], on: date | None) -> int:
    """What the last period closed by then carried, and everything written down since."""
    rows, carried = Transfer.objects.all(), 0
    closings = Closing.objects.all()
    if on is not None:
        rows, closings = rows.filter(value_on__lte=on), closings.filter(through__lte=on)
    last = closings.order_by("-through").first()
    if last is not None:
        rows = rows.filter(value_on__gt=last.through)
        held = ClosingBalance.objects.filter(closing=last, account__in=accounts)
        carried = held.aggregate(pence=Sum("pence"))["pence"] or 0
    found = rows.filter(Q(debit__in=accounts) | Q(credit__in=accounts)).aggregate(
        credits=Sum(Case(When(credit__in=accounts, then=F("pence")), default=0)),
        debits=Sum(Case(When(debit__in=accounts, then=F("pence")), default=0)),
    )
    return int(carried) + int(found["credits"] or 0) - int(found["debits"] or 0)
