"""Take services that a national file tells of."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk import columns
from ownway.foundation.bulk.taking import Taken, take
from ownway.foundation.facts.domain import declare
from ownway.support.planning.domain.weekly_cost import weekly_cost
from ownway.support.planning.models import Arrangement

IMPORTED = declare("planning.service-imported", "Support started")
SUPERSEDED = declare("planning.service-superseded", "Support details corrected")

# Database columns, in the order of each row.
COLUMNS = (
    *columns.COLUMNS,
    "first_day",
    "last_day",
    "service_type",
    "service_component",
    "delivery_mechanism",
    "provider_location_id",
    "outcome",
    "description",
    "unit_cost",
    "cost_frequency",
    "planned_units_weekly",
)
COSTED = (*COLUMNS, "cost_weekly", "cost_once", "cost_rule")
UNIT_COST, FREQUENCY, UNITS = (
    COLUMNS.index(name) for name in ("unit_cost", "cost_frequency", "planned_units_weekly")
)

costs = lru_cache(maxsize=20_000)(weekly_cost)  # a file holds the same few prices many times


def held_services(keys: Iterable[str]) -> dict[tuple[str, int], str]:
    """Which of these events are held already: identity and copy -> digest of the content."""
    return columns.held(Arrangement, keys)


@transaction.atomic
def take_services(
    rows: Iterable[Sequence[Any]],
    *,
    by: SignIn | None,
    on: date,
    never_over: Sequence[UUID] = (),
) -> Taken:
    """Take services as arrangements (columns `COLUMNS`, one row an event and copy).

    The weekly cost is worked out here by the national rules, and the rule kept on the row.
    `never_over` are the files of a later period: what they wrote last stays. A last day that a
    decision here set stands, whatever a later file says.
    """
    return take(
        Arrangement,
        COSTED,
        ((*row, *costs(row[UNIT_COST], row[FREQUENCY], row[UNITS])) for row in rows),
        identity=["cld_key", "cld_copy"],
        content="cld_content",
        person="person_id",
        day="first_day",
        accepted=IMPORTED,
        superseded=SUPERSEDED,
        by=by,
        on=on,
        never_over=("submission_id", never_over),
        decided={"last_day": "ended_because"},
    )
