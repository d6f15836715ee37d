"""What pages of a plan leave out for whoever was let in to read it."""

from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by


def around(person_id: UUID, *, by: SignIn, on: date) -> list[str]:
    """The names of those around the person, for whoever was let in and is not told them."""
    if looked_at_by(by.pk) is None:
        return []
    return [one.name for one in people.around_of(person_id, by=by, on=on)]
