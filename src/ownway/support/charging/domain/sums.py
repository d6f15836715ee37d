"""The few kinds of sum that the rules are written in, and the one that keeps its workings.

A rule says `sums.smaller(left, cost)`; whether that is one person's pounds or a column of pence,
`Sums` decides. So there is one text of the law, and nothing to keep in step.

Rounding  A fraction of a penny always goes the person's way: income down, costs up, what they pay
          down (SI 2014/2672, regulation 11, which was not read word for word).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from ownway.kernel.money import PenceWeekly
from ownway.support.charging.domain.figures import Figure, Figures, Set

A = TypeVar("A")
F = TypeVar("F")
PENNY = Decimal("0.01")


class Part(StrEnum):
    """Where a line of the workings stands, in the order of the sum."""

    COMES_IN = "What comes in"
    SAVED = "What is saved or owned"
    KEPT = "What is left for living"
    PAYS = "What is paid"


@dataclass(frozen=True, slots=True)
class Note:
    """What a line of the workings says beside its amount."""

    part: Part
    words: str
    source: str
    rests_on: Figure | None = None
    taken_away: bool = False
    if_any: bool = False  # a line of nothing is left out


class Sums(Protocol[A, F]):
    """Sums over amounts `A` and yes-or-no `F`. An amount is never a float."""

    figures: Figures
    keeps_workings: bool  # where not, what does not count need not be worked out

    def of(self, pence: int) -> A:
        """A fixed amount."""

    def total(self, amounts: Iterable[A]) -> A:
        """The sum; nothing when there are none."""

    def less(self, amount: A, taken: A) -> A:
        """What is left, and never less than nothing."""

    def times(self, amount: A, count: A) -> A:
        """An amount so many times; `count` came from `steps` or counts children."""

    def steps(self, amount: A, step: int) -> A:
        """How many steps of so many pence an amount begins."""

    def down(self, amount: A, times: int, over: int) -> A:
        """Times, over: a fraction of a penny is left out."""

    def up(self, amount: A, times: int, over: int) -> A:
        """Times, over: a fraction of a penny is a whole one."""

    def smaller(self, one: A, other: A) -> A:
        """The smaller of two."""

    def above(self, amount: A, limit: A) -> F:
        """More than the limit, not just at it."""

    def chosen(self, which: F, yes: A, no: A) -> A:
        """One or the other."""

    def figure(self, which: F, one: Set) -> A:
        """A figure of the day where it applies, otherwise nothing. Raises NotKnown."""

    def both(self, one: F, other: F) -> F:
        """One and the other."""

    def either(self, one: F, other: F) -> F:
        """One or the other, or both."""

    def no(self, one: F) -> F:
        """Not so."""

    def note(self, amount: A, words: Note) -> None:
        """Keep a line of the workings."""


@dataclass(frozen=True, slots=True)
class Working:
    """A line of the workings: an amount in pence a week, what it is, and where that comes from."""

    amount: int
    words: str
    part: Part
    source: str
    rests_on: Figure | None
    taken_away: bool

    @property
    def verified(self) -> bool:
        """False where it rests on a figure that nobody read in its source."""
        return self.rests_on is None or self.rests_on.verified


class Exact:
    """One person, in pounds and pence that are exact, line by line."""

    keeps_workings = True

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.workings: list[Working] = []

    def of(self, pence: int) -> Decimal:
        return Decimal(pence) / 100

    def total(self, amounts: Iterable[Decimal]) -> Decimal:
        return sum(amounts, Decimal(0))

    def less(self, amount: Decimal, taken: Decimal) -> Decimal:
        return max(amount - taken, Decimal(0))

    def times(self, amount: Decimal, count: Decimal) -> Decimal:
        return amount * count

    def steps(self, amount: Decimal, step: int) -> Decimal:
        return (amount / self.of(step)).to_integral_value(ROUND_CEILING)

    def down(self, amount: Decimal, times: int, over: int) -> Decimal:
        return (amount * times / over).quantize(PENNY, ROUND_FLOOR)

    def up(self, amount: Decimal, times: int, over: int) -> Decimal:
        return (amount * times / over).quantize(PENNY, ROUND_CEILING)

    def smaller(self, one: Decimal, other: Decimal) -> Decimal:
        return min(one, other)

    def above(self, amount: Decimal, limit: Decimal) -> bool:
        return amount > limit

    def chosen(self, which: bool, yes: Decimal, no: Decimal) -> Decimal:
        return yes if which else no

    def figure(self, which: bool, one: Set) -> Decimal:
        return self.of(self.figures.pence(one)) if which else Decimal(0)

    def both(self, one: bool, other: bool) -> bool:
        return one and other

    def either(self, one: bool, other: bool) -> bool:
        return one or other

    def no(self, one: bool) -> bool:
        return not one

    def note(self, amount: Decimal, words: Note) -> None:
        if words.if_any and not amount:
            return
        self.workings.append(
            Working(
                pence(amount),
                words.words,
                words.part,
                words.source,
                words.rests_on,
                words.taken_away,
            )
        )


def pence(amount: Decimal) -> PenceWeekly:
    """Whole pence of an amount that has no smaller fraction. Raises ValueError when it has."""
    whole = amount * 100
    if whole != whole.to_integral_value():
        raise ValueError(f"{amount} has a fraction of a penny that no rule rounded.")
    return PenceWeekly(int(whole))
