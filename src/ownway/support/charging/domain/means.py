"""What is asked about somebody's money and home: the facts a contribution is worked out from.

Units     A case of one person holds pounds and pence as `Decimal` pounds; a case of many holds
          columns of whole pence. The rules do not know which.
Source    Care and Support (Charging and Assessment of Resources) Regulations 2014 (SI 2014/2672),
          parts 4 and 5 and schedules 1 and 2; Care and support statutory guidance, annexes B and C.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Amount = TypeVar("Amount")
Flag = TypeVar("Flag")


class Every(StrEnum):
    """How often an amount comes or goes. A year has 52 weeks here, as councils count it."""

    WEEK = "every week"
    FORTNIGHT = "every two weeks"
    FOUR_WEEKS = "every four weeks"
    MONTH = "every month"
    QUARTER = "every three months"
    YEAR = "every year"

    @property
    def times(self) -> int:
        """How often in a year, or in the weeks of `over`."""
        return {"every month": 12, "every three months": 4}.get(self, 1)

    @property
    def a_year(self) -> int:
        """How often in a year of 52 weeks."""
        return self.times * 52 // self.over

    @property
    def over(self) -> int:
        """In how many weeks it comes `times` times."""
        return {"every week": 1, "every two weeks": 2, "every four weeks": 4}.get(self, 52)


class Counts(StrEnum):
    """What the law does with a kind of income or capital."""

    WHOLE = "counted"
    NOT_AT_ALL = "not counted"
    SAVINGS_CREDIT = "not counted at home, in part in a care home"
    WAR_PENSION = "counted but for a fixed part"
    OWN_HOME = "counted only for a care home that is for good"


class Income(StrEnum):
    """Kinds of income that are treated differently, or that people look for by name."""

    STATE_PENSION = "State Pension"
    PRIVATE_PENSION = "private or workplace pension"
    GUARANTEE_CREDIT = "Pension Credit (Guarantee Credit)"
    SAVINGS_CREDIT = "Pension Credit (Savings Credit)"
    UNIVERSAL_CREDIT = "Universal Credit"
    EMPLOYMENT_SUPPORT = "Employment and Support Allowance"
    ATTENDANCE_ALLOWANCE = "Attendance Allowance"
    PIP_DAILY_LIVING = "Personal Independence Payment (daily living)"
    PIP_MOBILITY = "Personal Independence Payment (mobility)"
    DLA_CARE = "Disability Living Allowance (care)"
    DLA_MOBILITY = "Disability Living Allowance (mobility)"
    CARERS_ALLOWANCE = "Carer's Allowance"
    EARNINGS = "pay or profit from work"
    CHILD_BENEFIT = "Child Benefit or maintenance for a child"
    WAR_PENSION = "war widow's or widower's pension"
    OTHER = "other income"


class Capital(StrEnum):
    """Kinds of capital that are treated differently, or that people look for by name."""

    ACCOUNTS = "money in bank accounts and cash"
    SAVINGS = "savings and bonds"
    SHARES = "shares and investments"
    OWN_HOME = "the home lived in or left"
    OTHER_PROPERTY = "another property or land"
    BELONGINGS = "belongings"
    LIFE_INSURANCE = "what a life insurance policy could be sold for"
    OTHER = "other capital"


INCOME: dict[Income, Counts] = dict.fromkeys(Income, Counts.WHOLE) | {
    Income.SAVINGS_CREDIT: Counts.SAVINGS_CREDIT,
    Income.PIP_MOBILITY: Counts.NOT_AT_ALL,
    Income.DLA_MOBILITY: Counts.NOT_AT_ALL,
    Income.EARNINGS: Counts.NOT_AT_ALL,
    Income.CHILD_BENEFIT: Counts.NOT_AT_ALL,
    Income.WAR_PENSION: Counts.WAR_PENSION,
}
CAPITAL: dict[Capital, Counts] = dict.fromkeys(Capital, Counts.WHOLE) | {
    Capital.OWN_HOME: Counts.OWN_HOME,
    Capital.BELONGINGS: Counts.NOT_AT_ALL,
    Capital.LIFE_INSURANCE: Counts.NOT_AT_ALL,
}


@dataclass(frozen=True, slots=True)
class Received(Generic[Amount]):
    """Income of one kind that comes every so often; of a joint amount only the equal share."""

    kind: Income
    amount: Amount
    every: Every = Every.WEEK
    shared_by: int = 1


@dataclass(frozen=True, slots=True)
class Owned(Generic[Amount]):
    """Capital of one kind after what is owed on it; of a joint amount only the equal share."""

    kind: Capital
    amount: Amount
    shared_by: int = 1


@dataclass(frozen=True, slots=True)
class Spent(Generic[Amount]):
    """A cost that is left to the person: for their home, or because of a disability."""

    what: str
    amount: Amount
    every: Every = Every.WEEK
    shared_by: int = 1


@dataclass(frozen=True, slots=True)
class Case(Generic[Amount, Flag]):
    """One person, or a column of people: everything that decides what is paid.

    `cost_weekly` is what the support costs the council; `free_weekly` the part of it that may not
    be charged. `stays` is a care home for good, `visits` one for a time. `home_ignored` says that
    the law leaves the home out in a care home too (a partner lives there; the first twelve weeks).
    """

    cost_weekly: Amount
    free_weekly: Amount
    children: Amount  # how many, not money
    stays: Flag
    visits: Flag
    home_ignored: Flag
    couple: Flag
    under_25: Flag
    pension_age: Flag
    partner_pension_age: Flag
    disability_premium: Flag
    enhanced_disability_premium: Flag
    carer_premium: Flag
    free: Flag
    refused: Flag
    incomes: tuple[Received[Amount], ...] = ()
    capital: tuple[Owned[Amount], ...] = ()
    housing: tuple[Spent[Amount], ...] = ()
    disability: tuple[Spent[Amount], ...] = field(default=())
