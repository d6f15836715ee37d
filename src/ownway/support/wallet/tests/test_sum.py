"""The sum behind a direct payment adds up to the penny, or is not shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.period import Period
from ownway.support.wallet.domain import day_of_sum, made

DAY = date(2026, 6, 1)
pence = st.integers(0, 10**6)


@given(pence, pence, pence, st.integers(1, 13))
def test_it_adds_up_or_is_not_shown(cost: int, contribution: int, direct: int, weeks: int) -> None:
    found = made(
        cost_weekly=cost, contribution_weekly=contribution, direct_weekly=direct, weeks=weeks
    )

    assert (found is None) is (contribution + direct > cost)
    if found is not None:
        assert found.cost_weekly - found.contribution_weekly - found.others_weekly == direct
        assert found.others_weekly >= 0
        assert found.total == direct * weeks


@pytest.mark.parametrize(
    ("periods", "day"),
    [
        ([], DAY),
        ([Period(DAY - timedelta(days=9))], DAY),
        ([Period(DAY + timedelta(days=9))], DAY + timedelta(days=9)),
        ([Period(DAY - timedelta(days=9), DAY - timedelta(days=1))], DAY),
        ([Period(DAY + timedelta(days=9)), Period(DAY - timedelta(days=9), DAY)], DAY),
    ],
)
def test_the_day_of_the_sum_is_one_on_which_something_runs(
    periods: list[Period], day: date
) -> None:
    assert day_of_sum(periods, DAY) == day
