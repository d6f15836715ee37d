"""Decisions about files that come in."""

from ownway.commissioning.returns.operations.importing import (
    IMPORTING,
    Progress,
    Report,
    import_cld,
)
from ownway.commissioning.returns.operations.plain import (
    PeopleReport,
    import_people,
    import_places,
    import_teams,
)
from ownway.commissioning.returns.operations.undoing import (
    WhatUndoingMeans,
    may_undo,
    undo_file,
    what_undoing_means,
)
from ownway.commissioning.returns.operations.uploads import (
    TAKE_UPLOAD,
    bring_file,
    largest_file,
    take_upload,
)

__all__ = [
    "IMPORTING",
    "TAKE_UPLOAD",
    "PeopleReport",
    "Progress",
    "Report",
    "WhatUndoingMeans",
    "bring_file",
    "import_cld",
    "import_people",
    "import_places",
    "import_teams",
    "largest_file",
    "may_undo",
    "take_upload",
    "undo_file",
    "what_undoing_means",
]
