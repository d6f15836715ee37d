"""Who may see somebody's money. Whose it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD

READ_OWN_MONEY = may("see this money", Kind.PERSON, Kind.CARER)
READ_MONEY = READ_RECORD
OWN_STATEMENTS = may("bring a statement here", Kind.PERSON, Kind.CARER)
BRING = may(
    "bring a statement",
    Role.FINANCE,
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Kind.PERSON,
    Kind.CARER,
)
LOOK_AFTER = may(
    "look after direct payment accounts", Role.FINANCE, Role.PRACTITIONER, Role.TEAM_MANAGER
)
