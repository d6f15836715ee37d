"""What a statement of a bank account says, whichever format it came in. Pure.

Units     Whole pence; above nothing what came in, below nothing what went out.
Promise   What cannot be read is kept as a `Problem` that says where, why and what to do; nothing
          of a file is passed over in silence.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.refusal import Refused


class NotReadable(Refused):
    """A file of which nothing can be read as a statement; the text says what to do instead."""


class Format(StrEnum):
    TABLE = "table"
    OFX = "OFX"
    CAMT = "camt.053"
    MT940 = "MT940"
    BY_HAND = "written by hand"


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on the account. `row` is where it stood in the file, from 1.

    `bank_id` is the bank's own name for it and `balance` what stood on the account after it,
    where the file tells them; a name is compared with others of the same `format` alone.
    """

    row: int
    on: date
    pence: int
    words: str
    reference: str = ""
    bank_id: str = ""
    balance: int | None = None
    format: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, or does not add up.

    `said` is what stood there, card numbers masked. `left_out` tells whether the row is not among
    the lines; a doubt about a row that was read leaves it in.
    """

    row: int
    field: str
    said: str
    why: str
    what_to_do: str
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """What one file says of one account; lines oldest first.

    `ending` is the last four digits of the account's number, "" where the file does not tell:
    more of the number is not kept.
    """

    format: Format
    ending: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    opening: int | None = None
    closing: int | None = None
    closing_on: date | None = None

    @property
    def first_day(self) -> date | None:
        return min((line.on for line in self.lines), default=None)

    @property
    def last_day(self) -> date | None:
        return max((line.on for line in self.lines), default=None)

    @property
    def came_in(self) -> int:
        return sum(line.pence for line in self.lines if line.pence > 0)

    @property
    def went_out(self) -> int:
        return -sum(line.pence for line in self.lines if line.pence < 0)
