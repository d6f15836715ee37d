"""What of this context is put back when a national file is undone."""

from ownway.foundation.bulk.undoing import Undoable
from ownway.support.assessment.models import Assessment

FROM_FILES = Undoable(Assessment, "assessment", "assessments")
