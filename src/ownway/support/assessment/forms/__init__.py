"""What may be typed in an assessment, a file a subject."""

from ownway.support.assessment.forms.assessments import LONGEST, AnswersForm, CompleteForm
from ownway.support.assessment.forms.passages import PassageForm

__all__ = ["LONGEST", "AnswersForm", "CompleteForm", "PassageForm"]
