"""Joining two records loses nothing: every row moves, every id keeps leading to the person, facts
stay, and undoing gives each record back exactly what it had. What was decided for good never moves.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import making
import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import LivesOn, NotAllowed, NotFound, Refused
from ownway.support.charging.models import Contribution
from ownway.support.contact.models import SupportRequest
from ownway.support.people import operations, queries
from ownway.support.people.models import (
    AboutMe,
    CommunicationNeed,
    Joining,
    Person,
    PossibleMatch,
    SomeoneAround,
)
from ownway.support.people.queries.held import KINDS, OTHER_WORDS, pointers
from ownway.support.planning.models import Arrangement, SupportPlan

pytestmark = pytest.mark.django_db

ON, WHY = making.DAY, "She gave both numbers on the telephone"
TABLES = sorted({pointer.model._meta.db_table for pointer in pointers()})


def performance() -> SignIn:
    return making.staff(Role.PERFORMANCE, name="Ada Quill")


def service(of: Person, first_day: date = ON - timedelta(days=30)) -> Arrangement:
    return Arrangement.objects.create(person=of, first_day=first_day, cost_weekly=1_000)


def request(of: Person, **more: Any) -> SupportRequest:
    return SupportRequest.objects.create(person=of, requested_on=ON, **({"finished_on": ON} | more))


def everything() -> dict[str, list[str]]:
    """Every row of every table that says whose it is."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def test_every_row_goes_to_the_record_that_stays_and_every_id_leads_there() -> None:
    by = performance()
    ruth = making.person(nhs_number="", telephone="")
    also = making.person(given_name="Ruth", nhs_number="9990000018", telephone="01632 960001")
    first, second = service(ruth), service(also)
    passed = hand_overs.hand_over(
        also.pk, about_name="Ruth", what="A rail", to_organisation="Age UK", due_on=ON, by=by, on=ON
    )

    operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)

    assert set(Arrangement.objects.filter(person=ruth)) == {first, second}
    assert HandOver.objects.get(pk=passed).about_id == ruth.pk
    assert queries.ids_by_council_id([ruth.council_id, also.council_id]) == {
        ruth.council_id: ruth.pk,
        also.council_id: ruth.pk,
    }
    both = (ruth.council_id, also.council_id)
    assert queries.aliases() == {ruth.council_id: both, also.council_id: both}
    assert queries.person_id_of(also.council_id) == ruth.pk
    assert queries.council_ids_by_nhs_number(["9990000018"]) == {"9990000018": [ruth.council_id]}
    for words in (also.council_id, "9990000018"):
        assert [one.id for one in queries.find(words, by=by, on=ON)] == [ruth.pk]
    assert [one.id for one in queries.people_of_team(by=by, on=ON)] == [ruth.pk]
    assert queries.briefly([also.pk], by=by, on=ON)[also.pk].id == ruth.pk
    ruth.refresh_from_db()
    assert (ruth.nhs_number, ruth.telephone) == ("9990000018", "01632 960001")
    with pytest.raises(LivesOn) as leads:
        queries.check_may_read(also.pk, by=by)
    assert leads.value.now == ruth.pk


def test_a_name_known_under_the_other_id_still_finds_her() -> None:
    by = performance()
    ruth, maiden = making.person(), making.person(family_name="Zetterlund", known_as="")

    operations.join_people(ruth.pk, maiden.pk, by=by, on=ON, why=WHY)

    assert [one.id for one in queries.find("Zetterlund", by=by, on=ON)] == [ruth.pk]


def test_facts_are_never_rewritten_and_the_timeline_reads_those_of_every_id() -> None:
    nell, by = making.practitioner(), performance()
    ruth, also = making.person(), making.person()
    operations.say_about_me(also.pk, own_words="I paint", by=nell, on=ON)

    operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)

    assert queries.every_id(also.pk) == queries.every_id(ruth.pk) == (ruth.pk, also.pk)
    assert [one.name for one in timeline(queries.every_id(ruth.pk))] == [
        "people.records-joined",
        "people.about-me-said",
    ]
    assert [one.name for one in timeline(also.pk)] == [
        "people.records-joined",
        "people.about-me-said",
    ]


def test_what_keeps_her_safe_stands_side_by_side() -> None:
    ruth = making.person(how_to_talk="Speak slowly.", shares_with="Her sister")
    also = making.person(how_to_talk="Ring twice.", shares_with="her sister")

    operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)

    ruth.refresh_from_db()
    assert (ruth.how_to_talk, ruth.shares_with) == ("Speak slowly.\nRing twice.", "Her sister")


def test_a_need_recorded_on_both_stands_once() -> None:
    ruth, also = making.person(), making.person()
    for one, code in ((ruth, "braille"), (also, "braille"), (also, "bsl")):
        CommunicationNeed.objects.create(person=one, code=code, recorded_on=ON)

    operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)

    assert sorted(ruth.communication_needs.values_list("code", flat=True)) == ["braille", "bsl"]


