"""Who may sign a plan off, what they look at, and what follows from signing. Pure.

Units     Pence a week, or once.
Promise   A limit is on the whole plan and on all sums given once within a year: dividing one plan
          into two does not get under it.
Source    Care Act 2014, sections 24 to 27; statutory guidance 10.85, 11.8, 12.24 and 13.16.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.money import pounds
from ownway.kernel.refusal import Refused
from ownway.support.planning.domain.permitted import Breach


class Signs(StrEnum):
    MANAGER = "manager"
    PANEL = "panel"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a manager may sign off alone: pence a week, and pence once within a year."""

    manager_weekly: int
    manager_once: int


@dataclass(frozen=True, slots=True)
class WhoSigns:
    signs: Signs
    why: str


def who_signs(
    cost_weekly: int, cost_once: int, once_within_a_year: Iterable[int], limits: Limits
) -> WhoSigns:
    """Whether a manager may decide alone. Sums given once before, within a year, count with it."""
    given = sum(once_within_a_year)
    if cost_weekly > limits.manager_weekly:
        return WhoSigns(
            Signs.PANEL,
            f"It costs {pounds(cost_weekly)} a week. A manager alone agrees up to "
            f"{pounds(limits.manager_weekly)}.",
        )
    if cost_once and cost_once + given > limits.manager_once:
        before = f", and {pounds(given)} was given within a year" if given else ""
        return WhoSigns(
            Signs.PANEL,
            f"It gives {pounds(cost_once)} once{before}. A manager alone agrees up to "
            f"{pounds(limits.manager_once)} within a year.",
        )
    return WhoSigns(Signs.MANAGER, "")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that whoever signs looks at, and what the plan itself shows of it.

    `met` None: nobody but a reader can tell.
    """

    asks: str
    says: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A plan as the checks see it."""

    outcomes: tuple[tuple[str, str], ...]  # id and words of what the council must help with
    covered: frozenset[str]
    above_range: bool
    reason: str
    below_range: bool
    if_things_go_wrong: str
    risks: str
    breaches: tuple[Breach, ...]
    waiting_for_yes: tuple[str, ...]


def checks(plan: Looked) -> tuple[Check, ...]:
    """What a plan shows of outcomes met, sufficiency, bad days and permitted use."""
    left = [words for key, words in plan.outcomes if key not in plan.covered]
    open_breaches = [one for one in plan.breaches if one.holds_up]
    set_aside = [one for one in plan.breaches if not one.holds_up]
    if not plan.outcomes:
        outcomes = Check(
            "Everything we agreed is covered", "No outcomes came with the assessment.", None
        )
    elif left:
        outcomes = Check(
            "Everything we agreed is covered", f"Nothing in it yet for: {'; '.join(left)}.", False
        )
    else:
        outcomes = Check(
            "Everything we agreed is covered",
            f"All {len(plan.outcomes)} outcomes have something in the plan.",
            True,
        )
    if plan.above_range:
        enough = Check(
            "It is enough",
            "It costs more than the range, with a reason."
            if plan.reason.strip()
            else "It costs more than the range and says no reason.",
            bool(plan.reason.strip()),
        )
    elif plan.below_range:
        enough = Check("It is enough", "It costs less than the range: ask if it will do.", None)
    else:
        enough = Check("It is enough", "It is inside the range of the first figure.", True)
    if open_breaches:
        permitted = Check("The money may be used so", open_breaches[0].says, False)
    elif set_aside:
        permitted = Check(
            "The money may be used so", f"Set aside with a reason: {set_aside[0].reason}", None
        )
    else:
        permitted = Check("The money may be used so", "No rule stands against it.", True)
    found = [
        outcomes,
        enough,
        Check(
            "There is a plan for bad days",
            "Written down."
            if plan.if_things_go_wrong.strip()
            else "Nothing is written for when something goes wrong.",
            bool(plan.if_things_go_wrong.strip()),
        ),
        permitted,
    ]
    if plan.waiting_for_yes:
        found.append(
            Check(
                "Those who help have said yes",
                f"Not yet: {', '.join(plan.waiting_for_yes)}.",
                False,
            )
        )
    if plan.risks.strip():
        found.append(Check("Risks they choose to take are written down", "Read them.", None))
    return tuple(found)


