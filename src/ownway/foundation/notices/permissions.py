"""Who may change the words of notices; another of them agrees before they are used."""

from ownway.foundation.access.domain import Role, may

EDIT_WORDS = may("change the words of notices", Role.TEAM_MANAGER, Role.ADMINISTRATOR)
