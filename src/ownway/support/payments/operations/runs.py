"""Runs of payments: proposed by one, approved by another, made a file, confirmed, returned.

Every step is one transaction, and pressed twice it is done once: a run that was stopped by a power
cut goes on from where it stood. Ownway moves no money: the file is what the council's bank takes.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.working_days import is_working_day, working_days_after
from ownway.parameters import decimal_on
from ownway.support.ledger import operations as ledger
from ownway.support.ledger import queries as ledger_queries
from ownway.support.ledger.domain import AccountKind, Leg, Posting
from ownway.support.payments import domain, permissions, queries
from ownway.support.payments.domain import schedules
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.files import Content, FileLine, Format, PaysFrom, file_of
from ownway.support.payments.domain.returned import Returned
from ownway.support.payments.domain.runs import (
    LIVE,
    AdviceLine,
    Known,
    LineState,
    Look,
    RunState,
    advice,
    looks_at,
    reference,
    state_for,
)
from ownway.support.payments.models import (
    PaymentInstruction,
    PaymentRun,
    PaymentSchedule,
    PaysFromAccount,
    RunLine,
)
from ownway.support.payments.operations.paying import APPROVED, DECLINED, PAID, PROPOSED, columns
from ownway.support.payments.queries.payees import PayTo
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning

RUN_PROPOSED = declare("payments.run-proposed", "Run of payments proposed")
RUN_APPROVED = declare("payments.run-approved", "Run of payments approved")
RUN_DECLINED = declare("payments.run-declined", "Run of payments declined")
FILE_MADE = declare("payments.run-filed", "File for the bank made")
RUN_PAID = declare("payments.run-paid", "Run of payments confirmed by the bank")
TAKEN_OUT = declare("payments.line-taken-out", "Payment taken out of a run")
LOOKED = declare("payments.line-looked-at", "Payment of a run looked at")
RETURNED = declare("payments.line-returned", "Payment came back from the bank")
PAYS_FROM_SET = declare("payments.pays-from-set", "Account that runs are paid from set")

DAYS_TO_PAY = 2  # working days that Bacs takes
AHEAD_WEEKS = 4
STOPPED = "stopped"
NOBODY_LEFT = "Nobody in it can be paid any more."
DIFFERS = "payment_differs_percent"


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a file of returned payments: how many came back, and which are not known."""

    returned: int
    before: int
    unknown: tuple[str, ...]


@transaction.atomic
def set_pays_from(account: BankAccount, *, user_number: str, by: SignIn, on: date) -> UUID:
    """Set the council's account that files are paid from. The same twice changes nothing.

    Raises Refused for a user number that has not 6 figures; NotAllowed.
    """
    _check(permissions.SET_PAYS_FROM, by)
    if not (len(user_number) == 6 and user_number.isascii() and user_number.isdecimal()):
        raise Refused("A Bacs service user number has 6 figures.")
    last = PaysFromAccount.objects.select_for_update().order_by("-number").first()
    if last is not None and (_account(last), last.user_number) == (account, user_number):
        return last.pk
    made = PaysFromAccount(
        number=last.number + 1 if last else 1,
        account_name=account.name,
        sort_code=account.sort_code,
        account_number=account.number,
        user_number=user_number,
        set_on=on,
        set_by=by,
    )
    made.save()
    words = f"Account ending {account.ending}, user number {user_number}"
    facts.record(PAYS_FROM_SET, of=made.pk, by=by, on=on, words=words)
    return made.pk


