"""What it really costs to employ a personal assistant: the wage, and all that comes with it.

Units     Whole pence; a week unless the name says otherwise. Every line is rounded to the penny
          (half a penny up), and the weekly cost is the sum of the lines.
Promise   Depends on what is said and on the figures of the day, on nothing else. The lines add up.
Errors    Refused: a wage below the minimum of an age, by how much; nothing to be done; amounts and
          hours that cannot be. NotInForce where a figure has no value for the day.
Source    National Minimum Wage Act 1998 and SI 2015/621; Working Time Regulations 1998, regulations
          13 and 13A; Social Security Contributions and Benefits Act 1992, section 9; National
          Insurance Contributions Act 2014; Pensions Act 2008; Employers' Liability (Compulsory
          Insurance) Act 1969; Employment Rights Act 1996, part XI. Nights on which somebody
          sleeps: Royal Mencap Society v Tomlinson-Blake [2021] UKSC 8. That a direct payment has
          to suffice for it: Care and Support Statutory Guidance, 11.24 and chapter 12.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ownway.kernel.money import pounds, to_whole
from ownway.kernel.refusal import Refused
from ownway.parameters import decimal_on, parameter

WEEKS = 52
HOURS_IN_A_WEEK = 168
MOST_BANK_HOLIDAYS = 12


class Age(StrEnum):
    """The ages between which wages and duties differ."""

    UNDER_18 = "under 18"
    TO_20 = "18 to 20"
    AT_21 = "21"
    FROM_22 = "22 or over"


MINIMUM = {
    Age.UNDER_18: "employing_minimum_wage_under_18",
    Age.TO_20: "employing_minimum_wage_18_to_20",
    Age.AT_21: "employing_minimum_wage_21_or_over",
    Age.FROM_22: "employing_minimum_wage_21_or_over",
}
NO_FIGURE = "What you typed"


@dataclass(frozen=True, slots=True)
class Assistant:
    """One assistant. Hours and nights are a week's; `bank_holidays` days a year, of
    `bank_holiday_hours` each, paid `bank_holiday_extra_percent` above the wage."""

    name: str
    age: Age
    wage_hourly: int
    hours: Decimal
    waking_night_hours: Decimal = Decimal(0)
    waking_night_wage_hourly: int | None = None
    sleep_in_nights: int = 0
    sleep_in_each: int = 0
    bank_holidays: int = 0
    bank_holiday_hours: Decimal = Decimal(0)
    bank_holiday_extra_percent: int = 0

    @property
    def hours_awake(self) -> Decimal:
        return self.hours + self.waking_night_hours


@dataclass(frozen=True, slots=True)
class Running:
    """What employing costs beside pay: pence a year, weeks a year.

    `sickness_weeks` of somebody else's pay while the assistant's own is still paid;
    `redundancy_weeks` of pay put aside for each year of work.
    """

    insurance_yearly: int
    payroll_yearly: int = 0
    training_yearly: int = 0
    sickness_weeks: Decimal = Decimal(0)
    redundancy_weeks: Decimal = Decimal(0)
    claims_allowance: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: what it is, how it was worked out, where the figure comes from."""

    words: str
    how: str
    cost_weekly: int
    source: str = NO_FIGURE
    verified: bool = True


@dataclass(frozen=True, slots=True)
class FullCost:
    """The sum with every line; `hourly` is what an hour awake costs, none where there is none."""

    lines: tuple[Line, ...]
    hours: Decimal

    @property
    def cost_weekly(self) -> int:
        return sum(line.cost_weekly for line in self.lines)

    @property
    def hourly(self) -> int | None:
        return to_whole(self.cost_weekly / self.hours) if self.hours else None

    @property
    def all_verified(self) -> bool:
        return all(line.verified for line in self.lines)


