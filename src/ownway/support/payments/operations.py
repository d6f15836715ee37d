"""Paying direct payments: setting up, proposing, approving by somebody else, and declining."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import Period, in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import operations as ledger
from ownway.support.ledger.domain import AccountKind, Leg
from ownway.support.payments import domain, permissions, queries
from ownway.support.payments.models import PaymentInstruction, PaymentSchedule
from ownway.support.payments.queries import next_pay_day as next_pay_day
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning

SCHEDULE_SET = declare("payments.schedule-set", "Payments set up")
PROPOSED = declare("payments.instruction-proposed", "Payment proposed")
APPROVED = declare("payments.instruction-approved", "Payment approved")
PAID = declare("payments.instruction-paid", "Paid by the council's bank")
DECLINED = declare("payments.instruction-declined", "Payment declined")

NOTHING_DUE = "Every period up to now has its instruction."


@transaction.atomic
def set_schedule(arrangement_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Set up the payments of one direct payment: the council's share, four-weekly, ahead, net.

    A sum that the plan gives once is paid with the first period, or alone. Raises Refused when the
    support is not bought by direct payment, when its payments are set up already, when the
    council's share is nothing, and for somebody who has died; NotFound when `by` may not know the
    person.
    """
    bought = planning.arrangement_to_pay(arrangement_id, by=by)
    _check(permissions.PROPOSE, by)
    _check_alive(bought.person_id, by)
    if bought.bought_by != domain.DIRECT_PAYMENT:
        raise Refused("This support is not a direct payment. The council does not pay it to them.")
    if bought.share_weekly <= 0 and bought.cost_once <= 0:
        raise Refused("The council's share of this support is nothing, so there is none to pay.")
    already = "The payments for this support are set up already. Load the page again to see them."
    if PaymentSchedule.objects.filter(arrangement_id=arrangement_id).exists():
        raise Refused(already)
    try:
        with transaction.atomic():
            made = PaymentSchedule.objects.create(
                person_id=bought.person_id,
                arrangement_id=arrangement_id,
                pence_weekly=max(0, bought.share_weekly),
                pence_once=bought.cost_once,
                first_day=bought.first_day,
                last_day=bought.last_day,
                set_on=on,
                set_by=by,
            )
    except IntegrityError:
        if not PaymentSchedule.objects.filter(arrangement_id=arrangement_id).exists():
            raise
        raise Refused(already) from None
    facts.record(
        SCHEDULE_SET,
        about=made.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=domain.schedule_in_words(made.pence_weekly, made.every_weeks, made.pence_once),
        after={
            "pence_weekly": made.pence_weekly,
            "pence_once": made.pence_once,
            "every_weeks": made.every_weeks,
            "first_day": made.first_day,
        },
    )
    return made.pk


