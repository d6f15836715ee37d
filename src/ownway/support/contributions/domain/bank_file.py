"""The table of payments that came in, as the council's bank gives it. Pure.

Three columns are read, by their headings, in any order: date, reference, amount. A row that cannot
be read is kept with its place and why; the others count. Each row has a key, from what it says and
how many alike stand before it in the file. So the same file, or one that overlaps on whole days,
brings nothing twice.

Units     Whole pence.
Errors    Refused for a file of which nothing can be read.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from ownway.kernel.money import pence_of
from ownway.kernel.refusal import Refused

COLUMNS = ("date", "reference", "amount")
MOST_ROWS = 20_000
LONGEST = 140
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y")
LONG_NUMBER = re.compile(r"(?:\d[ -]?){12,18}\d")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment that came in. `row` is its line in the file, from 1; `key` holds it once."""

    row: int
    on: date
    reference: str
    pence: int
    key: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not read: the line in the file, which column, what stood there, and why."""

    row: int
    field: str
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says; `again` are the rows that were brought before."""

    receipts: tuple[Receipt, ...]
    rejected: tuple[Rejected, ...]
    again: tuple[Receipt, ...] = ()


def read(data: bytes, *, on: date, known: Collection[str] = ()) -> Told:
    """The payments of a file, in its order; `known` are the keys brought before, `on` is today.

    Raises Refused for a file that is empty, no text, too long, or without the three columns.
    """
    rows = _rows(data)
    head = [cell.strip().lower() for cell in rows[0][1]]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise Refused(f"The first line names no column “{missing[0]}”.")
    places = {name: head.index(name) for name in COLUMNS}
    receipts: list[Receipt] = []
    again: list[Receipt] = []
    rejected: list[Rejected] = []
    alike: Counter[tuple[date, str, int]] = Counter()  # as the key counts them
    for number, row in rows[1:]:
        cells = {name: _cell(row, place) for name, place in places.items()}
        found = _values(number, cells, on)
        if isinstance(found, Rejected):
            rejected.append(found)
            continue
        day, pence = found
        said = (day, cells["reference"].upper(), pence)
        key = _key(*said, alike[said])
        alike[said] += 1
        one = Receipt(number, day, cells["reference"], pence, key)
        (again if key in known else receipts).append(one)
    return Told(tuple(receipts), tuple(rejected), tuple(again))


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("This file is not text that can be read. Save it as CSV, UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Refused("This file is not a table that can be read. Save it as CSV.") from None
    if not rows:
        raise Refused("There is nothing in this file.")
    if len(rows) > MOST_ROWS:
        raise Refused(f"This file has more than {MOST_ROWS:,} rows. Bring fewer days at a time.")
    return rows


def _values(row: int, cells: dict[str, str], on: date) -> tuple[date, int] | Rejected:
    day = _day(cells["date"])
    if day is None:
        return Rejected(row, "date", cells["date"], "Write the day like 2026-06-01 or 01/06/2026.")
    if day > on:
        return Rejected(row, "date", cells["date"], "This day is still to come.")
    try:
        pence = pence_of(cells["amount"])
    except ValueError as wrong:
        return Rejected(row, "amount", cells["amount"], f"{wrong}.")
    if pence == 0:
        return Rejected(row, "amount", cells["amount"], "A payment is more than nothing.")
    return day, pence


def _cell(row: list[str], place: int) -> str:
    """What stands there, tidied; a number as long as a card's is masked."""
    said = " ".join(row[place].split()) if place < len(row) else ""
    return LONG_NUMBER.sub("(number masked)", said)[:LONGEST]


def _day(said: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _key(day: date, reference: str, pence: int, before: int) -> str:
    said = f"{day.isoformat()}|{reference}|{pence}|{before}"
    return sha256(said.encode()).hexdigest()