@transaction.atomic
def propose_run(*, due_by: date, pay_on: date, by: SignIn, on: date) -> UUID:
    """Propose everything that is due by a day, one line for each payee and period.

    Pressed again by the same person while it is proposed, what has become due since is added and
    every line is looked at anew. What came back before is in it again. Raises Refused while a run
    of somebody else waits, for a day the bank cannot pay on, for more than four weeks ahead, and
    when nothing is due; NotAllowed.
    """
    _check(permissions.PROPOSE, by)
    if due_by > on + timedelta(weeks=AHEAD_WEEKS):
        raise Refused(f"A run pays what is due within {AHEAD_WEEKS} weeks.")
    soonest = working_days_after(on, DAYS_TO_PAY)
    if pay_on < soonest or not is_working_day(pay_on):
        raise Refused(f"Choose a working day, {in_words(soonest)} or later: Bacs takes two days.")
    run = PaymentRun.objects.select_for_update().filter(state=RunState.PROPOSED.value).first()
    if run is not None and run.proposed_by_id != by.pk:
        raise Refused("A run waits to be approved already. Approve or decline that one first.")
    # One after another: whoever presses at the same instant waits here, and finds it done.
    rows = list(
        PaymentSchedule.objects.select_for_update(of=("self",))
        .select_related("arrangement", "person")
        .prefetch_related("instructions", "rates", "given_back")
        .filter(person_id__in=people.ids_visible(by=by))
        .order_by("pk")
    )
    if run is None:
        run = PaymentRun.objects.filter(state=RunState.PROPOSED.value).first()
        if run is not None and run.proposed_by_id != by.pk:
            raise Refused("A run waits to be approved already. Approve or decline that one first.")
    if run is None:
        most = PaymentRun.objects.aggregate(most=Max("number"))["most"] or 0
        run = PaymentRun(number=most + 1, proposed_on=on, proposed_by=by)
    run.due_by, run.pay_on = due_by, pay_on
    run.save()
    terms = queries.terms_of(rows)
    fresh = [
        PaymentInstruction(**columns(row, line, by, on) | {"pay_on": pay_on})
        for row in rows
        if row.person.died_on is None
        for line in schedules.to_pay(terms[row.pk], queries.settled_of(row), until=due_by).lines
    ]
    PaymentInstruction.objects.bulk_create(fresh)
    facts.record_many(PROPOSED, [(on, one.person_id, one.pk) for one in fresh], by=by)
    add = [*fresh, *_to_pay_again(by)]
    number = run.lines.aggregate(most=Max("number"))["most"] or 0
    tries = Counter(
        RunLine.objects.filter(instruction__in=add).values_list("instruction_id", flat=True)
    )
    made = [
        RunLine(
            run=run,
            number=at,
            key=f"{one.pk}:{tries[one.pk] + 1}",
            reference=reference(run.number, at),
            person_id=one.person_id,
            instruction=one,
            pence=one.pence,
            state=LineState.HELD.value,
            looks=[Look.NO_PAYEE.value],
        )
        for at, one in enumerate(add, start=number + 1)
    ]
    RunLine.objects.bulk_create(made)
    lines = list(_lines(run).filter(state__in=[LineState.IN.value, LineState.HELD.value]))
    if not lines:
        raise Refused(f"Nothing is due by {in_words(due_by)}.")
    PaymentInstruction.objects.filter(
        pk__in=[one.instruction_id for one in lines], state=domain.PROPOSED
    ).update(pay_on=pay_on)
    _look_at(lines, by=by, on=on)
    words = f"Run {run.number}, due by {in_words(due_by)}, {len(lines):,} payments"
    facts.record(RUN_PROPOSED, of=run.pk, by=by, on=on, words=words)
    return run.pk


@transaction.atomic
def look_at_line(line_id: UUID, *, by: SignIn, on: date) -> None:
    """Say that a line was looked at and is right. Twice changes nothing.

    Raises Refused for a line that waits for an account, and once the run is decided; NotFound.
    """
    line = _line(line_id, by)
    if line.state == LineState.HELD.value:
        raise Refused("This payment waits for an account. Put that right, then propose again.")
    if line.state != LineState.IN.value or line.looked_on is not None or not line.looks:
        return
    line.looked_on, line.looked_by = on, by
    line.save(update_fields=["looked_on", "looked_by"])
    words = f"{line.reference}: {'; '.join(line.looks)}"
    facts.record(LOOKED, about=line.person_id, of=line.pk, by=by, on=on, words=words)


