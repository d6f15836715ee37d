"""A hand-over: somebody passes something about a person on, and nobody may lose it silently."""

from datetime import date
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"  # handed over, nobody said yes yet
    ACKNOWLEDGED = "acknowledged"  # the receiver said yes
    DONE = "done"
    RETURNED = "returned"  # the receiver gave it back, with a reason


class Stage(StrEnum):
    """How long nobody has answered; each is recorded once."""

    OVERDUE = "overdue"
    A_WEEK = "a week overdue"  # the team's manager hears of it too


STAGE_DAYS = {Stage.OVERDUE: 1, Stage.A_WEEK: 7}
OPEN = (State.WAITING, State.ACKNOWLEDGED)
MAY_FOLLOW = {
    State.WAITING: (State.ACKNOWLEDGED, State.DONE, State.RETURNED),
    State.ACKNOWLEDGED: (State.DONE, State.RETURNED),
    State.DONE: (),
    State.RETURNED: (),
}


def days_late(state: State, due_on: date, *, on: date) -> int:
    """How many days past its due day an open hand-over is; 0 when in time or closed."""
    return max(0, (on - due_on).days) if state in OPEN else 0


def stages(late: int) -> tuple[Stage, ...]:
    """The stages that so many days late have reached, the first one first."""
    return tuple(stage for stage, days in STAGE_DAYS.items() if late >= days)
