"""A file of answers is read row by row: what cannot be used is put aside with what to do."""

import pytest

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain import calibration
from ownway.support.allocation.domain.answers_file import NotAnswers, read_answers
from ownway.support.allocation.domain.card_file import (
    NotAScorecard,
    card_from_text,
    card_text,
    points_from,
)
from ownway.support.allocation.tests.councils import council

FILE = """\
person_id,group,q_wash,q_dress,cost_weekly,area
A1,Physical support,2,0,412.50,North
A2,,3.0,,"£1,200.005",South
"""


def test_a_row_is_a_person_and_a_further_column_is_kept() -> None:
    held = read_answers(FILE.splitlines())

    assert held.ids == ("A1", "A2")
    assert held.questions == ("q_wash", "q_dress")
    assert held.answers.tolist() == [[2, 0], [3, -1]]
    assert held.cost is not None
    assert held.cost.tolist() == [41_250, 120_001]
    assert held.group is not None
    assert held.group.tolist() == ["Physical support", ""]
    assert held.columns["area"].tolist() == ["North", "South"]
    assert held.faults == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A3,x,5x,1,10,N", "Row 3, q_wash: '5x' is no whole level from 0 to 9. Correct it."),
        ("A3,x,-1,1,10,N", "Row 3, q_wash: '-1' is no whole level from 0 to 9. Correct it."),
        ("A3,x,10,1,10,N", "Row 3, q_wash: '10' is no whole level from 0 to 9. Correct it."),
        ("A3,x,1.5,1,10,N", "Row 3, q_wash: '1.5' is no whole level from 0 to 9. Correct it."),
        ("A3,x,,,10,N", "Row 3: every answer is blank. Ask again, or leave the person out."),
        ("A1,x,1,1,10,N", "Row 3, person_id: A1 is in row 2 already. Keep one row a person."),
        (",x,1,1,10,N", "Row 3, person_id: nobody is named. "
                        "Give each person a number of their own."),
        ("A3,x,1,1,-4,N", "Row 3, cost_weekly: -4 lies below nothing. "
                          "Leave people out whose plan costs none."),
        ("A3,x,1,1,,N", "Row 3, cost_weekly: '' is no amount in pounds. Give one like 412.50."),
        ("A3,x,1,1,nan,N", "Row 3, cost_weekly: 'nan' is no amount in pounds. "
                           "Give one like 412.50."),
        ("A3,x,1,1,60000,N", "Row 3, cost_weekly: £60,000 a week is above £50,000. "
                             "Was it pence, or a year?"),
        ("A3,x,1,1", "Row 3: it has 4 cells under 6 headings. Check its commas."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_put_aside_and_the_rest_go_on(row: str, said: str) -> None:
    first, second = FILE.splitlines()[:2]

    held = read_answers([first, second, row, "A9,x,1,1,10,N"])

    assert [str(fault) for fault in held.faults] == [said]
    assert held.put_aside == (tuple(row.split(",")),)
    assert held.ids == ("A1", "A9")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("q_a,cost_weekly\n", "no column person_id"),
        ("person_id,q_a\n", "no column cost_weekly"),
        ("person_id,cost_weekly\n", "no question"),
        ("person_id,q_a,q_a,cost_weekly\n", "twice: q_a"),
        ("person_id,q_é!,cost_weekly\n", "letters, figures"),
    ],
)
def test_a_file_of_something_else_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(NotAnswers, match=said):
        read_answers(text.splitlines())


def test_a_file_for_a_card_must_ask_its_questions() -> None:
    with pytest.raises(NotAnswers, match="missing q_eat; not asked by the scorecard: q_dress"):
        read_answers(FILE.splitlines(), questions=["q_wash", "q_eat"])
    turned = read_answers(FILE.splitlines(), questions=["q_dress", "q_wash"])
    assert turned.answers.tolist() == [[0, 2], [-1, 3]]


def test_a_scorecard_travels_as_a_file_and_a_changed_one_is_refused() -> None:
    one = council(150, seed=4)
    card = calibration.fitted(one.answers, one.cost, questions=one.questions, group=one.group)

    text = card_text(card)

    assert card_from_text(text) == card
    with pytest.raises(NotAScorecard, match="changed since it was written"):
        card_from_text(text.replace('"in_ten": 8', '"in_ten": 9'))
    for nonsense in ("", "[]", "{}", text[:-40], text.replace('"table"', '"tables_"')):
        with pytest.raises(NotAScorecard):
            card_from_text(nonsense)


def test_experts_points_are_read_level_by_level() -> None:
    rows = ["question,level,points", "q_a,1,3", "q_a,0,0", "q_b,0,1"]

    assert points_from(rows) == {"q_a": [0, 3], "q_b": [1]}
    for wrong, said in (
        (rows[:1], "no points"),
        (["a,b"], "need the columns"),
        ([*rows, "q_a,1,4"], "already"),
        ([*rows, "q_c,1,4"], "without a gap"),
        ([*rows, "q_c,one,4"], "whole numbers"),
        ([*rows, "q_c,0,-4"], "nothing or more"),
    ):
        with pytest.raises(Refused, match=said):
            points_from(wrong)
