"""What a row said, as one line of comma-separated text.

The line holds the cells after the council and the period, stripped, in the order of
`fields.NAMES`, so that the same event can be told again under any period.

Promise   `line_cells(line_of(cells)) == cells[FIRST:]`, whatever the cells hold: commas, quotation
          marks and line ends within a cell are quoted.
"""

import csv
from collections.abc import Sequence
from typing import Final

from ownway.commissioning.returns.domain.fields import AT

FIRST: Final = AT["NHS_Number"]  # the council and the period come before it
LINE_END: Final = "\r\n"  # csv quotes a cell that holds one only when lines end in one


class _Told:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


_write = csv.writer(_Told(), lineterminator=LINE_END).writerow


def line_of(cells: Sequence[str]) -> str:
    """The line of a row whose cells, in the order of NAMES, are these; no line end behind it."""
    line: str = _write(cells[FIRST:])
    return line.removesuffix(LINE_END)


def line_cells(line: str) -> tuple[str, ...]:
    """The cells of a line, from NHS_Number on."""
    return tuple(next(csv.reader([line]), ()))