def propose_instruction(schedule_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Propose the next period that has no instruction, for somebody else to approve.

    Raises Refused when none is due: the next period begins more than one period's length after
    `on`, or the support has ended; and for somebody who has died. NotFound when there is no such
    schedule or `by` may not know the person.
    """
    made = propose_if_due(schedule_id, by=by, on=on)
    if made is None:
        last_day = queries.ended_on(schedule_id)
        if last_day is not None and queries.next_pay_day(schedule_id) is None:
            raise Refused(
                f"This support ends on {in_words(last_day)}, and every day of it has its "
                "instruction."
            )
        raise Refused(NOTHING_DUE)
    return made


@transaction.atomic
def propose_if_due(schedule_id: UUID, *, by: SignIn, on: date) -> UUID | None:
    """As `propose_instruction`, with None when nothing is due."""
    row = (
        PaymentSchedule.objects.select_for_update(of=("self",))
        .select_related("arrangement")
        .filter(pk=schedule_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such schedule of payments, or it is not yours to open.")
    _check(permissions.PROPOSE, by)
    _check_alive(row.person_id, by)
    period = queries.upcoming(row)
    if period is None or not domain.is_due(period, row.every_weeks, on):
        return None
    first_day, last_day = period.first_day, period.last_day or period.first_day
    pence = queries.pence_for(row, period)
    if not pence:
        raise Refused(
            f"The council's share for {domain.days_in_words(first_day, last_day)} is less than "
            "half a penny, so there is nothing to pay."
        )
    made = PaymentInstruction.objects.create(
        schedule=row,
        person_id=row.person_id,
        first_day=first_day,
        last_day=last_day,
        pay_on=domain.pay_on(period, row.in_advance, on),
        pence=pence,
        proposed_on=on,
        proposed_by=by,
    )
    facts.record(
        PROPOSED,
        about=row.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=_in_words(made),
        after={"pence": made.pence, "first_day": first_day, "last_day": last_day},
    )
    return made.pk


@transaction.atomic
def approve_instruction(instruction_id: UUID, *, by: SignIn, on: date) -> None:
    """Approve a payment that somebody else proposed, and write down that it is owed.

    Raises Refused when `by` proposed it, when it is decided already, when the support has since
    ended inside its period, and for somebody who has died; NotFound when there is none or `by` may
    not know the person. The ledger has it under the key "instruction:…", so it is written once.
    """
    row = _waiting(instruction_id, by=by)
    if row.proposed_by_id == by.pk:
        raise Refused(
            f"You proposed this payment, {by.name}. Somebody else in finance must check it."
        )
    if on < row.proposed_on:
        raise Refused("A payment cannot be approved before the day it was proposed.")
    _check_alive(row.person_id, by)
    ends_on = row.schedule.arrangement.last_day
    if ends_on is not None and ends_on < row.last_day:
        raise Refused(
            f"The support ends on {in_words(ends_on)}, before the last day of this payment. "
            "Decline it. What is left can then be proposed."
        )
    days = domain.days_in_words(row.first_day, row.last_day)
    period = Period(row.first_day, row.last_day)
    if row.pence > queries.pence_for(row.schedule, period):
        raise Refused(
            "Support stood still on some days of this payment since it was proposed. Decline it. "
            "What is left can then be proposed."
        )
    spent = ledger.account(AccountKind.DIRECT_PAYMENTS)
    owed = ledger.account(AccountKind.OWED_TO_PERSON, person_id=row.person_id)
    (transfer_id,) = ledger.post(
        [Leg(debit=spent, credit=owed, pence=row.pence)],
        key=f"instruction:{row.pk}",
        value_on=row.pay_on,
        words=f"Direct payment, {days}",
        by=by,
        on=on,
        about=row.person_id,
    )
    row.state, row.transfer_id = domain.APPROVED, transfer_id
    row.decided_on, row.decided_by = on, by
    row.save(update_fields=["state", "transfer_id", "decided_on", "decided_by"])
    facts.record(
        APPROVED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=_in_words(row),
        before={"state": domain.PROPOSED},
        after={"state": domain.APPROVED, "pence": row.pence},
    )


@transaction.atomic
def confirm_paid(instruction_id: UUID, *, paid_on: date, by: SignIn, on: date) -> None:
    """Write down that the council's bank has paid: what was owed is owed no more.

    Ownway moves no money; finance reads the bank's answer and confirms it here. Twice changes
    nothing. Raises Refused for a payment that is not approved, and for a day still to come.
    """
    row = (
        PaymentInstruction.objects.select_for_update()
        .filter(pk=instruction_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such payment, or it is not yours to open.")
    _check(permissions.CONFIRM_PAID, by)
    if row.paid_on is not None:
        return
    if row.state != domain.APPROVED:
        raise Refused("Only a payment that was approved can have been paid.")
    if paid_on < row.pay_on:
        raise Refused(
            f"It is to be paid on {in_words(row.pay_on)}, so it cannot have been paid before."
        )
    if paid_on > on:
        raise Refused("The day it was paid cannot be in the future.")
    ledger.post(
        [
            Leg(
                debit=ledger.account(AccountKind.OWED_TO_PERSON, person_id=row.person_id),
                credit=ledger.account(AccountKind.BANK),
                pence=row.pence,
            )
        ],
        key=f"paid:{row.pk}",
        value_on=paid_on,
        words="Paid by the council's bank",
        by=by,
        on=on,
        about=row.person_id,
    )
    row.paid_on = paid_on
    row.save(update_fields=["paid_on"])
    facts.record(PAID, about=row.person_id, of=row.pk, by=by, on=paid_on, words=_in_words(row))


@transaction.atomic
def decline_instruction(instruction_id: UUID, *, reasons: str, by: SignIn, on: date) -> None:
    """Decline a payment with reasons; its period may then be proposed again.

    Whoever proposed it may take it back this way. Raises Refused without reasons and when it is
    decided already; NotFound when there is none or `by` may not know the person.
    """
    row = _waiting(instruction_id, by=by)
    if not reasons.strip():
        raise Refused("Write down why the payment is declined.")
    if on < row.proposed_on:
        raise Refused("A payment cannot be declined before the day it was proposed.")
    row.state, row.decision_reasons = domain.DECLINED, reasons.strip()
    row.decided_on, row.decided_by = on, by
    row.save(update_fields=["state", "decision_reasons", "decided_on", "decided_by"])
    facts.record(
        DECLINED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{_in_words(row)}. {row.decision_reasons}",
        before={"state": domain.PROPOSED},
        after={"state": domain.DECLINED, "reasons": row.decision_reasons},
    )


def _waiting(instruction_id: UUID, *, by: SignIn) -> PaymentInstruction:
    """The payment, locked, for somebody who may decide. Raises NotFound, NotAllowed, Refused."""
    row = (
        PaymentInstruction.objects.select_for_update(of=("self",))
        .select_related("schedule__arrangement", "decided_by")
        .filter(pk=instruction_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such payment, or it is not yours to open.")
    _check(permissions.APPROVE, by)
    if row.state != domain.PROPOSED and row.decided_by and row.decided_on:
        raise Refused(
            f"{row.decided_by.name} {row.state} this payment on {in_words(row.decided_on)}."
        )
    return row


def _in_words(row: PaymentInstruction) -> str:
    return f"{pounds(row.pence)} for {domain.days_in_words(row.first_day, row.last_day)}"


def _check_alive(person_id: UUID, by: SignIn) -> None:
    died_on = people.died_on(person_id, by=by)
    if died_on is not None:
        raise Refused(
            f"This person died on {in_words(died_on)}. Nothing more is paid here. "
            "What is owed is settled with those who look after their affairs."
        )


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
