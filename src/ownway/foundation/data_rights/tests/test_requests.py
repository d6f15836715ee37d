"""What somebody asks of their own data is noted, counted to the day, looked over and answered."""

import io
import zipfile
from datetime import date, timedelta
from uuid import UUID

import pytest
from making import DAY, own_sign_in, person, practitioner, staff

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights import operations, queries
from ownway.foundation.data_rights.domain.requests import (
    Kind,
    Outcome,
    PackState,
    StoodStill,
    clock_in_words,
    due_on,
)
from ownway.foundation.data_rights.models import Pack, PackPart
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.models import AboutMe, Person, SomeoneAround

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth() -> Person:
    return person()


@pytest.fixture
def ines() -> SignIn:
    return staff(Role.INFORMATION_GOVERNANCE, name="Ines Okonedo")


def _asked(of: Person, by: SignIn, kind: Kind = Kind.ERASURE) -> UUID:
    return operations.note_request(of.pk, kind, words="Please.", asked_on=DAY, by=by, on=DAY)


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_the_answer_is_due_on_the_corresponding_day_of_the_next_month(
    asked_on: date, due: date
) -> None:
    assert due_on(asked_on, [], on=asked_on) == due


def test_days_on_which_the_clock_stood_still_are_added() -> None:
    stood = [StoodStill(date(2026, 11, 25), date(2026, 11, 29)), StoodStill(DAY, None)]
    assert due_on(DAY, stood[:1], on=DAY) == date(2026, 12, 28)
    assert due_on(DAY, stood[1:], on=DAY + timedelta(days=2)) == date(2026, 12, 26)


@pytest.mark.parametrize(
    ("due", "paused", "closed", "said"),
    [
        (DAY, False, False, "due today"),
        (DAY + timedelta(days=1), False, False, "1 day left"),
        (DAY - timedelta(days=3), False, False, "3 days late"),
        (DAY - timedelta(days=3), True, False, "the clock stands still"),
        (DAY - timedelta(days=3), False, True, "answered"),
    ],
)
def test_the_clock_is_said_in_words(due: date, paused: bool, closed: bool, said: str) -> None:
    assert clock_in_words(due, paused=paused, closed=closed, on=DAY) == said


def test_a_request_is_paused_resumed_and_answered(ruth: Person, ines: SignIn) -> None:
    asked = _asked(ruth, ines)
    operations.pause(asked, because="We wait for proof of who asks.", by=ines, on=DAY)
    with pytest.raises(Refused, match="stands still already"):
        operations.pause(asked, because="Again.", by=ines, on=DAY)
    assert queries.request(asked, on=DAY).paused
    later = DAY + timedelta(days=5)
    operations.resume(asked, by=ines, on=later)
    line = queries.request(asked, on=later)
    assert (line.paused, line.due_on) == (False, date(2026, 12, 28))
    with pytest.raises(Refused, match="words"):
        operations.answer(asked, Outcome.DECLINED, words=" ", by=ines, on=later)
    operations.answer(asked, Outcome.DECLINED, words="We must keep it.", by=ines, on=later)
    closed = queries.request(asked, on=later)
    assert (closed.outcome, closed.closed_on, closed.open) == ("declined", later, False)
    with pytest.raises(Refused, match="answered already"):
        operations.answer(asked, Outcome.DONE, words="No.", by=ines, on=later)
    told = Fact.objects.filter(about_id=ruth.pk, reading=False).values_list("name", flat=True)
    assert list(told.order_by("id")) == [
        "data_rights.asked",
        "data_rights.paused",
        "data_rights.resumed",
        "data_rights.answered",
    ]


def test_only_information_governance_sees_to_requests(ruth: Person, ines: SignIn) -> None:
    nell = practitioner()
    asked = _asked(ruth, nell)  # anybody who meets them may note it
    with pytest.raises(NotAllowed):
        operations.answer(asked, Outcome.DONE, words="Done.", by=nell, on=DAY)
    with pytest.raises(NotAllowed):
        operations.note_request(
            ruth.pk, Kind.ACCESS, words="", asked_on=DAY, by=staff(Role.FINANCE), on=DAY
        )


