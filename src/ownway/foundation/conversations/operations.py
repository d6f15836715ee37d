"""Writing to each other. Who calls has checked that `by` may read that person's messages."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.conversations.domain import LONGEST, Side, answer_due_on
from ownway.foundation.conversations.models import Away, Conversation, LastRead, Message
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
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
def say_away(
    *,
    first_day: date,
    last_day: date,
    covered_by: SignIn | None = None,
    who: SignIn | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Say on which days one answers nothing, and which colleague sees to one's work meanwhile.

    A manager says it for `who` of their team. It ends by itself. Raises Refused for days in the
    past or that somebody said before, and where the colleague is of another team, the same, or away
    themself: their work is then passed on, one thing at a time; NotAllowed for somebody else's.
    """
    who = who or by
    _check_may_say(who, by=by)
    if last_day < first_day or last_day < on:
        raise Refused("The last day comes after the first, and not in the past.")
    if _away_between(who, first_day, last_day):
        raise Refused(f"{who.name} is noted as away on some of these days. Take that back first.")
    if covered_by is not None:
        _check_can_cover(covered_by, who, first_day, last_day)
    made = Away.objects.create(
        sign_in=who,
        first_day=first_day,
        last_day=last_day,
        covered_by=covered_by,
        said_by=None if who == by else by,
    )
    cover = f"{covered_by.name} covers" if covered_by else "Nobody covers"
    said = f"{who.name}, {in_words(first_day)} to {in_words(last_day)}. {cover}"
    facts.record(WENT_AWAY, of=made.pk, by=by, on=on, words=said)
    return made.pk


@transaction.atomic
def say_back(*, by: SignIn, away_id: UUID | None = None) -> None:
    """Be back: every day away that was said and is not over is taken back.

    `away_id` takes one absence back, one's own or, for a manager, of their team. Raises NotFound;
    NotAllowed as `say_away`.
    """
    if away_id is None:
        Away.objects.filter(sign_in=by).delete()
        return
    row = Away.objects.select_for_update(of=("self",)).select_related("sign_in")
    found = row.filter(pk=away_id).first()
    if found is None:
        raise NotFound("There is no such absence any more.")
    _check_may_say(found.sign_in, by=by)
    found.delete()


def _check_may_say(who: SignIn, *, by: SignIn) -> None:
    leads = Role.TEAM_MANAGER.value in by.roles and by.team_id is not None
    if who.pk != by.pk and not (leads and who.team_id == by.team_id):
        raise NotAllowed("Only they, or a manager of their team, may say when they are away.")


def _check_can_cover(colleague: SignIn, who: SignIn, first_day: date, last_day: date) -> None:
    if colleague.pk == who.pk or not colleague.is_active:
        raise Refused("Choose a colleague who is there on these days.")
    if colleague.team_id is None or colleague.team_id != who.team_id:
        raise Refused(
            f"{colleague.name} works in another team, and would see nothing of it. Pass each thing "
            "on to them from the record instead, with a day for their answer."
        )
    if _away_between(colleague, first_day, last_day):
        raise Refused(f"{colleague.name} is away on some of these days too. Choose somebody else.")


def _away_between(who: SignIn, first_day: date, last_day: date) -> bool:
    return Away.objects.filter(
        sign_in=who, first_day__lte=last_day, last_day__gte=first_day
    ).exists()


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
