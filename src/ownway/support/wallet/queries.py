"""Somebody's money, the same lines for both sides, out of ledger, payments and plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.support.ledger import queries as ledger
from ownway.support.ledger.domain import StatementLine
from ownway.support.payments import queries as payments
from ownway.support.payments.queries import InstructionLine, ScheduleLine
from ownway.support.people import queries as people
from ownway.support.people.queries import ListedPerson
from ownway.support.planning import queries as planning
from ownway.support.planning.domain import Shares

MONEY_READ = declare("wallet.money-read", "The money opened", reading=True)


@dataclass(frozen=True, slots=True)
class Money:
    """What the council owes somebody, and why. All amounts are pence.

    `owed` counts what was due up to today; `coming` is agreed with a later day; `being_checked` is
    proposed and not agreed. `shares` are of the personal budget in force, by the week.
    """

    person: ListedPerson
    owed: int
    coming: tuple[InstructionLine, ...]
    being_checked: tuple[InstructionLine, ...]
    lines: tuple[StatementLine, ...]
    schedules: tuple[ScheduleLine, ...]
    shares: Shares | None


@transaction.atomic
def money_for_reading(person_id: UUID, *, by: SignIn, on: date) -> Money:
    """Somebody's money; the reading itself is a fact.

    Raises NotFound when there is nobody *or* `by` may not know of them.
    """
    person = people.person_briefly(person_id, by=by, on=on)
    facts.record_reading(MONEY_READ, about=person_id, by=by, on=on)
    agreed = payments.instructions_of(person_id, by=by)
    schedules = payments.schedules_of(person_id, by=by)
    starts = max((line.first_day for line in schedules), default=on)
    return Money(
        person=person,
        owed=ledger.owed_to(person_id, by=by, on=on),
        coming=tuple(one for one in agreed if one.state == "approved" and one.pay_on > on),
        being_checked=tuple(one for one in agreed if one.state == "proposed"),
        lines=tuple(reversed(ledger.statement(person_id, by=by))),
        schedules=tuple(schedules),
        shares=planning.budget_of(person_id, by=by, on=max(on, starts)),
    )
