"""Who may arrange reablement and read of it. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Role, may
from ownway.support.people.permissions import READ_OWN, READ_RECORD, WRITE_RECORD

READ = READ_RECORD
READ_TEAM = may("see who waits for reablement", *WRITE_RECORD.roles)
WRITE = may("arrange reablement", *WRITE_RECORD.roles)
SET_PLACES = may("set how many places a team has", Role.TEAM_MANAGER)
SAY = READ_OWN
