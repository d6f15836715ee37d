"""A review as a conversation: whose view, about what, what was achieved, and how it ends. Pure.

A review looks at the plan with the person and whoever they want beside them: what people
appreciate about them, what matters now and for the future, what is working and not working as each
side sees it, whether outcomes were achieved, and what happens next, by whom and by when.

Source    Care Act 2014, section 27; Care and support statutory guidance, 13.11 to 13.20 (what a
          review covers). The headings of what is working and not working from each view are those
          of person-centred reviews as councils use them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Whose view it is."""

    PERSON = "person"
    FAMILY = "family"
    STAFF = "staff"


class About(StrEnum):
    """What a statement is about."""

    APPRECIATED = "appreciated"
    MATTERS_NOW = "matters-now"
    MATTERS_LATER = "matters-later"
    WORKING = "working"
    NOT_WORKING = "not-working"


class Ending(StrEnum):
    """How a review ends."""

    CONTINUE = "continue"
    CHANGE = "change"
    REASSESS = "reassess"
    END = "end"


class Achieved(StrEnum):
    """How far an outcome of the plan was achieved."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


SIDE_WORDS = {Side.PERSON: "The person", Side.FAMILY: "Family and friends", Side.STAFF: "Staff"}
ABOUT_WORDS = {
    About.APPRECIATED: "What people appreciate about them",
    About.MATTERS_NOW: "What matters now",
    About.MATTERS_LATER: "What matters for the future",
    About.WORKING: "What is working",
    About.NOT_WORKING: "What is not working",
}
ABOUT_ME_WORDS = {
    About.APPRECIATED: "What people appreciate about me",
    About.MATTERS_NOW: "What matters to me now",
    About.MATTERS_LATER: "What matters for my future",
    About.WORKING: "What is working",
    About.NOT_WORKING: "What is not working",
}
ENDING_WORDS = {
    Ending.CONTINUE: "Support goes on as it is",
    Ending.CHANGE: "The plan changes: a new version begins",
    Ending.REASSESS: "Needs have changed: a new assessment begins",
    Ending.END: "Support ends",
}
ACHIEVED_WORDS = {
    Achieved.FULLY: "Achieved",
    Achieved.PARTLY: "Partly achieved",
    Achieved.NOT: "Not achieved",
}
# Values of the national return (Client Level Data, event outcome).
NATIONAL = {
    Ending.CONTINUE: "Continuation of support or services",
    Ending.CHANGE: "Progress to support planning or services",
    Ending.REASSESS: "Progress to assessment, review or reassessment",
    Ending.END: "NFA: Support ended as planned",
}
MOST_WORDS = 2000
ACTION_DAYS_MOST = 366


@dataclass(frozen=True, slots=True)
class SaidHere:
    """Whose statement, about what: all that deciding looks at."""

    side: Side
    about: About


def all_in_all(achieved: Collection[Achieved]) -> str:
    """What the national return is told of all outcomes together; empty where there were none."""
    if not achieved:
        return ""
    if set(achieved) == {Achieved.FULLY}:
        return "Fully achieved"
    return "Not achieved" if set(achieved) == {Achieved.NOT} else "Partially achieved"


def what_is_missing(
    ending: Ending,
    *,
    said: Sequence[SaidHere],
    without_person: str,
    outcomes: int,
    outcomes_seen: int,
    actions: int,
    none_needed: str,
) -> str:
    """What a review still needs before it ends, in words; empty when nothing.

    `without_person` is why the person's own view is not in it; `none_needed` is why nothing follows
    from what is not working. Nothing is asked twice.
    """
    if not without_person.strip() and not any(one.side is Side.PERSON for one in said):
        return "Write down how they see it, or say why their own view is not here."
    if outcomes_seen < outcomes:
        left = outcomes - outcomes_seen
        return (
            f"Say of {'one outcome' if left == 1 else f'{left} outcomes'} whether it was achieved."
        )
    wrong = any(one.about is About.NOT_WORKING for one in said)
    if ending is Ending.CONTINUE and wrong and not actions and not none_needed.strip():
        return (
            "Something is not working. Write down who does what about it, or say why nothing "
            "needs to follow."
        )
    return ""
