"""Who may see somebody's money. Whose it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, may
from ownway.support.people.permissions import READ_RECORD

READ_OWN_MONEY = may("see this money", Kind.PERSON, Kind.CARER)
READ_MONEY = READ_RECORD
