"""Which weeks of an episode are free, and from which day it may be charged for. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused

LONGEST_STEP = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The free weeks of one episode."""

    first_day: date
    last_free_day: date

    @property
    def may_be_charged_from(self) -> date:
        return self.last_free_day + timedelta(days=1)

    def days_past(self, on: date) -> int:
        """How many days past the free weeks a day is; 0 within them."""
        return max(0, (on - self.last_free_day).days)


def weeks_of(first_day: date, *, free_weeks: int) -> Weeks:
    return Weeks(first_day, first_day + timedelta(weeks=free_weeks, days=-1))


def week_of(first_day: date, *, on: date) -> int:
    """Which week a day is in: 1 for the first seven days; 0 before them."""
    return (on - first_day).days // 7 + 1 if on >= first_day else 0


def check_extension(planned_end_on: date, to: date, *, on: date) -> None:
    """Raises Refused unless an extension ends later than planned, not in the past, and soon.

    Reablement lasts for a limited time: a step is at most `LONGEST_STEP`, and may be taken again.
    """
    if to <= planned_end_on:
        raise Refused(f"It is planned to end on {in_words(planned_end_on)}. Choose a later day.")
    if to < on:
        raise Refused("The new end cannot be in the past.")
    if to > on + LONGEST_STEP:
        raise Refused(
            f"Choose a day up to {in_words(on + LONGEST_STEP)}: look at it again by then. "
            "Check the year."
        )
