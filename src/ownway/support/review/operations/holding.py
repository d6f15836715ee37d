"""Writing down that support was reviewed."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import queries as people
from ownway.support.review import permissions
from ownway.support.review.models import Review

HELD = declare("review.held", "Reviewed")
LONGEST = {"reason": 200, "outcome": 200, "words": 400}  # what the national return has room for


@transaction.atomic
def hold_review(
    person_id: UUID, *, reason: str, outcome: str, words: str, by: SignIn, on: date
) -> UUID:
    """Keep that somebody's support was reviewed on a day (Care Act 2014, section 27).

    `reason` and `outcome` are values of the national return, `words` what came of it. When the
    next review is due follows from this day. Raises Refused without words, with more of them than
    the return has room for, for a day after somebody died, and for a second review written down
    for one day; NotFound when `by` may not know this person.
    """
    died_on = people.died_on(person_id, by=by)
    if not permissions.HOLD_REVIEW.allows(by):
        raise NotAllowed(permissions.HOLD_REVIEW.refusal())
    said = {"reason": reason.strip(), "outcome": outcome.strip(), "words": words.strip()}
    if not said["words"]:
        raise Refused("Write down what came of the review.")
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            raise Refused(f"Say the {name} in {longest} letters or fewer.")
    if died_on is not None and on > died_on:
        raise Refused(f"This person died on {in_words(died_on)}. There is nothing to review.")
    if Review.objects.filter(person_id=person_id, started_on=on, cld_key__isnull=True).exists():
        raise Refused(f"A review of {in_words(on)} is written down already.")
    made = Review.objects.create(
        person_id=person_id,
        started_on=on,
        finished_on=on,
        reason=said["reason"],
        outcome=said["outcome"],
        description=said["words"],
    )
    facts.record(HELD, about=person_id, of=made.pk, by=by, on=on, words=said["words"], after=said)
    return made.pk
