"""A question put together once asks what the same question put together anew would."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.support.people import permissions
from ownway.support.people.models import Opening, Person
from ownway.support.people.queries import PEOPLE_LISTED, people_of_team
from ownway.support.people.queries.prepared import Built, Prepared, a_day, a_text, an_id

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_stand_ins_are_filled_wherever_they_stand() -> None:
    rows = Person.objects.filter(
        family_name__startswith=a_text("name"), pk=an_id("person"), born_on=a_day("born")
    ).values_list("given_name")
    ruth = making.person(family_name="100% O'Neill", given_name="Ruth")
    stands = {"name": a_text("name"), "person": an_id("person"), "born": a_day("born")}
    question = Prepared(Built(rows, stands))

    said = {"name": "100% O'", "person": ruth.pk, "born": ruth.born_on}
    assert question.ask(said) == [("Ruth",)]
    assert question.ask(said | {"name": "10_%"}) == []  # what LIKE takes for more is taken as typed


def test_further_questions_are_asked_only_while_too_few_were_found() -> None:
    ash, bay, elm = (making.person(given_name=name).pk for name in ("Ash", "Bay", "Elm"))

    def called(name: str) -> QuerySet[Person, tuple[UUID]]:
        return Person.objects.filter(given_name=name).values_list("pk")

    def found(enough: int) -> list[tuple[UUID]]:
        built = Built(called("Ash"), {}, (called("Nobody"), called("Bay"), called("Elm")), enough)
        return Prepared(built).ask({})

    assert found(1) == [(ash,)]
    assert found(2) == [(ash,), (bay,)]
    assert found(9) == [(ash,), (bay,), (elm,)]


def test_what_is_asked_and_recorded_leaves_a_reading_of_each_and_counts_as_one_question(
    django_assert_num_queries: Any,
) -> None:
    worker = making.staff()
    ash, bay = (making.person(given_name=name).pk for name in ("Ash", "Bay"))
    question = Prepared(Built(Person.objects.order_by("given_name").values_list("pk"), {}))

    with django_assert_num_queries(1):
        rows = question.ask_and_record(PEOPLE_LISTED, {}, by=worker, on=date(2026, 11, 23))

    assert rows == [(ash,), (bay,)]
    told = Fact.objects.filter(name=PEOPLE_LISTED.name).values_list("about_id", "by_id", "reading")
    assert set(told) == {(ash, worker.pk, True), (bay, worker.pk, True)}


def test_a_stand_in_left_in_the_question_is_a_mistake_of_ours() -> None:
    for rows in (
        Person.objects.filter(pk=an_id("forgotten")),
        Person.objects.filter(family_name__contains=a_text("forgotten")),
        Person.objects.filter(born_on=a_day("forgotten")),
    ):
        with pytest.raises(ValueError, match="not recognised"):
            Prepared(Built(rows.values_list("pk"), {}))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    role=st.sampled_from([Role.PRACTITIONER, Role.TEAM_MANAGER, Role.FINANCE, Role.COMMISSIONER]),
    has_team=st.booleans(),
    people=st.lists(
        st.tuples(
            st.sampled_from(["ours", "theirs", "mine", "opened", "lapsed", "dead"]),
            st.sampled_from(["Ash", "Birch", "Élan"]),
            st.booleans(),
        ),
        max_size=8,
    ),
    page=st.integers(1, 4),
)
def test_a_list_page_by_page_is_everybody_of_theirs_in_order(
    role: Role, has_team: bool, people: list[tuple[str, str, bool]], page: int
) -> None:
    east, west = making.team("East"), making.team("West")
    by: SignIn = making.staff(role, of=east if has_team else None)
    by.asking_at = NOW
    for kind, name, restricted in people:
        person = making.person(
            family_name=name,
            restricted=restricted,
            team=east if kind == "ours" else west,
            worker=by if kind == "mine" else None,
            died_on=making.DAY if kind == "dead" else None,
        )
        if kind in ("opened", "lapsed"):
            until = NOW + timedelta(hours=1 if kind == "opened" else -1)
            Opening.objects.create(person=person, by=by, reason="x", given_at=NOW, until=until)

    found: list[UUID] = []
    after = None
    while some := people_of_team(by=by, on=making.DAY, after=after, limit=page):
        found += [line.id for line in some]
        after = (some[-1].family_name, some[-1].given_name, some[-1].id)

    living = Person.objects.filter(died_on__isnull=True)
    expected = permissions.theirs(living, to=by).order_by("family_name", "given_name", "pk")
    assert found == list(expected.values_list("pk", flat=True))


@pytest.mark.parametrize("address", ["/team/people/", "/team/people/?find=Calloway"])
def test_a_list_is_six_questions_at_most(address: str) -> None:
    worker = making.practitioner()
    for number in range(30):
        making.person(given_name=f"Ann{number}", team=worker.team)
    client = Client()
    client.force_login(worker)
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    # Beginning and ending a transaction or stepping in and out of the second lock asks nothing.
    no_question = ("SELECT set_config('ownway", "SELECT set_config('role'")
    questions = [
        one["sql"]
        for one in asked.captured_queries
        if "SAVEPOINT" not in one["sql"] and not one["sql"].startswith(no_question)
    ]
    assert (answer.status_code, len(questions) <= 6) == (200, True), questions
