"""What the pages about files say: counts as sentences, and rows put aside as a file."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.queries import FileThatCame, RowPutAside
from ownway.foundation.look.filters import day
from ownway.kernel.spreadsheet import harmless

AS_IT_CAME = "The row as it came"


@dataclass(frozen=True, slots=True)
class State:
    """A file's state as a chip: its words, and the kind that colours it."""

    words: str
    kind: str
    icon: str = ""


def state_of(file: FileThatCame) -> State:
    if file.state == Submission.READING:
        return State("Being read", "plain", "clock")
    if file.state == Submission.FAILED:
        return State("Refused", "bad")
    if file.quarantined:
        return State(f"{_rows(file.quarantined)} put aside", "some")
    return State("All taken", "good")


def heading(file: FileThatCame) -> str:
    """The answer first: what became of the file, as one sentence."""
    if file.state == Submission.FAILED:
        return "This file was refused, and nothing was changed"
    if file.state == Submission.READING:
        return "This file is being read"
    if not file.rows:
        return "This file has no rows"
    taken = file.rows - file.quarantined
    if not file.quarantined:
        return "Its one row was taken" if file.rows == 1 else f"All {file.rows:,} rows were taken"
    return f"{taken:,} of {_rows(file.rows)} {'was' if taken == 1 else 'were'} taken"


def sentences(file: FileThatCame) -> list[str]:
    if file.state != Submission.DONE or not file.rows:
        return []
    parts = [
        words
        for count, words in (
            (file.accepted, f"{_rows(file.accepted)} told us something new"),
            (file.superseded, f"{_rows(file.superseded)} put right what we had"),
            (file.unchanged, f"{_rows(file.unchanged)} said what we knew"),
        )
        if count
    ]
    said = []
    if file.accepted or file.superseded:
        said.append("; ".join(parts) + ".")
    elif file.unchanged:
        said.append(f"Nothing changed: {parts[0]}.")
    if file.quarantined:
        said.append(
            f"{_rows(file.quarantined)} could not be attached to a person, typed or dated. "
            "Put what is wrong right where it comes from, and bring the file in again."
        )
    return said


def period(file: FileThatCame) -> str:
    if file.last_day is None:
        return ""
    return (
        f"{day(file.first_day)} to {day(file.last_day)}" if file.first_day else day(file.last_day)
    )


def as_csv(rows: Iterable[RowPutAside]) -> Iterator[str]:
    """Rows put aside, a line at a time: the file's own columns, then why and what to do.

    Cells that a spreadsheet would run as formulas are made harmless.
    """
    reasons = ("Row in the file", "Field", "Value", "Why it was put aside", "What to do")
    columns: list[str] | None = None
    waiting: list[RowPutAside] = []
    for row in rows:
        waiting.append(row)
        if columns is None:
            if not _told_apart(row) and len(waiting) < 1_000:
                continue
            columns = [name for name, _ in row.cells] if _told_apart(row) else []
            yield _line([*columns, *reasons, AS_IT_CAME])
        for one in waiting:
            yield _line(_cells(one, columns))
        waiting.clear()
    if columns is None:
        yield _line([*reasons, AS_IT_CAME])
        for one in waiting:
            yield _line(_cells(one, []))


def _cells(row: RowPutAside, columns: list[str]) -> list[str]:
    told = dict(row.cells) if _told_apart(row) else {}
    whole = "" if told and columns else _line([value for _, value in row.cells]).rstrip("\r\n")
    return [
        *(told.get(name, "") for name in columns),
        str(row.row_number),
        row.field,
        row.value,
        row.reason,
        row.remedy,
        whole,
    ]


def _told_apart(row: RowPutAside) -> bool:
    return bool(row.field)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
