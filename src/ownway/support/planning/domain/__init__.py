"""Values and rules of planning; pure."""

from ownway.support.planning.domain.plans import (
    IN_THE_RETURN,
    MAY_FOLLOW,
    UNDECIDED,
    Actor,
    Beside,
    BoughtBy,
    Part,
    Shares,
    State,
    beside_range,
    cost_of,
    missing,
    move,
    one_cost,
    share_of_each,
    shares,
    wrong_first_day,
)
from ownway.support.planning.domain.weekly_cost import WeeklyCost, weekly_cost

__all__ = [
    "IN_THE_RETURN",
    "MAY_FOLLOW",
    "UNDECIDED",
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
    "move",
    "one_cost",
    "share_of_each",
    "shares",
    "weekly_cost",
    "wrong_first_day",
]
