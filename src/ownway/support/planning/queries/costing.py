"""What was worked out for the parts of a plan, and what like support costs elsewhere."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import queries as people
from ownway.support.planning import permissions
from ownway.support.planning.domain.employing import FullCost, Line
from ownway.support.planning.domain.placement import Like, like
from ownway.support.planning.models import Arrangement, CostWorkings, SupportPlan


@dataclass(frozen=True, slots=True)
class KeptSum:
    """A sum kept with a part of a plan; `stands` while the part still costs that."""

    activity: str
    who: str
    sum: FullCost
    reckoned_on: date
    stands: bool


def sums_of_plan(plan_id: UUID, *, by: SignIn) -> list[KeptSum]:
    """The sums kept with the parts of a plan, in their order. Raises as `check_may_read`."""
    person_id = SupportPlan.objects.filter(pk=plan_id).values_list("person_id", flat=True).first()
    if person_id is None:
        raise NotFound("There is no plan here.")
    people.check_may_read(person_id, by=by)
    rows = CostWorkings.objects.filter(component__plan_id=plan_id).select_related("component")
    return [
        KeptSum(
            activity=row.component.activity,
            who=row.component.who,
            sum=FullCost(tuple(Line(**line) for line in row.lines), row.hours_weekly),
            reckoned_on=row.reckoned_on,
            stands=row.component.cost_weekly == row.cost_weekly,
        )
        for row in rows.order_by("component__rank", "pk")
    ]


def like_support(service_component: str, cost_weekly: int, *, by: SignIn, on: date) -> Like | None:
    """What support of this kind costs the people of the whole council who have it on a day, where
    it costs about as much; None where fewer than five do. Restricted records are left out.

    Raises NotAllowed. Nobody is named, and no amount of one person is told
    (`domain.placement.LIKE`).
    """
    if not permissions.PRICE_PLACEMENT.allows(by):
        raise NotAllowed(permissions.PRICE_PLACEMENT.refusal())
    with whole_council():
        rows = Arrangement.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=on),
            service_component=service_component,
            first_day__lte=on,
            cost_weekly__gt=0,
            person__restricted=False,
        ).values_list("person_id", "cost_weekly")
        costs: Counter[UUID] = Counter()
        for person_id, cost in rows:
            costs[person_id] += cost or 0
    return like(list(costs.values()), cost_weekly)
