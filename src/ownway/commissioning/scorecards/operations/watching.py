"""The money that a model in force is watched against."""

from datetime import date

from django.db import transaction

from ownway.commissioning.scorecards import permissions, queries
from ownway.commissioning.scorecards.models import Envelope
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

ENVELOPE = declare("scorecards.envelope-said", "The money for figures of a scorecard said")


@transaction.atomic
def say_envelope(version: str, *, weekly: int, by: SignIn, on: date) -> None:
    """Say the money there is a week (pence) for everybody with a figure of a published scorecard.

    From then on the register warns before plans go over it. Saying the same again changes nothing.
    Raises NotAllowed; NotFound; Refused for nothing or less.
    """
    if not permissions.SAY_ENVELOPE.allows(by):
        raise NotAllowed(permissions.SAY_ENVELOPE.refusal())
    if not queries.is_published(version):
        raise NotFound("No scorecard of that name was published.")
    if weekly <= 0:
        raise Refused("The money there is for a week is more than nothing.")
    if queries.envelope_of(version) == weekly:
        return
    made = Envelope.objects.create(version=version, weekly=weekly, said_by=by, said_on=on)
    facts.record(
        ENVELOPE,
        of=made.pk,
        by=by,
        on=on,
        words=f"{version}: {pounds(weekly)} a week",
        after={"version": version, "weekly": weekly},
    )
