"""Background work of first contact; each job is safe to run twice."""

from procrastinate.contrib.django import app

from ownway.config.clock import today
from ownway.support.contact.operations.self_checks import erase_abandoned


@app.periodic(cron="35 2 * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(queueing_lock="erase-abandoned-self-checks")  # type: ignore[untyped-decorator]  # as above
def erase_abandoned_self_checks(timestamp: int) -> int:
    """Erase self-checks past the day their page named. Returns how many."""
    return erase_abandoned(on=today())
