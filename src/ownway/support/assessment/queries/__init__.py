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

__all__ = [
    "AssessmentLine",
    "AssessmentRecord",
    "FinishedAssessment",
    "WaitingAssessment",
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
    "waiting",
]
