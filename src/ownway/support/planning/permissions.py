"""Who may write a plan, and who may sign it off. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

WRITE_PLAN = may("write in this plan", *WRITE_RECORD.roles, Kind.PERSON, Kind.CARER)
HELP_WRITE = may("write in somebody's plan", *WRITE_RECORD.roles)
WRITE_OWN = may("write this plan", Kind.PERSON, Kind.CARER)
SIGN_OFF = may("sign off plans", Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE)
# A panel decides on plans above a manager's limit; its chair writes its decision down.
AT_PANEL = may("decide for the panel", Role.HEAD_OF_SERVICE)
READ_PANEL = may("see the list of the panel", Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE)
CHANGE_SUPPORT = may("stop and end somebody's support", *WRITE_RECORD.roles, Role.BROKER)
PROTECT_COST = may(
    "protect what somebody has above their figure", Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE
)
# A price is about nobody; what like support costs is told of five people or more.
PRICE_PLACEMENT = may(
    "work out what a placement should cost",
    *WRITE_RECORD.roles,
    Role.HEAD_OF_SERVICE,
    Role.BROKER,
    Role.COMMISSIONER,
    Role.FINANCE,
)
READ_PLAN = READ_RECORD
