"""Many questions in a few groups, so that whoever answers sees an end. Pure.

A group is about one part of a day. Which questions stand in it follows from the outcome each asks
about, as its id of the national draft says; what asks about no outcome stands last. A few questions
stay together in one group without a name.
"""

from dataclasses import dataclass

from ownway.support.assessment.domain.questionnaire import Asked, Questionnaire

TOGETHER = 12  # questions; up to so many are one group
REST = "Nights, and who helps"
_ABOUT = {
    "Eating and drinking": ("CA-NUTRITION-01",),
    "Washing, dressing and the toilet": ("CA-HYGIENE-01", "CA-TOILET-01", "CA-CLOTHING-01"),
    "At home": ("CA-HOMESAFETY-01", "CA-HABITABLEHOME-01"),
    "People and places": (
        "CA-RELATIONSHIPS-01",
        "CA-WTEV-01",
        "CA-COMMUNITY-01",
        "CA-CARINGOTHERS-01",
    ),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one part of a day, in the order asked; `words` are empty for all of them."""

    words: str
    questions: tuple[Asked, ...]


def groups_of(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """Every question in exactly one group; groups without any are left out."""
    if len(questionnaire.questions) <= TOGETHER:
        return (Group("", questionnaire.questions),) if questionnaire.questions else ()
    made = [
        Group(
            words, tuple(one for one in questionnaire.questions if _about(one.national_id) == words)
        )
        for words in (*_ABOUT, REST)
    ]
    return tuple(group for group in made if group.questions)


def _about(national_id: str) -> str:
    return next((words for words, ids in _ABOUT.items() if national_id in ids), REST)
