"""What people may type to learn what support costs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField, PenceField
from ownway.kernel.money import pounds
from ownway.parameters import decimal_on
from ownway.support.planning.domain.employing import (
    MINIMUM,
    MOST_BANK_HOLIDAYS,
    Age,
    Assistant,
    Running,
    below_minimum,
)
from ownway.support.planning.domain.placement import Placement

MOST_ASSISTANTS = 3
AGES = (
    (Age.FROM_22, "22 or over"),
    (Age.AT_21, "21"),
    (Age.TO_20, "18 to 20"),
    (Age.UNDER_18, "Under 18"),
)
NUMBER = {"invalid": "Write a number, like 10.5"}


def _number(label: str, most: int, **said: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        decimal_places=2,
        error_messages={**NUMBER, "max_value": f"Write {most} or less"},
        **said,
    )


def _whole(label: str, most: int, **said: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={
            "invalid": "Write a whole number",
            "max_value": f"Write {most} or less",
        },
        **said,
    )


class EmployingForm(forms.Form):
    """Up to three assistants, what comes with employing them, and what it is for in the plan."""

    insurance = PenceField(
        label="Insurance, a year",
        help_text="An employer must have it",
        error_messages={"required": "Write what the insurance costs a year"},
    )
    payroll = PenceField(
        label="Payroll service, a year",
        help_text="Somebody who works out pay and tells the tax office",
        required=False,
    )
    training = PenceField(label="Training, a year", required=False)
    sickness_weeks = _number("Weeks a year when they may be ill and somebody else steps in", 52)
    redundancy_weeks = _number(
        "Weeks’ pay to put aside for redundancy, for each year of work",
        52,
        help_text="The law asks for half a week, one week or one and a half, by age",
    )
    claims_allowance = forms.BooleanField(
        label="I claim the Employment Allowance, as those who employ for their own care may",
        required=False,
        initial=True,
    )
    activity = forms.CharField(label="What do they do?", required=False, max_length=200)
    outcome = forms.CharField(
        label="What is it for?",
        help_text="What it makes possible, in your own words",
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, on: date, adding: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        if adding:
            for name, words in (("activity", "Say what they do"), ("outcome", "Say what for")):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = words
        least = pounds(int(decimal_on(MINIMUM[Age.FROM_22], on)))
        for at in range(1, MOST_ASSISTANTS + 1):
            first = at == 1
            self.fields |= {
                f"name{at}": forms.CharField(
                    label="Their name",
                    help_text="Or “not found yet”",
                    required=first,
                    max_length=40,
                    error_messages={"required": "Write a name, or “not found yet”"},
                ),
                f"age{at}": forms.ChoiceField(
                    label="How old are they?", choices=AGES, initial=Age.FROM_22, required=first
                ),
                f"wage{at}": PenceField(
                    label="Wage an hour",
                    help_text=f"At least {least} for somebody aged 21 or over",
                    required=first,
                    error_messages={"required": "Write the wage an hour"},
                ),
                f"hours{at}": _number("Hours a week by day", 168),
                f"waking{at}": _number("Hours a week of nights awake", 168),
                f"waking_wage{at}": PenceField(
                    label="Wage an hour of nights awake, if it is another", required=False
                ),
                f"nights{at}": _whole("Nights a week on which they sleep at your home", 7),
                f"night_each{at}": PenceField(label="What each of those is paid", required=False),
                f"holidays{at}": _whole(
                    "Bank holidays a year on which they work", MOST_BANK_HOLIDAYS
                ),
                f"holiday_hours{at}": _number("Hours on each", 24),
                f"holiday_extra{at}": _whole(
                    "Per cent more on those days", 300, help_text="100 is double pay"
                ),
            }

    def people(self) -> Iterator[dict[str, forms.BoundField]]:
        """The fields of each assistant, by their name without the number."""
        for at in range(1, MOST_ASSISTANTS + 1):
            yield {
                name.removesuffix(str(at)): self[name]
                for name in self.fields
                if name.endswith(str(at))
            }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        found: list[Assistant] = []
        for at in range(1, MOST_ASSISTANTS + 1):
            values = {
                name.removesuffix(str(at)): value
                for name, value in said.items()
                if name.endswith(str(at))
            }
            filled = {name for name, value in values.items() if value and name != "age"}
            if filled:
                found += self._assistant(at, values)
        said["assistants"] = found
        return said

    def _assistant(self, at: int, values: dict[str, Any]) -> list[Assistant]:
        """One assistant out of what was typed; what is wrong is said beside its field."""
        wage = values.get("wage")
        if not values.get("name") and f"name{at}" not in self.errors:
            self.add_error(f"name{at}", "Write a name, or “not found yet”")
        if wage is None:
            if f"wage{at}" not in self.errors:
                self.add_error(f"wage{at}", "Write the wage an hour")
            return []
        one = Assistant(
            name=values.get("name") or "",
            age=Age(values.get("age") or Age.FROM_22),
            wage_hourly=wage,
            hours=values.get("hours") or Decimal(0),
            waking_night_hours=values.get("waking") or Decimal(0),
            waking_night_wage_hourly=values.get("waking_wage"),
            sleep_in_nights=values.get("nights") or 0,
            sleep_in_each=values.get("night_each") or 0,
            bank_holidays=values.get("holidays") or 0,
            bank_holiday_hours=values.get("holiday_hours") or Decimal(0),
            bank_holiday_extra_percent=values.get("holiday_extra") or 0,
        )
        for name, paid in (("wage", wage), ("waking_wage", one.waking_night_wage_hourly)):
            if paid is not None and (short := below_minimum(one, paid, on=self.on)):
                self.add_error(
                    f"{name}{at}",
                    f"This is {pounds(short)} below the minimum wage of {pounds(paid + short)}",
                )
        if not one.hours_awake and not one.sleep_in_nights and f"hours{at}" not in self.errors:
            self.add_error(f"hours{at}", "Write how many hours a week, or how many nights")
        if one.sleep_in_nights and not one.sleep_in_each and f"night_each{at}" not in self.errors:
            self.add_error(f"night_each{at}", "Write what a night is paid")
        return [one]

    def running(self) -> Running:
        said = self.cleaned_data
        return Running(
            insurance_yearly=said["insurance"],
            payroll_yearly=said["payroll"] or 0,
            training_yearly=said["training"] or 0,
            sickness_weeks=said["sickness_weeks"] or Decimal(0),
            redundancy_weeks=said["redundancy_weeks"] or Decimal(0),
            claims_allowance=said["claims_allowance"],
        )


# What a placement may be in the national return: the kinds of support that a home or scheme gives.
PLACEMENTS = (
    "Long term residential care",
    "Long term nursing care",
    "Short term residential care",
    "Short term nursing care",
    "Community supported living",
    "Extra care housing",
    "Shared Lives",
)


def _percent(label: str, **said: Any) -> forms.DecimalField:
    return _number(f"{label}, per cent", 100, **said)


class PlacementForm(forms.Form):
    """What a placement gives one person in a week, what runs the home, and what a provider asks."""

    service_component = forms.ChoiceField(
        label="What kind of placement?", choices=[(words, words) for words in PLACEMENTS]
    )
    one_to_one_hours = _number("Hours a week with a worker of their own", 168)
    two_to_one_hours = _number("Hours a week with two workers", 84)
    shared_hours = _number("Hours a week of one worker, shared with others", 168)
    shared_by = _whole("How many people share them?", 50)
    waking_night_hours = _number("Hours a week of nights awake", 168)
    sleep_in_nights = _whole("Sleep-in nights a week", 7)
    sleep_in_each = PenceField(label="What a sleep-in night is paid", required=False)
    night_shared_by = _whole("How many people share the nights?", 50)
    wage_hourly = PenceField(
        label="Wage an hour", error_messages={"required": "Write the wage an hour"}
    )
    on_costs_percent = _percent(
        "On top of the wage", help_text="Holiday, National Insurance, pension, training, sickness"
    )
    rent_weekly = PenceField(
        label="Rent", help_text="Leave empty what a tenancy pays", required=False
    )
    food_weekly = PenceField(label="Food", required=False)
    heating_weekly = PenceField(label="Heating and light", required=False)
    household_weekly = PenceField(label="Household and upkeep", required=False)
    management_percent = _percent("Management, on staff")
    overheads_percent = _percent("Overheads, on staff, home and management")
    voids_percent = _number("Days on which a room is empty, per cent", 50)
    return_percent = _percent("Return")
    offer_weekly = PenceField(label="What does the provider ask a week?", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least = int(decimal_on(MINIMUM[Age.FROM_22], on))
        self.fields["wage_hourly"].help_text = f"At least {pounds(self.least)}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wage = said.get("wage_hourly")
        if wage is not None and wage < self.least:
            self.add_error(
                "wage_hourly",
                f"This is {pounds(self.least - wage)} below the minimum wage of "
                f"{pounds(self.least)}",
            )
        if said.get("sleep_in_nights") and not said.get("sleep_in_each"):
            self.add_error("sleep_in_each", "Write what a night is paid")
        return said

    def placement(self) -> Placement:
        said = self.cleaned_data
        shared = ("shared_by", "night_shared_by")
        hours = ("one_to_one_hours", "two_to_one_hours", "shared_hours", "waking_night_hours")
        percents = (
            "on_costs_percent",
            "management_percent",
            "overheads_percent",
            "voids_percent",
            "return_percent",
        )
        amounts = ("rent_weekly", "food_weekly", "heating_weekly", "household_weekly")
        nights = ("sleep_in_nights", "sleep_in_each")
        typed: tuple[tuple[tuple[str, ...], Any], ...] = (
            ((*hours, *percents), Decimal(0)),
            ((*amounts, *nights), 0),
            (shared, 1),
        )
        return Placement(
            wage_hourly=said["wage_hourly"],
            **{name: said[name] or none for names, none in typed for name in names},
        )


class ProtectForm(forms.Form):
    first_day = DayField(
        label="From which day?",
        help_text="The day a review steps it down, or today",
        error_messages={"required": "Enter the day it begins"},
    )
    most_percent = forms.IntegerField(
        label="The most it steps down in a year, per cent of what they have now",
        help_text="0 keeps all of it until it is ended",
        min_value=0,
        max_value=100,
        error_messages={
            "required": "Write a number from 0 to 100",
            "invalid": "Write a whole number from 0 to 100",
            "min_value": "Write a number from 0 to 100",
            "max_value": "Write a number from 0 to 100",
        },
    )
    reason = forms.CharField(
        label="Why?", max_length=2000, error_messages={"required": "Write down why"}
    )


class WhyForm(forms.Form):
    reason = forms.CharField(
        label="Why?", max_length=2000, error_messages={"required": "Write down why"}
    )