def test_her_own_sign_in_leads_to_the_record_that_stays(client: Client) -> None:
    ruth, also = making.person(), making.person()
    hers = making.own_sign_in(also)
    operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)

    assert queries.own_person_id(hers) == ruth.pk
    assert list(queries.ids_visible(by=hers)) == [ruth.pk]
    client.force_login(hers)
    assert client.get("/my/record/").status_code == 200


def test_old_links_lead_on_and_a_form_arrives_whole(client: Client) -> None:
    nell = making.practitioner()
    ruth, also = making.person(), making.person()
    operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)
    client.force_login(nell)

    read = client.get(f"/team/people/{also.pk}/?all=yes")
    wrote = client.post(f"/team/people/{also.pk}/about-me/", {"own_words": "I paint"}, follow=True)

    assert (read.status_code, read.headers["Location"]) == (302, f"/team/people/{ruth.pk}/?all=yes")
    assert wrote.redirect_chain[0] == (f"/team/people/{ruth.pk}/about-me/", 307)
    assert [said.own_words for said in AboutMe.objects.filter(person=ruth)] == ["I paint"]


def test_an_old_link_tells_nothing_to_somebody_who_may_not_know_of_her() -> None:
    ruth, also = making.person(), making.person()
    west = making.practitioner(of=making.team("West team"))
    operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)
    Person.objects.filter(pk=ruth.pk).update(restricted=True)

    with pytest.raises(NotFound) as answer:
        queries.check_may_read(also.pk, by=west)
    assert not isinstance(answer.value, LivesOn)


def test_a_record_with_a_decided_figure_stays_and_two_of_them_are_refused() -> None:
    by = performance()
    ruth, also = making.person(), making.person()
    decided = {"contribution_weekly": 0, "first_day": ON, "basis": "x", "decided_on": ON}
    Contribution.objects.create(person=also, decided_by=by, **decided)

    assert operations.who_stays(ruth.pk, also.pk) == (also.pk, ruth.pk)
    with pytest.raises(Refused, match="Keep the other record: this one holds a decided contrib"):
        operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    Contribution.objects.create(person=ruth, decided_by=by, **decided)
    with pytest.raises(Refused, match="Tell the finance team"):
        operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    assert Joining.objects.count() == 0
    assert queries.aliases() == {}


def test_the_record_she_signs_in_to_stays_else_the_one_known_first() -> None:
    by = performance()
    first, second = making.person(), making.person()
    operations.say_about_me(second.pk, own_words="x", by=making.practitioner(), on=ON)
    operations.say_about_me(first.pk, own_words="x", by=making.practitioner(), on=ON)

    assert operations.who_stays(first.pk, second.pk) == (second.pk, first.pk)
    making.own_sign_in(first)
    assert operations.who_stays(second.pk, first.pk) == (first.pk, second.pk)
    assert by.is_active


@pytest.mark.parametrize("model_words", [("open request", "a request for support that is open")])
def test_two_things_of_which_there_is_only_one_are_refused_in_words(
    model_words: tuple[str, str],
) -> None:
    ruth, also = making.person(), making.person()
    request(ruth, finished_on=None)
    request(also, finished_on=None)
    before = everything()

    with pytest.raises(Refused, match=model_words[1]):
        operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)
    assert everything() == before


def test_only_those_who_answer_for_records_may_join_them() -> None:
    ruth, also = making.person(), making.person()
    elsewhere = making.manager(of=making.team("West team"))

    with pytest.raises(NotAllowed):
        operations.join_people(ruth.pk, also.pk, by=making.practitioner(), on=ON, why=WHY)
    with pytest.raises(NotAllowed):
        operations.join_people(
            ruth.pk, also.pk, by=making.staff(Role.ADMINISTRATOR), on=ON, why=WHY
        )
    with pytest.raises(NotFound):
        operations.join_people(ruth.pk, also.pk, by=elsewhere, on=ON, why=WHY)
    with pytest.raises(Refused, match="Say how you know"):
        operations.join_people(ruth.pk, also.pk, by=making.manager(), on=ON, why=" ")
    assert operations.join_people(ruth.pk, also.pk, by=making.manager(), on=ON, why=WHY)


def test_undoing_gives_each_record_back_what_it_had() -> None:
    by = performance()
    ruth = making.person(telephone="", how_to_talk="Slowly.")
    also = making.person(telephone="01632 960001", how_to_talk="Ring twice.")
    for one in (ruth, also):
        service(one)
        request(one)
        CommunicationNeed.objects.create(person=one, code="braille", recorded_on=ON)
        SomeoneAround.objects.create(person=one, name="Ivor", who="son", other_person=also)
    before = everything()

    joining = operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    assert everything() != before
    assert operations.undo_joining(joining, by=by, on=ON, why="Two sisters") == 0

    assert everything() == before
    queries.check_may_read(also.pk, by=by)
    assert queries.aliases() == {}
    with pytest.raises(Refused, match="undone already"):
        operations.undo_joining(joining, by=by, on=ON, why="again")


def test_what_was_written_since_stays_and_is_counted() -> None:
    by = performance()
    ruth, also = making.person(), making.person()
    moved = service(also)
    joining = operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    since = service(ruth, ON)

    assert queries.would_stay(joining, by=by) == 1
    assert operations.undo_joining(joining, by=by, on=ON, why="Two sisters") == 1
    assert list(Arrangement.objects.filter(person=ruth)) == [since]
    assert list(Arrangement.objects.filter(person=also)) == [moved]


