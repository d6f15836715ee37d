"""Many questions stand in a few groups that fold: none is lost, and what is to do stands open."""

from datetime import UTC, date, datetime
from typing import Any

import making
import pytest
from django.test import Client

from ownway.support.assessment import operations
from ownway.support.assessment.domain import Level, Question
from ownway.support.assessment.domain.groups import groups_of
from ownway.support.assessment.domain.questionnaire import QUESTIONNAIRES, WITHOUT_LEVELS
from ownway.support.assessment.models import Answer, Assessment

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
LONG = QUESTIONNAIRES["whole-life-2026"]


def test_every_question_stands_in_one_group_in_the_order_asked() -> None:
    groups = groups_of(LONG)

    assert [(one.words, len(one.questions)) for one in groups] == [
        ("Eating and drinking", 3),
        ("Washing, dressing and the toilet", 6),
        ("At home", 6),
        ("People and places", 6),
        ("Nights, and who helps", 4),
    ]
    placed = [asked.id for group in groups for asked in group.questions]
    assert sorted(placed) == sorted(LONG.ids)
    for group in groups:
        order = [LONG.ids.index(asked.id) for asked in group.questions]
        assert order == sorted(order)


def test_a_few_questions_are_not_folded_and_none_make_no_group() -> None:
    short = QUESTIONNAIRES["everyday-2026"]

    assert [(one.words, one.questions) for one in groups_of(short)] == [("", short.questions)]
    assert groups_of(WITHOUT_LEVELS) == ()


@pytest.mark.django_db
def test_the_group_to_go_on_with_stands_open_and_says_how_far_one_has_come(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_TODAY = date(2026, 11, 23)
    ruth, nell = making.person(), making.practitioner()
    made = long_one(ruth, nell)
    for question in ("q_shopping", "q_cooking", "q_eating"):
        operations.answer(made, Question(question), level=Level(1), by=nell, at=AT)
    client.force_login(nell)
    address = f"/team/assessments/{made}/"

    page = client.get(address).text
    assert opened(page) == ["Washing, dressing and the toilet: 0 of 6 agreed"]
    assert "Eating and drinking: 3 of 3 agreed" in page
    sent = client.post(address, {"q_washing_level": "2", "then": "q_people"})
    assert sent["Location"] == f"{address}?at=q_people#q_people"
    assert opened(client.get(sent["Location"]).text) == ["People and places: 0 of 6 agreed"]
    wrong = client.post(address, {"q_nights_level": "9"}).text
    assert opened(wrong) == ["Nights, and who helps: 0 of 4 agreed"]

    client.force_login(making.own_sign_in(ruth))
    mine = client.get("/my/assessment/").text
    assert opened(mine) == ["Eating and drinking: 0 of 3 answered"]


def long_one(of: Any, by: Any) -> Any:
    made = making.begun(of, by)
    Assessment.objects.filter(pk=made).update(questionnaire=LONG.version)
    Answer.objects.filter(assessment=made).delete()
    Answer.objects.bulk_create(Answer(assessment_id=made, question=one) for one in LONG.ids)
    return made


def opened(page: str) -> list[str]:
    """The words of the groups that stand open."""
    return [
        part.split('summary-text">')[1].split("</span>")[0]
        for part in page.split("<details")[1:]
        if part.startswith(' class="govuk-details ow-group" open')
    ]
