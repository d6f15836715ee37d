"""What finished assessments agreed, of everybody, to calibrate a model on.

For work that acts for the whole council; whoever asks records whom it used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.support.assessment.domain import Level, Question
from ownway.support.assessment.domain.eligibility import Whose
from ownway.support.assessment.models import Answer, Assessment


@dataclass(frozen=True, slots=True)
class AgreedAnswers:
    """The levels of one finished assessment; a question without an agreed level is not there."""

    assessment_id: UUID
    person_id: UUID
    completed_on: date
    levels: Mapping[Question, Level]


def agreed_answers(questionnaire: str) -> list[AgreedAnswers]:
    """Finished assessments of a person's own needs under one questionnaire, the oldest first."""
    rows = Assessment.objects.filter(
        questionnaire=questionnaire, completed_on__isnull=False, cld_key__isnull=True
    ).exclude(client_type=Whose.CARER.value)
    levels: dict[UUID, dict[Question, Level]] = {}
    said = Answer.objects.filter(assessment__in=rows, level__isnull=False).order_by()
    for assessment_id, question, level in said.values_list("assessment_id", "question", "level"):
        if level is not None:
            levels.setdefault(assessment_id, {})[Question(question)] = Level(level)
    found = rows.order_by("completed_on", "pk").values_list("pk", "person_id", "completed_on")
    return [
        AgreedAnswers(key, person_id, completed_on, levels.get(key, {}))
        for key, person_id, completed_on in found
        if completed_on is not None
    ]
