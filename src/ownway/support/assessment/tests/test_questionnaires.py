"""A council makes its own questions: nothing published changes, nobody publishes their own last
change, a save that came too late loses nothing, and every assessment keeps what it began with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import making
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import operations as allocation
from ownway.support.allocation import queries as scorecards
from ownway.support.allocation.domain import prepared
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import (
    Level,
    as_plain,
    editing,
    questionnaire_from,
    questionnaire_named,
)
from ownway.support.assessment.models import PublishedQuestionnaire
from ownway.support.assessment.operations import questionnaires as making_questions
from ownway.support.assessment.queries import questionnaires as asked_for

WHOLE = questionnaire_named("whole-life-2026")
EVERYDAY = questionnaire_named("everyday-2026")
FIVE = ["None", "A little", "Some", "A lot", "All"]
TEN_OUTCOMES = {
    "CA-NUTRITION-01", "CA-HYGIENE-01", "CA-TOILET-01", "CA-CLOTHING-01", "CA-HOMESAFETY-01",
    "CA-HABITABLEHOME-01", "CA-RELATIONSHIPS-01", "CA-WTEV-01", "CA-COMMUNITY-01",
    "CA-CARINGOTHERS-01",
}  # fmt: skip


def test_twenty_five_questions_cover_the_ten_outcomes_and_four_more_things() -> None:
    assert len(WHOLE.questions) == 25
    assert {one.national_id for one in WHOLE.questions} == TEN_OUTCOMES | {""}
    assert [one.id for one in WHOLE.questions if not one.national_id] == [
        "q_nights",
        "q_two_people",
        "q_behaviour",
        "q_gap",
    ]
    assert WHOLE.unpaid_care == "q_gap"
    assert all(one.id.startswith("q_") for one in WHOLE.questions)


def test_the_autumn_card_reads_every_question_and_has_a_line_for_every_score() -> None:
    card = prepared("marlshire-2026-autumn").card

    assert tuple(card.points) == WHOLE.ids
    assert len(card.table) == card.highest_score + 1


@st.composite
def edits(draw: Any) -> list[tuple[str, int]]:
    acts = st.sampled_from(["change", "add", "out", "up", "down"])
    found: list[tuple[str, int]] = draw(st.lists(st.tuples(acts, st.integers(0, 30)), max_size=12))
    return found


@given(edits())
def test_any_edits_leave_questions_that_can_be_asked_and_told_apart(
    done: list[tuple[str, int]],
) -> None:
    asked = EVERYDAY
    for number, (act, at) in enumerate(done):
        question = asked.ids[at % len(asked.ids)]
        try:
            if act == "change":
                asked = editing.changed(
                    asked, question, words=f"W{number}", hint="", levels=FIVE, national_id=""
                )
            elif act == "add":
                asked = editing.added(asked, words="Tea", hint="", levels=FIVE, national_id="")
            elif act == "out":
                asked = editing.without(asked, question)
            else:
                asked = editing.moved(asked, question, up=act == "up")
        except Refused:
            continue
    assert questionnaire_from(as_plain(asked)) == asked  # also refuses what cannot be asked
    assert asked.unpaid_care in asked.ids
    assert (editing.differences(EVERYDAY, asked) == []) is (asked == EVERYDAY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": " "}, "Write the question."),
        ({"levels": FIVE[:4]}, "Write an answer for each level, from no need to the most."),
        ({"levels": ["Same"] * 5}, "Two levels have the same words. Nobody could tell them apart."),
        ({"national_id": "CA-TEA-01"}, "Choose the national outcome from the list."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(wrong: dict[str, Any], words: str) -> None:
    fine: dict[str, Any] = {"words": "Tea", "hint": "", "levels": FIVE, "national_id": ""}
    with pytest.raises(Refused) as refusal:
        editing.added(EVERYDAY, **(fine | wrong))
    assert str(refusal.value) == words


def test_the_question_about_unpaid_care_stays() -> None:
    with pytest.raises(Refused, match="never count on more than family"):
        editing.without(EVERYDAY, "q_gap")


def _ten(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def _client(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def nell() -> SignIn:
    return making.manager()


@pytest.fixture
def wim() -> SignIn:
    return making.manager(name="Wim Ashby")


def publish_whole(on: date = making.DAY) -> None:
    making_questions.publish_questionnaire(WHOLE, in_use_from=on, by=None, on=on)


@pytest.mark.django_db
def test_an_assessment_keeps_its_questions_and_its_card(nell: SignIn) -> None:
    making.marlshires_card()
    before, after = making.DAY - timedelta(days=1), making.DAY
    old = making.assessed(making.person(), by=nell, on=before)
    publish_whole()
    publish_whole()  # twice is once
    autumn = prepared("marlshire-2026-autumn")
    new = making.begun(making.person(council_id="B-2"), nell, after)

    assert PublishedQuestionnaire.objects.count() == 1
    assert asked_for.questionnaire_on(before) == EVERYDAY
    assert asked_for.questionnaire_on(after).ids == WHOLE.ids
    assert queries.assessment_for_reading(new, by=nell, on=after).questionnaire.ids == WHOLE.ids

    operations.answer_all(
        new,
        {question: operations.Said(Level(2)) for question in WHOLE.ids},
        by=nell,
        at=_ten(after),
    )
    making.finished(new, nell, after)
    with pytest.raises(Refused, match="No published scorecard reads the questions"):
        allocation.propose_budget(new, by=nell, on=after)
    allocation.publish_scorecard(
        autumn.card, in_force_from=after, approved_words="agreed", by=None, on=after
    )
    allocation.propose_budget(new, by=nell, on=after)
    allocation.propose_budget(old, by=nell, on=after)
    cards = [
        scorecards.budget_for_reading(one, by=nell, on=after).table.card.version
        for one in (new, old)
    ]
    assert cards == ["Marlshire 2026, autumn", "Marlshire 2026"]


@pytest.mark.django_db
def test_what_is_published_stays(nell: SignIn) -> None:
    publish_whole()
    other = editing.without(WHOLE, "q_children")

    with pytest.raises(Refused, match="what was asked stays"):
        making_questions.publish_questionnaire(
            other, in_use_from=making.DAY, by=None, on=making.DAY
        )
    mine = editing.named(other, version="mine", words="Mine", in_use_from=making.DAY)
    with pytest.raises(Refused, match="Other questions come into use on 23 November 2026"):
        making_questions.publish_questionnaire(mine, in_use_from=making.DAY, by=None, on=making.DAY)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublishedQuestionnaire.objects.update(version="else")
    assert asked_for.questionnaire_on(making.DAY).ids == WHOLE.ids


@pytest.mark.django_db
def test_a_second_person_publishes_and_a_late_save_loses_nothing(nell: SignIn, wim: SignIn) -> None:
    at = _ten(making.DAY)
    draft = making_questions.begin_draft("everyday-2026", by=nell, at=at)
    said: dict[str, Any] = {"words": "Tea", "hint": "", "levels": FIVE, "national_id": ""}
    making_questions.add_question(draft, **said, step=1, by=nell, at=at)

    with pytest.raises(making_questions.ChangedMeanwhile):
        making_questions.take_out_question(draft, "q_tea", step=1, by=wim, at=at)
    with pytest.raises(Refused, match="being written already"):
        making_questions.begin_draft("everyday-2026", by=wim, at=at)
    publish: dict[str, Any] = {
        "version": "marlshire-2027",
        "words": "Ours",
        "in_use_from": date(2027, 1, 4),
        "step": 2,
        "on": making.DAY,
    }
    with pytest.raises(NotAllowed, match="Somebody else reads the questions"):
        making_questions.publish_draft(draft, **publish, by=nell)
    with pytest.raises(Refused, match="This day is over"):
        making_questions.publish_draft(
            draft, **(publish | {"in_use_from": making.DAY - timedelta(days=1)}), by=wim
        )
    making_questions.publish_draft(draft, **publish, by=wim)

    assert "q_tea" in asked_for.questionnaire_on(date(2027, 1, 4)).ids
    assert asked_for.questionnaire_on(date(2027, 1, 3)) == EVERYDAY
    assert asked_for.open_draft() is None
    with pytest.raises(Refused, match="published as marlshire-2027"):
        making_questions.throw_away(draft, by=wim, on=making.DAY)


@pytest.mark.django_db
def test_the_pages_keep_what_was_typed_and_say_what_changes(
    nell: SignIn, wim: SignIn, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    at = _ten(making.DAY)
    draft = making_questions.begin_draft("everyday-2026", by=nell, at=at)
    page = f"/team/questions/new/{draft}/"
    his = _client(wim)
    typed = {"words": "Making tea", "hint": "", "national_id": "", "step": "1"}
    typed |= {f"level_{at}": words for at, words in enumerate(FIVE)}

    blank = his.post(f"{page}add/", typed | {"level_3": ""})
    assert blank.status_code == 422
    assert "Write the answer for level 3" in blank.content.decode()
    assert 'value="Making tea"' in blank.content.decode()
    making_questions.move_question(draft, "q_out", up=True, step=1, by=nell, at=at)
    late = his.post(f"{page}add/", typed)
    assert late.status_code == 422
    assert "What you wrote is still on this page" in late.content.decode()
    assert 'value="Making tea"' in late.content.decode()
    assert his.post(f"{page}add/", typed | {"step": "2"}).status_code == 302
    shown = his.get(page).content.decode()
    assert "New question: Making tea." in shown
    assert "The questions come in another order." in shown
    assert "somebody else publishes" in shown
    hers = _client(nell).get(page).content.decode()
    assert "Short name of the version" in hers
    assert _client(making.practitioner()).get(page).status_code == 403
    assert his.get("/team/questions/").status_code == 200
    assert his.get("/team/questions/versions/whole-life-2026/").status_code == 200
    assert his.get("/team/questions/versions/1948/").status_code == 404
