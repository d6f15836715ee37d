"""Background work of this context; each job is safe to run twice."""

from datetime import date, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.commissioning.returns import operations


@app.task(name=operations.TAKE_UPLOAD)  # type: ignore[untyped-decorator]  # it has no types
def take_upload(work_id: str, file_name: str, received_at: str, by: str, on: str) -> None:
    """Take a file that somebody gave on a page."""
    operations.take_upload(
        UUID(work_id),
        file_name=file_name,
        received_at=datetime.fromisoformat(received_at),
        by=UUID(by),
        on=date.fromisoformat(on),
    )


@app.task(name=operations.UNDO_FILE)  # type: ignore[untyped-decorator]  # it has no types
def undo_file(work_id: str, submission_id: str, by: str, on: str) -> None:
    """Undo the file that was taken last."""
    operations.undo_asked(
        UUID(work_id), submission_id=UUID(submission_id), by=UUID(by), on=date.fromisoformat(on)
    )


@app.task(name=operations.MAKE_RETURN)  # type: ignore[untyped-decorator]  # it has no types
def make_return(
    work_id: str, first_day: str, last_day: str, made_at: str, by: str, on: str
) -> None:
    """Make a return that somebody asked for on a page."""
    operations.make_return(
        UUID(work_id),
        first_day=date.fromisoformat(first_day),
        last_day=date.fromisoformat(last_day),
        made_at=datetime.fromisoformat(made_at),
        by=UUID(by),
        on=date.fromisoformat(on),
    )
