"""The words of an episode, and the scale by which somebody says how near a goal is. Pure."""

from enum import StrEnum

from ownway.kernel.refusal import Refused

LONGEST_SCALE = 10
SCALE_ENDS = ("I cannot do it at all", "I do it the way I want to")
CLOSE_TO = 8  # from here on a goal counts as reached, in the words of whoever scaled it


class Kind(StrEnum):
    AT_HOME = "at home"
    AFTER_HOSPITAL = "after hospital"


KIND_WORDS = {Kind.AT_HOME: "At home", Kind.AFTER_HOSPITAL: "After a stay in hospital"}


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"
    CALLED_OFF = "called off"  # it never began


class Agreed(StrEnum):
    """How it is known that the person agreed, or who decided for them and by what right."""

    THEMSELF = "said yes"
    BY_RIGHT = "somebody who may decide"
    BEST_INTERESTS = "best interests"


AGREED_WORDS = {
    Agreed.THEMSELF: "They said yes themself",
    Agreed.BY_RIGHT: "Somebody who may decide for them by law said yes",
    Agreed.BEST_INTERESTS: "They lack capacity to decide this; it was decided in their interests",
}


class At(StrEnum):
    START = "start"
    END = "end"


class VisitState(StrEnum):
    PLANNED = "planned"
    MADE = "made"
    NOT_MADE = "not made"


class TriedKind(StrEnum):
    TECHNOLOGY = "technology"
    EQUIPMENT = "equipment"


class Outcome(StrEnum):
    """What support somebody needs after it, against what they had before."""

    NO_SUPPORT = "no support"
    LESS = "less"
    SAME = "same"
    MORE = "more"
    STOPPED = "stopped early"


OUTCOME_WORDS = {
    Outcome.NO_SUPPORT: "Needs no support now",
    Outcome.LESS: "Needs less support than before",
    Outcome.SAME: "Needs the same support as before",
    Outcome.MORE: "Needs more support than before",
    Outcome.STOPPED: "It stopped early",
}


class Next(StrEnum):
    ASSESSMENT = "assessment"
    GOODBYE = "goodbye"


NEXT_WORDS = {
    Next.ASSESSMENT: "Hand over to assessment",
    Next.GOODBYE: "Say goodbye, and how to come back",
}


class Task(StrEnum):
    """What others do beside it: passed on, and answered with what came of it."""

    HOME_FROM_HOSPITAL = "home from hospital"
    NAVIGATOR = "community navigator"
    VOLUNTEER = "volunteer"


TASK_WORDS = {
    Task.HOME_FROM_HOSPITAL: "Settle them in at home from hospital",
    Task.NAVIGATOR: "A community navigator looks for what is near",
    Task.VOLUNTEER: "A volunteer helps",
}


def check_scale(said: int | None) -> None:
    """Raises Refused for a number outside 0 to 10; nothing said is no number."""
    if said is not None and not 0 <= said <= LONGEST_SCALE:
        raise Refused(f"Say a number from 0 to {LONGEST_SCALE}.")
