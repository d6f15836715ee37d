"""What a million people pay: the bulk run beside the page, and beside openfisca-core.

    make bench-charging                      a million people, about five minutes
    python bench/charging.py PEOPLE          another number; without openfisca-core only exactness

Invented people of all sorts (`support/charging/tests/columns.py`): nine kinds of income that come
by the week, fortnight, four weeks, month, quarter and year, joint amounts, four kinds of capital,
costs, every line of the guarantee, care homes, refusals. The page works each of them out in
Decimal with its workings; the bulk run all of them in whole pence. Then every tie: each way an
amount can divide, each penny around each step of capital, each share of what is left.

openfisca-core gets the same people and the same rules, written in its own way, twice: amounts as
its floats (32 bits, how it keeps money) and as its ints, which no published system uses for money.
The goal is set beside the floats; the ints are told beside it. Only setting inputs and calculating
count, not building its simulation. Processor seconds of one thread, the middle of five, in turn.
"""

import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from importlib.metadata import version
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from ownway.support.charging.domain.bulk import Column, Columns, contributions
from ownway.support.charging.domain.figures import Figures, LocalRules, Set, figures_on
from ownway.support.charging.domain.means import (
    CAPITAL,
    INCOME,
    Capital,
    Counts,
    Every,
    Income,
    Owned,
    Received,
    Spent,
)
from ownway.support.charging.domain.page import work_out
from ownway.support.charging.tests.columns import FLAGS, people, person

DAY, MONTH, SEED, TIMES = date(2025, 10, 1), "2025-10", 20_251_001, 5
ALONE = 1_000_000
FLOATS, INTS = "openfisca-core, floats", "openfisca-core, ints"
AT_LEAST = 5.0
POLICY = LocalRules("An invented policy", 5_00, 85, 1_25, None)
Inputs = dict[str, npt.NDArray[Any]]


def of_the_day(local: LocalRules) -> Figures:
    """The figures of 2025–26; the two lines nobody here knows get an invented amount."""
    found = figures_on(DAY, local)
    whole = {
        one: figure if figure.pence is not None else replace(figure, pence=7_05)
        for one, figure in found.figures.items()
    }
    return replace(found, figures=whole)


def differing(cases: Columns, figures: Figures) -> tuple[int, int]:
    """For how many people the page and the bulk run differ, and by how many pence at most."""
    together = contributions(cases, figures).tolist()
    wrong = most = 0
    for at, bulk in enumerate(together):
        apart = abs(work_out(person(cases, at), figures).contribution_weekly - bulk)
        wrong += apart > 0
        most = max(most, apart)
    return wrong, most


