"""A support plan: its parts, its states, what it costs and what is still missing. Pure.

Units     Money is whole pence; a name says its period.
Promise   Shares add up to the cost to the penny; a plan above its range is a normal case with a
          reason, never an error (a personal budget must be enough to meet eligible needs).
Source    Care Act 2014, sections 25 and 26; statutory guidance, chapters 10 and 11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

from ownway.kernel.money import PenceWeekly, about_pounds, pounds, to_whole


class State(StrEnum):
    DRAFT = "draft"  # the person, or whoever helps them, is writing
    SENT = "sent"  # with somebody who may sign it off
    SIGNED_OFF = "signed off"
    SUPERSEDED = "superseded"  # a later version was signed off


MAY_FOLLOW = {
    State.DRAFT: (State.SENT,),
    State.SENT: (State.SIGNED_OFF, State.DRAFT),
    State.SIGNED_OFF: (State.SUPERSEDED,),
    State.SUPERSEDED: (),
}
# A first day further off than this is a slip of the pen: 2062 for 2026.
FARTHEST = timedelta(days=366)
# A plan so many times its range reads like a zero too many.
SLIP = 5


def move(state: State, to: State) -> State:
    """The state after a step. Raises ValueError for a step that the table does not know."""
    if to not in MAY_FOLLOW[state]:
        raise ValueError(f"A plan that is {state} does not become {to}.")
    return to


class Actor(StrEnum):
    """Who does a part of the plan (the draft national standard's actors, in our words)."""

    MYSELF = "self"
    FAMILY = "family"
    FRIEND = "friend"
    COMMUNITY = "community"
    TECHNOLOGY = "technology"
    PAID = "paid"


class BoughtBy(StrEnum):
    """How a paid part is bought (Care Act 2014, sections 31 to 33; guidance 11.30)."""

    DIRECT_PAYMENT = "direct payment"
    INDIVIDUAL_SERVICE_FUND = "individual service fund"
    COUNCIL_MANAGED = "council-managed"


# What a signed-off part becomes in the national return: service component and delivery mechanism.
IN_THE_RETURN = {
    BoughtBy.DIRECT_PAYMENT: ("Direct payment", "Direct payment"),
    BoughtBy.INDIVIDUAL_SERVICE_FUND: ("Other long term support", "CASSR managed personal budget"),
    BoughtBy.COUNCIL_MANAGED: (
        "Home support or domiciliary care",
        "CASSR managed personal budget",
    ),
}


class HeldAs(StrEnum):
    """Who holds the money of a part (SI 2014/2871, regulations 2 and 10; Care Act, section 32)."""

    MYSELF = "me"
    NOMINATED = "nominated person"
    AUTHORISED = "authorised person"
    FUND_HOLDER = "fund holder"


class Said(TypedDict, total=False):
    """What may be said of a part besides who does what and why. Money is pence."""

    when_words: str
    bought_by: str
    units_weekly: Decimal | None
    unit_cost: int | None
    cost_weekly: int | None
    cost_once: int | None
    covers: Sequence[str]
    days: Sequence[int]
    starts_at: time | None
    ends_at: time | None
    first_day: date | None
    last_day: date | None
    goes_to: str
    nights: int | None
    exception_reason: str
    held_as: str
    held_by: str
    agreement: str
    said_yes: bool | None


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a plan, as its rules see it."""

    actor: Actor
    activity: str
    outcome: str
    cost_weekly: PenceWeekly
    bought_by: BoughtBy | None
    held_as: HeldAs | None = None
    held_by: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """A personal budget: what support costs a week and who pays which part of it."""

    cost_weekly: PenceWeekly
    contribution_weekly: PenceWeekly
    authority_share_weekly: PenceWeekly


def shares(cost_weekly: int, contribution_weekly: int) -> Shares:
    """Divide a cost: the person pays what was decided, at most the cost; the council the rest."""
    if cost_weekly < 0 or contribution_weekly < 0:
        raise ValueError("Money a week cannot be less than nothing.")
    paid = min(cost_weekly, contribution_weekly)
    return Shares(PenceWeekly(cost_weekly), PenceWeekly(paid), PenceWeekly(cost_weekly - paid))


def cost_of(units_weekly: Decimal, unit_cost: int) -> PenceWeekly:
    """Units a week at so many pence each; half a penny goes up."""
    return PenceWeekly(to_whole(units_weekly * unit_cost))


def one_cost(
    cost_weekly: int | None, units_weekly: Decimal | None, unit_cost: int | None
) -> tuple[PenceWeekly | None, str]:
    """The weekly cost out of what was typed, and what is wrong with it in words.

    An amount a week, or units and what each costs; both only when they say the same, since a
    typed zero too many shows itself there.
    """
    if (units_weekly is None) != (unit_cost is None):
        return None, "Give both how many a week and what each costs, or leave both empty."
    if units_weekly is None or unit_cost is None:
        return (None if cost_weekly is None else PenceWeekly(cost_weekly)), ""
    made = cost_of(units_weekly, unit_cost)
    if cost_weekly not in (None, made):
        return None, (
            f"{units_weekly.normalize():f} at {pounds(unit_cost)} makes {pounds(made)} a week, "
            f"not {pounds(cost_weekly or 0)}. Leave one of them empty, or make them agree."
        )
    return made, ""


def wrong_first_day(first_day: date, *, on: date, last_began: date | None) -> str:
    """Why a plan cannot start on a day, in words; empty when it can.

    `last_began` is the first day of the plan agreed before: two personal budgets never share a day.
    """
    if abs(first_day - on) > FARTHEST:
        return "The first day is more than a year away. Check the year."
    if last_began is not None and first_day <= last_began:
        return "The plan agreed before starts then or later. Choose a first day after it."
    return ""


def share_of_each(costs: Sequence[int], contribution_weekly: int) -> tuple[PenceWeekly, ...]:
    """What the council pays of each paid part, when the person's contribution is spread over all.

    Each part bears the contribution in proportion to its cost; pennies left over go to the largest
    remainders, the earlier part first. The result adds up to the council's whole share.
    """
    cost = sum(costs)
    paid = min(contribution_weekly, cost)
    if not cost:
        return tuple(PenceWeekly(0) for _ in costs)
    whole = [paid * one // cost for one in costs]
    left = sorted(range(len(costs)), key=lambda at: (-(paid * costs[at] % cost), at))
    for at in left[: paid - sum(whole)]:
        whole[at] += 1
    return tuple(PenceWeekly(one - own) for one, own in zip(costs, whole, strict=True))


UNDECIDED = "Finance has not decided the contribution yet."


@dataclass(frozen=True, slots=True)
class Beside:
    """A plan beside its first figure: in short, in words, what to do while writing, and whether a
    reason is needed."""

    short: str
    words: str
    next_step: str
    above: bool

    @property
    def inside(self) -> bool:
        return self.short.startswith("Inside")


def beside_range(
    cost_weekly: int, *, low: int, high: int, figure: int, whose: str = "your"
) -> Beside:
    """Say where a plan's cost lies; above the range asks for a reason and is not an error.

    `whose` is "your" to the person whose plan it is, "the" to everybody else.
    """
    if cost_weekly > high:
        words = f"The range ends at {about_pounds(high)}. A plan may cost more."
        if cost_weekly >= SLIP * max(high, 1):
            words = f"That is many times {whose} range. Is there a zero too many? {words}"
        return Beside(f"Above {whose} range", words, "Say why it is needed.", above=True)
    if cost_weekly < low:
        words = f"The range starts at {about_pounds(low)}."
        return Beside(f"Below {whose} range", words, "Is everything needed in it?", above=False)
    apart = figure - cost_weekly
    step = ""
    if apart > 0:
        words = f"{pounds(apart)} under {whose} first figure of {about_pounds(figure)}."
        step = "There is room to add something, or leave it."
    elif apart < 0:
        first = f"{whose} first figure of {about_pounds(figure)}"
        words = f"{pounds(-apart)} over {first}, which is no limit."
    else:
        words = f"The same as {whose} first figure."
    return Beside(f"Inside {whose} range", words, step, above=False)


def missing(
    parts: Sequence[Part],
    *,
    first_day: date | None,
    above_range: bool,
    reason: str,
    contribution_decided: bool,
) -> tuple[str, ...]:
    """What still stands between a plan and its sign-off, in sentences; empty when nothing does."""
    found = []
    if not parts:
        found.append("There is nothing in the plan yet.")
    found += [f"{part.activity}: say what it is for." for part in parts if not part.outcome.strip()]
    found += [
        f"{part.activity}: say how it is bought."
        for part in parts
        if part.actor is Actor.PAID and part.bought_by is None
    ]
    for part in parts:
        if part.held_as in (HeldAs.NOMINATED, HeldAs.AUTHORISED) and not part.held_by.strip():
            found.append(f"{part.activity}: say who receives the direct payment.")
        if part.bought_by is BoughtBy.INDIVIDUAL_SERVICE_FUND and not part.held_by.strip():
            found.append(f"{part.activity}: say who holds the fund.")
        if part.held_as is HeldAs.AUTHORISED and not part.agreement.strip():
            found.append(f"{part.activity}: say by what the person who receives it is authorised.")
    if first_day is None:
        found.append("Say from which day it starts.")
    if above_range and not reason.strip():
        found.append("It costs more than the range: say why it is needed.")
    if not contribution_decided and any(part.cost_weekly for part in parts):
        found.append(UNDECIDED)
    return tuple(found)
