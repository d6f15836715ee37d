"""A model in force, watched: do agreed plans still cost what its figures say?

Counted for the whole council without a name; restricted records are never among it.
"""

from datetime import date
from typing import TYPE_CHECKING

from ownway.commissioning.scorecards import permissions
from ownway.commissioning.scorecards.models import Envelope
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.kernel.refusal import NotAllowed
from ownway.support.allocation import queries as allocation
from ownway.support.people.queries import compared as people
from ownway.support.planning.queries import agreed as plans

if TYPE_CHECKING:
    from ownway.support.allocation.domain.calibration import Watched

FEW = 5  # fewer plans are not told of


def envelope_of(version: str) -> int | None:
    """The money there is a week, in pence, as last said for a scorecard; None before that."""
    row = Envelope.objects.filter(version=version).order_by("-said_at").first()
    return row.weekly if row else None


def watched(version: str, *, by: SignIn, on: date) -> "Watched":
    """Figures of a published card beside the plans agreed on them, by month, group and team.

    Where the money there is was said, a forecast comes with it. Raises NotAllowed.
    """
    from ownway.support.allocation.domain import calibration as engine

    if not permissions.READ_REGISTER.allows(by):
        raise NotAllowed(permissions.READ_REGISTER.refusal())
    with whole_council():
        figures = allocation.figures_by(version)
        costs = plans.agreed_costs(one.assessment_id for one in figures)
        known = people.compared({one.person_id for one in figures}, on=on)
    rows, waiting = [], []
    for one in figures:
        who = known.get(one.person_id)
        if who is None:
            continue
        cost = costs.get(one.assessment_id)
        if cost is None:
            waiting.append(int(one.total_weekly))
            continue
        month = one.proposed_on.strftime("%Y-%m")
        rows.append(
            engine.Agreed(month, int(one.total_weekly), int(cost), who.support_reason, who.team)
        )
    return engine.monitor(rows, waiting=waiting, envelope_weekly=envelope_of(version))


def over_the_envelope(version: str, *, by: SignIn, on: date) -> int:
    """By how much a week (pence) plans may go over the money there is; 0 where they do not, where
    nobody said how much there is, or too few plans were agreed to tell. Raises NotAllowed."""
    if not version or envelope_of(version) is None:
        return 0
    found = watched(version, by=by, on=on)
    enough = sum(month.people for month in found.months) >= FEW
    return found.outturn.over if enough and found.outturn else 0
