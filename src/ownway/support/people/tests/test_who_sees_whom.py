"""Everybody of a team may be known of, and only a team's own opened; nobody else exists at all.

Practitioners and managers find everybody whose record is not restricted, and read little of those
outside their work. They open their team's and their caseload's records, whom something open was
passed to them about, and those they gave a reason for. A person sees their own.
"""

from datetime import UTC, datetime, timedelta

import making
import pytest
from django.db import transaction

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.refusal import NotFound, ReasonNeeded, Refused
from ownway.support.people import operations, permissions, queries
from ownway.support.people.domain.seeing import Work
from ownway.support.people.models import Person, RestrictedReader

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def asking(who: SignIn, at: datetime = AT) -> SignIn:
    who.asking_at = at
    return who


def opened(person: Person, by: SignIn) -> bool:
    return queries.opens(person.pk, by=by)


def test_own_team_reads_the_record_and_the_reading_is_a_fact() -> None:
    ruth, nell = making.person(), making.practitioner()

    record = queries.person_for_reading(ruth.pk, by=nell, on=making.DAY)

    assert record.name == "Ruth Calloway"
    assert [(seen.by_name, seen.on, seen.words) for seen in readings(ruth.pk)] == [
        ("Nell Farraday", making.DAY, "")
    ]


def test_another_team_finds_her_and_reads_little_of_her() -> None:
    ruth, west = making.person(), making.practitioner(of=making.team("West team"))

    found = queries.find("Calloway", by=west, on=making.DAY)

    assert [
        (one.id, one.name, one.place, one.team, one.outside, one.age, one.primary_support_reason)
        for one in found
    ] == [(ruth.pk, "Ruth Calloway", "Thornbeck", "East team", True, None, "")]


def test_another_team_does_not_open_her_without_a_reason() -> None:
    ruth, west = making.person(), making.practitioner(of=making.team("West team"))

    for ask in (
        lambda: queries.person_for_reading(ruth.pk, by=west, on=making.DAY),
        lambda: queries.person_briefly(ruth.pk, by=west, on=making.DAY),
        lambda: queries.check_may_read(ruth.pk, by=west),
    ):
        with pytest.raises(ReasonNeeded), transaction.atomic():
            ask()
    assert queries.briefly([ruth.pk], by=west, on=making.DAY) == {}
    assert list(queries.ids_visible(by=west)) == []
    assert queries.people_of_team(by=west, on=making.DAY) == []
    assert readings(ruth.pk) == []


def test_a_reason_opens_one_record_until_it_lapses_and_she_can_read_it() -> None:
    ruth, ivor = making.person(), making.person(given_name="Ivor", family_name="Penhale")
    west = asking(making.practitioner(of=making.team("West team"), name="Mina Castell"))

    operations.give_reason(ruth.pk, reason="covering", by=west, at=AT, on=making.DAY)

    assert (opened(ruth, west), opened(ivor, west)) == (True, False)
    queries.person_for_reading(ruth.pk, by=west, on=making.DAY)
    assert [(one.by_name, one.heading, one.words) for one in readings(ruth.pk)] == [
        ("Mina Castell", "Record opened", "I am covering for their team or their worker"),
        (
            "Mina Castell",
            "Said why they open the record",
            "I am covering for their team or their worker",
        ),
    ]
    assert opened(ruth, asking(west, AT + timedelta(hours=9, minutes=59)))
    assert not opened(ruth, asking(west, AT + timedelta(hours=10)))
    west.asking_at = None
    assert not opened(ruth, west)


@pytest.mark.parametrize(("reason", "words"), [("", ""), ("other", "because"), ("mine", "x y z")])
def test_a_reason_is_of_the_list_and_another_needs_words(reason: str, words: str) -> None:
    ruth, west = making.person(), making.practitioner(of=making.team("West team"))

    with pytest.raises(Refused):
        operations.give_reason(ruth.pk, reason=reason, words=words, by=west, at=AT, on=making.DAY)
    assert readings(ruth.pk) == []