class Safety(StrEnum):
    """Whether whoever signs finds a plan safe enough, the risks a person chooses among it."""

    AS_IT_IS = "as it is"
    WITH_STEPS = "with steps"


class Value(StrEnum):
    """Whether whoever signs finds a plan good value: never cheapness alone."""

    GOOD = "good value"
    DEARER_AND_RIGHT = "dearer, and right"


SAFETY_WORDS = {
    Safety.AS_IT_IS: "Yes, as it is. Risks that they choose are theirs to choose",
    Safety.WITH_STEPS: "Yes, with steps that I write down",
}
VALUE_WORDS = {
    Value.GOOD: "Yes. I know of no other way that does the same for less",
    Value.DEARER_AND_RIGHT: "Another way costs less, and this one is right for them",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What whoever signs says of safety and of value; the person reads it.

    Raises Refused where steps or reasons are to be written down and are not. Source: Care Act
    2014, sections 1 and 26, statutory guidance 10.27 and 14.97 to 14.103: best value is not
    cheapness, and positive risk is weighed with the person.
    """

    safety: Safety
    value: Value
    safety_words: str = ""
    value_words: str = ""

    def __post_init__(self) -> None:
        if self.safety is Safety.WITH_STEPS and not self.safety_words.strip():
            raise Refused("Write down which steps keep them safe, who takes them and by when.")
        if self.value is Value.DEARER_AND_RIGHT and not self.value_words.strip():
            raise Refused("Write down why this way is right for them, though another costs less.")

    @property
    def in_words(self) -> tuple[str, ...]:
        """Two sentences: on safety and on value."""
        safe = "It is safe enough as it is."
        if self.safety is Safety.WITH_STEPS:
            safe = f"It is safe enough with these steps: {self.safety_words.strip()}"
        worth = "It is good value."
        if self.value is Value.DEARER_AND_RIGHT:
            worth = f"Another way costs less, and this one is right: {self.value_words.strip()}"
        return safe, worth


class Monitoring(StrEnum):
    """How closely money is looked at, agreed in the plan by a named person."""

    LIGHT = "light"
    STANDARD = "standard"
    CLOSE = "close"


MONITORING_WORDS = {
    Monitoring.LIGHT: "Light: nothing to send in; we look once a year",
    Monitoring.STANDARD: "Standard: a look every three months at what does not fit",
    Monitoring.CLOSE: "Close: a look every month, with help",
}


def monitoring_advised(
    *,
    authority_weekly: int,
    light_up_to_weekly: int,
    direct: bool,
    household: bool,
    close_before: bool,
) -> tuple[Monitoring, str]:
    """What the rules advise, and why; whoever signs decides."""
    if not direct:
        return Monitoring.LIGHT, "No money is paid out to anybody to manage."
    if close_before:
        return Monitoring.CLOSE, "It was close before, and nobody has said why it should not be."
    if household:
        return Monitoring.STANDARD, "Somebody in the household is paid, by an exception."
    if authority_weekly > light_up_to_weekly:
        return (
            Monitoring.STANDARD,
            f"The council pays more than {pounds(light_up_to_weekly)} a week.",
        )
    return Monitoring.LIGHT, f"The council pays {pounds(light_up_to_weekly)} a week or less."


def first_review_on(first_day: date, *, weeks: int) -> date:
    """The first light look, so many weeks after the plan starts."""
    return first_day + timedelta(weeks=weeks)


def overlapping(
    first_day: date, last_day: date | None, others: Sequence[tuple[date, date | None]]
) -> bool:
    """Whether a period shares a day with one of the others."""
    return any(
        (last_day is None or start <= last_day) and (end is None or first_day <= end)
        for start, end in others
    )
