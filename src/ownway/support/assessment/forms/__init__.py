"""What may be typed in an assessment, a file a subject."""

from ownway.support.assessment.forms.assessments import LONGEST, AnswersForm, CompleteForm
from ownway.support.assessment.forms.being_heard import AdvocateForm, CapacityForm
from ownway.support.assessment.forms.findings import CaringForm, OutcomeForm, WholeForm
from ownway.support.assessment.forms.letters import LetterForm
from ownway.support.assessment.forms.passages import PassageForm

__all__ = [
    "LONGEST",
    "AdvocateForm",
    "AnswersForm",
    "CapacityForm",
    "CaringForm",
    "CompleteForm",
    "LetterForm",
    "OutcomeForm",
    "PassageForm",
    "WholeForm",
]
