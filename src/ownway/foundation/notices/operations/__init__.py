"""Telling a person something, looking twice before a changed address, and keeping proof of it."""

from ownway.foundation.facts.domain import declare
from ownway.foundation.notices.operations.by_hand import (
    LETTERS_A_RUN,
    bundle,
    came_back,
    letter_of,
    posted,
    print_together,
    put_back,
    seen_to,
    went,
)
from ownway.foundation.notices.operations.rows import SEND, note, rendered
from ownway.foundation.notices.operations.sending import (
    NOT_THEIRS,
    ask_for_receipts,
    send_now,
    send_waiting,
)
from ownway.foundation.notices.operations.telling import (
    Preview,
    again,
    look_twice,
    preview,
    send,
    take_back,
)
from ownway.foundation.notices.operations.words import (
    agree_words,
    ask_review,
    go_back,
    send_back,
    write_words,
)

READ = declare("notices.read", "What we told them opened", reading=True)

__all__ = [
    "LETTERS_A_RUN",
    "NOT_THEIRS",
    "READ",
    "SEND",
    "Preview",
    "again",
    "agree_words",
    "ask_for_receipts",
    "ask_review",
    "bundle",
    "came_back",
    "go_back",
    "letter_of",
    "look_twice",
    "note",
    "posted",
    "preview",
    "print_together",
    "put_back",
    "rendered",
    "seen_to",
    "send",
    "send_back",
    "send_now",
    "send_waiting",
    "take_back",
    "went",
    "write_words",
]
