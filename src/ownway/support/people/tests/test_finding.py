"""Whoever looks for somebody finds them however they type it, is told why, and leaves a trace."""

from datetime import date

import making
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ownway.foundation.facts.queries import readings
from ownway.support.people import queries
from ownway.support.people.domain import read_search
from ownway.support.people.domain.nicknames import also_called
from ownway.support.people.models import Identifier, Person

ON = making.DAY
NHS = "9434765919"


@pytest.mark.parametrize(
    ("typed", "names", "born_on", "rest"),
    [
        ("Calloway Ruth", ("calloway", "ruth"), None, ""),
        ("ruth 14/02/1968", ("ruth",), date(1968, 2, 14), ""),
        ("14.2.68", (), date(1968, 2, 14), ""),
        ("1968-02-14", (), date(1968, 2, 14), ""),
        ("14th February 1968", (), date(1968, 2, 14), ""),
        ("Feb 14, 1968", (), date(1968, 2, 14), ""),
        ("14021968", (), date(1968, 2, 14), ""),
        ("31/02/1968", (), None, ""),
        ("943 476 5919", (), None, "nhs 9434765919"),
        ("943-476-5919", (), None, "nhs 9434765919"),
        ("qm14ab", (), None, "postcode QM14AB"),
        ("calloway qm1 4", ("calloway",), None, "postcode QM14"),
        ("01632 960142", (), None, "telephone 1632960142"),
        ("+44 1632 960 142", (), None, "telephone 1632960142"),
        ("+44 (0)1632 960142", (), None, "telephone 1632960142"),
        ("960142", (), None, "telephone 960142"),
        ("M-000123", (), None, ""),
    ],
)
def test_words_are_read_as_what_they_can_be(
    typed: str, names: tuple[str, ...], born_on: date | None, rest: str
) -> None:
    asked = read_search(typed, on=ON)

    said = {"nhs": asked.nhs_number, "postcode": asked.postcode, "telephone": asked.telephone}
    assert (asked.names, asked.born_on) == (names, born_on)
    assert " ".join(f"{kind} {value}" for kind, value in said.items() if value) == rest


def test_a_year_in_two_figures_is_never_to_come() -> None:
    assert read_search("3/4/27", on=ON).born_on == date(1927, 4, 3)
    assert read_search("3/4/26", on=ON).born_on == date(2026, 4, 3)


def test_nicknames_lead_both_ways() -> None:
    assert "margaret" in also_called("Peggy")
    assert "peggy" in also_called("MARGARET")
    assert also_called("Zetterlund") == ()


pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth() -> Person:
    making.person(
        given_name="Ivor",
        family_name="Penhale",
        known_as="",
        postcode="QM2 1AA",
        born_on=date(1950, 1, 1),
        telephone="01632 960999",
    )
    making.person(
        given_name="Margaret", family_name="Ash", known_as="", postcode="QM3 9ZZ", born_on=None
    )
    return making.person(
        council_id="M-040001", nhs_number=NHS, telephone="(01632) 960 142", town="Thornbeck"
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Ruth Calloway", "name"),
        ("calloway, ruth", "name"),
        ("cal", "name"),
        ("Ruthie", "also called so, or short for it"),
        ("Caloway", "name is spelt much like it"),
        ("ruth callaway", "name is spelt much like it"),
        ("calloway 14/2/68", "name, born on 14 February 1968"),
        ("14 Feb 1968", "born on 14 February 1968"),
        ("943 476 5919", "NHS number"),
        ("m-040001", "council number"),
        ("M-0400", "council number begins so"),
        ("qm1 4ab", "postcode"),
        ("QM1", "postcode"),
        ("01632960142", "telephone number"),
        ("+44 1632 960142", "telephone number"),
        ("960 142", "telephone number"),
    ],
)
def test_she_is_found_alone_and_the_line_says_why(ruth: Person, typed: str, why: str) -> None:
    nell = making.practitioner()

    found = queries.find(typed, by=nell, on=ON)

    assert [(line.id, line.why) for line in found] == [(ruth.pk, why)]


@pytest.mark.parametrize(
    "typed", ["", " ", "calloway 15/2/68", "Ruth QM2", "943 476 5910", "Zzyzx", "%", "_", "'"]
)
def test_what_does_not_fit_finds_nobody(ruth: Person, typed: str) -> None:
    assert queries.find(typed, by=making.practitioner(), on=ON) == []


def test_names_spelt_alike_do_not_drown_whom_one_meant(ruth: Person) -> None:
    for number in range(12):
        making.person(given_name="Ann", family_name=f"Kalloway{number}", known_as="")
    nell = making.practitioner()

    found = queries.find("Calloway", by=nell, on=ON)
    misspelt = queries.find("Kallowey", by=nell, on=ON)

    assert [line.why for line in found] == ["name", *["name is spelt much like it"] * 5]
    assert len(misspelt) == 12


def test_peggy_finds_margaret(ruth: Person) -> None:
    found = queries.find("Peggy Ash", by=making.practitioner(), on=ON)

    assert [(line.name, line.why) for line in found] == [
        ("Margaret Ash", "also called so, or short for it")
    ]


def test_a_number_of_another_system_finds_unless_it_was_never_theirs(ruth: Person) -> None:
    nell = making.practitioner()
    held = Identifier.objects.create(person=ruth, kind="hospital", value="rx771", first_day=ON)

    assert [line.why for line in queries.find("RX771", by=nell, on=ON)] == [
        "number in another system"
    ]
    held.never_theirs_on = ON
    held.save()
    assert queries.find("RX771", by=nell, on=ON) == []


def test_a_joined_record_leads_to_the_one_that_stays(ruth: Person) -> None:
    other = making.person(council_id="H-7", given_name="Rosamund", family_name="Vane")
    Person.objects.filter(pk=other.pk).update(joined_into=ruth)
    nell = making.practitioner()

    for typed in ("H-7", "Rosamund Vane"):
        found = queries.find(typed, by=nell, on=ON)
        assert [line.id for line in found] == [ruth.pk]
        assert found[0].why.endswith("under a number or name that was joined into this record")


def test_only_who_was_listed_is_told_that_they_were(ruth: Person) -> None:
    nell = making.practitioner()

    queries.find("Calloway", by=nell, on=ON)

    assert [(seen.by_name, seen.on) for seen in readings(ruth.pk)] == [("Nell Farraday", ON)]
    others = Person.objects.exclude(pk=ruth.pk)
    assert [readings(other.pk) for other in others] == [[], []]


def test_finding_is_two_questions_however_many_are_found(ruth: Person) -> None:
    nell = making.practitioner()
    for number in range(30):
        making.person(given_name=f"Ann{number}", family_name="Calloway")

    for typed in ("Calloway", "Caloway", "QM1", "14/02/1968"):
        with (
            CaptureQueriesContext(
                connection,
            ) as asked,
            transaction.atomic(),
        ):
            found = queries.find(typed, by=nell, on=ON)
        questions = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
        assert (len(found), len(questions)) == (25, 2)