def test_a_plan_written_since_on_her_assessment_holds_the_undoing_back() -> None:
    nell, by = making.practitioner(), performance()
    ruth, also = making.person(), making.person()
    assessment = making.assessed(also, nell)
    joining = operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    SupportPlan.objects.create(
        person=ruth, assessment_id=assessment, written_by=nell, started_on=ON
    )

    with pytest.raises(Refused, match="Since the joining, a support plan was written"):
        operations.undo_joining(joining, by=by, on=ON, why="Two sisters")


def test_what_somebody_changed_since_is_not_taken_out() -> None:
    by = performance()
    ruth, also = making.person(telephone=""), making.person(telephone="01632 960001")
    joining = operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    Person.objects.filter(pk=ruth.pk).update(telephone="01632 960777")

    operations.undo_joining(joining, by=by, on=ON, why="Two sisters")

    assert Person.objects.get(pk=ruth.pk).telephone == "01632 960777"


def test_a_chain_leads_to_its_end_and_is_undone_from_its_end() -> None:
    by = performance()
    one, two, three = making.person(), making.person(), making.person()
    before = everything()
    first = operations.join_people(two.pk, three.pk, by=by, on=ON, why=WHY)
    second = operations.join_people(one.pk, two.pk, by=by, on=ON, why=WHY)

    assert queries.every_id(three.pk)[0] == one.pk
    assert set(queries.every_id(one.pk)) == {one.pk, two.pk, three.pk}
    with pytest.raises(Refused, match="Undo that joining first"):
        operations.undo_joining(first, by=by, on=ON, why="x")
    operations.undo_joining(second, by=by, on=ON, why="x")
    assert queries.every_id(three.pk) == (two.pk, three.pk)
    operations.undo_joining(first, by=by, on=ON, why="x")
    assert everything() == before


def test_rows_written_on_an_old_page_in_that_moment_are_gathered_and_given_back() -> None:
    by = performance()
    ruth, also = making.person(), making.person()
    joining = operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    late = service(also)

    assert operations.gather_rows() == 1
    assert Arrangement.objects.get(pk=late.pk).person_id == ruth.pk
    assert operations.gather_rows() == 0
    operations.undo_joining(joining, by=by, on=ON, why="Two sisters")
    assert Arrangement.objects.get(pk=late.pk).person_id == also.pk


def test_names_brought_in_under_the_other_id_are_hers() -> None:
    ruth, also = making.person(telephone=""), making.person()
    operations.join_people(ruth.pk, also.pk, by=performance(), on=ON, why=WHY)
    names = dict.fromkeys(operations.NAMES, "") | {
        "council_id": also.council_id,
        "telephone": "01632 960001",
    }

    operations.take_names([(list(names.values()), ["bsl"])], by=None, on=ON)

    ruth.refresh_from_db()
    assert ruth.telephone == "01632 960001"
    assert list(ruth.communication_needs.values_list("code", flat=True)) == ["bsl"]


def test_nobody_is_told_of_a_joining_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        operations.undo_joining(uuid4(), by=performance(), on=ON, why="x")


def test_every_table_that_says_whose_a_row_is_has_words() -> None:
    own = {"Person", "CommunicationNeed", "AboutMe", "SomeoneAround"}
    labels = {pointer.table for pointer in pointers() if pointer.model.__name__ not in own}

    assert labels == {kind.label for kind in KINDS} | set(OTHER_WORDS)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    hers=st.lists(st.sampled_from(["service", "request", "need", "around", "about"]), max_size=6),
    others=st.lists(st.sampled_from(["service", "request", "need", "around", "about"]), max_size=6),
    blank=st.lists(st.sampled_from(["telephone", "gender", "nhs_number", "email"]), max_size=4),
)
def test_joining_and_undoing_is_as_if_nothing_was(
    hers: list[str], others: list[str], blank: list[str]
) -> None:
    by = performance()
    full = {"telephone": "1", "gender": "Female", "nhs_number": "9990000018", "email": "a@b.uk"}
    ruth = making.person(**(full | dict.fromkeys(blank, "")))
    also = making.person(**full)
    for one, kinds in ((ruth, hers), (also, others)):
        for number, kind in enumerate(kinds):
            if kind == "service":
                service(one)
            elif kind == "request":
                request(one)
            elif kind == "need":
                CommunicationNeed.objects.get_or_create(
                    person=one, code=f"x{number % 2}", defaults={"recorded_on": ON}
                )
            elif kind == "around":
                SomeoneAround.objects.create(person=one, name="Ivor", who="son")
            else:
                AboutMe.objects.create(person=one, said_on=ON, said_by=by)
    before = everything()

    joining = operations.join_people(ruth.pk, also.pk, by=by, on=ON, why=WHY)
    assert PossibleMatch.objects.get(answer="same").answered_by == by
    operations.undo_joining(joining, by=by, on=ON, why="Two sisters")

    assert everything() == before
