"""Whether the free weeks have passed depends on the first day alone, and no extension hides it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.reablement.domain import (
    CURRENT,
    LEVELS,
    UnknownAbility,
    ability_list,
    change_between,
    check_extension,
    check_scale,
    week_of,
    weeks_of,
)

DAYS = st.dates(date(2015, 4, 1), date(2090, 1, 1))
FIRST = date(2026, 10, 12)


def test_six_weeks_are_forty_two_days_with_the_first_among_them() -> None:
    weeks = weeks_of(FIRST, free_weeks=6)
    assert (weeks.last_free_day, weeks.may_be_charged_from) == (
        date(2026, 11, 22),
        date(2026, 11, 23),
    )
    assert [week_of(FIRST, on=FIRST + timedelta(days=n)) for n in (-1, 0, 6, 7, 41, 42)] == [
        0, 1, 1, 2, 6, 7,
    ]  # fmt: skip


@settings(max_examples=50)
@given(first=DAYS, later=st.integers(1, 42), on=st.integers(0, 500))
def test_an_extension_never_hides_that_the_free_weeks_passed(
    first: date, later: int, on: int
) -> None:
    before = weeks_of(first, free_weeks=6)
    planned = before.last_free_day
    check_extension(planned, planned + timedelta(days=later), on=planned)

    after = weeks_of(first, free_weeks=6)

    day = first + timedelta(days=on)
    assert after.days_past(day) == before.days_past(day) == max(0, on - 41)
    assert (after.days_past(day) > 0) == (day >= after.may_be_charged_from)


def test_an_extension_is_a_step_that_is_looked_at_again() -> None:
    planned = weeks_of(FIRST, free_weeks=6).last_free_day
    for days in (43, 27_000):  # a day too far, and a slip of the keyboard
        with pytest.raises(Refused, match="look at it again by then"):
            check_extension(planned, planned + timedelta(days=days), on=planned)


@settings(max_examples=50)
@given(first=DAYS, on=st.integers(0, 500))
def test_a_later_day_is_never_less_past(first: date, on: int) -> None:
    weeks = weeks_of(first, free_weeks=6)
    day = first + timedelta(days=on)
    assert weeks.days_past(day + timedelta(days=1)) >= weeks.days_past(day)


def test_an_extension_ends_later_and_not_in_the_past() -> None:
    with pytest.raises(Refused, match="later day"):
        check_extension(FIRST, FIRST, on=FIRST)
    with pytest.raises(Refused, match="past"):
        check_extension(FIRST, FIRST + timedelta(days=1), on=FIRST + timedelta(days=2))


@pytest.mark.parametrize("said", [None, 0, 10])
def test_a_scale_goes_from_nought_to_ten(said: int | None) -> None:
    check_scale(said)


@pytest.mark.parametrize("said", [-1, 11])
def test_a_number_off_the_scale_is_refused(said: int) -> None:
    with pytest.raises(Refused):
        check_scale(said)


def test_what_was_asked_once_only_says_nothing_of_change() -> None:
    change = change_between({"wash": 1, "dress": 2, "food": 3}, {"wash": 3, "food": 2, "out": 3})
    assert (change.asked, change.before, change.after) == (2, 4, 5)
    assert (change.better, change.worse) == (("wash",), ("food",))


def test_the_list_is_short_and_knows_its_own_words() -> None:
    asked = ability_list(CURRENT)
    assert len(asked.words) == 12
    assert asked.most == 12 * max(LEVELS)
    for wrong in ({"moon": 1}, {"wash": 4}):
        with pytest.raises(Refused):
            asked.check(wrong)
    with pytest.raises(UnknownAbility):
        ability_list("../secret")
