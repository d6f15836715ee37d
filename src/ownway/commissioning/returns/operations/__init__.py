"""Decisions about files that come in."""

from ownway.commissioning.returns.operations.importing import Progress, Report, import_cld
from ownway.commissioning.returns.operations.plain import (
    PeopleReport,
    import_people,
    import_places,
    import_teams,
)
from ownway.commissioning.returns.operations.uploads import (
    TAKE_UPLOAD,
    bring_file,
    largest_file,
    take_upload,
)

__all__ = [
    "TAKE_UPLOAD",
    "PeopleReport",
    "Progress",
    "Report",
    "bring_file",
    "import_cld",
    "import_people",
    "import_places",
    "import_teams",
    "largest_file",
    "take_upload",
]
