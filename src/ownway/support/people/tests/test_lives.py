"""What is known of a life is kept by day, says who said so, and nothing of it is lost or leaked."""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain import (
    KINDS_AROUND,
    OFFERED,
    REASONS_OFFERED,
    Known,
    around_back_in_words,
    tidy_identifier,
)
from ownway.support.people.models import CommunicationNeed, Person, SupportReason

ON = making.DAY
NHS, OTHER_NHS = "9434765919", "9434765870"
Around = operations.Around


def test_every_kind_leads_back_to_a_kind() -> None:
    assert {kind.back for kind in KINDS_AROUND.values()} <= set(KINDS_AROUND)
    assert [around_back_in_words(kind) for kind in ("child", "carer", "partner")] == [
        "mother or father",
        "looked after by this person",
        "husband, wife or partner",
    ]
    assert {kind.code for kind in OFFERED if kind.needs_paper} == {
        "attorney-money",
        "attorney-health",
        "deputy-money",
        "deputy-health",
        "appointee",
    }


@pytest.mark.parametrize("typed", ["943 476 5919", "943-476-5919", " 9434765919 "])
def test_an_nhs_number_is_kept_as_ten_figures(typed: str) -> None:
    assert tidy_identifier("nhs", typed) == NHS


@pytest.mark.parametrize("typed", ["9434765918", "943476591", "1111111111", "", "abc"])
def test_a_wrong_nhs_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        tidy_identifier("nhs", typed)


pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth() -> Person:
    return making.person(nhs_number="")


@pytest.fixture
def nell(ruth: Person) -> SignIn:
    return making.practitioner()


def test_a_relation_is_read_from_both_sides_by_whoever_may_open_both(
    ruth: Person, nell: SignIn
) -> None:
    ellie = making.person(given_name="Ellie", known_as="")
    said = Around("child", "Ellie Calloway", "daughter", council_id=ellie.council_id)
    operations.add_around(ruth.pk, said, by=nell, on=ON)

    hers = queries.around_of(ruth.pk, by=nell, on=ON)
    back = queries.around_of(ellie.pk, by=nell, on=ON)

    assert [(one.name, one.who, one.person_id, one.back) for one in hers] == [
        ("Ellie Calloway", "daughter", ellie.pk, False)
    ]
    assert [(one.name, one.who, one.person_id, one.back) for one in back] == [
        ("Ruth Calloway", "mother or father", ruth.pk, True)
    ]


def test_a_relation_does_not_tell_of_a_record_somebody_may_not_open(
    ruth: Person, nell: SignIn
) -> None:
    west = making.team("West team")
    ellie = making.person(given_name="Ellie", known_as="", team=west)
    said = Around("child", "Ellie Calloway", "daughter", council_id=ellie.council_id)
    operations.add_around(ruth.pk, said, by=nell, on=ON)
    will = making.practitioner(of=west, name="Will Aske")

    assert queries.around_of(ellie.pk, by=will, on=ON) == []

    Person.objects.filter(pk=ellie.pk).update(restricted=True)
    assert queries.around_of(ruth.pk, by=nell, on=ON) == []
    hers = making.own_sign_in(ruth)
    assert [
        (one.name, one.telephone, one.person_id)
        for one in queries.around_of(ruth.pk, by=hers, on=ON)
    ] == [("Ellie Calloway", "", None)]


def test_an_attorney_acts_by_a_paper(ruth: Person, nell: SignIn) -> None:
    without = Around("attorney-money", "Ivor Penhale")
    with pytest.raises(operations.AroundRefused) as refused:
        operations.add_around(ruth.pk, without, by=nell, on=ON)
    assert refused.value.field == "basis"

    paper = Around("attorney-money", "Ivor Penhale", basis="Lasting power of attorney 7000-1")
    operations.add_around(ruth.pk, paper, by=nell, on=ON)
    assert [one.basis for one in queries.around_of(ruth.pk, by=nell, on=ON)] == [paper.basis]


