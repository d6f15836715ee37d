"""Plain comma-separated files with a header: names of people, places, teams. Pure.

Headers are forgiven as those of the national file are: case, order, spaces, underscores. Wholly
blank lines are not rows. Also: how a cell is written so that a spreadsheet does not run it.

Errors    UnusableFile: nothing could be read; the text says what to do.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from ownway.commissioning.returns.domain.fields import UnusableFile, header_key
from ownway.commissioning.returns.domain.records import Record, Records


class PlainRow(NamedTuple):
    """A row: its number (the header is 1), and the value of each column asked for, stripped."""

    number: int
    values: dict[str, str]
    cells: tuple[str, ...]  # as they are in the file
    fault: str  # why the cells cannot be told apart; "" when they can


class PlainFile(NamedTuple):
    header: tuple[str, ...]  # as it is in the file
    rows: Iterator[PlainRow]


def read_plain(
    stream: BinaryIO, *, needed: Sequence[str], welcome: Sequence[str] = ()
) -> PlainFile:
    """Open a file: its header is read now, its rows as you ask for them.

    A `welcome` column that is missing reads as blank. Raises UnusableFile: empty, or a `needed`
    column is missing or there twice.
    """
    records = iter(source := Records(stream))
    for record in records:
        if record.flaw is None and any(name.strip() for name in record.cells):
            break
    else:
        raise UnusableFile("The file is empty. Its first row should name the columns.")
    header = tuple(name.strip() for name in record.cells)
    keys = [header_key(name) for name in header]
    missing = [name for name in needed if header_key(name) not in keys]
    twice = [name for name in (*needed, *welcome) if keys.count(header_key(name)) > 1]
    if missing or twice:
        what, names = ("missing", missing) if missing else ("there more than once", twice)
        raise UnusableFile(
            f"These columns are {what}: {', '.join(names)}. The first row should name: "
            f"{', '.join((*needed, *welcome))}."
        )
    places = {
        name: keys.index(header_key(name))
        for name in (*needed, *welcome)
        if header_key(name) in keys
    }
    source.width = len(header)
    return PlainFile(header, _rows(records, places, (*needed, *welcome), len(header)))


def _rows(
    records: Iterator[Record], places: dict[str, int], names: Sequence[str], width: int
) -> Iterator[PlainRow]:
    for number, (cells, flaw, _) in enumerate(records, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        fault = ""
        if flaw:
            fault = flaw.reason
        elif len(cells) != width:
            fault = f"This row has {len(cells)} cells where the header has {width}."
        values = {
            name: cells[places[name]].strip()
            if name in places and places[name] < len(cells)
            else ""
            for name in names
        }
        yield PlainRow(number, values, tuple(cells), fault)
