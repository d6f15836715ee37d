"""A team sees the people it looks after and a person sees their own record; nobody else exists."""

import making
import pytest
from django.db import transaction

from ownway.foundation.access.domain import Role
from ownway.foundation.facts.queries import readings
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries

pytestmark = pytest.mark.django_db


def test_own_team_reads_the_record_and_the_reading_is_a_fact() -> None:
    ruth, nell = making.person(), making.practitioner()

    record = queries.person_for_reading(ruth.pk, by=nell, on=making.DAY)

    assert record.name == "Ruth Calloway"
    assert [(seen.by_name, seen.on) for seen in readings(ruth.pk)] == [
        ("Nell Farraday", making.DAY)
    ]


def test_another_team_cannot_tell_that_she_exists() -> None:
    ruth, west = making.person(), making.practitioner(of=making.team("West team"))

    with pytest.raises(NotFound), transaction.atomic():
        queries.person_for_reading(ruth.pk, by=west, on=making.DAY)
    assert queries.find("Calloway", by=west, on=making.DAY) == []
    assert readings(ruth.pk) == []


def test_a_person_sees_only_their_own_record() -> None:
    ruth, ivor = making.person(), making.person(given_name="Ivor", family_name="Penhale")
    her = making.own_sign_in(ruth)

    assert queries.person_for_reading(ruth.pk, by=her, on=making.DAY).council_id == ruth.council_id
    with pytest.raises(NotFound):
        queries.check_may_read(ivor.pk, by=her)


def test_commissioners_see_figures_not_people() -> None:
    ruth = making.person()

    with pytest.raises(NotFound):
        queries.check_may_read(ruth.pk, by=making.staff(Role.COMMISSIONER))


@pytest.mark.parametrize("said", ["Caloway", "ruth callaway", "Ruthie", "QM1 4AB", "14/02/1968"])
def test_search_forgives_spelling(said: str) -> None:
    making.person(
        given_name="Ivor", family_name="Penhale", known_as="", postcode="QM2 1AA", born_on=None
    )
    ruth, nell = making.person(), making.practitioner()

    assert [found.id for found in queries.find(said, by=nell, on=making.DAY)] == [ruth.pk]
