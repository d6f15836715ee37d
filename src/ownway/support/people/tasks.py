"""Background work of this context; each job is safe to run twice."""

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.support.people import operations


@app.task(name=operations.LOOK, lock=operations.LOOK)  # type: ignore[untyped-decorator]  # no types
def look(work_id: str, by: str, on: str) -> None:
    """Look for records of one person, as somebody asked on a page."""
    operations.look(UUID(work_id), by=UUID(by), on=date.fromisoformat(on))