@transaction.atomic
def take_out(line_id: UUID, *, why: str, by: SignIn, on: date) -> None:
    """Take a payment out of a run that is proposed; its days may be proposed again.

    Raises Refused without words, and once the run is decided; NotFound. Twice changes nothing.
    """
    line = _line(line_id, by)
    if line.state == LineState.OUT.value:
        return
    if not why.strip():
        raise Refused("Write down why the payment is taken out.")
    _out([(line, why.strip())], by=by, on=on)


@transaction.atomic
def approve_run(run_id: UUID, *, by: SignIn, on: date) -> None:
    """Approve a run that somebody else proposed, and write down what is then owed.

    What cannot be paid is taken out and says why: a person who died, an account that is missing,
    held or changed since it was proposed, support that ended. What is left is posted in the ledger
    in one statement. Raises Refused to whoever proposed it, while a line waits to be looked at,
    when it was decided, and when nothing is left to pay; NotAllowed; NotFound.
    """
    run = _run(run_id, permissions.APPROVE, by)
    if run.state == RunState.APPROVED.value and run.decided_by_id == by.pk:
        return
    _check_proposed(run)
    if run.proposed_by_id == by.pk:
        raise Refused("You proposed this run, so somebody else in finance approves it.")
    _check_whole(run, by)
    lines = list(_lines(run).filter(state__in=[LineState.IN.value, LineState.HELD.value]))
    waits = sum(
        1 for one in lines if one.state == LineState.IN.value and one.looks and not one.looked_on
    )
    if waits:
        what = "1 payment waits" if waits == 1 else f"{waits:,} payments wait"
        raise Refused(f"{what} to be looked at first.")
    _out(_not_payable(lines, on), by=by, on=on)
    paying = [one for one in lines if one.state == LineState.IN.value]
    if not paying:
        raise Refused("No payment of this run can be made. Decline it.")
    fresh = [one.instruction for one in paying if one.instruction.state == domain.PROPOSED]
    spent = ledger.account(AccountKind.DIRECT_PAYMENTS)
    owed = ledger.accounts(AccountKind.OWED_TO_PERSON, {one.person_id for one in fresh})
    posted = ledger.post_many(
        [
            Posting(
                (Leg(debit=spent, credit=owed[one.person_id], pence=one.pence),),
                f"instruction:{one.pk}",
                one.pay_on,
                queries.what_for(one),
                one.person_id,
            )
            for one in fresh
        ],
        by=by,
        on=on,
    )
    for one in fresh:
        one.state, one.transfer_id = domain.APPROVED, posted[f"instruction:{one.pk}"][0]
        one.decided_on, one.decided_by = on, by
    PaymentInstruction.objects.bulk_update(
        fresh, ["state", "transfer_id", "decided_on", "decided_by"], batch_size=500
    )
    facts.record_many(APPROVED, [(on, one.person_id, one.pk) for one in fresh], by=by)
    run.state, run.decided_on, run.decided_by = RunState.APPROVED.value, on, by
    run.save(update_fields=["state", "decided_on", "decided_by"])
    words = f"Run {run.number}, {len(paying):,} payments"
    facts.record(RUN_APPROVED, of=run.pk, by=by, on=on, words=words)


@transaction.atomic
def decline_run(run_id: UUID, *, reasons: str, by: SignIn, on: date) -> None:
    """Decline a run; everything in it may be proposed again. Whoever proposed it may too.

    Raises Refused without reasons and once it was decided; NotAllowed; NotFound.
    """
    run = _run(run_id, permissions.APPROVE, by)
    _check_proposed(run)
    _check_whole(run, by)
    if not reasons.strip():
        raise Refused("Write down why the run is declined.")
    lines = _lines(run).filter(state__in=[LineState.IN.value, LineState.HELD.value])
    _out([(one, reasons.strip()) for one in lines], by=by, on=on)
    run.state, run.decided_on, run.decided_by = RunState.DECLINED.value, on, by
    run.decision_reasons = reasons.strip()
    run.save(update_fields=["state", "decided_on", "decided_by", "decision_reasons"])
    words = f"Run {run.number}. {run.decision_reasons}"
    facts.record(RUN_DECLINED, of=run.pk, by=by, on=on, words=words)


