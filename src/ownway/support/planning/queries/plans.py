"""Questions about plans and the personal budgets they set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet, Sum

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts import queries as recorded
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotFound
from ownway.support.allocation import queries as allocation
from ownway.support.allocation.queries import BudgetLine
from ownway.support.assessment import queries as assessment
from ownway.support.assessment.domain import ELIGIBLE
from ownway.support.charging import queries as charging
from ownway.support.charging.domain import Contribution
from ownway.support.people import queries as people
from ownway.support.planning import domain
from ownway.support.planning.domain import Actor, BoughtBy, Part, State
from ownway.support.planning.models import Component, PersonalBudget, SupportPlan

PLAN_READ = declare("planning.plan-read", "The support plan opened", reading=True)
# Facts by which somebody counts as having written a plan, and so may not sign it off.
WRITING = (
    "planning.plan-begun",
    "planning.plan-described",
    "planning.component-added",
    "planning.component-changed",
    "planning.component-removed",
    "planning.plan-sent",
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in short. Money is pence a week; the shares are those of a signed-off plan."""

    id: UUID
    person_id: UUID
    assessment_id: UUID
    version: int
    state: State
    cost_weekly: int
    contribution_weekly: int
    authority_share_weekly: int
    first_day: date | None
    sent_on: date | None
    decided_on: date | None
    decided_by: str
    name: str = ""

    @property
    def in_the_making(self) -> bool:
        return self.state in (State.DRAFT, State.SENT)

    @property
    def is_sent(self) -> bool:
        return self.state is State.SENT

    @property
    def is_signed_off(self) -> bool:
        return self.state is State.SIGNED_OFF


@dataclass(frozen=True, slots=True)
class ComponentLine:
    id: UUID
    actor: Actor
    who: str
    activity: str
    when_words: str
    outcome: str
    bought_by: BoughtBy | None
    units_weekly: Decimal | None
    unit_cost: int | None
    cost_weekly: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan as a page shows it, with the figure and the contribution it stands beside."""

    line: PlanLine
    what_matters: str
    if_things_go_wrong: str
    over_range_reason: str
    decision_reasons: str
    writers: frozenset[UUID]
    last_began: date | None
    components: tuple[ComponentLine, ...]
    budget: BudgetLine | None
    contribution: Contribution | None

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(one.actor, one.activity, one.outcome, PenceWeekly(one.cost_weekly), one.bought_by)
            for one in self.components
        )

    @property
    def beside(self) -> domain.Beside | None:
        return self.beside_as("your")

    def beside_as(self, whose: str) -> domain.Beside | None:
        """The plan beside its first figure, told to the person ("your") or to others ("the")."""
        if self.budget is None:
            return None
        return domain.beside_range(
            self.line.cost_weekly,
            low=self.budget.low_weekly,
            high=self.budget.high_weekly,
            figure=self.budget.total_weekly,
            whose=whose,
        )

    @property
    def shares(self) -> domain.Shares:
        if self.line.state in (State.SIGNED_OFF, State.SUPERSEDED):
            return domain.shares(self.line.cost_weekly, self.line.contribution_weekly)
        decided = self.contribution.contribution_weekly if self.contribution else 0
        return domain.shares(self.line.cost_weekly, decided)

    def missing(self, *, first_day: date | None = None) -> tuple[str, ...]:
        beside = self.beside
        return domain.missing(
            self.parts,
            first_day=first_day or self.line.first_day,
            above_range=beside is not None and beside.above,
            reason=self.over_range_reason,
            contribution_decided=self.contribution is not None,
        )


@transaction.atomic
def plan_for_reading(plan_id: UUID, *, by: SignIn, on: date) -> Plan:
    """A whole plan; the reading itself is a fact.

    Raises NotFound when there is none *or* `by` may not know that there is one.
    """
    row = _visible(by).filter(pk=plan_id).first()
    if row is None:
        raise NotFound("There is no plan here.")
    facts.record_reading(PLAN_READ, about=row.person_id, of=row.pk, by=by, on=on)
    return _plan(row, by=by, on=on)


def plan_in_the_making(person_id: UUID, *, by: SignIn) -> PlanLine | None:
    """The plan that somebody is writing or that waits for sign-off, if there is one."""
    return next((plan for plan in plans_of(person_id, by=by) if plan.in_the_making), None)


def plans_of(person_id: UUID, *, by: SignIn) -> list[PlanLine]:
    """Every version of somebody's plan, the latest first. Raises NotFound as `check_may_read`."""
    people.check_may_read(person_id, by=by)
    return [_line(row) for row in _rows().filter(person_id=person_id).order_by("-version")]


def people_with_plan(person_ids: Iterable[UUID]) -> set[UUID]:
    """Who of these people has a plan, at any stage."""
    rows = SupportPlan.objects.filter(person_id__in=list(person_ids))
    return set(rows.values_list("person_id", flat=True))


