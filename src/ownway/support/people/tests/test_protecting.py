"""What is protected is read by those named alone; an address leaves the record for good.

And a restricted record exists for those named, whoever joins, names a worker or lifts it.
"""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.db import connection, transaction

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings, timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain.protecting import (
    Address,
    ProtectedKind,
    second_look_needed,
)
from ownway.support.people.models import Person, ProtectedFact, RestrictedReader

pytestmark = pytest.mark.django_db

ON = making.DAY
SOON = ON + timedelta(days=90)
REFUGE = "Canary House, 4 Hidden Lane, ZZ9 9ZZ"
SOLICITOR = Address("c/o Pell and Rook", "1 Market Street", "", "Thornbeck", "qm1 1aa")


def protected(person: Person, by: SignIn, **more: Any) -> Any:
    said: dict[str, Any] = {
        "kind": ProtectedKind.REFUGE_ADDRESS.value,
        "words": REFUGE,
        "because": "She fled.",
        "review_by": SOON,
    }
    return operations.protect(person.pk, **(said | more), by=by, on=ON)


def test_only_those_named_read_it_and_the_others_are_not_told() -> None:
    ruth, nell, colleague = making.person(), making.practitioner(), making.practitioner()
    lead = making.staff(Role.SAFEGUARDING_LEAD)

    protected(ruth, nell, roles=[Role.SAFEGUARDING_LEAD.value])

    def read(by: SignIn) -> list[str]:
        return [one.words for one in queries.protected_facts(ruth.pk, by=by, on=ON)]

    assert (read(nell), read(colleague), read(lead)) == ([REFUGE], [], [REFUGE])
    assert not queries.something_not_shown(ruth.pk, by=colleague)
    assert [one.name for one in timeline(ruth.pk)] == []
    assert readings(ruth.pk) == []


def test_kept_words_are_told_of_to_practitioners_without_what_they_say() -> None:
    ruth, nell, colleague = making.person(), making.practitioner(), making.practitioner()

    protected(ruth, nell, kind=ProtectedKind.THIRD_PARTY.value, words="Her brother rang.")

    assert queries.protected_facts(ruth.pk, by=colleague, on=ON) == []
    assert queries.something_not_shown(ruth.pk, by=colleague)
    assert not queries.something_not_shown(ruth.pk, by=nell)
    assert not queries.something_not_shown(ruth.pk, by=making.finance())


def test_an_address_leaves_the_record_and_its_history_and_no_file_brings_it_back() -> None:
    making.locality()
    ruth, nell = making.person(address_line_1="9 Mill Row"), making.practitioner()
    Person.objects.filter(pk=ruth.pk).update(telephone="01632 960001")

    protected(ruth, nell)
    operations.take_names(
        [((ruth.council_id, "", "", "", "8 Elm Way", "", "Thornbeck", "QM1 4AB", "", "", ""), ())],
        by=None,
        on=ON,
    )
    Person.objects.filter(pk=ruth.pk).update(postcode="QM1 4AB", town="Thornbeck")

    row = Person.objects.get(pk=ruth.pk)
    where = (row.address_line_1, row.address_line_2, row.town, row.postcode, row.locality)
    assert where == ("", "", "", "", None)
    assert queries.person_for_reading(ruth.pk, by=nell, on=ON).address == ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_personevent WHERE id = %s AND (postcode, address_line_1, "
            "town) IS DISTINCT FROM ('', '', '')",
            [ruth.pk],
        )
        assert cursor.fetchone() == (0,)


def test_the_words_are_sealed_in_the_database() -> None:
    ruth, nell = making.person(), making.practitioner()

    protected(ruth, nell)

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM people_protectedfact p")
        assert "Canary" not in str(cursor.fetchall())


def test_a_protection_ends_with_a_reason_and_the_record_may_hold_an_address_again() -> None:
    ruth, nell, colleague = making.person(), making.practitioner(), making.practitioner()
    fact = protected(ruth, nell)

    with pytest.raises(NotFound), transaction.atomic():
        operations.end_protection(fact, because="Safe", by=colleague, on=ON)
    with pytest.raises(Refused), transaction.atomic():
        operations.end_protection(fact, because=" ", by=nell, on=ON)
    operations.end_protection(fact, because="He moved abroad.", by=nell, on=ON)
    Person.objects.filter(pk=ruth.pk).update(postcode="QM1 4AB")

    assert queries.protected_facts(ruth.pk, by=nell, on=ON) == []
    assert Person.objects.get(pk=ruth.pk).postcode == "QM1 4AB"


def test_what_may_not_be_protected_is_refused_in_words() -> None:
    ruth, nell, finance = making.person(), making.practitioner(), making.finance()

    for wrong in (
        {"kind": "secret"},
        {"words": " "},
        {"because": ""},
        {"review_by": ON + timedelta(days=400)},
        {"review_by": ON - timedelta(days=1)},
    ):
        with pytest.raises(Refused), transaction.atomic():
            protected(ruth, nell, **wrong)
    with pytest.raises(NotAllowed), transaction.atomic():
        protected(ruth, finance)
    assert ProtectedFact.objects.count() == 0


