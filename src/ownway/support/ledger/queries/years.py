"""What was written down between two days, for the close of a year; for those who work for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed
from ownway.support.ledger import permissions
from ownway.support.ledger.domain import AccountKind
from ownway.support.ledger.models import Closing, Transfer

# What a year costs the council: what it spends, less what people pay towards it.
SPENT = (AccountKind.DIRECT_PAYMENTS, AccountKind.SUPPORT_BOUGHT, AccountKind.CONTRIBUTIONS)


@dataclass(frozen=True, slots=True)
class Spent:
    """What one account of spending moved for one person (none: for nobody alone).

    `pence` is above nothing for what the council spent, and below for what came in.
    """

    kind: str
    fund: str
    person_id: UUID | None
    pence: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A transfer as a journal has it: pence from one account (credit) to another (debit)."""

    key: str
    value_on: date
    debit_kind: str
    debit_fund: str
    credit_kind: str
    credit_fund: str
    pence: int
    corrects: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """A period that was closed, by whom and why."""

    through: date
    closed_at: datetime
    closed_by: str
    reasons: str
    transfers: int
    pence: int


def spent(first_day: date, last_day: date, *, by: SignIn) -> list[Spent]:
    """What was spent and came in between two days, by account and person; both days count.

    The sum of it is what the accounts of spending moved in those days. Raises NotAllowed.
    """
    _check(by)
    found: dict[tuple[str, str, UUID | None], int] = {}
    for side, other, sign in (("debit", "credit", 1), ("credit", "debit", -1)):
        rows = (
            Transfer.objects.filter(value_on__range=(first_day, last_day))
            .filter(**{f"{side}__kind__in": [kind.value for kind in SPENT]})
            .values_list(f"{side}__kind", f"{side}__fund", f"{other}__person_id")
            .annotate(pence=Sum("pence"))
            .order_by()
        )
        for kind, fund, person_id, pence in rows:
            of = (kind, fund, person_id)
            found[of] = found.get(of, 0) + sign * int(pence)
    return [Spent(*of, pence) for of, pence in found.items() if pence]


def legs(first_day: date, last_day: date, *, by: SignIn) -> Iterator[Leg]:
    """Every transfer between two days, in one order for ever. Raises NotAllowed."""
    _check(by)
    rows = (
        Transfer.objects.filter(value_on__range=(first_day, last_day))
        .order_by("value_on", "key")
        .values_list(
            "key",
            "value_on",
            "debit__kind",
            "debit__fund",
            "credit__kind",
            "credit__fund",
            "pence",
            "reverses_id",
        )
    )
    for key, on, debit, debit_fund, credit, credit_fund, pence, reverses in rows.iterator():
        yield Leg(key, on, debit, debit_fund, credit, credit_fund, pence, reverses is not None)


def kinds_used(first_day: date, last_day: date, *, by: SignIn) -> list[tuple[str, str]]:
    """Which accounts (kind, fund) moved between two days. Raises NotAllowed."""
    _check(by)
    rows = Transfer.objects.filter(value_on__range=(first_day, last_day)).order_by()
    found: set[tuple[str, str]] = set()
    for side in ("debit", "credit"):
        found |= set(rows.values_list(f"{side}__kind", f"{side}__fund").distinct())
    return sorted(found)


def years_moved(*, by: SignIn) -> tuple[date, date] | None:
    """The first and the last day that anything was written down for. Raises NotAllowed."""
    _check(by)
    first = Transfer.objects.order_by("value_on").values_list("value_on", flat=True).first()
    last = Transfer.objects.order_by("-value_on").values_list("value_on", flat=True).first()
    return None if first is None or last is None else (first, last)


def unexplained(*, by: SignIn, on: date) -> int:
    """Pence that stand as not yet explained, at the end of a day. Raises NotAllowed."""
    _check(by)
    kind = AccountKind.UNEXPLAINED.value
    found = Transfer.objects.filter(value_on__lte=on).aggregate(
        credits=Coalesce(Sum("pence", filter=Q(credit__kind=kind)), 0),
        debits=Coalesce(Sum("pence", filter=Q(debit__kind=kind)), 0),
    )
    return int(found["credits"]) - int(found["debits"])


def owed_at(on: date, *, by: SignIn) -> int:
    """Pence owed to people at the end of a day, which the next year begins with. NotAllowed."""
    _check(by)
    kind = AccountKind.OWED_TO_PERSON.value
    found = Transfer.objects.filter(value_on__lte=on).aggregate(
        credits=Coalesce(Sum("pence", filter=Q(credit__kind=kind)), 0),
        debits=Coalesce(Sum("pence", filter=Q(debit__kind=kind)), 0),
    )
    return int(found["credits"]) - int(found["debits"])


def closings(*, by: SignIn) -> list[Closed]:
    """The periods that were closed, the latest first. Raises NotAllowed."""
    _check(by)
    rows = Closing.objects.annotate(who=F("closed_by__name")).order_by("-through")
    return [
        Closed(
            row.through, row.closed_at, row.who or "Ownway", row.reasons, row.transfers, row.pence
        )
        for row in rows
    ]


def _check(by: SignIn) -> None:
    if not permissions.READ_YEARS.allows(by):
        raise NotAllowed(permissions.READ_YEARS.refusal())