def plans_to_sign(*, by: SignIn, on: date) -> list[PlanLine]:
    """Plans that wait for sign-off, of the people `by` may see, the longest wait first."""
    rows = list(_visible(by).filter(state=State.SENT.value).order_by("sent_on", "pk"))
    named = people.briefly([row.person_id for row in rows], by=by, on=on)
    return [_line(row, name=named[row.person_id].name) for row in rows if row.person_id in named]


def assessment_to_plan(person_id: UUID, *, by: SignIn) -> UUID | None:
    """The finished assessment with eligible needs that a first plan can begin from, if any."""
    found = (
        line
        for line in assessment.assessments_of(person_id, by=by)
        if line.completed_on is not None and not line.from_file
    )
    latest = next(found, None)
    return latest.id if latest and latest.eligible_needs == ELIGIBLE else None


@transaction.atomic
def component_for_reading(
    component_id: UUID, *, by: SignIn, on: date
) -> tuple[PlanLine, ComponentLine]:
    """One component and its plan; the reading is a fact. Raises NotFound as `plan_for_reading`."""
    row = Component.objects.filter(
        pk=component_id, plan__person_id__in=people.ids_visible(by=by)
    ).first()
    if row is None:
        raise NotFound("There is no such part of a plan.")
    plan = _rows().get(pk=row.plan_id)
    facts.record_reading(PLAN_READ, about=plan.person_id, of=plan.pk, by=by, on=on)
    return _line(plan), _component(row)


def budget_of(person_id: UUID, *, by: SignIn, on: date) -> domain.Shares | None:
    """The personal budget in force on a day. Raises NotFound as `check_may_read`."""
    people.check_may_read(person_id, by=by)
    row = (
        PersonalBudget.objects.filter(person_id=person_id, first_day__lte=on)
        .order_by("-first_day", "-decided_on")
        .first()
    )
    return domain.shares(row.cost_weekly, row.contribution_weekly) if row else None


def decided_on_by_person(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day the plan in force was signed off, for those of these people who have one."""
    rows = SupportPlan.objects.filter(
        person_id__in=person_ids, state=State.SIGNED_OFF.value, decided_on__isnull=False
    ).order_by("decided_on")
    found = rows.values_list("person_id", "decided_on")
    return {person_id: decided_on for person_id, decided_on in found if decided_on}


def _rows() -> QuerySet[SupportPlan]:
    return SupportPlan.objects.select_related("budget", "decided_by").annotate(
        cost=Sum("components__cost_weekly", default=0)
    )


def _visible(by: SignIn) -> QuerySet[SupportPlan]:
    return _rows().filter(person_id__in=people.ids_visible(by=by))


def _line(row: SupportPlan, *, name: str = "") -> PlanLine:
    budget = row.budget if hasattr(row, "budget") else None
    return PlanLine(
        id=row.pk,
        person_id=row.person_id,
        assessment_id=row.assessment_id,
        version=row.version,
        state=State(row.state),
        cost_weekly=getattr(row, "cost", 0),
        contribution_weekly=budget.contribution_weekly if budget else 0,
        authority_share_weekly=budget.authority_share_weekly if budget else 0,
        first_day=row.first_day,
        sent_on=row.sent_on,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        name=name,
    )


def _plan(row: SupportPlan, *, by: SignIn, on: date) -> Plan:
    components = tuple(_component(one) for one in row.components.all())
    return Plan(
        line=_line(row),
        what_matters=row.what_matters,
        if_things_go_wrong=row.if_things_go_wrong,
        over_range_reason=row.over_range_reason,
        decision_reasons=row.decision_reasons,
        writers=recorded.recorded_by([row.pk, *(one.id for one in components)], WRITING)
        | {row.written_by_id},
        last_began=SupportPlan.objects.filter(
            person_id=row.person_id, state=State.SIGNED_OFF.value, version__lt=row.version
        ).aggregate(latest=Max("first_day"))["latest"],
        components=components,
        budget=_figure(row, by=by),
        contribution=charging.contribution_on(
            row.person_id, row.first_day, by=by, as_known_on=row.decided_on
        )
        if row.first_day
        else charging.contribution_from(row.person_id, on, by=by),
    )


def _figure(row: SupportPlan, *, by: SignIn) -> BudgetLine | None:
    """The first figure beside a plan: the latest while it is made, then the one agreed by."""
    if row.state in (State.DRAFT.value, State.SENT.value):
        return allocation.latest_budget_of(row.person_id, by=by)
    return allocation.budget_line(row.allocation_id, by=by) if row.allocation_id else None


def _component(row: Component) -> ComponentLine:
    return ComponentLine(
        id=row.pk,
        actor=Actor(row.actor),
        who=row.who,
        activity=row.activity,
        when_words=row.when_words,
        outcome=row.outcome,
        bought_by=BoughtBy(row.bought_by) if row.bought_by else None,
        units_weekly=row.units_weekly,
        unit_cost=row.unit_cost,
        cost_weekly=row.cost_weekly,
    )