def test_whom_to_ring_first_is_one_and_who_is_gone_stands_last(ruth: Person, nell: SignIn) -> None:
    pete = operations.add_around(ruth.pk, Around("partner", "Pete"), by=nell, on=ON)
    ellie = operations.add_around(
        ruth.pk, Around("child", "Ellie", ring_first=True), by=nell, on=ON
    )
    assert [one.name for one in queries.around_of(ruth.pk, by=nell, on=ON)] == ["Ellie", "Pete"]

    operations.ring_first(pete, by=nell, on=ON)
    first = [one.name for one in queries.around_of(ruth.pk, by=nell, on=ON) if one.rung_first]
    assert first == ["Pete"]

    operations.end_around(pete, last_day=ON - timedelta(days=1), by=nell, on=ON)
    operations.ring_first(ellie, by=nell, on=ON)
    around = queries.around_of(ruth.pk, by=nell, on=ON)
    assert [(one.name, one.is_over(ON)) for one in around] == [("Ellie", False), ("Pete", True)]
    with pytest.raises(Refused), transaction.atomic():
        operations.end_around(pete, last_day=ON, by=nell, on=ON)


def test_a_new_main_reason_ends_the_one_before_and_the_record_follows(
    ruth: Person, nell: SignIn
) -> None:
    first, second = REASONS_OFFERED[1], REASONS_OFFERED[6]
    add: dict[str, Any] = {"primary": True, "by": nell, "on": ON}
    operations.add_reason(ruth.pk, reason=first, first_day=date(2026, 1, 5), **add)
    operations.add_reason(ruth.pk, reason=second, first_day=date(2026, 6, 1), **add)
    operations.add_reason(
        ruth.pk, reason=first, primary=False, first_day=date(2026, 6, 1), by=nell, on=ON
    )

    rows = SupportReason.objects.filter(person=ruth).order_by("first_day", "-primary")
    assert list(rows.values_list("reason", "primary", "first_day", "last_day")) == [
        (first, True, date(2026, 1, 5), date(2026, 5, 31)),
        (second, True, date(2026, 6, 1), None),
        (first, False, date(2026, 6, 1), None),
    ]
    ruth.refresh_from_db()
    assert ruth.primary_support_reason == second

    operations.end_reason(
        SupportReason.objects.get(person=ruth, reason=second).pk, last_day=ON, by=nell, on=ON
    )
    ruth.refresh_from_db()
    assert ruth.primary_support_reason == ""


def test_joining_leaves_one_main_reason_in_force_and_undoing_gives_both_back(
    ruth: Person, nell: SignIn
) -> None:
    ada = making.staff(making.Role.PERFORMANCE, name="Ada Quill")
    other = making.person(given_name="Ruth", nhs_number="")
    for person, reason in ((ruth, REASONS_OFFERED[1]), (other, REASONS_OFFERED[6])):
        operations.add_reason(
            person.pk, reason=reason, primary=True, first_day=date(2026, 1, 5), by=nell, on=ON
        )
    running = SupportReason.objects.filter(primary=True, last_day__isnull=True)

    joining = operations.join_people(ruth.pk, other.pk, by=ada, on=ON, why="Same letter")
    assert [row.reason for row in running.filter(person=ruth)] == [REASONS_OFFERED[1]]

    operations.undo_joining(joining, by=ada, on=ON, why="Two people")
    assert [row.reason for row in running.filter(person=other)] == [REASONS_OFFERED[6]]


@pytest.mark.parametrize(
    ("reason", "first_day"),
    [
        ("", ON),
        (REASONS_OFFERED[0], ON + timedelta(days=1)),
        (REASONS_OFFERED[0], date(2025, 1, 1)),
    ],
)
def test_a_reason_that_cannot_be_is_refused(
    ruth: Person, nell: SignIn, reason: str, first_day: date
) -> None:
    operations.add_reason(
        ruth.pk, reason=REASONS_OFFERED[1], primary=True, first_day=date(2026, 1, 5), by=nell, on=ON
    )
    with pytest.raises(Refused), transaction.atomic():
        operations.add_reason(
            ruth.pk, reason=reason, primary=True, first_day=first_day, by=nell, on=ON
        )


