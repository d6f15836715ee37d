"""Writing to each other. Who calls has checked that `by` may read that person's messages."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.conversations.domain import LONGEST, Side, answer_due_on
from ownway.foundation.conversations.models import Away, Conversation, LastRead, Message
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

WRITTEN = declare("conversations.written", "A message written")
MISTAKEN = declare("conversations.marked-mistaken", "A message marked as sent by mistake")
NO_ANSWER_NEEDED = declare("conversations.no-answer-needed", "A message that needs no answer")
WENT_AWAY = declare("conversations.went-away", "Said when they are away")


@transaction.atomic
def begin(
    about_id: UUID,
    *,
    about_name: str,
    subject: str,
    words: str,
    owner: SignIn | None,
    team: Team | None,
    standing: str = "",
    document_id: UUID | None = None,
    by: SignIn,
    at: datetime,
) -> UUID:
    """Begin a conversation with its first message.

    `owner` and `team` are who answers for the council; `standing` as whom somebody who was let in
    writes; `document_id` a document kept with the record. Raises Refused without a subject or
    words, or where nobody would answer.
    """
    if not subject.strip():
        raise Refused("Write in a few words what it is about.")
    if owner is None and team is None:
        raise Refused("Nobody would get this message yet. Please call us instead.")
    side = _side(by)
    made = Conversation.objects.create(
        about_id=about_id,
        about_name=about_name,
        subject=" ".join(subject.split())[:200],
        begun_at=at,
        last_at=at,
        last_side=side.value,
        owner=owner,
        team=team,
    )
    _write(made, words, standing=standing, document_id=document_id, by=by, at=at)
    return made.pk


@transaction.atomic
def write(
    conversation_id: UUID,
    *,
    words: str,
    standing: str = "",
    document_id: UUID | None = None,
    by: SignIn,
    at: datetime,
) -> None:
    """Write one more message. Raises Refused without words; NotFound when there is no such one."""
    _write(_one(conversation_id), words, standing=standing, document_id=document_id, by=by, at=at)


@transaction.atomic
def mark_mistaken(message_id: UUID, *, by: SignIn, at: datetime) -> None:
    """Say that a message was sent by mistake; it stays, marked. Only whoever wrote it may.

    Twice is safe. Raises NotAllowed for anybody else's.
    """
    row = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if row is None:
        raise NotFound("There is no such message.")
    if row.by_id != by.pk:
        raise NotAllowed("Only whoever wrote a message says that it was sent by mistake.")
    if row.mistaken_at is not None:
        return
    row.mistaken_at = at
    row.save(update_fields=["mistaken_at"])
    about = row.conversation.about_id
    facts.record(MISTAKEN, about=about, of=row.pk, by=by, on=_day(at))


@transaction.atomic
def say_no_answer_needed(conversation_id: UUID, *, by: SignIn, at: datetime) -> None:
    """Take a conversation off the council's list without an answer ("Thank you"). Twice is safe."""
    row = _one(conversation_id)
    if by.kind != Kind.STAFF:
        raise NotAllowed("Your worker says whether a message needs an answer.")
    if row.due_on is None:
        return
    row.due_on = None
    row.save(update_fields=["due_on"])
    facts.record(NO_ANSWER_NEEDED, about=row.about_id, of=row.pk, by=by, on=_day(at))


@transaction.atomic
def take_over(conversation_id: UUID, *, owner: SignIn, team: Team | None) -> None:
    """Say who answers from here on: a new worker, or a colleague."""
    row = _one(conversation_id)
    row.owner, row.team = owner, team
    row.save(update_fields=["owner", "team"])


def note_read(conversation_id: UUID, *, by: SignIn, at: datetime) -> None:
    """Remember up to when `by` has read."""
    LastRead.objects.update_or_create(
        conversation_id=conversation_id, by=by, defaults={"read_at": at}
    )


@transaction.atomic
def say_away(*, first_day: date, last_day: date, by: SignIn, on: date) -> None:
    """Say on which days one answers nothing; the team does. Raises Refused for days in the past."""
    if last_day < first_day or last_day < on:
        raise Refused("The last day comes after the first, and not in the past.")
    made = Away.objects.create(sign_in=by, first_day=first_day, last_day=last_day)
    facts.record(WENT_AWAY, of=made.pk, by=by, on=on)


@transaction.atomic
def say_back(*, by: SignIn) -> None:
    """Be back: every day away that was said and is not over is taken back."""
    Away.objects.filter(sign_in=by).delete()


def _write(
    row: Conversation,
    words: str,
    *,
    standing: str,
    document_id: UUID | None,
    by: SignIn,
    at: datetime,
) -> None:
    if not words.strip():
        raise Refused("Write your message first.")
    if len(words) > LONGEST:
        raise Refused(f"Please write less than {LONGEST:,} letters at a time.")
    side = _side(by)
    made = Message(
        conversation=row,
        side=side.value,
        by=by,
        standing=standing,
        words=words.strip(),
        sent_at=at,
        document_id=document_id,
    )
    made.save(force_insert=True)
    row.last_at, row.last_side = at, side.value
    if side is Side.COUNCIL:
        row.due_on = None
    elif row.due_on is None:
        row.due_on = answer_due_on(_day(at))
    row.save(update_fields=["last_at", "last_side", "due_on"])
    note_read(row.pk, by=by, at=at)
    facts.record(WRITTEN, about=row.about_id, of=made.pk, by=by, on=_day(at))


def _one(conversation_id: UUID) -> Conversation:
    row = Conversation.objects.select_for_update(of=("self",)).filter(pk=conversation_id).first()
    if row is None:
        raise NotFound("There is no such conversation.")
    return row


def _side(by: SignIn) -> Side:
    return Side.COUNCIL if by.kind == Kind.STAFF else Side.PERSON


def _day(at: datetime) -> date:
    return localtime(at).date()
