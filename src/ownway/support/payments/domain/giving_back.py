"""Asking for money back: what is offered back, what the person answers, and what is decided. Pure.

A person is asked first and has time to answer. If they do not agree, somebody who did not ask
decides; nothing is taken before. Whether somebody takes advantage of them is asked before anything
else is.

Units     Whole pence.
Source    Care Act 2014, section 33; Care and Support (Direct Payments) Regulations 2014, regulation
          10 (repayment, and what is left where support ended); statutory guidance 12.24, 12.58 to
          12.67 and 12.75 to 12.80: recovery is a last resort, never for an honest slip alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.money import Pence
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused


class Why(StrEnum):
    """Why the council asks."""

    SURPLUS = "more is left than is needed"
    ENDED = "it was paid for days after the support ended"
    TWICE = "the same was paid twice"
    NOT_PERMITTED = "it was spent on what it may not buy"


class Safety(StrEnum):
    """What whoever asks has seen of somebody being taken advantage of."""

    NO_SIGN = "no sign"
    TOLD = "told safeguarding"


class How(StrEnum):
    NEXT = "next payments"
    BANK = "bank"


class State(StrEnum):
    """Where it stands. AGREED: by the person or by a decision; BACK: the council has it again."""

    ASKED = "asked"
    NOT_AGREED = "not agreed"
    AGREED = "agreed"
    DROPPED = "dropped"
    BACK = "back"


OPEN = (State.ASKED, State.NOT_AGREED)
HOW_WORDS = {
    How.NEXT: "Take it off the next payments, as they come",
    How.BANK: "I pay it back to the council",
}
SAFETY_WORDS = {
    Safety.NO_SIGN: "I have looked, and see no sign of it",
    Safety.TOLD: "There is a sign, and I have told safeguarding",
}


def surplus(left: int, pence_weekly: int, weeks_kept: int) -> Pence:
    """What stands above the weeks of payments that anybody may keep for bad days."""
    return Pence(max(0, left - max(0, pence_weekly) * weeks_kept))


def check_decides(*, asked_by: object, by: object, drops: bool) -> None:
    """Raises Refused for whoever asked, unless they take back what they asked."""
    if asked_by == by and not drops:
        raise Refused("You asked for it, so somebody else in finance decides.")


def check_may_decide(state: State, *, answer_by: date, drops: bool, on: date) -> None:
    """Raises Refused before the person answered or had their time, and once it is settled."""
    if state not in OPEN:
        raise Refused("This is settled already. Load the page again to read it.")
    if state is State.ASKED and on <= answer_by and not drops:
        raise Refused(f"They have until {in_words(answer_by)} to answer.")


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided: nothing (dropped), or up to what was asked, given back in one way."""

    pence: int
    how: How | None
    reasons: str

    def check(self, asked: int) -> None:
        """Raises Refused without reasons, for more than was asked, and without a way."""
        if not self.reasons.strip():
            raise Refused("Write down why; the person reads it.")
        if not 0 <= self.pence <= asked:
            raise Refused("Not more can be decided than was asked for.")
        if self.pence and self.how is None:
            raise Refused("Say how it is given back.")
