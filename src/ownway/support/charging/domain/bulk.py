"""What a million people pay: the same rules over columns of whole pence.

Units     Columns of int64 pence; a column of a kind of income holds one amount a person, nothing
          where there is none. Somebody with two of a kind is in two columns of it.
Promise   To the penny what `page.work_out` says, for every person. No float is used.
Errors    NotKnown: somebody needs a figure that has no amount. Refused: columns of unlike length,
          or an amount below nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from ownway.kernel.refusal import Refused
from ownway.support.charging.domain import rules
from ownway.support.charging.domain.figures import Figures, Set
from ownway.support.charging.domain.means import Case
from ownway.support.charging.domain.sums import Note

Column: TypeAlias = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Marks: TypeAlias = npt.NDArray[np.bool_]
Columns: TypeAlias = Case[Column, Marks]
Kind: TypeAlias = type[np.int32] | type[np.int64]
AT_A_TIME = 32_768  # rows whose columns stay close to the processor
NARROW = 2**31 - 1


class Whole:
    """Many people at once, in whole pence: 32 bits wide where nothing can pass them, or 64."""

    keeps_workings = False

    def __init__(self, figures: Figures, kind: Kind) -> None:
        self.figures = figures
        self.kind = kind

    def of(self, pence: int) -> Column:
        return cast(Column, self.kind(pence))

    def total(self, amounts: Iterable[Column]) -> Column:
        found: Any = None
        mine = False  # a sum of our own may be added to in its place
        for one in amounts:
            if found is None or not np.ndim(found):
                found, mine = (one if found is None else found + one), False
            elif mine:
                found += one
            else:
                found, mine = found + one, True
        return self.of(0) if found is None else cast(Column, found)

    def less(self, amount: Column, taken: Column) -> Column:
        return cast(Column, np.maximum(amount - taken, self.of(0)))

    def times(self, amount: Column, count: Column) -> Column:
        return amount * count

    def steps(self, amount: Column, step: int) -> Column:
        return cast(Column, (amount + self.of(step - 1)) // self.of(step))

    def down(self, amount: Column, times: int, over: int) -> Column:
        many = amount if times == 1 else amount * self.of(times)
        return many if over == 1 else cast(Column, many // self.of(over))

    def up(self, amount: Column, times: int, over: int) -> Column:
        if over == 1:
            return self.down(amount, times, over)
        return (amount * self.of(times) + self.of(over - 1)) // self.of(over)

    def smaller(self, one: Column, other: Column) -> Column:
        return np.minimum(one, other)

    def above(self, amount: Column, limit: Column) -> Marks:
        return amount > limit

    def chosen(self, which: Marks, yes: Column, no: Column) -> Column:
        if not np.ndim(no) and not no:
            return yes * which  # the same, and faster than choosing
        if not np.ndim(yes) and not yes:
            return no * ~which
        return np.where(which, yes, no)

    def figure(self, which: Marks, one: Set) -> Column:
        known = self.figures.figures[one].pence
        if known is None:
            if np.any(which):
                self.figures.pence(one)  # says which figure is missing
            return self.of(0)
        return which * self.of(known)

    def both(self, one: Marks, other: Marks) -> Marks:
        return one & other

    def either(self, one: Marks, other: Marks) -> Marks:
        return one | other

    def no(self, one: Marks) -> Marks:
        return ~one

    def note(self, amount: Column, words: Note) -> None:
        """A run over many keeps no workings; each person's page does."""


def contributions(cases: Columns, figures: Figures) -> npt.NDArray[np.int64]:
    """What each person pays a week, in the order of the columns.

    Raises NotKnown, Refused as above.
    """
    people = len(cases.cost_weekly)
    if any(len(column) != people for column in _columns(cases)):
        raise Refused("Every column has to hold the same people.")
    found = np.empty(people, np.int64)
    for start in range(0, people, AT_A_TIME):
        rows = slice(start, start + AT_A_TIME)
        some = _cut(cases, rows, np.int64)
        if any(one.min() < 0 for one in _columns(some) if one.dtype != np.bool_):
            raise Refused("An amount is below nothing.")
        kind = _width(some, figures)
        some = some if kind is np.int64 else _cut(some, slice(None), kind)
        found[rows] = rules.contribution(Whole(figures, kind), some)
    return found


def _width(cases: Columns, figures: Figures) -> Kind:
    """32 bits where no sum of anybody's can pass them: the largest of each, all added up."""
    owned = sum(int(one.amount.max()) for one in cases.capital) + figures.pence(Set.TARIFF_STEP)
    yearly = sum(int(one.amount.max()) * one.every.times for one in cases.incomes)
    yearly += sum(
        int(one.amount.max()) * one.every.times for one in cases.housing + cases.disability
    )
    by_law = sum(one.pence or 0 for one in figures.figures.values()) * (
        1 + int(cases.children.max())
    )
    assumed = owned * figures.pence(Set.TARIFF_WEEKLY) // figures.pence(Set.TARIFF_STEP)
    weekly = yearly + by_law + assumed + figures.local.buffer_weekly + int(cases.cost_weekly.max())
    limit = figures.local.upper_limit_at_home or 0
    return np.int32 if max(owned, weekly * 100, limit) < NARROW else np.int64


def _columns(whole: Any) -> Iterator[npt.NDArray[Any]]:
    """Every column of a case, those of its lines too."""
    for one in fields(whole):
        value = getattr(whole, one.name)
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, tuple):
            for line in value:
                yield from _columns(line)


def _cut(whole: Any, rows: slice, kind: Kind) -> Any:
    """The same case for some of the people, its amounts so wide."""
    said: dict[str, Any] = {}
    for one in fields(whole):
        value = getattr(whole, one.name)
        if isinstance(value, np.ndarray):
            some = value[rows]
            said[one.name] = some if some.dtype == np.bool_ else some.astype(kind, copy=False)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            said[one.name] = tuple(_cut(line, rows, kind) for line in value)
    return replace(whole, **said)
