"""Somebody's money, the same lines for both sides, out of ledger, payments and plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import FOUR_WEEKS
from ownway.kernel.period import Period
from ownway.support.ledger import queries as ledger
from ownway.support.ledger.domain import StatementLine
from ownway.support.payments import queries as payments
from ownway.support.payments.queries import InstructionLine, Planned, ScheduleLine
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.people.queries import ListedPerson
from ownway.support.planning import queries as planning
from ownway.support.wallet import domain
from ownway.support.wallet.domain import Made
from ownway.support.wallet.models import AccountLine, BankAccount

MONEY_READ = declare("wallet.money-read", "The money opened", reading=True)


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What stood on somebody's own account as the bank told, in pence, and what it has to last for.

    `promised` is what the plan buys until `next_on`, when the next payment comes; None where that
    is not known. `unsaid` lines wait for a word.
    """

    left: int
    told_on: date
    unsaid: int
    promised: int | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """What the council owes somebody, and why. All amounts are pence.

    `owed` counts what was due up to today and is not paid; `coming` is agreed with a later day;
    `being_checked` is proposed and not agreed; `planned` is what the schedules pay in the next
    four weeks, or else next, and nobody has proposed. `made` is how a payment adds up.
    """

    person: ListedPerson
    owed: int
    coming: tuple[InstructionLine, ...]
    being_checked: tuple[InstructionLine, ...]
    planned: tuple[Planned, ...]
    lines: tuple[StatementLine, ...]
    schedules: tuple[ScheduleLine, ...]
    made: Made | None
    asked_back: int = 0
    was_asked: bool = False
    account: OwnAccount | None = None


@transaction.atomic
def money_for_reading(person_id: UUID, *, by: SignIn, on: date) -> Money:
    """Somebody's money; the reading itself is a fact.

    Raises NotFound when there is nobody *or* `by` may not know of them.
    """
    person = people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    facts.record_reading(MONEY_READ, about=person_id, by=by, on=on)
    payment = payments.instructions_of(person_id, by=by)
    schedules = payments.schedules_of(person_id, by=by)
    until = on + timedelta(weeks=FOUR_WEEKS, days=-1)
    asked = payments.asked_back_of(person_id, by=by)
    planned = tuple(payments.planned_of(person_id, by=by, on=on, until=until))
    made = _made(person_id, schedules, by=by, on=on)
    days = [one.pay_on for one in payment if one.state != "declined" and one.paid_on is None]
    next_on = min([*days, *(one.pay_on for one in planned)], default=None)
    return Money(
        person=person,
        owed=ledger.owed_to(person_id, by=by, on=on),
        coming=tuple(
            one
            for one in payment
            if one.state == "approved" and one.pay_on > on and one.paid_on is None
        ),
        being_checked=tuple(one for one in payment if one.state == "proposed"),
        planned=planned,
        lines=tuple(reversed(ledger.statement(person_id, by=by))),
        schedules=tuple(schedules),
        made=made,
        asked_back=sum(asked),
        was_asked=bool(asked),
        account=_account(person_id, made, next_on),
    )


def _account(person_id: UUID, made: Made | None, next_on: date | None) -> OwnAccount | None:
    rows = [
        row
        for row in BankAccount.objects.filter(person_id__in=people.every_id(person_id))
        if row.closing is not None and row.closing_on is not None
    ]
    if not rows:
        return None
    told_on = min(row.closing_on for row in rows if row.closing_on is not None)
    left = sum(row.closing or 0 for row in rows)
    unsaid = AccountLine.objects.filter(account__in=rows, what="").count()
    if made is None or next_on is None or next_on <= told_on:
        return OwnAccount(left, told_on, unsaid)
    bought = made.cost_weekly - made.others_weekly
    lasts = domain.promised(bought, told_on=told_on, next_on=next_on)
    return OwnAccount(left, told_on, unsaid, lasts, next_on)


def _made(person_id: UUID, schedules: list[ScheduleLine], *, by: SignIn, on: date) -> Made | None:
    day = domain.day_of_sum((Period(one.first_day, one.last_day) for one in schedules), on)
    running = [one for one in schedules if Period(one.first_day, one.last_day).holds(day)]
    shares = planning.budget_of(person_id, by=by, on=day)
    lengths = {one.every_weeks for one in running}
    if shares is None or not running:
        return None
    return domain.made(
        cost_weekly=shares.cost_weekly,
        contribution_weekly=shares.contribution_weekly,
        direct_weekly=sum(one.pence_weekly for one in running),
        weeks=lengths.pop() if len(lengths) == 1 else FOUR_WEEKS,
    )
