"""A safeguarding concern: somebody is worried that an adult is harmed or at risk. Pure words.

Anybody may tell one. What they tell is not yet an enquiry: the council decides whether it has to
enquire when an adult with care and support needs is at risk and cannot protect themself.

Units     Days; a working day is Monday to Friday, without the bank holidays of England. Danger
          now waits for none: it is due on the day it was told.
Source    Care Act 2014, section 42; Care and Support Statutory Guidance, chapter 14 (making
          safeguarding personal: what the adult wants is asked, or it is said why not).
"""

import re
from datetime import date
from enum import StrEnum
from uuid import UUID

from ownway.kernel.working_days import working_days_after

LONGEST = 6000  # characters of what happened
LINE = 200
_REFERENCE = re.compile(r"SC-[0-9A-F]{8}")


class Door(StrEnum):
    """Through which front door a concern came."""

    PUBLIC = "public"
    MY = "my"
    TEAM = "team"


class State(StrEnum):
    WAITING = "waiting"  # nobody has said yes to it
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Outcome(StrEnum):
    TAKEN_FORWARD = "taken forward"
    PASSED_ON = "passed on"
    NO_FURTHER_ACTION = "no further action"


OUTCOME_WORDS = {
    Outcome.TAKEN_FORWARD: "It is taken forward",
    Outcome.PASSED_ON: "It was passed to somebody else",
    Outcome.NO_FURTHER_ACTION: "No further action",
}


def due_on(told_on: date, *, danger_now: bool, working_days: int) -> date:
    """The last day on which somebody says yes to a concern: the same day where danger is now."""
    return told_on if danger_now else working_days_after(told_on, working_days)


def reference(concern_id: UUID) -> str:
    """What somebody is told to name when they call. It opens nothing."""
    return f"SC-{concern_id.hex[:8].upper()}"


def is_reference(said: str) -> bool:
    return _REFERENCE.fullmatch(said) is not None


def days_late(state: State, due: date, *, on: date) -> int:
    """How many days nobody has said yes to it past its day; 0 once somebody did."""
    return max(0, (on - due).days) if state is State.WAITING else 0
