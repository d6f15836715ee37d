"""Who may bring files in, and who may read what became of them."""

from ownway.foundation.access.domain import Role, may

IMPORT_FILES = may("bring files in", Role.PERFORMANCE, Role.ADMINISTRATOR)
READ_FILES = may(
    "read what became of files",
    Role.PERFORMANCE,
    Role.ADMINISTRATOR,
    Role.INFORMATION_GOVERNANCE,
)
# Rows put aside hold personal data as it came; each opening is recorded.
READ_PUT_ASIDE = may("read rows that were put aside", Role.PERFORMANCE, Role.INFORMATION_GOVERNANCE)
# A whole file as it was given; each taking away is recorded.
TAKE_FILE_AWAY = may("take a kept file away", Role.PERFORMANCE)
# Services that a file should have told of, by name; each opening is recorded.
READ_DOUBTS = may("see which services are presumed to have ended", Role.PERFORMANCE)
MAKE_RETURN = may("make the return that goes out", Role.PERFORMANCE, Role.ADMINISTRATOR)
# Which records to put right, by name; each opening is recorded.
READ_FAULTS = may("see which records to put right before a return", Role.PERFORMANCE)
# Whoever can put a record right may see what is wrong in it; each sees only their own people.
READ_QUALITY = may(
    "see how good the data is", Role.PERFORMANCE, Role.TEAM_MANAGER, Role.PRACTITIONER
)
