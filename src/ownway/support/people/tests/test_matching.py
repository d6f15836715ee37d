"""Records that share something are compared and no others; sure ones are joined by rule, doubtful
ones asked about until somebody answers; an answered pair never comes back by itself."""

from datetime import date, timedelta
from threading import Barrier, Thread

import making
import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain import Verdict, compare
from ownway.support.people.models import Joining, Person, PossibleMatch
from ownway.support.people.queries.matching import known_of, pairs_to_compare

pytestmark = pytest.mark.django_db

ON, NHS, ANOTHER = making.DAY, "9990000018", "9990000026"
BORN = date(1961, 4, 12)


def performance() -> SignIn:
    return making.staff(Role.PERFORMANCE, name="Ada Quill")


def bare(**more: object) -> Person:
    """A record as a national file brings it: numbers and days, no name."""
    said = {"given_name": "", "family_name": "", "known_as": "", "postcode": "", "born_on": BORN}
    return making.person(**(said | more))


def pair(one: Person, other: Person) -> tuple[object, object]:
    return (min(one.pk, other.pk), max(one.pk, other.pk))


def asked(by: SignIn, on: date = ON) -> list[set[str]]:
    return [
        {one.first_council_id, one.second_council_id}
        for one in queries.open_questions(by=by, on=on)
    ]


def test_two_records_of_one_number_and_birth_are_joined_by_rule() -> None:
    by = performance()
    one, other = bare(nhs_number=NHS), bare(nhs_number=NHS)

    assert operations.join_sure_matches(by=by, on=ON) == 1

    joining = Joining.objects.get()
    assert (joining.by_rule, joining.joined_by) == (True, by)
    assert {joining.survivor_id, joining.other_id} == {one.pk, other.pk}
    assert asked(by) == []
    assert operations.join_sure_matches(by=by, on=ON) == 0
    assert [line.by_rule for line in queries.joinings(by=by, on=ON)] == [True]


def test_what_is_doubtful_is_asked_about_the_most_likely_first() -> None:
    by = performance()
    one, other = bare(nhs_number=NHS), bare(nhs_number=NHS, born_on=date(1981, 5, 1))
    sean = making.person(given_name="Sean", family_name="O'Brien", known_as="")
    shaun = making.person(given_name="Shaun", family_name="Obrien", known_as="")

    assert operations.join_sure_matches(by=by, on=ON) == 0

    assert asked(by) == [
        {sean.council_id, shaun.council_id},
        {one.council_id, other.council_id},
    ]


@pytest.mark.parametrize("name", ["nhs_number", "born_on", "postcode"])
def test_what_very_many_share_says_nothing(name: str) -> None:
    """A number that was typed for want of one, and a day that stands for no birth date."""
    said = {"nhs_number": NHS, "born_on": date(1970, 1, 1), "postcode": "QM9 9ZZ"}
    Person.objects.bulk_create(
        Person(
            council_id=f"X-{number}",
            given_name="" if name != "postcode" else "Al",
            **{name: said[name]},
        )
        for number in range(401)
    )

    assert pairs_to_compare() == []


def test_an_answer_stays_until_more_speaks_for_one_person() -> None:
    by = performance()
    ann, anne = making.person(given_name="Ann"), making.person(given_name="Anne")
    operations.join_sure_matches(by=by, on=ON)
    match = PossibleMatch.objects.get()

    operations.say_two_people(match.pk, by=by, on=ON, why="Sisters-in-law")

    operations.join_sure_matches(by=by, on=ON)
    assert asked(by) == []
    Person.objects.filter(pk=ann.pk).update(postcode="QM2 1AA")
    operations.join_sure_matches(by=by, on=ON)
    assert asked(by) == []
    Person.objects.filter(pk__in=[ann.pk, anne.pk]).update(nhs_number=NHS, given_name="Ann")
    assert operations.join_sure_matches(by=by, on=ON) == 0
    assert asked(by) == [{ann.council_id, anne.council_id}]
    found = queries.open_questions(by=by, on=ON)[0]
    assert (found.sure, found.answered_by, found.answered_because) == (
        True,
        "Ada Quill",
        "Sisters-in-law",
    )


def test_a_joining_that_was_undone_is_not_made_again_by_rule() -> None:
    by = performance()
    bare(nhs_number=NHS), bare(nhs_number=NHS)
    operations.join_sure_matches(by=by, on=ON)

    operations.undo_joining(Joining.objects.get().pk, by=by, on=ON, why="Twins")

    assert operations.join_sure_matches(by=by, on=ON) == 0
    assert asked(by) == []


def test_ask_me_later_asks_later() -> None:
    by, later = performance(), ON + timedelta(days=28)
    making.person(given_name="Ann"), making.person(given_name="Anne")
    operations.join_sure_matches(by=by, on=ON)

    operations.ask_later(PossibleMatch.objects.get().pk, by=by, on=ON, again_on=later)

    operations.join_sure_matches(by=by, on=ON)
    assert asked(by) == []
    assert len(asked(by, later)) == 1


def test_a_question_that_no_longer_holds_goes() -> None:
    by = performance()
    ann, _ = making.person(given_name="Ann"), making.person(given_name="Anne")
    operations.join_sure_matches(by=by, on=ON)
    assert len(asked(by)) == 1

    Person.objects.filter(pk=ann.pk).update(born_on=date(1990, 9, 30), postcode="QM5 5AA")
    operations.join_sure_matches(by=by, on=ON)

    assert PossibleMatch.objects.count() == 0


