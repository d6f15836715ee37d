"""Many figures at once are those of one at a time; a blank is filled as usual, and said."""

import numpy as np
import pytest

from ownway.support.allocation.domain import NotTheseQuestions, calibration, estimate
from ownway.support.allocation.domain.calibration import answers as given
from ownway.support.allocation.domain.scorecard import BeyondTable, Scorecard
from ownway.support.allocation.tests.councils import council
from ownway.support.assessment.domain import Level, Question

HELD = council(300, seed=2)
CARD = calibration.fitted(
    HELD.answers, HELD.cost, questions=HELD.questions, group=HELD.group, tops=[4] * 10
)
TERMS = calibration.fitted(
    HELD.answers,
    HELD.cost,
    questions=HELD.questions,
    group=HELD.group,
    tops=[4] * 10,
    policy=calibration.Policy(group_terms=True, equality_record="EIA 4"),
)


@pytest.mark.parametrize("card", [CARD, TERMS], ids=["without terms", "with terms"])
def test_a_batch_gives_everybody_the_figure_they_have_alone(card: Scorecard) -> None:
    out = calibration.allocate(card, HELD.answers, HELD.group)

    for at in range(0, 300, 7):
        answers = {
            Question(question): Level(int(level))
            for question, level in zip(HELD.questions, HELD.answers[at], strict=True)
        }
        alone = estimate(answers, scorecard=card, group=str(HELD.group[at]))
        assert (out.figures[at], out.scores[at]) == (alone.total_weekly, alone.score)
        assert (out.low[at], out.high[at]) == (alone.low_weekly, alone.high_weekly)


def test_a_batch_of_every_size_and_layout_is_the_same() -> None:
    whole = calibration.allocate(CARD, HELD.answers)
    turned = calibration.allocate(CARD, np.asfortranarray(HELD.answers))
    wide = calibration.allocate(CARD, HELD.answers.astype(np.int64))
    many = calibration.allocate(CARD, np.tile(HELD.answers, (60, 1)))

    assert np.array_equal(whole.figures, turned.figures)
    assert np.array_equal(whole.figures, wide.figures)
    assert np.array_equal(np.tile(whole.figures, 60), many.figures)
    assert len(calibration.allocate(CARD, HELD.answers[:0]).figures) == 0


def test_a_blank_counts_as_people_alike_usually_said_and_is_flagged_where_it_weighs() -> None:
    assert CARD.usual is not None
    one = np.full((1, 10), 4, np.int8)
    one[0, :6] = -1

    out = calibration.allocate(CARD, one)
    filled = calibration.with_blanks_filled(CARD, one)
    nothing = calibration.allocate(CARD, np.where(one < 0, 0, one))

    band = given.bands(one, [4] * 10, CARD.usual.cuts)[0]
    assert filled[0, :6].tolist() == [
        CARD.usual.levels[Question(question)][band] for question in HELD.questions[:6]
    ]
    assert out.figures[0] > nothing.figures[0]
    assert out.flags["blanks"].tolist() == [True]
    assert calibration.allocate(CARD, np.where(one < 0, 4, one)).flags["blanks"].tolist() == [False]


def test_a_blank_form_is_flagged_and_an_unlikely_one_too() -> None:
    blank = np.full((1, 10), -1, np.int8)
    odd = np.zeros((1, 10), np.int8)
    odd[0, ::2] = 4

    assert calibration.allocate(CARD, blank).flags["blank_form"].tolist() == [True]
    assert calibration.allocate(CARD, odd).flags["unlike_others"].tolist() == [True]
    flags = calibration.allocate(CARD, HELD.answers).flags
    assert flags["unlike_others"].sum() <= 2
    assert flags["top_score"].sum() <= 6
    assert flags["blank_form"].sum() == 0


def test_a_card_that_knows_nothing_usual_asks_again() -> None:
    plain = Scorecard(
        version="By hand",
        questionnaire="two",
        points={Question("q_a"): (0, 5), Question("q_b"): (0, 1)},  # type: ignore[dict-item]
        table=(0, 100, 200, 300, 400),  # type: ignore[arg-type]
        low_ratio=CARD.low_ratio,
        high_ratio=CARD.high_ratio,
        in_ten=8,
        basis="nobody",
    )

    with pytest.raises(NotTheseQuestions, match="Ask again"):
        calibration.allocate(plain, [[-1, 0]])
    with pytest.raises(BeyondTable, match="ends at 4 points"):
        calibration.allocate(plain, [[1, 1]])


def test_more_need_on_any_answer_never_means_less_money() -> None:
    before = calibration.allocate(TERMS, HELD.answers, HELD.group).figures
    for question in range(10):
        more = HELD.answers.copy()
        more[:, question] = np.minimum(more[:, question] + 1, 4)
        after = calibration.allocate(TERMS, more, HELD.group).figures
        assert (after >= before).all()
