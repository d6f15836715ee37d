"""Whom payments go to: put in by one, confirmed by another, asked of the person when it changes.

A changed account is the commonest theft. So the person is told by a way that was known before the
change, and payments wait until somebody has asked them, or the days of waiting are over.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.notices import operations as notices
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.payments import permissions, queries
from ownway.support.payments.domain import banking
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.modulus import Outcome, check, read_table
from ownway.support.payments.models import Payee, WeightTable
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import reached_before

PUT = declare("payments.payee-put", "Account to pay to written down")
CONFIRMED = declare("payments.payee-confirmed", "Account to pay to confirmed")
DECLINED = declare("payments.payee-declined", "Account to pay to declined")
ASKED = declare("payments.payee-asked", "Person asked about the account to pay to")
TABLE_LOADED = declare("payments.weights-loaded", "Table to check account numbers loaded")
TEMPLATE = "account-changes"


@transaction.atomic
def put_payee(person_id: UUID, account: BankAccount, *, why: str, by: SignIn, on: date) -> UUID:
    """Write down where somebody's payments are to go, for somebody else in finance to confirm.

    Where it takes the place of another, the person is told at once, by a way that was known before.
    The same account twice changes nothing. Raises Refused when the number cannot belong to the sort
    code, while another change waits, without words, and after a death; NotAllowed; NotFound.
    """
    people.check_may_read(person_id, by=by)
    _check(permissions.PUT_PAYEE, by)
    if people.died_on(person_id, by=by) is not None:
        raise Refused("This person has died. Nothing more is paid here.")
    if not why.strip():
        raise Refused("Say how you know the account: who gave it to you, and on what paper.")
    outcome = check(account.sort_code, account.number, queries.table_in_force())
    if outcome is Outcome.FAILED:
        raise Refused(
            "That account number cannot belong to that sort code. Look at the paper again: often "
            "two figures have changed places."
        )
    rows = list(Payee.objects.select_for_update().filter(person_id=person_id))
    now = next((row for row in rows if row.state == banking.CONFIRMED), None)
    waiting = next((row for row in rows if row.state == banking.PROPOSED), None)
    if waiting is not None:
        if queries.account(waiting) == account:
            return waiting.pk
        raise Refused("Another account waits to be confirmed. Confirm or decline that one first.")
    if now is not None and queries.account(now) == account:
        raise Refused("Payments go to this account already.")
    made = Payee(
        person_id=person_id,
        account_name=account.name,
        sort_code=account.sort_code,
        account_number=account.number,
        checked=outcome.value,
        why=why.strip(),
        put_on=on,
        put_by=by,
        replaces=now,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused("Somebody has just written down another account. Load the page again.") from (
            None
        )
    if now is not None:
        made.notice_id = _tell(person_id, by=by, on=on)
        made.save(update_fields=["notice_id"])
    facts.record(PUT, about=person_id, of=made.pk, by=by, on=on, words=_in_words(made))
    return made.pk


@transaction.atomic
def confirm_payee(payee_id: UUID, *, by: SignIn, on: date) -> None:
    """Confirm an account that somebody else wrote down; it takes the place of the one before.

    Twice changes nothing. Raises Refused to whoever wrote it down and when it was declined;
    NotAllowed; NotFound.
    """
    row = _locked(payee_id, permissions.CONFIRM_PAYEE, by)
    if row.state == banking.CONFIRMED:
        return
    _check_waits(row)
    if row.put_by_id == by.pk:
        raise Refused("You wrote this account down, so somebody else in finance confirms it.")
    if people.died_on(row.person_id, by=by) is not None:
        raise Refused("This person has died. Nothing more is paid here.")
    before = Payee.objects.select_for_update().filter(
        person_id=row.person_id, state=banking.CONFIRMED
    )
    for one in before:
        one.state = banking.REPLACED
        one.save(update_fields=["state"])
    row.state, row.decided_on, row.decided_by = banking.CONFIRMED, on, by
    row.save(update_fields=["state", "decided_on", "decided_by"])
    facts.record(CONFIRMED, about=row.person_id, of=row.pk, by=by, on=on, words=_in_words(row))


@transaction.atomic
def decline_payee(payee_id: UUID, *, reasons: str, by: SignIn, on: date) -> None:
    """Decline an account that waits; payments go on as before. Whoever wrote it down may too.

    Raises Refused without reasons and when it was decided; NotAllowed; NotFound.
    """
    row = _locked(payee_id, permissions.CONFIRM_PAYEE, by)
    _check_waits(row)
    if not reasons.strip():
        raise Refused("Write down why the account is declined.")
    row.state, row.decided_on, row.decided_by = banking.DECLINED, on, by
    row.decision_reasons = reasons.strip()
    row.save(update_fields=["state", "decided_on", "decided_by", "decision_reasons"])
    words = f"{_in_words(row)}. {row.decision_reasons}"
    facts.record(DECLINED, about=row.person_id, of=row.pk, by=by, on=on, words=words)


@transaction.atomic
def asked_person(payee_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Write down that the person was asked about a changed account, and said that it is theirs.

    They are asked by a telephone number or at an address that was known before the change. Payments
    that waited may go. Raises Refused without words, to whoever wrote the account down, and for one
    that is not confirmed; NotAllowed; NotFound. Twice changes nothing.
    """
    row = _locked(payee_id, permissions.CONFIRM_PAYEE, by)
    if row.asked_on is not None:
        return
    if row.state != banking.CONFIRMED:
        raise Refused("Only an account that is confirmed can be asked about.")
    if row.put_by_id == by.pk:
        raise Refused("You wrote this account down, so somebody else asks the person.")
    if not words.strip():
        raise Refused("Write down whom you asked, by which number or where, and what they said.")
    row.asked_on, row.asked_by, row.asked_words = on, by, words.strip()
    row.save(update_fields=["asked_on", "asked_by", "asked_words"])
    facts.record(ASKED, about=row.person_id, of=row.pk, by=by, on=on, words=row.asked_words)


