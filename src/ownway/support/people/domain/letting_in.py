"""Somebody looks at another's record because they were let in: as whom, to which parts, till when.

A person lets in whom they like, for as long as they like. Somebody may also act by law: an attorney
(Mental Capacity Act 2005, s.9), a deputy (s.16), an independent advocate (Care Act 2014, s.67;
Mental Capacity Act 2005, s.35 and 36). Whoever only supports reads, and may write messages where
messages are let in; an attorney or deputy also acts, in the parts let in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Part(StrEnum):
    RECORD = "record"
    PLAN = "plan"
    HELP_PLAN = "help with the plan"
    MONEY = "money"
    MESSAGES = "messages"
    DOCUMENTS = "documents"


class As(StrEnum):
    FRIEND = "friend"
    FAMILY = "family"
    PLANNER = "support planner"
    ADVOCATE = "advocate"
    LEGAL_ADVOCATE = "advocate by law"
    ATTORNEY = "attorney"
    DEPUTY = "deputy"


# Whom a person may let in by themself; the others need a paper that a worker has seen.
CHOSEN = (As.FRIEND, As.FAMILY, As.PLANNER, As.ADVOCATE)
BY_LAW = (As.ATTORNEY, As.DEPUTY, As.LEGAL_ADVOCATE)
ACTING = (As.ATTORNEY, As.DEPUTY)

PART_WORDS = {
    Part.RECORD: ("The record", "Who I am, what was written about me, what happened"),
    Part.PLAN: ("The plan", "My first figure and my support plan"),
    Part.HELP_PLAN: ("Helping with the plan", "Write in my plan. Sending it stays with me"),
    Part.MONEY: ("The money", "What comes in, what it is for, what I pay"),
    Part.MESSAGES: ("Messages", "Read what we write to each other, and write too"),
    Part.DOCUMENTS: ("Documents", "Letters and papers that are kept with my record"),
}
AS_WORDS = {
    As.FRIEND: "a friend",
    As.FAMILY: "family",
    As.PLANNER: "a support planner from outside the council",
    As.ADVOCATE: "an advocate I chose",
    As.LEGAL_ADVOCATE: "an independent advocate, by law",
    As.ATTORNEY: "an attorney (lasting power of attorney)",
    As.DEPUTY: "a deputy of the Court of Protection",
}
# "You are looking at Ruth's record as ..."
LOOKING_AS = {
    As.FRIEND: "a friend",
    As.FAMILY: "family",
    As.PLANNER: "a support planner",
    As.ADVOCATE: "an advocate",
    As.LEGAL_ADVOCATE: "an independent advocate",
    As.ATTORNEY: "an attorney",
    As.DEPUTY: "a deputy",
}


@dataclass(frozen=True, slots=True)
class LookingAt:
    """Whose record somebody who was let in looks at, for one request."""

    let_in_id: UUID
    sign_in_id: UUID
    person_id: UUID
    name: str
    standing: As
    parts: frozenset[Part]
    last_day: date | None

    @property
    def acts(self) -> bool:
        """Whether they may also decide and write in the person's place."""
        return self.standing in ACTING

    @property
    def helps_plan(self) -> bool:
        """Whether they write in the plan: by law, or because they were asked to help with it."""
        return self.acts or (self.sees(Part.HELP_PLAN) and self.sees(Part.PLAN))

    def sees(self, part: Part) -> bool:
        return part in self.parts


def parts_in_words(parts: Iterable[Part]) -> str:
    """ "the record, the plan and messages", always in the same order."""
    held = set(parts)
    words = [PART_WORDS[part][0].lower() for part in Part if part in held]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def holds(first_day: date, last_day: date | None, *, ended: bool, on: date) -> bool:
    """Whether somebody who was let in may look on that day."""
    return not ended and first_day <= on and (last_day is None or on <= last_day)


_looking: ContextVar[LookingAt | None] = ContextVar("ownway_looking_at", default=None)


@contextmanager
def looking(at: LookingAt | None) -> Iterator[None]:
    """For what runs within: whose record is looked at. The caller has asked that it holds today."""
    before = _looking.set(at)
    try:
        yield
    finally:
        _looking.reset(before)


def looked_at_by(sign_in_id: UUID) -> LookingAt | None:
    """The record that this sign-in looks at now because it was let in; none: their own."""
    at = _looking.get()
    return at if at is not None and at.sign_in_id == sign_in_id else None
