"""Who may assess, and who may answer. Whose record it is, `people.queries` says."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD

ASSESS = may("assess what somebody needs", *WRITE_RECORD.roles)
SHARE_OUT = may("share out assessments", Role.TEAM_MANAGER)
ANSWER_FOR_MYSELF = may("answer these questions", Kind.PERSON, Kind.CARER)
READ_ASSESSMENT = READ_RECORD
READ_QUESTIONS = may(
    "read the questions of an assessment",
    *READ_RECORD.roles,
    Role.COMMISSIONER,
    Role.ADMINISTRATOR,
)
EDIT_QUESTIONS = may(
    "change the questions of an assessment",
    Role.TEAM_MANAGER,
    Role.COMMISSIONER,
    Role.ADMINISTRATOR,
)
PUBLISH_QUESTIONS = may(
    "publish the questions of an assessment",
    Role.TEAM_MANAGER,
    Role.COMMISSIONER,
    Role.ADMINISTRATOR,
)
