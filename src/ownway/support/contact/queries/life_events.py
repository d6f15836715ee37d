"""What happened in people's lives, and to whom an offer is to be made."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.contact import permissions
from ownway.support.contact.domain.life_events import (
    EVENTS,
    NOT_OFFERED,
    NOT_WANTED,
    OFFERS,
    Event,
)
from ownway.support.contact.models import LifeEvent, NoOffers
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class LifeEventLine:
    """One event; `came_of_it` in words, empty while the offer is to be made."""

    id: UUID
    person_id: UUID
    event: Event
    happened_on: date
    words: str
    told_by: str
    noted_by: str
    noted_on: date
    came_of_it: str
    offer_words: str
    offered_on: date | None

    @property
    def to_offer(self) -> bool:
        return not self.came_of_it


def life_events_of(person_id: UUID, *, by: SignIn) -> list[LifeEventLine]:
    """All of one person, the latest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = LifeEvent.objects.select_related("noted_by").filter(person_id=person_id)
    return [_line(row) for row in rows]


def no_offers_since(person_id: UUID, *, by: SignIn) -> date | None:
    """Since when somebody wants to be offered nothing unasked; None where they may be.

    Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    rows = NoOffers.objects.filter(person_id=person_id, until__isnull=True)
    return rows.values_list("since", flat=True).first()


def offers_to_make(*, by: SignIn) -> list[LifeEventLine]:
    """Events whose offer nobody has made, of living people who may be offered; the oldest first."""
    if not permissions.NOTE_LIFE_EVENT.allows(by):
        return []
    wants_none = NoOffers.objects.filter(until__isnull=True).values("person_id")
    rows = (
        LifeEvent.objects.select_related("noted_by")
        .filter(offer="", person__died_on__isnull=True, person_id__in=people.ids_visible(by=by))
        .exclude(person_id__in=wants_none)
    )
    return [_line(row) for row in rows.order_by("noted_on", "pk")]


def _line(row: LifeEvent) -> LifeEventLine:
    return LifeEventLine(
        id=row.pk,
        person_id=row.person_id,
        event=EVENTS[row.kind],
        happened_on=row.happened_on,
        words=row.words,
        told_by=row.told_by,
        noted_by=row.noted_by.name,
        noted_on=row.noted_on,
        came_of_it=NOT_OFFERED if row.offer == NOT_WANTED else OFFERS.get(row.offer, ""),
        offer_words=row.offer_words,
        offered_on=row.offered_on,
    )
