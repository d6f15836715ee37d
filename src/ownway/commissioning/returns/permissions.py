"""Who may bring files in, and who may read what became of them."""

from ownway.foundation.access.domain import Role, may

IMPORT_FILES = may("bring files in", Role.PERFORMANCE, Role.ADMINISTRATOR)
# Rows put aside hold personal data as it came; each opening is recorded.
READ_FILES = may(
    "read what became of files",
    Role.PERFORMANCE,
    Role.ADMINISTRATOR,
    Role.INFORMATION_GOVERNANCE,
)
