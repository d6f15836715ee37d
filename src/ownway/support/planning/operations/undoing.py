"""What of this context is put back when a national file is undone."""

from ownway.foundation.bulk.undoing import Undoable
from ownway.support.planning.models import Arrangement

FROM_FILES = Undoable(Arrangement, "service", "services")
