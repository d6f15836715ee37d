"""What is known of somebody's health care: their practice, yearly check, plan and passport. Pure.

People with a learning disability have a health check each year and a plan that follows from it; a
hospital passport tells a ward how to care for them. What nobody has asked is not the same as "no".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.period import add_months

FEWEST = 5  # people; fewer are told to nobody who counts without opening records
SMALLER = "Practices with fewer than 5 people, together"
LEARNING_DISABILITY = "Learning Disability"  # how reasons for support of that kind begin
NO_PRACTICE = "Practice not known"


class Passport(StrEnum):
    UNKNOWN = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Health:
    """What was said last, by whoever said it."""

    practice: str = ""
    check_on: date | None = None
    plan_on: date | None = None
    passport: Passport = Passport.UNKNOWN
    passport_where: str = ""
    said_on: date | None = None
    said_by: str = ""

    def lacks(self, *, on: date, months: int) -> tuple[str, ...]:
        """What somebody with a learning disability has not had, or not within so many months."""
        since = add_months(on, -months)
        found = []
        if self.check_on is None or self.check_on < since:
            found.append("a health check")
        if self.plan_on is None or self.plan_on < since:
            found.append("a health action plan")
        if self.passport is not Passport.YES:
            found.append("a hospital passport")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class AtPractice:
    """How many people with a learning disability a practice has, and how many lack what.

    A number is the least of the five it stands for (15: from 15 to 19); None is fewer than 5, none
    included. Nobody learns of one person from it, nor from one number taken from another.
    """

    practice: str
    people: int | None
    no_check: int | None
    no_plan: int | None
    no_passport: int | None


def by_practice(known: Iterable[Health], *, on: date, months: int) -> tuple[AtPractice, ...]:
    """Counts by practice, most people first; practices with fewer than 5 stand together, last."""
    of: dict[str, list[Health]] = {}
    for one in known:
        of.setdefault(one.practice or NO_PRACTICE, []).append(one)
    small = [name for name, people in of.items() if len(people) < FEWEST]
    together = [one for name in small for one in of[name]]
    large = {name: people for name, people in of.items() if name not in small}
    found = sorted(
        (_at(name, people, on=on, months=months) for name, people in large.items()),
        key=lambda one: (-(one.people or 0), one.practice),
    )
    return (*found, *([_at(SMALLER, together, on=on, months=months)] if together else ()))


def in_the_whole(known: Iterable[Health], *, on: date, months: int) -> AtPractice:
    return _at("", list(known), on=on, months=months)


def _at(name: str, people: list[Health], *, on: date, months: int) -> AtPractice:
    lacks = [one.lacks(on=on, months=months) for one in people]

    def told(what: str) -> int | None:
        return _told(sum(what in one for one in lacks))

    return AtPractice(
        name,
        _told(len(people)),
        told("a health check"),
        told("a health action plan"),
        told("a hospital passport"),
    )


def _told(people: int) -> int | None:
    return people - people % FEWEST if people >= FEWEST else None


def in_words(number: int | None) -> str:
    """How a count is written: "15 to 19", or "fewer than 5"."""
    return "fewer than 5" if number is None else f"{number} to {number + FEWEST - 1}"
