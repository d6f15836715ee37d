"""Who may see which reviews are due, hold one, and clear a backlog.

Whose record it is, `people.queries` says.
"""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

READ_DUE = may(
    "see which reviews are due",
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.PERFORMANCE,
)
READ_REVIEW = READ_RECORD
HOLD_REVIEW = may("write down a review", *WRITE_RECORD.roles)
MOVE_REVIEW = may("move a review to another day", Role.TEAM_MANAGER)
OWN_REVIEW = may("read this review, and say how it goes", Kind.PERSON, Kind.CARER)
READ_BACKLOG = may(
    "see the backlog of reviews", Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.PERFORMANCE
)
CLEAR_BACKLOG = may(
    "open and run a programme that clears a backlog", Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE
)
