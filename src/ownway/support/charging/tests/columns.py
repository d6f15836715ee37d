"""Many invented people as columns of pence, and each of them as a case of their own.

One maker for the tests and the bench: what the bulk run sees as a row, the page sees as a person.
"""

from decimal import Decimal
from typing import Any

import numpy as np

from ownway.support.charging.domain.bulk import Column, Columns
from ownway.support.charging.domain.means import (
    Capital,
    Case,
    Every,
    Income,
    Owned,
    Received,
    Spent,
)

FLAGS = (
    "stays",
    "visits",
    "home_ignored",
    "couple",
    "under_25",
    "pension_age",
    "partner_pension_age",
    "disability_premium",
    "enhanced_disability_premium",
    "carer_premium",
    "free",
    "refused",
)
INCOMES = (
    (Income.STATE_PENSION, Every.FOUR_WEEKS, 1, 120_000),
    (Income.PRIVATE_PENSION, Every.MONTH, 1, 90_000),
    (Income.PRIVATE_PENSION, Every.YEAR, 2, 500_000),
    (Income.EMPLOYMENT_SUPPORT, Every.FORTNIGHT, 1, 40_000),
    (Income.PIP_DAILY_LIVING, Every.FOUR_WEEKS, 1, 50_000),
    (Income.PIP_MOBILITY, Every.FOUR_WEEKS, 1, 35_000),
    (Income.EARNINGS, Every.MONTH, 1, 90_000),
    (Income.SAVINGS_CREDIT, Every.WEEK, 1, 1_800),
    (Income.WAR_PENSION, Every.QUARTER, 1, 90_000),
)
CAPITAL = ((Capital.SAVINGS, 1, 1_900_000), (Capital.ACCOUNTS, 2, 1_200_000),
           (Capital.OWN_HOME, 1, 40_000_000), (Capital.BELONGINGS, 1, 500_000))  # fmt: skip
HOUSING = (("rent", Every.MONTH, 1, 60_000), ("council tax", Every.YEAR, 2, 250_000))
DISABILITY = (("laundry", Every.WEEK, 1, 1_500), ("equipment", Every.YEAR, 1, 90_000))
HAVE = 0.55  # how many have an amount of a kind at all


def people(count: int, *, seed: int) -> Columns:
    """So many people of all sorts, with amounts to the penny; one in three of the amounts even."""
    draw = np.random.default_rng(seed)

    def amounts(most: int) -> Column:
        found = draw.integers(0, most, count)
        found[draw.random(count) < 1 / 3] //= 10
        return np.where(draw.random(count) < HAVE, found, 0).astype(np.int64)

    marks: dict[str, Any] = {one: draw.random(count) < 0.3 for one in FLAGS}
    marks["visits"] &= ~marks["stays"]
    marks["partner_pension_age"] &= marks["couple"]
    marks["under_25"] &= ~marks["pension_age"]
    marks["free"], marks["refused"] = draw.random(count) < 0.03, draw.random(count) < 0.03
    cost = draw.integers(0, 120_000, count)
    return Case(
        cost_weekly=cost,
        free_weekly=np.minimum(amounts(20_000), cost),
        children=np.where(draw.random(count) < 0.2, draw.integers(0, 5, count), 0),
        **marks,
        incomes=tuple(
            Received(kind, amounts(most), every, by) for kind, every, by, most in INCOMES
        ),
        capital=tuple(Owned(kind, amounts(most), by) for kind, by, most in CAPITAL),
        housing=tuple(Spent(what, amounts(most), every, by) for what, every, by, most in HOUSING),
        disability=tuple(
            Spent(what, amounts(most), every, by) for what, every, by, most in DISABILITY
        ),
    )


def person(cases: Columns, row: int) -> Case[Decimal, bool]:
    """One row as a case of its own, in pounds."""

    def pounds(column: Column) -> Decimal:
        return Decimal(int(column[row])) / 100

    said: dict[str, Any] = {one: bool(getattr(cases, one)[row]) for one in FLAGS}
    return Case(
        cost_weekly=pounds(cases.cost_weekly),
        free_weekly=pounds(cases.free_weekly),
        children=Decimal(int(cases.children[row])),
        **said,
        incomes=tuple(
            Received(one.kind, pounds(one.amount), one.every, one.shared_by)
            for one in cases.incomes
        ),
        capital=tuple(Owned(one.kind, pounds(one.amount), one.shared_by) for one in cases.capital),
        housing=tuple(
            Spent(one.what, pounds(one.amount), one.every, one.shared_by) for one in cases.housing
        ),
        disability=tuple(
            Spent(one.what, pounds(one.amount), one.every, one.shared_by)
            for one in cases.disability
        ),
    )


def alone(case: Case[Decimal, bool]) -> Columns:
    """A person's case as columns of one row."""

    def column(amount: Decimal) -> Column:
        return np.array([int(amount * 100)], np.int64)

    said: dict[str, Any] = {one: np.array([getattr(case, one)]) for one in FLAGS}
    return Case(
        cost_weekly=column(case.cost_weekly),
        free_weekly=column(case.free_weekly),
        children=np.array([int(case.children)], np.int64),
        **said,
        incomes=tuple(
            Received(one.kind, column(one.amount), one.every, one.shared_by) for one in case.incomes
        ),
        capital=tuple(Owned(one.kind, column(one.amount), one.shared_by) for one in case.capital),
        housing=tuple(
            Spent(one.what, column(one.amount), one.every, one.shared_by) for one in case.housing
        ),
        disability=tuple(
            Spent(one.what, column(one.amount), one.every, one.shared_by) for one in case.disability
        ),
    )
