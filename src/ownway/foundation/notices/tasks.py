"""Background work of notices that needs nobody's record; each job is safe to run twice.

`support.people` sends (`people.tasks`), as it knows where somebody is reached today.
"""

from procrastinate.contrib.django import app

from ownway.config.clock import instant, today
from ownway.foundation.notices import operations


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(queueing_lock="notices.waiting")  # type: ignore[untyped-decorator]  # as above
def send_waiting(timestamp: int) -> None:
    """Try again what failed in passing, and what lost its job."""
    operations.send_waiting(at=instant(), on=today())


@app.periodic(cron="5-59/10 * * * *")  # type: ignore[untyped-decorator]  # as above
@app.task(queueing_lock="notices.receipts")  # type: ignore[untyped-decorator]  # as above
def ask_for_receipts(timestamp: int) -> None:
    """Ask GOV.UK Notify what became of what it took."""
    operations.ask_for_receipts(on=today())
