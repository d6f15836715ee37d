"""What happened stays: facts are append-only, come with their rows, and outlive their words."""

from datetime import date

import making
import pytest
from django.db import ProgrammingError, connection, transaction

from ownway.foundation.facts import operations, queries
from ownway.foundation.facts.domain import DECLARED, declare, digest
from ownway.foundation.facts.models import Fact, FactContent
from ownway.support.people import operations as people
from ownway.support.people.models import Person

ON = date(2026, 11, 23)
TRIED = declare("tests.tried", "Tried something")
LOOKED = declare("tests.looked", "Looked", reading=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE facts_fact SET name = 'other'",
        "DELETE FROM facts_fact",
        "UPDATE facts_factcontent SET words = 'other'",
        "DELETE FROM facts_factcontent",
    ],
)
def test_the_database_itself_refuses_to_change_what_happened(forbidden: str) -> None:
    operations.record(TRIED, by=None, on=ON, words="something")

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forbidden)


@pytest.mark.django_db
def test_retention_may_erase_words_and_the_fact_keeps_their_digest() -> None:
    fact = operations.record(TRIED, by=None, on=ON, words="something", after={"weekly": 100})

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ownway.erasing', 'by-retention', true)")
        cursor.execute("DELETE FROM facts_factcontent WHERE fact_id = %s", [fact.pk])

    kept = Fact.objects.get(pk=fact.pk)
    assert kept.digest == digest("something", None, {"weekly": 100})
    assert FactContent.objects.filter(fact=fact).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError, match="same transaction"):
        operations.record(TRIED, by=None, on=ON)


@pytest.mark.django_db
def test_a_reading_must_be_declared_as_one() -> None:
    with pytest.raises(ValueError, match="not declared as a reading"):
        operations.record_reading(TRIED, about=None, by=making.practitioner(), on=ON)


def test_a_name_means_one_thing() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare("tests.tried", "Something else")
    assert DECLARED["tests.tried"] == TRIED


@pytest.mark.django_db
def test_timeline_is_newest_first_and_leaves_readings_out() -> None:
    ruth, nell = making.person(), making.practitioner()
    operations.record(TRIED, about=ruth.pk, by=nell, on=date(2026, 5, 1), words="first")
    operations.record(TRIED, about=ruth.pk, by=nell, on=date(2026, 6, 1), words="second")
    operations.record_reading(LOOKED, about=ruth.pk, by=nell, on=ON)

    assert [line.words for line in queries.timeline(ruth.pk)] == ["second", "first"]
    assert [line.heading for line in queries.readings(ruth.pk)] == ["Looked"]


@pytest.mark.django_db
def test_facts_by_the_thousand_say_the_same_as_one() -> None:
    ruth = making.person()

    operations.record_many(TRIED, [(ON, ruth.pk, ruth.pk), (ON, ruth.pk, None)], by=None)

    assert [(line.heading, line.on) for line in queries.timeline(ruth.pk)] == [
        ("Tried something", ON),
        ("Tried something", ON),
    ]


@pytest.mark.django_db
def test_one_context_joins_a_fact_with_the_history_of_its_row() -> None:
    ruth, nell = making.person(), making.practitioner()

    with operations.one_context("page") as context_id, transaction.atomic():
        people.note_deciding_and_sharing(ruth.pk, shares_with="her GP", by=nell, on=ON)

    fact = Fact.objects.get(name="people.deciding-and-sharing-noted")
    (event,) = Person.pgh_event_model.objects.filter(pgh_obj=ruth)  # type: ignore[attr-defined]  # made by the history triggers
    assert (fact.context_id, fact.source) == (context_id, "page")
    assert (event.pgh_context_id, event.shares_with) == (context_id, "")


@pytest.mark.django_db
def test_what_was_undone_as_a_whole_leaves_the_timeline_and_stays_a_fact() -> None:
    person = Person.objects.create(council_id="M0001")
    operations.record(TRIED, about=person.pk, by=None, on=ON, words="before")
    with operations.one_context("import one.csv") as act:
        operations.record(TRIED, about=person.pk, by=None, on=ON, words="undone")

    operations.undo_context(act, by=None)
    operations.undo_context(act, by=None)

    assert [line.words for line in queries.timeline(person.pk)] == ["before"]
    assert Fact.objects.filter(about_id=person.pk).count() == 2
