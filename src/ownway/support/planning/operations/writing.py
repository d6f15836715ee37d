"""Writing a plan: beginning it, its parts, sending it for sign-off."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Unpack
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
from ownway.support.planning.domain.permitted import CARE_HOME, rulebook
from ownway.support.planning.domain.plans import HeldAs, Said
from ownway.support.planning.domain.weeks import Doing, wrong_times
from ownway.support.planning.models import Component, FundingShare, SupportPlan

FARTHEST_DAY = timedelta(days=3653)
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
                risks_i_choose=last.risks_i_choose if last else "",
                written_by=by,
                started_on=on,
            )
    except IntegrityError:
        raise Refused("A plan is being written already. Open it and go on there.") from None
    if last is not None:
        for one in last.components.all():
            copied = _copied(one, made)
            if last.decided_on is not None and _given(one, last, on):
                copied["cost_once"] = 0  # what was given once is not given again
            ended = one.last_day is not None and one.last_day < on  # and is not begun again
            spent = one.cost_once and not copied["cost_once"] and not one.cost_weekly
            if not ended and not spent:
                Component.objects.create(**copied)
        for share in last.funding.all():
            if share.last_day is None or share.last_day >= on:
                FundingShare.objects.create(**_copied_share(share, made))
    facts.record(PLAN_BEGUN, about=made.person_id, of=made.pk, by=by, on=on)
    return made.pk


@transaction.atomic
def describe_plan(
    plan_id: UUID,
    *,
    what_matters: str,
    if_things_go_wrong: str = "",
    over_range_reason: str = "",
    risks_i_choose: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Write down what matters, what if things go wrong, risks somebody chooses to take, and why the
    plan costs more than its range."""
    plan = draft_to_write(plan_id, by=by)
    said = {
        "what_matters": what_matters.strip(),
        "if_things_go_wrong": if_things_go_wrong.strip(),
        "over_range_reason": over_range_reason.strip(),
        "risks_i_choose": risks_i_choose.strip(),
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
    by: SignIn,
    on: date,
    **said: Unpack[Said],
) -> UUID:
    """Add a part: who does what, when, what for; a paid one with its cost and how it is bought.

    The weekly cost (pence) is given, or worked out from units and their cost, the units from the
    hours on the week where none are said. Raises Refused when a paid part has no cost or no way of
    being bought, when an unpaid one has either, when the units make another amount than the one
    typed, when days and times do not go together, without who, what or what for, for outcomes that
    are not the assessment's, and for a part that stands there already, word for word.
    """
    plan = draft_to_write(plan_id, by=by)
    values = _checked(plan, actor, who, activity, outcome, said, by=by)
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
        after=_told(values),
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
    by: SignIn,
    on: date,
    **said: Unpack[Said],
) -> None:
    """Change a part of a plan that is still being written. Raises as `add_component`."""
    row = _component_to_write(component_id, by=by)
    values = _checked(row.plan, actor, who, activity, outcome, said, by=by)
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
        before=_told(before),
        after=_told(values),
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
    gaps = [gap for gap in whole.missing(first_day=first_day, on=on) if gap != domain.UNDECIDED]
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
    plan: SupportPlan, actor: str, who: str, activity: str, outcome: str, said: Said, *, by: SignIn
) -> dict[str, Any]:
    """The values of a part's row out of what was typed. Raises Refused naming what is wrong."""
    for text, question in (
        (who, "Say who does it."),
        (activity, "Say what they do."),
        (outcome, "Say what it is for."),
    ):
        if not text.strip():
            raise Refused(question)
    paid = Actor(actor) is Actor.PAID
    return {
        "actor": Actor(actor).value,
        "who": who.strip(),
        "activity": activity.strip(),
        "outcome": outcome.strip(),
        **_when(said, on=plan.started_on),
        "covers": _covered(plan, said, by=by),
        **_money(said, paid=paid),
        "said_yes": None if paid else said.get("said_yes"),
    }


def _when(said: Said, *, on: date) -> dict[str, Any]:
    days = sorted(said.get("days") or ())
    starts_at, ends_at = said.get("starts_at"), said.get("ends_at")
    if wrong := wrong_times(days, starts_at, ends_at):
        raise Refused(wrong)
    first_day, last_day = said.get("first_day"), said.get("last_day")
    if first_day and last_day and last_day < first_day:
        raise Refused("It ends before it begins. Check the days.")
    for day in (first_day, last_day):
        if day and abs(day - on) > FARTHEST_DAY:
            raise Refused("That day is more than ten years away. Check the year.")
    return {
        "when_words": said.get("when_words", "").strip(),
        "days": days,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "first_day": first_day,
        "last_day": last_day,
    }


