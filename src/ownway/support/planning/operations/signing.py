"""Signing a plan off: a named manager sets the personal budget, and support is arranged from it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.parameters import decimal_on
from ownway.support.assessment import queries as assessment
from ownway.support.people import queries as people
from ownway.support.planning import domain, permissions, queries
from ownway.support.planning.domain import BoughtBy, State
from ownway.support.planning.domain.deciding import (
    Judged,
    Monitoring,
    Signs,
    first_review_on,
    overlapping,
)
from ownway.support.planning.domain.funding import Price
from ownway.support.planning.models import Arrangement, PersonalBudget, SupportPlan, Suspension
from ownway.support.planning.operations.writing import check, check_alive
from ownway.support.planning.queries import ComponentLine, Plan

PLAN_SIGNED_OFF = declare("planning.plan-signed-off", "Plan agreed")
PLAN_RETURNED = declare("planning.plan-returned", "Plan sent back")
SUPPORT_ARRANGED = declare("planning.support-arranged", "Support arranged")
SUPPORT_REPLACED = declare("planning.support-replaced", "Support ended, replaced by the plan")


@transaction.atomic
def sign_off(
    plan_id: UUID,
    *,
    reasons: str,
    judged: Judged,
    by: SignIn,
    on: date,
    replaces: Iterable[UUID] | None = None,
    monitoring: str = "",
    monitoring_reason: str = "",
) -> UUID:
    """Agree a plan: set the personal budget, arrange its paid parts, end what they replace.

    `replaces` names running arrangements that end the day before the plan starts; None means all
    that run then. `monitoring` is how closely money is looked at, what the rules advise where it is
    not said; another than advised needs a reason. `judged` is what they say of safety and of value.
    Returns the id of the personal budget. Raises
    Refused without reasons, for whoever wrote or sent the plan, while something is missing, above
    the limit of whoever decides, and when another decided first; NotAllowed for anybody who may not
    sign plans off.
    """
    row, whole = _waiting(plan_id, by=by, on=on)
    if not reasons.strip():
        raise Refused("Say why you agree, so that the person can read it.")
    if gaps := whole.missing(on=on):
        raise Refused(" ".join(gaps))
    above = queries.who_signs_it(whole, on=on)
    at_panel = above.signs is Signs.PANEL
    if at_panel:
        _check_panel(row, above.why, by=by)
    level, level_reason = _monitoring(whole, monitoring, monitoring_reason, on=on)
    check_alive(row.person_id, by=by)
    first_day = row.first_day
    assert first_day is not None  # a plan is sent with one; `missing` has just checked
    price = whole.price_on(first_day)
    SupportPlan.objects.filter(person_id=row.person_id, state=State.SIGNED_OFF.value).update(
        state=State.SUPERSEDED.value
    )
    row.state = domain.move(State.SENT, State.SIGNED_OFF).value
    row.decided_on, row.decided_by = on, by
    row.decision_reasons = reasons.strip()
    row.allocation_id = whole.budget.id if whole.budget else None  # the figure it was agreed by
    row.save()
    budget = PersonalBudget.objects.create(
        person_id=row.person_id,
        plan=row,
        cost_weekly=price.cost_weekly,
        contribution_weekly=price.contribution_weekly,
        authority_share_weekly=price.authority_share_weekly,
        nhs_weekly=price.nhs_weekly,
        third_party_weekly=price.third_party_weekly,
        cost_once=whole.line.cost_once,
        first_day=first_day,
        first_review_on=first_review_on(
            first_day, weeks=int(decimal_on("review_first_light_weeks", first_day))
        ),
        monitoring=level.value,
        monitoring_reason=level_reason,
        safety=judged.safety.value,
        safety_words=judged.safety_words.strip(),
        value=judged.value.value,
        value_words=judged.value_words.strip(),
        decided_at=above.signs.value,
        decided_on=on,
        decided_by=by,
    )
    if at_panel:
        _close_paper(row, "agreed", by=by, on=on)
    facts.record(
        PLAN_SIGNED_OFF,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=_in_words(price, whole.line.cost_once),
        after={
            "cost_weekly": price.cost_weekly,
            "contribution_weekly": price.contribution_weekly,
            "authority_share_weekly": price.authority_share_weekly,
            "nhs_weekly": price.nhs_weekly,
            "third_party_weekly": price.third_party_weekly,
            "cost_once": whole.line.cost_once,
            "monitoring": level.value,
            "safety": judged.safety.value,
            "value": judged.value.value,
            "decided_at": above.signs.value,
            "reasons": row.decision_reasons,
        },
    )
    off = _days_off(row.person_id, first_day)
    _end_replaced(row, first_day, replaces, by=by)
    _arrange(row, whole, first_day, off, by=by, on=on)
    return budget.pk


@transaction.atomic
def return_plan(plan_id: UUID, *, reasons: str, by: SignIn, on: date) -> None:
    """Send a plan back with what should change; then it can be written in again.

    Raises as `sign_off`.
    """
    row, _ = _waiting(plan_id, by=by, on=on)
    if not reasons.strip():
        raise Refused("Say what should change, so that they know what to do.")
    row.state, row.decision_reasons = domain.move(State.SENT, State.DRAFT).value, reasons.strip()
    row.decided_by = by  # who sent it back: somebody else looks again when that is challenged
    row.save()
    _close_paper(row, "sent back", by=by, on=on)
    facts.record(
        PLAN_RETURNED, about=row.person_id, of=row.pk, by=by, on=on, words=row.decision_reasons
    )


def _check_panel(row: SupportPlan, why: str, *, by: SignIn) -> None:
    paper = row.papers.filter(decision="").first()
    if paper is None:
        raise Refused(f"{why} Put it on the list of the panel.")
    if not permissions.AT_PANEL.allows(by):
        raise Refused(f"{why} It is on the list of the panel for {in_words(paper.meets_on)}.")
    if paper.put_by_id == by.pk:
        raise Refused("You put it on the list. Somebody else decides for the panel.")


def _close_paper(row: SupportPlan, decision: str, *, by: SignIn, on: date) -> None:
    for paper in row.papers.filter(decision=""):
        paper.decision, paper.decided_on, paper.decided_by = decision, on, by
        paper.save(update_fields=["decision", "decided_on", "decided_by"])


def _monitoring(whole: Plan, chosen: str, reason: str, *, on: date) -> tuple[Monitoring, str]:
    advised, why = queries.monitoring_advised_for(whole, on=on)
    level = Monitoring(chosen) if chosen else advised
    if level is not advised and not reason.strip():
        raise Refused(
            f"The rules advise “{advised.value}” looking at the money: {why} Say why you choose "
            f"“{level.value}”."
        )
    return level, reason.strip() or why


def _waiting(plan_id: UUID, *, by: SignIn, on: date) -> tuple[SupportPlan, Plan]:
    row = SupportPlan.objects.select_for_update().filter(pk=plan_id).first()
    if row is None:
        raise NotFound("There is no plan here.")
    people.check_may_read(row.person_id, by=by)
    check(permissions.SIGN_OFF, by)
    if row.state == State.SIGNED_OFF.value and row.decided_by is not None:
        decided_on = in_words(row.decided_on) if row.decided_on else ""
        raise Refused(f"{row.decided_by.name} agreed this plan on {decided_on}.")
    if row.state != State.SENT.value:
        raise Refused("This plan is not waiting for sign-off.")
    whole = queries.plan_for_reading(plan_id, by=by, on=on)
    if by.pk in whole.writers:
        raise Refused("You wrote or sent this plan. Somebody else must sign it off.")
    return row, whole


def _end_replaced(
    plan: SupportPlan, first_day: date, replaces: Iterable[UUID] | None, *, by: SignIn
) -> None:
    last_day = first_day - timedelta(days=1)
    running = Arrangement.objects.select_for_update().filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day),
        # What an earlier version would begin later stands in this one, or was left out of it; a sum
        # given once stays with the version that agreed it.
        Q(first_day__lt=first_day) | Q(component__isnull=False, cost_weekly__gt=0),
        Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
        person_id=plan.person_id,
    )
    if replaces is not None:
        running = running.filter(pk__in=list(replaces))
    for row in running:
        # What never began ends the day before it would have: the return leaves it out.
        row.last_day = max(last_day, row.first_day - timedelta(days=1))
        row.ended_because = queries.REPLACED
        row.save(update_fields=["last_day", "ended_because"])
        row.suspensions.filter(first_day__gt=row.last_day).delete()
        facts.record(
            SUPPORT_REPLACED,
            about=plan.person_id,
            of=row.pk,
            by=by,
            on=row.last_day,
            words=row.service_component or row.service_type,
        )


def _days_off(person_id: UUID, first_day: date) -> list[Suspension]:
    """Days on which support stands still that a plan from a day on does not end, each once."""
    found: dict[tuple[date, date | None], Suspension] = {}
    rows = Suspension.objects.filter(arrangement__person_id=person_id).filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day)
    )
    for row in rows.order_by("first_day", "pk"):
        found.setdefault((max(row.first_day, first_day), row.last_day), row)
    return list(found.values())


def _stand_still(row: Arrangement, off: list[Suspension], *, by: SignIn, on: date) -> None:
    """A stay in hospital goes on under the new plan: nothing is paid until it is over."""
    taken: list[tuple[date, date | None]] = []
    for one in off:
        starts = max(one.first_day, row.first_day)
        if one.last_day is not None and one.last_day < starts:
            continue
        if row.last_day is not None and row.last_day < starts:
            continue
        if overlapping(starts, one.last_day, taken):
            continue
        taken.append((starts, one.last_day))
        Suspension.objects.create(
            arrangement=row,
            first_day=starts,
            last_day=one.last_day,
            why=one.why,
            recorded_on=on,
            recorded_by=by,
        )


def _arrange(
    plan: SupportPlan,
    whole: Plan,
    first_day: date,
    off: list[Suspension],
    *,
    by: SignIn,
    on: date,
) -> None:
    client_type = assessment.client_type_of(plan.assessment_id, by=by)
    for one in whole.components:
        if one.bought_by is None:
            continue
        component, mechanism = domain.IN_THE_RETURN[BoughtBy(one.bought_by)]
        starts = max(first_day, one.first_day or first_day)
        if one.last_day is not None and one.last_day < starts:
            continue  # over before the plan begins
        made = Arrangement.objects.create(
            person_id=plan.person_id,
            component_id=one.id,
            client_type=client_type,
            service_type="Long term support: Community",
            service_component=component,
            delivery_mechanism=mechanism,
            first_day=starts,
            last_day=one.last_day,
            cost_weekly=one.cost_weekly or None,
            cost_once=one.cost_once or None,
            cost_rule="agreed in the plan",
        )
        _stand_still(made, off, by=by, on=on)
        facts.record(
            SUPPORT_ARRANGED,
            about=plan.person_id,
            of=made.pk,
            by=by,
            on=starts,
            words=f"{one.who}, by {one.bought_by.value}, {_money(one)}",
        )


def _money(one: ComponentLine) -> str:
    told = [f"{pounds(one.cost_weekly)} a week"] if one.cost_weekly else []
    return " and ".join([*told, *([f"{pounds(one.cost_once)} once"] if one.cost_once else [])])


def _in_words(price: Price, cost_once: int) -> str:
    others = "".join(
        f", {who} {pounds(paid)}"
        for who, paid in (("NHS", price.nhs_weekly), ("third party", price.third_party_weekly))
        if paid
    )
    once = f"; {pounds(cost_once)} once" if cost_once else ""
    return (
        f"{pounds(price.cost_weekly)} a week: contribution {pounds(price.contribution_weekly)}, "
        f"council {pounds(price.authority_share_weekly)}{others}{once}"
    )
