"""A person and their own record: knowing that it is them, and answering what they say is wrong.

A person may ask that what is wrong about them be put right, and is answered within a month (UK GDPR
Articles 16 and 12(3)). What was written stays; what they say stands beside it.
"""

from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.period import add_months

# A code goes only where the record has said for so long that the person is reached.
UNCHANGED_DAYS = 28
INVITATION_DAYS = 7
# How long a copy of everything may be taken away after it was made ready.
PACK_DAYS = 14


class Check(StrEnum):
    """How a worker knew that the one they invite is the person."""

    SEEN = "seen"
    KNOWN = "known"
    CODE = "code"


CHECK_WORDS = {
    Check.SEEN: "Seen in person, with a document that shows who they are",
    Check.KNOWN: "I know them: I have met them and worked with them",
    Check.CODE: "By the code alone, sent where the record has long said they are reached",
}


class LinkBy(StrEnum):
    """How the link reaches them; by letter it is sixteen letters to type."""

    EMAIL = "email"
    LETTER = "letter"


LINK_WORDS = {
    LinkBy.EMAIL: "By e-mail",
    LinkBy.LETTER: "By letter, to the address on the record: they have no e-mail",
}


class CodeBy(StrEnum):
    """How the code reaches them: never by the way the link goes."""

    HAND = "hand"
    TEXT = "text"
    LETTER = "letter"


CODE_WORDS = {
    CodeBy.HAND: "I tell it to them myself, when I see them or by telephone",
    CodeBy.TEXT: "By text message, to the number on the record",
    CodeBy.LETTER: "By letter, to the address on the record",
}


class Answer(StrEnum):
    PUT_RIGHT = "put right"
    PARTLY = "partly"
    NOT = "not put right"


ANSWER_WORDS = {
    Answer.PUT_RIGHT: "Put right",
    Answer.PARTLY: "Put right in part",
    Answer.NOT: "Not put right",
}


def long_enough(unchanged_since: date | None, *, on: date) -> bool:
    """Whether a code may go there: unchanged for `UNCHANGED_DAYS`; None says since ever."""
    return unchanged_since is None or unchanged_since <= on - timedelta(days=UNCHANGED_DAYS)


def answer_due_on(said_on: date) -> date:
    """Within a month (UK GDPR Article 12(3))."""
    return add_months(said_on, 1)
