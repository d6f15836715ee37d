"""A friend let in to an assessment and a plan reads what is in them, not words about others.

Nothing of somebody else's is called "my" or told to "you"; whoever decides in the person's place
reads it as the person does.
"""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.front_doors.tests.test_let_in_reads import as_, let
from ownway.support.assessment import operations
from ownway.support.assessment.domain import ELIGIBLE, Level, Question
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import LetIn, Person, SomeoneAround
from ownway.support.planning import operations as planning
from ownway.support.planning.domain import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
SECRET = "Pete drinks and shouts."


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def main_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def written(ruth: Person, *, done: bool) -> tuple[UUID, SignIn]:
    """An assessment in which Ruth and Nell both wrote of Pete, wherever one can."""
    nell, her = making.practitioner(), making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    operations.write(made, "around-me", SECRET, by=her, at=AT)
    operations.write(made, "hygiene", SECRET, by=nell, at=AT)
    operations.write(made, "nutrition", SECRET, aloud=True, by=nell, at=AT)
    operations.answer(made, Question("q_meals"), level=Level(1), words=SECRET, by=her, at=AT)
    for question, level in making.RUTHS_LEVELS.items():
        operations.answer(
            made, Question(question), level=Level(level), words=SECRET, by=nell, at=AT
        )
    if done:
        making.found(made, nell)
        operations.complete(
            made,
            eligible_needs=ELIGIBLE,
            reasons=SECRET,
            summary=SECRET,
            by=nell,
            on=making.DAY,
        )
    return made, her


@pytest.mark.parametrize("done", [False, True])
def test_a_friend_reads_what_is_in_it_without_what_was_written_of_others(done: bool) -> None:
    ruth = making.person()
    made, her = written(ruth, done=done)
    mo = let(ruth, Part.RECORD, own=her)

    page = main_of(mo.get("/my/assessment/").text)

    assert "Ruthie Calloway’s assessment" in page
    assert ("Meals" in page) is done  # levels are told once they are agreed
    assert "Ruth Calloway" in page  # who wrote is told
    for name in ("around-me", "hygiene", "nutrition"):
        part = main_of(mo.get(f"/my/assessments/{made}/{name}/").text)
        assert SECRET not in part
        assert "What it says is not shared." in part
    assert SECRET not in page
    page = page.replace("You can add what you know, in your own name.", "")
    assert re.findall(r"\b(?:My|[Yy]ou|[Yy]our)\b", page) == []


def test_whoever_decides_in_her_place_reads_all_of_it() -> None:
    ruth = making.person()
    made, _ = written(ruth, done=True)
    sam = let(ruth, Part.RECORD, standing=As.ATTORNEY)

    assert SECRET in main_of(sam.get("/my/assessment/").text)
    assert SECRET in main_of(sam.get(f"/my/assessments/{made}/hygiene/").text)


def test_a_friend_reads_the_plan_without_who_of_the_family_does_what() -> None:
    ruth = making.person()
    made, her = written(ruth, done=True)
    nell = making.practitioner()
    SomeoneAround.objects.create(person=ruth, name="Pete Calloway", who="husband")
    plan = planning.begin_plan(made, by=nell, on=making.DAY)
    planning.describe_plan(plan, what_matters=SECRET, by=nell, on=making.DAY)
    said: dict[str, Any] = {"outcome": SECRET, "by": nell, "on": making.DAY}
    planning.add_component(
        plan, actor=Actor.FAMILY.value, who="Pete", activity="Pete cooks in the evening", **said
    )
    planning.add_component(
        plan, actor=Actor.COMMUNITY.value, who="Thornbeck choir", activity="Singing", **said
    )
    mo = let(ruth, Part.PLAN, own=her)

    page = main_of(mo.get("/my/plan/").text)

    assert "Support plan" in page
    assert "[name left out] cooks in the evening Family" in page
    assert "Thornbeck choir" in page
    assert re.findall(r"Pete|\b(?:[Mm]y|[Yy]ou|[Yy]our)\b", page) == []
    figure = main_of(mo.get("/my/budget/").text)
    assert re.findall(r"\b(?:[Mm]y|[Yy]ou|[Yy]ours?)\b", figure) == []
    assert "Pete cooks in the evening" in as_(her).get("/my/plan/").text


def test_who_else_was_let_in_is_not_told_by_what_they_wrote() -> None:
    ruth = making.person()
    made, her = written(ruth, done=False)
    mo = let(ruth, Part.RECORD, own=her)
    mo.post(f"/my/assessments/{made}/around-me/", {"words": "I am Mo."})
    kit = another(ruth)

    assert "I am Mo." in main_of(mo.get(f"/my/assessments/{made}/around-me/").text)
    assert "Mo Tarn" not in main_of(kit.get("/my/assessment/").text)
    assert "Mo Tarn" not in main_of(kit.get(f"/my/assessments/{made}/around-me/").text)


def another(ruth: Person) -> Client:
    kit = access.add_sign_in(email="kit@example.org", name="Kit", kind=Kind.CARER)
    LetIn.objects.create(
        person=ruth,
        sign_in=kit,
        name="Kit",
        email="kit@example.org",
        standing=As.FRIEND,
        parts=[Part.RECORD.value],
        first_day=making.DAY,
    )
    return as_(kit)
