"""Who may see the figures, who may open the people behind them, and who may publish them."""

from ownway.foundation.access.domain import Role, may

SEE_SNAPSHOT = may(
    "see the snapshot", Role.COMMISSIONER, Role.PERFORMANCE, Role.TEAM_MANAGER, Role.FINANCE
)
OPEN_PEOPLE = may("open the people behind a figure", Role.PERFORMANCE)
PUBLISH = may("publish figures", Role.PERFORMANCE)
