"""What the pages of an assessment see, a file a subject."""

from ownway.support.assessment.pages.assessments import (
    AssessmentPage,
    Missing,
    QuestionView,
    Side,
    missing_links,
)
from ownway.support.assessment.pages.passages import PartView, SectionPage, SectionView, together

__all__ = [
    "AssessmentPage",
    "Missing",
    "PartView",
    "QuestionView",
    "SectionPage",
    "SectionView",
    "Side",
    "missing_links",
    "together",
]
