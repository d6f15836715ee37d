"""What single cells say: only what can be read safely is read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import FIELDS, code_list
from ownway.commissioning.returns.domain.cells import amount, count, day, nhs_number
from ownway.commissioning.returns.domain.code_lists import FOLDER
from ownway.commissioning.returns.domain.fields import KNOWN
from ownway.commissioning.returns.domain.remembered import MOST, Remembered, Unremembered

days = st.dates(date(1880, 1, 1), date(2150, 12, 31))
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@given(days, st.sampled_from(["", " 00:00:00", "T09:30:00Z", " 09:30", " 9:30:00 AM"]))
def test_a_day_is_read_in_each_honest_form(on: date, time: str) -> None:
    """Year first, day first and named month all give the same day, with or without a time."""
    named = f"{on.day:02d}-{MONTHS[on.month - 1]}-{on.year}"
    for text in (on.isoformat(), on.strftime("%d/%m/") + str(on.year), named, named.upper()):
        assert day(text + time) == on


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31/02/2025",
        "04/31/2025",
        "01/04/25",
        "01-Apr-25",
        "01-Avr-2025",
        "2025/04/01",
        "1 April 2025",
        "45748",  # the day as a spreadsheet counts it
        "9999-12-31",
        "0001-01-01",
        "01/01/1879",
        "2025-04-01 teatime",
        "\u0662\u0660\u0662\u0665-04-01",
        "2025-04-01" + " " * 40 + "00:00",
    ],
)
def test_a_day_that_is_not_certain_is_not_read(text: str) -> None:
    """Two-figure years, American order, serial numbers and placeholders are left unread."""
    assert day(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24.60", "24.60"),
        ("-24.6", "-24.6"),
        (".5", "0.5"),
        ("£1,234.50", "1234.50"),
        ("9999999.99", "9999999.99"),
        ("", None),
        ("10000000", None),
        ("1e5", None),
        ("NaN", None),
        ("24.60.1", None),
        ("12,50 €", None),
    ],
)
def test_an_amount_is_read_exactly_or_not_at_all(text: str, number: str | None) -> None:
    """No amount is rounded, and none is larger than a cost can be."""
    assert amount(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("", None), ("-1", None), ("1000", None)])
def test_a_count_is_a_small_whole_number(text: str, number: int | None) -> None:
    """How many people somebody cares for is never negative or in thousands."""
    assert count(text) == number


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_one_figure_at_most_makes_an_nhs_number(figures: str) -> None:
    """Of the ten possible last figures, the check digit leaves one or none."""
    valid = [last for last in "0123456789" if nhs_number(figures + last)]
    weighed = sum(int(one) * weight for one, weight in zip(figures, range(10, 1, -1), strict=True))
    expected = (11 - weighed % 11) % 11
    placeholder = len(set(figures)) == 1 and str(expected) == figures[0]
    assert valid == ([] if expected == 10 or placeholder else [str(expected)])


@given(st.from_regex(r"99[0-9]{8}", fullmatch=True), st.integers(0, 8))
def test_a_slip_of_one_figure_is_seen(number: str, place: int) -> None:
    """Changing any one figure of a valid number makes it invalid."""
    if nhs_number(number):
        slipped = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert nhs_number(slipped) is None


@pytest.mark.parametrize(
    "text", ["", "999000001", "99900000180", "9990000019", "0000000000", "٩٩٩٠٠٠٠٠١٨", "NHS0000018"]
)
def test_what_is_no_nhs_number_is_refused(text: str) -> None:
    """Wrong length, wrong check digit, placeholders and letters are no number."""
    assert nhs_number(text) is None


def test_every_list_field_has_its_code_list() -> None:
    """One file for each list field and none besides, each with where it comes from."""
    listed = {field.name for field in FIELDS if field.kind == "list"}
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {name.lower() for name in listed}
    for name in listed:
        found = code_list(name)
        assert found.field == name
        assert found.reference
        assert len(set(found.values)) == len(found.by_letters) == len(found.by_case)
        assert found.verified in (True, False)
        assert found.values or not found.verified


@given(st.sampled_from(sorted(f.name for f in FIELDS if f.kind == "list")), st.data())
def test_a_respelt_value_stands_for_one_value_at_most(name: str, data: st.DataObject) -> None:
    """Dashes for colons and another case never change which value is meant."""
    found = code_list(name)
    if found.values:
        value = data.draw(st.sampled_from(found.values))
        for respelt in (value, value.upper(), value.replace(": ", " - "), value.replace("-", "–")):
            assert found.stands_for(respelt) == value


def test_no_two_fields_share_a_header() -> None:
    """Headers stay apart when case and punctuation do not count."""
    assert len(KNOWN) == len(FIELDS)


def test_what_is_remembered_stays_right_and_small() -> None:
    """Answers are those of the function itself, however many texts go by."""
    kept: Remembered[int] = Remembered(len)
    texts = [str(number) for number in range(MOST + 100)] + ["x" * 300]
    assert [kept[text] for text in texts] == [len(text) for text in texts]
    assert 0 < len(kept) <= MOST
    assert texts[-1] not in kept
    blank_only: Unremembered[int] = Unremembered(len)
    assert [blank_only[text] for text in ("", "a", "")] == [0, 1, 0]
    assert list(blank_only) == [""]


@given(days)
def test_the_day_after_is_another_day(on: date) -> None:
    """Neighbouring days are told apart in every form."""
    if on < date(2150, 12, 31):
        after = on + timedelta(1)
        assert day(after.isoformat()) != day(on.isoformat())
