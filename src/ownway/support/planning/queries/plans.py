"""Questions about plans and the personal budgets they set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
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
from ownway.parameters import decimal_on
from ownway.support.allocation import queries as allocation
from ownway.support.allocation.queries import BudgetLine
from ownway.support.assessment import queries as assessment
from ownway.support.assessment.domain import ELIGIBLE
from ownway.support.assessment.domain.eligibility import Whose
from ownway.support.charging import queries as charging
from ownway.support.charging.domain import Contribution
from ownway.support.people import queries as people
from ownway.support.planning import domain
from ownway.support.planning.domain import Actor, BoughtBy, Part, State
from ownway.support.planning.domain.deciding import Check, Judged, Looked, Safety, Value, checks
from ownway.support.planning.domain.funding import (
    Agreement,
    Cost,
    Payer,
    Price,
    TooMuch,
    days_of_change,
    price_on,
)
from ownway.support.planning.domain.permitted import (
    CARE_HOME,
    Breach,
    Stay,
    Use,
    breaches,
    rulebook,
    stays_too_long,
)
from ownway.support.planning.domain.plans import HeldAs
from ownway.support.planning.domain.weeks import Doing, Week, week_of
from ownway.support.planning.models import Component, FundingShare, PersonalBudget, SupportPlan

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
class Decided:
    """When the plan in force was agreed, and when the first plan from its assessment was."""

    first_on: date
    latest_on: date


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
    decided_by_id: UUID | None
    name: str = ""
    cost_once: int = 0
    nhs_weekly: int = 0
    third_party_weekly: int = 0
    path: str = "whole"
    first_review_on: date | None = None
    monitoring: str = ""
    monitoring_reason: str = ""
    judged: tuple[str, ...] = ()
    decided_at: str = ""

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
    cost_once: int
    covers: tuple[str, ...]
    days: tuple[int, ...]
    starts_at: time | None
    ends_at: time | None
    first_day: date | None
    last_day: date | None
    goes_to: str
    nights: int | None
    exception_reason: str
    held_as: HeldAs | None
    held_by: str
    agreement: str
    said_yes: bool | None

    @property
    def doing(self) -> Doing:
        """It as the week sees it."""
        what = self.activity if self.actor is Actor.MYSELF else f"{self.who}: {self.activity}"
        return Doing(what, self.actor, self.days, self.starts_at, self.ends_at, self.when_words)


@dataclass(frozen=True, slots=True)
class FundingLine:
    """What the NHS or a third party pays, by which agreement. Pence a week."""

    id: UUID
    payer: Payer
    who: str
    cost_weekly: int
    agreement: str
    agreed_on: date
    first_day: date | None
    last_day: date | None


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
    risks_i_choose: str = ""
    outcomes: tuple[tuple[str, str], ...] = ()  # id and words of what the council must help with
    funding: tuple[FundingLine, ...] = ()
    pays_nothing: bool = False  # a carer whose own support is not charged here
    stays_before: tuple[Stay, ...] = ()  # in care homes, by direct payment, by plans agreed before

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(
                one.actor,
                one.activity,
                one.outcome,
                PenceWeekly(one.cost_weekly),
                one.bought_by,
                one.held_as,
                one.held_by,
                one.agreement,
            )
            for one in self.components
        )

    @property
    def week(self) -> Week:
        return week_of(one.doing for one in self.components)

    def breaches(self, *, on: date) -> tuple[Breach, ...]:
        """The rules of permitted use that the plan does not keep, the stays in a care home too."""
        found = breaches(
            (
                Use(one.activity, one.goes_to, one.bought_by, one.exception_reason)
                for one in self.components
                if one.actor is Actor.PAID
            ),
            on=self.line.first_day or on,
        )
        stays = _stays(self.components)
        too_long = stays_too_long((*self.stays_before, *stays)) if stays else ""
        if not too_long:
            return found
        at_home = next(one for one in self.components if one.goes_to == CARE_HOME)
        stay = Breach(
            activity=at_home.activity,
            rule="stay-in-a-care-home",
            says=too_long,
            way_out="",
            reference=rulebook().stay_reference,
            holds_up=True,
            may_be_set_aside=False,
        )
        return (*found, stay)

    def looked_at(self, *, on: date) -> tuple[Check, ...]:
        """What whoever signs looks at, and what the plan shows of it."""
        beside = self.beside
        return checks(
            Looked(
                outcomes=self.outcomes,
                covered=frozenset(key for one in self.components for key in one.covers),
                above_range=beside is not None and beside.above,
                reason=self.over_range_reason,
                below_range=beside is not None and beside.short.startswith("Below"),
                if_things_go_wrong=self.if_things_go_wrong,
                risks=self.risks_i_choose,
                breaches=self.breaches(on=on),
                waiting_for_yes=tuple(
                    dict.fromkeys(one.who for one in self.components if one.said_yes is False)
                ),
            )
        )

    def price_on(self, day: date) -> Price:
        """Who pays what on a day. Raises TooMuch where agreements exceed the cost."""
        return price_on(day, self.costs, self.agreements, self._contribution)

    @property
    def costs(self) -> tuple[Cost, ...]:
        aftercare = any(one.payer is Payer.SECTION_117 for one in self.funding)
        return tuple(
            Cost(one.cost_weekly, one.first_day, one.last_day, free=aftercare)
            for one in self.components
            if one.cost_weekly
        )

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        return tuple(
            Agreement(one.payer, one.cost_weekly, one.first_day, one.last_day)
            for one in self.funding
        )

    @property
    def _contribution(self) -> int:
        if self.line.state in (State.SIGNED_OFF, State.SUPERSEDED):
            return self.line.contribution_weekly
        if self.pays_nothing:
            return 0
        return self.contribution.contribution_weekly if self.contribution else 0

    def prices(self, *, on: date) -> tuple[tuple[date, Price], ...]:
        """The price from its first day on, a line for every day on which it changes."""
        first_day = self.line.first_day or on
        days = days_of_change(first_day, self.costs, self.agreements)
        found: list[tuple[date, Price]] = []
        for day in days:
            price = self.price_on(day)
            if not found or price != found[-1][1]:
                found.append((day, price))
        return tuple(found)

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

    def price(self, *, on: date) -> Price:
        """Who pays what on the first day of the plan, or `on` while it has none.

        What others agreed to pay is left out of a draft in which it exceeds the cost.
        """
        try:
            return self.price_on(self.line.first_day or on)
        except TooMuch:
            return price_on(self.line.first_day or on, self.costs, (), self._contribution)

    def missing(self, *, first_day: date | None = None, on: date) -> tuple[str, ...]:
        """What still stands between the plan and its sign-off, in sentences."""
        beside = self.beside
        starts = first_day or self.line.first_day
        found = domain.missing(
            self.parts,
            first_day=starts,
            above_range=beside is not None and beside.above,
            reason=self.over_range_reason,
            contribution_decided=self.contribution is not None or self.pays_nothing,
        )
        held_up = [one for one in self.breaches(on=on) if one.holds_up]
        found += tuple(f"{one.activity}: {one.says} {one.way_out}".strip() for one in held_up)
        try:
            for day in days_of_change(starts or on, self.costs, self.agreements):
                self.price_on(day)
        except TooMuch as wrong:
            found += (str(wrong),)
        return found


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


def outcomes_of(line: PlanLine, *, by: SignIn) -> tuple[tuple[str, str], ...]:
    """What the assessment behind a plan found that the council must help with, id and words."""
    return assessment.outcomes_found(line.assessment_id, by=by)


@transaction.atomic
def outcomes_to_plan(assessment_id: UUID, *, by: SignIn, on: date) -> tuple[tuple[str, str], ...]:
    """As `outcomes_of`, before there is a plan; the reading is a fact. Raises NotFound."""
    whose = assessment.completed_assessment(assessment_id, by=by).person_id
    facts.record_reading(PLAN_READ, about=whose, of=assessment_id, by=by, on=on)
    return assessment.outcomes_found(assessment_id, by=by)


def one_page_limits(on: date) -> tuple[int, int]:
    """Up to what a plan fits one page: pence a week, and pence once."""
    return (
        int(decimal_on("one_page_plan_up_to_weekly", on)),
        int(decimal_on("one_page_plan_up_to_once", on)),
    )


def budget_of(person_id: UUID, *, by: SignIn, on: date) -> domain.Shares | None:
    """The personal budget in force on a day. Raises NotFound as `check_may_read`."""
    people.check_may_read(person_id, by=by)
    row = (
        PersonalBudget.objects.filter(person_id=person_id, first_day__lte=on)
        .order_by("-first_day", "-decided_on")
        .first()
    )
    return domain.shares(row.cost_weekly, row.contribution_weekly) if row else None


def decided_by_person(person_ids: Iterable[UUID]) -> dict[UUID, Decided]:
    """When the plan in force was agreed, and when the first from the same assessment was.

    For people whom the caller may read of.
    """
    rows = SupportPlan.objects.filter(
        person_id__in=person_ids,
        state__in=[State.SIGNED_OFF.value, State.SUPERSEDED.value],
        decided_on__isnull=False,
    ).order_by("decided_on", "version")
    first: dict[UUID, date] = {}
    found: dict[UUID, Decided] = {}
    for person_id, assessment_id, state, decided_on in rows.values_list(
        "person_id", "assessment_id", "state", "decided_on"
    ):
        if decided_on is None:
            continue
        first.setdefault(assessment_id, decided_on)
        if state == State.SIGNED_OFF.value:
            found[person_id] = Decided(first[assessment_id], decided_on)
    return found


def _rows() -> QuerySet[SupportPlan]:
    return SupportPlan.objects.select_related("budget", "decided_by").annotate(
        cost=Sum("components__cost_weekly", default=0),
        once=Sum("components__cost_once", default=0),
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
        cost_weekly=budget.cost_weekly if budget else getattr(row, "cost", 0),
        contribution_weekly=budget.contribution_weekly if budget else 0,
        authority_share_weekly=budget.authority_share_weekly if budget else 0,
        first_day=row.first_day,
        sent_on=row.sent_on,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_by_id=row.decided_by_id,
        name=name,
        cost_once=getattr(row, "once", 0),
        nhs_weekly=budget.nhs_weekly if budget else 0,
        third_party_weekly=budget.third_party_weekly if budget else 0,
        path=row.path,
        first_review_on=budget.first_review_on if budget else None,
        monitoring=budget.monitoring if budget else "",
        monitoring_reason=budget.monitoring_reason if budget else "",
        judged=_judged(budget),
        decided_at=budget.decided_at if budget else "",
    )


def _judged(budget: PersonalBudget | None) -> tuple[str, ...]:
    if budget is None or not budget.safety or not budget.value:
        return ()
    return Judged(
        Safety(budget.safety), Value(budget.value), budget.safety_words, budget.value_words
    ).in_words


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
        pays_nothing=pays_nothing(row.assessment_id, row.first_day or on, by=by),
        risks_i_choose=row.risks_i_choose,
        outcomes=assessment.outcomes_found(row.assessment_id, by=by),
        funding=tuple(_funding(one) for one in row.funding.all()),
        stays_before=_stays_before(row),
    )


def pays_nothing(assessment_id: UUID, on: date, *, by: SignIn) -> bool:
    """Whether a carer's own support is free here; a council may charge (Care Act 2014, s.14)."""
    of_carer = assessment.client_type_of(assessment_id, by=by) == Whose.CARER.value
    return of_carer and decimal_on("carers_pay_for_own_support", on) == 0


