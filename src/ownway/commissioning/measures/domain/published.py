"""A table that somebody published: what its cells say, and where it disagrees with itself; pure.

Three things can be tested without knowing anything else: the parts of a column add up to its
stated total; a share follows from its counts; an average is money over people. A published figure
is rounded, so a difference that rounding alone can make is no disagreement.

Units     Cells are kept as they were typed. A number is a Decimal in the units of its column.
Promise   Nothing is corrected. Each finding names one cell and says what would have agreed.
Errors    NotATable, in words, with the line it is about.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

PEOPLE, MONEY, SHARE_PEOPLE, SHARE_MONEY, AVERAGE, OTHER = (
    "people",
    "money",
    "share-people",
    "share-money",
    "average",
    "other",
)
KINDS: Mapping[str, str] = {
    PEOPLE: "People",
    MONEY: "Money",
    SHARE_PEOPLE: "Share of the people (%)",
    SHARE_MONEY: "Share of the money (%)",
    AVERAGE: "Money for each person",
    OTHER: "Something else",
}
_ADDS_UP = frozenset({PEOPLE, MONEY, SHARE_PEOPLE, SHARE_MONEY})
_OF = {SHARE_PEOPLE: PEOPLE, SHARE_MONEY: MONEY}

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 60, 8, 100
_NUMBER = re.compile(
    r"(?P<sign>[-−]?)£?\s*(?P<digits>[0-9][0-9, ]*(?:\.[0-9]+)?)\s*(?P<unit>[kKmM%]?)"
)
_TIMES = {"k": Decimal(1_000), "m": Decimal(1_000_000)}
_TOTALS = frozenset({"total", "totals", "all", "everyone", "sum", "grand total"})
_STEPS = tuple(Decimal(step) for step in (1_000_000, 100_000, 10_000, 1_000, 100, 10, 5))
HUNDRED = Decimal(100)


class NotATable(ValueError):
    """What was typed cannot be read as a table; says why and on which line."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as told, and by how much rounding may have moved it (half its last place)."""

    value: Decimal
    give: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    part: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are parts, columns are figures; `total` is empty when the publisher stated none."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[str, ...] = ()

    def column(self, kind: str) -> int | None:
        """Where the one column of a kind stands; None when there is none, or several."""
        found = [place for place, column in enumerate(self.columns) if column.kind == kind]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell that disagrees with others of its own table.

    row  place of the part, or None for the line of the total
    """

    row: int | None
    column: int
    words: str


def number(cell: str) -> Number | None:
    """The figure in a cell ("£1,261,281.35", "46.8%", "41k", "−3"); None when there is none.

    >>> number("£41k")
    Number(value=Decimal('41000'), give=Decimal('500.0'))
    """
    found = _NUMBER.fullmatch(cell.strip())
    if found is None:
        return None
    digits = re.sub("[, ]", "", found["digits"])
    times = _TIMES.get(found["unit"].lower(), Decimal(1))
    place = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    value = Decimal(digits) * times
    return Number(-value if found["sign"] else value, place * times / 2)


def said(value: Decimal, kind: str = OTHER) -> str:
    """A figure in the words of its column: £7,463.37; 68.0%; 4,372."""
    exact = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if kind in (SHARE_PEOPLE, SHARE_MONEY):
        return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):,}%"
    plain = f"{exact:,.2f}" if exact != exact.to_integral() else f"{exact.to_integral():,}"
    if kind in (MONEY, AVERAGE):
        return f"−£{plain[1:]}" if plain.startswith("-") else f"£{plain}"
    return plain.replace("-", "−")


def findings(table: Table) -> tuple[Finding, ...]:
    """Every cell that disagrees with the table's own parts, the lines of parts first."""
    told, total = _told(table)
    return (
        *_shares(table, told, total),
        *_averages(table, told, total),
        *_sums(table, told, total),
    )


