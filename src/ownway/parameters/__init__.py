"""Statutory and national figures as dated data: one YAML file each, none in the logic.

Ask for a figure by name and day: `value_on("cld_cost_frequencies", on=date(2026, 10, 1))`.

Units     Each file states its own unit and period. A figure with a fraction is written as text
          ("12.50") so that no binary float can creep in; `decimal_on` reads it.
Promise   Pure and cached: a file is read once in the life of a process, and no clock is read.
Errors    UnknownParameter: no file of that name. NotInForce: the day is before the first value.
          BadParameter: a file breaks the rules of README.md; it is never half read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml

FOLDER = Path(__file__).parent
TEXTS = ("name", "words", "unit", "period", "reference")

Value: TypeAlias = "bool | int | str | date | tuple[Value, ...] | Mapping[str, Value] | None"


class UnknownParameter(LookupError):
    """There is no parameter of this name."""


class NotInForce(LookupError):
    """The day asked about is before the first day the parameter has a value for."""


class BadParameter(ValueError):
    """A parameter file leaves out what every parameter must say."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value and the first day it is in force; it lasts until the next one starts.

    Years of one figure may come from different sources: each says its own, and whether it was
    read there. Where a value says neither, it is as its parameter says.
    """

    first_day: date
    value: Value
    verified: bool
    reference: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure or table over time, with where it comes from and whether that was checked."""

    name: str
    words: str
    unit: str
    period: str
    reference: str
    verified: bool
    values: tuple[DatedValue, ...]  # earliest first

    def value_on(self, on: date) -> Value:
        """The value in force on a day.

        Raises NotInForce when the day is before the first value.
        """
        return self.dated_on(on).value

    def dated_on(self, on: date) -> DatedValue:
        """The value in force on a day, with its own source and whether it was read there.

        Raises NotInForce when the day is before the first value.
        """
        for dated in reversed(self.values):
            if dated.first_day <= on:
                return dated
        first_day = self.values[0].first_day
        raise NotInForce(f"{self.name} has no value before {first_day.isoformat()}.")

    @property
    def latest(self) -> Value:
        """The value with the latest first day, whether or not that day has come."""
        return self.values[-1].value


def names() -> list[str]:
    """The names of all parameters, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def parameter(name: str) -> Parameter:
    """The parameter of this name with all its dated values.

    Raises UnknownParameter, BadParameter.
    """
    if name not in names():
        raise UnknownParameter(f"There is no parameter called {name}.")
    return parse(name, (FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def value_on(name: str, on: date) -> Value:
    """The value of a parameter on a day.

    Raises UnknownParameter, NotInForce, BadParameter.
    """
    return parameter(name).value_on(on)


def decimal_on(name: str, on: date) -> Decimal:
    """The value of a parameter that is a single number, exact.

    Raises UnknownParameter, NotInForce, BadParameter (also when it is not a number).
    """
    value = value_on(name, on)
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            return Decimal(value)
        except InvalidOperation:
            pass
    raise BadParameter(f"{name} is not a single number.")


def parse(name: str, text: str) -> Parameter:
    """A parameter from the text of its file.

    Raises BadParameter with what is wrong, in words.
    """
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        raise BadParameter(f"{name} is not a list of named entries.")
    texts: dict[str, str] = {}
    for key in TEXTS:
        said = content.get(key)
        if not isinstance(said, str) or not said.strip():
            raise BadParameter(f"{name} does not state its {key}.")
        texts[key] = said.strip()
    if texts["name"] != name:
        raise BadParameter(f"{name} calls itself {texts['name']}.")
    verified = content.get("verified")
    if not isinstance(verified, bool):
        raise BadParameter(f"{name} does not say whether it is verified (true or false).")
    values = _dated_values(name, content.get("values"), verified, texts["reference"])
    return Parameter(verified=verified, values=values, **texts)


def _dated_values(
    name: str, listed: object, verified: bool, reference: str
) -> tuple[DatedValue, ...]:
    if not isinstance(listed, list) or not listed:
        raise BadParameter(f"{name} has no values.")
    dated: list[DatedValue] = []
    for entry in listed:
        first_day = entry.get("from") if isinstance(entry, dict) else None
        if not isinstance(first_day, date) or "value" not in entry:
            raise BadParameter(f"Each value of {name} needs a day (from) and a value.")
        read, source = entry.get("verified", verified), entry.get("reference", reference)
        if not isinstance(read, bool) or not isinstance(source, str) or not source.strip():
            raise BadParameter(f"A value of {name} has a source that cannot be read.")
        value = _frozen(name, entry["value"])
        dated.append(DatedValue(first_day, value, read, source.strip()))
    dated.sort(key=lambda one: one.first_day)
    if len({one.first_day for one in dated}) < len(dated):
        raise BadParameter(f"{name} has two values from the same day.")
    return tuple(dated)


def _frozen(name: str, value: object) -> Value:
    """The same value in shapes nobody can change, and without binary floats."""
    if isinstance(value, dict):
        return {str(key): _frozen(name, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(name, inner) for inner in value)
    if value is None or isinstance(value, bool | int | str | date):
        return value
    raise BadParameter(f'{name} holds {value!r}: write a number with a fraction as text, "0.25".')
