"""Take reviews that a national file tells of."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk import columns
from ownway.foundation.bulk.taking import Taken, take
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


def held_reviews(keys: Iterable[str]) -> dict[tuple[str, int], str]:
    """Which of these events are held already: identity and copy -> digest of the content."""
    return columns.held(Review, keys)


@transaction.atomic
def take_reviews(
    rows: Iterable[Sequence[Any]],
    *,
    by: SignIn | None,
    on: date,
    never_over: Sequence[UUID] = (),
) -> Taken:
    """Take reviews (columns `COLUMNS`, one row an event and copy).

    `never_over` are the files of a later period: what they wrote last stays.
    """
    return take(
        Review,
        COLUMNS,
        rows,
        identity=["cld_key", "cld_copy"],
        content="cld_content",
        person="person_id",
        day="started_on",
        accepted=IMPORTED,
        superseded=SUPERSEDED,
        by=by,
        on=on,
        never_over=("submission_id", never_over),
    )
