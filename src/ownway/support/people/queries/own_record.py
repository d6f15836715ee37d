"""A person's own door: who answers them, and whether they were invited to it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import own_sign_in
from ownway.support.people.domain.own_record import CHECK_WORDS, CODE_WORDS, Check, CodeBy
from ownway.support.people.models import InvitedToOwnRecord, Person
from ownway.support.people.queries.joined import every_id
from ownway.support.people.queries.records import check_may_read


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation to one's own record, as a worker sees it."""

    id: UUID
    invitation_id: UUID | None
    email: str
    how_checked: str
    words: str
    code_by: str
    invited_by: str
    invited_on: date
    last_day: date
    accepted_on: date | None
    state: str  # waiting, accepted, cancelled or expired


def worker_and_team(person_id: UUID, *, by: SignIn) -> tuple[UUID | None, UUID | None]:
    """The ids of somebody's worker and team. Raises NotFound as `check_may_read`."""
    check_may_read(person_id, by=by)
    return Person.objects.values_list("worker_id", "team_id").get(pk=person_id)


def has_signed_in(person_id: UUID) -> bool:
    """Whether somebody has signed in to their own record; the caller has checked who asks."""
    who = own_sign_in(every_id(person_id))
    return who is not None and who.last_login is not None


def invitations_of(person_id: UUID, *, on: date) -> list[Invited]:
    """Every invitation to this record, the latest first; the caller has checked who asks."""
    rows = InvitedToOwnRecord.objects.filter(person_id__in=every_id(person_id))
    return [
        Invited(
            id=row.pk,
            invitation_id=row.invitation_id,
            email=row.email,
            how_checked=CHECK_WORDS[Check(row.how_checked)],
            words=row.words,
            code_by=CODE_WORDS[CodeBy(row.code_by)],
            invited_by=row.invited_by.name,
            invited_on=row.invited_on,
            last_day=row.last_day,
            accepted_on=row.accepted_on,
            state=_state(row, on),
        )
        for row in rows.select_related("invited_by")
    ]


def _state(row: InvitedToOwnRecord, on: date) -> str:
    if row.cancelled_on is not None:
        return "cancelled"
    if row.accepted_on is not None:
        return "accepted"
    return "expired" if on > row.last_day else "waiting"
