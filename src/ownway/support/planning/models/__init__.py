"""The rows of planning, a file a subject."""

from ownway.support.planning.models.arrangements import Arrangement, Suspension
from ownway.support.planning.models.costing import CostWorkings, Protection
from ownway.support.planning.models.plans import (
    Component,
    FundingShare,
    PanelPaper,
    PersonalBudget,
    PlanChallenge,
    SupportPlan,
)

__all__ = [
    "Arrangement",
    "Component",
    "CostWorkings",
    "FundingShare",
    "PanelPaper",
    "PersonalBudget",
    "PlanChallenge",
    "Protection",
    "SupportPlan",
    "Suspension",
]
