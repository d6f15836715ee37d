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
    Cancelled,
    Progress,
    Report,
    import_cld,
)
from ownway.commissioning.returns.operations.ordering import Waiting, in_order
from ownway.commissioning.returns.operations.plain import (
    PeopleReport,
    import_people,
    import_places,
    import_teams,
)
from ownway.commissioning.returns.operations.undoing import (
    UNDO_FILE,
    UNDOING,
    WhatUndoingMeans,
    ask_to_undo,
    may_undo,
    undo_asked,
    undo_file,
    what_undoing_means,
)
from ownway.commissioning.returns.operations.uploads import (
    TAKE_UPLOAD,
    Given,
    bring_files,
    cancel_uploads,
    largest_file,
    take_upload,
)

__all__ = [
    "IMPORTING",
    "MAKE_RETURN",
    "TAKE_UPLOAD",
    "UNDOING",
    "UNDO_FILE",
    "Cancelled",
    "Given",
    "Made",
    "PeopleReport",
    "Progress",
    "Report",
    "Waiting",
    "WhatUndoingMeans",
    "ask_for_return",
    "ask_to_undo",
    "bring_files",
    "cancel_uploads",
    "export_cld",
    "import_cld",
    "import_people",
    "import_places",
    "import_teams",
    "in_order",
    "largest_file",
    "make_return",
    "may_undo",
    "note_sent",
    "take_upload",
    "undo_asked",
    "undo_file",
    "what_undoing_means",
]
