"""Few who stand for all: whom to assess first, and how far the envelope may be off."""

from decimal import Decimal

import numpy as np
import pytest

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain import calibration
from ownway.support.allocation.domain.calibration.sampling import shares

DRAW = np.random.default_rng(9)
PEOPLE = 2_400
GROUP = np.array(["Learning disability", "Mental health", "Physical support"])[
    DRAW.choice(3, PEOPLE, p=[0.2, 0.1, 0.7])
]
SPEND = np.rint(30_000 * np.exp(DRAW.normal(0, 0.8, PEOPLE))).astype(np.int64)
COST = np.rint(SPEND * np.exp(DRAW.normal(0, 0.3, PEOPLE))).astype(np.int64)
FRAME = calibration.frame_from(SPEND.tolist(), GROUP.tolist())


def test_a_test_group_has_each_group_and_level_of_spending_in_its_share() -> None:
    rows = calibration.design_sample(FRAME, 200, seed=1)

    assert len(set(rows.tolist())) == 200
    for name, wanted in shares(FRAME, 200).items():
        assert abs(int((GROUP[rows] == name).sum()) - wanted) <= 1
    assert SPEND[rows].mean() == pytest.approx(SPEND.mean(), rel=0.1)
    assert rows.tolist() == calibration.design_sample(FRAME, 200, seed=1).tolist()
    assert rows.tolist() != calibration.design_sample(FRAME, 200, seed=2).tolist()


def test_the_band_holds_the_truth_about_as_often_as_it_says() -> None:
    inside, wide = 0, []
    for seed in range(300):
        rows = calibration.design_sample(FRAME, 200, seed=seed)
        band = calibration.envelope_risk(COST[rows], rows, FRAME)
        inside += band.low <= COST.sum() <= band.high
        wide.append(band.half_width)

    assert inside / 300 > 0.92
    assert np.median(wide) < 0.075
    by_group_alone = 1.96 * COST.std() / COST.mean() / 200**0.5
    assert np.median(wide) < 0.6 * by_group_alone


def test_a_group_that_leans_to_costly_cases_is_put_right() -> None:
    costly = np.argsort(-SPEND)[: PEOPLE // 2]
    rows = np.sort(np.random.default_rng(3).choice(costly, 200, replace=False))

    band = calibration.envelope_risk(COST[rows], rows, FRAME)

    scaled_up = COST[rows].mean() * PEOPLE
    assert scaled_up > 1.3 * COST.sum(), "as it was done in 2010"
    assert band.total == pytest.approx(COST.sum(), rel=0.12)


def test_too_few_are_refused() -> None:
    with pytest.raises(Refused, match="from 20 people to all"):
        calibration.design_sample(FRAME, 10)
    with pytest.raises(Refused, match="fewer than 20"):
        calibration.envelope_risk(COST[:5], np.arange(5), FRAME)
    with pytest.raises(Refused, match="nothing or more"):
        calibration.frame_from([-1], ["x"])
    with pytest.raises(Refused, match="group for everybody"):
        calibration.frame_from([1, 2], ["x"])


def test_nobody_steps_down_faster_than_the_cap_or_below_their_figure() -> None:
    done = calibration.transition([50_000, 20_000, 10_001], [30_000, 25_000, 10_000])

    assert done.first_year.tolist() == [45_000, 25_000, 10_000]
    assert done.extra == (15_000, 10_000, 5_000, 0)
    assert (done.people, done.most) == (2, 20_000)


def test_a_cap_of_nothing_keeps_everybody_where_they_are() -> None:
    done = calibration.transition([50_000, 10_000], [30_000, 20_000], cap=Decimal(0))

    assert done.first_year.tolist() == [50_000, 20_000]
    assert done.extra == (20_000,)
    for old, new, cap in (
        ([1], [1, 2], Decimal("0.1")),
        ([-1], [1], Decimal("0.1")),
        ([1], [1], Decimal(2)),
    ):
        with pytest.raises(Refused):
            calibration.transition(old, new, cap=cap)


def test_a_model_in_force_is_watched_by_month_group_and_team() -> None:
    rows = [
        calibration.Agreed(f"2026-{month:02}", 10_000, 10_000 + 200 * month, "Mental health", team)
        for month in range(1, 7)
        for team in ("East", "West")
        for _ in range(5)
    ]

    found = calibration.monitor(rows, waiting=[10_000] * 20, envelope_weekly=800_000)

    assert [one.month for one in found.months] == [f"2026-{month:02}" for month in range(1, 7)]
    assert found.months[0].agreed == 102_000
    assert found.months[5].above == 10
    assert set(found.by_team) == {"East", "West"}
    assert found.by_group["Mental health"].ratio == pytest.approx(600_000 / 642_000)
    assert found.drift is not None
    assert found.drift.a_month < -0.01
    assert found.outturn is not None
    assert found.outturn.expected == 642_000 + 214_000
    assert found.outturn.low < found.outturn.expected < found.outturn.high
    assert found.outturn.over == found.outturn.high - 800_000


def test_a_model_nobody_has_used_yet_has_nothing_to_watch() -> None:
    found = calibration.monitor([], envelope_weekly=1_000)

    assert (found.months, found.by_team, found.drift, found.outturn) == ((), {}, None, None)


def test_who_gains_and_who_loses_is_counted_person_by_person() -> None:
    before = np.array([10_000, 20_000, 30_000, 40_000])
    after = np.array([10_000, 26_000, 29_000, 28_000])

    found = calibration.moved(
        before, after, cost=np.array([13_000, 20_000, 30_000, 40_000]), group=["a", "a", "b", "b"]
    )

    assert (found.gain, found.lose, found.most_gained, found.most_lost) == (1, 2, 6_000, 12_000)
    assert (found.before.total, found.after.total) == (100_000, 93_000)
    assert (found.before.short, found.after.short) == (1, 2)
    assert found.by_group["b"] == calibration.GroupMoved(2, 0, 2, 70_000, 57_000)
    assert sum(found.bands) == 4
    assert found.bands[0] == 1, "one loses more than £100"
    assert found.bands[4] == 1, "one stays within £5"
    with pytest.raises(Refused, match="same people"):
        calibration.moved(before, after[:2])