def _funding(row: FundingShare) -> FundingLine:
    return FundingLine(
        row.pk,
        Payer(row.payer),
        row.who,
        row.cost_weekly,
        row.agreement,
        row.agreed_on,
        row.first_day,
        row.last_day,
    )


def _stays_before(row: SupportPlan) -> tuple[Stay, ...]:
    agreed = Component.objects.filter(
        plan__person_id=row.person_id,
        plan__state__in=[State.SIGNED_OFF.value, State.SUPERSEDED.value],
        goes_to=CARE_HOME,
        first_day__isnull=False,
    ).exclude(plan=row)
    return _stays([_component(one) for one in agreed])


def _stays(components: Iterable[ComponentLine]) -> tuple[Stay, ...]:
    """Stays in a care home that a direct payment buys: those that say from when and how long."""
    found = {
        Stay(one.first_day, one.first_day + timedelta(days=(one.nights or 1) - 1))
        for one in components
        if one.goes_to == CARE_HOME
        and one.bought_by is BoughtBy.DIRECT_PAYMENT
        and one.first_day is not None
    }
    return tuple(sorted(found, key=lambda one: (one.first_day, one.last_day)))


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
        cost_once=row.cost_once,
        covers=tuple(row.covers),
        days=tuple(row.days),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        first_day=row.first_day,
        last_day=row.last_day,
        goes_to=row.goes_to,
        nights=row.nights,
        exception_reason=row.exception_reason,
        held_as=HeldAs(row.held_as) if row.held_as else None,
        held_by=row.held_by,
        agreement=row.agreement,
        said_yes=row.said_yes,
    )
