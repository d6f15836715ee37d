"""Lay files that share days over each other, so that every line counts once. Pure.

Two lines are alike when day, amount and words are. A bank may book two alike on one day, so they
are counted: of a day that a file holds whole, it tells how many there are. Where a file is cut in
the middle of a day (its first or last), the bank's own number, or the balance after it, tells
whether an alike line is the one that is held.

A bank words a line another way in another format: there, day and amount alone are asked.

Promise   A file twice, or in any order with others that overlap it, adds nothing twice.
Limit     Alike lines of a day that is cut, without numbers and balances, are taken for the same;
          so are two balances of a cut day that happen to be alike.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ownway.support.wallet.domain.statements.values import Line

Alike = tuple[date, int, str]


@dataclass(frozen=True, slots=True)
class Joined:
    """What a file adds to what is held: each new line with which of its alikes it is, from 1."""

    new: tuple[tuple[Line, int], ...]
    held_already: int


def folded(words: str) -> str:
    """Words as they are compared: no capitals, no double spaces, no marks."""
    return " ".join(re.sub(r"[^\w]+", " ", words.casefold()).split())


def alike(line: Line) -> Alike:
    return line.on, line.pence, folded(line.words)


def identity(line: Line) -> str:
    """A digest of day, amount and words: the same for the same line in whatever file."""
    on, pence, words = alike(line)
    return hashlib.sha256(f"{on.isoformat()}|{pence}|{words}".encode()).hexdigest()


def join(held: Iterable[Line], coming: Sequence[Line]) -> Joined:
    """What the lines of a file add to those held. Both are of one account."""
    before: dict[Alike, list[Line]] = defaultdict(list)
    for line in held:
        before[alike(line)].append(line)
    groups: dict[Alike, list[Line]] = defaultdict(list)
    for line in coming:
        groups[alike(line)].append(line)
    first = min((line.on for line in coming), default=None)
    last = max((line.on for line in coming), default=None)
    added: dict[Alike, list[Line]] = {}
    left: list[Line] = []
    for key in {**before, **groups}:
        whole = first is not None and last is not None and first < key[0] < last
        added[key], unpaired = _paired(before.get(key, []), groups.get(key, []), whole=whole)
        left += unpaired
    new: list[tuple[Line, int]] = []
    for key, lines in added.items():
        number = len(before.get(key, []))
        for line in lines:
            twin = next((one for one in left if _in_another_format(one, line)), None)
            if twin is None:
                number += 1
                new.append((line, number))
            else:
                left.remove(twin)
    rank = {id(line): at for at, line in enumerate(coming)}
    new.sort(key=lambda one: rank[id(one[0])])
    return Joined(tuple(new), len(coming) - len(new))


def _paired(
    held: Sequence[Line], coming: Sequence[Line], *, whole: bool
) -> tuple[list[Line], list[Line]]:
    """Of alike lines, those that are not held, and those held that did not come again."""
    left = list(held)
    unpaired: list[Line] = []
    for line in coming:
        pair = next((one for one in left if _same(one, line) is True), None)
        if pair is None:
            unpaired.append(line)
        else:
            left.remove(pair)
    added = []
    for line in unpaired:
        pair = next((one for one in left if whole or _same(one, line) is None), None)
        if pair is None:
            added.append(line)
        else:
            left.remove(pair)
    return added, left


def _in_another_format(one: Line, other: Line) -> bool:
    """Whether two lines may be one that two formats word another way."""
    return (one.on, one.pence) == (other.on, other.pence) and one.format != other.format


def _same(one: Line, other: Line) -> bool | None:
    """Whether two alike lines are one; None where nothing tells."""
    if one.bank_id and other.bank_id and one.format == other.format:
        return one.bank_id == other.bank_id
    if one.balance is not None and other.balance is not None:
        return one.balance == other.balance
    return None
