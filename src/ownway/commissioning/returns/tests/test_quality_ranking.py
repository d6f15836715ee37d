"""The fixes that matter most come first, by weights anybody can read; shares never flatter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import CLASS_WORDS, FIELDS, NAMES, quality
from ownway.commissioning.returns.domain.checks import CHECK_BY_ID, CHECKS
from ownway.commissioning.returns.domain.quality import (
    Cell,
    Counted,
    Filled,
    expand,
    fix_of,
    fixes_settling,
    most_worth,
)
from ownway.commissioning.returns.domain.weights import WEIGHTS, spoils
from ownway.commissioning.returns.pages.quality import percent

ALL_VALID = "v" * len(NAMES)
every_fix = st.sampled_from(
    [*(Cell(name, letter) for name in NAMES for letter in quality.FAULTS), *CHECKS]
)
counted = st.lists(
    st.builds(Counted, every_fix, st.integers(0, 1_000_000)),
    max_size=40,
    unique_by=lambda one: one.fix.id,
)


def test_a_fix_counts_its_rows_times_what_it_spoils() -> None:
    """A blank NHS number: 5 points a row; an old support reason: 30 hundredths of 4."""
    number = Counted(Cell("NHS_Number", "m"), 10)
    old = Counted(Cell("Primary_Support_Reason", "r"), 100)
    dead = Counted(CHECK_BY_ID["open-after-death"], 12)

    assert (number.counts, old.counts, dead.counts) == (5_000, 12_000, 6_000)
    assert most_worth([number, old, dead]) == [old, dead, number]


@given(counted, st.randoms())
def test_the_order_of_counting_changes_nothing(counted: list[Counted], chance: object) -> None:
    again = list(counted)
    chance.shuffle(again)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert most_worth(again) == most_worth(counted)


@given(counted)
def test_nothing_left_out_is_worth_more_than_what_is_listed(counted: list[Counted]) -> None:
    listed = most_worth(counted)
    left = [one for one in counted if one not in listed]

    assert len(listed) == min(10, sum(1 for one in counted if one.rows))
    assert [one.counts for one in listed] == sorted((one.counts for one in listed), reverse=True)
    assert all(one.counts <= listed[-1].counts for one in left if one.rows)


@given(counted, st.integers(1, 1_000))
def test_more_rows_never_lower_a_fix(counted: list[Counted], more: int) -> None:
    for place, one in enumerate(counted):
        larger = [*counted[:place], replace(one, rows=one.rows + more), *counted[place + 1 :]]
        was = [other.fix for other in most_worth(counted, most=len(counted))]
        now = [other.fix for other in most_worth(larger, most=len(larger))]
        if one.fix in was:
            assert now.index(one.fix) <= was.index(one.fix)


def test_every_field_says_what_it_spoils_and_what_it_should_hold() -> None:
    for field in FIELDS:
        weight, why = spoils(field.name)
        assert weight in WEIGHTS
        assert why.endswith(".")
        assert quality.expected(field)
        for letter in quality.FAULTS:
            assert Cell(field.name, letter).remedy.endswith((".", "right"))


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("NHS_Number", "who it is"),
        ("Unit_Cost", "a payment or a cost"),
        ("Delivery_Mechanism", "a national measure"),
        ("Ethnicity", "the national check"),
        ("GP_Practice_Code", "a detail"),
    ],
)
def test_what_a_field_spoils(field: str, name: str) -> None:
    assert spoils(field)[0].name == name


def test_an_address_names_a_fix_or_nothing() -> None:
    assert fix_of("Postcode:m") == Cell("Postcode", "m")
    assert fix_of("no-cost") is CHECK_BY_ID["no-cost"]
    for nothing in ("", "Postcode", "Postcode:v", "Postcode:b", "Nothing:m", "no-costs", ":m"):
        assert fix_of(nothing) is None
    assert all(fix_of(check.id) is check for check in CHECKS)


def test_patterns_become_counts_by_field() -> None:
    """Two rows all valid, three with the first field blank though mandatory; an odd one is left."""
    found = expand([(ALL_VALID, 2), ("m" + ALL_VALID[1:], 3), ("vv", 7)])

    assert found[NAMES[0]].by_class == dict.fromkeys(CLASS_WORDS, 0) | {"v": 2, "m": 3}
    assert found[NAMES[-1]].by_class == dict.fromkeys(CLASS_WORDS, 0) | {"v": 5}


def test_blank_where_it_may_be_and_unlisted_are_no_part_of_the_share() -> None:
    filled = Filled({"v": 6, "b": 100, "m": 1, "i": 1, "r": 2, "u": 50})

    assert (filled.right, filled.matter, filled.wrong, filled.share) == (6, 10, 4, 0.6)
    assert Filled({"b": 3}).share is None


def test_how_many_fixes_settle_half() -> None:
    """Wrong cells 10: the two largest kinds hold 3 and 2 of them, half. A check is no cell."""
    fixes = [
        Counted(Cell("Postcode", letter), rows)
        for letter, rows in zip("mir", (1, 3, 2), strict=True)
    ]
    fixes.append(Counted(CHECK_BY_ID["no-cost"], 99))

    assert fixes_settling(fixes, 10) == 2
    assert fixes_settling(fixes, 6) == 1
    assert fixes_settling([], 0) is None
    assert fixes_settling([], 5) is None


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "–"),
        (0, 5, "0.0%"),
        (1, 1_000, "0.1%"),
        (929, 1_000, "92%"),
        (9_999, 10_000, "99.9%"),
        (999_999, 1_000_000, "99.9%"),
        (7, 7, "100%"),
    ],
)
def test_a_share_never_says_all_when_it_is_not_all(part: int, whole: int, words: str) -> None:
    assert percent(part, whole) == words
