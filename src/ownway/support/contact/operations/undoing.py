"""What of this context is put back when a national file is undone."""

from ownway.foundation.bulk.undoing import Undoable
from ownway.support.contact.models import SupportRequest

FROM_FILES = Undoable(SupportRequest, "support request", "support requests")
