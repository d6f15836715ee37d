"""A published table beside ours: theirs, ours, the difference, and where theirs disagrees."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ownway.commissioning.insight.domain import REASON, Snapshot, Sum
from ownway.commissioning.measures.domain import published as pub
from ownway.commissioning.measures.domain.local import Line
from ownway.commissioning.measures.domain.published import Finding, Table
from ownway.commissioning.measures.domain.results import TOTAL, Measure
from ownway.commissioning.measures.queries import LocalFigure, Run, TableKept
from ownway.kernel import spreadsheet
from ownway.support.people.domain import OTHER, SUPPORT_REASONS, support_reason_group

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Ours:
    """Our figures by part: what they are called, and a figure for a part and a kind of column."""

    words: str
    parts: tuple[str, ...]
    total: str
    figure: Callable[[str, str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure, ours beside it, and what is wrong with theirs by their own table."""

    part: str
    theirs: str
    ours: str
    apart: str
    disagrees: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class ColumnPage:
    name: str
    kind_words: str
    cells: tuple[Cell, ...]
    compared: bool


def headline(found: Sequence[Finding]) -> str:
    if not found:
        return "This table agrees with its own parts"
    places = "one place" if len(found) == 1 else f"{len(found)} places"
    return f"This table disagrees with itself in {places}"


def columns(table: Table, found: Sequence[Finding], ours: Ours | None) -> list[ColumnPage]:
    """A table for each column of figures, so that it can be read on a telephone too."""
    wrong: Mapping[tuple[int | None, int], list[str]] = {}
    for finding in found:
        wrong = {
            **wrong,
            (finding.row, finding.column): [
                *wrong.get((finding.row, finding.column), []),
                finding.words,
            ],
        }
    made = []
    for place, column in enumerate(table.columns):
        cells = [
            _cell(
                row.part,
                row.cells[place],
                column.kind,
                ours,
                our_part(row.part, ours),
                wrong.get((at, place), []),
            )
            for at, row in enumerate(table.rows)
        ]
        last = wrong.get((None, place), [])
        if table.total or last:
            said = table.total[place] if table.total else ""
            total = ours.total if ours else ""
            cells.append(_cell("Total", said, column.kind, ours, total, last, total=True))
        made.append(
            ColumnPage(
                column.name,
                pub.KINDS.get(column.kind, column.kind),
                tuple(cells),
                any(cell.ours for cell in cells),
            )
        )
    return made


def only_ours(table: Table, ours: Ours | None) -> list[str]:
    """Parts of ours, with somebody in them, that the published table does not have."""
    if ours is None:
        return []
    theirs = {our_part(row.part, ours) for row in table.rows}
    return [
        part
        for part in ours.parts
        if part not in theirs and part != ours.total and ours.figure(part, pub.PEOPLE)
    ]


def our_part(part: str, ours: Ours | None) -> str:
    """Which of our parts a published part is; empty when it is none."""
    if ours is None:
        return ""
    by_name = {_folded(one): one for one in ours.parts}
    if _folded(part) in by_name:
        return by_name[_folded(part)]
    group = support_reason_group(part)
    return group if group != OTHER and group in ours.parts else ""


def of_snapshot(found: Snapshot, dimension: str, words: str) -> Ours:
    everyone = found.everyone
    # A national reason that nobody has is a nought, not a line we do not know.
    known = (*SUPPORT_REASONS, OTHER) if dimension == REASON else ()
    sums = {reason: Sum() for reason in known}
    sums |= {part.value: part.sum for part in found.by[dimension]} | {TOTAL: everyone}

    def figure(part: str, kind: str) -> Decimal | None:
        return _of_sum(sums[part], everyone, kind) if part in sums else None

    return Ours(words, tuple(sums), TOTAL, figure)


def of_local(found: LocalFigure, words: str) -> Ours:
    by_part = {line.part: line for line in found.lines}

    def figure(part: str, kind: str) -> Decimal | None:
        return _of_line(by_part[part], kind) if part in by_part else None

    return Ours(words, tuple(by_part), TOTAL, figure)


def of_run(run: Run, measure_id: str, words: str) -> Ours:
    by_part = {one.part: one for one in run.parts(measure_id)}

    def figure(part: str, kind: str) -> Decimal | None:
        return _of_measure(by_part[part], kind) if part in by_part else None

    return Ours(words, tuple(by_part), TOTAL if TOTAL in by_part else "", figure)


def as_csv(kept: TableKept, pages: Iterable[ColumnPage]) -> str:
    head = ("Title", "Source", "Column", "Part", "Published", "Ours", "Ours more by", "Disagrees")
    return spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                kept.title,
                kept.source,
                page.name,
                cell.part,
                cell.theirs,
                cell.ours,
                cell.apart,
                cell.disagrees,
            )
        )
        for page in pages
        for cell in page.cells
    )


def _cell(
    part: str,
    theirs: str,
    kind: str,
    ours: Ours | None,
    our_name: str,
    wrong: Sequence[str],
    *,
    total: bool = False,
) -> Cell:
    number = pub.number(theirs)
    figure = ours.figure(our_name, kind) if ours and our_name else None
    return Cell(
        part=part,
        theirs=theirs,
        ours="" if figure is None else pub.said(figure, kind),
        apart="" if figure is None or number is None else _apart(figure - number.value, kind),
        disagrees=" ".join(wrong),
        total=total,
    )


def _apart(value: Decimal, kind: str) -> str:
    rounded = value.quantize(
        Decimal("0.1") if kind in (pub.SHARE_PEOPLE, pub.SHARE_MONEY) else Decimal("0.01"),
        ROUND_HALF_UP,
    )
    if not rounded:
        return "the same"
    if kind in (pub.SHARE_PEOPLE, pub.SHARE_MONEY):
        return f"{'+' if rounded > 0 else '−'}{abs(rounded)} points"
    said = pub.said(abs(value), kind)
    return f"{'+' if rounded > 0 else '−'}{said}"


def _of_sum(amount: Sum, everyone: Sum, kind: str) -> Decimal | None:
    if kind == pub.PEOPLE:
        return Decimal(amount.people)
    if kind == pub.MONEY:
        return Decimal(amount.total_weekly) / HUNDRED
    if kind == pub.AVERAGE:
        return Decimal(amount.each_weekly) / HUNDRED
    if kind == pub.SHARE_PEOPLE and everyone.people:
        return Decimal(amount.people) * HUNDRED / everyone.people
    if kind == pub.SHARE_MONEY and everyone.total_weekly:
        return Decimal(amount.total_weekly) * HUNDRED / everyone.total_weekly
    return None


def _of_line(line: Line, kind: str) -> Decimal | None:
    if kind == pub.PEOPLE:
        return Decimal(line.numerator)
    if kind == pub.SHARE_PEOPLE and line.denominator:
        return line.value
    return None


def _of_measure(measure: Measure, kind: str) -> Decimal | None:
    if kind == pub.PEOPLE:
        return Decimal(measure.numerator)
    return measure.value if kind in (pub.SHARE_PEOPLE, pub.OTHER) else None


def _folded(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())
