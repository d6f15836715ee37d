"""Asking about an account: the person first, with time to answer; then a person says what follows.

Nothing here stops a payment or asks money back.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations as conversations
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.parameters import decimal_on
from ownway.support.wallet import permissions
from ownway.support.wallet.models import AccountLine, BankAccount, MoneyQuestion
from ownway.support.wallet.operations.opening import open_account
from ownway.support.wallet.queries.lines import statements_for_reading

ASKED = declare("wallet.question-asked", "Asked about the account")
ANSWERED = declare("wallet.question-answered", "Answered about the account")
SETTLED = declare("wallet.question-settled", "Said what follows")

SUBJECT = "A question about the direct payment account"
MESSAGE = (
    "We have a question about the statements of the account. It stands on the page My money, under "
    "Statements. Please answer there by {answer_by}, or write or ring us. Nothing is stopped or "
    "taken back while you answer."
)


@transaction.atomic
def ask(person_id: UUID, key: str, *, words: str = "", by: SignIn, at: datetime, on: date) -> UUID:
    """Ask somebody about something that does not fit, with days to answer.

    A message tells them that there is a question and by when; what it is about stands with their
    statements alone, since whoever reads messages may not be let in to the money.

    Raises Refused when it is asked already or does not stand any more; NotFound, NotAllowed.
    """
    open_account(person_id, permissions.LOOK_AFTER, by=by, on=on)
    seen = statements_for_reading(person_id, by=by, on=on)
    found = next(
        ((account_id, one) for account_id, one in seen.not_fitting if one.key == key), None
    )
    if found is None:
        raise Refused("This does not stand any more, so there is nothing to ask.")
    account_id, about = found
    answer_by = on + timedelta(days=int(decimal_on("statement_answer_days", on)))
    already = "This was asked already. Wait for the answer, or say what follows."
    try:
        with transaction.atomic():
            made = MoneyQuestion.objects.create(
                account=BankAccount.objects.get(pk=account_id),
                kind=about.kind.value,
                key=key,
                words=" ".join(f"{about.words} {words.strip()}".split()),
                asked_on=on,
                asked_by=by,
                answer_by=answer_by,
            )
    except IntegrityError:
        raise Refused(already) from None
    conversations.begin(
        person_id,
        about_name=seen.person.name,
        subject=SUBJECT,
        words=MESSAGE.format(answer_by=in_words(answer_by)),
        owner=by,
        team=by.team,
        by=by,
        at=at,
    )
    facts.record(
        ASKED, about=person_id, of=made.pk, by=by, on=on, words=f"Answer by {in_words(answer_by)}"
    )
    return made.pk


@transaction.atomic
def answer(question_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Answer what was asked; a later answer stands in place of the earlier one until it is settled.

    A worker may write down what the person told them. Raises Refused without words or once it is
    settled; NotFound, NotAllowed.
    """
    row = _question(question_id)
    open_account(row.account.person_id, permissions.BRING, by=by, on=on)
    row.refresh_from_db()
    if not words.strip():
        raise Refused("Write what you want to say. A few words will do.")
    if row.settled_on is not None:
        raise Refused("This is settled already. Send a message if something is not right.")
    row.answer, row.answered_on, row.answered_by = words.strip()[:2000], on, by
    row.save(update_fields=["answer", "answered_on", "answered_by"])
    facts.record(ANSWERED, about=row.account.person_id, of=row.pk, by=by, on=on)


@transaction.atomic
def settle(question_id: UUID, *, outcome: str, by: SignIn, on: date) -> None:
    """Say what follows from an answer, or from none once its day is past; the person reads it.

    Raises Refused before the person answered or had their time, without words, and a second time;
    NotFound, NotAllowed.
    """
    row = _question(question_id)
    open_account(row.account.person_id, permissions.LOOK_AFTER, by=by, on=on)
    row.refresh_from_db()
    if row.settled_on is not None:
        raise Refused("Somebody settled this already. Load the page again to read it.")
    if row.answered_on is None and on <= row.answer_by:
        raise Refused(f"They have until {in_words(row.answer_by)} to answer.")
    if not outcome.strip():
        raise Refused("Say what follows. The person reads it.")
    row.outcome, row.settled_on, row.settled_by = outcome.strip()[:2000], on, by
    row.save(update_fields=["outcome", "settled_on", "settled_by"])
    kind, _, line_id = row.key.partition(":")
    if kind == "line":
        AccountLine.objects.filter(pk=line_id, account=row.account).update(looked_at_on=on)
    facts.record(SETTLED, about=row.account.person_id, of=row.pk, by=by, on=on)


def _question(question_id: UUID) -> MoneyQuestion:
    row = MoneyQuestion.objects.select_related("account").filter(pk=question_id).first()
    if row is None:
        raise NotFound("There is no such question, or it is not yours to open.")
    return row