def test_conditions_are_counted_once_each_for_those_alive(ruth: Person, nell: SignIn) -> None:
    ivor, gone = making.person(given_name="Ivor"), making.person(died_on=date(2026, 3, 1))
    elsewhere = making.person(team=making.team("West team"))
    for person in (ruth, ivor):
        operations.add_condition(
            person.pk, code="autism", first_day=date(2020, 1, 1), by=nell, on=ON
        )
    operations.add_condition(
        ruth.pk, code="acquired-brain-injury", first_day=date(2020, 1, 1), by=nell, on=ON
    )
    operations.add_condition(gone.pk, code="autism", first_day=date(2020, 1, 1), by=nell, on=ON)
    elsewhere.conditions.create(code="autism", first_day=date(2020, 1, 1))

    assert queries.counted_by_condition(by=nell, on=ON) == {
        "autism": 2,
        "acquired-brain-injury": 1,
    }
    row = ruth.conditions.get(code="autism")
    operations.end_condition(row.pk, last_day=ON - timedelta(days=1), by=nell, on=ON)
    assert queries.counted_by_condition(by=nell, on=ON)["autism"] == 1


def test_asked_and_none_is_not_never_asked(ruth: Person, nell: SignIn) -> None:
    Person.objects.filter(pk=ruth.pk).update(worker=nell)
    waiting, count = queries.to_ask(by=nell, on=ON)
    assert ([(one.person_id, one.review_by) for one in waiting], count) == ([(ruth.pk, None)], 1)

    operations.ask_how_to_talk(ruth.pk, codes=[], none_needed=True, by=nell, on=ON)

    assert queries.to_ask(by=nell, on=ON) == ([], 0)
    talk = queries.talk_of(ruth.pk, by=nell)
    assert talk is not None
    assert (talk.none_needed, talk.asked_on, talk.review_by) == (True, ON, date(2027, 11, 23))
    later = date(2027, 11, 10)
    assert [one.person_id for one in queries.to_ask(by=nell, on=later)[0]] == [ruth.pk]


def test_what_they_say_replaces_what_stood_and_the_history_stays(
    ruth: Person, nell: SignIn
) -> None:
    operations.ask_how_to_talk(ruth.pk, codes=["large-print", "bsl"], by=nell, on=ON)
    hers = making.own_sign_in(ruth)
    operations.ask_how_to_talk(
        ruth.pk, codes=["large-print", "interpreter:Polish"], how_to_talk="Slowly.", by=hers, on=ON
    )

    record = queries.person_for_reading(ruth.pk, by=nell, on=ON)
    assert (set(record.needs), record.how_to_talk) == (
        {"large print", "an interpreter for Polish"},
        "Slowly.",
    )
    assert CommunicationNeed.objects.filter(person=ruth).count() == 2
    assert [one.words for one in timeline([ruth.pk]) if one.name == "people.asked-how-to-talk"] == [
        "large print, an interpreter for Polish",
        "large print, British Sign Language",
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"codes": []},
        {"codes": ["bsl"], "none_needed": True},
        {"codes": ["telepathy"]},
        {"codes": ["bsl"], "review_by": ON},
        {"codes": ["bsl"], "review_by": date(2030, 1, 1)},
    ],
)
def test_an_answer_that_is_none_is_refused(
    ruth: Person, nell: SignIn, said: dict[str, Any]
) -> None:
    with pytest.raises(Refused), transaction.atomic():
        operations.ask_how_to_talk(ruth.pk, **said, by=nell, on=ON)


def test_a_yes_is_taken_back_at_once_and_a_duty_is_not(ruth: Person, nell: SignIn) -> None:
    hers = making.own_sign_in(ruth)
    common: dict[str, Any] = {
        "what": "Her plan",
        "whom": "Marl Vale",
        "told": "All of it",
        "first_day": ON,
    }
    yes = operations.decide_sharing(ruth.pk, **common, basis="consent", by=nell, on=ON)
    duty = operations.decide_sharing(
        ruth.pk, **common, basis="legal-duty", basis_words="A court order", by=nell, on=ON
    )
    assert [one.holds(ON) for one in queries.sharings_of(ruth.pk, by=hers, on=ON)] == [True, True]

    operations.end_sharing(yes, by=hers, on=ON)
    with pytest.raises(NotAllowed), transaction.atomic():
        operations.end_sharing(duty, by=hers, on=ON)

    lines = {one.id: one for one in queries.sharings_of(ruth.pk, by=nell, on=ON)}
    assert (lines[yes].holds(ON), lines[yes].ended_because) == (
        False,
        "The person took back their yes",
    )
    assert lines[duty].holds(ON)


