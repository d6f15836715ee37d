"""Who sees to what people ask of their own data, and who may note that they asked."""

from ownway.foundation.access.domain import Role, may

SEE_TO_RIGHTS = may("see to what people ask of their data", Role.INFORMATION_GOVERNANCE)
NOTE_REQUEST = may(
    "note what somebody asks of their data",
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Role.SAFEGUARDING_LEAD,
    Role.INFORMATION_GOVERNANCE,
)
HOLD_BACK = may(
    "hold a record back from erasing", Role.INFORMATION_GOVERNANCE, Role.SAFEGUARDING_LEAD
)
ERASE = may("propose or approve that records are erased", Role.INFORMATION_GOVERNANCE)
READ_SCHEDULE = may(
    "read what we keep and for how long",
    Role.INFORMATION_GOVERNANCE,
    Role.ADMINISTRATOR,
    Role.SAFEGUARDING_LEAD,
    Role.TEAM_MANAGER,
)
