"""Protection of somebody whose present cost lies above their new figure.

Nobody's support is cut by a table. Where a review steps a cost down, it does so by at most a share
of the present cost a year, and never below what meets eligible needs: how much stands above the
figure, from which day to which, is written down and looked at every year.

Units     Pence a week; the share in whole per cent.
Promise   The same rule as a calibration foresees (`allocation.domain.calibration.transition`).
Errors    Refused: the present cost is not above the figure; a share that is none.
Source    Care Act 2014, section 27; Care and Support Statutory Guidance, 11.24 and chapter 13.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ownway.kernel.period import add_months
from ownway.kernel.refusal import Refused

EVERY_MONTHS = 12  # a protection is looked at again within a year


@dataclass(frozen=True, slots=True)
class Step:
    """What stands above the figure from a day to a day; no last day where it does not end."""

    first_day: date
    last_day: date | None
    extra_weekly: int


def steps(
    present_weekly: int, figure_weekly: int, *, first_day: date, most_percent: int
) -> tuple[Step, ...]:
    """Year by year, what is paid above the figure until nothing is.

    With a share of 0 nothing steps down, and the whole of it has no last day. Empty where the
    first step reaches the figure. Raises Refused.
    """
    if present_weekly <= figure_weekly:
        raise Refused(
            "What they have now costs no more than the figure. There is nothing to protect."
        )
    if not 0 <= most_percent <= 100:
        raise Refused("The most that it steps down in a year is between 0 and 100 per cent.")
    gap = present_weekly - figure_weekly
    if not most_percent:
        return (Step(first_day, None, gap),)
    down = -(-present_weekly * most_percent // 100)  # a part of a penny steps down too
    found: list[Step] = []
    while (extra := gap - down * (len(found) + 1)) > 0:
        begins = add_months(first_day, 12 * len(found))
        ends = add_months(first_day, 12 * (len(found) + 1)) - timedelta(days=1)
        found.append(Step(begins, ends, extra))
    return tuple(found)


def extra_on(day: date, found: tuple[Step, ...]) -> int:
    """What is paid above the figure on a day, pence a week."""
    for step in found:
        if step.first_day <= day and (step.last_day is None or day <= step.last_day):
            return step.extra_weekly
    return 0
