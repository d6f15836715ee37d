"""The returns that were made here, and whether they were sent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.models import Submission
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class ReturnMade:
    """A return; `sent_at` is empty until somebody noted that it was sent."""

    id: UUID
    file_name: str
    first_day: date
    last_day: date
    made_by: str
    ended_at: datetime
    sent_at: datetime | None
    rows: int
    size_bytes: int
    sha256: str


def returns_made(*, by: SignIn, limit: int = 50) -> list[ReturnMade]:
    """The returns made here, newest first. Raises NotAllowed."""
    _check(by)
    rows = Submission.objects.filter(direction=Submission.WENT_OUT).select_related("given_by")
    return [_made(row) for row in rows.order_by("-ended_at", "pk")[:limit]]


def return_made(submission_id: UUID, *, by: SignIn) -> ReturnMade:
    """One of them. Raises NotAllowed, NotFound."""
    _check(by)
    rows = Submission.objects.filter(direction=Submission.WENT_OUT).select_related("given_by")
    row = rows.filter(pk=submission_id).first()
    if row is None:
        raise NotFound("There is no such return here.")
    return _made(row)


def return_of_work(work_id: UUID) -> UUID | None:
    """The return that a piece of long work has made already, if it has; for the queue."""
    rows = Submission.objects.filter(work_id=work_id, direction=Submission.WENT_OUT)
    return rows.values_list("pk", flat=True).first()


def _check(by: SignIn) -> None:
    if not permissions.MAKE_RETURN.allows(by):
        raise NotAllowed(permissions.MAKE_RETURN.refusal())


def _made(row: Submission) -> ReturnMade:
    assert row.first_day
    assert row.last_day
    assert row.ended_at
    return ReturnMade(
        id=row.pk,
        file_name=row.file_name,
        first_day=row.first_day,
        last_day=row.last_day,
        made_by=row.given_by.name if row.given_by else "",
        ended_at=row.ended_at,
        sent_at=row.received_at if row.state == Submission.DONE else None,
        rows=row.rows,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
    )
