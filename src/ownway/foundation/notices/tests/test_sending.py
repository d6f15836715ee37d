"""A notice goes once, in a form that suits, to a looked-at address, and its proof is of the exact
bytes. A job that is killed and run again sends under the same key, and no letter twice by itself;
nothing fails without words, and nothing is tried for ever."""

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import Error, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.foundation.access.models import SignIn
from ownway.foundation.notices import adapters, operations, queries
from ownway.foundation.notices.adapters import Rendered, Undelivered
from ownway.foundation.notices.domain import (
    TRIES,
    WAITS,
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
        self.knows = ""

    def send(self, said: Rendered) -> str:
        self.got.append(said)
        if self.then is not None:
            raise self.then
        return f"ref-{said.key}"

    def known(self, key: str) -> str:
        return self.knows


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


def send_now(notice_id: UUID, to: Recipient | None = None) -> None:
    """As the job does, while this is how she is reached."""
    operations.send_now(notice_id, reach=lambda about, on: to or ruth(), on=DAY)


def state(notice_id: UUID) -> State:
    return queries.one(notice_id, on=DAY).state


def test_what_goes_out_is_proved_by_the_digest_of_its_bytes(way: Way) -> None:
    notice_id = sent(making.practitioner(), channel=Channel.LETTER)
    send_now(notice_id)
    line = queries.one(notice_id, on=DAY)
    assert line.state is State.SENT
    assert line.reference == f"ref-{notice_id}"
    assert [hashlib.sha256(one.body).hexdigest() for one in way.got] == [line.digest]
    assert way.got[0].body.startswith(b"%PDF")


def test_running_the_job_twice_sends_once(way: Way) -> None:
    notice_id = sent(making.practitioner())
    send_now(notice_id)
    send_now(notice_id)
    assert [one.key for one in way.got] == [str(notice_id)]
    assert [one.state for one in Attempt.objects.all()] == ["begun", "sent"]


def killed(way: Way, notice_id: UUID) -> None:
    """A worker that is killed after the way out took it and before that was noted."""
    way.then = KeyboardInterrupt()  # type: ignore[assignment]  # how a worker is killed
    with pytest.raises(KeyboardInterrupt):
        send_now(notice_id)
    way.then = None
    assert state(notice_id) is State.QUEUED


def test_killed_before_its_answer_was_noted_it_goes_again_under_the_same_key(way: Way) -> None:
    notice_id = sent(making.practitioner(), channel=Channel.EMAIL)
    killed(way, notice_id)
    send_now(notice_id)
    assert state(notice_id) is State.SENT
    first, second = way.got
    assert first == second


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LETTER])
def test_what_is_known_there_is_not_sent_again(way: Way, channel: Channel) -> None:
    notice_id = sent(making.practitioner(), channel=channel)
    killed(way, notice_id)
    way.knows = "theirs-1"
    send_now(notice_id)
    line = queries.one(notice_id, on=DAY)
    assert (line.state, line.reference, len(way.got)) == (State.SENT, "theirs-1", 1)
    assert line.digest == hashlib.sha256(way.got[0].body).hexdigest()


def test_a_letter_that_may_have_gone_goes_again_only_when_somebody_says_so(way: Way) -> None:
    nell = making.practitioner()
    notice_id = sent(nell, channel=Channel.LETTER)
    killed(way, notice_id)
    send_now(notice_id)
    send_now(notice_id)
    line = queries.one(notice_id, on=DAY)
    assert (line.state, len(way.got)) == (State.FAILED, 1)
    assert "may have been taken all the same" in line.words
    operations.again(notice_id, by=nell, on=DAY)
    send_now(notice_id)
    assert (state(notice_id), len(way.got)) == (State.SENT, 2)


def test_a_letter_without_an_answer_is_not_tried_again_by_itself(way: Way) -> None:
    notice_id = sent(making.practitioner(), channel=Channel.LETTER)
    way.then = Undelivered("No answer.", later=True, unclear=True)
    send_now(notice_id)
    assert state(notice_id) is State.FAILED


