"""Jobs of the audit: seal within seconds, publish once a day."""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from ownway.foundation.audit import operations, queries

PUBLISHED_EVERY = timedelta(hours=23)


@app.task(name=operations.VERIFY)  # type: ignore[untyped-decorator]  # the library has no types
def verify(work_id: str, by: str, on: str) -> None:
    """Verify the chain because somebody asked on a page."""
    operations.verify_asked(UUID(work_id), by=UUID(by), on=date.fromisoformat(on))


@app.periodic(cron="* * * * * */15")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(queueing_lock="seal-facts", lock="seal")  # type: ignore[untyped-decorator]  # as above
def seal_facts(timestamp: int) -> int:
    """Seal what happened in the last seconds. Returns how many facts."""
    return operations.seal(history=False)


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="seal-history", lock="seal")  # type: ignore[untyped-decorator]  # as above
def seal_history(timestamp: int) -> int:
    """Seal also what rows were before they changed. Returns how many rows."""
    return operations.seal()


@app.periodic(cron="7 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="publish-head", lock="seal")  # type: ignore[untyped-decorator]  # as above
def publish_head(timestamp: int) -> str:
    """Publish the end of the chain once a day; asked every hour, so a night off costs an hour."""
    last = queries.published()
    if not operations.place_for_heads():
        return ""
    if last is not None and timezone.now() - last.published_at < PUBLISHED_EVERY:
        return last.where
    operations.seal()
    return operations.publish()
