"""Who may see the measures, open the people behind them, and write down what others published."""

from ownway.foundation.access.domain import Role, may

SEE_MEASURES = may(
    "see the measures", Role.COMMISSIONER, Role.PERFORMANCE, Role.TEAM_MANAGER, Role.FINANCE
)
OPEN_PEOPLE = may("open the people behind a measure", Role.PERFORMANCE)
WORK_OUT = may("have the measures worked out", Role.PERFORMANCE, Role.COMMISSIONER)
ENTER_FIGURES = may("write down targets and published figures", Role.PERFORMANCE)