def test_what_may_go_better_is_tried_again_with_a_limit(way: Way) -> None:
    nell = making.practitioner()
    notice_id = sent(nell, channel=Channel.EMAIL)
    way.then = Undelivered("It is busy.", later=True)
    for tried in range(1, TRIES):
        send_now(notice_id)
        line = queries.one(notice_id, on=DAY)
        assert (line.state, line.tried, line.words) == (State.QUEUED, tried, "It is busy.")
    send_now(notice_id)
    assert state(notice_id) is State.FAILED
    send_now(notice_id)
    assert len(way.got) == TRIES
    operations.again(notice_id, by=nell, on=DAY)
    send_now(notice_id)
    assert queries.one(notice_id, on=DAY).tried == 1


def test_the_waits_are_kept_and_a_lost_job_is_found(way: Way) -> None:
    notice_id = sent(making.practitioner(), channel=Channel.EMAIL)
    jobs = ProcrastinateJob.objects.filter(queueing_lock=f"{operations.SEND}-{notice_id}")
    assert (jobs.count(), operations.send_waiting(at=timezone.now(), on=DAY)) == (1, 0)
    way.then = Undelivered("It is busy.", later=True)
    send_now(notice_id)
    jobs._raw_delete("default")
    failed = Attempt.objects.get(state="failed").at
    assert operations.send_waiting(at=failed + WAITS[0] - timedelta(minutes=1), on=DAY) == 0
    assert operations.send_waiting(at=failed + WAITS[0], on=DAY) == 1
    assert jobs.count() == 1


def test_what_nobody_foresaw_is_told_in_words_and_tried_again(way: Way) -> None:
    notice_id = sent(making.practitioner(), channel=Channel.EMAIL)
    way.then = ZeroDivisionError("Ruth Calloway")
    send_now(notice_id)
    line = queries.one(notice_id, on=DAY)
    assert line.state is State.QUEUED
    assert line.words == "Something went wrong that nobody foresaw (ZeroDivisionError)."


@pytest.mark.parametrize(
    ("channel", "now"),
    [
        (Channel.LETTER, {"address": NEW}),
        (Channel.LETTER, {"address": None}),
        (Channel.LETTER, {"channels": (Channel.EMAIL,)}),
        (Channel.EMAIL, {"email": "brother@example.org"}),
        (Channel.EMAIL, {"email": ""}),
    ],
)
def test_what_is_not_theirs_any_more_is_not_sent_to(
    way: Way, channel: Channel, now: dict[str, Any]
) -> None:
    nell = making.practitioner()
    notice_id = sent(nell, channel=channel)
    send_now(notice_id, ruth(**now))
    assert way.got == []
    assert [one.words for one in queries.failed_of(nell, on=DAY)] == [operations.NOT_THEIRS]
    operations.again(notice_id, by=nell, on=DAY)
    send_now(notice_id, ruth(**now))
    assert (way.got, state(notice_id)) == ([], State.FAILED)


def test_a_form_made_by_hand_waits_until_it_went(way: Way) -> None:
    nell, to = making.practitioner(), ruth(needs=("braille",))
    notice_id = sent(nell, to, made_by="Marlshire transcription")
    send_now(notice_id, to)
    line = queries.one(notice_id, on=date(2026, 11, 30))
    assert (line.state, line.format, line.days_waiting) == (State.MAKING, Format.BRAILLE, 7)
    with pytest.raises(Refused, match="between the day"):
        operations.went(notice_id, day=date(2026, 11, 22), by=nell, on=DAY)
    operations.went(notice_id, day=DAY, by=nell, on=DAY)
    operations.went(notice_id, day=DAY, by=nell, on=DAY)
    line = queries.one(notice_id, on=DAY)
    assert (line.state, line.went_on, line.unsuitable_because) == (State.SENT, DAY, "")
    assert line.words == "Braille, made by Marlshire transcription"
    assert (way.got, Attempt.objects.count()) == ([], 1)


def test_a_form_made_by_hand_is_looked_at_twice_too() -> None:
    nell, asif = making.practitioner(), making.manager()
    to = ruth(needs=("braille",), address_known_since=date(2026, 11, 1))
    notice_id = sent(nell, to, made_by="Marlshire transcription")
    with pytest.raises(Refused, match="waiting for second look already"):
        operations.went(notice_id, day=DAY, by=nell, on=DAY)
    operations.look_twice(notice_id, yes=True, by=asif, on=DAY)
    assert state(notice_id) is State.MAKING