def test_what_is_passed_on_opens_the_record_while_it_is_open() -> None:
    ruth, nell = making.person(), making.practitioner()
    west = making.practitioner(of=making.team("West team"))
    passed = hand_overs.hand_over(
        ruth.pk,
        about_name="Ruth Calloway",
        what="Look at the ramp",
        to_team=west.team,
        due_on=making.DAY,
        by=nell,
        on=making.DAY,
    )

    before = opened(ruth, west)
    hand_overs.finish(passed, answer="It is mended.", by=west, on=making.DAY)

    assert (before, opened(ruth, west)) == (True, False)


def test_a_caseload_is_opened_wherever_its_team_is() -> None:
    west = making.practitioner(of=making.team("West team"))

    assert opened(making.person(worker=west), west)


@pytest.mark.parametrize(
    ("role", "work"),
    [
        (Role.FINANCE, Work.MONEY),
        (Role.BROKER, Work.ARRANGING),
        (Role.PERFORMANCE, Work.DATA),
        (Role.SAFEGUARDING_LEAD, Work.RESTRICTING),
        (Role.INFORMATION_GOVERNANCE, Work.RESTRICTING),
    ],
)
def test_roles_of_the_whole_council_open_the_pages_of_their_own_work(
    role: Role, work: Work
) -> None:
    ruth, one = making.person(), making.staff(role)

    opens = {each: queries.opens(ruth.pk, by=one, work=each) for each in Work}

    assert opens == {each: each is work for each in Work}
    assert list(queries.briefly([ruth.pk], by=one, on=making.DAY)) == [ruth.pk]
    assert list(queries.ids_visible(by=one)) == [ruth.pk]


def test_a_restricted_record_is_nobodys_but_its_readers() -> None:
    ruth, nell, priya = making.person(restricted=True), making.practitioner(), making.manager()
    named = making.practitioner(of=making.team("West team"))
    RestrictedReader.objects.create(person=ruth, reader=named, added_on=making.DAY)
    tom = making.staff(Role.PERFORMANCE)

    for one in (nell, priya, tom, making.finance()):
        with pytest.raises(NotFound) as refused, transaction.atomic():
            queries.person_for_reading(ruth.pk, by=one, on=making.DAY)
        assert type(refused.value) is NotFound
        assert queries.find("Calloway", by=one, on=making.DAY) == []
        with pytest.raises(NotFound):
            operations.give_reason(ruth.pk, reason="safety", by=one, at=AT, on=making.DAY)
    assert [one.outside for one in queries.find("Calloway", by=named, on=making.DAY)] == [False]
    assert queries.person_for_reading(ruth.pk, by=named, on=making.DAY).name == "Ruth Calloway"
    assert list(permissions.theirs(Person.objects.all(), to=named)) == [ruth]


def test_a_person_sees_only_their_own_record() -> None:
    ruth, ivor = making.person(), making.person(given_name="Ivor", family_name="Penhale")
    her = making.own_sign_in(ruth)

    assert queries.person_for_reading(ruth.pk, by=her, on=making.DAY).council_id == ruth.council_id
    with pytest.raises(NotFound):
        queries.check_may_read(ivor.pk, by=her)


def test_a_person_sees_their_own_restricted_record() -> None:
    ruth = making.person(restricted=True)

    assert opened(ruth, making.own_sign_in(ruth))


def test_commissioners_see_figures_not_people() -> None:
    ruth = making.person()
    priya = making.staff(Role.COMMISSIONER)

    with pytest.raises(NotFound):
        queries.check_may_read(ruth.pk, by=priya)
    assert queries.find("Calloway", by=priya, on=making.DAY) == []


@pytest.mark.parametrize("said", ["Caloway", "ruth callaway", "Ruthie", "QM1 4AB", "14/02/1968"])
def test_search_forgives_spelling(said: str) -> None:
    making.person(
        given_name="Ivor", family_name="Penhale", known_as="", postcode="QM2 1AA", born_on=None
    )
    ruth, nell = making.person(), making.practitioner()

    assert [found.id for found in queries.find(said, by=nell, on=making.DAY)] == [ruth.pk]
