"""More need never means less money, and the points a person sees add up to their score."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.money import PenceWeekly
from ownway.support.allocation.domain import (
    BeyondTable,
    LessForMore,
    NotTheseQuestions,
    Scorecard,
    as_plain,
    estimate,
    explain,
    prepared,
    scorecard_from,
    what_if,
)
from ownway.support.assessment.domain import Level, Points, Question, questionnaire_named

MEALS, PEOPLE, GAP = Question("q_meals"), Question("q_people"), Question("q_gap")
MARLSHIRE = prepared("marlshire-2026")
ASKED = questionnaire_named("everyday-2026")
RUTH = {
    Question("q_washing"): Level(3),
    Question("q_moving"): Level(3),
    Question("q_out"): Level(3),
    MEALS: Level(2),
    Question("q_home"): Level(3),
    Question("q_nights"): Level(2),
    PEOPLE: Level(2),
    GAP: Level(2),
}

CARD = Scorecard(
    version="small",
    questionnaire="everyday-2026",
    points={MEALS: (Points(0), Points(2), Points(5)), PEOPLE: (Points(0), Points(1))},
    table=tuple(PenceWeekly(score * 100_00) for score in range(7)),
    low_ratio=Decimal("0.7"),
    high_ratio=Decimal("1.4"),
    in_ten=8,
    basis="plans of two years",
)


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecard:
    """Any card that may be made, with a table long enough for every score."""

    def rising(steps: list[int], first: int) -> tuple[int, ...]:
        made = [first]
        for step in steps:
            made.append(made[-1] + step)
        return tuple(made)

    some_points = st.lists(st.integers(0, 6), min_size=4, max_size=4)
    points = {
        question: tuple(Points(one) for one in rising(draw(some_points), draw(st.integers(0, 3))))
        for question in (MEALS, PEOPLE, GAP)
    }
    highest = sum(steps[-1] for steps in points.values())
    steps = draw(st.lists(st.integers(0, 5000), min_size=highest, max_size=highest))
    return Scorecard(
        version="any",
        questionnaire="everyday-2026",
        points=points,
        table=tuple(PenceWeekly(line) for line in rising(steps, draw(st.integers(0, 5000)))),
        low_ratio=draw(st.decimals(0, 1, places=4)),
        high_ratio=draw(st.decimals(1, 3, places=4)),
        in_ten=8,
        basis="plans of two years",
    )


answers = st.fixed_dictionaries(
    {question: st.integers(0, 4).map(Level) for question in (MEALS, PEOPLE, GAP)}
)
a_question = st.sampled_from([MEALS, PEOPLE, GAP])


def test_estimate_shows_its_workings() -> None:
    budget = estimate({MEALS: Level(2), PEOPLE: Level(1)}, scorecard=CARD)

    assert budget.points == {MEALS: Points(5), PEOPLE: Points(1)}
    assert budget.score == 6
    assert budget.total_weekly == 600_00
    assert (budget.low_weekly, budget.high_weekly) == (420_00, 840_00)


@given(scorecards(), answers, a_question, st.integers(0, 4))
def test_more_need_never_means_less_money(
    card: Scorecard, levels: dict[Question, Level], question: Question, level: int
) -> None:
    more = levels | {question: Level(max(level, levels[question]))}

    before, after = estimate(levels, scorecard=card), estimate(more, scorecard=card)

    assert after.score >= before.score
    assert after.total_weekly >= before.total_weekly
    assert after.low_weekly >= before.low_weekly
    assert after.high_weekly >= before.high_weekly


@given(scorecards(), answers)
def test_points_add_up_and_the_range_holds_the_figure(
    card: Scorecard, levels: dict[Question, Level]
) -> None:
    budget = estimate(levels, scorecard=card)

    assert sum(budget.points.values()) == budget.score
    assert card.table[budget.score] == budget.total_weekly
    assert 0 <= budget.low_weekly <= budget.total_weekly <= budget.high_weekly


@given(scorecards(), answers)
def test_the_figure_depends_on_answers_and_card_alone(
    card: Scorecard, levels: dict[Question, Level]
) -> None:
    """The order of the answers, and writing the card down and reading it again, change nothing."""
    turned = dict(reversed(list(levels.items())))
    kept = scorecard_from(as_plain(card))

    assert kept == card
    assert kept.digest == card.digest
    assert estimate(turned, scorecard=kept) == estimate(levels, scorecard=card)


@given(scorecards(), answers, a_question)
def test_explanation_adds_up(
    card: Scorecard, levels: dict[Question, Level], vary: Question
) -> None:
    budget = estimate(levels, scorecard=card)

    shown = explain(levels, vary=vary, scorecard=card)

    points = [line.points for line in shown.lines]
    assert points == sorted(points, reverse=True)
    assert sum(points) == budget.score
    assert {line.question: line.level for line in shown.lines} == levels
    mine = [line for line in shown.near if line.here]
    assert [(line.score, line.total_weekly) for line in mine] == [
        (budget.score, budget.total_weekly)
    ]
    assert [line.score for line in shown.near] == [
        score for score in range(budget.score - 2, budget.score + 3) if 0 <= score < len(card.table)
    ]
    if shown.least:
        assert shown.least.total_weekly <= budget.total_weekly
    if shown.most:
        assert shown.most.total_weekly >= budget.total_weekly


def test_ruth_comes_to_46_points_and_286_pounds() -> None:
    budget = estimate(RUTH, scorecard=MARLSHIRE.card)

    assert list(budget.points.values()) == [10, 8, 7, 5, 4, 3, 3, 6]
    assert budget.score == 46
    assert budget.total_weekly == 286_00
    assert (budget.low_weekly, budget.high_weekly) == (198_00, 402_00)


def test_ruths_workings_are_those_of_the_published_table() -> None:
    shown = explain(RUTH, vary=ASKED.unpaid_care, scorecard=MARLSHIRE.card)

    assert [(line.score, line.total_weekly, line.here) for line in shown.near] == [
        (44, 270_00, False),
        (45, 278_00, False),
        (46, 286_00, True),
        (47, 294_00, False),
        (48, 302_00, False),
    ]
    assert shown.least
    assert shown.most
    assert (shown.least.score, shown.least.total_weekly) == (40, 239_00)
    assert (shown.most.score, shown.most.total_weekly) == (54, 350_00)


def test_ruth_is_asked_in_the_words_she_answered() -> None:
    said = {one: ASKED.asked(one).words_of(level) for one, level in RUTH.items()}

    assert list(said.values()) == [
        "I need help every day",
        "I need someone beside me",
        "I cannot go out alone",
        "I cannot cook safely, I eat by myself",
        "I need help with most of it",
        "I need checking on once",
        "Less often than I want",
        "About half of it",
    ]


def test_marlshires_table_is_long_enough_and_never_falls() -> None:
    card = MARLSHIRE.card
    steps = [more - less for less, more in zip(card.table, card.table[1:], strict=False)]

    assert card.highest_score == len(card.table) - 1
    assert card.table[0] == 0
    assert steps == sorted(steps)  # each further point counts for as much as the last, or more
    assert MARLSHIRE.in_force_from == date(2026, 3, 4)
    assert tuple(card.points) == ASKED.ids


@pytest.mark.parametrize(
    "broken",
    [
        {"table": (PenceWeekly(200), PenceWeekly(100))},
        {"points": {MEALS: (Points(2), Points(1))}},
    ],
)
def test_a_card_that_gives_less_for_more_cannot_be_made(broken: dict[str, Any]) -> None:
    with pytest.raises(LessForMore):
        replace(CARD, **broken)


@pytest.mark.parametrize(
    "broken",
    [
        {"version": ""},
        {"points": {}},
        {"points": {MEALS: ()}},
        {"table": ()},
        {"table": (PenceWeekly(-1),)},
        {"points": {MEALS: (Points(-1), Points(1))}},
        {"low_ratio": Decimal("1.1")},
        {"high_ratio": Decimal("0.9")},
        {"in_ten": 0},
    ],
)
def test_a_card_that_cannot_be_used_cannot_be_made(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"scorecard needs|start at nothing|range must hold"):
        replace(CARD, **broken)


def test_any_change_to_a_card_changes_its_fingerprint() -> None:
    cards = [
        CARD,
        replace(CARD, version="other"),
        replace(CARD, in_ten=7),
        replace(CARD, low_ratio=Decimal("0.6")),
        replace(CARD, points={**CARD.points, PEOPLE: (Points(0), Points(2))}),
    ]

    assert len({card.digest for card in cards}) == len(cards)


def test_a_score_beyond_the_table_is_refused_in_words() -> None:
    short = replace(CARD, table=CARD.table[:4])

    with pytest.raises(BeyondTable, match=r"ends at 3 points, £300.00 a week.*5 points"):
        estimate({MEALS: Level(2), PEOPLE: Level(0)}, scorecard=short)


def test_what_would_lie_beyond_the_table_is_left_out_of_the_explanation() -> None:
    short = replace(CARD, table=CARD.table[:4])

    shown = explain({MEALS: Level(1), PEOPLE: Level(0)}, vary=MEALS, scorecard=short)

    assert shown.most is None
    assert shown.least
    assert shown.least.total_weekly == 0


def test_an_answer_at_its_end_already_is_not_shown_as_a_change() -> None:
    shown = explain({MEALS: Level(2), PEOPLE: Level(0)}, vary=MEALS, scorecard=CARD)

    assert shown.most is None


@pytest.mark.parametrize(
    "levels",
    [
        {MEALS: Level(1)},
        {MEALS: Level(1), PEOPLE: Level(1), GAP: Level(1)},
        {MEALS: Level(3), PEOPLE: Level(1)},
        {MEALS: Level(-1), PEOPLE: Level(1)},
    ],
)
def test_answers_to_other_questions_give_no_figure(levels: dict[Question, Level]) -> None:
    """A missing answer must never count as no need."""
    with pytest.raises(NotTheseQuestions):
        estimate(levels, scorecard=CARD)


def test_what_if_changes_one_answer_only() -> None:
    moved = what_if({MEALS: Level(1), PEOPLE: Level(1)}, MEALS, Level(2), scorecard=CARD)

    assert moved.points == {MEALS: Points(5), PEOPLE: Points(1)}
