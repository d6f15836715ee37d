"""What the plan's page sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights.domain.masking import Masker
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.support.people.domain.letting_in import Part, looked_at_by
from ownway.support.planning import permissions
from ownway.support.planning.domain import UNDECIDED, Actor, Beside, State
from ownway.support.planning.domain.deciding import Check, WhoSigns
from ownway.support.planning.domain.funding import Price
from ownway.support.planning.domain.permitted import Breach
from ownway.support.planning.domain.weeks import Week, days_in_words, hours_in_words
from ownway.support.planning.queries import (
    ChallengeLine,
    ComponentLine,
    PaperLine,
    Plan,
    PlanLine,
    who_signs_it,
)

WHO_DOES_IT = {
    Actor.MYSELF: "Me",
    Actor.FAMILY: "Family",
    Actor.FRIEND: "Friend",
    Actor.COMMUNITY: "Community",
    Actor.TECHNOLOGY: "Technology",
    Actor.PAID: "Paid",
}

HOURS_OF = {
    Actor.MYSELF: "By myself",
    Actor.FAMILY: "Family",
    Actor.FRIEND: "Friends and neighbours",
    Actor.COMMUNITY: "Groups and places",
    Actor.TECHNOLOGY: "Technology",
    Actor.PAID: "People paid to help",
}


@dataclass(frozen=True, slots=True)
class ComponentRow:
    line: ComponentLine
    kind: str
    how: str
    cost: str
    sum_words: str
    when: str


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
    week: Week
    hours: str
    checks: tuple[Check, ...]
    breaches: tuple[Breach, ...]
    steps: tuple[tuple[date, Price], ...]  # what the price becomes on later days
    signs: WhoSigns | None
    paper: PaperLine | None
    challenge: ChallengeLine | None
    outcomes: tuple[tuple[str, tuple[str, ...]], ...]  # what we agreed, and what is in it for that
    first_look_to_come: bool
    compare: PlanLine | None
    may_challenge: bool
    may_answer: bool
    may_write: bool
    may_send: bool  # whose plan it is, and who acts for them; a helper writes only
    reads: bool  # let in to read: without what was written at length
    may_begin: bool  # a new version, as a copy of this one
    may_sign: bool
    why_not_sign: str

    @property
    def ready(self) -> bool:
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
        paper: PaperLine | None = None,
        challenge: ChallengeLine | None = None,
        on: date,
    ) -> "PlanPage":
        """The page as `by` may use it: a plan is never agreed by whoever wrote or sent it.

        `around` are names of those around the person: whoever was let in only to read is told what
        is in the plan without them, and without what was written at length.
        """
        mine = by.kind != Kind.STAFF and looked_at_by(by.pk) is None
        writing = plan.line.state is State.DRAFT
        at = looked_at_by(by.pk)
        may_write = permissions.WRITE_PLAN.allows(by) and (at is None or at.helps_plan)
        if at is not None and not at.sees(Part.MONEY):  # who pays what belongs to the money
            plan = replace(plan, contribution=None)
        if at is not None and not at.helps_plan:
            plan = _for_readers(plan, Masker(frozenset(around) - {by.name}, frozenset([at.name])))
        signs = permissions.SIGN_OFF.allows(by) and plan.line.is_sent
        above = who_signs_it(plan, on=on) if plan.line.is_sent else None
        reads = at is not None and not at.helps_plan
        wrote = by.pk in plan.writers
        states = {
            State.DRAFT: "A draft. Nothing is decided.",
            State.SENT: "With a manager, to agree or send back with reasons.",
            State.SIGNED_OFF: "Agreed.",
            State.SUPERSEDED: "Replaced by a later plan.",
        }
        gaps = plan.missing(on=on) if plan.line.in_the_making else ()
        if writing:
            gaps = tuple(gap for gap in gaps if not gap.startswith("Say from which day"))
        return cls(
            plan=plan,
            title="My plan" if mine else "Support plan",
            state=states[plan.line.state],
            beside=plan.beside_as("your" if mine else "the"),
            sums=_sums(plan, mine=mine, on=on) if at is None or at.sees(Part.MONEY) else (),
            rows=tuple(_row(one, at.name if at else "Me") for one in plan.components),
            missing=gaps,
            others=tuple(one for one in versions if one.id != plan.line.id),
            week=plan.week,
            hours=_hours(plan),
            checks=plan.looked_at(on=on) if plan.line.in_the_making and not reads else (),
            breaches=plan.breaches(on=on) if plan.line.in_the_making and not reads else (),
            steps=plan.prices(on=on)[1:] if at is None or at.sees(Part.MONEY) else (),
            signs=above,
            paper=None if reads else paper,
            challenge=None if reads else challenge,
            outcomes=()
            if reads
            else tuple(
                (words, tuple(one.activity for one in plan.components if key in one.covers))
                for key, words in plan.outcomes
            ),
            first_look_to_come=bool(plan.line.first_review_on and plan.line.first_review_on >= on),
            compare=next((one for one in versions if one.version == plan.line.version - 1), None)
            if not reads
            else None,
            may_challenge=permissions.WRITE_PLAN.allows(by)
            and (at is None or at.acts)
            and bool(plan.decision_reasons)
            and (challenge is None or bool(challenge.outcome)),
            may_answer=permissions.SIGN_OFF.allows(by),
            may_write=may_write and writing,
            may_send=may_write and writing and (at is None or at.acts),
            reads=reads,
            may_begin=may_write
            and plan.line.is_signed_off
            and not any(one.in_the_making for one in versions),
            may_sign=signs and not wrote,
            why_not_sign="You wrote or sent this plan, so another manager decides on it."
            if signs and wrote
            else "",
        )


def _hours(plan: Plan) -> str:
    """ "People paid to help: 14 hours a week. Family: about 19 hours." """
    told = [
        f"{HOURS_OF[actor]}: {hours_in_words(hours)} a week" for actor, hours in plan.week.hours
    ]
    return ". ".join(told) + "." if told else ""


def _sums(plan: Plan, *, mine: bool, on: date) -> tuple[tuple[str, str], ...]:
    """Who pays what of the plan; while nobody has decided the contribution, no figure for it."""
    price = plan.price(on=on)
    known = plan.contribution is not None or plan.pays_nothing or not plan.line.in_the_making
    rows = [
        (
            "I pay" if mine else "They pay",
            pounds(price.contribution_weekly) if known else "Not decided yet",
        )
    ]
    if price.nhs_weekly:
        rows.append(("The NHS pays", pounds(price.nhs_weekly)))
    if price.third_party_weekly:
        rows.append(("Somebody else pays, by agreement", pounds(price.third_party_weekly)))
    rows.append(("The council pays", pounds(price.authority_share_weekly) if known else "The rest"))
    rows.append(("My personal budget" if mine else "Personal budget", pounds(price.cost_weekly)))
    return tuple(rows)


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
        cost=_cost(one),
        sum_words=units,
        when=_when(one),
    )


def _cost(one: ComponentLine) -> str:
    told = [pounds(one.cost_weekly)] if one.cost_weekly else []
    return " and ".join([*told, *([f"{pounds(one.cost_once)} once"] if one.cost_once else [])]) or (
        "Nothing"
    )


def _when(one: ComponentLine) -> str:
    """On which days and when, as one says it: "Monday to Friday, 7:30am to 9am"."""
    said = [days_in_words(one.days)] if one.days else []
    if one.doing.when:
        said.append(one.doing.when)
    if one.first_day:
        said.append(f"from {in_words(one.first_day)}")
    if one.nights:
        said.append(f"{one.nights} nights")
    if one.last_day:
        said.append(f"until {in_words(one.last_day)}")
    return ", ".join(said)
