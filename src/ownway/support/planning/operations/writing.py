"""Writing a plan: beginning it, its parts, sending it for sign-off."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import queries as allocation
from ownway.support.assessment import queries as assessment
from ownway.support.assessment.domain import ELIGIBLE
from ownway.support.people import queries as people
from ownway.support.planning import domain, permissions, queries
from ownway.support.planning.domain import Actor, BoughtBy, State
from ownway.support.planning.models import Component, SupportPlan

PLAN_BEGUN = declare("planning.plan-begun", "Plan begun")
PLAN_DESCRIBED = declare("planning.plan-described", "Plan: what matters written down")
COMPONENT_ADDED = declare("planning.component-added", "Added to the plan")
COMPONENT_CHANGED = declare("planning.component-changed", "Changed in the plan")
COMPONENT_REMOVED = declare("planning.component-removed", "Taken out of the plan")
PLAN_SENT = declare("planning.plan-sent", "Plan sent for sign-off")


@transaction.atomic
def begin_plan(assessment_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Begin a plan from a finished assessment, or a new version that starts as a copy of the last.

    Raises Refused for an assessment that found no eligible needs, for somebody who has died, and
    while another version is being written; NotFound when `by` may not know this person.
    """
    assessed = assessment.completed_assessment(assessment_id, by=by)
    check(permissions.WRITE_PLAN, by)
    if assessed.eligible_needs != ELIGIBLE:
        raise Refused("A plan begins from an assessment that found eligible needs.")
    check_alive(assessed.person_id, by=by)
    last = SupportPlan.objects.filter(person_id=assessed.person_id).order_by("-version").first()
    budget = allocation.latest_budget_of(assessed.person_id, by=by)
    try:  # one version of a number and one in the making: the constraints of the table
        with transaction.atomic():
            made = SupportPlan.objects.create(
                person_id=assessed.person_id,
                assessment_id=assessment_id,
                allocation_id=budget.id if budget else None,
                version=last.version + 1 if last else 1,
                what_matters=last.what_matters if last else "",
                if_things_go_wrong=last.if_things_go_wrong if last else "",
                written_by=by,
                started_on=on,
            )
    except IntegrityError:
        raise Refused("A plan is being written already. Open it and go on there.") from None
    if last is not None:
        for one in last.components.all():
            Component.objects.create(**_copied(one, made))
    facts.record(PLAN_BEGUN, about=made.person_id, of=made.pk, by=by, on=on)
    return made.pk


@transaction.atomic
def describe_plan(
    plan_id: UUID,
    *,
    what_matters: str,
    if_things_go_wrong: str = "",
    over_range_reason: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Write down what matters, what if things go wrong, and why it costs more than the range."""
    plan = draft_to_write(plan_id, by=by)
    said = {
        "what_matters": what_matters.strip(),
        "if_things_go_wrong": if_things_go_wrong.strip(),
        "over_range_reason": over_range_reason.strip(),
    }
    before = {name: getattr(plan, name) for name in said}
    if before == said:
        return
    for name, value in said.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(said))
    facts.record(
        PLAN_DESCRIBED, about=plan.person_id, of=plan.pk, by=by, on=on, before=before, after=said
    )


@transaction.atomic
def add_component(
    plan_id: UUID,
    *,
    actor: str,
    who: str,
    activity: str,
    outcome: str,
    when_words: str = "",
    bought_by: str = "",
    units_weekly: Decimal | None = None,
    unit_cost: int | None = None,
    cost_weekly: int | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Add a part: who does what, when, what for; a paid one with its cost and how it is bought.

    The weekly cost (pence) is given, or worked out from units and their cost. Raises Refused when
    a paid part has no cost or no way of being bought, when an unpaid one has either, when the
    units make another amount than the one typed, without who, what or what for, and for a part
    that stands there already, word for word.
    """
    plan = draft_to_write(plan_id, by=by)
    values = _checked(
        actor, who, activity, outcome, when_words, bought_by, units_weekly, unit_cost, cost_weekly
    )
    if plan.components.filter(**values).exists():  # pressed twice, or sent again from the back page
        raise Refused("That is in the plan already, word for word.")
    made = Component.objects.create(plan=plan, rank=plan.components.count(), **values)
    facts.record(
        COMPONENT_ADDED,
        about=plan.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=_in_words(made),
        after=values,
    )
    return made.pk


@transaction.atomic
def change_component(
    component_id: UUID,
    *,
    actor: str,
    who: str,
    activity: str,
    outcome: str,
    when_words: str = "",
    bought_by: str = "",
    units_weekly: Decimal | None = None,
    unit_cost: int | None = None,
    cost_weekly: int | None = None,
    by: SignIn,
    on: date,
) -> None:
    """Change a part of a plan that is still being written. Raises as `add_component`."""
    row = _component_to_write(component_id, by=by)
    values = _checked(
        actor, who, activity, outcome, when_words, bought_by, units_weekly, unit_cost, cost_weekly
    )
    before = {name: getattr(row, name) for name in values}
    if before == values:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    facts.record(
        COMPONENT_CHANGED,
        about=row.plan.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=_in_words(row),
        before=before,
        after=values,
    )


@transaction.atomic
def remove_component(component_id: UUID, *, by: SignIn, on: date) -> None:
    """Take a part out of a plan that is still being written; what it said stays in the facts."""
    row = _component_to_write(component_id, by=by)
    plan_id, person_id = row.plan_id, row.plan.person_id
    words, before = _in_words(row), _copied(row, row.plan)
    before.pop("plan")
    row.delete()
    facts.record(
        COMPONENT_REMOVED,
        about=person_id,
        of=plan_id,
        by=by,
        on=on,
        words=words,
        before=before,
    )


@transaction.atomic
def send_for_sign_off(plan_id: UUID, *, first_day: date, by: SignIn, on: date) -> None:
    """Send a plan to somebody who may sign it off, with the day it is to start.

    A contribution that is not decided yet does not hold the sending up; it holds up the sign-off.
    Raises Refused naming everything that is still missing, and for a first day that is more than
    a year away or not after that of the plan agreed before.
    """
    plan = draft_to_write(plan_id, by=by)
    whole = queries.plan_for_reading(plan_id, by=by, on=on)
    gaps = [gap for gap in whole.missing(first_day=first_day) if gap != domain.UNDECIDED]
    if wrong := domain.wrong_first_day(first_day, on=on, last_began=whole.last_began):
        gaps.append(wrong)
    if gaps:
        raise Refused(" ".join(gaps))
    plan.first_day, plan.state = first_day, domain.move(State.DRAFT, State.SENT).value
    plan.sent_on, plan.sent_by, plan.decision_reasons = on, by, ""
    plan.save()
    words = f"{pounds(whole.line.cost_weekly)} a week from {in_words(first_day)}"
    facts.record(PLAN_SENT, about=plan.person_id, of=plan.pk, by=by, on=on, words=words)


def draft_to_write(plan_id: UUID, *, by: SignIn) -> SupportPlan:
    """A plan that `by` may write in now, locked. Raises NotFound, NotAllowed, Refused."""
    row = SupportPlan.objects.select_for_update().filter(pk=plan_id).first()
    if row is None:
        raise NotFound("There is no plan here.")
    people.check_may_read(row.person_id, by=by)
    check(permissions.WRITE_PLAN, by)
    if row.state == State.SENT.value:
        raise Refused("The plan is with a manager. It can be changed when it comes back.")
    if row.state != State.DRAFT.value:
        raise Refused(
            "This plan is signed off and stays as it is. Begin a new version to change it."
        )
    return row


def check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())


