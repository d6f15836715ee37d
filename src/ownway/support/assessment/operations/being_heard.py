"""Noting capacity for one decision; and asking for an advocate where the law does."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.refusal import Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain.being_heard import (
    ABILITIES,
    ANSWER_WITHIN,
    DIFFICULTIES,
    CapacitySaid,
    advocate_required,
    check_capacity,
)
from ownway.support.assessment.models import AdvocateAsked, CapacityForDecision
from ownway.support.assessment.operations.opening import check, open_for
from ownway.support.assessment.queries import advocate_of
from ownway.support.people import queries as people

CAPACITY_NOTED = declare("assessment.capacity-noted", "Capacity for one decision noted")
ADVOCATE_CONSIDERED = declare("assessment.advocate-considered", "Whether an advocate is needed")


@transaction.atomic
def note_capacity(assessment_id: UUID, said: CapacitySaid, *, by: SignIn, on: date) -> UUID:
    """Keep a record of capacity for one decision, with the evidence; `by` concludes by name.

    Raises Refused when the record does not bear its conclusion, and as `opening.open_for`.
    """
    check(permissions.ASSESS, by)
    row = open_for(assessment_id, by=by)
    check_capacity(said, on=on)
    made = CapacityForDecision.objects.create(
        assessment=row,
        decision=said.decision.strip(),
        assessed_on=said.assessed_on,
        support=said.support.strip(),
        impairment=said.impairment.strip(),
        has_capacity=said.has_capacity,
        best_interests="" if said.has_capacity else said.best_interests.strip(),
        by=by,
        **{name: said.able[name] for name in ABILITIES},
        **{f"{name}_because": said.because.get(name, "").strip() for name in ABILITIES},
    )
    facts.record(
        CAPACITY_NOTED,
        about=row.person_id,
        of=made.pk,
        by=by,
        on=on,
        words="Has capacity for this decision" if said.has_capacity else "Lacks it for this one",
    )
    return made.pk


@transaction.atomic
def consider_advocate(
    assessment_id: UUID,
    *,
    difficulty_with: Collection[str],
    somebody: str = "",
    organisation: str = "",
    by: SignIn,
    on: date,
    at: datetime,
) -> bool:
    """Say whether an advocate is needed, and ask one: passed on, with a day to answer by.

    Returns whether one is required. Raises Refused for one that is required and asked of nobody,
    while another has not answered yet; NotFound, NotAllowed as `opening.open_for`.
    """
    check(permissions.ASSESS, by)
    row = open_for(assessment_id, by=by)
    if set(difficulty_with) - set(DIFFICULTIES):
        raise Refused("Choose from the list.")
    required = advocate_required(difficulty_with, somebody)
    asked = organisation.strip() if required else ""
    if required and not asked:
        raise Refused(
            "An advocate is needed: they have substantial difficulty, and nobody who can help them "
            "take part. Name the advocacy service that you ask."
        )
    held = advocate_of(assessment_id, by=by)
    if required and held and held.waits:
        raise Refused(f"{held.organisation} was asked already, and has not answered yet.")
    hand_over_id = None
    if required:
        briefly = people.person_briefly(row.person_id, by=by, on=on)
        hand_over_id = hand_overs.hand_over(
            row.person_id,
            about_name=briefly.name,
            what="An independent advocate for the assessment",
            words=f"Care Act 2014, section 67. Difficulty with: {_words(difficulty_with)}.",
            to_organisation=asked,
            due_on=on + ANSWER_WITHIN,
            by=by,
            on=on,
        )
    made = AdvocateAsked.objects.create(
        assessment=row,
        difficulty_with=sorted(difficulty_with),
        somebody=somebody.strip(),
        required=required,
        organisation=asked,
        hand_over_id=hand_over_id,
        by=by,
        on=on,
        at=at,
    )
    words = f"Needed; {asked} asked" if required else "Not needed by law"
    facts.record(ADVOCATE_CONSIDERED, about=row.person_id, of=made.pk, by=by, on=on, words=words)
    return required


def _words(difficulty_with: Collection[str]) -> str:
    return ", ".join(DIFFICULTIES[one].lower() for one in sorted(difficulty_with))
