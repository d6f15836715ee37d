"""What a notice can say of somebody without being typed: read from where it was decided."""

from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import day
from ownway.foundation.notices.domain import TEMPLATES
from ownway.kernel.money import pounds
from ownway.support.allocation import queries as allocation
from ownway.support.assessment import queries as assessment
from ownway.support.charging import queries as charging
from ownway.support.planning import queries as planning
from ownway.support.review import queries as review


def may_be_told(template: str) -> bool:
    """Whether a worker writes this kind by hand. Others go from the page they belong to: an
    invitation from where somebody is invited, a decision letter from the decision, a warning that
    an account changes from where it is changed."""
    return (
        template in TEMPLATES
        and not TEMPLATES[template].once
        and template not in assessment.LETTERS
        and template != "account-changes"
    )


def values_for(template: str, person_id: UUID, *, by: SignIn, on: date) -> dict[str, str]:
    """The values of a template's gaps that are decided already; whoever sends it may change them.

    The caller has recorded that `by` opened the record. Empty where nothing is decided.
    """
    if template == "plan-signed-off":
        plans = planning.plans_of(person_id, by=by)
        plan = next((one for one in plans if one.is_signed_off), None)
        if plan is not None and plan.first_day is not None:
            return {
                "weekly_cost": pounds(plan.cost_weekly),
                "council_pays": pounds(plan.authority_share_weekly),
                "you_pay": pounds(plan.contribution_weekly),
                "starts_on": day(plan.first_day),
            }
    if template == "contribution-decided":
        paid = charging.contribution_from(person_id, on, by=by)
        if paid is not None:
            return {"you_pay": pounds(paid.contribution_weekly), "starts_on": day(paid.first_day)}
    if template == "first-figure":
        budget = allocation.latest_budget_of(person_id, by=by)
        if budget is not None:
            return {"weekly_cost": pounds(budget.total_weekly)}
    if template == "review-due":
        due = review.next_review_of(person_id, by=by, on=on)
        if due is not None:
            return {"due_on": day(due.due_on)}
    return {}