@transaction.atomic
def load_weights(words: str, *, instead: str = "", source: str, by: SignIn, on: date) -> UUID:
    """Load the table by which account numbers are checked; from now on it is the one in force.

    The same table twice is kept once. Raises Refused without its source and when a line cannot be
    read; NotAllowed.
    """
    _check(permissions.LOAD_WEIGHTS, by)
    if not source.strip():
        raise Refused("Say where the table comes from, and of which day it is.")
    lines = len(read_table(words, instead).lines)
    last = WeightTable.objects.select_for_update().order_by("-number").first()
    said = (words, instead, source.strip()[:200])
    if last is not None and (last.words, last.instead, last.source) == said:
        return last.pk
    most = WeightTable.objects.aggregate(most=Max("number"))["most"] or 0
    made = WeightTable.objects.create(
        number=most + 1,
        words=words,
        instead=instead,
        source=source.strip()[:200],
        loaded_on=on,
        loaded_by=by,
    )
    facts.record(TABLE_LOADED, of=made.pk, by=by, on=on, words=f"{lines:,} lines. {made.source}")
    return made.pk


def _tell(person_id: UUID, *, by: SignIn, on: date) -> UUID | None:
    """Tell the person by a way known before the days of waiting; None where there is no such way.

    None also where the form they need is made by hand: somebody then tells them in it, and the
    page says so.
    """
    known_on = on - timedelta(days=queries.hold_days(on))
    to = reached_before(person_id, known_on)
    try:
        with transaction.atomic():
            return notices.send(TEMPLATE, about=person_id, to=to, values={}, by=by, on=on)
    except Refused:
        return None


def _locked(payee_id: UUID, permission: Permission, by: SignIn) -> Payee:
    row = (
        Payee.objects.select_for_update(of=("self",))
        .select_related("decided_by")
        .filter(pk=payee_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such account, or it is not yours to open.")
    _check(permission, by)
    return row


def _check_waits(row: Payee) -> None:
    if row.state != banking.PROPOSED and row.decided_by and row.decided_on:
        said = "declined" if row.state == banking.DECLINED else "confirmed"
        raise Refused(f"{row.decided_by.name} {said} this account on {in_words(row.decided_on)}.")


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())


def _in_words(row: Payee) -> str:
    what = "A change to the account" if row.replaces_id else "The account"
    return f"{what} ending {row.account_number[-4:]}, {row.checked}"
