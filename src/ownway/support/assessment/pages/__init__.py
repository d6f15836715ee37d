"""What the pages of an assessment see, a file a subject."""

from ownway.support.assessment.pages.assessments import (
    AssessmentPage,
    Missing,
    QuestionView,
    Side,
    missing_links,
)

__all__ = ["AssessmentPage", "Missing", "QuestionView", "Side", "missing_links"]
