"""What of this context is put back when a national file is undone."""

from ownway.foundation.bulk.undoing import Undoable
from ownway.support.review.models import Review

FROM_FILES = Undoable(Review, "review", "reviews")