def ties() -> Iterator[tuple[str, Columns, Figures]]:
    """Every way a sum can meet a fraction or an edge, one after another."""
    law = of_the_day(LocalRules("The law alone"))
    one = people(1, seed=1)
    for every in Every:
        for by in (1, 2, 3):
            size = every.over * by
            rows = 2 * size + 1
            amounts = np.arange(20_000, 20_000 + rows)
            yield (
                f"income and costs {every.value}, shared by {by}",
                blank(
                    one,
                    rows,
                    incomes=(Received(Income.OTHER, amounts, every, by),),
                    housing=(Spent("rent", amounts // 4, every, by),),
                    disability=(Spent("diet", amounts[::-1] // 9, every, by),),
                ),
                law,
            )
    steps = np.arange(14_250_00 - 250_00, 23_250_00 + 500_00, 250_00)
    edges = (steps[:, None] + np.arange(-2, 3)).ravel()
    for by in (1, 2, 3):
        for more in range(by):
            owned = (Owned(Capital.SAVINGS, edges * by + more, by),)
            income = (Received(Income.OTHER, np.full(len(edges), 150_00)),)
            columns = blank(one, len(edges), capital=owned, incomes=income)
            yield f"pennies around each step, shared by {by}", columns, law
    for percent in range(101):
        share = of_the_day(LocalRules("A share", taken_percent=percent, least_weekly=percent))
        income = (Received(Income.OTHER, np.arange(112_50, 112_50 + 201)),)
        yield f"{percent} in a hundred", blank(one, 201, incomes=income), share


def blank(one: Columns, rows: int, **said: Any) -> Columns:
    """So many plain people of 40 at home whose support costs £400, and what is said of them."""
    plain: dict[str, Any] = {name: np.zeros(rows, bool) for name in FLAGS}
    plain |= {"cost_weekly": np.full(rows, 400_00), "free_weekly": np.zeros(rows, np.int64)}
    plain |= {"children": np.zeros(rows, np.int64)}
    plain |= {"incomes": (), "capital": (), "housing": (), "disability": ()}
    return replace(one, **(plain | said))


def open_fisca(cases: Columns, figures: Figures, kind: type) -> tuple[Callable[[], Any], Any]:
    """The same rules as variables of openfisca-core, amounts as pence of its `kind`."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    entity = build_entity(key="person", plural="people", label="A person", is_person=True)
    system = TaxBenefitSystem([entity])
    pence, local = figures.pence, figures.local
    inputs: Inputs = {}

    def variable(name: str, of: type, formula: Any = None) -> None:
        said: dict[str, Any] = {
            "value_type": of, "entity": entity, "definition_period": DateUnit.MONTH, "label": name,
        }  # fmt: skip
        if formula is not None:
            said["formula"] = formula
        system.add_variable(type(name, (Variable,), said))

    def given(name: str, column: npt.NDArray[Any]) -> None:
        marks = column.dtype == np.bool_
        variable(name, bool if marks else kind)
        inputs[name] = column if marks else column.astype(np.float32 if kind is float else np.int32)

    def down(amount: Any, times: int, over: int) -> Any:
        return amount if times == over else np.floor_divide(amount * times, over)

    def up(amount: Any, times: int, over: int) -> Any:
        return amount if times == over else -np.floor_divide(-amount * times, over)

    for one in fields(cases):
        value = getattr(cases, one.name)
        if isinstance(value, np.ndarray):
            given(one.name, value)
        else:
            for at, line in enumerate(value):
                given(f"{one.name}_{at}", line.amount)

    def summed(name: str, lines: tuple[Any, ...], wanted: Any, each: Any) -> Any:
        def formula(who: Any, period: Any, parameters: Any = None) -> Any:
            found = [
                each(who(f"{name}_{at}", period), one)
                for at, one in enumerate(lines)
                if wanted(one)
            ]
            return sum(found)

        return formula

    def weekly(amount: Any, one: Any) -> Any:
        return down(amount, one.every.times, one.every.over * one.shared_by)

    def spent(amount: Any, one: Any) -> Any:
        return up(amount, one.every.times, one.every.over * one.shared_by)

    def share(amount: Any, one: Any) -> Any:
        return down(amount, 1, one.shared_by)

    for counts in (Counts.WHOLE, Counts.SAVINGS_CREDIT, Counts.WAR_PENSION):
        variable(
            f"income_{counts.name}", kind,
            summed("incomes", cases.incomes, lambda o, c=counts: INCOME[o.kind] is c, weekly),
        )  # fmt: skip
    for counts in (Counts.WHOLE, Counts.OWN_HOME):
        variable(
            f"capital_{counts.name}", kind,
            summed("capital", cases.capital, lambda o, c=counts: CAPITAL[o.kind] is c, share),
        )  # fmt: skip
    variable("housing", kind, summed("housing", cases.housing, bool, spent))
    variable("disability", kind, summed("disability", cases.disability, bool, spent))

    def at_home(who: Any, period: Any, parameters: Any = None) -> Any:
        return ~(who("stays", period) | who("visits", period))

    def income(who: Any, period: Any, parameters: Any = None) -> Any:
        credit = np.where(
            who("couple", period),
            np.maximum(who("income_SAVINGS_CREDIT", period) - pence(Set.SAVINGS_CREDIT_COUPLE), 0),
            np.maximum(who("income_SAVINGS_CREDIT", period) - pence(Set.SAVINGS_CREDIT_SINGLE), 0),
        )
        credit = np.where(who("at_home", period), 0, credit)
        war = np.maximum(who("income_WAR_PENSION", period) - pence(Set.WAR_PENSION), 0)
        return who("income_WHOLE", period) + credit + war

    def capital(who: Any, period: Any, parameters: Any = None) -> Any:
        counts = who("stays", period) & ~who("home_ignored", period)
        return who("capital_WHOLE", period) + np.where(counts, who("capital_OWN_HOME", period), 0)

    def over_limit(who: Any, period: Any, parameters: Any = None) -> Any:
        return who("capital", period) > pence(Set.UPPER_LIMIT)

    def assumed(who: Any, period: Any, parameters: Any = None) -> Any:
        above = np.maximum(who("capital", period) - pence(Set.LOWER_LIMIT), 0)
        steps = -np.floor_divide(-above, pence(Set.TARIFF_STEP))
        return np.where(who("over_limit", period), 0, steps * pence(Set.TARIFF_WEEKLY))

    def guarantee(who: Any, period: Any, parameters: Any = None) -> Any:
        couple, old = who("couple", period), who("pension_age", period)
        children = who("children", period)
        alone = np.where(
            old, pence(Set.SINGLE_PENSION_AGE),
            np.where(children > 0, pence(Set.LONE_PARENT),
                     np.where(who("under_25", period), pence(Set.SINGLE_UNDER_25),
                              pence(Set.SINGLE_25_OR_OVER))))  # fmt: skip
        two = np.where(old | who("partner_pension_age", period),
                       pence(Set.COUPLE_PENSION_AGE), pence(Set.COUPLE))  # fmt: skip
        ill = np.where(couple, pence(Set.DISABILITY_COUPLE), pence(Set.DISABILITY_SINGLE))
        very = np.where(couple, pence(Set.ENHANCED_COUPLE), pence(Set.ENHANCED_SINGLE))
        return (
            np.where(couple, two, alone)
            + children * pence(Set.CHILD)
            + np.where(~old & who("disability_premium", period), ill, 0)
            + np.where(~old & who("enhanced_disability_premium", period), very, 0)
            + who("carer_premium", period) * pence(Set.CARER)
        )

    def kept(who: Any, period: Any, parameters: Any = None) -> Any:
        living = np.where(
            who("at_home", period), who("guarantee", period) + local.buffer_weekly,
            pence(Set.PERSONAL_EXPENSES),
        )  # fmt: skip
        housing = np.where(who("stays", period), 0, who("housing", period))
        return living + housing + who("disability", period)

    def paid(who: Any, period: Any, parameters: Any = None) -> Any:
        left = np.maximum(who("income", period) + who("assumed", period) - who("kept", period), 0)
        asked = np.where(who("at_home", period), down(left, local.taken_percent, 100), left)
        price = np.maximum(who("cost_weekly", period) - who("free_weekly", period), 0)
        asked = np.minimum(asked, price)
        asked = np.where(asked < local.least_weekly, 0, asked)
        full = who("refused", period) | who("over_limit", period)
        return np.where(who("free", period), 0, np.where(full, price, asked))

    for formula in (income, capital, assumed, guarantee, kept, paid):
        variable(formula.__name__, kind, formula)
    variable("at_home", bool, at_home)
    variable("over_limit", bool, over_limit)

    def simulation() -> Any:
        return SimulationBuilder().build_default_simulation(system, count=len(cases.cost_weekly))

    def run(made: Any) -> Any:
        for name, column in inputs.items():
            made.set_input(name, MONTH, column)
        return made.calculate("paid", MONTH)

    return simulation, run


def beside(cases: Columns, figures: Figures) -> Iterator[tuple[str, float, Column]]:
    """Seconds, in turn, of the bulk run and of both kinds of openfisca-core."""
    peers = {
        FLOATS: open_fisca(cases, figures, float),
        INTS: open_fisca(cases, figures, int),
    }
    for _ in range(TIMES):
        start = time.process_time()
        ours = contributions(cases, figures)
        yield "bulk run", time.process_time() - start, ours
        for name, (simulation, run) in peers.items():
            made = simulation()
            start = time.process_time()
            found = run(made)
            yield name, time.process_time() - start, np.rint(found).astype(np.int64)


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else ALONE
    figures = of_the_day(POLICY)
    cases = people(count, seed=SEED)
    print(f"Python {platform.python_version()}, {platform.machine()}, numpy {np.__version__}")

    start = time.perf_counter()
    wrong, most = differing(cases, figures)
    took = time.perf_counter() - start
    print(f"page against bulk run: {wrong:,} of {count:,} people differ (most {most} pence); "
          f"the page works out {count / took:,.0f} people a second with workings")  # fmt: skip
    met = wrong == 0
    tied = odd = 0
    for words, columns, of in ties():
        apart, _ = differing(columns, of)
        tied, odd = tied + len(columns.cost_weekly), odd + apart
        if apart:
            print(f"  {words}: {apart} differ")
    print(f"ties and edges: {odd:,} of {tied:,} differ")
    met = met and odd == 0

    try:
        from openfisca_core import variables  # noqa: F401  # is it here at all
    except ImportError:
        print("openfisca-core is not installed here: make bench-charging measures beside it")
        return 0 if met else 1
    seconds: dict[str, list[float]] = {}
    answers: dict[str, Column] = {}
    for name, took, found in beside(cases, figures):
        seconds.setdefault(name, []).append(took)
        answers[name] = found
    ours = answers["bulk run"]
    print(f"\n{count:,} people, one thread, middle of {TIMES} "
          f"(openfisca-core {version('openfisca-core')})")  # fmt: skip
    for name, took_each in seconds.items():
        middle = median(took_each)
        differ = int(np.count_nonzero(answers[name] != ours))
        print(f"  {name:<24} {middle:8.3f} s {count / middle:14,.0f} people a second  "
              f"[{min(took_each):.3f}-{max(took_each):.3f}]  {differ:,} differ")  # fmt: skip
    floats, ints = (median(seconds[one]) / median(seconds["bulk run"]) for one in (FLOATS, INTS))
    print(f"  the bulk run is {floats:.1f} times as fast as its floats (goal {AT_LEAST:.0f}), "
          f"{ints:.1f} times as its ints")  # fmt: skip
    return 0 if met and floats >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
