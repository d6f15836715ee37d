"""Asking for money back: the person first, with time to answer; then somebody else decides."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations as conversations
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.parameters import decimal_on
from ownway.support.ledger import operations as ledger
from ownway.support.ledger.domain import AccountKind, Leg
from ownway.support.payments import permissions, queries
from ownway.support.payments.domain.giving_back import (
    OPEN,
    Decided,
    How,
    Safety,
    State,
    Why,
    check_decides,
    check_may_decide,
)
from ownway.support.payments.models import GiveBack, PaymentSchedule
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.domain.seeing import Work

ASKED_BACK = declare("payments.asked-back", "Asked to give money back")
ANSWERED = declare("payments.back-answered", "Answered about giving money back")
DECIDED = declare("payments.back-decided", "Decided about giving money back")
CAME_BACK = declare("payments.back-received", "Money given back")

SUBJECT = "A question about money that was paid to you"
MESSAGE = (
    "We have a question about money that was paid. It stands on the page My money, under Money "
    "that we ask about. Please answer by {answer_by}, there or in any way you like. Nothing is "
    "taken before you have answered, or somebody who did not ask has looked at it."
)


@transaction.atomic
def ask_back(
    schedule_id: UUID,
    *,
    pence: int,
    why: Why,
    safety: Safety,
    words: str,
    by: SignIn,
    at: datetime,
    on: date,
) -> UUID:
    """Ask somebody to give back money of a direct payment; they have days to answer.

    A message tells them that there is a question; how much and why stands with their money alone.
    Raises Refused for nothing, for more than was ever paid, without words, while it is asked
    already, and for somebody who has died; NotFound, NotAllowed.
    """
    row = (
        PaymentSchedule.objects.select_for_update(of=("self",))
        .filter(pk=schedule_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such direct payment, or it is not yours to open.")
    _check(permissions.ASK_BACK, by)
    if people.died_on(row.person_id, by=by) is not None:
        raise Refused(
            "This person has died. What is left is settled with those who look after their affairs."
        )
    if not words.strip():
        raise Refused("Say what it is about, so that they can answer.")
    paid = queries.paid_by_schedule(row.pk)
    if not 0 < pence <= paid:
        raise Refused(f"Ask for more than nothing and not more than was paid: {pounds(paid)}.")
    answer_by = on + timedelta(days=int(decimal_on("give_back_answer_days", on)))
    try:
        with transaction.atomic():
            made = GiveBack.objects.create(
                person_id=row.person_id,
                schedule=row,
                why=why.value,
                safety=safety.value,
                words=words.strip()[:2000],
                pence=pence,
                asked_on=on,
                asked_by=by,
                answer_by=answer_by,
            )
    except IntegrityError:
        raise Refused("This was asked already. Wait for the answer, or decide on it.") from None
    conversations.begin(
        row.person_id,
        about_name=people.person_briefly(row.person_id, by=by, on=on, work=Work.MONEY).name,
        subject=SUBJECT,
        words=MESSAGE.format(answer_by=in_words(answer_by)),
        owner=by,
        team=by.team,
        by=by,
        at=at,
    )
    facts.record(
        ASKED_BACK,
        about=row.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{pounds(pence)}, because {why.value}. Answer by {in_words(answer_by)}",
        after={"pence": pence, "why": why.value, "safety": safety.value},
    )
    return made.pk


@transaction.atomic
def answer_back(
    give_back_id: UUID, *, how: How | None, words: str = "", by: SignIn, on: date
) -> None:
    """Agree to give it back in one way (`how`), or say that it is not right (None, with words).

    Staff may write down what the person told them. Until it is settled an answer may be changed.
    Raises Refused for a no without words and once it is settled; NotFound, NotAllowed.
    """
    row = _row(give_back_id, permissions.ANSWER_BACK, by)
    at = looked_at_by(by.pk)
    if at is not None and not at.acts:
        raise NotAllowed(f"You may read this. Only {at.name} decides and writes here.")
    if State(row.state) not in OPEN:
        raise Refused("This is settled already. Send a message if something is not right.")
    if how is None and not words.strip():
        raise Refused("Say what is not right. A few words will do.")
    row.answer, row.answered_on, row.answered_by = words.strip()[:2000], on, by
    if how is None:
        row.state = State.NOT_AGREED.value
    else:
        row.state, row.how, row.decided_pence = State.AGREED.value, how.value, row.pence
    row.save()
    said = "Not agreed" if how is None else f"Agreed: {pounds(row.pence)}, {how.value}"
    facts.record(ANSWERED, about=row.person_id, of=row.pk, by=by, on=on, words=said)
    _owe(row, by=None, on=on)


@transaction.atomic
def decide_back(give_back_id: UUID, decided: Decided, *, by: SignIn, on: date) -> None:
    """Decide what is given back, after the person answered or had their time; or drop it.

    Raises Refused to whoever asked unless it is dropped, and as `Decided.check` and
    `check_may_decide`; NotFound, NotAllowed.
    """
    row = _row(give_back_id, permissions.DECIDE_BACK, by)
    drops = decided.pence == 0
    check_may_decide(State(row.state), answer_by=row.answer_by, drops=drops, on=on)
    check_decides(asked_by=row.asked_by_id, by=by.pk, drops=drops)
    decided.check(row.pence)
    row.state = (State.DROPPED if drops else State.AGREED).value
    row.decided_pence, row.how = decided.pence, decided.how.value if decided.how else ""
    if drops:
        row.how = ""
    row.decided_on, row.decided_by = on, by
    row.decision_reasons = decided.reasons.strip()[:2000]
    row.save()
    facts.record(
        DECIDED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{pounds(row.decided_pence)} of {pounds(row.pence)}. {row.decision_reasons}",
        before={"pence": row.pence},
        after={"pence": row.decided_pence, "state": row.state},
    )
    _owe(row, by=by, on=on)


@transaction.atomic
def came_back(give_back_id: UUID, *, back_on: date, by: SignIn, on: date) -> None:
    """Write down that the council's bank has the money again. Twice changes nothing.

    Raises Refused for what is taken off payments, before it is agreed, and for a day to come;
    NotFound, NotAllowed.
    """
    row = _row(give_back_id, permissions.CONFIRM_PAID, by)
    if row.state == State.BACK.value:
        return
    if row.state != State.AGREED.value or row.how != How.BANK.value:
        raise Refused("Only money that is to be paid back to the council can have come back.")
    if back_on > on:
        raise Refused("The day it came back cannot be in the future.")
    ledger.post(
        [
            Leg(
                debit=ledger.account(AccountKind.BANK),
                credit=ledger.account(AccountKind.OWED_BY_PERSON, person_id=row.person_id),
                pence=row.decided_pence,
            )
        ],
        key=f"back:{row.pk}",
        value_on=back_on,
        words="Given back to the council",
        by=by,
        on=on,
        about=row.person_id,
        outside=True,
    )
    row.state, row.back_on = State.BACK.value, back_on
    row.save(update_fields=["state", "back_on"])
    words = pounds(row.decided_pence)
    facts.record(CAME_BACK, about=row.person_id, of=row.pk, by=by, on=back_on, words=words)


def _owe(row: GiveBack, *, by: SignIn | None, on: date) -> None:
    """What is paid back to the bank is owed from the day it is settled.

    What is taken off payments is never posted: those payments are smaller.
    """
    if row.state != State.AGREED.value or row.how != How.BANK.value:
        return
    ledger.post(
        [
            Leg(
                debit=ledger.account(AccountKind.OWED_BY_PERSON, person_id=row.person_id),
                credit=ledger.account(AccountKind.DIRECT_PAYMENTS),
                pence=row.decided_pence,
            )
        ],
        key=f"give-back:{row.pk}",
        value_on=on,
        words="To be given back to the council",
        by=by,
        on=on,
        about=row.person_id,
    )


def _row(give_back_id: UUID, permission: Permission, by: SignIn) -> GiveBack:
    found = GiveBack.objects.select_for_update().filter(pk=give_back_id).first()
    if found is None:
        raise NotFound("There is nothing asked back here, or it is not yours to open.")
    people.check_may_read(found.person_id, by=by)
    _check(permission, by)
    return found


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
