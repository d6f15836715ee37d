"""Who may decide what a person pays, and read it. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD

DECIDE_CONTRIBUTION = may("decide what a person pays", Role.FINANCE)
READ_CONTRIBUTION = may("read what a person pays", *READ_RECORD.roles, Kind.PERSON)
OWN_MEANS = may("tell here what you have and what comes in", Kind.PERSON, Kind.CARER)
TELL_MEANS = may("write what somebody has", Role.FINANCE, Kind.PERSON, Kind.CARER)
