"""Take reviews that a national file tells of."""

from datetime import date

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk import columns
from ownway.foundation.bulk.events import OneFile, take_events, waiting_columns
from ownway.foundation.bulk.taking import Taken
from ownway.foundation.bulk.waiting import Waiting
from ownway.foundation.facts.domain import declare
from ownway.support.review.models import Review

IMPORTED = declare("review.review-imported", "Reviewed")
SUPERSEDED = declare("review.review-superseded", "Review details corrected")

# Database columns, in the order of each row.
COLUMNS = (
    *columns.COLUMNS,
    "started_on",
    "finished_on",
    "reason",
    "outcomes_achieved",
    "method",
    "outcome",
    "description",
)


def waiting_reviews() -> Waiting:
    """A table in which reviews wait, with the columns `COLUMNS` but for those of `FILLED`."""
    return Waiting(Review, waiting_columns(COLUMNS))


@transaction.atomic
def take_reviews(waiting: Waiting, *, file: OneFile, by: SignIn | None, on: date) -> Taken:
    """Take the reviews that wait; what a later file wrote stays."""
    return take_events(
        Review,
        COLUMNS,
        waiting,
        file=file,
        day="started_on",
        accepted=IMPORTED,
        superseded=SUPERSEDED,
        by=by,
        on=on,
    )
