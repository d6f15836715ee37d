"""What is due goes once two people agreed; a hold wins; a killed job goes on; the chain holds."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from making import DAY, arrangement, own_sign_in, person, practitioner, staff

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.audit import operations as audit
from ownway.foundation.audit.queries import verify
from ownway.foundation.data_rights import operations, queries
from ownway.foundation.data_rights.domain.requests import Kind
from ownway.foundation.data_rights.domain.retention import (
    Activity,
    Ground,
    ItemState,
    RunState,
    last_ended,
)
from ownway.foundation.data_rights.domain.schedule import rules
from ownway.foundation.data_rights.operations import erasing, runs
from ownway.foundation.facts.models import Fact, FactContent
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import operations as people
from ownway.support.people.models import AboutMe, Person
from ownway.support.safeguarding import operations as safeguarding
from ownway.support.safeguarding.domain import Outcome

pytestmark = pytest.mark.django_db
LONG_AGO = {"first_day": date(2010, 1, 1), "last_day": date(2012, 5, 6)}


@pytest.fixture
def ines() -> SignIn:
    return staff(Role.INFORMATION_GOVERNANCE, name="Ines Okonedo")


@pytest.fixture
def omar() -> SignIn:
    return staff(Role.INFORMATION_GOVERNANCE, name="Omar Reyes")


def _left(**more: object) -> Person:
    """Somebody whose support ended on 6 May 2012."""
    made = person(**more)
    arrangement(made, **LONG_AGO)
    return made


def test_every_rule_says_where_it_comes_from() -> None:
    assert [one.id for one in rules().values() if not one.reference or not one.label] == []


@pytest.mark.parametrize(
    ("activities", "died_on", "ended"),
    [
        ([Activity(date(2012, 5, 6), False)], None, date(2012, 5, 6)),
        ([Activity(date(2012, 5, 6), False)], date(2013, 1, 1), date(2013, 1, 1)),
        ([Activity(date(2012, 5, 6), True)], None, None),
        ([Activity(date(2012, 5, 6), True)], date(2011, 1, 1), date(2012, 5, 6)),
        ([], None, None),
    ],
)
def test_the_period_counts_from_the_last_thing_that_ended(
    activities: list[Activity], died_on: date | None, ended: date | None
) -> None:
    assert last_ended(activities, died_on=died_on) == ended


def test_what_is_due_is_listed_oldest_first_and_what_goes_on_is_not() -> None:
    ruth, late = _left(), person(given_name="Colm", died_on=date(2009, 2, 2))
    running = _left(given_name="Tom")
    arrangement(running)  # goes on
    recent = person(given_name="Asif")
    arrangement(recent, first_day=date(2019, 1, 1), last_day=date(2020, 1, 1))
    person(given_name="Nobody")  # nothing ever happened
    found = queries.people_due(on=DAY)
    assert [(one.person_id, one.counted_from) for one in found] == [
        (late.pk, date(2009, 2, 2)),
        (ruth.pk, date(2012, 5, 6)),
    ]
    assert found[1].due_on == date(2020, 5, 6)
    assert [one.person_id for one in queries.people_due(on=date(2020, 5, 5))] == [late.pk]
    assert len(queries.people_due(on=date(2020, 5, 6))) == 2


def test_the_other_id_of_a_person_counts_for_them() -> None:
    ruth = _left()
    other = person(joined_into=ruth)
    arrangement(other)
    assert queries.people_due(on=DAY) == []


def test_two_people_erase_by_the_schedule(ines: SignIn, omar: SignIn) -> None:
    ruth, running = _left(), person(given_name="Tom")
    arrangement(running)
    AboutMe.objects.create(person=ruth, said_on=DAY, said_by=ines, own_words="I like tea.")
    with pytest.raises(NotAllowed):
        operations.propose_by_schedule(by=practitioner(), on=DAY)
    run = operations.propose_by_schedule(by=ines, on=DAY)
    with pytest.raises(Refused, match="waits or is under way"):
        operations.propose_by_schedule(by=omar, on=DAY)
    with pytest.raises(Refused, match="Two people erase"):
        operations.decide(run, approve=True, because="", by=ines, on=DAY)
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    operations.carry_out(run, by=omar, on=DAY)

    ruth.refresh_from_db()
    assert (ruth.given_name, ruth.born_on, ruth.postcode) == ("", None, "")
    assert AboutMe.objects.count() == 0
    running.refresh_from_db()
    assert running.given_name == "Tom"
    done = queries.run(run)
    assert (done.state, done.counts) == (RunState.DONE, {ItemState.ERASED: 1})
    assert Fact.objects.filter(name="data_rights.erased", about_id=ruth.pk).count() == 1
    assert queries.people_due(on=DAY) == []
    with pytest.raises(Refused, match="Nothing is due"):
        operations.propose_by_schedule(by=ines, on=DAY)


def test_a_declined_erasing_erases_nobody(ines: SignIn, omar: SignIn) -> None:
    ruth = _left()
    run = operations.propose_by_schedule(by=ines, on=DAY)
    with pytest.raises(Refused, match="Say why not"):
        operations.decide(run, approve=False, because="", by=omar, on=DAY)
    operations.decide(run, approve=False, because="An inquiry begins.", by=omar, on=DAY)
    operations.carry_out(run, by=omar, on=DAY)
    ruth.refresh_from_db()
    assert ruth.given_name == "Ruth"


def test_an_open_safeguarding_concern_holds_erasing_back_until_it_is_closed(
    ines: SignIn, omar: SignIn
) -> None:
    lead = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    ruth, colm = _left(), _left(given_name="Colm")
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    told: dict[str, Any] = {
        "words": "Bruises.",
        "danger_now": False,
        "by": None,
        "on": DAY,
        "at": at,
    }
    concern = safeguarding.raise_concern(about_id=ruth.pk, **told)
    assert [(one.person_id == ruth.pk, one.held) for one in queries.people_due(on=DAY)] == [
        (one == ruth.pk, one == ruth.pk) for one in sorted([ruth.pk, colm.pk])
    ]

    with pytest.raises(Refused, match="A safeguarding concern about this person is open"):
        operations.propose_for_one(ruth.pk, Ground.COURT, because="Order 7.", by=ines, on=DAY)
    run = operations.propose_by_schedule(by=ines, on=DAY)
    assert [one.about_id for one in queries.items(run, limit=9)] == [colm.pk]
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    late = safeguarding.raise_concern(about_id=colm.pk, **told)  # after two people agreed
    operations.carry_out(run, by=omar, on=DAY)
    (item,) = queries.items(run, limit=9)
    assert (item.state, item.words[:45]) == (
        ItemState.HELD,
        "A safeguarding concern about this person is o",
    )
    for one in (concern, late):
        safeguarding.acknowledge(one, by=lead, on=DAY, at=at)
        safeguarding.close(
            one, outcome=Outcome.NO_FURTHER_ACTION.value, words="Seen to.", by=lead, on=DAY, at=at
        )
    operations.propose_for_one(ruth.pk, Ground.COURT, because="Order 7.", by=ines, on=DAY)


def test_a_hold_wins_even_over_what_was_approved(ines: SignIn, omar: SignIn) -> None:
    ruth, colm = _left(), _left(given_name="Colm")
    operations.hold_back(colm.pk, because="Inquest.", by=ines, on=DAY)
    run = operations.propose_by_schedule(by=ines, on=DAY)
    assert [one.about_id for one in queries.items(run, limit=9)] == [ruth.pk]
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    hold = operations.hold_back(ruth.pk, because="A claim was made.", by=ines, on=DAY)
    operations.carry_out(run, by=omar, on=DAY)
    ruth.refresh_from_db()
    assert ruth.given_name == "Ruth"
    assert queries.run(run).counts == {ItemState.HELD: 1}
    with pytest.raises(Refused, match="legal hold stands"):
        operations.propose_for_one(ruth.pk, Ground.COURT, because="Order 7.", by=ines, on=DAY)
    operations.lift_hold(hold, because="Settled.", by=ines, on=DAY)
    again = operations.propose_by_schedule(by=ines, on=DAY)
    operations.decide(again, approve=True, because="", by=omar, on=DAY)
    operations.carry_out(again, by=omar, on=DAY)
    ruth.refresh_from_db()
    assert ruth.given_name == ""


def test_what_happened_since_it_was_proposed_starts_the_time_anew(
    ines: SignIn, omar: SignIn
) -> None:
    ruth = _left()
    run = operations.propose_by_schedule(by=ines, on=DAY)
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    arrangement(ruth)
    operations.carry_out(run, by=omar, on=DAY)
    ruth.refresh_from_db()
    assert ruth.given_name == "Ruth"
    assert queries.run(run).counts == {ItemState.NOT_DUE: 1}


def test_an_open_request_keeps_a_record_from_going() -> None:
    ruth, nell = _left(), practitioner()
    operations.note_request(ruth.pk, Kind.ACCESS, words="", asked_on=DAY, by=nell, on=DAY)
    assert [one.held for one in queries.people_due(on=DAY)] == [True]


def test_a_killed_job_goes_on_where_it_stopped(
    ines: SignIn, omar: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ada", "Bea", "Cal"):
        _left(given_name=name)
    run = operations.propose_by_schedule(by=ines, on=DAY)
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    real, seen = erasing.erase_person, []

    def dies(*args: object, **named: object) -> object:
        seen.append(args)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(*args, **named)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(runs, "erase_person", dies)
    with pytest.raises(KeyboardInterrupt):
        operations.carry_out(run, by=omar, on=DAY)
    assert queries.run(run).counts == {ItemState.ERASED: 1, ItemState.WAITING: 2}
    operations.carry_out(run, by=omar, on=DAY)
    assert queries.run(run).counts == {ItemState.ERASED: 3}
    assert len(seen) == 4
    assert Fact.objects.filter(name="data_rights.erased").count() == 3


def test_one_record_is_erased_because_a_court_says_so(ines: SignIn, omar: SignIn) -> None:
    ruth = person()
    arrangement(ruth)
    own = own_sign_in(ruth)
    run = operations.propose_for_one(ruth.pk, Ground.COURT, because="Order 7.", by=ines, on=DAY)
    with pytest.raises(Refused, match="waits already"):
        operations.propose_for_one(ruth.pk, Ground.RIGHT, because="Asked.", by=ines, on=DAY)
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    operations.carry_out(run, by=omar, on=DAY)
    ruth.refresh_from_db()
    own.refresh_from_db()
    assert (ruth.given_name, own.name, own.is_active) == ("", "", False)


def test_the_chain_over_what_happened_stays_whole(ines: SignIn, omar: SignIn) -> None:
    ruth, nell = _left(), practitioner()
    people.say_about_me(ruth.pk, own_words="I like tea.", by=own_sign_in(ruth), on=DAY)
    AboutMe.objects.filter(person=ruth).update(own_words="I like coffee.")
    assert FactContent.objects.filter(fact__about_id=ruth.pk).exists()
    audit.seal(patience=0.5)
    run = operations.propose_for_one(ruth.pk, Ground.COURT, because="Order 7.", by=ines, on=DAY)
    operations.decide(run, approve=True, because="", by=omar, on=DAY)
    operations.carry_out(run, by=nell, on=DAY)
    audit.seal(patience=0.5)
    with transaction.atomic():
        verdict = verify(connection.connection)
    assert verdict.whole, verdict.findings
    assert verdict.erased > 0
    about = Fact.objects.filter(about_id=ruth.pk, name="people.about-me-said")
    assert [hasattr(one, "content") for one in about] == [False]
