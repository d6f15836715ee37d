"""To whom, by which way, in which form; and when somebody else must look first.

Units     Days are dates; an address is the lines of one envelope window.
Promise   A format that a recorded need rules out is refused unless words say why.
Errors    Unsuitable: the format or the way does not meet a need. Refused: not one whole address.
Source    DAPB1605 (identify, record, flag, share, meet, review).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ownway.kernel.refusal import Refused

ADDRESS_LINES = 6  # what the window of a DL envelope shows, the name among them
NEEDS_A_SECOND_LOOK_DAYS = 365
# Outward part, inward part (BS 7666): the shape only, not whether there is such a postcode.
POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$")


class Unsuitable(Refused):
    """The person cannot use a notice in this format or by this way; the text says which need."""


class Channel(StrEnum):
    PAGE = "page"
    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"


class Format(StrEnum):
    STANDARD = "standard"
    LARGE_PRINT = "large print"
    EASY_READ = "Easy Read"
    AUDIO = "audio"
    BRAILLE = "braille"
    BSL_VIDEO = "British Sign Language video"
    OTHER_LANGUAGE = "another language"
    READ_ALOUD = "read aloud by telephone"


# What this product makes itself. The others are made by people, and noted with how.
MADE_HERE = (Format.STANDARD, Format.LARGE_PRINT, Format.EASY_READ)
MADE_BY_HAND = tuple(one for one in Format if one not in MADE_HERE)
# A coded need (people's communication profile) -> the formats that meet it, the best first.
FITTING: dict[str, tuple[Format, ...]] = {
    "large-print": (Format.LARGE_PRINT, Format.EASY_READ, Format.AUDIO, Format.READ_ALOUD),
    "easy-read": (Format.EASY_READ,),
    "braille": (Format.BRAILLE, Format.AUDIO, Format.READ_ALOUD),
    "audio": (Format.AUDIO, Format.READ_ALOUD),
    "bsl": (Format.BSL_VIDEO, Format.EASY_READ),
}


class State(StrEnum):
    SECOND_LOOK = "waiting for second look"
    MAKING = "being made by hand"  # audio, Braille, a video, another language
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"
    STOPPED = "stopped"  # the second look said no, or it was taken back before it went


MAY_FOLLOW = {
    State.SECOND_LOOK: (State.QUEUED, State.MAKING, State.STOPPED),
    State.MAKING: (State.SENT, State.STOPPED),
    State.QUEUED: (State.SENT, State.FAILED, State.STOPPED),
    State.SENT: (State.DELIVERED, State.FAILED, State.RETURNED),
    State.DELIVERED: (State.RETURNED,),
    State.FAILED: (State.QUEUED,),
    State.RETURNED: (),
    State.STOPPED: (),
}
BEGUN = "begun"  # of a try alone: its end is noted beside it, unless the machine stopped in between
# After each try that failed but may go better later, how long until the next one; then no more.
WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
TRIES = len(WAITS) + 1


def next_try(failed_at: Sequence[datetime]) -> datetime | None:
    """When to try again after tries that failed at these moments; None: a person decides."""
    tried = len(failed_at)
    return failed_at[-1] + WAITS[tried - 1] if 0 < tried < TRIES else None


@dataclass(frozen=True, slots=True)
class Address:
    """One address, as its lines stand in the window: checked when it is made."""

    lines: tuple[str, ...]
    postcode: str

    def __post_init__(self) -> None:
        if not self.lines or any(not line.strip() for line in self.lines):
            raise Refused("An address needs a first line, and no line of it may be blank.")
        if len(self.lines) + 2 > ADDRESS_LINES:
            raise Refused("This address has more lines than an envelope window shows.")
        if any("\n" in line or len(line) > 45 for line in self.lines):
            raise Refused("A line of this address is too long for an envelope window.")
        if not POSTCODE.match(self.postcode):
            raise Refused(f"{self.postcode or 'Nothing'} is not shaped like a postcode.")

    def in_window(self, name: str) -> tuple[str, ...]:
        return (name, *self.lines, self.postcode)


def address_of(*lines: str, postcode: str) -> Address:
    """An address out of columns that may be blank. Raises Refused when it is not whole."""
    tidy = "".join(postcode.split()).upper()
    return Address(
        tuple(line.strip() for line in lines if line.strip()), f"{tidy[:-3]} {tidy[-3:]}"
    )


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a notice goes to, and by which ways: the only thing an adapter learns of them."""

    name: str
    channels: tuple[Channel, ...]
    email: str = ""
    telephone: str = ""
    address: Address | None = None
    needs: tuple[str, ...] = ()
    address_known_since: date | None = None

    def reached_by(self, channel: Channel) -> str:
        """Where it goes by this way, in words; empty when there is no such way to them."""
        if channel not in self.channels:
            return ""
        if channel is Channel.PAGE:
            return "their own pages"
        if channel is Channel.EMAIL:
            return self.email
        if channel is Channel.TEXT:
            return self.telephone
        return ", ".join(self.address.in_window(self.name)) if self.address else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The format and way that suit; or, without them, why there is none."""

    format: Format | None
    channel: Channel | None
    because: str


def suits(format_: Format, channel: Channel, needs: Iterable[str]) -> str:
    """Why a format by a way does not meet these needs, in words; empty when it does."""
    for need in needs:
        fitting = FITTING.get(need)
        if fitting and format_ not in fitting:
            return f"They need {fitting[0].value}, and this is {format_.value}."
        if need.startswith("interpreter:") and format_ is not Format.OTHER_LANGUAGE:
            language = need.partition(":")[2]
            return f"They need it in {language}, and this is in English."
        if need == "email-only" and channel not in (Channel.EMAIL, Channel.PAGE):
            return "They asked for email, not post or telephone."
    if channel is Channel.TEXT and format_ is not Format.STANDARD:
        return f"A text message cannot be {format_.value}."
    return ""


def choose(needs: tuple[str, ...], channels: tuple[Channel, ...]) -> Choice:
    """The first format and way that meet every need at once; or why there is none."""
    best = [one for need in needs for one in FITTING.get(need, ())]
    by_hand = [one for one in (*best, *MADE_BY_HAND) if one in MADE_BY_HAND]
    for format_ in (*MADE_HERE, *by_hand):
        for channel in channels:
            if not suits(format_, channel, needs):
                return Choice(format_, channel, "")
    if not channels:
        return Choice(None, None, "There is no address, email or telephone to send it to.")
    return Choice(None, None, "No one format meets every need. Ask them what would.")


def check_suits(format_: Format, channel: Channel, needs: Iterable[str], *, because: str) -> bool:
    """Whether it meets the needs. Raises Unsuitable when not, unless `because` says why."""
    wrong = suits(format_, channel, needs)
    if wrong and not because.strip():
        raise Unsuitable(f"{wrong} Choose another, or say why this one has to do.")
    return not wrong


def wants_second_look(
    address: Address, *, last: tuple[str, ...] | None, name: str, known_since: date | None, on: date
) -> bool:
    """Whether this is the first letter to a changed address.

    `last` is the window of the last letter that went out. Without one, an address that changed
    within a year is new to us; one that never changed is not.
    """
    if last is not None:
        return tuple(address.in_window(name)) != tuple(last)
    return known_since is not None and (on - known_since).days < NEEDS_A_SECOND_LOOK_DAYS
