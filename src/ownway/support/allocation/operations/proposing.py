"""Working a first figure out of a finished assessment."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import about_pounds
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import domain, permissions, queries
from ownway.support.allocation.models import Allocation
from ownway.support.assessment import queries as assessments
from ownway.support.assessment.domain import ELIGIBLE
from ownway.support.people import queries as people
from ownway.support.people.domain import support_reason_group

PROPOSED = declare("allocation.budget-proposed", "First figure worked out")


@transaction.atomic
def propose_budget(assessment_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Estimate an indicative budget and keep it with everything needed to work it out again.

    The figure is a place to start a plan, never a decision on what somebody gets. Proposing again
    from the same assessment and card gives the same figure and changes nothing. Raises Refused
    when the assessment is not finished or found no eligible needs, when no scorecard is in force
    or its table stops short; NotFound when `by` may not know the person.
    """
    assessment = assessments.completed_assessment(assessment_id, by=by)
    if not permissions.PROPOSE_BUDGET.allows(by):
        raise NotAllowed(permissions.PROPOSE_BUDGET.refusal())
    if assessment.from_file:
        raise Refused("This assessment came in a file, without the answers a figure needs.")
    if assessment.eligible_needs != ELIGIBLE:
        raise Refused(
            "A first figure follows from eligible needs, and this assessment found none. "
            "If that is wrong, begin a new assessment."
        )
    card = queries.scorecard_on(on, questionnaire=assessment.questionnaire)
    answers = assessments.answers_of(assessment_id, by=by)
    group = support_reason_group(
        people.person_briefly(assessment.person_id, by=by, on=on).primary_support_reason
    )
    budget = domain.estimate(answers, scorecard=card, group=group)
    flags = domain.flags_of(answers, scorecard=card, group=group)
    made, is_new = Allocation.objects.get_or_create(
        assessment_id=assessment_id,
        scorecard_id=card.version,
        defaults={
            "person_id": assessment.person_id,
            "answers": dict(answers),
            "group": group,
            "flags": list(flags),
            "points": dict(budget.points),
            "total_weekly": budget.total_weekly,
            "low_weekly": budget.low_weekly,
            "high_weekly": budget.high_weekly,
            "proposed_on": on,
            "proposed_by": by,
        },
    )
    if is_new:
        facts.record(
            PROPOSED,
            about=made.person_id,
            of=made.pk,
            by=by,
            on=on,
            words=f"First figure shared, {about_pounds(budget.total_weekly)} a week",
            after={
                "score": budget.score,
                "total_weekly": budget.total_weekly,
                "low_weekly": budget.low_weekly,
                "high_weekly": budget.high_weekly,
                "scorecard": card.version,
                "flags": list(flags),
            },
        )
    return made.pk
