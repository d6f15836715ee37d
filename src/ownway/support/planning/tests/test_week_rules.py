"""Everything in a plan is on its week once, in order of the clock; hours add up."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.planning.domain import Actor
from ownway.support.planning.domain.weeks import (
    Doing,
    clock,
    days_in_words,
    hours_in_words,
    week_of,
    wrong_times,
)
from ownway.support.planning.forms.parts import TimeOfDayField


def doing(what: str = "Breakfast", **said: Any) -> Doing:
    values = {"actor": Actor.PAID, "days": (0,), "starts_at": time(8), "ends_at": time(9)}
    return Doing(what, **{**values, **said})


times = st.none() | st.times(min_value=time(0), max_value=time(23, 59)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@st.composite
def doings(draw: Any) -> Doing:
    days = tuple(sorted(draw(st.sets(st.integers(0, 6)))))
    return Doing("It", draw(st.sampled_from(Actor)), days, draw(times), draw(times))


@given(st.lists(doings(), max_size=8))
def test_everything_is_on_the_week_as_often_as_it_has_days(said: list[Doing]) -> None:
    week = week_of(said)
    shown = sum(len(day.morning) + len(day.later) for day in week.days)
    some = sum(len(one.days) for one in said if 0 < len(one.days) < 7)
    assert shown == some
    assert len(week.every_day) == sum(len(one.days) == 7 for one in said)
    assert len(week.when_it_suits) == sum(not one.days for one in said)
    minutes = sum(one.minutes_weekly for one in said)
    minutes_shown = sum((hours for _, hours in week.hours), Decimal(0)) * 60
    assert abs(minutes_shown - minutes) < Decimal("0.000001")


def test_a_day_is_in_the_order_of_the_clock() -> None:
    week = week_of(
        [doing("Lunch", starts_at=time(12)), doing("Late"), doing("Early", starts_at=time(7))]
    )
    assert [one.what for one in week.days[0].morning] == ["Early", "Late"]
    assert [one.what for one in week.days[0].later] == ["Lunch"]


def test_a_night_past_midnight_counts_its_hours() -> None:
    night = doing(starts_at=time(22), ends_at=time(7), days=(4, 5))
    assert night.hours_weekly == 18


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Decimal(14), "14 hours"),
        (Decimal(1), "1 hour"),
        (Decimal("0.5"), "½ hour"),
        (Decimal("10.25"), "10¼ hours"),
        (Decimal(5) / 6, "50 minutes"),
    ],
)
def test_hours_as_people_say_them(hours: Decimal, words: str) -> None:
    assert hours_in_words(hours) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((0, 1, 2, 3, 4), "Monday to Friday"),
        ((5, 6), "Saturday and Sunday"),
        ((0, 2, 4), "Monday, Wednesday and Friday"),
        ((0, 1, 2, 3, 4, 5, 6), "Every day"),
        ((3,), "Thursday"),
    ],
)
def test_days_as_people_say_them(days: tuple[int, ...], words: str) -> None:
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("7:30", time(7, 30)),
        ("7.30am", time(7, 30)),
        ("19:00", time(19)),
        ("9pm", time(21)),
        ("12am", time(0)),
        ("noon", time(12)),
        ("", None),
    ],
)
def test_a_time_as_people_type_it(typed: str, at: time | None) -> None:
    assert TimeOfDayField(required=False).clean(typed) == at


@pytest.mark.parametrize("typed", ["25:00", "7:60", "13pm", "soon", "7:5"])
def test_what_is_no_time_is_refused_in_words(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="time like 7:30 or 2pm"):
        TimeOfDayField(required=False).clean(typed)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_time_that_is_shown_is_read_back(at: time) -> None:
    assert TimeOfDayField().clean(clock(at)) == at


def test_days_and_times_that_do_not_go_together_are_said() -> None:
    assert wrong_times((), time(8), None) == "Choose the days as well as the time."
    assert "starts too" in wrong_times((1,), None, time(8))
    assert "same time" in wrong_times((1,), time(8), time(8))
    assert "once" in wrong_times((1, 1), None, None)
    assert wrong_times((1,), time(22), time(7)) == ""