def test_a_person_asks_once_and_has_their_pack_once_it_was_looked_over(
    ruth: Person, ines: SignIn
) -> None:
    own = own_sign_in(ruth)
    SomeoneAround.objects.create(person=ruth, name="Pete Lumb", who="neighbour")
    AboutMe.objects.create(person=ruth, said_on=DAY, said_by=own, own_words="Pete has my key.")
    asked = operations.ask_for_pack(ruth.pk, by=own, on=DAY)
    assert operations.ask_for_pack(ruth.pk, by=own, on=DAY) == asked
    (waiting,) = queries.packs_of(ruth.pk)
    assert waiting.state is PackState.WAITING

    operations.make_pack(waiting.id, on=DAY)
    operations.make_pack(waiting.id, on=DAY)  # a job runs at least once
    (made,) = queries.packs_of(ruth.pk)
    assert made.state is PackState.MADE
    assert {(one.column, one.why) for one in made.masked} == {
        ("Name", "the name of somebody else"),
        ("Own words", "it names somebody else"),
    }
    with pytest.raises(NotFound):
        operations.opened_pack(made.id, about=ruth.pk, by=own, on=DAY)
    with pytest.raises(Refused, match="Look the pack over first"):
        operations.release(made.id, by=ines, on=DAY)

    place = next(one.place for one in made.masked if one.column == "Own words")
    operations.decide_masking(
        asked, show=True, what=place, because="She says so herself.", by=ines, on=DAY
    )
    operations.make_again(asked, by=ines, on=DAY)
    (again,) = queries.packs_of(ruth.pk)
    operations.make_pack(again.id, on=DAY)
    operations.look_over(again.id, by=ines, on=DAY)
    operations.release(again.id, by=ines, on=DAY)

    name, size, stretches = operations.opened_pack(again.id, about=ruth.pk, by=own, on=DAY)
    content = b"".join(stretches)
    assert (name.endswith(".zip"), len(content)) == (True, size)
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        (told,) = [one for one in pack.namelist() if one.endswith("-what-you-told-us.html")]
        told = pack.read(told).decode()
        assert "Pete has my key." in told
        assert "Pete Lumb" not in "".join(pack.read(one).decode() for one in pack.namelist())
    assert queries.request(asked, on=DAY).outcome == "done"
    assert Fact.objects.filter(name="data_rights.pack-opened", about_id=ruth.pk).count() == 1


def test_a_pack_is_sealed_in_the_database(ruth: Person, ines: SignIn) -> None:
    operations.ask_for_pack(ruth.pk, by=ines, on=DAY)
    pack = Pack.objects.get()
    operations.make_pack(pack.pk, on=DAY)
    kept = b"".join(bytes(one) for one in PackPart.objects.values_list("sealed", flat=True))
    assert kept
    assert b"PK\x03\x04" not in kept


def test_a_pack_is_nobody_elses(ruth: Person, ines: SignIn) -> None:
    other = person(given_name="Colm", family_name="Dace")
    operations.ask_for_pack(ruth.pk, by=ines, on=DAY)
    pack = Pack.objects.get()
    operations.make_pack(pack.pk, on=DAY)
    operations.look_over(pack.pk, by=ines, on=DAY)
    operations.release(pack.pk, by=ines, on=DAY)
    his = own_sign_in(other)
    for about in (None, other.pk):
        with pytest.raises(NotFound):
            operations.opened_pack(pack.pk, about=about, by=his, on=DAY)


def test_a_pack_that_cannot_be_made_says_so(
    ruth: Person, ines: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.ask_for_pack(ruth.pk, by=ines, on=DAY)
    pack = Pack.objects.get()

    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("ownway.foundation.data_rights.operations.packs.pack_of", fails)
    with pytest.raises(OSError):
        operations.make_pack(pack.pk, on=DAY)
    monkeypatch.undo()
    (failed,) = queries.packs_of(ruth.pk)
    assert failed.state is PackState.FAILED
    operations.ask_for_pack(ruth.pk, by=ines, on=DAY)
    assert {one.state for one in queries.packs_of(ruth.pk)} == {PackState.WAITING}
