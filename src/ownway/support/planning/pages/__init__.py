"""What the pages of planning see, a file a subject."""

from ownway.support.planning.pages.plans import PlanPage

__all__ = ["PlanPage"]
