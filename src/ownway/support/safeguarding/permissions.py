"""Who may tell a concern, and who may read one. Whose a concern is, `queries` says row by row."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD

RAISE_HERE = may("tell us here that you are worried", Kind.PERSON, Kind.CARER)
RAISE_ABOUT = may("tell a concern about somebody", *READ_RECORD.roles)
LEAD = may("work on safeguarding concerns", Role.SAFEGUARDING_LEAD)
# Also whoever of staff a lead shared one with: told apart row by row.
READ_SHARED = may("read a safeguarding concern", *READ_RECORD.roles)
