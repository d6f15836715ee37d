"""Reablement: help for a few weeks to do things oneself again. Pure values and rules.

Units     Weeks are seven days, the first day among them. Scales are whole numbers.
Promise   Whether the free weeks have passed depends on the first day alone: no extension and no
          later day for the end can hide it. Nothing here charges anybody.
Source    Care and Support (Charging and Assessment of Resources) Regulations 2014 (SI 2014/2672),
          regulation 3; Care Act 2014, section 2 (prevention), section 19(3) (urgent needs).
"""

from ownway.support.reablement.domain.abilities import (
    CURRENT,
    LEVEL_WORDS,
    LEVELS,
    AbilityList,
    Change,
    UnknownAbility,
    ability_list,
    change_between,
)
from ownway.support.reablement.domain.weeks import (
    Weeks,
    check_extension,
    week_of,
    weeks_of,
)
from ownway.support.reablement.domain.words import (
    AGREED_WORDS,
    CLOSE_TO,
    KIND_WORDS,
    LONGEST_SCALE,
    NEXT_WORDS,
    OUTCOME_WORDS,
    SCALE_ENDS,
    TASK_WORDS,
    Agreed,
    At,
    Kind,
    Next,
    Outcome,
    State,
    Task,
    TriedKind,
    VisitState,
    check_scale,
)

__all__ = [
    "AGREED_WORDS",
    "CLOSE_TO",
    "CURRENT",
    "KIND_WORDS",
    "LEVELS",
    "LEVEL_WORDS",
    "LONGEST_SCALE",
    "NEXT_WORDS",
    "OUTCOME_WORDS",
    "SCALE_ENDS",
    "TASK_WORDS",
    "AbilityList",
    "Agreed",
    "At",
    "Change",
    "Kind",
    "Next",
    "Outcome",
    "State",
    "Task",
    "TriedKind",
    "UnknownAbility",
    "VisitState",
    "Weeks",
    "ability_list",
    "change_between",
    "check_extension",
    "check_scale",
    "week_of",
    "weeks_of",
]