def read(text: str, *, kinds: Sequence[str] = ()) -> Table:
    """The table in comma- or tab-separated lines, the headings first and the parts in column one.

    A last line called Total is the stated total. The kind of each column is guessed from its
    heading and cells unless `kinds` gives it. Raises NotATable.
    """
    lines = list(_lines(text))
    if len(lines) < 2:
        raise NotATable("Give a line of headings, and under it at least one line.")
    head, body = lines[0], lines[1:]
    width = len(head)
    if width < 2:
        raise NotATable("Give at least two columns: what the part is called, and a figure.")
    if width - 1 > MOST_COLUMNS:
        raise NotATable(f"Give at most {MOST_COLUMNS} columns of figures.")
    if len(body) > MOST_ROWS:
        raise NotATable(f"Give at most {MOST_ROWS} lines.")
    for at, line in enumerate(body, start=2):
        if len(line) > width:
            raise NotATable(f"Line {at} has {len(line)} cells, and there are {width} headings.")
        if not line[0]:
            raise NotATable(f"Line {at} has no name in its first column.")
    longest = max((cell for line in lines for cell in line), key=len)
    if len(longest) > LONGEST_CELL:
        raise NotATable(f"A cell is too long: {longest[:40]}…")
    names = [line[0].casefold() for line in body]
    if len(set(names)) < len(names):
        twice = next(line[0] for line in body if names.count(line[0].casefold()) > 1)
        raise NotATable(f"{twice} stands there twice. Give each part one line.")
    rows = [Row(line[0], (*line[1:], *[""] * (width - len(line)))) for line in body]
    total: tuple[str, ...] = ()
    if rows[-1].part.casefold() in _TOTALS and len(rows) > 1:
        total = rows.pop().cells
    columns = tuple(
        Column(name or f"Column {place + 2}", kinds[place] if place < len(kinds) else "")
        for place, name in enumerate(head[1:])
    )
    columns = tuple(
        column if column.kind else Column(column.name, _kind(column.name, place, rows))
        for place, column in enumerate(columns)
    )
    return Table(columns, tuple(rows), total)


