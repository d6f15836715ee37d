"""A programme that clears late reviews: begun in August with 530 people, under way since.

530 is the number of overdue reviews that Herefordshire Council's scrutiny was told of.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.demo.personas import COLLEAGUES, NELL, SUNNIVA, sign_in_of
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import Refused
from ownway.support.review import operations as review
from ownway.support.review import queries as reviews
from ownway.support.review.domain.talking import NATIONAL, Ending

PEOPLE = 530
WEEKS_BEFORE, WEEKS_LONG = 14, 30
A_WEEK = 3  # reviews each reviewer holds
ENDINGS = (Ending.CONTINUE, Ending.CONTINUE, Ending.CHANGE, Ending.CONTINUE, Ending.REASSESS)
SAID = {
    Ending.CONTINUE: "Support does what it should.",
    Ending.CHANGE: "Something should be different. The plan is written anew.",
    Ending.REASSESS: "Needs have changed since the last time.",
}


def clear(*, on: date, say: Callable[[str, int, int], None]) -> None:
    """Open the programme, share it out among a reviewer of each team, and hold some each week."""
    leads = sign_in_of(SUNNIVA)
    first_day = on - timedelta(weeks=WEEKS_BEFORE)
    try:
        made = review.open_programme(
            name="Every review back in time",
            everywhere=True,
            target_on=first_day + timedelta(weeks=WEEKS_LONG),
            most=PEOPLE,
            by=leads,
            on=first_day,
        )
    except Refused:  # a small demonstration, or one that is loaded again: nobody is left to add
        return
    reviewers = [sign_in_of(NELL), *(access.sign_in_by_email(email) for email, _, _ in COLLEAGUES)]
    for one in reviewers:
        review.add_reviewer(made, reviewer_id=one.pk, per_week=A_WEEK + 1, by=leads, on=first_day)
    for number, one in enumerate(reviewers):
        say("Clearing late reviews", number, len(reviewers))
        _hold(one, first_day)


def _hold(reviewer: SignIn, first_day: date) -> None:
    """The most pressing of theirs, some each week; a day that cannot be is left to another."""
    with transaction.atomic():
        theirs = reviews.my_programme_lines(by=reviewer, on=first_day)
    for number, line in enumerate(theirs[: A_WEEK * WEEKS_BEFORE]):
        held_on = first_day + timedelta(weeks=number // A_WEEK, days=1 + number % A_WEEK)
        _hold_one(line.person_id, ENDINGS[number % len(ENDINGS)], by=reviewer, on=held_on)


def _hold_one(person_id: UUID, ending: Ending, *, by: SignIn, on: date) -> None:
    try:
        review.hold_review(
            person_id,
            reason="Planned review of long term support",
            outcome=NATIONAL[ending],
            words=SAID[ending],
            by=by,
            on=on,
        )
    except Refused:  # somebody who died in the meantime leaves the list by themselves
        return
