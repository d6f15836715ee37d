"""What agreed plans cost, of everybody, to calibrate a model on.

For work that acts for the whole council; whoever asks records whom it used.
"""

from collections.abc import Iterable
from uuid import UUID

from ownway.kernel.money import PenceWeekly
from ownway.support.planning.models import PersonalBudget


def agreed_costs(assessment_ids: Iterable[UUID]) -> dict[UUID, PenceWeekly]:
    """The whole weekly cost of the first plan signed off after each of these assessments.

    Before what somebody pays themselves is taken off. Assessments without a plan are left out.
    """
    rows = PersonalBudget.objects.filter(plan__assessment_id__in=list(assessment_ids))
    found: dict[UUID, PenceWeekly] = {}
    said = rows.order_by("plan__version").values_list("plan__assessment_id", "cost_weekly")
    for assessment_id, cost in said:
        found.setdefault(assessment_id, PenceWeekly(cost))
    return found
