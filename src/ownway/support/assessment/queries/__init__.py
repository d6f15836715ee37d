"""Questions about assessments, a file a subject."""

from ownway.support.assessment.queries.assessments import (
    AssessmentLine,
    AssessmentRecord,
    FinishedAssessment,
    WaitingAssessment,
    answers_of,
    assessment_for_reading,
    assessments_for_return,
    assessments_of,
    assessments_of_the_dead,
    began_by_person,
    completed_assessment,
    every_assessment,
    finished,
    open_assessment_of,
    waiting,
)
from ownway.support.assessment.queries.passages import (
    PassageLine,
    Said,
    Written,
    written_in,
)
from ownway.support.assessment.queries.questionnaires import (
    questionnaire_named,
    questionnaire_on,
)

__all__ = [
    "AssessmentLine",
    "AssessmentRecord",
    "FinishedAssessment",
    "PassageLine",
    "Said",
    "WaitingAssessment",
    "Written",
    "answers_of",
    "assessment_for_reading",
    "assessments_for_return",
    "assessments_of",
    "assessments_of_the_dead",
    "began_by_person",
    "completed_assessment",
    "every_assessment",
    "finished",
    "open_assessment_of",
    "questionnaire_named",
    "questionnaire_on",
    "waiting",
    "written_in",
]
