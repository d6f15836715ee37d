"""Questions of whoever decides on plans: who may, how closely to look, what the panel has."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.kernel.period import add_months
from ownway.kernel.refusal import NotAllowed
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.planning import permissions
from ownway.support.planning.domain import BoughtBy
from ownway.support.planning.domain.deciding import (
    Limits,
    Monitoring,
    WhoSigns,
    monitoring_advised,
    who_signs,
)
from ownway.support.planning.models import PanelPaper, PersonalBudget, PlanChallenge
from ownway.support.planning.queries.plans import Plan

# Paid within the household, which the rules look at more closely.
HOUSEHOLD = ("family in the house", "manage the money")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A plan on the list of a panel. Money is pence; `late` once its day has passed undecided."""

    id: UUID
    plan_id: UUID
    person_id: UUID
    name: str
    meets_on: date
    due_on: date
    why: str
    put_by: str
    cost_weekly: int
    cost_once: int
    decision: str
    decided_on: date | None
    decided_by: str
    reasons: str
    late: bool


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """What somebody said about a decision on their plan, and the answer."""

    id: UUID
    plan_id: UUID
    person_id: UUID
    name: str
    said: str
    said_on: date
    said_by: str
    due_on: date
    outcome: str
    answer: str
    answered_on: date | None
    answered_by: str
    late: bool


def who_signs_it(plan: Plan, *, on: date) -> WhoSigns:
    """Whether a manager decides alone, by the limits in force and what was given within a year.

    The whole plan counts at its dearest, so that a part that begins later is no way round it.
    """
    weekly = max(price.cost_weekly for _, price in plan.prices(on=on))
    given = PersonalBudget.objects.filter(
        person_id=plan.line.person_id, decided_on__gt=add_months(on, -12), cost_once__gt=0
    ).exclude(plan_id=plan.line.id)
    return who_signs(
        weekly,
        plan.line.cost_once,
        given.values_list("cost_once", flat=True),
        Limits(
            int(decimal_on("sign_off_manager_weekly", on)),
            int(decimal_on("sign_off_manager_once", on)),
        ),
    )


def monitoring_advised_for(plan: Plan, *, on: date) -> tuple[Monitoring, str]:
    """How closely the rules advise to look at this plan's money, and why."""
    paid = [one for one in plan.components if one.bought_by is BoughtBy.DIRECT_PAYMENT]
    before = (
        PersonalBudget.objects.filter(person_id=plan.line.person_id)
        .exclude(plan_id=plan.line.id)
        .order_by("-first_day", "-decided_on")
        .first()
    )
    return monitoring_advised(
        authority_weekly=plan.price(on=on).authority_share_weekly,
        light_up_to_weekly=int(decimal_on("monitoring_light_up_to_weekly", on)),
        direct=bool(paid),
        household=any(one.goes_to in HOUSEHOLD for one in paid),
        close_before=before is not None and before.monitoring == Monitoring.CLOSE.value,
    )


def panel_papers(*, by: SignIn, on: date) -> list[PaperLine]:
    """The panel's list: what waits first, by the day it meets, then what was decided, newest first.

    Raises NotAllowed for anybody who has no part in a panel. Must run in a transaction: the list
    is recorded.
    """
    if not permissions.READ_PANEL.allows(by):
        raise NotAllowed(permissions.READ_PANEL.refusal())
    rows = list(
        PanelPaper.objects.filter(plan__person_id__in=people.ids_visible(by=by))
        .select_related("plan", "put_by", "decided_by")
        .prefetch_related("plan__components")
        .order_by("meets_on", "pk")
    )
    named = people.briefly([row.plan.person_id for row in rows], by=by, on=on)
    lines = [
        _paper(row, named[row.plan.person_id].name, on=on)
        for row in rows
        if row.plan.person_id in named
    ]
    waiting = [one for one in lines if not one.decision]
    decided = [one for one in lines if one.decision]
    decided.sort(key=lambda one: (one.decided_on or on, one.name), reverse=True)
    return waiting + decided


def paper_of(plan: Plan, *, on: date) -> PaperLine | None:
    """The latest paper of a plan that was read, open or decided."""
    row = (
        PanelPaper.objects.filter(plan_id=plan.line.id)
        .select_related("plan", "put_by", "decided_by")
        .prefetch_related("plan__components")
        .order_by("-put_on", "-meets_on")
        .first()
    )
    return _paper(row, "", on=on) if row else None


def challenge_of(plan: Plan, *, on: date) -> ChallengeLine | None:
    """The latest challenge to a decision on a plan that was read."""
    row = (
        PlanChallenge.objects.filter(plan_id=plan.line.id)
        .select_related("plan", "said_by", "answered_by")
        .order_by("-said_on", "-pk")
        .first()
    )
    return _challenge(row, "", on=on) if row else None


def open_challenges(*, by: SignIn, on: date) -> list[ChallengeLine]:
    """Challenges that wait for an answer from somebody like `by`, the longest first."""
    if not permissions.SIGN_OFF.allows(by):
        return []
    rows = list(
        PlanChallenge.objects.filter(outcome="", plan__person_id__in=people.ids_visible(by=by))
        .exclude(plan__decided_by=by)
        .select_related("plan", "said_by", "answered_by")
        .order_by("due_on", "pk")
    )
    named = people.briefly([row.plan.person_id for row in rows], by=by, on=on)
    return [
        _challenge(row, named[row.plan.person_id].name, on=on)
        for row in rows
        if row.plan.person_id in named
    ]


def _paper(row: PanelPaper, name: str, *, on: date) -> PaperLine:
    return PaperLine(
        id=row.pk,
        plan_id=row.plan_id,
        person_id=row.plan.person_id,
        name=name,
        meets_on=row.meets_on,
        due_on=row.due_on,
        why=row.why,
        put_by=row.put_by.name,
        cost_weekly=sum(one.cost_weekly for one in row.plan.components.all()),
        cost_once=sum(one.cost_once for one in row.plan.components.all()),
        decision=row.decision,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        reasons=row.plan.decision_reasons if row.decision else "",
        late=not row.decision and row.due_on < on,
    )


def _challenge(row: PlanChallenge, name: str, *, on: date) -> ChallengeLine:
    return ChallengeLine(
        id=row.pk,
        plan_id=row.plan_id,
        person_id=row.plan.person_id,
        name=name,
        said=row.said,
        said_on=row.said_on,
        said_by=row.said_by.name,
        due_on=row.due_on,
        outcome=row.outcome,
        answer=row.answer,
        answered_on=row.answered_on,
        answered_by=row.answered_by.name if row.answered_by else "",
        late=not row.outcome and row.due_on < on,
    )
