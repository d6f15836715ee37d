"""What is late, for how long, what gentle step comes next, and how a debt is spread. Pure.

No step is taken by function alone: what is found here is proposed to a named person, who may do
otherwise. No step is legal action. Nobody is chased while they dispute the figure, complain, have
breathing space, or have died; nor while they keep to what was agreed.

Units     Whole pence; days since the day an invoice was to be paid by.
Source    Care Act 2014, section 69; statutory guidance, annex D: with care and in proportion, court
          last (not read word for word). Breathing space: SI 2020/1311 (the same).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.refusal import Refused
from ownway.parameters import decimal_on

BANDS = (("Not late", 0), ("1 to 30 days", 30), ("31 to 60 days", 60), ("61 to 90 days", 90))
OLDEST = "More than 90 days"
MOST_INSTALMENTS = 120


class Step(StrEnum):
    """What may be proposed, in this order, one at a time."""

    REMIND = "Send a friendly reminder"
    OFFER = "Write again: offer to talk, and to spread it"
    SPEAK = "A named person speaks with them"


class Why(StrEnum):
    """Why nobody is chased."""

    DISPUTE = "They say that it is wrong"
    COMPLAINT = "They have complained"
    CHALLENGE = "Their contribution is looked at again"
    BREATHING_SPACE = "They have breathing space from debt"
    DEATH = "They have died"


@dataclass(frozen=True, slots=True)
class Hold:
    """Nobody is chased on these days, both included. A death has no end."""

    why: Why
    first_day: date
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        if self.why is Why.DEATH:
            return self.first_day <= day
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Late:
    """What is left of an invoice and the day it was to be paid by."""

    due_on: date
    left: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and when."""

    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a debt and the day it is to be paid by."""

    due_on: date
    pence: int


def by_age(unpaid: Sequence[Late], on: date) -> dict[str, int]:
    """What is unpaid in each band of days late, every band named, in order."""
    found = {words: 0 for words, _ in BANDS} | {OLDEST: 0}
    for one in unpaid:
        days = (on - one.due_on).days
        found[next((words for words, most in BANDS if days <= most), OLDEST)] += one.left
    return found


def next_step(
    unpaid: Sequence[Late],
    taken: Sequence[Taken],
    holds: Sequence[Hold],
    *,
    on: date,
    keeps_plan: bool = False,
) -> Step | None:
    """The next gentle step to propose; None when it is not time, or nobody is to be chased.

    `taken` are the steps since the oldest unpaid invoice was due. Raises NotInForce as parameters.
    """
    late = [one for one in unpaid if one.left > 0 and one.due_on < on]
    if not late or keeps_plan or any(hold.holds(on) for hold in holds):
        return None
    done = {one.step for one in taken}
    step = next((one for one in Step if one not in done), None)
    if step is None:
        return None
    days = (on - min(one.due_on for one in late)).days
    if days < _days_until(step, on):
        return None
    last = max((one.on for one in taken), default=None)
    between = int(decimal_on("contribution_between_steps_days", on))
    return None if last is not None and (on - last).days < between else step


def spread(pence: int, times: int, *, first_on: date, every_weeks: int) -> tuple[Instalment, ...]:
    """A debt in even parts that add up to it, a penny apart at most, the larger ones first.

    Raises Refused with a sentence for what cannot be spread so.
    """
    if pence <= 0:
        raise Refused("There is nothing to spread.")
    if not 2 <= times <= MOST_INSTALMENTS:
        raise Refused(f"Choose between 2 and {MOST_INSTALMENTS} payments.")
    if every_weeks < 1:
        raise Refused("Choose a week or more between two payments.")
    if times > pence:
        raise Refused("Choose fewer payments: each must be a penny or more.")
    each, over = divmod(pence, times)
    return tuple(
        Instalment(first_on + timedelta(weeks=every_weeks * count), each + (count < over))
        for count in range(times)
    )


def keeps_to(plan: Sequence[Instalment], paid: int, on: date) -> bool:
    """Whether what was paid is no less than what was to be paid before this day."""
    return paid >= sum(one.pence for one in plan if one.due_on < on)


def _days_until(step: Step, on: date) -> int:
    names = {
        Step.REMIND: "contribution_reminder_days",
        Step.OFFER: "contribution_offer_days",
        Step.SPEAK: "contribution_speak_days",
    }
    return int(decimal_on(names[step], on))
