"""What is due follows from the terms alone, so no day is paid twice and none is left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.kernel.period import Period
from ownway.support.payments import domain
from ownway.support.payments.domain import schedules
from ownway.support.payments.domain.schedules import (
    Line,
    LineKind,
    OneOff,
    Rate,
    Settled,
    Terms,
    amount,
    commitment,
    pieces,
    to_pay,
)

DAY = date(2026, 6, 1)
LATEST = DAY + timedelta(days=400)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def terms(weekly: int = 204_55, **more: object) -> Terms:
    said = {"anchor": DAY, "first_day": DAY, "last_day": None, "rates": (Rate(DAY, weekly),)}
    return Terms(**(said | more))  # type: ignore[arg-type]  # as each test says


days = st.integers(0, 200).map(day)
rates = st.lists(st.builds(Rate, days, st.integers(0, 100_000)), max_size=4).map(tuple)
spans = st.tuples(days, st.none() | st.integers(0, 40)).map(
    lambda one: (one[0], None if one[1] is None else one[0] + timedelta(days=one[1]))
)
any_terms = st.builds(
    Terms,
    anchor=st.just(DAY),
    first_day=st.integers(-30, 60).map(day),
    last_day=st.none() | st.integers(0, 300).map(day),
    rates=rates.map(lambda more: (Rate(day(-400), 123_45), *more)),
    every_weeks=st.integers(1, 6),
    in_advance=st.booleans(),
    suspended=st.lists(spans, max_size=2).map(tuple),
    one_offs=st.lists(st.builds(OneOff, days, st.integers(1, 50_000)), max_size=2).map(tuple),
)


def kept(lines: tuple[Line, ...]) -> list[Settled]:
    return [Settled(line.first_day, line.pence, line.kind) for line in lines]


def all_of(agreed: Terms, through: date) -> int:
    """What every period that begins by a day comes to, counted one period after another."""
    return sum(
        amount(agreed, period.first_day, period.last_day or period.first_day)
        for period, _ in zip(schedules.grid(agreed, agreed.first_day), range(1000), strict=False)
        if period.first_day <= through
    )


def test_four_weeks_ahead_are_four_times_the_week() -> None:
    (line,) = to_pay(terms(), [], until=DAY).lines

    assert (line.first_day, line.last_day, line.pay_on, line.pence) == (
        DAY,
        date(2026, 6, 28),
        DAY,
        818_20,
    )


def test_in_arrears_it_is_paid_on_its_last_day() -> None:
    assert to_pay(terms(in_advance=False), [], until=day(26)).lines == ()
    (line,) = to_pay(terms(in_advance=False), [], until=day(27)).lines
    assert line.pay_on == date(2026, 6, 28)


def test_a_rate_that_changes_within_a_period_gives_two_pieces() -> None:
    changed = terms(100_00, rates=(Rate(DAY, 100_00), Rate(day(10), 150_00)))

    found = pieces(changed, DAY, day(27))

    assert [(one.first_day, one.last_day, one.pence) for one in found] == [
        (DAY, day(9), 142_86),
        (day(10), day(27), 385_71),
    ]
    assert amount(changed, DAY, day(27)) == 528_57


def test_days_on_which_it_stands_still_are_not_paid() -> None:
    still = terms(70_00, suspended=((day(7), day(13)),))

    assert amount(still, DAY, day(27)) == 3 * 70_00
    assert schedules.still_on(still, DAY, day(27))
    assert not schedules.still_on(still, day(14), day(27))


def test_a_sum_paid_once_comes_with_the_period_of_its_day() -> None:
    once = terms(70_00, one_offs=(OneOff(day(3), 500_00, "A laptop"),))

    first, second = to_pay(once, [], until=day(28)).lines

    assert (first.pence, second.pence) == (780_00, 280_00)
    assert first.pieces[-1].words == "A laptop"


def test_more_for_past_days_is_one_line_of_its_own() -> None:
    before = to_pay(terms(100_00), [], until=day(28)).lines
    raised = terms(100_00, rates=(Rate(DAY, 100_00), Rate(day(14), 110_00)))

    found = to_pay(raised, kept(before), until=day(28)).lines

    assert [(line.kind, line.pence) for line in found] == [(LineKind.CORRECTION, 60_00)]
    assert to_pay(raised, [*kept(before), *kept(found)], until=day(28)).lines == ()


def test_less_for_past_days_is_taken_from_the_next_payments() -> None:
    before = to_pay(terms(100_00), [], until=day(28)).lines
    lowered = terms(100_00, rates=(Rate(DAY, 40_00),))

    made = to_pay(lowered, kept(before), until=day(140))

    assert [(line.first_day, line.pence, line.less) for line in made.lines] == [
        (day(140), 160_00, 0)
    ]
    assert to_pay(lowered, kept(before), until=day(56)).still_to_take == 320_00


def test_support_that_began_earlier_is_paid_from_its_first_day() -> None:
    before = to_pay(terms(70_00), [], until=DAY).lines
    earlier = terms(70_00, first_day=day(-7), rates=(Rate(day(-7), 70_00),))

    (line,) = to_pay(earlier, kept(before), until=DAY).lines

    assert (line.kind, line.pence, line.first_day) == (LineKind.PERIOD, 70_00, day(-28))


def test_neither_a_day_nor_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="until when"):
        to_pay(terms(), [])


def test_a_year_ahead_is_thirteen_periods_against_the_budget() -> None:
    found = commitment(terms(100_00), [], budget_weekly=110_00)

    assert (found.settled, found.to_come, found.budget) == (0, 5_200_00, 5_720_00)
    assert found.left == 520_00


@given(any_terms, days, st.integers(0, 60), st.integers(0, 60))
def test_the_pieces_of_a_span_add_up_to_it(
    agreed: Terms, first: date, one: int, other: int
) -> None:
    last = first + timedelta(days=one + other)
    whole = pieces(agreed, first, last)

    assert sum(piece.pence for piece in whole) == amount(agreed, first, last)
    once = sum(piece.pence for piece in whole if piece.pence_weekly is None)
    sevenths = sum(sevenths_of(agreed, first + timedelta(days=n)) for n in range(one + other + 1))
    assert sum(piece.pence for piece in whole) - once == (sevenths * 2 + 7) // 14


def sevenths_of(agreed: Terms, on: date) -> int:
    return sum(piece.pence_weekly or 0 for piece in pieces(agreed, on, on))


@given(st.integers(1, 10**6), st.integers(1, 13), st.integers(0, 90))
def test_it_agrees_with_the_sum_of_a_period(weekly: int, every: int, length: int) -> None:
    last = day(length)
    period = Period(DAY, DAY + timedelta(weeks=every, days=-1))

    assert amount(
        terms(weekly, every_weeks=every, last_day=last), DAY, period.last_day or DAY
    ) == domain.amount_for(period, weekly, last)


@given(any_terms, days)
def test_asked_again_nothing_is_paid_twice_and_no_period_is_left_out(
    agreed: Terms, until: date
) -> None:
    first = to_pay(agreed, [], until=until)

    assert to_pay(agreed, kept(first.lines), until=until).lines == ()
    if agreed.in_advance:
        assert sum(line.pence for line in first.lines) == all_of(agreed, until)


@settings(deadline=None, max_examples=60)
@given(st.lists(any_terms, min_size=3, max_size=3), st.permutations(range(3)), any_terms, days)
def test_in_whatever_order_changes_come_the_same_is_paid_in_the_end(
    changes: list[Terms], order: list[int], agreed: Terms, until: date
) -> None:
    """The last terms decide: whatever was believed and paid on the way comes to the same."""
    agreed = replace(agreed, every_weeks=4, in_advance=True)
    for path in (range(3), order):
        settled: list[Settled] = []
        for step, at in enumerate(path):
            believed = replace(changes[at], every_weeks=4, in_advance=True)
            settled += kept(to_pay(believed, settled, until=day(28 * step)).lines)
        settled += kept(to_pay(agreed, settled, until=until).lines)
        opened = to_pay(agreed, settled, until=until)
        taken = {one.first_day for one in settled if one.kind is LineKind.PERIOD}
        ahead = sum(
            amount(agreed, first, first + timedelta(days=27)) for first in taken if first > until
        )
        paid = sum(one.pence for one in settled)

        assert opened.lines == ()
        assert paid - opened.still_to_take == all_of(agreed, until) + ahead
