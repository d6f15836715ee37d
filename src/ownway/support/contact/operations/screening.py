"""What a worker asks beside a request, for as long as it waits for its answer."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.contact import permissions
from ownway.support.contact.domain import asking
from ownway.support.contact.models import Screening
from ownway.support.contact.operations.requests import check, check_waits, locked
from ownway.support.people import queries as people

SCREENED = declare("contact.first-questions-asked", "First questions asked")


@transaction.atomic
def note_screening(
    request_id: UUID,
    *,
    worry: str,
    worry_words: str = "",
    risk: str,
    risk_words: str = "",
    carer: str,
    carer_name: str = "",
    carer_offer: str = "",
    talk_asked: bool = False,
    discharge_pathway: int | None = None,
    leaving_on: date | None = None,
    by: SignIn,
    on: date,
) -> None:
    """Keep the answers; asked again before the decision, the later ones stand.

    What is said of a worry about safety stays out of the timeline, which the person and those they
    let in can read. Raises Refused as `asking.check_screening`, for a request that has its answer,
    and for somebody who has died; NotFound as `decide_request`.
    """
    row = locked(request_id, by=by)
    check(permissions.DECIDE_REQUEST, by)
    check_waits(row)
    died_on = people.died_on(row.person_id, by=by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}. There is nothing left to ask.")
    asking.check_screening(
        worry=worry,
        worry_words=worry_words,
        risk=risk,
        risk_words=risk_words,
        carer=carer,
        carer_offer=carer_offer,
        discharge_pathway=discharge_pathway,
        leaving_on=leaving_on,
        requested_on=row.requested_on,
    )
    Screening.objects.update_or_create(
        request=row,
        defaults={
            "person_id": row.person_id,
            "worry": worry,
            "worry_words": worry_words.strip() if worry != asking.NO else "",
            "risk": risk,
            "risk_words": risk_words.strip(),
            "carer": carer,
            "carer_name": carer_name.strip() if carer == asking.YES else "",
            "carer_offer": carer_offer if carer == asking.YES else "",
            "talk_asked": talk_asked,
            "discharge_pathway": discharge_pathway,
            "leaving_on": leaving_on,
            "noted_by": by,
            "noted_on": on,
        },
    )
    facts.record(
        SCREENED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=_told(risk, carer, carer_offer, discharge_pathway, leaving_on),
    )


@transaction.atomic
def link_concern(request_id: UUID, concern_id: UUID, *, by: SignIn) -> None:
    """Keep which safeguarding concern the answers led to. Twice is safe."""
    row = locked(request_id, by=by)
    changed = Screening.objects.filter(request=row).update(concern_id=concern_id)
    if not changed:
        raise NotFound("The first questions of this request were not asked yet.")


def _told(risk: str, carer: str, offer: str, pathway: int | None, leaving_on: date | None) -> str:
    said = [asking.RISKS[risk]]
    if carer == asking.YES:
        said.append(
            f"Has a carer; an assessment of their own: {asking.CARER_OFFERS[offer].lower()}"
        )
    if pathway is not None:
        day = f", on {in_words(leaving_on)}" if leaving_on else ""
        said.append(f"Leaving hospital{day}: {asking.PATHWAYS[pathway].lower()}")
    return ". ".join(said)
