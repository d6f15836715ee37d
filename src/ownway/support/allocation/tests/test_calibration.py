"""A calibrated card: never less for more need, to the penny, the same from the same data."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain import Scorecard, as_plain, calibration, scorecard_from
from ownway.support.allocation.domain.calibration import carding, judging, report
from ownway.support.allocation.tests.councils import GROUPS, Council, council

HELD = council(400, seed=1)
CARD = calibration.fitted(HELD.answers, HELD.cost, questions=HELD.questions, group=HELD.group)
seeds = st.integers(0, 10_000)
some = settings(max_examples=15, deadline=None)


def fit(one: Council, **more: object) -> Scorecard:
    return calibration.fitted(
        one.answers,
        one.cost,
        questions=one.questions,
        group=one.group,
        tops=[4] * len(one.questions),
        **more,  # type: ignore[arg-type]  # a few of its settings
    )


@some
@given(seeds, st.sampled_from([0.2, 0.6, 1.2]))
def test_every_cell_of_points_and_table_pays_more_need_no_less(seed: int, noise: float) -> None:
    card = fit(council(150, seed=seed, noise=noise))

    for steps in (*card.points.values(), card.table):
        assert list(steps) == sorted(steps)
        assert steps[0] >= 0
    assert len(card.table) == card.highest_score + 1


@some
@given(seeds, st.integers(100_000, 60_000_000))
def test_figures_and_the_remainder_are_any_envelope_to_the_penny(seed: int, envelope: int) -> None:
    one = council(150, seed=seed)
    card = fit(one, policy=calibration.Policy(envelope_weekly=envelope))

    out = calibration.allocate(card, one.answers, one.group, envelope=envelope)

    assert out.remainder is not None
    assert int(out.figures.sum()) + out.remainder == envelope
    assert out.remainder >= 0
    assert out.remainder < 0.02 * envelope + len(one.cost), "the money is there to be used"


@some
@given(seeds)
def test_the_same_people_in_any_order_and_type_give_the_same_card(seed: int) -> None:
    one = council(150, seed=seed)
    order = np.random.default_rng(seed).permutation(len(one.cost))
    turned = replace(
        one,
        answers=one.answers[order].astype(np.int64),
        cost=one.cost[order].astype(np.int32),
        group=one.group[order],
    )

    assert as_plain(fit(turned)) == as_plain(fit(one))


def test_people_with_equal_answers_have_equal_pence_whoever_else_is_there() -> None:
    alone = calibration.allocate(CARD, HELD.answers[:1], HELD.group[:1])
    among = calibration.allocate(CARD, HELD.answers, HELD.group, envelope=10**9)
    other = calibration.allocate(CARD, HELD.answers[:1], np.array([GROUPS[1]]))

    assert alone.figures[0] == among.figures[0] == other.figures[0]
    assert alone.scores[0] == among.scores[0]


def test_threads_of_the_machine_change_nothing() -> None:
    script = (
        "from ownway.support.allocation.tests.councils import council\n"
        "from ownway.support.allocation.domain import calibration\n"
        "one = council(600, seed=3)\n"
        "print(calibration.fitted(one.answers, one.cost, questions=one.questions).digest)\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2")
    }

    assert len(digests) == 1


def test_a_card_comes_back_from_its_plain_words_whole() -> None:
    again = scorecard_from(json.loads(json.dumps(as_plain(CARD))))

    assert again == CARD
    assert again.digest == CARD.digest
    moved = replace(CARD, low_ratio=CARD.low_ratio - Decimal("0.0001"))
    assert moved.digest != CARD.digest


def test_no_group_has_terms_unless_a_board_recorded_them() -> None:
    assert (CARD.starts, CARD.tables, CARD.has_group_terms) == ({}, {}, False)
    with pytest.raises(Refused, match="equality impact"):
        calibration.Policy(group_terms=True)

    terms = fit(HELD, policy=calibration.Policy(group_terms=True, equality_record="EIA 4"))

    assert terms.equality_record == "EIA 4"
    assert set(terms.tables) == set(GROUPS)
    out = calibration.allocate(terms, HELD.answers, HELD.group)
    for name in GROUPS:
        mine = HELD.group == name
        ratio = out.figures[mine].sum() / HELD.cost[mine].sum()
        assert ratio == pytest.approx(1, abs=0.06), "a group is drawn towards its own total"


def test_a_range_of_its_own_needs_people_enough() -> None:
    few = HELD.group.copy()
    few[:7] = "Support with sight"
    card = calibration.fitted(HELD.answers, HELD.cost, questions=HELD.questions, group=few)

    assert set(card.ranges) == set(GROUPS)
    assert card.ratios_of("Support with sight") == (card.low_ratio, card.high_ratio)


def test_floor_ceiling_and_the_most_a_point_adds_hold_in_the_table() -> None:
    policy = calibration.Policy(
        envelope_weekly=int(HELD.cost.sum()),
        reserve=Decimal("0.05"),
        floor_weekly=9_000,
        ceiling_weekly=90_000,
    )
    card = fit(HELD, policy=policy)
    capped = fit(HELD, policy=calibration.Policy(step_weekly=1_500))

    assert min(card.table) >= 9_000 - 1
    assert max(card.table) <= 90_000
    out = calibration.allocate(card, HELD.answers, envelope=policy.to_share_weekly)
    assert out.remainder is not None
    assert out.remainder >= 0
    rises = np.diff(capped.table)
    assert rises.max() <= 1_501  # a penny for rounding


def test_what_is_held_back_of_no_named_envelope_is_held_back_of_what_plans_come_to() -> None:
    one = council(300, seed=5)
    total = int(one.cost.sum())
    held = fit(one, policy=calibration.Policy(reserve=Decimal("0.1")))
    named = fit(one, policy=calibration.Policy(reserve=Decimal("0.1"), envelope_weekly=total))

    assert held == named
    assert calibration.allocate(held, one.answers, one.group).figures.sum() <= total * 0.9


def test_a_floor_that_the_envelope_cannot_hold_is_refused_with_by_how_much() -> None:
    policy = calibration.Policy(envelope_weekly=400 * 5_000, floor_weekly=6_000)

    with pytest.raises(calibration.EnvelopeTooSmall, match=r"£60\.00 .* £4,000\.00 a week more"):
        fit(HELD, policy=policy)


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ({"reserve": Decimal(1)}, "reserve"),
        ({"envelope_weekly": 0}, "envelope"),
        ({"floor_weekly": -1}, "floor"),
        ({"floor_weekly": 500, "ceiling_weekly": 500}, "ceiling"),
        ({"step_weekly": 0}, "point"),
        ({"group_band": Decimal(1)}, "band"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(policy: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        calibration.Policy(**policy)  # type: ignore[arg-type]  # nonsense on purpose


def test_data_that_carry_no_model_are_refused_with_every_reason() -> None:
    thirty = council(30, seed=1)
    same = np.full(400, 50_000)
    blank = HELD.answers.copy()
    blank[:3] = -1
    minus = HELD.cost.copy()
    minus[0] = -1

    def why(answers: object, cost: object) -> str:
        with pytest.raises(calibration.Unsuitable) as refusal:
            calibration.fitted(answers, cost, questions=HELD.questions)  # type: ignore[arg-type]
        return " ".join(refusal.value.why)

    assert "30 people, and fewer than 100" in why(thirty.answers, thirty.cost)
    assert "same cost" in why(HELD.answers, same)
    assert "below nothing: 1 of them" in why(HELD.answers, minus)
    assert "above £50,000 a week: 400 of them" in why(HELD.answers, HELD.cost * 10_000)
    assert "blank throughout: 3 of them" in why(blank, HELD.cost)
    assert "same answers" in why(np.ones_like(HELD.answers), HELD.cost)
    assert "nobody" in why(HELD.answers[:0], HELD.cost[:0])


def test_answers_out_of_range_are_refused_by_row_and_question() -> None:
    wrong = HELD.answers.copy()
    wrong[7, 2] = 5

    with pytest.raises(calibration.BadAnswers, match="Row 8, question 3: 5 is not a level"):
        calibration.fitted(wrong, HELD.cost, questions=HELD.questions, tops=[4] * 10)
    with pytest.raises(calibration.BadAnswers, match="Row 8, question 3"):
        calibration.allocate(CARD, wrong)
    with pytest.raises(calibration.BadAnswers, match="whole pence"):
        calibration.fitted(HELD.answers, HELD.cost / 3, questions=HELD.questions)


def test_answers_of_no_worth_refuse_to_be_published() -> None:
    draw = np.random.default_rng(5)
    cost = HELD.cost[draw.permutation(len(HELD.cost))]

    done = calibration.calibrate(HELD.answers, cost, questions=HELD.questions, beside=False)
    tried = calibration.backtest(HELD.answers, cost, questions=HELD.questions)

    assert (done.report.suitable, tried.suitable) == (False, False)
    assert "less than 15% cannot carry a figure" in done.report.why[0]
    few = calibration.backtest(HELD.answers[:30], cost[:30], questions=HELD.questions)
    assert (few.suitable, few.judged) == (False, None)


def test_the_report_says_what_it_must_and_comes_back_whole() -> None:
    twice = np.column_stack((HELD.answers, HELD.answers[:, 0]))
    twice[:20, 4] = -1
    months = np.array([f"2026-{1 + at % 6:02}" for at in range(400)])
    heard: list[tuple[str, int, int]] = []

    done = calibration.calibrate(
        twice,
        HELD.cost,
        questions=(*HELD.questions, "q_again"),
        group=HELD.group,
        by={"area": np.where(np.arange(400) % 2, "North", "South")},
        months=months,
        beside=True,
        told=lambda what, now, of: heard.append((what, now, of)),
    )
    told = done.report

    assert calibration.report_from(json.loads(json.dumps(calibration.report_plain(told)))) == told
    assert set(told.by) == {"group", "area"}
    assert sum(one.people for one in told.by["area"].values()) == 400
    assert set(told.beside) == {
        "One price for every point", "One price for each group", "Gradient boosting",
    }  # fmt: skip
    assert told.together == (("q_00", "q_again"),)
    assert told.with_blank == 20 / 400
    assert len(told.tenths) == 10
    assert told.drift is not None
    assert told.drift.months == 6
    assert 0.75 < told.covered < 0.85
    assert told.with_terms is not None
    assert set(told.steps) == {*HELD.questions, "q_again"}
    assert heard[-1] == ("Done", heard[-1][2], heard[-1][2])


def test_nobody_is_judged_by_a_fit_that_saw_them() -> None:
    """A cost that no answer explains is predicted no better by a fit that left its owner out."""
    people = carding.taken(HELD.answers, HELD.cost, questions=HELD.questions)
    experts = carding.expert_steps(None, HELD.questions, people.tops)
    odd = people.cost.copy()
    odd[0] *= 50
    spiked = replace(people, cost=odd)

    before = carding.left_out_figures(people, experts, folds=5, strength=10.0)
    after = carding.left_out_figures(spiked, experts, folds=5, strength=10.0)
    fold = carding.folds_of(len(people), 5, 0)

    mates = np.flatnonzero(fold == fold[0])
    assert np.array_equal(before[mates], after[mates]), "its own fold was fitted without it"
    others = np.flatnonzero(fold != fold[0])
    assert not np.array_equal(before[others], after[others]), "every other fold saw it"


def test_measures_are_those_of_a_reckoning_by_hand() -> None:
    figures = np.array([100.0, 200.0, 300.0, 400.0])
    cost = np.array([110.0, 300.0, 290.0, 300.0])

    found = judging.judged(figures, cost)

    assert (found.people, found.total) == (4, 1.0)
    assert found.within_20 == 0.5
    assert found.short_20 == 0.25
    assert found.median_error == pytest.approx((10 / 110 + 1 / 3) / 2)
    around = ((cost - cost.mean()) ** 2).sum()
    assert found.r2 == pytest.approx(1 - (100 + 10_000 + 100 + 10_000) / around)


def test_a_group_that_gets_less_at_equal_need_shows() -> None:
    figures = np.full(200, 100.0)
    cost = np.full(200, 100.0)
    value = np.array(["a", "b"] * 100)
    cost[value == "b"] = 125.0
    cost[value == "a"] = 75.0

    found = judging.ratios(figures, cost, value)

    assert found["a"].ratio == pytest.approx(100 / 75)
    assert found["b"].at_equal_need == pytest.approx(0.8)
    assert found["b"].people == 100


def test_points_that_rise_month_by_month_are_told_as_drift() -> None:
    months = np.array([f"2026-{month:02}" for month in range(1, 7) for _ in range(20)])
    at = np.array([int(month[-2:]) for month in months])
    found = report.drift(100 * (1 + 0.02 * at), np.full(120, 100.0), months)

    assert found is not None
    assert found.a_month == pytest.approx(0.02)
    assert report.drift(np.ones(4), np.ones(4), np.array(["2026-01", "2026-02"] * 2)) is None


def test_a_test_group_stands_for_everybody_by_what_is_known_of_them() -> None:
    names, count = np.unique(HELD.group, return_counts=True)
    known = calibration.KnownTotals(
        {str(name): int(one) * 10 for name, one in zip(names, count, strict=True)},
        {str(name): int(HELD.cost[HELD.group == name].sum()) * 11 for name in names},
    )

    card = fit(HELD, known=known)

    total = int(calibration.allocate(card, HELD.answers).figures.sum()) * 10
    assert total == pytest.approx(sum(known.totals_weekly.values()), rel=0.01)
    with pytest.raises(Refused, match="how many are in: Physical support"):
        fit(HELD, known=replace(known, people=dict.fromkeys(GROUPS[:-1], 1)))


def test_experts_points_must_fit_the_questions() -> None:
    other = {**{q: [0, 1, 2, 3, 4] for q in HELD.questions[:-1]}, "q_other": [0, 1]}
    with pytest.raises(Refused, match="differ in: q_09, q_other"):
        fit(HELD, prior=other)
    with pytest.raises(Refused, match="stop short of level 4"):
        fit(HELD, prior={q: [0, 1, 2, 3] for q in HELD.questions})
    with pytest.raises(Refused, match="fall somewhere"):
        fit(HELD, prior={q: [0, 1, 2, 1, 3] for q in HELD.questions})
