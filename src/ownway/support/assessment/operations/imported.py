"""Take assessments that a national file tells of."""

from datetime import date

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk import columns
from ownway.foundation.bulk.events import OneFile, take_events, waiting_columns
from ownway.foundation.bulk.taking import Taken
from ownway.foundation.bulk.waiting import Waiting
from ownway.foundation.facts.domain import declare
from ownway.support.assessment.models import Assessment

IMPORTED = declare("assessment.assessment-imported", "Assessed")
SUPERSEDED = declare("assessment.assessment-superseded", "Assessment details corrected")

# Database columns, in the order of each row.
COLUMNS = (
    *columns.COLUMNS,
    "started_on",
    "completed_on",
    "assessment_type",
    "eligible_needs",
    "method",
    "outcome",
    "description",
)


def waiting_assessments() -> Waiting:
    """A table in which assessments wait, with the columns `COLUMNS` but for those of `FILLED`."""
    return Waiting(Assessment, waiting_columns(COLUMNS))


@transaction.atomic
def take_assessments(waiting: Waiting, *, file: OneFile, by: SignIn | None, on: date) -> Taken:
    """Take the assessments that wait; what a later file wrote stays."""
    return take_events(
        Assessment,
        COLUMNS,
        waiting,
        file=file,
        day="started_on",
        accepted=IMPORTED,
        superseded=SUPERSEDED,
        by=by,
        on=on,
    )
