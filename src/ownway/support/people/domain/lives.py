"""Reasons for support, conditions, numbers and grounds for sharing, in words. Pure.

Source    Grounds for sharing: UK GDPR articles 6(1) and 9(2). A person's "yes" is one of several,
          and seldom the right one for what a council must do by law; so a page says which it is.
"""

from dataclasses import dataclass
from datetime import date

from ownway.support.people.domain.likeness import valid_nhs_number
from ownway.support.people.domain.words import SUPPORT_REASONS

# Conditions that are counted on their own; the words of "other" say which.
CONDITIONS = {
    "autism": "autism",
    "acquired-brain-injury": "acquired brain injury",
    "dementia": "dementia",
    "learning-disability": "learning disability",
    "mental-health": "mental health condition",
    "visual-impairment": "visual impairment",
    "hearing-impairment": "hearing impairment",
    "deafblind": "deafblindness",
    "stroke": "stroke",
    "parkinsons": "Parkinson's",
    "multiple-sclerosis": "multiple sclerosis",
    "motor-neurone": "motor neurone disease",
    "epilepsy": "epilepsy",
    "cancer": "cancer",
    "heart": "heart condition",
    "lung": "lung condition",
    "arthritis": "arthritis",
    "diabetes": "diabetes",
    "substance-misuse": "alcohol or drug dependence",
    "other": "something else",
}
# The columns of a national file that tell of a condition, and the condition they tell of.
CONDITIONS_OF_FILES = {
    "autism": "autism",
    "visual_impairment": "visual-impairment",
    "hearing_impairment": "hearing-impairment",
    "dementia": "dementia",
}

# What a page offers: the national wordings (`returns/domain/code_lists`), which a test compares.
REASONS_OFFERED = (
    "Physical Support: Access & mobility only",
    "Physical Support: Personal care support",
    "Sensory Support: Support for visual impairment",
    "Sensory Support: Support for hearing impairment",
    "Sensory Support: Support for dual impairment",
    "Support with Memory & Cognition",
    "Learning Disability Support",
    "Mental Health Support",
    "Social Support: Substance misuse support",
    "Social Support: Asylum seeker support",
    "Social Support: Support for Social Isolation/Other",
    "Social Support: Support to Carer",
)

NHS, DISTRICT, OTHER_SYSTEM = "nhs", "hospital", "other"
IDENTIFIER_KINDS = {
    NHS: "NHS number",
    DISTRICT: "hospital number",
    "education": "education number",
    "housing": "housing number",
    "finance": "number in the finance system",
    "before": "number in the system before this one",
    OTHER_SYSTEM: "number in another system",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A ground for sharing: its words for a page, and whether the person may withdraw it."""

    code: str
    words: str
    hint: str
    withdrawn_by_person: bool = False


CONSENT = "consent"
BASES = {
    basis.code: basis
    for basis in (
        Basis(
            CONSENT,
            "The person said yes",
            "They may say no at any time, and it stops at once",
            withdrawn_by_person=True,
        ),
        Basis(
            "public-task", "It is part of what the council must do", "Care Act 2014, for example"
        ),
        Basis("legal-duty", "A law says we must", "A court order, for example"),
        Basis("vital-interests", "To save a life", "Only while that holds"),
        Basis("direct-care", "For their health or care, given by professionals", ""),
        Basis("safeguarding", "To keep somebody safe from harm", "Care Act 2014, section 42"),
        Basis("best-interests", "In their best interests", "They cannot decide this themselves"),
    )
}


def condition_in_words(code: str, words: str = "") -> str:
    """A condition for a page; "other" by its own words."""
    if code == "other" and words:
        return words
    named = CONDITIONS.get(code, code)
    return f"{named} ({words})" if words else named


def reason_is_known(reason: str) -> bool:
    """Whether a reason for support counts in one of the national groups."""
    said = " ".join(reason.split()).casefold()
    return any(said.startswith(group.casefold()) for group in SUPPORT_REASONS)


def in_force(first_day: date, last_day: date | None, on: date) -> bool:
    return first_day <= on and (last_day is None or on <= last_day)


def tidy_identifier(kind: str, value: str) -> str:
    """A number as it is kept: an NHS number as ten figures, others without blanks at the ends.

    Raises ValueError, with words for the page, when nothing was typed or an NHS number is wrong.
    """
    said = " ".join(value.split())
    if not said:
        raise ValueError("Type the number")
    if kind == NHS:
        figures = "".join(said.replace("-", " ").split())
        if not valid_nhs_number(figures):
            raise ValueError(
                "An NHS number has ten figures, the last of which checks the others. "
                "Look at it again"
            )
        return figures
    if len(said) > 100:
        raise ValueError("Use 100 letters and figures or fewer")
    return said


def review_day(asked_on: date) -> date:
    """When somebody is asked again at the latest: a year later."""
    try:
        return asked_on.replace(year=asked_on.year + 1)
    except ValueError:
        return date(asked_on.year + 1, 2, 28)
