"""A worker's decision beside what the findings support: where they part, a reason is asked. Pure.

Source    Care Act 2014, section 13(1) to (3): the authority determines, in writing, with reasons.
"""

from ownway.support.assessment.domain.answers import ELIGIBLE
from ownway.support.assessment.domain.eligibility import (
    Findings,
    Found,
    Test,
    Workings,
    agrees,
    nothing_found,
)

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


UNSAID = (
    "{} not known yet, and what is not known cannot count against them. Ask, or say why you decide "
    "without."
)


def why_asked(
    eligible_needs: str, findings: Findings, workings: Workings, *, test: Test | None = None
) -> str:
    """What to ask of whoever decides so; empty where the findings support it.

    A decision that there are no eligible needs rests on every outcome of `test`, on what the needs
    arise from and on their impact: what nobody has asked about is named.
    """
    if nothing_found(findings):
        return NOTHING_FOUND
    eligible = eligible_needs == ELIGIBLE
    if not agrees(eligible, workings):
        return NOT_SUPPORTED if eligible else SUPPORTED
    if not eligible and test is not None and (left := unsaid(findings, test)):
        return UNSAID.format(left)
    return ""


def unsaid(findings: Findings, test: Test) -> str:
    """What nobody has said of the findings, in words: "3 outcomes and the impact are"; or empty."""
    outcomes = sum(findings.outcomes.get(one.id, Found()).unable is None for one in test.outcomes)
    left = [f"{outcomes} outcome{'s' if outcomes != 1 else ''}"] if outcomes else []
    if findings.arises is None:
        left.append("what the needs arise from")
    if findings.impact is None:
        left.append("the impact on their wellbeing")
    if not left:
        return ""
    told = " and ".join([", ".join(left[:-1]), left[-1]] if len(left) > 1 else left)
    one = left == ["1 outcome"] or (len(left) == 1 and not outcomes)
    return f"{told[0].upper()}{told[1:]} {'is' if one else 'are'}"