@transaction.atomic
def make_file(run_id: UUID, format_: Format, *, by: SignIn, on: date, at: datetime) -> bytes:
    """The file for the bank. Made again it is the same to the byte, in the same format.

    Before the first time, everybody who died since, and every account that changed since, is taken
    out, and what was written down for them is put right in the ledger. Where nobody is left, the
    run is declined and the file is empty. Where the day it was to pay on can no longer be kept, it
    is the next that can. Raises Refused before the run is approved, without an account to pay from,
    and in another format than before; NotAllowed; NotFound.
    """
    run = _run(run_id, permissions.MAKE_FILE, by)
    _check_whole(run, by)
    if run.state in (RunState.FILED.value, RunState.PAID.value):
        if run.file_format != format_.value:
            raise Refused(
                f"The file was made as {run.file_format}. Made in two ways, it could be paid twice."
            )
        return _bytes(run)
    if run.state != RunState.APPROVED.value:
        raise Refused("A file is made of a run that was approved.")
    from_ = PaysFromAccount.objects.order_by("-number").first()
    if from_ is None:
        raise Refused("Say first which account of the council payments are made from.")
    if run.pay_on < working_days_after(on, DAYS_TO_PAY):
        run.pay_on = working_days_after(on, DAYS_TO_PAY)
    lines = list(_lines(run).filter(state=LineState.IN.value))
    _out(_not_payable(lines, on), by=by, on=on)
    if not any(one.state == LineState.IN.value for one in lines):
        run.state, run.decision_reasons = RunState.DECLINED.value, NOBODY_LEFT
        run.save(update_fields=["state", "decision_reasons"])
        words = f"Run {run.number}. {NOBODY_LEFT}"
        facts.record(RUN_DECLINED, of=run.pk, by=by, on=on, words=words)
        return b""
    run.pays_from, run.file_format, run.filed_at = from_, format_.value, at
    run.state = RunState.FILED.value
    run.save()
    content = _bytes(run)
    run.file_digest = hashlib.sha256(content).hexdigest()
    run.save(update_fields=["file_digest"])
    facts.record(
        FILE_MADE,
        of=run.pk,
        by=by,
        on=on,
        words=f"Run {run.number}, {format_.value}",
        after={"digest": run.file_digest},
    )
    return content


@transaction.atomic
def confirm_run(run_id: UUID, *, paid_on: date, by: SignIn, on: date) -> None:
    """Write down that the council's bank has paid the file: what was owed is owed no more.

    One statement in the ledger for the whole run. Twice changes nothing. Raises Refused before the
    file is made, for a day before it pays and for a day to come; NotAllowed; NotFound.
    """
    run = _run(run_id, permissions.CONFIRM_PAID, by)
    if run.state == RunState.PAID.value:
        return
    if run.state != RunState.FILED.value:
        raise Refused("Only a run whose file was made can have been paid.")
    _check_whole(run, by)
    if paid_on < run.pay_on:
        raise Refused(f"It pays on {in_words(run.pay_on)}, so it cannot have been paid before.")
    if paid_on > on:
        raise Refused("The day it was paid cannot be in the future.")
    lines = list(_lines(run).filter(state=LineState.IN.value))
    bank = ledger.account(AccountKind.BANK)
    owed = ledger.accounts(AccountKind.OWED_TO_PERSON, {one.person_id for one in lines})
    posted = ledger.post_many(
        [
            Posting(
                (Leg(debit=owed[one.person_id], credit=bank, pence=one.pence),),
                f"run-line:{one.pk}",
                paid_on,
                "Paid by the council's bank",
                one.person_id,
            )
            for one in lines
        ],
        by=by,
        on=on,
    )
    for one in lines:
        one.state, one.transfer_id = LineState.PAID.value, posted[f"run-line:{one.pk}"][0]
        one.instruction.paid_on = paid_on
    RunLine.objects.bulk_update(lines, ["state", "transfer_id"], batch_size=500)
    PaymentInstruction.objects.bulk_update(
        [one.instruction for one in lines], ["paid_on"], batch_size=500
    )
    facts.record_many(PAID, [(on, one.person_id, one.instruction_id) for one in lines], by=by)
    run.state, run.paid_on = RunState.PAID.value, paid_on
    run.save(update_fields=["state", "paid_on"])
    words = f"Run {run.number}, {len(lines):,} payments, {in_words(paid_on)}"
    facts.record(RUN_PAID, of=run.pk, by=by, on=on, words=words)


