"""Who may work a first figure out, read it, and publish the card it comes from."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

PROPOSE_BUDGET = may("work out a first figure", *WRITE_RECORD.roles)
READ_BUDGET = READ_RECORD
READ_OWN_BUDGET = may("read this figure", Kind.PERSON, Kind.CARER)
PUBLISH_SCORECARD = may("publish a scorecard", Role.ADMINISTRATOR, Role.COMMISSIONER)
