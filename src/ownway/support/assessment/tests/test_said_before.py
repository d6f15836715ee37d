"""What somebody said in a self-check stands beside what is asked; it is never taken over unseen."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import eligibility
from ownway.support.assessment.domain.said_before import ASKED, CARING, MATTERS
from ownway.support.assessment.domain.sections import sections_of
from ownway.support.assessment.models import Assessment, Passage
from ownway.support.contact.domain.self_checks import NEWEST, Said, Whom, questions
from ownway.support.contact.operations import self_checks as contact
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
ON = making.DAY
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TOAST = Said({"nutrition": "hard", "hygiene": "well"}, {"every-day": "Toast.", MATTERS: "My cat."})


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def sent(about: Person, by: SignIn, whom: Whom, said: Said, on: date = ON) -> None:
    """A check that was sent, and that a worker put on somebody's record."""
    sender = {"given_name": about.given_name, "family_name": about.family_name}
    if whom is Whom.OTHER:
        sender |= {"your_name": "Ellie Okafor", "relation": "child", "consent": "agrees"}
    check = contact.begin_check(whom, on=on)
    contact.say(check, said, on=on)
    contact.send_check(check, sender, on=on, at=datetime(on.year, on.month, on.day, tzinfo=UTC))
    contact.attach_self_check(check, about.pk, by=by, on=on)


def told(made: UUID, by: SignIn) -> dict[str, list[tuple[str, str]]]:
    return {
        section: [(one.chosen, one.words) for one in said]
        for section, said in queries.said_before(made, by=by).items()
    }


@pytest.mark.parametrize("whose", list(eligibility.Whose))
def test_every_question_of_a_check_has_its_place(whose: eligibility.Whose) -> None:
    whom = Whom.CARER if whose is eligibility.Whose.CARER else Whom.ME
    placed = {question for asked in ASKED[whose].values() for question in asked}
    if whom is Whom.CARER:
        placed |= set(CARING)

    assert placed - {MATTERS} == {one.id for one in questions(NEWEST, whom)} - {"safe"}
    known = {one.id for one in sections_of(whose, eligibility.rules_on(ON))}
    assert set(ASKED[whose]) - known == set()


def test_what_she_sent_stands_beside_and_is_nobodys_passage() -> None:
    ruth, nell = making.person(), making.practitioner()
    sent(ruth, nell, Whom.ME, TOAST)
    made = making.begun(ruth, nell)

    said = told(made, nell)
    assert said["nutrition"] == [("It is hard, or I cannot do it on my own", "Toast.")]
    assert said["what-i-want"] == [("", "My cat.")]
    assert said["toilet"] == [("", "Toast.")]
    assert "work" not in said
    assert told(made, making.own_sign_in(ruth)) == said
    assert Passage.objects.count() == 0


def test_what_somebody_else_sent_about_her_a_worker_tells_her() -> None:
    ruth, nell = making.person(), making.practitioner()
    sent(ruth, nell, Whom.OTHER, TOAST)
    made = making.begun(ruth, nell)

    assert told(made, nell)["nutrition"][0][1] == "Toast."
    assert told(made, making.own_sign_in(ruth)) == {}


def test_a_check_as_a_carer_is_told_in_the_assessment_as_a_carer_alone() -> None:
    pete, nell = making.person(given_name="Pete"), making.practitioner()
    sent(pete, nell, Whom.CARER, Said({"able": "for-now", "recreation": "hard"}, {}))
    own = making.begun(pete, nell)
    carer = operations.begin(pete.pk, as_carer=True, by=nell, on=ON)

    assert told(own, nell) == {}
    assert told(carer, nell) == {
        "about-me": [("For now, but not for long", "")],
        "caring": [("For now, but not for long", "")],
        "carer-recreation": [("It is hard, or I cannot", "")],
    }


def test_a_check_of_long_ago_is_history() -> None:
    ruth, nell = making.person(), making.practitioner()
    sent(ruth, nell, Whom.ME, TOAST, on=date(2026, 1, 2))

    soon = operations.begin(ruth.pk, by=nell, on=date(2027, 1, 2))
    assert "nutrition" in told(soon, nell)
    Assessment.objects.filter(pk=soon).update(started_on=date(2027, 1, 3))
    assert told(soon, nell) == {}


def test_she_may_begin_with_what_she_said_and_nothing_is_saved_before_she_does(
    client: Client,
) -> None:
    ruth, nell = making.person(), making.practitioner()
    sent(ruth, nell, Whom.ME, TOAST)
    made = making.begun(ruth, nell)
    client.force_login(making.own_sign_in(ruth))
    here = f"/my/assessments/{made}/nutrition/"

    page = client.get(here).text.replace("\xa0", " ")
    assert "Said in the self-check of 23 November 2026, sent by Ruth Calloway" in page
    assert "Begin with what I said there" in page
    begun = client.get(f"{here}?begin=check").text
    assert "It is hard, or I cannot do it on my own\nToast.</textarea>" in begun
    assert Passage.objects.count() == 0
    client.post(here, {"words": "It is hard. I live on toast.", "then": "next"})
    mine = client.get(f"{here}?begin=check").text
    assert "It is hard. I live on toast.</textarea>" in mine
    assert "Begin with what I said there" not in mine

    client.force_login(nell)
    for address in (f"/team/assessments/{made}/", f"/team/assessments/{made}/parts/nutrition/"):
        assert "sent by Ruth Calloway" in client.get(address).text
