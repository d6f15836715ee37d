"""A plan laid out on a week: what happens when, by whom, and how many hours that is. Pure.

Units     Days are 0 (Monday) to 6 (Sunday); hours are exact `Decimal` hours a week.
Promise   Everything in a plan is on the week once: under its days, under "every day", or under
          "when it suits"; nothing is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from ownway.support.planning.domain.plans import Actor

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDDAY = time(12)


@dataclass(frozen=True, slots=True)
class Doing:
    """One part of a plan as the week sees it."""

    what: str
    actor: Actor
    days: tuple[int, ...]
    starts_at: time | None
    ends_at: time | None
    when_words: str = ""

    @property
    def when(self) -> str:
        """ "7:30 to 9:00", "9:15", or the words that were written."""
        if self.starts_at is None:
            return self.when_words
        if self.ends_at is None:
            return clock(self.starts_at)
        return f"{clock(self.starts_at)} to {clock(self.ends_at)}"

    @property
    def hours_weekly(self) -> Decimal:
        """Hours a week where days and both times are said, else nothing. Past midnight counts."""
        return Decimal(self.minutes_weekly) / 60

    @property
    def minutes_weekly(self) -> int:
        """The same in minutes, so that sums are exact."""
        if self.starts_at is None or self.ends_at is None or not self.days:
            return 0
        minutes = _minutes(self.ends_at) - _minutes(self.starts_at)
        if minutes <= 0:
            minutes += 24 * 60
        return minutes * len(self.days)


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    morning: tuple[Doing, ...]
    later: tuple[Doing, ...]

    @property
    def free(self) -> bool:
        return not self.morning and not self.later


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[Day, ...]
    every_day: tuple[Doing, ...]
    when_it_suits: tuple[Doing, ...]
    hours: tuple[tuple[Actor, Decimal], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing has a day: then there is no week to draw."""
        return not self.every_day and all(day.free for day in self.days)


def week_of(doings: Iterable[Doing]) -> Week:
    """A plan as a week: each day's morning and later, what is every day, what has no day."""
    said = tuple(doings)
    some_days = [one for one in said if one.days and len(set(one.days)) < 7]
    return Week(
        days=tuple(
            Day(
                name,
                tuple(_in_order(one for one in some_days if at in one.days and _is_morning(one))),
                tuple(
                    _in_order(one for one in some_days if at in one.days and not _is_morning(one))
                ),
            )
            for at, name in enumerate(DAYS)
        ),
        every_day=tuple(_in_order(one for one in said if len(set(one.days)) == 7)),
        when_it_suits=tuple(one for one in said if not one.days),
        hours=hours_by_actor(said),
    )


def hours_by_actor(doings: Sequence[Doing]) -> tuple[tuple[Actor, Decimal], ...]:
    """How many hours a week each kind of helper gives, those who give any."""
    found: dict[Actor, int] = {}
    for one in doings:
        if one.minutes_weekly:
            found[one.actor] = found.get(one.actor, 0) + one.minutes_weekly
    return tuple((actor, Decimal(found[actor]) / 60) for actor in Actor if actor in found)


def wrong_times(days: Sequence[int], starts_at: time | None, ends_at: time | None) -> str:
    """What is wrong with days and times that were typed, in words; empty when nothing is."""
    if any(day not in range(7) for day in days) or len(set(days)) != len(days):
        return "Choose each day of the week once."
    if ends_at is not None and starts_at is None:
        return "Say when it starts too, or leave both times empty."
    if starts_at is not None and not days:
        return "Choose the days as well as the time."
    if starts_at is not None and starts_at == ends_at:
        return "It starts and ends at the same time. Check the times."
    return ""


def hours_in_words(hours: Decimal) -> str:
    """ "14 hours", "1 hour", "1½ hours", "10¼ hours"; other parts of an hour as minutes."""
    whole, minutes = divmod(int(hours * 60), 60)
    quarter = {0: "", 15: "¼", 30: "½", 45: "¾"}.get(minutes)
    if quarter is None:
        return f"{whole} hours {minutes} minutes" if whole else f"{minutes} minutes"
    said = f"{whole if whole or not quarter else ''}{quarter}"
    return f"{said} hour{'s' if hours > 1 else ''}"


def days_in_words(days: Sequence[int]) -> str:
    """ "Every day", "Monday to Friday", "Saturday and Sunday", "Monday, Wednesday and Friday"."""
    said = sorted(set(days))
    if len(said) == 7:
        return "Every day"
    if len(said) > 2 and said == list(range(said[0], said[-1] + 1)):
        return f"{DAYS[said[0]]} to {DAYS[said[-1]]}"
    names = [DAYS[day] for day in said]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def clock(at: time) -> str:
    """ "7:30am", "9pm": a time as people say it."""
    hour = at.hour % 12 or 12
    return f"{hour}{f':{at.minute:02d}' if at.minute else ''}{'am' if at < MIDDAY else 'pm'}"


def _is_morning(one: Doing) -> bool:
    return one.starts_at is not None and one.starts_at < MIDDAY


def _in_order(doings: Iterable[Doing]) -> list[Doing]:
    """By the clock; what has no time comes last."""
    return sorted(doings, key=lambda one: (one.starts_at is None, one.starts_at or MIDDAY))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
