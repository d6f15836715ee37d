"""Paying direct payments: setting up, proposing, approving by somebody else, and declining."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import operations as ledger
from ownway.support.ledger.domain import AccountKind, Leg
from ownway.support.payments import domain, permissions, queries
from ownway.support.payments.domain.schedules import Line, LineKind
from ownway.support.payments.models import PaymentInstruction, PaymentSchedule, ScheduleRate
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning

SCHEDULE_SET = declare("payments.schedule-set", "Payments set up")
PROPOSED = declare("payments.instruction-proposed", "Payment proposed")
APPROVED = declare("payments.instruction-approved", "Payment approved")
PAID = declare("payments.instruction-paid", "Paid by the council's bank")
DECLINED = declare("payments.instruction-declined", "Payment declined")
RATE_CHANGED = declare("payments.rate-changed", "What is paid a week changed")

LONGEST_WEEKS = 13
NOTHING_DUE = "Every period up to now has its instruction."


@transaction.atomic
def set_schedule(
    arrangement_id: UUID,
    *,
    every_weeks: int = 4,
    in_advance: bool = True,
    gross: bool = False,
    by: SignIn,
    on: date,
) -> UUID:
    """Set up the payments of one direct payment: the council's share, four-weekly, ahead, net.

    `gross` pays the whole cost, and what the person pays is asked of them by itself. A sum that
    the plan gives once is paid with the first period, or alone. Raises Refused when the support is
    not bought by direct payment, when its payments are set up already, when the council's share is
    nothing, and for somebody who has died; NotFound when `by` may not know the person.
    """
    bought = planning.arrangement_to_pay(arrangement_id, by=by)
    _check(permissions.PROPOSE, by)
    _check_alive(bought.person_id, by)
    if bought.bought_by != domain.DIRECT_PAYMENT:
        raise Refused("This support is not a direct payment. The council does not pay it to them.")
    if bought.share_weekly <= 0 and bought.cost_once <= 0:
        raise Refused("The council's share of this support is nothing, so there is none to pay.")
    if not 1 <= every_weeks <= LONGEST_WEEKS:
        raise Refused(f"A period is from 1 to {LONGEST_WEEKS} weeks.")
    already = "The payments for this support are set up already. Load the page again to see them."
    if PaymentSchedule.objects.filter(arrangement_id=arrangement_id).exists():
        raise Refused(already)
    try:
        with transaction.atomic():
            made = PaymentSchedule.objects.create(
                person_id=bought.person_id,
                arrangement_id=arrangement_id,
                pence_weekly=bought.cost_weekly if gross else max(0, bought.share_weekly),
                pence_once=bought.cost_once,
                every_weeks=every_weeks,
                in_advance=in_advance,
                gross=gross,
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
    terms = queries.terms_of([row])[row.pk]
    line = queries.next_due(row, terms, on)
    if line is None:
        _say_if_nothing(row, on)
        return None
    made = propose_line(row, line, by=by, on=on)
    facts.record(
        PROPOSED,
        about=row.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=_in_words(made),
        after={"pence": made.pence, "first_day": made.first_day, "last_day": made.last_day},
    )
    return made.pk


def propose_line(row: PaymentSchedule, line: Line, *, by: SignIn, on: date) -> PaymentInstruction:
    """Write a payment as it was worked out, for somebody else to approve."""
    return PaymentInstruction.objects.create(**columns(row, line, by, on))


def columns(row: PaymentSchedule, line: Line, by: SignIn, on: date) -> dict[str, Any]:
    """The columns of a payment that is proposed."""
    return {
        "schedule": row,
        "person_id": row.person_id,
        "kind": line.kind.value,
        "first_day": line.first_day,
        "last_day": line.last_day,
        "pay_on": max(line.pay_on, on),
        "pence": line.pence,
        "less": line.less,
        "proposed_on": on,
        "proposed_by": by,
    }


def _say_if_nothing(row: PaymentSchedule, on: date) -> None:
    """Raises Refused when a period's time has come and it comes to nothing."""
    period = queries.upcoming(row)
    if period is None or not domain.is_due(period, row.every_weeks, on) or not row.in_advance:
        return
    last_day = period.last_day or period.first_day
    raise Refused(
        f"There is nothing to pay for {domain.days_in_words(period.first_day, last_day)}: what is "
        "due is less than half a penny, the support stands still, or more was paid before."
    )


@transaction.atomic
def change_rate(
    schedule_id: UUID, *, first_day: date, pence_weekly: int, why: str, by: SignIn, on: date
) -> UUID:
    """Change what is paid a week from a day on, past or to come.

    For days paid before, the difference comes with the next proposal: more as a line of its own,
    less taken from the next payments. The same change twice is kept once. Raises Refused without
    words, for less than nothing, and for days outside the support; NotFound, NotAllowed as above.
    """
    row = (
        PaymentSchedule.objects.select_for_update(of=("self",))
        .select_related("arrangement")
        .filter(pk=schedule_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such schedule of payments, or it is not yours to open.")
    _check(permissions.PROPOSE, by)
    terms = queries.terms_of([row])[row.pk]
    if not why.strip():
        raise Refused("Say why what is paid changes.")
    if pence_weekly < 0:
        raise Refused("What is paid a week cannot be less than nothing.")
    if first_day < terms.first_day or (terms.last_day and first_day > terms.last_day):
        raise Refused(
            f"Choose a day of the support: it begins on {in_words(terms.first_day)}"
            + (f" and ends on {in_words(terms.last_day)}." if terms.last_day else ".")
        )
    last = row.rates.order_by("-number").first()
    if last and (last.first_day, last.pence_weekly) == (first_day, pence_weekly):
        return last.pk
    made = ScheduleRate.objects.create(
        schedule=row,
        number=last.number + 1 if last else 1,
        first_day=first_day,
        pence_weekly=pence_weekly,
        why=why.strip(),
        set_on=on,
        set_by=by,
    )
    facts.record(
        RATE_CHANGED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{pounds(pence_weekly)} a week from {in_words(first_day)}. {made.why}",
        after={"pence_weekly": pence_weekly, "first_day": first_day},
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
    if queries.is_more_than_due(row):
        raise Refused(
            "Support stood still on some days of this payment since it was proposed, or less is "
            "paid a week. Decline it. What is left can then be proposed."
        )
    days = domain.days_in_words(row.first_day, row.last_day)
    spent = ledger.account(AccountKind.DIRECT_PAYMENTS)
    owed = ledger.account(AccountKind.OWED_TO_PERSON, person_id=row.person_id)
    (transfer_id,) = ledger.post(
        [Leg(debit=spent, credit=owed, pence=row.pence)],
        key=f"instruction:{row.pk}",
        value_on=row.pay_on,
        words=domain.words_of(row.kind, days),
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
    if row.run_lines.exists():
        raise Refused("This payment is in a run. It is confirmed with the run.")
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
    if queries.in_a_run([row.pk]):
        raise Refused("This payment is in a run. It is decided with the run.")
    if row.state != domain.PROPOSED and row.decided_by and row.decided_on:
        raise Refused(
            f"{row.decided_by.name} {row.state} this payment on {in_words(row.decided_on)}."
        )
    return row


def _in_words(row: PaymentInstruction) -> str:
    days = domain.days_in_words(row.first_day, row.last_day)
    more = " more" if row.kind == LineKind.CORRECTION.value else ""
    less = f", after taking off {pounds(row.less)} paid too much before" if row.less else ""
    return f"{pounds(row.pence)}{more} for {days}{less}"


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
