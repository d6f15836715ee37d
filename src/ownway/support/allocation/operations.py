"""Decisions this context can take: one function, one transaction, one recorded fact."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import about_pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import domain, permissions, queries
from ownway.support.allocation.domain import Scorecard
from ownway.support.allocation.models import Allocation, PublishedScorecard
from ownway.support.assessment import queries as assessments
from ownway.support.assessment.domain import ELIGIBLE

PUBLISHED = declare("allocation.scorecard-published", "Scorecard published")
PROPOSED = declare("allocation.budget-proposed", "First figure worked out")


@transaction.atomic
def publish_scorecard(
    card: Scorecard,
    *,
    in_force_from: date,
    approved_words: str,
    by: SignIn | None,
    on: date,
) -> None:
    """Publish a scorecard: anyone can read it, and nobody can change it again.

    `by` is None when the command line publishes. Publishing the same again changes nothing. Raises
    Refused for a version or a day that holds another card, for questions that are not asked, and
    without words about who agreed it.
    """
    if by is not None and not permissions.PUBLISH_SCORECARD.allows(by):
        raise NotAllowed(permissions.PUBLISH_SCORECARD.refusal())
    if not approved_words.strip():
        raise Refused("Say who agreed the scorecard, and when.")
    questionnaire = assessments.questionnaire_named(card.questionnaire)
    if set(card.points) != set(questionnaire.ids):
        raise Refused(
            f"Scorecard {card.version} gives points for other questions than "
            f"{questionnaire.version} asks."
        )
    held = PublishedScorecard.objects.filter(version=card.version).first()
    if held is not None:
        if held.digest == card.digest and held.in_force_from == in_force_from:
            return
        raise Refused(
            f"{card.version} is published already, and what is published stays. "
            "Give the new card another version."
        )
    try:
        with transaction.atomic():
            PublishedScorecard.objects.create(
                version=card.version,
                in_force_from=in_force_from,
                approved_words=approved_words.strip(),
                card=domain.as_plain(card),
                digest=card.digest,
            )
    except IntegrityError:
        raise Refused(
            f"Another scorecard is in force from {in_words(in_force_from)}. Choose another day."
        ) from None
    facts.record(
        PUBLISHED,
        by=by,
        on=on,
        words=f"{card.version}, in force from {in_words(in_force_from)}, {approved_words.strip()}",
        after={"version": card.version, "digest": card.digest},
    )


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
    budget = domain.estimate(answers, scorecard=card)
    made, is_new = Allocation.objects.get_or_create(
        assessment_id=assessment_id,
        scorecard_id=card.version,
        defaults={
            "person_id": assessment.person_id,
            "answers": dict(answers),
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
            },
        )
    return made.pk
