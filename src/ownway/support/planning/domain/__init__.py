"""Values and rules of planning; pure."""

from ownway.support.planning.domain.weekly_cost import WeeklyCost, weekly_cost

__all__ = ["WeeklyCost", "weekly_cost"]
