"""How many people a team can be with at once."""

from datetime import date, timedelta

from django.db import transaction

from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.reablement import permissions
from ownway.support.reablement.models import Places

PLACES_SET = declare("reablement.places-set", "Places of a team set")
MOST = 500


@transaction.atomic
def set_places(team: Team, *, places: int, from_day: date, by: SignIn, on: date) -> None:
    """Say how many people a team can be with at once, from the Monday of a week on.

    Raises NotAllowed, also for another team; Refused for a week that has passed, or an odd number.
    """
    if not permissions.SET_PLACES.allows(by) or by.team_id != team.pk:
        raise NotAllowed("You may set the places of your own team, if you manage it.")
    if not 0 <= places <= MOST:
        raise Refused(f"Say a number from 0 to {MOST}.")
    first_day = from_day - timedelta(days=from_day.weekday())
    if first_day < on - timedelta(days=on.weekday()):
        raise Refused("This week has passed.")
    row, _ = Places.objects.update_or_create(
        team=team, first_day=first_day, defaults={"places": places}
    )
    facts.record(PLACES_SET, of=row.pk, by=by, on=on, words=f"{team.name}: {places}")
