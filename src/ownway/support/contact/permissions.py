"""Who may ask, and who may decide what comes of it. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

ASK_FOR_SOMEONE = may("write down that somebody asks for support", *WRITE_RECORD.roles)
ASK_FOR_MYSELF = may("ask for support here", Kind.PERSON, Kind.CARER)
READ_REQUEST = READ_RECORD
DECIDE_REQUEST = may("decide what comes of a request for support", *WRITE_RECORD.roles)
