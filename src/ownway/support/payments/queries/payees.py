"""Questions about the accounts that payments go to; for finance alone, by their last figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.parameters import decimal_on
from ownway.support.payments import permissions
from ownway.support.payments.domain import banking
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.modulus import Table, read_table
from ownway.support.payments.models import Payee, PaymentSchedule, WeightTable
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work

PAYEE_READ = declare("payments.payee-read", "Whom payments go to opened", reading=True)
HOLD = "payee_changed_hold_days"


@dataclass(frozen=True, slots=True)
class PayeeLine:
    """An account without its figures but the last four, and where its checks stand."""

    id: UUID
    person_id: UUID
    name: str  # of the person
    account_name: str
    ending: str
    checked: str
    state: str
    why: str
    put_by: str
    put_by_id: UUID
    put_on: date
    changed: bool
    told: bool
    decided_by: str
    decided_on: date | None
    decision_reasons: str
    asked_by: str
    asked_on: date | None
    asked_words: str
    held_until: date | None  # the last day on which payments wait, where they do


@dataclass(frozen=True, slots=True)
class WithoutPayee:
    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PayTo:
    """Where a payment goes, for a run: the account itself."""

    payee_id: UUID
    account: BankAccount
    held: bool


def payees_of(person_id: UUID, *, by: SignIn, on: date) -> list[PayeeLine]:
    """Every account of somebody, the latest first; the reading is a fact.

    Raises NotFound when `by` may not know of them, or is not in finance. Must run in a transaction.
    """
    if not permissions.READ_PAYEES.allows(by):
        raise NotFound("There is no such page, or it is not yours to open.")
    person = people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    facts.record_reading(PAYEE_READ, about=person_id, by=by, on=on)
    rows = _rows().filter(person_id=person_id).order_by("-put_on", "-pk")
    return [_line(row, person.name, on) for row in sorted(rows, key=_open_first)]


@transaction.atomic
def payees_waiting(*, by: SignIn, on: date) -> list[PayeeLine]:
    """Accounts that wait to be confirmed, and those whose payments are held, the oldest first."""
    if not permissions.READ_PAYEES.allows(by):
        return []
    rows = [
        row
        for row in _rows()
        .filter(
            state__in=[banking.PROPOSED, banking.CONFIRMED],
            person_id__in=people.ids_visible(by=by),
            person__died_on__isnull=True,
        )
        .order_by("put_on", "pk")
        if row.state == banking.PROPOSED or is_held(row, on)
    ]
    who = people.briefly({row.person_id for row in rows}, by=by, on=on)
    lines = [_line(row, who[row.person_id].name, on) for row in rows if row.person_id in who]
    facts.record_many(PAYEE_READ, [(on, one.person_id, one.id) for one in lines], by=by)
    return lines


def people_without_payee(*, by: SignIn, on: date) -> list[WithoutPayee]:
    """People who are paid and of whom no account is confirmed or waits, by name."""
    if not permissions.READ_PAYEES.allows(by):
        return []
    known = Payee.objects.filter(state__in=[banking.PROPOSED, banking.CONFIRMED])
    rows = (
        PaymentSchedule.objects.filter(
            person_id__in=people.ids_visible(by=by), person__died_on__isnull=True
        )
        .exclude(arrangement__last_day__lt=on)
        .exclude(person_id__in=known.values("person_id"))
    )
    who = people.briefly(set(rows.values_list("person_id", flat=True)), by=by, on=on)
    return sorted((WithoutPayee(pk, one.name) for pk, one in who.items()), key=lambda one: one.name)


def where_to_pay(person_ids: Iterable[UUID], *, on: date) -> dict[UUID, PayTo]:
    """The confirmed account of each of these people, for a run of payments."""
    rows = Payee.objects.filter(state=banking.CONFIRMED, person_id__in=list(person_ids))
    return {row.person_id: PayTo(row.pk, account(row), is_held(row, on)) for row in rows}


def table_in_force() -> Table | None:
    """The table of weights that was loaded last; None where none was."""
    row = WeightTable.objects.order_by("-number").first()
    return read_table(row.words, row.instead) if row else None


def table_in_words() -> str:
    """Which table is in force, for the page."""
    row = WeightTable.objects.select_related("loaded_by").order_by("-number").first()
    if row is None:
        return ""
    return f"{row.source}, loaded by {row.loaded_by.name}"


def account(row: Payee) -> BankAccount:
    return BankAccount(row.account_name, row.sort_code, row.account_number)


def is_held(row: Payee, on: date) -> bool:
    """Whether payments to a confirmed account wait for somebody to ask the person."""
    return row.decided_on is not None and banking.is_held(
        changed=row.replaces_id is not None,
        confirmed_on=row.decided_on,
        asked_on=row.asked_on,
        days=hold_days(on),
        on=on,
    )


def hold_days(on: date) -> int:
    return int(decimal_on(HOLD, on))


def _open_first(row: Payee) -> int:
    return [banking.PROPOSED, banking.CONFIRMED, banking.REPLACED, banking.DECLINED].index(
        row.state
    )


def _rows() -> QuerySet[Payee]:
    return Payee.objects.select_related("put_by", "decided_by", "asked_by")


def _line(row: Payee, name: str, on: date) -> PayeeLine:
    held = row.state == banking.CONFIRMED and is_held(row, on)
    until = row.decided_on + timedelta(days=hold_days(on) - 1) if row.decided_on and held else None
    return PayeeLine(
        id=row.pk,
        person_id=row.person_id,
        name=name,
        account_name=row.account_name,
        ending=row.account_number[-4:],
        checked=row.checked,
        state=row.state,
        why=row.why,
        put_by=row.put_by.name,
        put_by_id=row.put_by_id,
        put_on=row.put_on,
        changed=row.replaces_id is not None,
        told=row.notice_id is not None,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_on=row.decided_on,
        decision_reasons=row.decision_reasons,
        asked_by=row.asked_by.name if row.asked_by else "",
        asked_on=row.asked_on,
        asked_words=row.asked_words,
        held_until=until,
    )
