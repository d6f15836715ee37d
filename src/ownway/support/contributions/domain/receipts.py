"""Which invoices a payment from the bank is for. Pure.

A reference decides; an amount alone never does, for two people may owe the same. What names nobody,
or two payers, is left for a person to assign. What is more than is owed stays in hand.

Units     Whole pence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class How(StrEnum):
    """What a payment was matched by."""

    INVOICE = "the invoice's number"
    AMOUNT = "the payer's reference and the amount"
    OLDEST = "the payer's reference, oldest first"
    NOBODY = "nothing: somebody assigns it"


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An invoice with something left to pay: its number and the payer's own reference."""

    number: str
    payer: str
    due_on: date
    left: int


@dataclass(frozen=True, slots=True)
class Share:
    """What of a payment goes to one invoice."""

    number: str
    pence: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Where a payment goes, whose it is, and what of it is in hand."""

    how: How
    payer: str | None
    shares: tuple[Share, ...]
    in_hand: int


def match(reference: str, pence: int, unpaid: Sequence[Unpaid]) -> Matched:
    """Lay one payment beside what is unpaid. Raises ValueError for a payment of nothing."""
    if pence <= 0:
        raise ValueError("A payment is more than nothing.")
    words = _words(reference)
    by_number = [one for one in unpaid if _word(one.number) in words]
    named = by_number or [one for one in unpaid if _word(one.payer) in words]
    payers = {one.payer for one in named}
    if len(payers) != 1:
        return Matched(How.NOBODY, None, (), pence)
    (payer,) = payers
    theirs = _oldest_first([one for one in unpaid if one.payer == payer])
    if by_number:
        numbers = {one.number for one in by_number}
        first = [one for one in theirs if one.number in numbers]
        return _shared(How.INVOICE, payer, pence, [*first, *(t for t in theirs if t not in first)])
    exact = [one for one in theirs if one.left == pence]
    if exact:
        return _shared(How.AMOUNT, payer, pence, exact[:1])
    return _shared(How.OLDEST, payer, pence, theirs)


def assign(payer: str, pence: int, unpaid: Sequence[Unpaid]) -> Matched:
    """A payment that somebody says is this payer's: oldest first."""
    theirs = _oldest_first([one for one in unpaid if one.payer == payer])
    return _shared(How.OLDEST, payer, pence, theirs)


def _shared(how: How, payer: str, pence: int, order: Sequence[Unpaid]) -> Matched:
    shares: list[Share] = []
    for one in order:
        part = min(pence, one.left)
        if part > 0:
            shares.append(Share(one.number, part))
            pence -= part
    return Matched(how, payer, tuple(shares), pence)


def _oldest_first(unpaid: Sequence[Unpaid]) -> list[Unpaid]:
    return sorted(unpaid, key=lambda one: (one.due_on, one.number))


def _word(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _words(reference: str) -> set[str]:
    """Each word, and each word with its hyphens and slashes taken out."""
    return {_word(part) for part in reference.split()} - {""}
