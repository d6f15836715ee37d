"""What was written, what is unread, and what waits for an answer.

Who calls has asked `support.people` whether `by` may read that person's messages, and, where it
asks for many, hands in whose messages `by` may read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations.domain import Side, days_late
from ownway.foundation.conversations.models import Away, Conversation, LastRead, Message
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound

READ = declare("conversations.read", "Messages read", reading=True)


@dataclass(frozen=True, slots=True)
class ConversationLine:
    id: UUID
    about_id: UUID
    about_name: str
    subject: str
    last_at: datetime
    last_side: Side
    answers: str  # who answers for the council: a name, or that of the team
    due_on: date | None
    days_late: int
    unread: bool


@dataclass(frozen=True, slots=True)
class MessageLine:
    id: UUID
    side: Side
    by_name: str
    standing: str
    words: str
    sent_at: datetime
    document_id: UUID | None
    mistaken_at: datetime | None
    is_mine: bool


def of_person(person_ids: Iterable[UUID], *, by: SignIn, on: date) -> list[ConversationLine]:
    """Every conversation with one person, under any of their ids, the latest first."""
    return _lines(Conversation.objects.filter(about_id__in=list(person_ids)), by, on)


def one(conversation_id: UUID, *, by: SignIn, on: date) -> ConversationLine:
    """Raises NotFound when there is none."""
    found = _lines(Conversation.objects.filter(pk=conversation_id), by, on)
    if not found:
        raise NotFound("There is no such conversation, or it is not yours to read.")
    return found[0]


def messages_of(conversation_id: UUID, *, by: SignIn) -> list[MessageLine]:
    """What was written, the earliest first."""
    rows = Message.objects.filter(conversation_id=conversation_id).select_related("by")
    return [
        MessageLine(
            id=row.pk,
            side=Side(row.side),
            by_name=row.by.name,
            standing=row.standing,
            words=row.words,
            sent_at=row.sent_at,
            document_id=row.document_id,
            mistaken_at=row.mistaken_at,
            is_mine=row.by_id == by.pk,
        )
        for row in rows
    ]


def how_many_unread(person_ids: Iterable[UUID], *, by: SignIn) -> int:
    """How many conversations with one person hold something that `by` has not read."""
    rows = Conversation.objects.filter(about_id__in=list(person_ids))
    return rows.filter(_unread(by)).count()


def to_answer(by: SignIn, *, among: QuerySet[Any, Any], on: date) -> list[ConversationLine]:
    """What waits for an answer from `by`, the earliest due first.

    Theirs; and, of their team, those of nobody, or of somebody who is away or signs in no more.
    `among` are the ids of the people whose messages `by` may read.
    """
    waiting = Conversation.objects.filter(due_on__isnull=False, about_id__in=among)
    theirs: Q = Q(owner=by)
    if by.team_id is not None:
        away = Away.objects.filter(sign_in=OuterRef("owner"), first_day__lte=on, last_day__gte=on)
        nobody = Q(owner__isnull=True) | Q(owner__is_active=False) | Q(Exists(away))
        theirs = theirs | (Q(team_id=by.team_id) & nobody)
    return sorted(
        _lines(waiting.filter(theirs), by, on), key=lambda one: (one.due_on or on, one.about_name)
    )


def concerning(
    by: SignIn, *, among: QuerySet[Any, Any], on: date, limit: int = 100
) -> list[ConversationLine]:
    """Conversations that `by` or their team answers, the latest first."""
    theirs = Q(owner=by) | Q(team_id=by.team_id) if by.team_id else Q(owner=by)
    rows = Conversation.objects.filter(theirs, about_id__in=among)
    return _lines(rows.order_by("-last_at", "-pk"), by, on, limit=limit)


def away_until(by: SignIn, *, on: date) -> date | None:
    """The last day of an absence that `by` said and that is not over."""
    rows = Away.objects.filter(sign_in=by, last_day__gte=on).order_by("-last_day")
    return rows.values_list("last_day", flat=True).first()


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody of staff who is away, and who sees to their work meanwhile, if anybody is named."""

    id: UUID
    who_id: UUID
    who: str
    first_day: date
    last_day: date
    covered_by_id: UUID | None
    covered_by: str


def away(sign_in_ids: Iterable[UUID], *, on: date) -> dict[UUID, date]:
    """Until when each of these is away, by id; those who are here are left out."""
    rows = _away_on(on).filter(sign_in__in=list(sign_in_ids)).order_by("last_day")
    return dict(rows.values_list("sign_in_id", "last_day"))


def covered_by(by: SignIn, *, on: date) -> list[Absence]:
    """Whose work `by` sees to today. Both are still of one team; else it takes a hand-over.

    Where whoever covers is away too, and `by` covers them, the work goes on to `by`: a chain of
    cover never ends on somebody who is not there.
    """
    if by.team_id is None:
        return []
    away = list(_away_on(on).filter(sign_in__team_id=by.team_id).select_related("sign_in"))
    seen, reached = {by.pk}, [by.pk]
    while reached:
        reached = [
            row.sign_in_id
            for row in away
            if row.covered_by_id in reached and row.sign_in_id not in seen
        ]
        seen.update(reached)
    found = [row.pk for row in away if row.sign_in_id in seen and row.sign_in_id != by.pk]
    return _absences(_away_on(on).filter(pk__in=found))


def absences_of_team(team_id: UUID | None, *, on: date) -> list[Absence]:
    """Who of a team is or will be away, the earliest first."""
    if team_id is None:
        return []
    return _absences(Away.objects.filter(sign_in__team_id=team_id, last_day__gte=on))


def _away_on(on: date) -> QuerySet[Away]:
    return Away.objects.filter(first_day__lte=on, last_day__gte=on)


def _absences(rows: QuerySet[Away]) -> list[Absence]:
    return [
        Absence(
            row.pk,
            row.sign_in_id,
            row.sign_in.name,
            row.first_day,
            row.last_day,
            row.covered_by_id,
            row.covered_by.name if row.covered_by else "",
        )
        for row in rows.select_related("sign_in", "covered_by").order_by("first_day", "pk")
    ]


def _unread(by: SignIn) -> Q:
    read = LastRead.objects.filter(
        conversation=OuterRef("pk"), by=by, read_at__gte=OuterRef("last_at")
    )
    return ~Q(Exists(read))


def _lines(
    rows: QuerySet[Conversation], by: SignIn, on: date, *, limit: int | None = None
) -> list[ConversationLine]:
    found = list(rows.select_related("owner", "team")[:limit])
    unread = set(
        Conversation.objects.filter(_unread(by), pk__in=[row.pk for row in found]).values_list(
            "pk", flat=True
        )
    )
    away = set(
        Away.objects.filter(
            sign_in__in=[row.owner_id for row in found if row.owner_id],
            first_day__lte=on,
            last_day__gte=on,
        ).values_list("sign_in_id", flat=True)
    )
    lines = []
    for row in found:
        answers = row.owner.name if row.owner else ""
        if row.owner is None or not row.owner.is_active or row.owner_id in away:
            answers = f"the {row.team.name}" if row.team else answers
        lines.append(
            ConversationLine(
                id=row.pk,
                about_id=row.about_id,
                about_name=row.about_name,
                subject=row.subject,
                last_at=row.last_at,
                last_side=Side(row.last_side),
                answers=answers,
                due_on=row.due_on,
                days_late=days_late(row.due_on, on=on),
                unread=row.pk in unread,
            )
        )
    return lines
