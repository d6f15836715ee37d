"""Background work of hand-overs; safe to run twice."""

from procrastinate.contrib.django import app

from ownway.config.clock import today
from ownway.foundation.hand_overs import operations


@app.periodic(cron="40 5 * * *")  # type: ignore[untyped-decorator]  # the library has no types
@app.task(queueing_lock="hand-overs.note-silences")  # type: ignore[untyped-decorator]  # as above
def note_silences(timestamp: int) -> int:
    """Record each morning what nobody answered in time. Returns how much is new."""
    return operations.note_silences(on=today())
