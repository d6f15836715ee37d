"""A rule that stands against a use is said with its way out; stays in a care home are added up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.planning.domain import BoughtBy
from ownway.support.planning.domain.permitted import (
    BadRules,
    Stay,
    Use,
    breaches,
    read,
    rulebook,
    run_of_stays,
    stays_too_long,
)

ON = date(2026, 12, 1)
DIRECT = BoughtBy.DIRECT_PAYMENT


def stay(first_day: date, days: int) -> Stay:
    return Stay(first_day, first_day + timedelta(days=days - 1))


def test_a_relative_in_the_household_needs_a_reason_that_is_decided_on() -> None:
    use = Use("Mornings", "family in the house", DIRECT)
    (held_up,) = breaches([use], on=ON)
    (set_aside,) = breaches(
        [Use("Mornings", "family in the house", DIRECT, "Nobody else she lets near her")], on=ON
    )
    assert (held_up.holds_up, held_up.may_be_set_aside) == (True, True)
    assert (set_aside.holds_up, set_aside.reason) == (False, "Nobody else she lets near her")


def test_a_relative_may_be_paid_in_the_household_when_the_council_arranges_it() -> None:
    use = Use("Mornings", "family in the house", BoughtBy.COUNCIL_MANAGED)
    assert breaches([use], on=ON) == ()


@pytest.mark.parametrize("goes_to", ["health", "rent", "gambling"])
@pytest.mark.parametrize("how", list(BoughtBy))
def test_what_no_reason_sets_aside_stays_held_up(goes_to: str, how: BoughtBy) -> None:
    (found,) = breaches([Use("It", goes_to, how, "Because I want it")], on=ON)
    assert (found.holds_up, found.may_be_set_aside, found.reason) == (True, False, "")
    assert found.way_out


def test_no_rule_before_its_day() -> None:
    use = Use("Mornings", "family in the house", DIRECT)
    assert breaches([use], on=date(2015, 3, 31)) == ()


def test_every_rule_says_its_way_out_and_where_it_comes_from() -> None:
    book = rulebook()
    assert [one.id for one in book.rules if not (one.way_out and one.reference)] == []
    assert len({one.id for one in book.kinds}) == len(book.kinds)


@pytest.mark.parametrize(
    ("days", "refused"), [(28, False), (29, True)], ids=["four weeks", "a day more"]
)
def test_four_weeks_in_a_row_and_not_a_day_more(days: int, refused: bool) -> None:
    assert bool(stays_too_long([stay(ON, days)])) is refused


def test_stays_less_than_four_weeks_apart_are_added_up() -> None:
    first = stay(ON, 14)
    near = stay(first.last_day + timedelta(days=28), 15)  # 27 days between
    far = stay(first.last_day + timedelta(days=29), 15)  # 28 days between
    assert "29 days" in stays_too_long([first, near])
    assert stays_too_long([first, far]) == ""


def test_a_stay_of_more_than_a_year_ago_counts_no_more() -> None:
    stays = [stay(ON + timedelta(days=40 * at), 13) for at in range(10)]  # 27 days apart
    assert stays_too_long(stays) != ""
    assert stays_too_long([stays[0], stay(ON + timedelta(days=400), 28)]) == ""


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(1, 40)), min_size=1, max_size=6, unique=True
    )
)
def test_the_order_in_which_stays_are_told_changes_nothing(said: list[tuple[int, int]]) -> None:
    stays = [stay(ON + timedelta(days=start), days) for start, days in said]
    runs = {
        run_of_stays(order, gap_days=28) for order in (stays, stays[::-1], sorted(stays, key=str))
    }
    assert len(runs) == 1
    assert runs.pop() >= max(days for _, days in said)


def test_a_file_that_leaves_something_out_is_refused() -> None:
    with pytest.raises(BadRules, match="way_out"):
        read(
            "kinds: [{id: a, words: A}]\n"
            "rules: [{id: r, from: 2015-04-01, goes_to: [a], bought_by: [direct payment], says: no,"
            " reference: x}]\n"
            "stays_in_a_care_home: {most_days: 28, within_months: 12,"
            " added_up_when_parted_by_fewer_days_than: 28, reference: x}\n"
        )


def test_a_rule_about_a_kind_that_has_no_words_is_refused() -> None:
    with pytest.raises(BadRules, match="No words for b"):
        read(
            "kinds: [{id: a, words: A}]\n"
            "rules: [{id: r, from: 2015-04-01, goes_to: [b], bought_by: [direct payment], says: no,"
            " way_out: w, reference: x}]\n"
            "stays_in_a_care_home: {most_days: 28, within_months: 12,"
            " added_up_when_parted_by_fewer_days_than: 28, reference: x}\n"
        )
