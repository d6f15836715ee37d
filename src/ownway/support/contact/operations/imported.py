"""Take requests that a national file tells of."""

from datetime import date

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk import columns
from ownway.foundation.bulk.events import OneFile, take_events, waiting_columns
from ownway.foundation.bulk.taking import Taken
from ownway.foundation.bulk.waiting import Waiting
from ownway.foundation.facts.domain import declare
from ownway.support.contact.models import SupportRequest

IMPORTED = declare("contact.request-imported", "Asked for support")
SUPERSEDED = declare("contact.request-superseded", "Support request corrected")

# Database columns, in the order of each row.
COLUMNS = (
    *columns.COLUMNS,
    "requested_on",
    "finished_on",
    "route_of_access",
    "outcome",
    "description",
)


def waiting_requests() -> Waiting:
    """A table in which requests wait, with the columns `COLUMNS` but for those of `FILLED`."""
    return Waiting(SupportRequest, waiting_columns(COLUMNS))


@transaction.atomic
def take_requests(waiting: Waiting, *, file: OneFile, by: SignIn | None, on: date) -> Taken:
    """Take the requests that wait; what a later file wrote stays."""
    return take_events(
        SupportRequest,
        COLUMNS,
        waiting,
        file=file,
        day="requested_on",
        accepted=IMPORTED,
        superseded=SUPERSEDED,
        by=by,
        on=on,
    )
