"""Questions are data that never says two things; what is missing is named in the order asked."""

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain import (
    ELIGIBLE,
    Answered,
    Level,
    Question,
    StillMissing,
    check_can_complete,
    missing,
    questionnaire_named,
    questionnaire_on,
)
from ownway.support.assessment.domain.questionnaire import BadQuestionnaire, questionnaire_from

ASKED = questionnaire_named("everyday-2026")
DAY = date(2026, 11, 23)
levels = st.fixed_dictionaries(
    {question: st.none() | st.integers(0, 4).map(Level) for question in ASKED.ids}
)


def test_the_eight_questions_in_their_order_with_their_national_ids() -> None:
    assert [(one.id, one.national_id) for one in ASKED.questions] == [
        ("q_washing", "CA-HYGIENE-01"),
        ("q_moving", "CA-HOMESAFETY-01"),
        ("q_out", "CA-COMMUNITY-01"),
        ("q_meals", "CA-NUTRITION-01"),
        ("q_home", "CA-HABITABLEHOME-01"),
        ("q_nights", ""),
        ("q_people", "CA-RELATIONSHIPS-01"),
        ("q_gap", ""),
    ]
    assert ASKED.asked("q_gap").words == "Help still needed after what family and friends do"


def test_a_question_or_questionnaire_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="not part of this assessment"):
        ASKED.asked("q_hat_size")
    with pytest.raises(Refused, match="questions that we keep"):
        questionnaire_named("1948")
    with pytest.raises(Refused, match="no questions to ask on that day"):
        questionnaire_on(date(1948, 7, 5))
    assert questionnaire_on(DAY) is ASKED


def plain(**more: Any) -> dict[str, Any]:
    row = {"id": "q_a", "national_id": "", "words": "A", "hint": "", "levels": list("abcde")}
    return {
        "version": "v",
        "words": "v",
        "in_use_from": DAY,
        "unpaid_care": "q_a",
        "questions": [row],
    } | more


@pytest.mark.parametrize(
    "wrong",
    [
        {"questions": plain()["questions"] * 2},
        {"unpaid_care": "q_b"},
        {"questions": [plain()["questions"][0] | {"levels": ["a"]}]},
        {"questions": [plain()["questions"][0] | {"levels": ["a", "b", "", "d", "e"]}]},
    ],
)
def test_a_questionnaire_that_cannot_be_asked_is_not_made(wrong: dict[str, Any]) -> None:
    assert questionnaire_from(plain()).ids == ("q_a",)
    with pytest.raises(BadQuestionnaire):
        questionnaire_from(plain(**wrong))


def test_nothing_stops_the_end_when_everything_is_agreed() -> None:
    agreed: dict[Question, Level | None] = dict.fromkeys(ASKED.ids, Level(0))

    finish(agreed)  # would refuse
    assert list(missing(ASKED, agreed)) == []


@given(levels)
def test_what_is_missing_stops_the_end_and_is_named(said: dict[Question, Level | None]) -> None:
    blank = [one.id for one in ASKED.questions if said[one.id] is None]

    assert [one.id for one in missing(ASKED, said)] == blank
    assume(blank)
    with pytest.raises(StillMissing) as refusal:
        finish(said)
    assert [one.id for one in refusal.value.questions] == blank


def finish(said: dict[Question, Level | None], **more: Any) -> None:
    fine: dict[str, Any] = {
        "eligible_needs": ELIGIBLE,
        "reasons": "Because",
        "started_on": DAY,
        "on": DAY,
    }
    check_can_complete(ASKED, said, **(fine | more))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"eligible_needs": "perhaps"}, "Say whether there are eligible needs."),
        ({"reasons": " "}, "Give the reasons for the decision."),
        ({"on": date(2026, 11, 22)}, "An assessment cannot end before the day it began."),
    ],
)
def test_the_end_needs_a_decision_and_reasons(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as refusal:
        finish(dict.fromkeys(ASKED.ids, Level(0)), **wrong)

    assert str(refusal.value) == words


@given(st.none() | st.integers(0, 4), st.none() | st.integers(0, 4))
def test_a_difference_is_one_only_when_both_chose(agreed: int | None, hers: int | None) -> None:
    answered = Answered(
        Question("q_meals"),
        level=None if agreed is None else Level(agreed),
        person_level=None if hers is None else Level(hers),
    )

    assert answered.seen_differently is (agreed is not None and hers is not None and agreed != hers)