@transaction.atomic
def post_returned(found: Sequence[Returned], *, by: SignIn, on: date) -> Posted:
    """Write down the payments that came back: they are owed again, and the next run has them.

    What was written down as paid is put right in the ledger by its mirror. A payment that came back
    before is passed over, so a file may be read twice. Raises Refused, and writes nothing, when an
    amount is not what was sent, or for a payment whose file was not made; NotAllowed.
    """
    _check(permissions.CONFIRM_PAID, by)
    named = {one.reference: one for one in found}
    rows = list(
        RunLine.objects.select_for_update(of=("self",))
        .select_related("instruction", "run")
        .filter(reference__in=named, person_id__in=people.ids_visible(by=by))
        .order_by("reference")
    )
    before = 0
    for row in rows:
        told = named[row.reference]
        if row.state == LineState.RETURNED.value:
            before += 1
            continue
        sent = row.run.state in (RunState.FILED.value, RunState.PAID.value)
        if not sent or row.state not in (LineState.IN.value, LineState.PAID.value):
            raise Refused(f"{row.reference} was not sent to the bank, so it cannot have come back.")
        if told.pence is not None and told.pence != row.pence:
            raise Refused(f"{row.reference} came back with another amount than was sent.")
        if row.transfer_id is not None:
            ledger.reverse(
                ledger_queries.journal_of(row.transfer_id),
                reason=f"It came back from the bank: {told.why}",
                value_on=min(told.on or on, on),
                by=by,
                on=on,
                outside=True,
            )
        row.state, row.returned_on = LineState.RETURNED.value, min(told.on or on, on)
        row.return_code, row.why = told.code[:35], told.why[:1].upper() + told.why[1:]
        row.save(update_fields=["state", "returned_on", "return_code", "why"])
        row.instruction.paid_on = None
        row.instruction.save(update_fields=["paid_on"])
        facts.record(
            RETURNED,
            about=row.person_id,
            of=row.pk,
            by=by,
            on=on,
            words=f"{row.reference}: {told.why}",
        )
    known = {row.reference for row in rows}
    return Posted(len(rows) - before, before, tuple(one for one in named if one not in known))


def advice_for(run_id: UUID, *, council: str, by: SignIn, on: date) -> str:
    """What each payee is told of their payment, a page each. Raises NotFound as `run_for_reading`.

    Raises Refused before the run is approved.
    """
    run = queries.run_for_reading(run_id, by=by, on=on)
    if run.summary.state in (RunState.PROPOSED.value, RunState.DECLINED.value):
        raise Refused("People are told of payments that were approved.")
    lines = [
        AdviceLine(one.name, one.ending, one.what_for, one.pence, one.less, one.reference)
        for one in run.lines
        if one.state in (LineState.IN.value, LineState.PAID.value)
    ]
    return advice(lines, council=council, pay_on=run.summary.pay_on)


def _to_pay_again(by: SignIn) -> list[PaymentInstruction]:
    """What was approved, sent and came back, and no run has since."""
    return list(
        PaymentInstruction.objects.filter(
            state=domain.APPROVED,
            paid_on__isnull=True,
            run_lines__state=LineState.RETURNED.value,
            person_id__in=people.ids_visible(by=by),
            person__died_on__isnull=True,
        )
        .exclude(run_lines__state__in=LIVE)
        .distinct()
    )