def written(table: Table) -> str:
    """The table as `read` takes it, so that it can be changed where it was typed."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["Part", *(column.name for column in table.columns)])
    lines.writerows([row.part, *row.cells] for row in table.rows)
    if table.total:
        lines.writerow(["Total", *table.total])
    return out.getvalue()


def _lines(text: str) -> Iterator[list[str]]:
    if "\x00" in text:
        raise NotATable("There is a character in it that is no text. Copy the table again.")
    first = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    apart = max("\t;,", key=first.count)
    try:
        for line in csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=apart):
            cells = [" ".join(cell.split()) for cell in line]
            while cells and not cells[-1] and len(cells) > 1:
                cells.pop()
            if any(cells):
                yield cells
    except csv.Error:
        raise NotATable("A cell is too long, or a quotation mark is not closed.") from None


def _kind(name: str, place: int, rows: Sequence[Row]) -> str:
    words = name.casefold()
    cells = [row.cells[place] for row in rows if row.cells[place]]
    money = "£" in name or any(
        word in words for word in ("cost", "spend", "spent", "money", "budget")
    )
    if (
        "%" in name
        or any(word in words for word in ("share", "per cent", "percent"))
        or (cells and all(cell.endswith("%") for cell in cells))
    ):
        return SHARE_MONEY if money else SHARE_PEOPLE
    if any(word in words for word in ("average", "each", "per person", "per head")):
        return AVERAGE
    if money or any("£" in cell for cell in cells):
        return MONEY
    people = ("people", "person", "number", "clients", "adults", "carers", "users")
    whole = bool(cells) and all(re.fullmatch("[0-9][0-9, ]*", cell, re.ASCII) for cell in cells)
    return PEOPLE if whole or any(word in words for word in people) else OTHER


def _sums(
    table: Table, told: Sequence[Sequence[Number | None]], total: Sequence[Number | None]
) -> Iterator[Finding]:
    for place, column in enumerate(table.columns):
        if column.kind not in _ADDS_UP:
            continue
        known = [row[place] for row in told]
        parts = [one for one in known if one is not None]
        if not parts or len(parts) < len(known):
            continue  # a blank is not known to be nothing, so nothing follows
        stated = total[place] if total else None
        if stated is None:
            if column.kind not in _OF:
                continue
            stated = Number(HUNDRED, Decimal(0))
        adds_to = sum((one.value for one in parts), Decimal(0))
        give = sum((one.give for one in parts), Decimal(0)) + stated.give
        apart = stated.value - adds_to
        if abs(apart) <= give:
            continue
        which = "The total says" if total else "Shares of the whole make"
        words = (
            f"{which} {said(stated.value, column.kind)}; the parts add up to "
            f"{said(adds_to, column.kind)}. "
            f"The total is {said(abs(apart), column.kind)} too {'large' if apart > 0 else 'small'}."
        )
        if not total:
            words = f"The parts add up to {said(adds_to, column.kind)}, not to 100%."
        same = [
            row.part
            for row, one in zip(table.rows, parts, strict=True)
            if one.value == abs(apart) and one.value
        ]
        if len(same) == 1 and total:
            how = "counted twice" if apart > 0 else "left out of it"
            words += f" That is exactly the figure of {same[0]}, as if it were {how}."
        yield Finding(None, place, words)


def _told(table: Table) -> tuple[list[list[Number | None]], list[Number | None]]:
    """Every figure with what rounding may have done to it, seen over its whole column.

    A count is exact, and so is money to the penny. A column in which every part is a multiple of
    5, 10, 1,000 and so on was rounded to that; money without pence was rounded to pounds.
    """
    told = [[number(cell) for cell in row.cells] for row in table.rows]
    total = [number(cell) for cell in table.total]
    for place, column in enumerate(table.columns):
        if column.kind not in (PEOPLE, MONEY):
            continue
        give = _give([row[place] for row in told], column.kind)
        for row in [*told, *([total] if total else [])]:
            cell = row[place]
            if cell is not None:
                row[place] = Number(cell.value, max(give, cell.give) if give else give)
    return told, total


def _give(column: Sequence[Number | None], kind: str) -> Decimal:
    parts = [one for one in column if one is not None and one.value]
    for step in _STEPS if len(parts) > 1 else ():
        if all(one.value % step == 0 for one in parts):
            return step / 2
    finest = min((one.give for one in parts), default=Decimal(0))
    if kind == PEOPLE:
        return finest if finest > Decimal("0.5") else Decimal(0)
    return finest if finest >= Decimal("0.5") else Decimal(0)


def _shares(
    table: Table, told: Sequence[Sequence[Number | None]], total: Sequence[Number | None]
) -> Iterator[Finding]:
    for place, column in enumerate(table.columns):
        of = table.column(_OF[column.kind]) if column.kind in _OF else None
        if of is None:
            continue
        whole = _whole(of, told, total)
        if whole is None or not whole.value:
            continue
        for row, cells in enumerate(told):
            share, count = cells[place], cells[of]
            if share is None or count is None:
                continue
            low, high = _between(count, whole)
            least, most = low * HUNDRED - share.give, high * HUNDRED + share.give
            if not least <= share.value <= most:
                follows = count.value / whole.value * HUNDRED
                yield Finding(
                    row,
                    place,
                    f"{said(count.value, table.columns[of].kind)} of "
                    f"{said(whole.value, table.columns[of].kind)} is "
                    f"{said(follows, column.kind)}, not {table.rows[row].cells[place]}.",
                )


def _averages(
    table: Table, told: Sequence[Sequence[Number | None]], total: Sequence[Number | None]
) -> Iterator[Finding]:
    people, money = table.column(PEOPLE), table.column(MONEY)
    if people is None or money is None:
        return
    lines = [*enumerate(told), *([(None, total)] if total else [])]
    for place, column in enumerate(table.columns):
        if column.kind != AVERAGE:
            continue
        for row, cells in lines:
            each, count, amount = cells[place], cells[people], cells[money]
            if each is None or count is None or amount is None or not count.value:
                continue
            low, high = _between(amount, count)
            if not low - each.give <= each.value <= high + each.give:
                shown = table.total[place] if row is None else table.rows[row].cells[place]
                yield Finding(
                    row,
                    place,
                    f"{said(amount.value, MONEY)} for {said(count.value)} people is "
                    f"{said(amount.value / count.value, AVERAGE)} each, not {shown}.",
                )


def _whole(
    of: int, told: Sequence[Sequence[Number | None]], total: Sequence[Number | None]
) -> Number | None:
    if total and total[of] is not None:
        return total[of]
    parts = [row[of] for row in told]
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return None
    return Number(
        sum((one.value for one in known), Decimal(0)), sum((one.give for one in known), Decimal(0))
    )


def _between(above: Number, below: Number) -> tuple[Decimal, Decimal]:
    """The least and most a quotient can be, when both figures may have been rounded."""
    least = (above.value - above.give) / (below.value + below.give)
    most = (above.value + above.give) / max(below.value - below.give, Decimal("0.01"))
    return least, most
