"""What a worker asks beside a request, for as long as it waits for its answer."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs import queries as hand_over_queries
from ownway.foundation.hand_overs.domain import State as HandedOver
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.kernel.working_days import working_days_after
from ownway.support.contact import permissions
from ownway.support.contact.domain import asking
from ownway.support.contact.models import Screening, SupportRequest
from ownway.support.contact.operations.requests import check, check_waits, locked
from ownway.support.people import queries as people
from ownway.support.safeguarding import operations as safeguarding
from ownway.support.safeguarding.domain import Door

OFFER_CARER = "Offer the carer an assessment of their own"
OFFER_WITHIN_DAYS = 10  # working days
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
    _owe_the_carer(row, carer=carer, offer=carer_offer, name=carer_name, by=by, on=on)
    facts.record(
        SCREENED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=_told(risk, carer, carer_offer, discharge_pathway, leaving_on),
    )


def _owe_the_carer(
    row: SupportRequest, *, carer: str, offer: str, name: str, by: SignIn, on: date
) -> None:
    """An assessment "still to offer" waits for the team, with a day, until the carer is offered it.

    Care Act 2014, section 10: a carer who appears to have needs is to be assessed.
    """
    owed = [
        one
        for one in hand_over_queries.about(row.person_id, by=by, on=on, open_only=True)
        if one.what == OFFER_CARER
    ]
    if carer == asking.YES and offer == asking.LATER:
        if not owed:
            person = row.person
            hand_overs.hand_over(
                row.person_id,
                about_name=people.person_briefly(row.person_id, by=by, on=on).name,
                what=OFFER_CARER,
                words=(f"Their carer is {name.strip()}. " if name.strip() else "")
                + "Offer the carer an assessment of their own, and say what they answered.",
                to_team=person.team,
                to_sign_in=None if person.team else by,
                due_on=working_days_after(on, OFFER_WITHIN_DAYS),
                by=by,
                on=on,
            )
        return
    for one in owed:
        hand_overs.settle(
            one.id, HandedOver.DONE, answer=asking.CARER_OFFERS.get(offer, ""), by=by, on=on
        )


@transaction.atomic
def tell_safeguarding(request_id: UUID, *, by: SignIn, on: date, at: datetime) -> UUID:
    """Hand the worry that was written down to the safeguarding leads; told twice, it is one.

    Returns the concern's id. Raises Refused where no worry is written down; NotAllowed; NotFound.
    """
    row = locked(request_id, by=by)
    check(permissions.DECIDE_REQUEST, by)
    known = Screening.objects.select_for_update(of=("self",)).filter(request=row).first()
    if known is None or known.worry == asking.NO:
        raise Refused("No worry about their safety is written down. Answer that question first.")
    if known.concern_id is not None:
        return known.concern_id
    known.concern_id = safeguarding.raise_concern(
        about_id=row.person_id,
        words=known.worry_words,
        danger_now=known.risk == asking.DANGER,
        told_by=by.name,
        not_asked_because="Taken from the first questions of a request for support",
        by=by,
        on=on,
        at=at,
        door=Door.TEAM,
    )
    known.save(update_fields=["concern_id"])
    return known.concern_id


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
