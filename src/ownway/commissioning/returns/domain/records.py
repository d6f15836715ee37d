"""The rows of a comma-separated file as lists of cells, one at a time, whatever is wrong with it.

Promise   Memory stays flat: no more than one row and a little of what follows is held. Every line
          ends up in exactly one record. A quotation mark that never closes spoils its own line
          alone: the lines after it are read again as lines of their own.
Encoding  UTF-8 (a byte order mark is fine); a line that is not UTF-8 is read as Windows-1252.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, Protocol

LINE_LIMIT = 1 << 20  # bytes; the longest honest row is a few thousand
KEPT_OF_A_LONG_LINE = 500
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NUL = "\0"
TOO_LONG = "\0long\0"


# A line of free text may hold a few commas; one with this many is a row.
FEWEST_TO_TELL = 8


class Flaw(NamedTuple):
    """Why a record cannot be trusted, and what to do about it."""

    reason: str
    remedy: str


CUT_QUOTE = Flaw(
    "A quotation mark opens a cell in this row and is never closed.",
    "Close the quotation mark, or take it out, and import the file again.",
)
LONG_CELL = Flaw(
    "A cell of this row is far longer than any field of the return.",
    "Shorten it, or look for a quotation mark that is never closed, and import the file again.",
)
HAS_NUL = Flaw(
    "This row holds a character (NUL) that no text may hold; the file may be damaged.",
    "Write the file out of your system again and import that one.",
)
OLD_LINE_END = Flaw(
    "This row holds a line end of another kind (CR alone) outside quotation marks.",
    "Save the file as CSV UTF-8 and import it again.",
)


class Lines(Protocol):
    """Where lines come from."""

    def readline(self, limit: int, /) -> bytes: ...


class Record(NamedTuple):
    """One record of the file. `flaw` is None when it can be read."""

    cells: list[str]
    flaw: Flaw | None
    split: bool  # whether it holds more than one line


class Records:
    """The records of a file, in order. Iterate once."""

    def __init__(self, source: Lines):
        self._readline = source.readline
        self._again: deque[str] = deque()  # lines to read once more, before the stream goes on
        self._lines: list[str] = []  # the lines of the record being read
        self._spoilt = False  # one of them holds NUL
        self._ended = False  # the stream ended while the record was being read
        self._first = True
        self.width = 0  # cells a record should have; 0: any
        self.windows_lines = 0  # lines that were not UTF-8

    @property
    def waiting(self) -> bool:
        """Whether lines that were taken from the file have yet to be given as records."""
        return bool(self._again)

    def __iter__(self) -> Iterator[Record]:
        while True:
            reader = csv.reader(self._feed())
            restarted = False
            while not restarted:
                self._lines.clear()
                self._spoilt = self._ended = False
                flaw: Flaw | None = None
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    cells = self._lines[:1]
                    flaw = LONG_CELL if "limit" in str(error) else OLD_LINE_END
                split = len(self._lines) > 1
                if self._ended:
                    flaw = CUT_QUOTE
                if split and (flaw or self._swallowed(len(cells))):
                    # Not one row over several lines: keep the first, read the others again.
                    self._again.extendleft(reversed(self._lines[1:]))
                    cells, flaw, split = self._lines[:1], flaw or CUT_QUOTE, False
                    restarted = True
                    self._spoilt = NUL in cells[0]
                if self._spoilt:
                    long = any(TOO_LONG in cell for cell in cells)
                    cells = [cell.replace(TOO_LONG, "").replace(NUL, "\u2400") for cell in cells]
                    flaw = LONG_CELL if long else HAS_NUL
                yield Record(cells, flaw, split)

    def _swallowed(self, found: int) -> bool:
        """Whether lines that are rows of their own went into the record being read.

        They do when a stray quotation mark opens in one row and another closes it rows later.
        """
        if not self.width:
            return False
        return found != self.width or (
            self.width >= FEWEST_TO_TELL
            and any(len(alone) >= self.width for alone in csv.reader(_unquoted(self._lines[1:])))
        )

    def _feed(self) -> Iterator[str]:
        again, lines = self._again, self._lines
        while True:
            if again:
                line = again.popleft()
            else:
                raw = self._readline(LINE_LIMIT)
                if not raw:
                    self._ended = bool(lines)
                    return
                if self._first:
                    self._first = False
                    raw = raw.removeprefix(BYTE_ORDER_MARK)
                try:
                    line = raw.decode()
                except UnicodeDecodeError:
                    line = raw.decode("cp1252", errors="replace")
                    self.windows_lines += 1
                if len(raw) == LINE_LIMIT and not raw.endswith(b"\n"):
                    line = self._shortened(line)
            if NUL in line:
                self._spoilt = True
            lines.append(line)
            yield line

    def _shortened(self, line: str) -> str:
        """What is kept of a line beyond all measure, once the rest of it has been passed over."""
        while (rest := self._readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
            pass
        return TOO_LONG + line[:KEPT_OF_A_LONG_LINE].replace('"', "") + "\n"


def _unquoted(lines: list[str]) -> Iterator[str]:
    """The lines with each quotation mark left out, so that each is a record of its own."""
    return (line.replace('"', "").replace("\r", "") for line in lines)
