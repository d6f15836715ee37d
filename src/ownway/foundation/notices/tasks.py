"""Background work of notices; each job is safe to run twice."""

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.foundation.notices import operations


@app.task(name=operations.SEND)  # type: ignore[untyped-decorator]  # the library has no types
def send(notice_id: str, on: str) -> None:
    """Send one notice that somebody wrote."""
    operations.send_now(UUID(notice_id), on=date.fromisoformat(on))
