"""Each side says its own; nothing of one is ever lost to the other, or to a colleague."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import making
import pytest

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings, timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import ELIGIBLE, TO_PLANNING, Level, Question, StillMissing
from ownway.support.assessment.models import Assessment
from ownway.support.assessment.operations import Said, SavedMeanwhile
from ownway.support.contact import operations as contact
from ownway.support.contact.domain import FROM_THE_PERSON

pytestmark = pytest.mark.django_db
MEALS, OUT = Question("q_meals"), Question("q_out")
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def answered(assessment_id: Any, by: SignIn, question: Question = MEALS) -> Any:
    return queries.assessment_for_reading(assessment_id, by=by, on=making.DAY).answers[question]


def test_an_assessment_begins_with_every_question_open() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = making.begun(ruth, nell)

    found = queries.open_assessment_of(ruth.pk, by=nell)
    assert found
    assert (found.id, found.worker, found.questionnaire) == (made, "Nell Farraday", "everyday-2026")
    assert [
        (one.id, one.name, one.asked, one.answered_by_person, one.agreed, one.days)
        for one in queries.waiting(by=nell, on=making.DAY + timedelta(days=2))
    ] == [(made, "Ruth Calloway", 8, 0, 0, 2)]
    assert [(one.name, one.words) for one in timeline(ruth.pk)] == [
        ("assessment.begun", "Nell Farraday makes it with them")
    ]


def test_neither_side_overwrites_the_other_and_a_difference_stays() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)

    operations.answer(made, MEALS, level=Level(1), words="I eat toast.", by=her, at=AT)
    operations.answer(made, MEALS, level=Level(2), words="The hob is unsafe.", by=nell, at=LATER)

    meals = answered(made, nell)
    assert (meals.person_level, meals.person_words, meals.person_answered_at) == (
        1,
        "I eat toast.",
        AT,
    )
    assert (meals.level, meals.worker_words, meals.worker_answered_by) == (
        2,
        "The hob is unsafe.",
        "Nell Farraday",
    )
    assert meals.seen_differently
    assert [(one.name, one.words, one.by_name) for one in timeline(ruth.pk, limit=2)] == [
        ("assessment.answered-by-worker", "Meals", "Nell Farraday"),
        ("assessment.answered-by-person", "Meals", "Ruth Calloway"),
    ]
    assert queries.answers_of(made, by=nell) == {MEALS: 2}


def test_the_same_again_changes_nothing_and_is_no_fact() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    said = {MEALS: Said(Level(2), "The hob is unsafe.")}

    assert operations.answer_all(made, said, by=nell, at=AT) == 1
    assert operations.answer_all(made, said, by=nell, at=LATER) == 0

    assert answered(made, nell).worker_answered_at == AT
    assert len(timeline(ruth.pk)) == 2  # begun, and answered once


def test_a_colleague_who_saves_later_is_told_and_nothing_is_lost() -> None:
    ruth, nell, asif = making.person(), making.practitioner(), making.manager()
    made = making.begun(ruth, nell)
    operations.answer(made, MEALS, level=Level(2), words="Nell's words", by=nell, at=AT)
    late = {
        OUT: Said(Level(3), "Never alone", seen_at=None, compare=True),
        MEALS: Said(Level(3), "Asif's words", seen_at=None, compare=True),
    }

    with pytest.raises(SavedMeanwhile, match="Nell Farraday saved this") as told:
        operations.answer_all(made, late, by=asif, at=LATER)

    assert [asked.id for asked in told.value.questions] == [MEALS]
    assert answered(made, nell).worker_words == "Nell's words"
    assert answered(made, nell, OUT).worker_words == ""  # all or none

    seen = {
        question: Said(one.level, one.words, AT, compare=True) for question, one in late.items()
    }
    seen[OUT] = late[OUT]
    assert operations.answer_all(made, seen, by=asif, at=LATER) == 2
    assert answered(made, nell).worker_words == "Asif's words"


def test_a_time_that_was_made_up_is_told_too() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)

    with pytest.raises(SavedMeanwhile, match="Somebody saved this"):
        operations.answer_all(
            made, {MEALS: Said(Level(2), "", seen_at=AT, compare=True)}, by=nell, at=AT
        )


def test_person_and_worker_save_at_once_and_both_are_kept() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    both_saw_nothing = Said(Level(2), "mine", seen_at=None, compare=True)

    operations.answer_all(made, {MEALS: both_saw_nothing}, by=her, at=AT)
    operations.answer_all(made, {MEALS: both_saw_nothing}, by=nell, at=AT)

    meals = answered(made, nell)
    assert (meals.person_words, meals.worker_words) == ("mine", "mine")


@pytest.mark.parametrize(
    ("question", "level", "words"),
    [
        (Question("q_hat_size"), 1, "not part of this assessment"),
        (MEALS, 5, "Choose one of the answers to “Meals”"),
        (MEALS, -1, "Choose one of the answers to “Meals”"),
    ],
)
def test_what_is_not_asked_is_refused(question: Question, level: int, words: str) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)

    with pytest.raises(Refused, match=words):
        operations.answer(made, question, level=Level(level), by=nell, at=AT)


def test_beginning_is_refused_in_words() -> None:
    ruth, ivor, nell = making.person(), making.person(), making.practitioner()
    of_ivor = contact.ask_for_support(
        ivor.pk,
        who_asked="Ivor",
        words="Help",
        route_of_access=FROM_THE_PERSON,
        by=nell,
        on=making.DAY,
    )
    dead = making.person(died_on=date(2026, 11, 2))

    with pytest.raises(Refused, match="died on 2 November 2026"):
        making.begun(dead, nell)
    with pytest.raises(Refused, match="not about this person"):
        operations.begin(ruth.pk, support_request_id=of_ivor, by=nell, on=making.DAY)
    assert operations.begin(ivor.pk, support_request_id=of_ivor, by=nell, on=making.DAY)
    making.begun(ruth, nell)
    with pytest.raises(Refused, match="open already"):
        making.begun(ruth, nell)
    assert len(queries.assessments_of(ruth.pk, by=nell)) == 1


def test_another_clash_in_the_database_is_not_taken_for_an_open_assessment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import IntegrityError

    def clash(**_: Any) -> None:
        raise IntegrityError("another constraint")

    ruth, nell = making.person(), making.practitioner()
    monkeypatch.setattr(Assessment.objects, "create", clash)

    with pytest.raises(IntegrityError):
        making.begun(ruth, nell)


def test_blank_answers_stop_the_end() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    operations.answer(made, MEALS, level=Level(2), by=nell, at=AT)

    with pytest.raises(StillMissing) as refusal:
        operations.complete(made, eligible_needs=ELIGIBLE, reasons="x", by=nell, on=making.DAY)

    assert [asked.id for asked in refusal.value.questions] == [
        one for one in making.RUTHS_LEVELS if one != MEALS
    ]
    assert queries.open_assessment_of(ruth.pk, by=nell)


def test_a_named_person_decides_with_reasons() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = making.assessed(ruth, nell)

    line = queries.completed_assessment(made, by=nell)
    assert (line.completed_on, line.eligible_needs, line.outcome, line.worker, line.reasons) == (
        making.DAY,
        ELIGIBLE,
        TO_PLANNING,
        "Nell Farraday",
        "She cannot wash safely.",
    )
    assert queries.answers_of(made, by=nell) == making.RUTHS_LEVELS
    assert queries.open_assessment_of(ruth.pk, by=nell) is None
    assert timeline(ruth.pk, limit=1)[0].words == (
        "Yes, there are eligible needs. She cannot wash safely."
    )


def test_no_eligible_needs_leads_to_no_outcome_by_itself() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = making.assessed(ruth, nell, eligible_needs="No needs identified")

    assert queries.completed_assessment(made, by=nell).outcome == ""


def test_what_was_agreed_stays_when_it_is_finished() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.assessed(ruth, nell)

    for who in (nell, her):
        with pytest.raises(Refused, match="is finished"):
            operations.answer(made, MEALS, level=Level(4), by=who, at=AT)
    with pytest.raises(Refused, match="is finished"):
        operations.complete(made, eligible_needs=ELIGIBLE, reasons="x", by=nell, on=making.DAY)
    assert making.begun(ruth, nell)  # whenever things change, a new one may begin


def test_one_that_came_in_a_file_has_an_end_and_no_answers() -> None:
    ruth, nell = making.person(), making.practitioner()
    row = Assessment.objects.create(person=ruth, started_on=making.DAY, cld_key="a")

    with pytest.raises(Refused, match="questions that we keep"):
        queries.assessment_for_reading(row.pk, by=nell, on=making.DAY)
    with pytest.raises(Refused, match="is finished"):
        operations.answer(row.pk, MEALS, level=Level(1), by=nell, at=AT)
    (line,) = queries.assessments_of(ruth.pk, by=nell)
    assert (line.from_file, line.is_open, line.worker) == (True, False, "")


def test_going_on_from_an_open_assessment_is_refused() -> None:
    ruth, nell = making.person(), making.practitioner()

    with pytest.raises(Refused, match="not finished yet"):
        queries.completed_assessment(making.begun(ruth, nell), by=nell)


def test_nobody_else_can_tell_that_there_is_one() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    west = making.practitioner(of=making.team("West team"))
    ivor = making.own_sign_in(making.person(given_name="Ivor"))

    for stranger in (west, ivor):
        with pytest.raises(NotFound):
            queries.assessment_for_reading(made, by=stranger, on=making.DAY)
        with pytest.raises(NotFound):
            queries.answers_of(made, by=stranger)
        with pytest.raises(NotFound):
            queries.assessments_of(ruth.pk, by=stranger)
        with pytest.raises(NotFound):
            operations.answer(made, MEALS, level=Level(1), by=stranger, at=AT)
        with pytest.raises(NotFound):
            operations.begin(ruth.pk, by=stranger, on=making.DAY)
        assert queries.waiting(by=stranger, on=making.DAY) == []
    with pytest.raises(NotFound):
        queries.completed_assessment(uuid4(), by=nell)


def test_finance_reads_and_she_answers_but_neither_finishes() -> None:
    ruth, nell, wanda = making.person(), making.practitioner(), making.finance()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)

    queries.assessment_for_reading(made, by=wanda, on=making.DAY)
    assert [(one.name, one.by_name) for one in readings(ruth.pk)] == [
        ("assessment.assessment-read", "Wanda Price")
    ]
    with pytest.raises(NotAllowed):
        operations.answer(made, MEALS, level=Level(1), by=wanda, at=AT)
    with pytest.raises(NotAllowed):
        operations.begin(ruth.pk, by=wanda, on=making.DAY)
    for who in (her, wanda):
        with pytest.raises(NotAllowed):
            operations.complete(made, eligible_needs=ELIGIBLE, reasons="x", by=who, on=making.DAY)
