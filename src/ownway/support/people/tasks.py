"""Background work of this context; each job is safe to run twice."""

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.foundation.notices import operations as notices
from ownway.support.people import operations
from ownway.support.people.queries.reaching import reached


@app.task(name=operations.LOOK, lock=operations.LOOK)  # type: ignore[untyped-decorator]  # no types
def look(work_id: str, by: str, on: str) -> None:
    """Look for records of one person, as somebody asked on a page."""
    operations.look(UUID(work_id), by=UUID(by), on=date.fromisoformat(on))


@app.task(name=notices.SEND)  # type: ignore[untyped-decorator]  # no types
def send_notice(notice_id: str, on: str) -> None:
    """Send one notice that somebody wrote, to where the person is reached today."""
    notices.send_now(UUID(notice_id), reach=reached, on=date.fromisoformat(on))
