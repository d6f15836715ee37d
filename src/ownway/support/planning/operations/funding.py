"""What the NHS or a third party pays of a plan, written while it is made."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.planning import permissions
from ownway.support.planning.domain.funding import Payer
from ownway.support.planning.models import FundingShare
from ownway.support.planning.operations.writing import check, draft_to_write

FUNDING_ADDED = declare("planning.funding-added", "Somebody else pays a part")
FUNDING_REMOVED = declare("planning.funding-removed", "Somebody else's part taken out")


@transaction.atomic
def add_funding(
    plan_id: UUID,
    *,
    payer: str,
    who: str,
    cost_weekly: int,
    agreement: str,
    agreed_on: date,
    first_day: date | None = None,
    last_day: date | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Write down what somebody else agreed to pay (pence a week), by which agreement.

    Raises Refused without who, how much or the agreement, for an agreement of a day to come, and
    for what stands there already; NotAllowed for anybody but staff; NotFound.
    """
    check(permissions.HELP_WRITE, by)
    plan = draft_to_write(plan_id, by=by)
    if not who.strip():
        raise Refused("Say who pays.")
    if cost_weekly <= 0:
        raise Refused("Say how much they pay a week.")
    if not agreement.strip():
        raise Refused("Say by which agreement: its number, or where it is kept.")
    if agreed_on > on:
        raise Refused("The agreement cannot be of a day to come.")
    if first_day and last_day and last_day < first_day:
        raise Refused("It ends before it begins. Check the days.")
    values = {
        "payer": Payer(payer).value,
        "who": who.strip(),
        "cost_weekly": cost_weekly,
        "agreement": agreement.strip(),
        "agreed_on": agreed_on,
        "first_day": first_day,
        "last_day": last_day,
    }
    if plan.funding.filter(**values).exists():
        raise Refused("That is in the plan already, word for word.")
    made = FundingShare.objects.create(plan=plan, **values)
    facts.record(
        FUNDING_ADDED,
        about=plan.person_id,
        of=plan.pk,
        by=by,
        on=on,
        words=f"{made.who}, {made.payer}: {pounds(made.cost_weekly)} a week",
        after={"payer": made.payer, "cost_weekly": made.cost_weekly, "agreement": made.agreement},
    )
    return made.pk


@transaction.atomic
def remove_funding(share_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Take somebody else's part out of a draft; returns the plan. Raises as `add_funding`."""
    check(permissions.HELP_WRITE, by)
    row = FundingShare.objects.filter(pk=share_id).first()
    if row is None:
        raise NotFound("There is no such share.")
    plan = draft_to_write(row.plan_id, by=by)
    words = f"{row.who}, {row.payer}: {pounds(row.cost_weekly)} a week"
    row.delete()
    facts.record(FUNDING_REMOVED, about=plan.person_id, of=plan.pk, by=by, on=on, words=words)
    return plan.pk