def full_cost(assistants: Sequence[Assistant], running: Running, *, on: date) -> FullCost:
    """The full weekly cost of these assistants by the figures of a day.

    Pay is taken as even over the year, so National Insurance and the pension are reckoned on its
    weekly average. Raises Refused, NotInForce.
    """
    if not assistants:
        raise Refused("Say who you would employ.")
    _check_running(running)
    lines: list[Line] = []
    insurance = 0
    many = len(assistants) > 1
    for one in assistants:
        _check(one, on=on)
        pay = _pay(one, on=on)
        weekly = sum(line.cost_weekly for line in pay)
        own = [*pay, _national_insurance(one, weekly, on=on), _pension(one, weekly, on=on)]
        insurance += own[-2].cost_weekly
        own += _put_aside(weekly, running, on=on)
        lines += [_named(line, one.name) for line in own if line.cost_weekly] if many else own
    lines += _allowance(insurance, running, on=on)
    lines += _yearly(running)
    awake = sum((one.hours_awake for one in assistants), Decimal(0))
    return FullCost(tuple(line for line in lines if line.cost_weekly), awake)


def below_minimum(one: Assistant, wage_hourly: int, *, on: date) -> int:
    """By how many pence an hour a wage is below the least for an age, 0 where it is not."""
    return max(0, int(decimal_on(MINIMUM[one.age], on)) - wage_hourly)


def _check(one: Assistant, *, on: date) -> None:
    wages = [one.wage_hourly]
    if one.waking_night_wage_hourly is not None:
        wages.append(one.waking_night_wage_hourly)
    for wage in wages:
        if short := below_minimum(one, wage, on=on):
            raise Refused(
                f"{pounds(wage)} an hour is {pounds(short)} below the minimum wage of "
                f"{pounds(wage + short)} for somebody who is {one.age.value}."
            )
    amounts = (
        one.hours,
        one.waking_night_hours,
        one.sleep_in_nights,
        one.sleep_in_each,
        one.bank_holiday_hours,
        one.bank_holidays,
        one.bank_holiday_extra_percent,
    )
    if any(amount < 0 for amount in amounts):
        raise Refused("Hours, nights and amounts are nothing or more.")
    if not one.hours_awake and not one.sleep_in_nights:
        raise Refused("Say how many hours a week, or how many nights.")
    if one.hours_awake > HOURS_IN_A_WEEK:
        raise Refused("A week has 168 hours.")
    if one.sleep_in_nights > 7:
        raise Refused("A week has seven nights.")
    if one.sleep_in_nights and not one.sleep_in_each:
        raise Refused("Say what a sleep-in night is paid.")
    if one.bank_holidays > MOST_BANK_HOLIDAYS or one.bank_holiday_hours > 24:
        raise Refused("Check the bank holidays: days a year, and hours on each.")


def _check_running(running: Running) -> None:
    if min(running.insurance_yearly, running.payroll_yearly, running.training_yearly) < 0:
        raise Refused("Amounts are nothing or more.")
    if not running.insurance_yearly:
        raise Refused("An employer must be insured. Write what the insurance costs a year.")
    if not 0 <= running.sickness_weeks <= WEEKS or not 0 <= running.redundancy_weeks <= WEEKS:
        raise Refused("Weeks a year are between 0 and 52.")


def _pay(one: Assistant, *, on: date) -> list[Line]:
    """What the assistant is paid, their holiday with it."""
    night_wage = one.waking_night_wage_hourly or one.wage_hourly
    extra = one.bank_holidays * one.bank_holiday_hours * one.wage_hourly
    minimum = parameter(MINIMUM[one.age]).dated_on(on)
    worked = [
        Line(
            "Wage",
            f"{_plain(one.hours)} hours at {pounds(one.wage_hourly)}; the least is "
            f"{pounds(int(decimal_on(MINIMUM[one.age], on)))}",
            to_whole(one.hours * one.wage_hourly),
            minimum.reference,
            minimum.verified,
        ),
        Line(
            "Nights awake",
            f"{_plain(one.waking_night_hours)} hours at {pounds(night_wage)}",
            to_whole(one.waking_night_hours * night_wage),
            minimum.reference,
            minimum.verified,
        ),
        Line(
            "Sleep-in nights",
            f"{one.sleep_in_nights} nights at {pounds(one.sleep_in_each)}; hours awake in the "
            "night are paid by the hour",
            one.sleep_in_nights * one.sleep_in_each,
        ),
        Line(
            "More on bank holidays",
            f"{one.bank_holidays} days of {_plain(one.bank_holiday_hours)} hours, "
            f"{one.bank_holiday_extra_percent}% above the wage, over {WEEKS} weeks",
            to_whole(extra * one.bank_holiday_extra_percent / Decimal(100) / WEEKS),
        ),
    ]
    whole = parameter("employing_holiday_weeks").dated_on(on)
    weeks = decimal_on("employing_holiday_weeks", on)
    earned = sum(line.cost_weekly for line in worked)
    holiday = Line(
        "Holiday pay",
        f"{weeks} weeks of holiday for {WEEKS - weeks} weeks of work, on {pounds(earned)}",
        to_whole(earned * weeks / (WEEKS - weeks)),
        whole.reference,
        whole.verified,
    )
    return [*worked, holiday]


