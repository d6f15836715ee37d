"""Who may see the figures, and who may open the people behind them."""

from ownway.foundation.access.domain import Role, may

SEE_SNAPSHOT = may(
    "see the snapshot", Role.COMMISSIONER, Role.PERFORMANCE, Role.TEAM_MANAGER, Role.FINANCE
)
OPEN_PEOPLE = may("open the people behind a figure", Role.PERFORMANCE)
