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


class AccountKind(StrEnum):
    OWED_TO_PERSON = "owed to the person"
    DIRECT_PAYMENTS = "direct payments"  # what the council spends
    BANK = "council's bank"


class KeyTaken(Refused):
    """The same key was used before, for something else."""


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
    """The key of each leg: the key itself for one, numbered from 1 for several.

    Raises ValueError for an empty key and for one that ends as a numbered one would: it could be
    taken for a leg of another.
    """
    ending = key.rpartition(":")[2] if ":" in key else ""
    if not key or ending.isdecimal():
        raise ValueError(f"{key!r} cannot be the key of a posting.")
    return [key] if legs == 1 else [f"{key}:{number}" for number in range(1, legs + 1)]
