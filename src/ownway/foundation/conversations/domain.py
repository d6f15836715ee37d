"""Messages between a person and the council: whose turn it is, by which day, and who answers."""

from datetime import date
from enum import StrEnum

from ownway.kernel.working_days import working_days_after

# The council answers a message within so many working days.
ANSWER_WITHIN = 3
LONGEST = 8000  # characters of one message


class Side(StrEnum):
    PERSON = "person"  # the person, or somebody they let in
    COUNCIL = "council"


def answer_due_on(day: date) -> date:
    """The last day for an answer to a message of `day`: `ANSWER_WITHIN` working days later."""
    return working_days_after(day, ANSWER_WITHIN)


def days_late(due_on: date | None, *, on: date) -> int:
    """How many days an answer is late; 0 when it is in time or none is due."""
    return max(0, (on - due_on).days) if due_on else 0
