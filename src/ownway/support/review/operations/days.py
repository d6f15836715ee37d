"""Saying something about the day of a review: sooner, moved, held back. Never taking it away."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.review import permissions, queries
from ownway.support.review.domain.due import SOONER, Why, wrong_day
from ownway.support.review.models import ReviewDay

WANTED_SOONER = declare("review.wanted-sooner", "Review wanted sooner")
DAY_MOVED = declare("review.day-moved", "Review moved to another day")


@transaction.atomic
def ask_sooner(person_id: UUID, *, reason: str, by: SignIn, on: date, at: datetime) -> date:
    """The person, or who is with them, asks for a review sooner; gives the day it is due by.

    That day is some weeks away by a dated parameter. Asked again it stays as it was. Raises
    Refused without words, where no support runs, and where it is due by then anyway; NotFound.
    """
    people.check_may_read(person_id, by=by)
    if not (permissions.OWN_REVIEW.allows(by) or permissions.HOLD_REVIEW.allows(by)):
        raise NotAllowed(permissions.OWN_REVIEW.refusal())
    weeks = int(decimal_on("review_asked_for_weeks", on))
    return _set(
        person_id, Why.ASKED, on + timedelta(weeks=weeks), reason=reason, by=by, on=on, at=at
    )


@transaction.atomic
def set_day(
    person_id: UUID, *, why: Why, due_on: date, reason: str, by: SignIn, on: date, at: datetime
) -> date:
    """A worker wants a review sooner, or holds it back; a manager may also move it.

    The day the rules give is kept beside it, and lateness goes on from there. Raises Refused
    without a reason, for a day the rules do not allow, and where no support runs; NotAllowed.
    """
    people.check_may_read(person_id, by=by)
    needed = permissions.MOVE_REVIEW if why is Why.MOVED else permissions.HOLD_REVIEW
    if not needed.allows(by):
        raise NotAllowed(needed.refusal())
    return _set(person_id, why, due_on, reason=reason, by=by, on=on, at=at)


def _set(
    person_id: UUID, why: Why, due_on: date, *, reason: str, by: SignIn, on: date, at: datetime
) -> date:
    if not reason.strip():
        raise Refused("Say why." if by.kind == Kind.STAFF else "Say what has changed.")
    worked_out = queries.by_the_rules(person_id, by=by, on=on)
    if worked_out is None:
        raise Refused("No long-term support runs, so there is no review to come.")
    standing, direct_payment = worked_out
    wrong = wrong_day(
        why,
        due_on,
        worked_out=standing,
        direct_payment=direct_payment,
        on=on,
        move_most_weeks=int(decimal_on("review_move_most_weeks", on)),
        hold_most_weeks=int(decimal_on("review_hold_most_weeks", on)),
    )
    if wrong:
        raise Refused(wrong)
    earlier = queries.day_set(person_id)
    if (
        earlier is not None
        and earlier.why is Why.ASKED
        and why is Why.ASKED
        and on <= earlier.due_on
    ):
        return earlier.due_on
    row = ReviewDay.objects.create(
        person_id=person_id,
        why=why.value,
        reason=reason.strip(),
        due_on=due_on,
        rule_on=standing.due_on,
        set_on=on,
        set_at=at,
        set_by=by,
    )
    name = WANTED_SOONER if why in SOONER else DAY_MOVED
    said = f"Due {in_words(due_on)}; by the rules {in_words(standing.due_on)}"
    facts.record(name, about=person_id, of=row.pk, by=by, on=on, words=said)
    return due_on