def _look_at(lines: list[RunLine], *, by: SignIn, on: date) -> None:
    """Look at every line anew: where it goes, and what is unusual. What cannot be paid goes out."""
    to = queries.where_to_pay({one.person_id for one in lines}, on=on)
    shared = Counter((one.account.sort_code, one.account.number) for one in to.values())
    rows = {one.instruction.schedule_id: one.instruction.schedule for one in lines}
    terms = queries.terms_of(list(rows.values()))
    plans = planning.arrangements_to_pay({one.arrangement_id for one in rows.values()}, by=by)
    last = _last_paid(rows)
    percent = int(decimal_on(DIFFERS, on))
    out = []
    for line in lines:
        found = to.get(line.person_id)
        known = _known(line, found, terms, plans, last, shared)
        looks = looks_at(known, differs_percent=percent)
        said = [one.value for one in looks]
        payee = found.payee_id if found else None
        if (said, payee) != (line.looks, line.payee_id):
            line.looked_on = line.looked_by = None
        line.looks, line.payee_id = said, payee
        state = state_for(looks)
        if state is LineState.OUT:
            out.append((line, looks[0].value))
        else:
            line.state = state.value
    RunLine.objects.bulk_update(
        lines, ["looks", "payee", "state", "looked_on", "looked_by"], batch_size=500
    )
    _out(out, by=by, on=on)


def _known(
    line: RunLine,
    to: PayTo | None,
    terms: dict[UUID, schedules.Terms],
    plans: dict[UUID, planning.ArrangementToPay],
    last: dict[UUID, int],
    shared: Counter[tuple[str, str]],
) -> Known:
    order = line.instruction
    schedule = order.schedule
    agreed = terms[schedule.pk]
    plan = plans.get(schedule.arrangement_id)
    says = (plan.cost_weekly if schedule.gross else plan.share_weekly) if plan else 0
    changed = schedule.rates.all()
    now = max(changed, key=lambda one: one.number).pence_weekly if changed else None
    return Known(
        pence=order.pence,
        died_on=line.person.died_on,
        has_payee=to is not None,
        payee_held=to is not None and to.held,
        shared=to is not None and shared[(to.account.sort_code, to.account.number)] > 1,
        last_pence=last.get(schedule.pk),
        stands_still=schedules.still_on(agreed, order.first_day, order.last_day),
        rate_differs=says != (schedule.pence_weekly if now is None else now),
        ended=_ended(order),
    )


def _last_paid(rows: dict[UUID, PaymentSchedule]) -> dict[UUID, int]:
    """What each schedule paid last for a period, in pence."""
    found = PaymentInstruction.objects.filter(
        schedule_id__in=list(rows), state=domain.APPROVED, kind="period"
    ).order_by("first_day")
    return dict(found.values_list("schedule_id", "pence"))


def _ended(order: PaymentInstruction) -> bool:
    last = order.schedule.arrangement.last_day
    return order.kind == "period" and last is not None and last < order.last_day


def _not_payable(lines: list[RunLine], on: date) -> list[tuple[RunLine, str]]:
    """Lines that cannot be paid as they stand now, each with why."""
    to = queries.where_to_pay({one.person_id for one in lines}, on=on)
    found = []
    for one in lines:
        now = to.get(one.person_id)
        if one.person.died_on is not None:
            found.append((one, f"The person died on {in_words(one.person.died_on)}"))
        elif _ended(one.instruction):
            found.append((one, "The support ends before the last of these days"))
        elif now is None:
            found.append((one, "There is no account to pay to"))
        elif one.state == LineState.HELD.value or now.held:
            found.append((one, "The account changed lately, and nobody has asked the person"))
        elif now.payee_id != one.payee_id:
            found.append((one, "The account changed after the run was proposed"))
    return found


