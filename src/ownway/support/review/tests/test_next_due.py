"""When a review is due follows from four days, and a later review never brings the next nearer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.review.domain.due import Intervals, NextDue, next_due
from ownway.support.review.queries import intervals_on

INTERVALS = Intervals(first_light_weeks=8, direct_payment_first_months=6, every_months=12)
STARTED, DECIDED = date(2026, 6, 1), date(2026, 5, 26)
SIX_MONTHS = "Six-month review of the direct payment"
days = st.dates(date(2015, 4, 1), date(2035, 12, 31))


def following(
    last: date | None = None,
    plan: date | None = None,
    direct: date | None = None,
    started: date = STARTED,
    version: date | None = None,
) -> NextDue:
    return next_due(
        started_on=started,
        direct_payment_from=direct,
        plan_decided_on=plan,
        last_review_on=last,
        intervals=INTERVALS,
        version_decided_on=version,
    )


def test_a_new_plan_is_looked_at_after_eight_weeks() -> None:
    """Eight weeks after the plan, or after support began when that is later."""
    found = following(plan=date(2026, 6, 3))
    assert found == NextDue("First review, 8 weeks after the plan", date(2026, 7, 29))
    found = following(plan=DECIDED, direct=STARTED)
    assert found == NextDue("First review, 8 weeks after support began", date(2026, 7, 27))


def test_a_review_on_the_day_of_the_decision_led_to_the_plan() -> None:
    assert following(plan=STARTED, last=STARTED).due_on == date(2026, 7, 27)
    assert following(plan=STARTED, last=date(2026, 6, 2)).due_on == date(2027, 6, 2)


def test_after_the_light_look_a_direct_payment_has_its_own_review() -> None:
    """The light look of 20 July does not stand for the review within six months of 1 June."""
    found = following(plan=DECIDED, direct=STARTED, last=date(2026, 7, 20))
    assert found == NextDue(SIX_MONTHS, date(2026, 12, 1))


def test_after_its_own_review_a_direct_payment_is_reviewed_yearly() -> None:
    found = following(plan=DECIDED, direct=STARTED, last=date(2026, 11, 24))
    assert found == NextDue("Yearly review", date(2027, 11, 24))


def test_a_direct_payment_older_than_six_months_is_not_new_again_with_a_new_plan() -> None:
    began = date(2020, 1, 6)
    found = following(started=began, direct=began, plan=DECIDED, last=date(2026, 7, 1))
    assert found == NextDue("Yearly review", date(2027, 7, 1))


def test_a_direct_payment_from_a_file_has_its_review_within_six_months() -> None:
    assert following(direct=STARTED) == NextDue(SIX_MONTHS, date(2026, 12, 1))
    found = following(direct=STARTED, last=date(2026, 9, 1))
    assert found == NextDue("Yearly review", date(2027, 9, 1))


def test_a_yearly_review_that_falls_earlier_comes_first() -> None:
    """Home care since 2019, last reviewed in June 2026, and a direct payment from April 2027."""
    found = following(started=date(2019, 2, 4), last=date(2026, 6, 8), direct=date(2027, 4, 1))
    assert found == NextDue("Yearly review", date(2027, 6, 8))


def test_support_never_reviewed_is_due_a_year_after_it_began() -> None:
    assert following() == NextDue("Yearly review", date(2027, 6, 1))
    assert following(last=date(2026, 5, 1)).due_on == date(2027, 6, 1)  # of support that ended
    assert following(started=date(2024, 2, 29)).due_on == date(2025, 2, 28)


def test_days_late_counts_from_the_day_after() -> None:
    one = NextDue("Yearly review", date(2026, 11, 23))
    found = [one.days_late(date(2026, 11, day)) for day in (22, 23, 24)]
    assert found == [-1, 0, 1]


@given(
    started=days,
    direct_later=st.none() | st.integers(0, 2000),
    plan=st.none() | days,
    version=st.none() | st.integers(0, 2000),
    reviews=st.lists(st.none() | days, min_size=2, max_size=2),
)
def test_it_comes_after_what_was_and_a_later_review_never_brings_it_nearer(
    started: date,
    direct_later: int | None,
    plan: date | None,
    version: int | None,
    reviews: list[date | None],
) -> None:
    direct = None if direct_later is None else started + timedelta(days=direct_later)
    newest = plan + timedelta(days=version) if plan and version is not None else None
    earlier, later = sorted(reviews, key=lambda one: one or date.min)
    first, second = (following(one, plan, direct, started, newest) for one in (earlier, later))
    assert first.due_on <= second.due_on
    assert second.due_on > max(started, later or started)


def test_a_direct_payment_begins_with_support_or_after() -> None:
    with pytest.raises(ValueError, match="cannot begin before"):
        following(direct=date(2026, 5, 31))


@pytest.mark.parametrize("wrong", [(0, 6, 12), (25, 6, 12), (8, 13, 12)])
def test_intervals_stand_in_order(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="review"):
        Intervals(*wrong)


def test_the_intervals_are_those_of_the_parameters() -> None:
    assert intervals_on(date(2026, 11, 23)) == INTERVALS


def test_a_new_version_of_a_plan_makes_no_review_later() -> None:
    """The light look was held on 20 July; a version of 23 November leaves 1 December as it was."""
    version = date(2026, 11, 23)
    found = following(plan=DECIDED, version=version, direct=STARTED, last=date(2026, 7, 20))
    assert found == NextDue(SIX_MONTHS, date(2026, 12, 1))
    before = date(2019, 1, 7)
    found = following(plan=before, version=version, last=date(2026, 1, 5), started=before)
    assert found == NextDue("Yearly review", date(2027, 1, 5))
    found = following(plan=before, version=version, last=date(2026, 10, 5), started=before)
    assert found == NextDue("First review, 8 weeks after the plan", date(2027, 1, 18))


@given(
    started=days,
    direct_later=st.none() | st.integers(0, 2000),
    plan=days,
    versions=st.lists(st.integers(0, 2000), max_size=5),
    last=st.none() | days,
)
def test_whatever_versions_follow_no_review_comes_later(
    started: date, direct_later: int | None, plan: date, versions: list[int], last: date | None
) -> None:
    direct = None if direct_later is None else started + timedelta(days=direct_later)
    without = following(last, plan, direct, started)
    for later in versions:
        version = plan + timedelta(days=later)
        assert following(last, plan, direct, started, version).due_on <= without.due_on
