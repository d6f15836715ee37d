"""What is owed by day, and that changes come out the same in whatever order they are known."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.period import Period
from ownway.support.contributions.domain.owed import (
    Billed,
    Facts,
    Free,
    FreeDays,
    FromDay,
    invoice_for,
    owed_for,
    pieces_of,
)

DAY = date(2026, 6, 1)
FOUR_WEEKS = Period(DAY, date(2026, 6, 28))
NEXT = Period(date(2026, 6, 29), date(2026, 7, 26))
COST = (FromDay(DAY, 30000),)


def paying(pence_weekly: int, **more: object) -> Facts:
    return Facts((FromDay(DAY, pence_weekly),), COST, DAY, **more)  # type: ignore[arg-type]


def test_four_weeks_at_one_rate() -> None:
    assert owed_for(paying(6145), FOUR_WEEKS) == 4 * 6145


def test_a_change_on_a_day_counts_from_that_day() -> None:
    facts = Facts((FromDay(DAY, 7000), FromDay(date(2026, 6, 15), 1400)), COST, DAY)

    assert [piece.pence for piece in pieces_of(facts, FOUR_WEEKS)] == [14000, 2800]


def test_of_two_amounts_from_one_day_the_later_decision_counts() -> None:
    facts = Facts((FromDay(DAY, 7000), FromDay(DAY, 700)), COST, DAY)

    assert owed_for(facts, FOUR_WEEKS) == 2800


def test_never_more_than_the_support_costs() -> None:
    facts = Facts((FromDay(DAY, 50000),), (FromDay(DAY, 20000),), DAY)

    assert owed_for(facts, FOUR_WEEKS) == 80000


def test_before_anything_is_decided_nothing_is_owed() -> None:
    assert owed_for(Facts((), COST, DAY), FOUR_WEEKS) == 0


@pytest.mark.parametrize("key", ["last_day", "died_on"])
def test_nothing_is_owed_after_the_last_day(key: str) -> None:
    facts = paying(7000, **{key: date(2026, 6, 3)})

    assert owed_for(facts, FOUR_WEEKS) == 3000
    assert owed_for(facts, NEXT) == 0


def test_nothing_is_owed_before_support_begins() -> None:
    facts = Facts((FromDay(DAY, 7000),), COST, date(2026, 6, 22))

    assert owed_for(facts, FOUR_WEEKS) == 7000


@pytest.mark.parametrize("why", list(Free))
def test_free_days_cost_nothing_and_say_why(why: Free) -> None:
    facts = paying(7000, free=(FreeDays(why, date(2026, 6, 8), date(2026, 6, 14)),))

    pieces = pieces_of(facts, FOUR_WEEKS)

    assert [(piece.pence, piece.why) for piece in pieces] == [
        (7000, None),
        (0, why),
        (14000, None),
    ]


def test_free_days_without_an_end_go_on() -> None:
    facts = paying(7000, free=(FreeDays(Free.AFTERCARE, DAY),))

    assert owed_for(facts, NEXT) == 0


def test_a_fraction_of_a_penny_is_left_out() -> None:
    assert owed_for(paying(100, last_day=DAY), FOUR_WEEKS) == 14


def test_a_past_change_is_one_line_on_the_next_invoice() -> None:
    facts = Facts((FromDay(DAY, 7000), FromDay(date(2026, 6, 22), 2000)), COST, DAY)

    invoice = invoice_for(facts, NEXT, [Billed(FOUR_WEEKS, 28000)])

    assert invoice is not None
    assert (invoice.for_period, invoice.correction, invoice.total) == (8000, -5000, 3000)


def test_too_much_after_the_end_is_owed_to_the_person() -> None:
    invoice = invoice_for(paying(7000, died_on=DAY), NEXT, [Billed(FOUR_WEEKS, 28000)])

    assert invoice is not None
    assert invoice.total == -27000


def test_asked_twice_a_period_is_invoiced_once() -> None:
    assert invoice_for(paying(7000), FOUR_WEEKS, [Billed(FOUR_WEEKS, 28000)]) is None


def test_days_are_never_on_two_invoices() -> None:
    half = Period(date(2026, 6, 15), date(2026, 7, 12))
    with pytest.raises(ValueError, match="already"):
        invoice_for(paying(7000), half, [Billed(FOUR_WEEKS, 28000)])


def test_an_invoice_needs_a_last_day() -> None:
    with pytest.raises(ValueError, match="last day"):
        pieces_of(paying(7000), Period(DAY))


def test_an_amount_is_not_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        FromDay(DAY, -1)


days = st.integers(-10, 150).map(lambda count: DAY + timedelta(days=count))
amounts = st.lists(st.builds(FromDay, days, st.integers(0, 10**5)), max_size=4).map(tuple)
spans = st.tuples(st.sampled_from(Free), days, st.none() | st.integers(0, 40)).map(
    lambda it: FreeDays(it[0], it[1], None if it[2] is None else it[1] + timedelta(days=it[2]))
)
facts_known = st.builds(
    Facts,
    amounts,
    amounts,
    days,
    st.none() | days,
    st.none() | days,
    st.lists(spans, max_size=2).map(tuple),
)


@given(st.lists(facts_known, min_size=1, max_size=6))
def test_whatever_was_known_when_all_that_is_invoiced_is_what_is_owed(known: list[Facts]) -> None:
    """Each invoice is raised on what was known then; the last one puts all before it right."""
    billed: list[Billed] = []
    first = DAY
    for facts in known:
        period = Period(first, first + timedelta(days=27))
        invoice = invoice_for(facts, period, billed)
        assert invoice is not None
        billed.append(Billed(period, invoice.for_period, invoice.correction))
        first += timedelta(days=28)

    asked = sum(one.pence + one.correction for one in billed)

    assert asked == sum(owed_for(known[-1], one.period) for one in billed)


@given(facts_known)
def test_pieces_follow_each_other_and_never_pass_the_cost_of_their_days(facts: Facts) -> None:
    pieces = pieces_of(facts, FOUR_WEEKS)
    costs = Facts(facts.costs, facts.costs, facts.first_day, facts.last_day, facts.died_on)

    assert all(one.last_day < two.first_day for one, two in pairwise(pieces))
    assert all(piece.pence >= 0 for piece in pieces)
    assert all(piece.pence == 0 for piece in pieces if piece.why)
    assert owed_for(facts, FOUR_WEEKS) <= owed_for(costs, FOUR_WEEKS)
