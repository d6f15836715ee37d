"""A card that went through a database, which orders keys its own way, gives the same pence."""

import json
from typing import Any

import numpy as np
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.support.allocation.domain import calibration
from ownway.support.allocation.domain.scorecard import Scorecard, as_plain, scorecard_from
from ownway.support.allocation.tests.councils import council
from ownway.support.assessment.domain import Question

# Names of several lengths: PostgreSQL puts the shorter key of an object before the longer.
NAMES = (
    "q_wash",
    "q_up",
    "q_out_alone",
    "q_eat",
    "q_money_matters",
    "q_go",
    "q_see",
    "q_sleep_well",
)


def blanks(levels: Any, *, seed: int) -> Any:
    draw = np.random.default_rng(seed)
    return np.where(draw.random(levels.shape) < 0.08, -1, levels)


HELD = council(400, seed=4, questions=len(NAMES))
ANSWERS = blanks(HELD.answers, seed=9)
CARD = calibration.fitted(ANSWERS, HELD.cost, questions=NAMES, tops=[4] * len(NAMES))


def shuffled(card: Scorecard, order: list[str]) -> Scorecard:
    """The card as a store gives it back that keeps the keys of objects in another order."""
    plain = json.loads(json.dumps(as_plain(card)))
    for of in (plain, plain["usual"]):
        for name in ("points", "levels", "shares"):
            if name in of:
                of[name] = {one: of[name][one] for one in order}
    return scorecard_from(plain)


@settings(deadline=None, max_examples=30)
@given(st.permutations(NAMES))
def test_the_order_of_keys_moves_no_penny_and_no_flag(order: list[str]) -> None:
    back = shuffled(CARD, order)
    ours, theirs = (calibration.allocate(one, ANSWERS) for one in (CARD, back))
    assert back.digest == CARD.digest
    assert np.array_equal(ours.figures, theirs.figures)
    assert all(np.array_equal(ours.flags[name], theirs.flags[name]) for name in ours.flags)


@pytest.mark.django_db
def test_a_card_comes_back_from_postgresql_as_it_went() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb", [json.dumps(as_plain(CARD))])
        (kept,) = cursor.fetchone()
    plain = json.loads(kept) if isinstance(kept, str) else kept
    assert list(plain["usual"]["levels"]) != list(NAMES)  # it is in another order there
    back = scorecard_from(plain)
    assert np.array_equal(
        calibration.allocate(back, ANSWERS).figures, calibration.allocate(CARD, ANSWERS).figures
    )


def test_a_card_whose_usual_answers_are_of_other_questions_is_refused() -> None:
    plain = json.loads(json.dumps(as_plain(CARD)))
    del plain["usual"]["levels"]["q_go"]
    with pytest.raises(ValueError, match="must be known of each question"):
        scorecard_from(plain)


def test_a_card_that_explains_nothing_of_these_people_is_not_suitable() -> None:
    draw = np.random.default_rng(3)
    noise = draw.permutation(HELD.cost)
    tested = calibration.tried(CARD, ANSWERS, noise)
    assert tested.suitable is False
    assert "cannot carry a figure" in tested.why[0]
    assert calibration.tried(CARD, ANSWERS, HELD.cost).suitable is True
    assert Question("q_go") in CARD.points
