"""Publishing a scorecard: for first figures, or for early views from the self-check."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import domain, permissions
from ownway.support.allocation.domain import Scorecard
from ownway.support.allocation.domain.early import early_questions, is_early_view
from ownway.support.allocation.models import PublishedScorecard
from ownway.support.assessment import queries as assessments

PUBLISHED = declare("allocation.scorecard-published", "Scorecard published")


@transaction.atomic
def publish_scorecard(
    card: Scorecard,
    *,
    in_force_from: date,
    approved_words: str,
    by: SignIn | None,
    on: date,
    report: Mapping[str, Any] | None = None,
) -> None:
    """Publish a scorecard: anyone can read it, and nobody can change it again.

    `by` is None when the command line publishes; `report` is that of the calibration it came from,
    as `calibration.report_plain` writes it. A card that reads the self-check gives early views.
    Publishing the same again changes nothing. Raises Refused for a version or a day that holds
    another card, for questions that are not asked, and without words about who agreed it.
    """
    if by is not None and not permissions.PUBLISH_SCORECARD.allows(by):
        raise NotAllowed(permissions.PUBLISH_SCORECARD.refusal())
    if not approved_words.strip():
        raise Refused("Say who agreed the scorecard, and when.")
    early = is_early_view(card)
    if set(card.points) != set(_asked(card, early)):
        raise Refused(
            f"Scorecard {card.version} gives points for other questions than "
            f"{card.questionnaire} asks."
        )
    if early and card.has_group_terms:
        raise Refused("Nobody's group is known from a self-check: leave terms for groups out.")
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
                early_view=early,
                approved_words=approved_words.strip(),
                card=domain.as_plain(card),
                digest=card.digest,
                report=None if report is None else dict(report),
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


def _asked(card: Scorecard, early: bool) -> Collection[str]:
    if early:
        return tuple(early_questions(card.questionnaire))
    return assessments.questionnaire_named(card.questionnaire).ids
