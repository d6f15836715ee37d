"""What the plan's page sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights.domain.masking import Masker
from ownway.kernel.money import pounds
from ownway.support.people.domain.letting_in import Part, looked_at_by
from ownway.support.planning import permissions
from ownway.support.planning.domain import UNDECIDED, Actor, Beside, State
from ownway.support.planning.queries import ComponentLine, Plan, PlanLine

WHO_DOES_IT = {
    Actor.MYSELF: "Me",
    Actor.FAMILY: "Family",
    Actor.FRIEND: "Friend",
    Actor.COMMUNITY: "Community",
    Actor.TECHNOLOGY: "Technology",
    Actor.PAID: "Paid",
}


@dataclass(frozen=True, slots=True)
class ComponentRow:
    line: ComponentLine
    kind: str
    how: str
    cost: str
    sum_words: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: Plan
    title: str
    state: str
    beside: Beside | None
    sums: tuple[tuple[str, str], ...]  # who pays what; the last is the whole
    rows: tuple[ComponentRow, ...]
    missing: tuple[str, ...]
    others: tuple[PlanLine, ...]  # versions before and after this one
    may_write: bool
    may_begin: bool  # a new version, as a copy of this one
    may_sign: bool
    why_not_sign: str

    @property
    def may_send(self) -> bool:
        """An open contribution holds up the sign-off, not the sending."""
        return self.may_write and set(self.missing) <= {UNDECIDED}

    @classmethod
    def of(
        cls,
        plan: Plan,
        *,
        by: SignIn,
        versions: Sequence[PlanLine] = (),
        around: Iterable[str] = (),
    ) -> "PlanPage":
        """The page as `by` may use it: a plan is never agreed by whoever wrote or sent it.

        `around` are names of those around the person: whoever was let in only to read is told what
        is in the plan without them, and without what was written at length.
        """
        mine = by.kind != Kind.STAFF and looked_at_by(by.pk) is None
        writing = plan.line.state is State.DRAFT
        at = looked_at_by(by.pk)
        may_write = permissions.WRITE_PLAN.allows(by) and (at is None or at.acts)
        if at is not None and not at.sees(Part.MONEY):  # who pays what belongs to the money
            plan = replace(plan, contribution=None)
        if at is not None and not at.acts:
            plan = _for_readers(plan, Masker(frozenset(around) - {by.name}, frozenset([at.name])))
        signs = permissions.SIGN_OFF.allows(by) and plan.line.is_sent
        wrote = by.pk in plan.writers
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
            beside=plan.beside_as("your" if mine else "the"),
            sums=_sums(plan, mine=mine) if at is None or at.sees(Part.MONEY) else (),
            rows=tuple(_row(one, at.name if at else "Me") for one in plan.components),
            missing=gaps,
            others=tuple(one for one in versions if one.id != plan.line.id),
            may_write=may_write and writing,
            may_begin=may_write
            and plan.line.is_signed_off
            and not any(one.in_the_making for one in versions),
            may_sign=signs and not wrote,
            why_not_sign="You wrote or sent this plan, so another manager decides on it."
            if signs and wrote
            else "",
        )


def _sums(plan: Plan, *, mine: bool) -> tuple[tuple[str, str], ...]:
    """Who pays what of the plan; while nobody has decided the contribution, no figure for it."""
    shares = plan.shares
    known = plan.contribution is not None or not plan.line.in_the_making
    return (
        (
            "I pay" if mine else "They pay",
            pounds(shares.contribution_weekly) if known else "Not decided yet",
        ),
        ("The council pays", pounds(shares.authority_share_weekly) if known else "The rest"),
        ("My personal budget" if mine else "Personal budget", pounds(shares.cost_weekly)),
    )


def _for_readers(plan: Plan, masker: Masker) -> Plan:
    """Who of family and friends does what is theirs and the person's to tell."""

    def without_names(words: str) -> str:
        return str(masker.words(words, place="", part="", column=""))

    def told(one: ComponentLine) -> ComponentLine:
        known = one.actor in (Actor.PAID, Actor.COMMUNITY, Actor.TECHNOLOGY)
        return replace(
            one,
            who=one.who if known else "",
            outcome="",
            activity=without_names(one.activity),
            when_words=without_names(one.when_words),
        )

    return replace(
        plan,
        what_matters="",
        if_things_go_wrong="",
        over_range_reason="",
        decision_reasons="",
        components=tuple(map(told, plan.components)),
    )


def _row(one: ComponentLine, person: str) -> ComponentRow:
    units = ""
    if one.units_weekly is not None and one.unit_cost is not None:
        units = f"{one.units_weekly.normalize():f} at {pounds(one.unit_cost)}"
    return ComponentRow(
        line=one,
        kind=person if one.actor is Actor.MYSELF else WHO_DOES_IT[one.actor],
        how=one.bought_by.value.capitalize() if one.bought_by else "Not paid",
        cost=pounds(one.cost_weekly) if one.cost_weekly else "Nothing",
        sum_words=units,
    )
