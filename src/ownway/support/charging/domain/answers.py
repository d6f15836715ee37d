"""What somebody answers about their money, as it is kept, and the case it makes.

Units     Whole pence; kinds and times by the names of their enums, so that words may change.
Errors    Refused: answers that do not fit together, in words for whoever wrote them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ownway.kernel.period import age_on
from ownway.kernel.refusal import Refused
from ownway.support.charging.domain.ages import reached_pension_age
from ownway.support.charging.domain.means import (
    Capital,
    Case,
    Every,
    Income,
    Owned,
    Received,
    Spent,
)
from ownway.support.charging.domain.page import Free, LightTouch, PersonCase

UNDER = 25


class Lives(StrEnum):
    """Where the support is: it decides what is left for living."""

    HOME = "at home, or anywhere that is not a care home"
    CARE_HOME = "in a care home, for good"
    FOR_A_TIME = "in a care home, for a time"


@dataclass(frozen=True, slots=True)
class Line:
    """One amount that was told: what, how much, how often, and how many share it."""

    name: str
    pence: int
    every: str = Every.WEEK.name
    shared_by: int = 1

    def kept(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "pence": self.pence,
            "every": self.every,
            "shared_by": self.shared_by,
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was told; an amount nobody named is not there."""

    lives: Lives = Lives.HOME
    home_ignored: bool = False
    couple: bool = False
    pension_age: bool = False
    partner_pension_age: bool = False
    disability_premium: bool = False
    enhanced_disability_premium: bool = False
    carer_premium: bool = False
    children: int = 0
    incomes: tuple[Line, ...] = ()
    capital: tuple[Line, ...] = ()
    housing: tuple[Line, ...] = ()
    disability: tuple[Line, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As the row keeps it."""
        found: dict[str, Any] = {name: getattr(self, name) for name in YES_OR_NO}
        found |= {"lives": self.lives.name, "children": self.children}
        return found | {name: [one.kept() for one in getattr(self, name)] for name in LISTS}


YES_OR_NO = (
    "home_ignored",
    "couple",
    "pension_age",
    "partner_pension_age",
    "disability_premium",
    "enhanced_disability_premium",
    "carer_premium",
)
LISTS = ("incomes", "capital", "housing", "disability")


def answers_from(kept: Mapping[str, Any]) -> Answers:
    """Answers as a row keeps them; what is not there was not told."""
    said: dict[str, Any] = {name: bool(kept.get(name)) for name in YES_OR_NO}
    said |= {name: tuple(Line(**one) for one in kept.get(name, ())) for name in LISTS}
    said["lives"] = Lives[kept.get("lives", Lives.HOME.name)]
    return Answers(children=kept.get("children", 0), **said)


def case_of(
    answers: Answers,
    *,
    born_on: date | None,
    on: date,
    cost_weekly: int,
    free_weekly: int = 0,
    free: Free | None = None,
    refused: bool = False,
) -> PersonCase:
    """The case these answers make on a day.

    Where the day of birth tells whether Pension Credit age is reached, it counts, whatever was
    ticked. Raises Refused without a day of birth at that age.
    """
    reached = reached_pension_age(born_on, on)
    if born_on is None and not answers.pension_age:
        raise Refused("Their day of birth is not on the record, and what is left to them hangs on "
                      "their age. Note it there first.")  # fmt: skip
    return Case(
        cost_weekly=_pounds(cost_weekly),
        free_weekly=_pounds(free_weekly),
        children=Decimal(answers.children),
        stays=answers.lives is Lives.CARE_HOME,
        visits=answers.lives is Lives.FOR_A_TIME,
        home_ignored=answers.home_ignored,
        couple=answers.couple,
        under_25=born_on is not None and age_on(born_on, on) < UNDER,
        pension_age=answers.pension_age if reached is None else reached,
        partner_pension_age=answers.partner_pension_age,
        disability_premium=answers.disability_premium,
        enhanced_disability_premium=answers.enhanced_disability_premium,
        carer_premium=answers.carer_premium,
        free=free is not None,
        refused=refused,
        incomes=tuple(
            Received(Income[one.name], _pounds(one.pence), Every[one.every], one.shared_by)
            for one in answers.incomes
        ),
        capital=tuple(
            Owned(Capital[one.name], _pounds(one.pence), one.shared_by) for one in answers.capital
        ),
        housing=_spent(answers.housing),
        disability=_spent(answers.disability),
    )


def _spent(lines: Sequence[Line]) -> tuple[Spent[Decimal], ...]:
    return tuple(
        Spent(one.name, _pounds(one.pence), Every[one.every], one.shared_by) for one in lines
    )


def _pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


WHOLE, REFUSED = "whole", "refused"
HOW: dict[str, str] = {
    WHOLE: "Worked out from everything that was told",
    **{f"light-{one.name}": f"Without asking for more: {one.value}" for one in LightTouch},
    REFUSED: "The full cost: they chose not to tell what they have",
    **{f"free-{one.name}": f"Nothing to pay: {one.value}" for one in Free},
}