@pytest.mark.parametrize(
    "less", [{"whom": ""}, {"basis": "because"}, {"told": " "}, {"last_day": date(2026, 1, 1)}]
)
def test_sharing_without_a_ground_is_refused(
    ruth: Person, nell: SignIn, less: dict[str, Any]
) -> None:
    said: dict[str, Any] = {
        "what": "Her plan",
        "whom": "Marl Vale",
        "basis": "consent",
        "told": "All",
    }
    with pytest.raises(Refused), transaction.atomic():
        operations.decide_sharing(ruth.pk, **(said | {"first_day": ON} | less), by=nell, on=ON)


def test_a_wrong_number_finds_nobody_and_cannot_come_back(ruth: Person, nell: SignIn) -> None:
    operations.add_number(ruth.pk, kind="nhs", value="943 476 5919", first_day=ON, by=nell, on=ON)
    assert [one.id for one in queries.find(NHS, by=nell, on=ON)] == [ruth.pk]

    operations.nhs_number_never_theirs(ruth.pk, because="It is her sister's", by=nell, on=ON)

    assert queries.find(NHS, by=nell, on=ON) == []
    numbers = queries.life_of(ruth.pk, by=nell, on=ON).numbers
    assert [(one.kind, one.never_theirs_because) for one in numbers] == [
        ("Council number", ""),
        ("NHS number", "It is her sister's"),
    ]
    with pytest.raises(operations.NumberRefused), transaction.atomic():
        operations.add_number(ruth.pk, kind="nhs", value=NHS, first_day=ON, by=nell, on=ON)


def test_a_number_of_somebody_else_is_refused_but_tells_nothing_of_the_hidden(
    ruth: Person, nell: SignIn
) -> None:
    other = making.person(nhs_number=NHS)
    with pytest.raises(operations.NumberRefused), transaction.atomic():
        operations.add_number(ruth.pk, kind="nhs", value=NHS, first_day=ON, by=nell, on=ON)

    Person.objects.filter(pk=other.pk).update(restricted=True)
    operations.add_number(ruth.pk, kind="nhs", value=NHS, first_day=ON, by=nell, on=ON)
    ruth.refresh_from_db()
    assert ruth.nhs_number == NHS


def test_likely_ones_are_shown_before_a_record_is_begun(ruth: Person, nell: SignIn) -> None:
    making.person(given_name="Ivor", family_name="Penhale", known_as="", born_on=None, postcode="")
    hidden = making.person(restricted=True)
    known = Known(given_name="Ruth", family_name="Caloway", born_on=date(1968, 2, 14))

    found = queries.likely_same(known, by=nell, on=ON)

    assert [(line.id, why[0]) for line, why in found] == [
        (ruth.pk, "Born on the same day, 14 February 1968")
    ]
    assert hidden.pk not in {line.id for line, _ in found}


def test_a_new_record_has_a_number_a_worker_and_how_they_came(nell: SignIn) -> None:
    said = operations.NewPerson(
        "Noor", "Vane", how_they_came="Rang on Monday", postcode="qm1 4ab", nhs_number=OTHER_NHS
    )

    made = operations.add_person(said, by=nell, on=ON)

    row = Person.objects.get(pk=made)
    assert (row.worker_id, row.team_id, row.postcode) == (nell.pk, nell.team_id, "QM1 4AB")
    assert row.council_id.startswith("OW-")
    assert [one.words for one in timeline([made])] == ["Rang on Monday"]
    assert [one.id for one in queries.find("Vane", by=nell, on=ON)] == [made]


def test_who_may_not_write_changes_nothing(ruth: Person) -> None:
    will = making.practitioner(of=making.team("West team"))
    wanda = making.finance()

    with pytest.raises(NotFound), transaction.atomic():
        operations.add_around(ruth.pk, Around("friend", "Mo"), by=will, on=ON)
    with pytest.raises((NotAllowed, NotFound)), transaction.atomic():
        operations.add_condition(ruth.pk, code="autism", first_day=ON, by=wanda, on=ON)
    with pytest.raises(NotAllowed), transaction.atomic():
        operations.add_person(
            operations.NewPerson("A", "B", how_they_came="x"), by=making.own_sign_in(ruth), on=ON
        )
    assert (ruth.around.count(), ruth.conditions.count(), Person.objects.count()) == (0, 0, 1)
