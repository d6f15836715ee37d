"""A worker's decision beside what the findings support: where they part, a reason is asked. Pure.

Source    Care Act 2014, section 13(1) to (3): the authority determines, in writing, with reasons.
"""

from ownway.support.assessment.domain.answers import ELIGIBLE
from ownway.support.assessment.domain.eligibility import Findings, Workings, agrees, nothing_found

NOTHING_FOUND = (
    "Nothing is written down yet about the outcomes, so the findings support no decision. Write "
    "down what you found, or say why you decide without it."
)
NOT_SUPPORTED = (
    "The findings do not support eligible needs as they stand. You may well be right: write down "
    "what is missing, or say why you decide otherwise."
)
SUPPORTED = (
    "The findings support eligible needs. You may well be right: change the findings that are "
    "wrong, or say why you decide otherwise."
)


def why_asked(eligible_needs: str, findings: Findings, workings: Workings) -> str:
    """What to ask of whoever decides so; empty where the findings support it."""
    if nothing_found(findings):
        return NOTHING_FOUND
    eligible = eligible_needs == ELIGIBLE
    if agrees(eligible, workings):
        return ""
    return NOT_SUPPORTED if eligible else SUPPORTED
