"""What a person pays towards their support, as it was decided. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from ownway.kernel.money import PenceWeekly

# Decisions may reach back when income was found out late; further off is a slip of the pen.
FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A weekly amount from a day on, until the next one starts; zero is a decision too."""

    contribution_weekly: PenceWeekly
    first_day: date
    basis: str
    decided_on: date
    decided_by: str


def payable(contribution_weekly: int, cost_weekly: int) -> PenceWeekly:
    """What is paid of a decided contribution: never more than the support costs."""
    return PenceWeekly(min(contribution_weekly, cost_weekly))
