"""Rows of assessing, a file a subject."""

from ownway.support.assessment.models.assessments import Answer, Assessment

__all__ = ["Answer", "Assessment"]