def _out(lines: Sequence[tuple[RunLine, str]], *, by: SignIn, on: date) -> None:
    """Take lines out: what was only proposed is declined, what was approved is put right.

    A payment that came back before stays owed: the next run has it again.
    """
    for line, why in lines:
        order = line.instruction
        again = line.key.rpartition(":")[2] != "1"
        line.state, line.why = LineState.OUT.value, why
        line.save(update_fields=["state", "why"])
        if order.state == domain.PROPOSED:
            order.state, order.decision_reasons = domain.DECLINED, why
            order.decided_on, order.decided_by = on, by
            order.save(update_fields=["state", "decision_reasons", "decided_on", "decided_by"])
            words = f"{queries.what_for(order)}. {why}"
            facts.record(DECLINED, about=order.person_id, of=order.pk, by=by, on=on, words=words)
        elif order.transfer_id is not None and not again:
            ledger.reverse(
                ledger_queries.journal_of(order.transfer_id),
                reason=why,
                value_on=max(on, order.pay_on),
                by=by,
                on=on,
            )
            order.state, order.decision_reasons = STOPPED, why
            order.save(update_fields=["state", "decision_reasons"])
        words = f"{line.reference}: {why}"
        facts.record(TAKEN_OUT, about=line.person_id, of=line.pk, by=by, on=on, words=words)


def _bytes(run: PaymentRun) -> bytes:
    """The file of a run whose file was made, out of rows that no longer change."""
    from_ = run.pays_from
    assert from_ is not None
    assert run.filed_at is not None
    sent = [LineState.IN.value, LineState.PAID.value, LineState.RETURNED.value]
    process_on = run.pay_on - timedelta(days=1)
    while not is_working_day(process_on):
        process_on -= timedelta(days=1)
    return file_of(
        Content(
            number=run.number,
            pays_from=PaysFrom(_account(from_), from_.user_number),
            made_at=run.filed_at,
            process_on=process_on,
            pay_on=run.pay_on,
            lines=[
                FileLine(line.reference, queries.account(line.payee), line.pence)
                for line in run.lines.filter(state__in=sent).select_related("payee")
                if line.payee is not None
            ],
        ),
        Format(run.file_format),
    )


def _account(row: PaysFromAccount) -> BankAccount:
    return BankAccount(row.account_name, row.sort_code, row.account_number)


def _lines(run: PaymentRun) -> QuerySet[RunLine]:
    return (
        RunLine.objects.select_for_update(of=("self",))
        .filter(run=run)
        .select_related("person", "instruction__schedule__arrangement")
        .prefetch_related("instruction__schedule__rates", "instruction__schedule__instructions")
        .order_by("number")
    )


def _run(run_id: UUID, permission: Permission, by: SignIn) -> PaymentRun:
    _check(permission, by)
    row = (
        PaymentRun.objects.select_for_update(of=("self",))
        .select_related("decided_by", "pays_from")
        .filter(pk=run_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such run of payments, or it is not yours to open.")
    return row


def _line(line_id: UUID, by: SignIn) -> RunLine:
    _check(permissions.PROPOSE, by)
    seen = RunLine.objects.filter(pk=line_id, person_id__in=people.ids_visible(by=by))
    # The run first, as everywhere: two who lock in two orders would wait for each other.
    run = PaymentRun.objects.select_for_update().filter(pk__in=seen.values("run_id")).first()
    if run is None:
        raise NotFound("There is no such payment of a run, or it is not yours to open.")
    if run.state != RunState.PROPOSED.value:
        raise Refused("This run was decided already.")
    return (
        RunLine.objects.select_for_update(of=("self",))
        .select_related("instruction")
        .get(pk=line_id)
    )


def _check_proposed(run: PaymentRun) -> None:
    if run.state != RunState.PROPOSED.value and run.decided_by and run.decided_on:
        said = "declined" if run.state == RunState.DECLINED.value else "approved"
        raise Refused(f"{run.decided_by.name} {said} this run on {in_words(run.decided_on)}.")


def _check_whole(run: PaymentRun, by: SignIn) -> None:
    """A run with somebody whom `by` may not read is for a colleague who may."""
    if run.lines.exclude(person_id__in=people.ids_visible(by=by)).exists():
        raise Refused(
            "There is somebody in this run whose record you may not open. A colleague who may "
            "goes on with it."
        )


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