def check_alive(person_id: UUID, *, by: SignIn) -> None:
    """Raises Refused for somebody who has died."""
    died_on = people.died_on(person_id, by=by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}. Nothing more can be planned.")


def _component_to_write(component_id: UUID, *, by: SignIn) -> Component:
    rows = Component.objects.select_related("plan").filter(pk=component_id)
    plan_id = rows.values_list("plan_id", flat=True).first()
    if plan_id is not None:
        draft_to_write(plan_id, by=by)  # locks: whoever waited here reads the row as it is now
    row = rows.first()
    if row is None:
        raise NotFound("There is no such part of a plan.")
    return row


def _checked(
    actor: str,
    who: str,
    activity: str,
    outcome: str,
    when_words: str,
    bought_by: str,
    units_weekly: Decimal | None,
    unit_cost: int | None,
    cost_weekly: int | None,
) -> dict[str, object]:
    for text, question in (
        (who, "Say who does it."),
        (activity, "Say what they do."),
        (outcome, "Say what it is for."),
    ):
        if not text.strip():
            raise Refused(question)
    cost_weekly, wrong = domain.one_cost(cost_weekly, units_weekly, unit_cost)
    if wrong:
        raise Refused(wrong)
    paid = Actor(actor) is Actor.PAID
    if paid and not bought_by:
        raise Refused(
            "Say how it is bought: direct payment, individual service fund, or the council."
        )
    if paid and not cost_weekly:
        raise Refused("Say what it costs: an amount a week, or units and what each costs.")
    if not paid and (cost_weekly or bought_by):
        raise Refused("Only paid support has a cost. Choose “paid”, or leave the cost empty.")
    return {
        "actor": Actor(actor).value,
        "who": who.strip(),
        "activity": activity.strip(),
        "outcome": outcome.strip(),
        "when_words": when_words.strip(),
        "bought_by": BoughtBy(bought_by).value if paid else "",
        "units_weekly": units_weekly if paid else None,
        "unit_cost": unit_cost if paid else None,
        "cost_weekly": cost_weekly or 0,
    }


def _copied(row: Component, plan: SupportPlan) -> dict[str, object]:
    names = (
        "actor", "who", "activity", "when_words", "outcome", "bought_by", "units_weekly",
        "unit_cost", "cost_weekly", "rank",
    )  # fmt: skip
    return {"plan": plan, **{name: getattr(row, name) for name in names}}


def _in_words(row: Component) -> str:
    cost = f", {pounds(row.cost_weekly)} a week" if row.cost_weekly else ""
    return f"{row.who}: {row.activity}{cost}"
