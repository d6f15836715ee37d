"""Who may assess, and who may answer. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

ASSESS = may("assess what somebody needs", *WRITE_RECORD.roles)
ANSWER_FOR_MYSELF = may("answer these questions", Kind.PERSON, Kind.CARER)
READ_ASSESSMENT = READ_RECORD
