"""Who may see which reviews are due, and hold one. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Role, may
from ownway.support.people.permissions import WRITE_RECORD

READ_DUE = may("see which reviews are due", Role.PRACTITIONER, Role.TEAM_MANAGER, Role.PERFORMANCE)
HOLD_REVIEW = may("write down a review", *WRITE_RECORD.roles)
