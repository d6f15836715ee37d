"""A welfare check of the same day: somebody looks in, and says how they found a person. Pure.

Promise   Nobody answering the door is never an end: somebody is asked at once what to do next.
Source    Care Act 2014, section 1 (wellbeing) and section 42; UK GDPR article 6(1)(a), (d) and (e)
          for telling volunteers where to look in.
"""

from collections.abc import Mapping
from enum import StrEnum


class Outcome(StrEnum):
    WELL = "seen well"
    NOT_WELL = "not well"
    NO_REPLY = "no reply"


OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.WELL: "Seen, and well",
    Outcome.NOT_WELL: "Seen, and not well",
    Outcome.NO_REPLY: "Nobody answered the door or the telephone",
}
# Why whoever looks in may be told a name and an address.
BASES: Mapping[str, str] = {
    "agreed": "They agreed that somebody looks in",
    "danger": "They may be in danger and cannot be asked (UK GDPR article 6(1)(d))",
    "duty": "It is part of their support, and they know (UK GDPR article 6(1)(e))",
}