def _national_insurance(one: Assistant, pay_weekly: int, *, on: date) -> Line:
    under_21 = one.age in (Age.UNDER_18, Age.TO_20)
    name = "employing_national_insurance_" + ("under_21_up_to" if under_21 else "threshold")
    whole = parameter(name).dated_on(on)
    free = decimal_on(name, on) / WEEKS
    percent = decimal_on("employing_national_insurance_percent", on)
    share = max(Decimal(0), pay_weekly - free) * percent / 100
    return Line(
        "Employer’s National Insurance",
        f"{percent}% of pay above {pounds(to_whole(free))} a week",
        to_whole(share),
        whole.reference,
        whole.verified,
    )


def _pension(one: Assistant, pay_weekly: int, *, on: date) -> Line:
    """The employer's least contribution where the law puts somebody into a pension by itself."""
    trigger = decimal_on("employing_pension_trigger", on) / WEEKS
    low = decimal_on("employing_pension_from", on) / WEEKS
    high = decimal_on("employing_pension_up_to", on) / WEEKS
    percent = decimal_on("employing_pension_percent", on)
    whole = parameter("employing_pension_trigger").dated_on(on)
    owed = one.age is Age.FROM_22 and pay_weekly >= trigger
    band = max(Decimal(0), min(Decimal(pay_weekly), high) - low) if owed else Decimal(0)
    return Line(
        "Employer’s pension contribution",
        f"{percent}% of pay between {pounds(to_whole(low))} and {pounds(to_whole(high))} a week",
        to_whole(band * percent / 100),
        whole.reference,
        whole.verified,
    )


def _put_aside(pay_weekly: int, running: Running, *, on: date) -> list[Line]:
    most = int(decimal_on("employing_redundancy_week_most", on))
    whole = parameter("employing_redundancy_week_most").dated_on(on)
    return [
        Line(
            "Cover when they are ill",
            f"{_plain(running.sickness_weeks)} weeks a year of somebody else’s pay",
            to_whole(pay_weekly * running.sickness_weeks / WEEKS),
        ),
        Line(
            "Put aside for redundancy",
            f"{_plain(running.redundancy_weeks)} weeks’ pay for each year of work, a week "
            f"counting for at most {pounds(most)}",
            to_whole(min(pay_weekly, most) * running.redundancy_weeks / WEEKS),
            whole.reference,
            whole.verified,
        ),
    ]


def _allowance(insurance_weekly: int, running: Running, *, on: date) -> list[Line]:
    if not running.claims_allowance:
        return []
    whole = parameter("employing_employment_allowance").dated_on(on)
    yearly = int(decimal_on("employing_employment_allowance", on))
    return [
        Line(
            "Employment Allowance, taken off",
            f"National Insurance up to {pounds(yearly)} a year is not asked for",
            -min(insurance_weekly, to_whole(Decimal(yearly) / WEEKS)),
            whole.reference,
            whole.verified,
        )
    ]


def _yearly(running: Running) -> list[Line]:
    return [
        Line(
            words, f"{pounds(yearly)} a year over {WEEKS} weeks", to_whole(Decimal(yearly) / WEEKS)
        )
        for words, yearly in (
            ("Insurance an employer must have", running.insurance_yearly),
            ("Payroll service", running.payroll_yearly),
            ("Training", running.training_yearly),
        )
    ]


def _named(line: Line, name: str) -> Line:
    return Line(f"{name}: {line.words}", line.how, line.cost_weekly, line.source, line.verified)


def _plain(number: Decimal) -> str:
    """6, 10.5: without noughts at its end."""
    return f"{number.normalize():f}"
