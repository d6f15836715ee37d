"""Background work of the measures; each job is safe to run twice."""

from datetime import date, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.commissioning.measures import operations
from ownway.commissioning.measures.domain import Year
from ownway.config.clock import now, today


@app.task(name=operations.WORK_OUT)  # type: ignore[untyped-decorator]  # it has no types
def work_out(work_id: str, year: str, live: bool, by: str, on: str, at: str) -> None:
    """Work the measures out because somebody asked."""
    operations.work_out(
        UUID(work_id),
        year=Year.named(year),
        live=live,
        by=UUID(by),
        on=date.fromisoformat(on),
        at=datetime.fromisoformat(at),
    )


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(  # type: ignore[untyped-decorator]  # as above
    name="measures.run-after-files", queueing_lock="measures-after-files"
)
def run_after_files(timestamp: int) -> None:
    """Work the measures out when files came in or went out since they were last."""
    operations.run_after_files(on=today(), at=now())


@app.periodic(cron="40 3 * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(  # type: ignore[untyped-decorator]  # as above
    name="measures.head-for", queueing_lock="measures-head-for"
)
def head_for(timestamp: int) -> None:
    """Say every night what the year is heading for, by the records as they then stand."""
    operations.head_for(on=today(), at=now())
