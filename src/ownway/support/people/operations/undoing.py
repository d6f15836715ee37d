"""What of this context is put back when a national file is undone."""

from ownway.foundation.bulk.undoing import Undoable
from ownway.support.people.models import Person
from ownway.support.people.operations.records import CAME_TO_KNOW

FROM_FILES = Undoable(
    Person,
    "person",
    "people",
    brought_as=CAME_TO_KNOW.name,
    pointed_at_by=(("access_signin", "own_person_id"),),
)
