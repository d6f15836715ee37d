"""Files that people open in a spreadsheet: no cell runs as a formula, numbers stay numbers."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

RUNS = ("=", "+", "-", "@", "\t", "\r")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?|\+[0-9 ]+")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run; a plain or telephone number stays one."""
    if cell.startswith(RUNS) and not PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def line(cells: Iterable[object]) -> str:
    """One line of a comma-separated file, each cell made harmless; nothing stays empty."""
    out = StringIO()
    csv.writer(out).writerow(["" if cell is None else harmless(str(cell)) for cell in cells])
    return out.getvalue()
