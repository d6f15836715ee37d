"""What the pages of an assessment see, a file a subject."""

from ownway.support.assessment.pages.assessments import (
    AssessmentPage,
    GroupView,
    Missing,
    QuestionView,
    Side,
    missing_links,
)
from ownway.support.assessment.pages.findings import (
    CaringView,
    FindingsPage,
    is_carer,
    outcome_view,
)
from ownway.support.assessment.pages.passages import PartView, SectionPage, SectionView, together

__all__ = [
    "AssessmentPage",
    "CaringView",
    "FindingsPage",
    "GroupView",
    "Missing",
    "PartView",
    "QuestionView",
    "SectionPage",
    "SectionView",
    "Side",
    "is_carer",
    "missing_links",
    "outcome_view",
    "together",
]
