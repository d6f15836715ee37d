"""A notice reaches somebody where the record says, as they need it, never where it must not."""

import making
import pytest
from django.db import transaction

from ownway.foundation.notices.domain import Channel
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries
from ownway.support.people.models import LettersTo, Person

pytestmark = pytest.mark.django_db
ON = making.DAY


def ruth() -> Person:
    made = making.person(
        address_line_1="3 Tannery Row", email="ruth@example.org", telephone="01632 960118"
    )
    made.communication_needs.create(code="large-print", recorded_on=ON)
    return made


def test_the_address_of_the_record_with_what_they_need() -> None:
    person, nell = ruth(), making.practitioner()

    found = queries.recipient_of(person.pk, by=nell, on=ON)

    assert found.address is not None
    assert found.address.in_window(found.name) == (
        "Ruth Calloway",
        "3 Tannery Row",
        "Thornbeck",
        "QM1 4AB",
    )
    assert (found.channels, found.needs, found.address_known_since) == (
        (Channel.EMAIL, Channel.TEXT, Channel.LETTER),
        ("large-print",),
        None,
    )


def test_letters_go_where_somebody_confirmed_that_they_go() -> None:
    person, nell = ruth(), making.practitioner()
    LettersTo.objects.create(
        person=person,
        name="Vane Solicitors",
        line_1="9 Mill Lane",
        town="Thornbeck",
        postcode="QM2 1AA",
        first_day=ON,
        confirmed_by=nell,
    )

    found = queries.recipient_of(person.pk, by=nell, on=ON)

    assert found.address is not None
    assert found.address.in_window(found.name) == (
        "Vane Solicitors",
        "9 Mill Lane",
        "Thornbeck",
        "QM2 1AA",
    )
    assert found.address_known_since == ON


def test_without_an_address_there_is_no_letter() -> None:
    person = ruth()
    Person.objects.filter(pk=person.pk).update(address_line_1="", town="", postcode="")

    found = queries.recipient_of(person.pk, by=making.practitioner(), on=ON)

    assert (found.address, Channel.LETTER in found.channels) == (None, False)


def test_an_address_that_joins_a_postcode_alone_took_nothings_place() -> None:
    nell = making.practitioner()
    person = making.person(postcode="QM1 9ZZ", town="")
    person.address_line_1, person.town, person.postcode = "3 Tannery Row", "Thornbeck", "QM3 4AB"
    person.save()
    found = queries.recipient_of(person.pk, by=nell, on=ON)
    assert found.address is not None
    assert found.address_known_since is None


def test_a_changed_address_is_known_since_it_changed_and_a_first_one_is_not_new() -> None:
    person, nell = ruth(), making.practitioner()
    Person.objects.filter(pk=person.pk).update(telephone="01632 960119")
    assert queries.recipient_of(person.pk, by=nell, on=ON).address_known_since is None

    Person.objects.filter(pk=person.pk).update(address_line_1="4 Tannery Row")
    assert queries.recipient_of(person.pk, by=nell, on=ON).address_known_since is not None


def test_who_may_not_know_of_somebody_learns_no_address() -> None:
    person, west = ruth(), making.practitioner(of=making.team("West team"))

    with pytest.raises(NotFound), transaction.atomic():
        queries.recipient_of(person.pk, by=west, on=ON)
