"""Who may write a plan, and who may sign it off. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

WRITE_PLAN = may("write in this plan", *WRITE_RECORD.roles, Kind.PERSON, Kind.CARER)
HELP_WRITE = may("write in somebody's plan", *WRITE_RECORD.roles)
WRITE_OWN = may("write this plan", Kind.PERSON, Kind.CARER)
SIGN_OFF = may("sign off plans", Role.TEAM_MANAGER)
READ_PLAN = READ_RECORD
