"""What the plan's page sees."""

from dataclasses import dataclass

from ownway.kernel.money import pounds
from ownway.support.planning.domain import Actor, State
from ownway.support.planning.queries import ComponentLine, Plan

WHO_DOES_IT = {
    Actor.MYSELF: ("Me", "self"),
    Actor.FAMILY: ("Family", "family"),
    Actor.FRIEND: ("Friend", "family"),
    Actor.COMMUNITY: ("Community", "community"),
    Actor.TECHNOLOGY: ("Technology", "tech"),
    Actor.PAID: ("Paid", "paid"),
}


@dataclass(frozen=True, slots=True)
class ComponentRow:
    line: ComponentLine
    kind: str
    edge: str
    how: str
    cost: str
    sum_words: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: Plan
    title: str
    state: str
    rows: tuple[ComponentRow, ...]
    missing: tuple[str, ...]
    may_write: bool
    may_sign: bool

    @classmethod
    def of(cls, plan: Plan, *, mine: bool, may_write: bool, may_sign: bool) -> "PlanPage":
        writing = plan.line.state is State.DRAFT
        states = {
            State.DRAFT: "A draft. Nothing is decided.",
            State.SENT: "With a manager, to agree or send back with reasons.",
            State.SIGNED_OFF: "Agreed.",
            State.SUPERSEDED: "Replaced by a later plan.",
        }
        gaps = plan.missing() if plan.line.in_the_making else ()
        if writing:
            gaps = tuple(gap for gap in gaps if not gap.startswith("Say from which day"))
        return cls(
            plan=plan,
            title="My plan" if mine else "Support plan",
            state=states[plan.line.state],
            rows=tuple(_row(one) for one in plan.components),
            missing=gaps,
            may_write=may_write and writing,
            may_sign=may_sign and plan.line.state is State.SENT,
        )


def _row(one: ComponentLine) -> ComponentRow:
    kind, edge = WHO_DOES_IT[one.actor]
    units = ""
    if one.units_weekly is not None and one.unit_cost is not None:
        units = f"{one.units_weekly.normalize():f} at {pounds(one.unit_cost)}"
    return ComponentRow(
        line=one,
        kind=kind,
        edge=edge,
        how=one.bought_by.value.capitalize() if one.bought_by else "Not paid",
        cost=pounds(one.cost_weekly) if one.cost_weekly else "Nothing",
        sum_words=units,
    )
