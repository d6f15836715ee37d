"""Values and rules of planning; pure."""

from ownway.support.planning.domain.plans import (
    IN_THE_RETURN,
    MAY_FOLLOW,
    Actor,
    Beside,
    BoughtBy,
    Part,
    Shares,
    State,
    beside_range,
    cost_of,
    missing,
    share_of_each,
    shares,
)
from ownway.support.planning.domain.weekly_cost import WeeklyCost, weekly_cost

__all__ = [
    "IN_THE_RETURN",
    "MAY_FOLLOW",
    "Actor",
    "Beside",
    "BoughtBy",
    "Part",
    "Shares",
    "State",
    "WeeklyCost",
    "beside_range",
    "cost_of",
    "missing",
    "share_of_each",
    "shares",
    "weekly_cost",
]