def test_what_came_back_is_noted_with_words_and_stands_until_it_is_seen_to(way: Way) -> None:
    nell = making.practitioner()
    notice_id = sent(nell, channel=Channel.LETTER)
    send_now(notice_id)
    with pytest.raises(Refused, match="what stands on it"):
        operations.came_back(notice_id, words=" ", by=nell, on=DAY)
    for _ in range(2):
        operations.came_back(notice_id, words="Gone away", by=nell, on=DAY)
    lena = making.practitioner(name="Lena")
    assert [one.words for one in queries.failed_of(nell, on=DAY)] == ["Gone away"]
    assert queries.failed_of(lena, on=DAY) == []
    assert [one.id for one in queries.failed_of(lena, also_about=[ABOUT], on=DAY)] == [notice_id]
    for _ in range(2):
        operations.seen_to(notice_id, by=nell, on=DAY)
    assert queries.failed_of(nell, on=DAY) == []
    assert queries.in_state(State.RETURNED, on=DAY) == []
    assert state(notice_id) is State.RETURNED


def test_letters_are_in_one_file_at_a_time() -> None:
    nell = making.practitioner()
    both = [sent(nell, channel=Channel.LETTER) for _ in range(2)]
    at = timezone.now()
    run = operations.print_together(both, by=nell, on=DAY, at=at)
    assert run is not None
    assert operations.print_together(both, by=nell, on=DAY, at=at) is None
    third = sent(nell, channel=Channel.LETTER)
    assert [one.id for one in queries.in_run(run, on=DAY)] == sorted(both)
    operations.posted(both[0], by=nell, on=DAY)
    assert [one.id for one in queries.in_run(run, on=DAY)] == [both[1]]
    assert operations.put_back(both) == 1
    again = operations.print_together([*both, third], by=nell, on=DAY, at=at)
    assert again is not None
    assert {one.id for one in queries.in_run(again, on=DAY)} == {both[1], third}


def test_what_fails_says_why_stands_on_its_senders_list_and_may_be_tried_again(way: Way) -> None:
    nell = making.practitioner()
    notice_id = sent(nell, channel=Channel.EMAIL)
    way.then = Undelivered("The mail server did not take it.")
    send_now(notice_id)
    assert [(one.id, one.words) for one in queries.failed_of(nell, on=DAY)] == [
        (notice_id, "The mail server did not take it.")
    ]
    assert queries.failed_of(making.practitioner(name="Lena"), on=DAY) == []
    way.then = None
    operations.again(notice_id, by=nell, on=DAY)
    send_now(notice_id)
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
    with pytest.raises(Unsuitable, match="They need braille"):
        sent(making.practitioner(), ruth(needs=("braille",)))
    assert not Notice.objects.exists()


def test_a_way_that_is_not_theirs_is_refused() -> None:
    with pytest.raises(Refused, match="no text"):
        sent(making.practitioner(), channel=Channel.TEXT)


def test_the_first_letter_to_a_changed_address_waits_for_another_person(way: Way) -> None:
    nell, asif = making.practitioner(), making.manager()
    send_now(sent(nell, channel=Channel.LETTER))
    notice_id = sent(nell, ruth(address=NEW), channel=Channel.LETTER)
    send_now(notice_id)
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
    send_now(notice_id, ruth(address=NEW))
    assert state(notice_id) is State.SENT
    assert state(sent(nell, ruth(address=NEW), channel=Channel.LETTER)) is State.QUEUED


def test_a_no_needs_words_and_stops_the_letter_for_good(way: Way) -> None:
    nell, asif = making.practitioner(), making.manager()
    moved = ruth(address_known_since=date(2026, 11, 1))
    notice_id = sent(nell, moved, channel=Channel.LETTER)
    with pytest.raises(Refused, match="what is wrong"):
        operations.look_twice(notice_id, yes=False, by=asif, on=DAY)
    operations.look_twice(notice_id, yes=False, words="That is her brother's", by=asif, on=DAY)
    send_now(notice_id)
    assert (state(notice_id), way.got) == (State.STOPPED, [])
    with pytest.raises(Refused, match="stopped already"):
        operations.look_twice(notice_id, yes=True, by=asif, on=DAY)


def test_a_try_is_never_rewritten(way: Way) -> None:
    send_now(sent(making.practitioner()))
    with pytest.raises(Error), transaction.atomic():
        Attempt.objects.update(words="All was well")
