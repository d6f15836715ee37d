"""The arithmetic of money written down: who is credited, what is owed, line by line. Pure.

Units     Whole pence.
Signs     An account is worth its credits less its debits: what is owed to somebody grows by credit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ownway.kernel.refusal import Refused


class Fund(StrEnum):
    """Where the money comes from."""

    SOCIAL_CARE = "social care"
    HEALTH = "health"
    CARER = "carer"
    POOLED = "pooled"


class AccountKind(StrEnum):
    OWED_TO_PERSON = "owed to the person"
    OWED_BY_PERSON = "owed by the person"  # their contribution
    LEFT_TO_SPEND = "left to spend"  # of what is set aside for a person
    PROMISED = "promised"  # spent, and not yet sent
    HELD_FOR_PERSON = "held by a fund holder"
    OWED_TO_PROVIDER = "owed to the provider"
    DIRECT_PAYMENTS = "direct payments"  # what the council spends
    SUPPORT_BOUGHT = "support bought"  # by the council itself
    BUDGETS = "set aside for people"
    CONTRIBUTIONS = "contributions"
    BANK = "council's bank"
    UNEXPLAINED = "not yet explained"


@dataclass(frozen=True, slots=True)
class Nature:
    """Whose an account of a kind is, and the least that may stand there (none: anything)."""

    of_person: bool = False
    of_party: bool = False  # a provider or a fund holder
    floor: int | None = None


# A floor guards money that is not yet sent. What happened elsewhere is never refused.
NATURES = {
    AccountKind.OWED_TO_PERSON: Nature(of_person=True),
    AccountKind.OWED_BY_PERSON: Nature(of_person=True),
    AccountKind.LEFT_TO_SPEND: Nature(of_person=True, floor=0),
    AccountKind.PROMISED: Nature(of_person=True, floor=0),
    AccountKind.HELD_FOR_PERSON: Nature(of_person=True, of_party=True),
    AccountKind.OWED_TO_PROVIDER: Nature(of_party=True),
    AccountKind.DIRECT_PAYMENTS: Nature(),
    AccountKind.SUPPORT_BOUGHT: Nature(),
    AccountKind.BUDGETS: Nature(),
    AccountKind.CONTRIBUTIONS: Nature(),
    AccountKind.BANK: Nature(),
    AccountKind.UNEXPLAINED: Nature(),
}


class KeyTaken(Refused):
    """The same key was used before, for something else."""


class BelowFloor(Refused):
    """More would be taken than is left."""


class PeriodClosed(Refused):
    """The day lies in a period that is closed."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Pence from one account (credit) to another (debit). Raises Refused when it moves nothing."""

    debit: UUID
    credit: UUID
    pence: int

    def __post_init__(self) -> None:
        if self.pence <= 0:
            raise Refused("An amount of money written down is more than nothing.")
        if self.debit == self.credit:
            raise Refused("Money is written down between two different accounts.")

    def for_account(self, account: UUID) -> int:
        """Pence that this leg adds to an account: above nothing by credit, below by debit."""
        return self.pence * ((account == self.credit) - (account == self.debit))


@dataclass(frozen=True, slots=True)
class Posting:
    """What is written down together or not at all: its legs, what names it, and whom it concerns.

    `outside` marks what happened elsewhere (a line of a bank statement, a returned payment): it is
    written down even where it takes an account below its floor. Raises Refused without legs or
    words, ValueError for a key that could be taken for a leg of another.
    """

    legs: tuple[Leg, ...]
    key: str
    value_on: date
    words: str
    about: UUID | None
    outside: bool = False
    reverses: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        if not self.legs:
            raise Refused("There is nothing to write down.")
        if not self.words.strip():
            raise Refused("Say what the money is for.")
        if self.reverses and len(self.reverses) != len(self.legs):
            raise ValueError("Each leg of a reversal names the transfer it puts right.")
        keys_of(self.key, len(self.legs))

    @property
    def pence(self) -> int:
        return sum(leg.pence for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Entry:
    """One leg as one account sees it; `pence` is signed."""

    on: date
    words: str
    pence: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry with the balance after it."""

    on: date
    words: str
    pence: int
    balance: int


def balance(entries: Iterable[Entry], *, on: date | None = None) -> int:
    """What the entries add up to in pence; up to and including `on` when it is given."""
    return sum(entry.pence for entry in entries if on is None or entry.on <= on)


def running(entries: Iterable[Entry]) -> list[StatementLine]:
    """The entries in their order, each with the balance after it."""
    lines: list[StatementLine] = []
    so_far = 0
    for entry in entries:
        so_far += entry.pence
        lines.append(StatementLine(entry.on, entry.words, entry.pence, so_far))
    return lines


def keys_of(key: str, legs: int) -> list[str]:
    """The key of each leg: the key itself for the first, numbered from 2 for the others.

    So two postings of one key always meet in their first leg. Raises ValueError for an empty key
    and for one that ends as a numbered one would: it could be taken for a leg of another.
    """
    ending = key.rpartition(":")[2] if ":" in key else ""
    if not key or ending.isdecimal():
        raise ValueError(f"{key!r} cannot be the key of a posting.")
    return [key, *(f"{key}:{number}" for number in range(2, legs + 1))]
