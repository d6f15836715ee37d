"""Days, ages and periods. A period includes its first and its last day; without one it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    first_day: date
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("The last day comes before the first.")

    def holds(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def age_on(born_on: date, day: date) -> int:
    """Whole years lived; someone born on 29 February turns a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    after = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def every(weeks: int, *, from_day: date) -> Iterator[Period]:
    """Periods of so many weeks, one after another, without end."""
    length = timedelta(weeks=weeks)
    while True:
        yield Period(from_day, from_day + length - timedelta(days=1))
        from_day += length


def in_words(day: date, *, today: date | None = None) -> str:
    """16 November 2026; without the year when it is this year; today, tomorrow, yesterday."""
    if today is not None:
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
        if near:
            return near
        if day.year == today.year:
            return f"{day.day} {day:%B}"
    return f"{day.day} {day:%B} {day.year}"