def _covered(plan: SupportPlan, said: Said, *, by: SignIn) -> list[str]:
    covers = list(dict.fromkeys(said.get("covers") or ()))
    found = assessment.outcomes_found(plan.assessment_id, by=by) if covers else ()
    if set(covers) - {key for key, _ in found}:
        raise Refused("That outcome is not one that the assessment found.")
    return covers


def _money(said: Said, *, paid: bool) -> dict[str, Any]:
    bought_by, goes_to = said.get("bought_by", ""), said.get("goes_to", "")
    units_weekly, unit_cost = said.get("units_weekly"), said.get("unit_cost")
    cost_once = said.get("cost_once") or 0
    if unit_cost is not None and units_weekly is None and said.get("cost_weekly") is None:
        hours = Doing(
            "",
            Actor.PAID,
            tuple(said.get("days") or ()),
            said.get("starts_at"),
            said.get("ends_at"),
        ).hours_weekly
        units_weekly = hours.quantize(Decimal("0.01")) if hours else None
    cost_weekly, wrong = domain.one_cost(said.get("cost_weekly"), units_weekly, unit_cost)
    if wrong:
        raise Refused(wrong)
    if paid and not bought_by:
        raise Refused(
            "Say how it is bought: direct payment, individual service fund, or the council."
        )
    if paid and not cost_weekly and not cost_once:
        raise Refused("Say what it costs: an amount a week, or units and what each costs.")
    if not paid and (cost_weekly or cost_once or bought_by):
        raise Refused("Only paid support has a cost. Choose “paid”, or leave the cost empty.")
    if goes_to and rulebook().kind(goes_to) is None:
        raise Refused("Choose what the money buys from the list.")
    nights = said.get("nights")
    if goes_to == CARE_HOME and nights is not None and not 1 <= nights <= 366:
        raise Refused("Say how many nights the stay is, from 1 to 366.")
    how = BoughtBy(bought_by) if paid else None
    direct, fund = how is BoughtBy.DIRECT_PAYMENT, how is BoughtBy.INDIVIDUAL_SERVICE_FUND
    held_as = HeldAs(said.get("held_as") or HeldAs.MYSELF) if direct else None
    if fund:
        held_as = HeldAs.FUND_HOLDER
    holds = held_as not in (None, HeldAs.MYSELF)
    return {
        "bought_by": how.value if how else "",
        "units_weekly": units_weekly if paid else None,
        "unit_cost": unit_cost if paid else None,
        "cost_weekly": cost_weekly or 0,
        "cost_once": cost_once,
        "goes_to": goes_to if paid else "",
        "nights": nights if paid and goes_to == CARE_HOME else None,
        "exception_reason": said.get("exception_reason", "").strip() if paid else "",
        "held_as": held_as.value if held_as else "",
        "held_by": said.get("held_by", "").strip() if holds else "",
        "agreement": said.get("agreement", "").strip() if holds else "",
    }


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a fact keeps of a part: what was said, without what was left empty."""
    return {name: value for name, value in values.items() if value not in (None, "", [], 0)}


def _given(row: Component, plan: SupportPlan, on: date) -> bool:
    """Whether the one sum of a part that was agreed is given by the plan before.

    A sum alone stays with the version that agreed it, whenever its day comes; beside weekly money
    it is given once its day has come.
    """
    if not row.cost_weekly:
        return True
    begins = max(filter(None, (row.first_day, plan.first_day)), default=None)
    return begins is None or begins <= on


def _copied(row: Component, plan: SupportPlan) -> dict[str, object]:
    names = (
        "actor", "who", "activity", "when_words", "outcome", "bought_by", "units_weekly",
        "unit_cost", "cost_weekly", "cost_once", "covers", "days", "starts_at", "ends_at",
        "first_day", "last_day", "goes_to", "nights", "exception_reason", "held_as", "held_by",
        "agreement", "said_yes", "rank",
    )  # fmt: skip
    return {"plan": plan, **{name: getattr(row, name) for name in names}}


def _copied_share(row: FundingShare, plan: SupportPlan) -> dict[str, object]:
    names = ("payer", "who", "cost_weekly", "agreement", "agreed_on", "first_day", "last_day")
    return {"plan": plan, **{name: getattr(row, name) for name in names}}


def _in_words(row: Component) -> str:
    cost = f", {pounds(row.cost_weekly)} a week" if row.cost_weekly else ""
    once = f", {pounds(row.cost_once)} once" if row.cost_once else ""
    return f"{row.who}: {row.activity}{cost}{once}"
