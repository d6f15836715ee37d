"""Figures are dated, sourced data; asking for a day gives the value in force on it."""

from datetime import date
from decimal import Decimal

import pytest

from ownway import parameters

TWO_YEARS = """
name: bus_fare
words: An invented figure.
unit: pounds
period: a journey
reference: Nowhere; a test.
verified: false
values:
  - {from: 2026-04-06, value: "2.75"}
  - {from: 2025-04-06, value: "2.50"}
"""


@pytest.mark.parametrize("name", parameters.names())
def test_every_parameter_states_its_unit_period_and_reference(name: str) -> None:
    """No figure is kept without what it measures, over what time, and where it comes from."""
    found = parameters.parameter(name)
    stated = {"unit": found.unit, "period": found.period, "reference": found.reference}
    assert {key for key, said in stated.items() if not said} == set()
    assert isinstance(found.verified, bool)
    assert found.values


def test_there_is_at_least_one_parameter() -> None:
    """The check above looks at real files."""
    assert "cld_cost_frequencies" in parameters.names()


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2025, 4, 6), "2.50"),
        (date(2026, 4, 5), "2.50"),
        (date(2026, 4, 6), "2.75"),
        (date(2031, 1, 1), "2.75"),
    ],
)
def test_a_value_lasts_until_the_next_one_starts(day: date, value: str) -> None:
    """The first day of a new value is the day it starts, whatever the order in the file."""
    assert parameters.parse("bus_fare", TWO_YEARS).value_on(day) == value


def test_a_day_before_the_first_value_is_refused() -> None:
    """We never guess a figure for a time before its first day."""
    with pytest.raises(parameters.NotInForce, match="bus_fare has no value before 2025-04-06"):
        parameters.parse("bus_fare", TWO_YEARS).value_on(date(2025, 4, 5))


def test_an_unknown_name_is_refused() -> None:
    """A misspelt name is an error, not a missing figure."""
    with pytest.raises(parameters.UnknownParameter, match="no parameter called bus_fare"):
        parameters.value_on("bus_fare", date(2026, 4, 6))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: pounds", "unit: ''", "does not state its unit"),
        ("period: a journey\n", "", "does not state its period"),
        ("reference: Nowhere; a test.\n", "", "does not state its reference"),
        ("verified: false", "verified: perhaps", "does not say whether it is verified"),
        ('"2.75"', "2.75", "write a number with a fraction as text"),
        ("2026-04-06", "2025-04-06", "two values from the same day"),
        ("from: 2026-04-06, ", "", "needs a day"),
        ("name: bus_fare", "name: tram_fare", "calls itself tram_fare"),
    ],
)
def test_a_parameter_that_leaves_something_out_is_refused(old: str, new: str, said: str) -> None:
    """A file that breaks a rule is refused whole, with what is wrong in words."""
    broken = TWO_YEARS.replace(old, new)
    assert broken != TWO_YEARS
    with pytest.raises(parameters.BadParameter, match=said):
        parameters.parse("bus_fare", broken)


def test_a_year_from_another_source_says_its_own() -> None:
    """One year may be read and the next only quoted; a year that says nothing is as its file."""
    own = TWO_YEARS + '  - {from: 2027-04-06, value: null, verified: true, reference: "Read."}\n'
    found = parameters.parse("bus_fare", own)
    last, before = found.dated_on(date(2027, 4, 6)), found.dated_on(date(2026, 4, 6))
    assert (last.value, last.verified, last.reference) == (None, True, "Read.")
    assert (before.value, before.verified, before.reference) == (
        "2.75",
        False,
        "Nowhere; a test.",
    )
    with pytest.raises(parameters.BadParameter, match="a source that cannot be read"):
        parameters.parse("bus_fare", own.replace("verified: true", "verified: maybe"))


@pytest.mark.parametrize("text", ["", "- a list", "values: []"])
def test_a_file_that_is_no_parameter_is_refused(text: str) -> None:
    """An empty or different file is refused, never read as an empty parameter."""
    with pytest.raises(parameters.BadParameter):
        parameters.parse("bus_fare", text)


def test_a_parameter_without_values_is_refused() -> None:
    """A figure needs at least one day."""
    head = TWO_YEARS.partition("values:")[0]
    with pytest.raises(parameters.BadParameter, match="bus_fare has no values"):
        parameters.parse("bus_fare", head + "values: []")


def test_a_single_number_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure with a fraction comes out as the decimal it is, and words are no figure."""
    known = {
        "bus_fare": parameters.parse("bus_fare", TWO_YEARS),
        "tram_fare": parameters.parse("bus_fare", TWO_YEARS.replace('"2.75"', "free")),
    }
    monkeypatch.setattr(parameters, "parameter", known.__getitem__)
    assert parameters.decimal_on("bus_fare", date(2026, 4, 6)) == Decimal("2.75")
    with pytest.raises(parameters.BadParameter, match="tram_fare is not a single number"):
        parameters.decimal_on("tram_fare", date(2026, 4, 6))


def test_a_table_is_not_a_single_number() -> None:
    """Asking for a number where the value is a table says so."""
    with pytest.raises(parameters.BadParameter, match="not a single number"):
        parameters.decimal_on("cld_cost_frequencies", date(2026, 4, 1))
