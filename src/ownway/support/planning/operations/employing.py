"""Putting what employing somebody costs into a plan, with the sum it came from."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.support.planning.domain import Actor, BoughtBy
from ownway.support.planning.domain.employing import Assistant, Running, full_cost
from ownway.support.planning.models import CostWorkings
from ownway.support.planning.operations.writing import add_component


@transaction.atomic
def plan_to_employ(
    plan_id: UUID,
    assistants: Sequence[Assistant],
    running: Running,
    *,
    activity: str,
    outcome: str,
    by: SignIn,
    on: date,
) -> UUID:
    """Add a part to a plan that costs what employing these assistants costs; the sum is kept.

    Raises as `full_cost` and `add_component`.
    """
    found = full_cost(assistants, running, on=on)
    component_id = add_component(
        plan_id,
        actor=Actor.PAID.value,
        who=", ".join(one.name for one in assistants),
        activity=activity,
        outcome=outcome,
        bought_by=BoughtBy.DIRECT_PAYMENT.value,
        goes_to="employee",
        cost_weekly=found.cost_weekly,
        by=by,
        on=on,
    )
    CostWorkings.objects.create(
        component_id=component_id,
        lines=[asdict(line) for line in found.lines],
        cost_weekly=found.cost_weekly,
        hours_weekly=found.hours,
        reckoned_on=on,
        reckoned_by=by,
    )
    return component_id
