"""Decisions about files that come in."""

from ownway.commissioning.returns.operations.exporting import (
    MAKE_RETURN,
    Made,
    ask_for_return,
    export_cld,
    make_return,
    note_sent,
)
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
    "MAKE_RETURN",
    "TAKE_UPLOAD",
    "Made",
    "PeopleReport",
    "Progress",
    "Report",
    "WhatUndoingMeans",
    "ask_for_return",
    "bring_file",
    "export_cld",
    "import_cld",
    "import_people",
    "import_places",
    "import_teams",
    "largest_file",
    "make_return",
    "may_undo",
    "note_sent",
    "take_upload",
    "undo_file",
    "what_undoing_means",
]
