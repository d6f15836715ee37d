"""A notice goes once, in a form that suits, to a looked-at address, and its proof is of the exact
bytes; a job that is killed and run again sends under the same key."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import Error, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.notices import adapters, operations, queries
from ownway.foundation.notices.adapters import Rendered, Undelivered
from ownway.foundation.notices.domain import (
    Channel,
    Format,
    Recipient,
    State,
    Unsuitable,
    address_of,
)
from ownway.foundation.notices.models import Attempt, Notice
from ownway.kernel.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db
DAY = making.DAY
OLD = address_of("3 Tannery Row", "Thornbeck", postcode="QM3 4AB")
NEW = address_of("9 Mill Lane", "Thornbeck", postcode="QM3 5CD")
ABOUT = UUID("11111111-1111-4111-8111-111111111111")


class Way:
    """A way out that remembers what it was handed, and may be killed after handing on."""

    name = "way"

    def __init__(self) -> None:
        self.got: list[Rendered] = []
        self.then: Exception | None = None

    def send(self, said: Rendered) -> str:
        self.got.append(said)
        if self.then is not None:
            raise self.then
        return f"ref-{said.key}"


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Way:
    made = Way()
    monkeypatch.setattr(adapters, "adapter_for", lambda channel: made)
    return made


def ruth(**more: Any) -> Recipient:
    said: dict[str, Any] = {
        "name": "Ruth Calloway",
        "channels": (Channel.LETTER, Channel.EMAIL),
        "email": "ruth@example.org",
        "address": OLD,
    }
    return Recipient(**(said | more))


def sent(by: SignIn, to: Recipient | None = None, **more: Any) -> UUID:
    said: dict[str, Any] = {"values": {"due_on": "7 December", "worker": by.name}, "on": DAY}
    return operations.send("review-due", about=ABOUT, to=to or ruth(), by=by, **(said | more))


def state(notice_id: UUID) -> State:
    return queries.one(notice_id, on=DAY).state


def test_what_goes_out_is_proved_by_the_digest_of_its_bytes(way: Way) -> None:
    notice_id = sent(making.practitioner(), channel=Channel.LETTER)
    operations.send_now(notice_id, on=DAY)
    line = queries.one(notice_id, on=DAY)
    assert line.state is State.SENT
    assert line.reference == f"ref-{notice_id}"
    assert [hashlib.sha256(one.body).hexdigest() for one in way.got] == [line.digest]
    assert way.got[0].body.startswith(b"%PDF")


def test_running_the_job_twice_sends_once(way: Way) -> None:
    notice_id = sent(making.practitioner())
    operations.send_now(notice_id, on=DAY)
    operations.send_now(notice_id, on=DAY)
    assert [one.key for one in way.got] == [str(notice_id)]
    assert Attempt.objects.count() == 1


def test_killed_between_sending_and_noting_it_sends_again_under_the_same_key(way: Way) -> None:
    notice_id = sent(making.practitioner())
    way.then = KeyboardInterrupt()  # type: ignore[assignment]  # how a worker is killed
    with pytest.raises(KeyboardInterrupt):
        operations.send_now(notice_id, on=DAY)
    assert state(notice_id) is State.QUEUED
    way.then = None
    operations.send_now(notice_id, on=DAY)
    assert state(notice_id) is State.SENT
    first, second = way.got
    assert first == second


def test_what_fails_says_why_stands_on_its_senders_list_and_may_be_tried_again(way: Way) -> None:
    nell = making.practitioner()
    notice_id = sent(nell, channel=Channel.EMAIL)
    way.then = Undelivered("The mail server did not take it.")
    operations.send_now(notice_id, on=DAY)
    assert [(one.id, one.words) for one in queries.failed_of(nell, on=DAY)] == [
        (notice_id, "The mail server did not take it.")
    ]
    assert queries.failed_of(making.practitioner(name="Lena"), on=DAY) == []
    way.then = None
    operations.again(notice_id, by=nell, on=DAY)
    operations.send_now(notice_id, on=DAY)
    assert state(notice_id) is State.SENT
    assert queries.failed_of(nell, on=DAY) == []


def test_the_form_somebody_needs_is_taken_and_another_is_refused_without_a_reason() -> None:
    nell, to = making.practitioner(), ruth(needs=("easy-read",))
    assert queries.one(sent(nell, to), on=DAY).format is Format.EASY_READ
    with pytest.raises(Unsuitable):
        sent(nell, to, format_=Format.STANDARD)
    notice_id = sent(nell, to, format_=Format.STANDARD, unsuitable_because="Her advocate asked")
    assert queries.one(notice_id, on=DAY).unsuitable_because == "Her advocate asked"


def test_a_form_this_product_cannot_make_is_never_sent_as_another() -> None:
    with pytest.raises(Unsuitable, match="They need audio"):
        sent(making.practitioner(), ruth(needs=("braille",)))
    assert not Notice.objects.exists()


def test_a_way_that_is_not_theirs_is_refused() -> None:
    with pytest.raises(Refused, match="no text"):
        sent(making.practitioner(), channel=Channel.TEXT)


def test_the_first_letter_to_a_changed_address_waits_for_another_person(way: Way) -> None:
    nell, asif = making.practitioner(), making.manager()
    operations.send_now(sent(nell, channel=Channel.LETTER), on=DAY)
    notice_id = sent(nell, ruth(address=NEW), channel=Channel.LETTER)
    operations.send_now(notice_id, on=DAY)
    line = queries.one(notice_id, on=DAY)
    assert (line.state, line.last_window[1], line.window[1]) == (
        State.SECOND_LOOK,
        "3 Tannery Row",
        "9 Mill Lane",
    )
    assert len(way.got) == 1
    with pytest.raises(NotAllowed, match="Somebody else looks"):
        operations.look_twice(notice_id, yes=True, by=nell, on=DAY)
    operations.look_twice(notice_id, yes=True, by=asif, on=DAY)
    operations.send_now(notice_id, on=DAY)
    assert state(notice_id) is State.SENT
    assert state(sent(nell, ruth(address=NEW), channel=Channel.LETTER)) is State.QUEUED


def test_a_no_needs_words_and_stops_the_letter_for_good(way: Way) -> None:
    nell, asif = making.practitioner(), making.manager()
    moved = ruth(address_known_since=date(2026, 11, 1))
    notice_id = sent(nell, moved, channel=Channel.LETTER)
    with pytest.raises(Refused, match="what is wrong"):
        operations.look_twice(notice_id, yes=False, by=asif, on=DAY)
    operations.look_twice(notice_id, yes=False, words="That is her brother's", by=asif, on=DAY)
    operations.send_now(notice_id, on=DAY)
    assert (state(notice_id), way.got) == (State.STOPPED, [])
    with pytest.raises(Refused, match="stopped already"):
        operations.look_twice(notice_id, yes=True, by=asif, on=DAY)


def test_a_try_is_never_rewritten(way: Way) -> None:
    operations.send_now(sent(making.practitioner()), on=DAY)
    with pytest.raises(Error), transaction.atomic():
        Attempt.objects.update(words="All was well")