def test_letters_go_where_somebody_confirmed() -> None:
    ruth, nell = making.person(), making.practitioner()
    before = queries.letters_to(ruth.pk)

    operations.send_letters_to(ruth.pk, SOLICITOR, by=nell, on=ON)

    found = queries.letters_to(ruth.pk)
    assert before is None
    assert found is not None
    assert (found.address.name, found.address.postcode, found.since, found.confirmed_by) == (
        "c/o Pell and Rook",
        "QM1 1AA",
        ON,
        "Nell Farraday",
    )
    with pytest.raises(Refused):
        operations.send_letters_to(ruth.pk, SOLICITOR, by=nell, on=ON)


@pytest.mark.parametrize(
    ("since", "used", "looked", "needed"),
    [
        (None, None, None, False),
        (ON, None, None, True),
        (ON, ON - timedelta(days=1), None, True),
        (ON, ON, None, False),
        (ON, None, ON, False),
        (ON, None, ON - timedelta(days=1), True),
    ],
)
def test_the_first_letter_to_a_changed_address_needs_another_pair_of_eyes(
    since: date | None, used: date | None, looked: date | None, needed: bool
) -> None:
    assert second_look_needed(since, used, looked_on=looked) is needed


# Restricted records


def lead() -> SignIn:
    return making.staff(Role.SAFEGUARDING_LEAD, name="Ina Moss")


def test_a_restricted_record_is_read_by_its_worker_and_whom_the_lead_names() -> None:
    nell, west = making.practitioner(), making.practitioner(making.team("West team"), "Mina")
    ruth, ina, colleague = making.person(worker=nell), lead(), making.practitioner()

    operations.restrict(ruth.pk, because="Her sister works here.", readers=[west.pk], by=ina, on=ON)

    assert [queries.opens(ruth.pk, by=one) for one in (nell, west, colleague, ina)] == [
        True,
        True,
        False,
        False,
    ]
    [record] = queries.restricted_records(by=ina, on=ON)
    assert (record.name, record.because) == ("Ruth Calloway", "Her sister works here.")
    assert [(one.id, one.is_worker) for one in record.readers] == [
        (west.pk, False),
        (nell.pk, True),
    ]


def test_a_reader_is_removed_and_a_new_worker_reads_it() -> None:
    nell, west = making.practitioner(), making.practitioner(of=making.team("West team"))
    ruth, ina = making.person(worker=nell), lead()
    operations.restrict(ruth.pk, because="Known here.", readers=[west.pk], by=ina, on=ON)
    new = making.practitioner(name="Ola Brandt")

    operations.remove_reader(ruth.pk, west.pk, by=ina, on=ON)
    with pytest.raises(Refused), transaction.atomic():
        operations.remove_reader(ruth.pk, nell.pk, by=ina, on=ON)
    operations.name_worker(ruth.pk, worker=new, by=nell, on=ON)

    assert [queries.opens(ruth.pk, by=one) for one in (west, new)] == [False, True]


def test_lifting_makes_it_a_record_as_any_other() -> None:
    nell, colleague, ina = making.practitioner(), making.practitioner(), lead()
    ruth = making.person(worker=nell)
    operations.restrict(ruth.pk, because="Known here.", by=ina, on=ON)

    operations.lift(ruth.pk, because="Her sister left.", by=ina, on=ON)

    assert queries.opens(ruth.pk, by=colleague)
    assert queries.restricted_records(by=ina, on=ON) == []
    assert not RestrictedReader.objects.exists()


def test_who_may_not_restrict_is_told_and_nobody_left_to_read_is_refused() -> None:
    ruth, nell, ina = making.person(), making.practitioner(), lead()

    with pytest.raises(NotAllowed), transaction.atomic():
        operations.restrict(ruth.pk, because="Mine", by=nell, on=ON)
    with pytest.raises(Refused), transaction.atomic():
        operations.restrict(ruth.pk, because="Nobody reads it", by=ina, on=ON)
    with pytest.raises(NotAllowed):
        queries.restricted_records(by=nell, on=ON)
    assert not Person.objects.get(pk=ruth.pk).restricted


@pytest.mark.parametrize("hidden", ["stays", "goes"])
def test_joining_with_a_restricted_record_restricts_what_stays(hidden: str) -> None:
    tom, nell = making.staff(Role.PERFORMANCE), making.practitioner()
    stays = making.person(restricted=hidden == "stays")
    goes = making.person(restricted=hidden == "goes")
    for one in (stays, goes):
        for reader in (tom, nell) if one.restricted else ():
            RestrictedReader.objects.create(person=one, reader=reader, added_on=ON)

    operations.join_people(stays.pk, goes.pk, by=tom, on=ON, why="Same letter")

    assert Person.objects.get(pk=stays.pk).restricted
    assert [queries.opens(stays.pk, by=one) for one in (nell, making.practitioner())] == [
        True,
        False,
    ]


def test_joining_with_a_protected_address_empties_both() -> None:
    tom, nell = making.staff(Role.PERFORMANCE), making.practitioner()
    stays, goes = making.person(address_line_1="9 Mill Row"), making.person()
    protected(goes, nell)

    joining = operations.join_people(stays.pk, goes.pk, by=tom, on=ON, why="Same letter")

    assert Person.objects.get(pk=stays.pk).address_line_1 == ""
    assert [one.words for one in queries.protected_facts(stays.pk, by=nell, on=ON)] == [REFUGE]
    operations.undo_joining(joining, by=tom, on=ON, why="Sisters")
    assert [Person.objects.get(pk=one.pk).address_protected for one in (stays, goes)] == [
        False,
        True,
    ]
