"""A backlog of late reviews: who comes first, who does them, and whether it goes down as planned.

Pure. Nobody is on a programme twice, and nobody drops off it: whoever was on it was reviewed, has
no support any more, or is still to do; the three add up to all.

Units     Days and people. A week begins on the programme's own first day.
Source    Herefordshire Council's scrutiny of adult social care asked for a clearing of 530 overdue
          reviews with a target day; how risk is ranked is the council's own, in dated parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from uuid import UUID


class Risk(IntEnum):
    """How pressing a late review is."""

    HIGH = 3
    MIDDLE = 2
    LOW = 1


RISK_WORDS = {Risk.HIGH: "High", Risk.MIDDLE: "Middle", Risk.LOW: "Lower"}


@dataclass(frozen=True, slots=True)
class RiskRules:
    """From how many days a late review is of high or middle risk. Raises ValueError."""

    high_days: int
    middle_days: int

    def __post_init__(self) -> None:
        if not 0 < self.middle_days < self.high_days:
            raise ValueError("High risk begins later than middle risk, and both after a day.")


def risk_of(
    days_late: int,
    *,
    something_changed: bool,
    never_reviewed: bool,
    direct_payments_own: bool,
    rules: RiskRules,
) -> tuple[Risk, tuple[str, ...]]:
    """How pressing a late review is, and why in words."""
    high, middle = [], []
    if something_changed:
        high.append("something changed")
    if days_late >= rules.high_days:
        high.append(f"late for {rules.high_days} days or more")
    elif days_late >= rules.middle_days:
        middle.append(f"late for {rules.middle_days} days or more")
    if never_reviewed:
        middle.append("never reviewed")
    if direct_payments_own:
        middle.append("first review of a direct payment")
    if high:
        return Risk.HIGH, tuple(high + middle)
    return (Risk.MIDDLE, tuple(middle)) if middle else (Risk.LOW, ())


HOW_LATE = (
    (30, "Up to a month"),
    (91, "1 to 3 months"),
    (182, "3 to 6 months"),
    (365, "6 to 12 months"),
)
LONGEST = "More than a year"


def band_of(days_late: int) -> str:
    """How late, as the board groups it."""
    return next((words for most, words in HOW_LATE if days_late <= most), LONGEST)


BANDS = (*(words for _, words in HOW_LATE), LONGEST)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody to share out: how pressing, since when, whose team."""

    person_id: UUID
    risk: Risk
    late_from: date
    team_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who clears: how many a week, in which team (None: in any)."""

    id: UUID
    per_week: int
    team_id: UUID | None
    has: int = 0


def share_out(waiting: Sequence[Waiting], reviewers: Sequence[Reviewer]) -> Mapping[UUID, UUID]:
    """Who does whose review: the most pressing first, to whoever would reach it soonest.

    People of a team whose reviewers are none stay without one. The same people and reviewers in
    any order give the same answer.
    """
    load = {one.id: one.has for one in reviewers if one.per_week > 0}
    able = sorted((one for one in reviewers if one.per_week > 0), key=lambda one: str(one.id))
    shared: dict[UUID, UUID] = {}
    order = sorted(waiting, key=lambda one: (-one.risk, one.late_from, str(one.person_id)))
    for one in order:
        fit = [who for who in able if who.team_id is None or who.team_id == one.team_id]
        if not fit:
            continue
        chosen = min(fit, key=lambda who: ((load[who.id] + 1) / who.per_week, str(who.id)))
        load[chosen.id] += 1
        shared[one.person_id] = chosen.id
    return shared


@dataclass(frozen=True, slots=True)
class BurnDay:
    """How many were left at the end of a day, and how many the plan has left then."""

    day: date
    planned: int
    left: int | None  # None for a day to come


def burn_down(
    total: int, left_on: Sequence[date], *, first_day: date, target_on: date, on: date
) -> tuple[BurnDay, ...]:
    """The way down, week by week from the first day to the target, or to today when that is later.

    `left_on` is one day for each who has left the list. The plan goes down in a straight line.
    """
    last = max(target_on, on)
    days = [first_day + timedelta(weeks=n) for n in range((last - first_day).days // 7 + 1)]
    if days[-1] != last:
        days.append(last)
    if on not in days and first_day <= on:
        days = sorted({*days, on})
    span = max(1, (target_on - first_day).days)
    return tuple(
        BurnDay(
            day,
            max(0, total - total * min(span, (day - first_day).days) // span),
            total - sum(gone <= day for gone in left_on) if day <= on else None,
        )
        for day in days
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a programme stands beside its plan."""

    total: int
    left: int
    planned_left: int
    a_week: float
    ends_on: date | None  # at the pace so far; None while nothing was done

    @property
    def behind(self) -> int:
        """How many more are left than planned; less than 0 when it is ahead."""
        return self.left - self.planned_left


def standing(
    total: int, left_on: Sequence[date], *, first_day: date, target_on: date, on: date
) -> Standing:
    """How many are left, how many were to be, and when it ends at the pace so far."""
    done = sum(day <= on for day in left_on)
    left = total - done
    weeks = max(1.0, (on - first_day).days / 7)
    pace = done / weeks
    span = max(1, (target_on - first_day).days)
    gone = min(span, max(0, (on - first_day).days))
    ends = on + timedelta(days=round(left / pace * 7)) if left and pace else None
    return Standing(total, left, max(0, total - total * gone // span), pace, ends)
