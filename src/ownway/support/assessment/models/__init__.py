"""Rows of assessing, a file a subject."""

from ownway.support.assessment.models.assessments import Answer, Assessment
from ownway.support.assessment.models.being_heard import AdvocateAsked, CapacityForDecision
from ownway.support.assessment.models.decisions import EligibilityDecision
from ownway.support.assessment.models.findings import (
    CaringFinding,
    OutcomeFinding,
    WholeFinding,
)
from ownway.support.assessment.models.passages import Passage, PassageVersion
from ownway.support.assessment.models.questionnaires import (
    PublishedQuestionnaire,
    QuestionnaireDraft,
)

__all__ = [
    "AdvocateAsked",
    "Answer",
    "Assessment",
    "CapacityForDecision",
    "CaringFinding",
    "EligibilityDecision",
    "OutcomeFinding",
    "Passage",
    "PassageVersion",
    "PublishedQuestionnaire",
    "QuestionnaireDraft",
    "WholeFinding",
]