def test_one_record_like_two_that_are_not_alike_joins_neither() -> None:
    """A record without a name fits each of two twins; nobody can say by rule which it is."""
    by = performance()
    making.person(given_name="Jon", born_on=BORN, nhs_number=NHS, known_as="")
    making.person(given_name="Jan", born_on=BORN, nhs_number=NHS, known_as="")
    bare(nhs_number=NHS)

    assert operations.join_sure_matches(by=by, on=ON) == 0

    held = [one.held_back for one in queries.open_questions(by=by, on=ON)]
    assert sorted(bool(words) for words in held) == [False, True, True]
    assert operations.join_sure_matches(by=by, on=ON) == 0


def test_three_records_of_one_person_become_one() -> None:
    by = performance()
    people = [bare(nhs_number=NHS) for _ in range(3)]

    assert operations.join_sure_matches(by=by, on=ON) == 2

    assert len({queries.person_id_of(one.council_id) for one in people}) == 1
    assert {len(group) for group in queries.aliases().values()} == {3}
    assert len(queries.people_of_team(by=by, on=ON)) == 1


def test_who_was_told_apart_from_one_is_told_apart_from_all_of_them() -> None:
    by = performance()
    ann, anne = making.person(given_name="Ann"), making.person(given_name="Anne")
    operations.join_sure_matches(by=by, on=ON)
    operations.say_two_people(PossibleMatch.objects.get().pk, by=by, on=ON)
    third = making.person(given_name="Ann", nhs_number=NHS)

    operations.join_people(third.pk, ann.pk, by=by, on=ON, why="Same letter")
    operations.join_sure_matches(by=by, on=ON)

    assert asked(by) == []
    assert queries.person_id_of(anne.council_id) == anne.pk


def test_a_manager_is_asked_about_two_records_of_the_team_alone() -> None:
    east, west = making.manager(), making.manager(of=making.team("West team"))
    making.person(given_name="Ann"), making.person(given_name="Anne", team=making.team("West team"))
    operations.join_sure_matches(by=None, on=ON)
    match = PossibleMatch.objects.get()

    assert asked(east) == asked(west) == []
    for by in (east, west):
        with pytest.raises(NotFound):
            queries.question(match.pk, by=by, on=ON)
        with pytest.raises(NotFound):
            operations.say_two_people(match.pk, by=by, on=ON)
    for nobody in (making.practitioner(), making.staff(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            queries.open_questions(by=nobody, on=ON)
        with pytest.raises(NotAllowed):
            operations.say_two_people(match.pk, by=nobody, on=ON)


def test_looking_at_a_question_is_a_reading_of_both() -> None:
    by = performance()
    ann, anne = making.person(given_name="Ann"), making.person(given_name="Anne")
    operations.join_sure_matches(by=by, on=ON)
    assert Fact.objects.filter(reading=True).count() == 0

    found = queries.open_questions(by=by, on=ON)
    queries.question(found[0].id, by=by, on=ON)

    read = Fact.objects.filter(reading=True).order_by("pk").values_list("name", "about_id")
    assert sorted(read) == sorted(
        (name, one.pk)
        for name in ("people.listed", "people.records-compared")
        for one in (ann, anne)
    )


def test_a_question_is_answered_once() -> None:
    by = performance()
    making.person(given_name="Ann"), making.person(given_name="Anne")
    operations.join_sure_matches(by=by, on=ON)
    match = PossibleMatch.objects.get()
    operations.say_two_people(match.pk, by=by, on=ON)

    with pytest.raises(Refused, match="answered this already"):
        operations.say_two_people(match.pk, by=by, on=ON)


@pytest.mark.django_db(transaction=True)
def test_two_who_join_at_once_make_one_joining() -> None:
    by = performance()
    one, other = making.person(), making.person()
    start, said = Barrier(2), list[str]()

    def join(stays: Person, goes: Person) -> None:
        start.wait()
        try:
            operations.join_people(stays.pk, goes.pk, by=by, on=ON, why="Same letter")
            said.append("joined")
        except (Refused, NotFound):
            said.append("refused")
        finally:
            connections.close_all()

    threads = [Thread(target=join, args=two) for two in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["joined", "refused"]
    assert Joining.objects.count() == 1
    assert Person.objects.filter(joined_into__isnull=True).count() == 1


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", NHS, ANOTHER]),
            st.sampled_from(["", "Sean", "Shaun", "Aisha"]),
            st.sampled_from(["", "O'Brien", "Obrien", "Patel"]),
            st.sampled_from([None, BORN, date(1961, 12, 4), date(1961, 4, 13)]),
            st.sampled_from(["", "QM1 4AB"]),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_what_the_close_look_would_ask_about_the_wide_look_finds(
    said: list[tuple[str, str, str, date | None, str]],
) -> None:
    """The pairs the database proposes leave out none that share a number, or a birth date or a
    postcode with a name: what `compare` would be sure of is always among them."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT one_example")
        people = [
            making.person(
                nhs_number=nhs,
                given_name=given_name,
                family_name=family,
                known_as="",
                born_on=born_on,
                postcode=postcode,
            )
            for nhs, given_name, family, born_on, postcode in said
        ]
        found, known = set(pairs_to_compare()), known_of(one.pk for one in people)
        cursor.execute("ROLLBACK TO SAVEPOINT one_example")

    for one in people:
        for other in people:
            if one.pk < other.pk:
                verdict = compare(known[one.pk], known[other.pk]).verdict
                if verdict != Verdict.DIFFERENT:
                    assert pair(one, other) in found
