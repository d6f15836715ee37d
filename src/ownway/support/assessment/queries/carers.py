"""Carers assessed in their own right, and the older ones among them with a plan for later."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.assessment import permissions
from ownway.support.assessment.domain.caring import OLDER_FROM, urgency
from ownway.support.assessment.domain.eligibility import Whose
from ownway.support.assessment.models import CaringFinding
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class CarerLine:
    """A carer as the latest assessment tells of them; `urgency` is a proposal in words."""

    assessment_id: UUID
    person_id: UUID
    name: str
    age: int
    cares_for: str
    hours_weekly: int | None
    later: str
    urgency: str
    said_on: date


def older_carers(*, by: SignIn, on: date) -> list[CarerLine]:
    """Carers of OLDER_FROM years or more in `by`'s work: those without a plan for later first."""
    if not permissions.ASSESS.allows(by):
        return []
    rows = (
        CaringFinding.objects.filter(
            assessment__person_id__in=people.ids_visible(by=by),
            assessment__client_type=Whose.CARER.value,
            assessment__person__died_on__isnull=True,
        )
        .select_related("assessment")
        .order_by("assessment__person_id", "-at", "-pk")
        .distinct("assessment__person_id")
    )
    latest = {row.assessment.person_id: row for row in rows}
    known = people.briefly(latest, by=by, on=on)
    found = [
        CarerLine(
            assessment_id=row.assessment_id,
            person_id=person_id,
            name=known[person_id].name,
            age=known[person_id].age or 0,
            cares_for=row.cares_for,
            hours_weekly=row.hours_weekly,
            later=row.later,
            urgency=urgency(row.signs, able=row.able, willing=row.willing),
            said_on=row.at.date(),
        )
        for person_id, row in latest.items()
        if person_id in known and (known[person_id].age or 0) >= OLDER_FROM
    ]
    return sorted(found, key=lambda one: (bool(one.later), -one.age, one.name))
