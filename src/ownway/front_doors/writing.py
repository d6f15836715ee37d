"""What a page of messages sees, whichever side of it one stands on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.conversations import operations, queries
from ownway.foundation.conversations.queries import ConversationLine, MessageLine
from ownway.foundation.documents import queries as documents
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.people.queries import own_record


@dataclass(frozen=True, slots=True)
class Thread:
    line: ConversationLine
    messages: list[MessageLine]
    documents: dict[UUID, str]  # id -> name, of those that go with a message and are here still


def thread_of(
    conversation_id: UUID, *, whose: UUID | None = None, by: SignIn, at: datetime, on: date
) -> Thread:
    """One conversation, noted as read. Must run in a transaction.

    `whose` narrows it to one person's (the one behind whose door `by` stands). Raises NotFound for
    any other, or where `by` may not open that record; the reading by staff is recorded.
    """
    line = queries.one(conversation_id, by=by, on=on)
    if whose is not None and line.about_id not in people.every_id(whose):
        raise NotFound("There is no such conversation, or it is not yours to read.")
    people.check_may_read(line.about_id, by=by)
    said = queries.messages_of(conversation_id, by=by)
    here = (
        documents.listed(people.every_id(line.about_id))
        if any(one.document_id for one in said)
        else []
    )
    operations.note_read(conversation_id, by=by, at=at)
    if whose is None:
        facts.record_reading(queries.READ, about=line.about_id, of=line.id, by=by, on=on)
    return Thread(line, said, {one.id: one.name for one in here})


def who_answers(person_id: UUID, *, by: SignIn, on: date) -> tuple[SignIn | None, Team | None]:
    """The worker and the team that a message about somebody goes to."""
    known = own_record.worker_and_team(person_id, by=by)
    worker = access.sign_in(known[0]) if known[0] else None
    team = next((one for one in access.teams() if one.pk == known[1]), None)
    return worker, team or (worker.team if worker else None)
