"""A small budget takes little paper: one page, from what it is for to how it is paid."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.kernel.money import pounds
from ownway.kernel.refusal import Refused
from ownway.parameters import decimal_on
from ownway.support.planning import queries
from ownway.support.planning.domain import Actor, BoughtBy
from ownway.support.planning.models import SupportPlan
from ownway.support.planning.operations.writing import (
    add_component,
    begin_plan,
    describe_plan,
    send_for_sign_off,
)


@transaction.atomic
def one_page_plan(
    assessment_id: UUID,
    *,
    what_for: str,
    who: str,
    outcome: str,
    cost_weekly: int | None,
    cost_once: int | None,
    first_day: date,
    by: SignIn,
    on: date,
    covers: tuple[str, ...] = (),
    goes_to: str = "other",
    if_things_go_wrong: str = "",
) -> UUID:
    """Write a small plan and send it to be agreed, all at once; nothing is kept when a part fails.

    For a carer's sum once, and for anybody whose support costs little. Raises Refused for a plan
    that is too large for one page or costs nothing, and as beginning, adding and sending do.
    """
    weekly, once = cost_weekly or 0, cost_once or 0
    if not weekly and not once:
        raise Refused("Say what it costs: an amount a week, or one sum.")
    for cost, name, words in (
        (weekly, "one_page_plan_up_to_weekly", "a week"),
        (once, "one_page_plan_up_to_once", "once"),
    ):
        most = int(decimal_on(name, on))
        if cost > most:
            raise Refused(
                f"A plan on one page costs up to {pounds(most)} {words}. "
                "Write a whole plan for more."
            )
    plan_id = begin_plan(assessment_id, by=by, on=on)
    SupportPlan.objects.filter(pk=plan_id).update(path="one page")
    if queries.plan_for_reading(plan_id, by=by, on=on).components:
        raise Refused("There is a plan already. Change that one, so that nothing in it is lost.")
    describe_plan(
        plan_id, what_matters=outcome, if_things_go_wrong=if_things_go_wrong, by=by, on=on
    )
    add_component(
        plan_id,
        actor=Actor.PAID.value,
        who=who,
        activity=what_for,
        outcome=outcome,
        bought_by=BoughtBy.DIRECT_PAYMENT.value,
        cost_weekly=weekly or None,
        cost_once=once or None,
        covers=covers,
        goes_to=goes_to,
        by=by,
        on=on,
    )
    send_for_sign_off(plan_id, first_day=first_day, by=by, on=on)
    return plan_id
