"""Rows of assessing, a file a subject."""

from ownway.support.assessment.models.assessments import Answer, Assessment
from ownway.support.assessment.models.being_heard import AdvocateAsked, CapacityForDecision
from ownway.support.assessment.models.decisions import EligibilityDecision
from ownway.support.assessment.models.exchange import BroughtAssessment
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
from ownway.support.assessment.models.queues import AllocatedWorker

__all__ = [
    "AdvocateAsked",
    "AllocatedWorker",
    "Answer",
    "Assessment",
    "BroughtAssessment",
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
