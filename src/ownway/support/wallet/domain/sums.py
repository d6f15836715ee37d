"""How the money of a direct payment is made, so that it adds up in front of its reader. Pure.

Units     Whole pence a week; `total` is whole pence for `weeks` weeks.
Source    Care Act 2014, section 26: a personal budget is what support costs, and how much of it
          the person and the council pay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ownway.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Made:
    """cost = contribution + others + direct, each a week; `total` = direct for `weeks` weeks.

    `others_weekly` is what the council pays to others for the person's support.
    """

    cost_weekly: int
    contribution_weekly: int
    others_weekly: int
    direct_weekly: int
    weeks: int

    @property
    def total(self) -> int:
        return self.direct_weekly * self.weeks


def made(
    *, cost_weekly: int, contribution_weekly: int, direct_weekly: int, weeks: int
) -> Made | None:
    """The sum behind a direct payment; None when the budget does not explain it.

    So it is when more is paid than the council's share: the person's share is paid out too, or
    payments of two plans run side by side.
    """
    others = cost_weekly - contribution_weekly - direct_weekly
    if others < 0:
        return None
    return Made(cost_weekly, contribution_weekly, others, direct_weekly, weeks)


def promised(cost_weekly: int, *, told_on: date, next_on: date) -> int:
    """What support costs, in pence, on the days after a balance was told and before money comes.

    A day is a seventh of a week; half a penny goes up, once.
    """
    days = max(0, (next_on - told_on).days - 1)
    return (cost_weekly * days * 2 + 7) // 14


def day_of_sum(periods: Iterable[Period], on: date) -> date:
    """The first day from `on` on which one of these runs; `on` itself when none is left."""
    left = [one for one in periods if one.last_day is None or one.last_day >= on]
    return max(on, min((one.first_day for one in left), default=on))
