"""Questions about contributions; only for those who may read the person's record."""

from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.kernel.money import PenceWeekly
from ownway.support.charging.domain import Contribution as Decided
from ownway.support.charging.models import Contribution
from ownway.support.people import queries as people


def contribution_on(
    person_id: UUID, day: date, *, by: SignIn, as_known_on: date | None = None
) -> Decided | None:
    """What was decided for a day; None while nobody has (nothing to pay is a decision too).

    `as_known_on` leaves out what was decided after that day. Raises NotFound as
    `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    rows = Contribution.objects.select_related("decided_by").filter(
        person_id=person_id, first_day__lte=day
    )
    if as_known_on is not None:
        rows = rows.filter(decided_on__lte=as_known_on)
    row = rows.order_by("-first_day", "-number").first()
    return _value(row) if row else None


def contribution_from(person_id: UUID, day: date, *, by: SignIn) -> Decided | None:
    """What holds on a day, or the first decision that starts after it; None while there is none.

    For a plan whose first day nobody knows yet. Raises NotFound as above.
    """
    found = contribution_on(person_id, day, by=by)
    if found is not None:
        return found
    rows = Contribution.objects.select_related("decided_by").filter(person_id=person_id)
    row = rows.order_by("first_day", "-number").first()
    return _value(row) if row else None


def contributions_of(person_id: UUID, *, by: SignIn) -> list[Decided]:
    """Every contribution decided for somebody, the latest first. Raises NotFound as above."""
    people.check_may_read(person_id, by=by)
    rows = Contribution.objects.select_related("decided_by").filter(person_id=person_id)
    return [_value(row) for row in rows]


def _value(row: Contribution) -> Decided:
    return Decided(
        contribution_weekly=PenceWeekly(row.contribution_weekly),
        first_day=row.first_day,
        basis=row.basis,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name,
    )
