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

Column: TypeAlias = npt.NDArray[np.int64]
Marks: TypeAlias = npt.NDArray[np.bool_]
Columns: TypeAlias = Case[Column, Marks]
AT_A_TIME = 16_384  # rows whose columns stay close to the processor


class Whole:
    """Many people at once, in whole pence."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def of(self, pence: int) -> Column:
        return cast(Column, np.int64(pence))

    def total(self, amounts: Iterable[Column]) -> Column:
        found: Column | None = None
        for one in amounts:
            found = one if found is None else found + one
        return self.of(0) if found is None else found

    def less(self, amount: Column, taken: Column) -> Column:
        return cast(Column, np.maximum(amount - taken, 0))

    def times(self, amount: Column, count: Column) -> Column:
        return amount * count

    def steps(self, amount: Column, step: int) -> Column:
        return -(-amount // step)

    def down(self, amount: Column, times: int, over: int) -> Column:
        return amount if times == over else (amount * times) // over

    def up(self, amount: Column, times: int, over: int) -> Column:
        return amount if times == over else -((-amount * times) // over)

    def smaller(self, one: Column, other: Column) -> Column:
        return np.minimum(one, other)

    def above(self, amount: Column, limit: Column) -> Marks:
        return amount > limit

    def chosen(self, which: Marks, yes: Column, no: Column) -> Column:
        return np.where(which, yes, no)

    def figure(self, which: Marks, one: Set) -> Column:
        known = self.figures.figures[one].pence
        if known is None:
            if np.any(which):
                self.figures.pence(one)  # says which figure is missing
            return self.of(0)
        return which * np.int64(known)

    def both(self, one: Marks, other: Marks) -> Marks:
        return one & other

    def either(self, one: Marks, other: Marks) -> Marks:
        return one | other

    def no(self, one: Marks) -> Marks:
        return ~one

    def note(self, amount: Column, words: Note) -> None:
        """A run over many keeps no workings; each person's page does."""


def contributions(cases: Columns, figures: Figures) -> Column:
    """What each person pays a week, in the order of the columns.

    Raises NotKnown, Refused as above.
    """
    people = len(cases.cost_weekly)
    for column in _columns(cases):
        if len(column) != people:
            raise Refused("Every column has to hold the same people.")
        if column.dtype != np.bool_ and people and column.min() < 0:
            raise Refused("An amount is below nothing.")
    found = np.empty(people, np.int64)
    for start in range(0, people, AT_A_TIME):
        rows = slice(start, start + AT_A_TIME)
        found[rows] = rules.contribution(Whole(figures), _of(cases, rows))
    return found


def _columns(whole: Any) -> Iterator[npt.NDArray[Any]]:
    """Every column of a case, those of its lines too."""
    for one in fields(whole):
        value = getattr(whole, one.name)
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, tuple):
            for line in value:
                yield from _columns(line)


def _of(cases: Columns, rows: slice) -> Columns:
    """The same case for some of the people."""
    return cast(Columns, _cut(cases, rows))


def _cut(whole: Any, rows: slice) -> Any:
    said: dict[str, Any] = {}
    for one in fields(whole):
        value = getattr(whole, one.name)
        if isinstance(value, np.ndarray):
            said[one.name] = value[rows]
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            said[one.name] = tuple(_cut(line, rows) for line in value)
    return replace(whole, **said)
