"""Deciding what a person pays: a named member of finance, with the basis in words."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import domain, permissions
from ownway.support.charging.models import Contribution
from ownway.support.people import queries as people

CONTRIBUTION_DECIDED = declare("charging.contribution-decided", "Contribution decided")


@transaction.atomic
def decide_contribution(
    person_id: UUID,
    *,
    contribution_weekly: int,
    first_day: date,
    basis: str,
    by: SignIn,
    on: date,
) -> UUID:
    """Decide a weekly contribution (pence) from a day on; the one before ends the day before.

    Another decision from the same day puts a slip right: both stay, the last one holds. Raises
    Refused without a basis, for an amount below nothing, for a day more than five years away, and
    for the very decision that stands already; NotAllowed for anybody but finance; NotFound when
    `by` may not know this person.
    """
    people.check_may_read(person_id, by=by)
    if not permissions.DECIDE_CONTRIBUTION.allows(by):
        raise NotAllowed(permissions.DECIDE_CONTRIBUTION.refusal())
    if contribution_weekly < 0:
        raise Refused("A contribution cannot be less than nothing.")
    if not basis.strip():
        raise Refused("Write down how it was worked out, so that the person can check it.")
    if abs(first_day - on) > domain.FARTHEST:
        raise Refused("The first day is more than five years away. Check the year.")
    before = (
        Contribution.objects.filter(person_id=person_id, first_day=first_day)
        .order_by("-number")
        .first()
    )
    same = f"{pounds(contribution_weekly)} a week from {in_words(first_day)} is decided already."
    if before and (before.contribution_weekly, before.basis) == (
        contribution_weekly,
        basis.strip(),
    ):
        raise Refused(same)
    try:  # one decision of a number: the constraint of the table
        with transaction.atomic():
            made = Contribution.objects.create(
                person_id=person_id,
                contribution_weekly=contribution_weekly,
                first_day=first_day,
                number=before.number + 1 if before else 0,
                basis=basis.strip(),
                decided_on=on,
                decided_by=by,
            )
    except IntegrityError:
        raise Refused(f"{same} Load the page again to see it.") from None
    words = f"{pounds(contribution_weekly)} a week from {in_words(first_day)}"
    facts.record(
        CONTRIBUTION_DECIDED,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{words}, instead of {pounds(before.contribution_weekly)}" if before else words,
        after={"contribution_weekly": contribution_weekly, "basis": made.basis},
    )
    return made.pk
