"""What an imported service costs a week, by the national rules.

Client Level Data gives a unit cost, how often it is paid, and the planned units a week. The
published national code turns these into a weekly cost so:

- weekly, fortnightly, 4-weekly, monthly, quarterly, annually: the unit cost times a fixed
  fraction of a week (1, 1/2, 1/4, 12/52, 4/52, 1/52). **The planned units are not used**: the
  frequency is trusted over them, since the two often disagree.
- any other frequency (hourly, daily, per session, and also one that is blank or unlisted): the
  unit cost times the planned units a week; with no planned units, or zero, there is no cost.
- one-off: counted once, never in a week.
- the sign is dropped from the unit cost and from the planned units; a cost of zero is no cost.

Units     Pounds and pence in (Decimal); whole pence out.
Rounding  Once, at the end of the sum; half a penny goes up.
Promise   Never negative; a higher unit cost never gives a lower weekly cost.
Source    LA_dashboard/6.Costs_fact.sql in github.com/DataS-DHSC/ASC-CLD-LA-Dashboard. The
          fractions are dated data: ownway/parameters/cld_cost_frequencies.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from ownway.kernel.money import to_whole
from ownway.parameters import BadParameter, Value, parameter

NO_COST = "no cost given"
# Exact for any cost and units a file can hold; wide enough never to round before the end.
DIGITS = 60


class WeeklyCost(NamedTuple):
    """A cost with the rule that gave it. At most one of the two amounts is given."""

    pence_weekly: int | None
    once_pence: int | None
    rule: str  # short and stable, kept with the row: "4-weekly ÷ 4"


@dataclass(frozen=True, slots=True)
class _Fraction:
    begins: str
    times: int
    over: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Rules:
    one_off: str
    per_unit: frozenset[str]
    fractions: tuple[_Fraction, ...]


def weekly_cost(
    unit_cost: Decimal | None,
    frequency: str,
    planned_units: Decimal | None,
    *,
    on: date | None = None,
) -> WeeklyCost:
    """The weekly cost of a service, or its one-off cost, with the rule that was used.

    `on` is the day whose rules apply; without it, the latest rules. Raises nothing: a cost that
    cannot be worked out has neither amount, and `rule` says why.
    """
    if unit_cost is None or not unit_cost.is_finite() or unit_cost == 0:
        return WeeklyCost(None, None, NO_COST)
    how = how_paid(frequency, on=on)
    times = Decimal(how.times)
    if how.per_unit:
        if planned_units is None or not planned_units.is_finite() or planned_units == 0:
            return WeeklyCost(None, None, how.rule_without_units)
        times = planned_units
    pence = _pence(unit_cost, times, how.over)
    return WeeklyCost(None, pence, how.rule) if how.once else WeeklyCost(pence, None, how.rule)


class HowPaid(NamedTuple):
    """What a frequency makes of a unit cost: times the planned units, or a fraction of it."""

    once: bool
    per_unit: bool
    times: int
    over: int
    rule: str
    rule_without_units: str


def how_paid(frequency: str, *, on: date | None = None) -> HowPaid:
    """What the rules in force on that day, or the latest, say of a frequency."""
    rules = _rules(on)
    paid = frequency.strip().casefold()
    if paid == rules.one_off:
        return HowPaid(True, False, 1, 1, "one-off, counted once", "")
    for fraction in rules.fractions:
        if paid.startswith(fraction.begins):
            return HowPaid(False, False, fraction.times, fraction.over, fraction.rule, "")
    named = paid if paid in rules.per_unit else "other frequency"
    return HowPaid(False, True, 1, 1, f"{named} × planned units", f"{named}, no planned units")


def _pence(unit_cost: Decimal, times: Decimal, over: int) -> int:
    with localcontext() as exact:
        exact.prec = DIGITS
        return to_whole(abs(unit_cost * times) * 100 / over)


@lru_cache(maxsize=16)
def _rules(on: date | None) -> _Rules:
    found = parameter("cld_cost_frequencies")
    table = found.latest if on is None else found.value_on(on)
    if not isinstance(table, Mapping):
        raise BadParameter("cld_cost_frequencies does not hold a table.")
    return _Rules(
        one_off=str(table["one_off"]),
        per_unit=frozenset(str(name) for name in _each(table["per_unit"])),
        fractions=tuple(_fraction(row) for row in _each(table["fractions"])),
    )


def _fraction(row: Value) -> _Fraction:
    if not isinstance(row, Mapping):
        raise BadParameter("A fraction of cld_cost_frequencies is not a table.")
    times, over = int(str(row["times"])), int(str(row["over"]))
    rule = str(row["words"])
    rule += f" × {times}" if times != 1 else ""
    rule += f" ÷ {over}" if over != 1 else ""
    return _Fraction(str(row["begins"]), times, over, rule)


def _each(rows: Value) -> tuple[Value, ...]:
    if not isinstance(rows, tuple):
        raise BadParameter("cld_cost_frequencies does not hold the rows it should.")
    return rows
