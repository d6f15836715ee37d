"""The parts of an assessment that are written in words, strengths first. Pure.

A part is told by its `id`, which never changes. Those of outcomes carry the id of their outcome.
"""

from dataclasses import dataclass
from enum import StrEnum

from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain.eligibility import Rules, Whose
from ownway.support.assessment.domain.passages import Voice


class Part(StrEnum):
    """Where on the way a section stands."""

    STRENGTHS = "What is good, and what I want"
    OUTCOMES = "Day to day"
    REST = "Anything else"
    AFTER = "After the decision"


@dataclass(frozen=True, slots=True)
class Section:
    """`words` as the person would say it; `hint` helps to begin; `outcome` is empty for most."""

    id: str
    words: str
    hint: str
    part: Part
    outcome: str = ""


DIFFERENTLY = Section(
    "differently",
    "I see it differently",
    "Say what you think is wrong or missing. It stays beside the decision for everybody to read.",
    Part.AFTER,
)
_STRENGTHS = (
    ("going-well", "What is going well", "What do you enjoy, and what do you do by yourself?"),
    ("around-me", "Who is around me", "Family, friends, neighbours, pets, groups, faith."),
    ("what-i-want", "What I want", "What would a good week look like?"),
    ("about-me", "What to know about me", "What matters to you, and what has changed lately?"),
)
_OF_CARERS = {
    "what-i-want": ("What I want for myself", "Sleep, work, friends, a break. Yours, not theirs."),
    "about-me": ("The care I give", "An ordinary day and night, and how it is for you."),
}
_HINT = "How is it on good days and on bad days? What do you do, and what is hard?"


def sections_of(whose: Whose, rules: Rules) -> tuple[Section, ...]:
    """Every section of an assessment of an adult or of a carer, in the order it is read."""
    strengths = []
    for name, words, hint in _STRENGTHS:
        if whose is Whose.CARER:
            words, hint = _OF_CARERS.get(name, (words, hint))
        strengths.append(Section(name, words, hint, Part.STRENGTHS))
    outcomes = (
        Section(one.id, one.words, _HINT, Part.OUTCOMES, outcome=one.id)
        for one in rules.tests[whose].outcomes
    )
    anything = Section("anything-else", "Anything else", "What nobody has asked about.", Part.REST)
    return (*strengths, *outcomes, anything, DIFFERENTLY)


def section_named(section_id: str, whose: Whose, rules: Rules) -> Section:
    """Raises Refused for what is no section of such an assessment."""
    for one in sections_of(whose, rules):
        if one.id == section_id:
            return one
    raise Refused("There is no such part of an assessment.")


def may_write(section: Section, voice: Voice, *, finished: bool) -> bool:
    """Whether a voice may still write in a section.

    While an assessment is made: everybody everywhere, but for what comes after it. Afterwards the
    person, and whoever was let in, may still say that they see it differently.
    """
    if section.part is Part.AFTER:
        return finished and voice is not Voice.WORKER
    return not finished
