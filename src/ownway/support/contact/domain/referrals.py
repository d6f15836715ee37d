"""A referral to a group or service, and what becomes of it. Pure.

Told about is signposting: nothing is shared and nobody waits for an answer. Sent is a community
referral: the person said yes to what is shared, and the answer has a day.

Source    Care Act 2014, sections 2 and 4 (prevention; information and advice), and sections 6 and 7
          (working with others); UK GDPR article 6.
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    TOLD = "told"  # told about it; nothing was shared
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    STARTED = "started"
    NOT_SUITABLE = "not suitable"
    NO_ANSWER = "no answer"  # whoever sent it stopped waiting
    STOPPED = "stopped"  # the person no longer wants it


class Helped(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


WAITING = (State.SENT, State.ACKNOWLEDGED)
MAY_FOLLOW: Mapping[State, tuple[State, ...]] = {
    State.TOLD: (),
    State.SENT: (
        State.ACKNOWLEDGED,
        State.STARTED,
        State.NOT_SUITABLE,
        State.NO_ANSWER,
        State.STOPPED,
    ),
    State.ACKNOWLEDGED: (State.STARTED, State.NOT_SUITABLE, State.NO_ANSWER, State.STOPPED),
    # A group that comes back late is heard all the same, once it can say what came of it: nobody
    # waits for an answer any more.
    State.NO_ANSWER: (State.STARTED, State.NOT_SUITABLE, State.STOPPED),
    State.STARTED: (),
    State.NOT_SUITABLE: (),
    State.STOPPED: (),
}
BY_GROUP = (State.ACKNOWLEDGED, State.STARTED, State.NOT_SUITABLE)
ASKED_IF_IT_HELPED = (State.TOLD, State.STARTED)

STATE_WORDS: Mapping[State, str] = {
    State.TOLD: "Told about it",
    State.SENT: "No answer yet",
    State.ACKNOWLEDGED: "They have it",
    State.STARTED: "Started",
    State.NOT_SUITABLE: "They said it does not suit",
    State.NO_ANSWER: "They did not answer",
    State.STOPPED: "No longer wanted",
}
HELPED_WORDS: Mapping[Helped, str] = {
    Helped.YES: "It helped",
    Helped.PARTLY: "It helped in part",
    Helped.NO: "It did not help",
}
# What a person may agree to share with a group, in the order a page asks.
SHARES: Mapping[str, str] = {
    "name": "Name",
    "telephone": "Telephone number",
    "email": "E-mail address",
    "address": "Address",
    "talk": "How to talk with them",
}
