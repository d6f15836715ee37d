"""What was asked beside a request; for whoever may read the request."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.contact.models import Screening
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """The answers as keys of the lists in `domain.asking`."""

    worry: str
    worry_words: str
    concern_id: UUID | None
    risk: str
    risk_words: str
    carer: str
    carer_name: str
    carer_offer: str
    talk_asked: bool
    discharge_pathway: int | None
    leaving_on: date | None
    noted_by: str
    noted_on: date


def screening_of(request_id: UUID, *, by: SignIn) -> ScreeningLine | None:
    """None while nobody has asked, and for whoever may not know the person."""
    row = (
        Screening.objects.select_related("noted_by")
        .filter(request_id=request_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        return None
    return ScreeningLine(
        worry=row.worry,
        worry_words=row.worry_words,
        concern_id=row.concern_id,
        risk=row.risk,
        risk_words=row.risk_words,
        carer=row.carer,
        carer_name=row.carer_name,
        carer_offer=row.carer_offer,
        talk_asked=row.talk_asked,
        discharge_pathway=row.discharge_pathway,
        leaving_on=row.leaving_on,
        noted_by=row.noted_by.name,
        noted_on=row.noted_on,
    )
