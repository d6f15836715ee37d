"""Decisions on eligibility, with what they rested on, and the same worked out again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.assessment.domain import ELIGIBLE, eligibility
from ownway.support.assessment.domain.eligibility import Step
from ownway.support.assessment.models import CaringFinding, EligibilityDecision
from ownway.support.assessment.queries.assessments import one_visible
from ownway.support.assessment.queries.readers import only_reads


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided, by whom, and what the rules made of the findings at the time.

    `needs` are the outcomes found unable to achieve, in words; `what_else` names services that
    may help besides, as they were when it was decided. `if_i_cannot` is what a carer wants to
    happen when they suddenly cannot care.
    """

    id: UUID
    assessment_id: UUID
    eligible: bool
    eligible_needs: str
    rules: str
    reference: str
    steps: tuple[Step, ...]
    supported: bool
    why_differs: str
    needs: tuple[str, ...]
    what_else: tuple[Mapping[str, str], ...]
    decided_by: str
    decided_on: date
    document_id: UUID | None
    notice_id: UUID | None
    of_carer: bool = False
    if_i_cannot: str = ""


def decision_of(assessment_id: UUID, *, by: SignIn) -> DecisionLine | None:
    """The decision of an assessment; None while there is none, or it came in a file.

    For whoever has recorded the reading of the assessment. Raises NotFound when there is none *or*
    `by` may not know the person.
    """
    row = one_visible(assessment_id, by)
    held = EligibilityDecision.objects.filter(assessment=row).select_related("decided_by").first()
    if held is None:
        return None
    line = _line(held)
    return replace(line, why_differs="", if_i_cannot="") if only_reads(by) else line


def outcomes_found(assessment_id: UUID, *, by: SignIn) -> tuple[tuple[str, str], ...]:
    """The outcomes somebody was found unable to achieve, id and words; none without a decision.

    Raises NotFound as `decision_of`.
    """
    row = one_visible(assessment_id, by)
    held = EligibilityDecision.objects.filter(assessment=row).first()
    if held is None:
        return ()
    findings = eligibility.findings_from(held.inputs)
    test = eligibility.rules_named(held.rules).tests[findings.whose]
    return tuple(
        (one.id, one.words)
        for one in test.outcomes
        if (found := findings.outcomes.get(one.id)) and found.unable
    )


def national_codes(assessment_id: UUID, *, by: SignIn) -> dict[str, str]:
    """The draft standard's code of each outcome an assessment found, by our id; none without one.

    A plan's outcomes are coded as the questions are, without the number. Raises as `decision_of`.
    """
    row = one_visible(assessment_id, by)
    held = EligibilityDecision.objects.filter(assessment=row).first()
    if held is None:
        return {}
    test = eligibility.rules_named(held.rules).tests[eligibility.findings_from(held.inputs).whose]
    return {one.id: one.national_id.removesuffix("-01") for one in test.outcomes if one.national_id}


def worked_out_again(assessment_id: UUID, *, by: SignIn) -> bool:
    """Whether the kept findings under the kept rules still give the kept workings.

    Raises NotFound as `decision_of`; Refused when the rules are not kept any more.
    """
    held = EligibilityDecision.objects.get(assessment=one_visible(assessment_id, by))
    again = eligibility.work_out(
        eligibility.findings_from(held.inputs), rules=eligibility.rules_named(held.rules)
    )
    return bool(again.as_data() == held.workings)


# The templates of notices that tell of a decision.
LETTERS = ("needs-eligible", "needs-not-eligible", "carer-eligible", "carer-not-eligible")
NO_PLAN_YET = "We have no plan for that yet. Ask us, and we write one together."


@dataclass(frozen=True, slots=True)
class DecisionLetter:
    """What the letter about a decision says: the template, and what stands in its gaps."""

    template: str
    values: Mapping[str, str]


def letter_of(decision: DecisionLine, reasons: str) -> DecisionLetter:
    """The letter about one decision."""
    else_words = "; ".join(
        " ".join(part for part in (one["name"], f"({one['telephone']})") if part != "()")
        for one in decision.what_else
    )
    values = {
        "needs": "; ".join(map(_to_you, decision.needs)) or "nothing of what the law asks about",
        "reasons": reasons,
        "worker": decision.decided_by,
    }
    if not decision.eligible:
        values["what_else"] = else_words or "Groups and services near you are on our pages."
    if decision.of_carer:
        values["needs"] = "; ".join(map(_to_you, decision.needs)) or "nothing by itself"
        values["if_you_cannot"] = decision.if_i_cannot or NO_PLAN_YET
    of_adult, of_carer = LETTERS[:2], LETTERS[2:]
    kind = of_carer if decision.of_carer else of_adult
    return DecisionLetter(kind[0] if decision.eligible else kind[1], values)


def _to_you(outcome: str) -> str:
    """An outcome as the person says it, said to them: "my home" is "your home"."""
    said = outcome[0].lower() + outcome[1:]
    for mine, yours in ((" my ", " your "), (" I ", " you "), (" me", " you")):
        said = said.replace(mine, yours)
    return said


def _line(row: EligibilityDecision) -> DecisionLine:
    rules = eligibility.rules_named(row.rules)
    findings = eligibility.findings_from(row.inputs)
    test = rules.tests[findings.whose]
    said: dict[str, Any] = row.workings
    return DecisionLine(
        id=row.pk,
        assessment_id=row.assessment_id,
        eligible=row.eligible_needs == ELIGIBLE,
        eligible_needs=row.eligible_needs,
        rules=row.rules,
        reference=rules.reference,
        steps=tuple(
            Step(step["asks"], step["reference"], step["met"], step["says"])
            for step in said["steps"]
        ),
        supported=row.supported,
        why_differs=row.why_differs,
        needs=tuple(
            one.words
            for one in test.outcomes
            if (found := findings.outcomes.get(one.id)) and found.unable
        ),
        what_else=tuple(row.what_else),
        decided_by=row.decided_by.name,
        decided_on=row.decided_on,
        document_id=row.document_id,
        notice_id=row.notice_id,
        of_carer=findings.whose is eligibility.Whose.CARER,
        if_i_cannot=_if_i_cannot(row) if findings.whose is eligibility.Whose.CARER else "",
    )


def _if_i_cannot(row: EligibilityDecision) -> str:
    caring = CaringFinding.objects.filter(assessment=row.assessment_id).last()
    return caring.if_i_cannot if caring else ""
