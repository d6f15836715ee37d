"""Somebody who was let in says how they see it, and reads their own words alone."""

from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import Person
from ownway.support.people.operations import letting_in
from ownway.support.review import operations, queries
from ownway.support.review.domain.talking import About, Achieved, Ending, Side
from ownway.support.review.models import Review, Statement

pytestmark = pytest.mark.django_db
CANARY = "SANDPIPER-GROYNE"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def ruth(nell: SignIn) -> Person:
    made = making.person()
    making.running_plan(made, nell, making.DAY - timedelta(days=90))
    return made


def let(ruth: Person, *parts: Part) -> Client:
    mo = access.add_sign_in(email="mo.tarn@example.org", name="Mo Tarn", kind=Kind.CARER)
    letting_in.let_in(
        ruth.pk,
        name="Mo Tarn",
        email=mo.email,
        standing=As.FRIEND,
        parts=parts,
        last_day=None,
        by=making.own_sign_in(ruth),
        on=making.DAY,
    )
    return as_(mo)


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def write(client: Client, words: str) -> Any:
    said = {"about": "working", "words": words}
    return client.post(reverse("my.review_say"), said, follow=True)


def test_a_friend_says_how_they_see_it_and_takes_it_back(ruth: Person, nell: SignIn) -> None:
    mo = let(ruth, Part.PLAN)
    operations.begin_review(ruth.pk, planned_for=None, by=nell, on=making.DAY)
    operations.say(
        ruth.pk,
        side=Side.STAFF,
        about=About.NOT_WORKING,
        words=CANARY,
        said_by="",
        may_be_used=False,
        by=nell,
        on=making.DAY,
    )

    page = write(mo, "She laughs again.")

    row = Statement.objects.get(words="She laughs again.")
    assert (row.side, row.said_by, row.person_id) == ("family", "Mo Tarn", ruth.pk)
    assert "She laughs again." in page.text
    assert CANARY not in page.text
    assert mo.get(reverse("my.review_sooner")).status_code == 403
    taken = mo.post(reverse("my.review_take_back", args=[row.pk]), follow=True)
    assert "She laughs again." not in taken.text
    assert CANARY in as_(SignIn.objects.get(own_person_id=ruth.pk)).get("/my/review/").text


def test_a_friend_sees_how_it_ended_and_not_what_was_written_of_it(
    ruth: Person, nell: SignIn
) -> None:
    mo = let(ruth, Part.PLAN)
    made = operations.begin_review(ruth.pk, planned_for=None, by=nell, on=making.DAY)
    for outcome in outcomes_of(made, nell):
        operations.see_outcome(
            made, outcome=outcome, achieved=Achieved.NOT, words=CANARY, by=nell, on=making.DAY
        )
    operations.finish_review(
        made,
        ending=Ending.CONTINUE,
        words=CANARY,
        without_person="She was asleep.",
        by=nell,
        on=making.DAY,
    )
    hers = as_(SignIn.objects.get(own_person_id=ruth.pk)).get("/my/review/").text
    page = mo.get("/my/review/").text
    assert CANARY in hers
    assert CANARY not in page
    assert "support goes on as it is" in page
    assert mo.get(reverse("my.review_easy")).status_code == 200
    assert mo.get(reverse("my.review_easy_pdf")).content.startswith(b"%PDF")


def test_who_was_let_in_to_something_else_sees_no_review(ruth: Person) -> None:
    mo = let(ruth, Part.DOCUMENTS)
    assert mo.get("/my/review/").status_code == 404
    assert write(mo, "Nothing").status_code == 404
    assert Review.objects.count() == Statement.objects.count() == 0


def outcomes_of(review_id: Any, by: SignIn) -> list[str]:
    found = queries.review_for_reading(review_id, by=by, on=making.DAY)
    return [one.outcome for one in found.outcomes]
