"""The life of a model: from a draft to the scorecard in force, and out of it again. Pure words."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    DRAFT = "draft"
    CALIBRATED = "calibrated"
    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in force"
    RETIRED = "retired"


class Stage(StrEnum):
    """Where one calibration stands. A refused one ran, and says why data cannot carry a model."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Source(StrEnum):
    LIVE = "live"
    FILE = "file"


class Way(NamedTuple):
    """A step that a model may take, from where to where."""

    before: State
    after: State


WAYS = (
    Way(State.DRAFT, State.CALIBRATED),
    Way(State.CALIBRATED, State.PROPOSED),
    Way(State.PROPOSED, State.CALIBRATED),
    Way(State.PROPOSED, State.APPROVED),
    Way(State.APPROVED, State.CALIBRATED),
    Way(State.APPROVED, State.IN_FORCE),
    Way(State.IN_FORCE, State.RETIRED),
    Way(State.DRAFT, State.RETIRED),
    Way(State.CALIBRATED, State.RETIRED),
)
# From here on the card stays as it is.
FIXED = (State.PROPOSED, State.APPROVED, State.IN_FORCE, State.RETIRED)
