"""Who may list services, and who may look after the list; anybody may read it."""

from ownway.foundation.access.domain import Role, may

EDIT_DIRECTORY = may(
    "change the list of services", Role.COMMISSIONER, Role.TEAM_MANAGER, Role.BROKER
)
