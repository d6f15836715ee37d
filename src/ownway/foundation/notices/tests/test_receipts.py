"""What GOV.UK Notify says became of a notice is noted once; what it lost may be sent anew, under a
key of its own, as it knows the first one already."""

from collections.abc import Iterator
from uuid import UUID

import making
import pytest

from ownway.foundation.notices import adapters, operations, queries
from ownway.foundation.notices.adapters import Rendered
from ownway.foundation.notices.domain import Channel, Recipient, State, address_of
from ownway.foundation.notices.models import Attempt

pytestmark = pytest.mark.django_db
DAY = making.DAY
ABOUT = UUID("11111111-1111-4111-8111-111111111111")
RUTH = Recipient(
    name="Ruth Calloway",
    channels=(Channel.LETTER, Channel.EMAIL),
    email="ruth@example.org",
    address=address_of("3 Tannery Row", "Thornbeck", postcode="QM3 4AB"),
)


class Theirs:
    """GOV.UK Notify as far as receipts go: what it was handed, and what it says of it now."""

    name = "notify"

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.say: dict[str, str] = {}

    def send(self, said: Rendered) -> str:
        self.keys.append(said.key)
        return f"theirs-{len(self.keys)}"

    def known(self, key: str) -> str:
        return f"theirs-{self.keys.index(key) + 1}" if key in self.keys else ""

    def states(self) -> Iterator[tuple[str, str, str]]:
        yield "", "of-somebody-else", "delivered"
        for reference, word in self.say.items():
            yield "", reference, word


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch) -> Theirs:
    made = Theirs()
    monkeypatch.setattr(adapters, "adapter_for", lambda channel: made)
    monkeypatch.setattr(adapters, "notify", lambda: made)
    return made


def gone(channel: Channel = Channel.EMAIL) -> UUID:
    nell = making.practitioner()
    values = {"due_on": "7 December", "worker": nell.name}
    notice_id = operations.send(
        "review-due", about=ABOUT, to=RUTH, by=nell, on=DAY, values=values, channel=channel
    )
    send_now(notice_id)
    assert queries.one(notice_id, on=DAY).state is State.SENT
    return notice_id


def send_now(notice_id: UUID) -> None:
    operations.send_now(notice_id, reach=lambda about, on: RUTH, on=DAY)


@pytest.mark.parametrize(
    ("channel", "word", "state"),
    [
        (Channel.EMAIL, "delivered", State.DELIVERED),
        (Channel.EMAIL, "permanent-failure", State.RETURNED),
        (Channel.EMAIL, "temporary-failure", State.FAILED),
        (Channel.EMAIL, "technical-failure", State.FAILED),
        (Channel.EMAIL, "sending", State.SENT),
        (Channel.EMAIL, "a word of next year", State.SENT),
        (Channel.LETTER, "received", State.SENT),
        (Channel.LETTER, "validation-failed", State.FAILED),
        (Channel.LETTER, "permanent-failure", State.FAILED),
    ],
)
def test_what_it_says_is_noted_once(
    theirs: Theirs, channel: Channel, word: str, state: State
) -> None:
    notice_id = gone(channel)
    theirs.say = {"theirs-1": word}
    noted = [operations.ask_for_receipts(on=DAY) for _ in range(2)]
    line = queries.one(notice_id, on=DAY)
    assert line.state is state
    assert noted == [int(state is not State.SENT), 0]
    assert (line.words == "") == (state is State.SENT)


def test_nothing_is_asked_while_nothing_waits(theirs: Theirs) -> None:
    assert operations.ask_for_receipts(on=DAY) == 0


def test_what_was_lost_there_goes_anew_under_another_key(theirs: Theirs) -> None:
    notice_id = gone()
    theirs.say = {"theirs-1": "technical-failure"}
    operations.ask_for_receipts(on=DAY)
    operations.again(notice_id, by=making.practitioner(), on=DAY)
    send_now(notice_id)
    assert theirs.keys == [str(notice_id), f"{notice_id}-2"]
    line = queries.one(notice_id, on=DAY)
    assert (line.state, line.reference) == (State.SENT, "theirs-2")
    assert operations.ask_for_receipts(on=DAY) == 0
    theirs.say["theirs-2"] = "delivered"
    assert operations.ask_for_receipts(on=DAY) == 1
    said = [one.state for one in Attempt.objects.exclude(state="begun")]
    assert said == ["sent", "failed", "queued", "sent", "delivered"]
