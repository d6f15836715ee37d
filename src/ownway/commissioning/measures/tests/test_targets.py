"""A target says in words whether it is met, how far it is, or by how much it was missed."""

from datetime import date
from decimal import Decimal

import pytest

from ownway.commissioning.measures.domain import targets
from ownway.commissioning.measures.domain.targets import BAD, GOOD, LESS, MORE, SOME, Status

BY = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("value", "on", "better", "expected"),
    [
        ("30.0", date(2026, 11, 22), MORE, Status(GOOD, "Target met")),
        ("31.5", date(2028, 1, 1), MORE, Status(GOOD, "Target met")),
        (
            "29.9",
            date(2026, 11, 22),
            MORE,
            Status(SOME, "0.1 percentage points to go by 31 March 2027"),
        ),
        ("29.0", BY, MORE, Status(SOME, "1.0 percentage point to go by 31 March 2027")),
        ("28.0", date(2027, 4, 1), MORE, Status(BAD, "Missed by 2.0 percentage points")),
        ("30.0", BY, LESS, Status(GOOD, "Target met")),
        ("31.0", date(2027, 4, 1), LESS, Status(BAD, "Missed by 1.0 percentage point")),
    ],
)
def test_where_a_figure_stands(value: str, on: date, better: str, expected: Status) -> None:
    assert (
        targets.status(Decimal(value), target=Decimal("30.0"), by_day=BY, on=on, better=better)
        == expected
    )


def test_a_unit_that_is_no_share_is_said() -> None:
    assert targets.status(
        Decimal("14.5"),
        target=Decimal("12.0"),
        by_day=BY,
        on=date(2027, 4, 1),
        better=LESS,
        unit="per 100,000",
    ) == Status(BAD, "Missed by 2.5 per 100,000")


def test_few_people_are_counted_before_they_are_divided() -> None:
    assert targets.counts_first(3, 7) == "3 of 7"
    assert targets.counts_first(3, 19) == "3 of 19"
    assert targets.counts_first(3, 20) == ""
    assert targets.counts_first(0, 0) == ""
    assert targets.counts_first(3, None) == ""
