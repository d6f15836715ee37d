"""What the pages about files say: counts as sentences, and rows put aside as a file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.operations import WhatUndoingMeans
from ownway.commissioning.returns.queries import FileThatCame, RowPutAside
from ownway.commissioning.returns.queries.doubts import ServiceInDoubt
from ownway.foundation.look.filters import day, instant
from ownway.foundation.work.models import LongWork
from ownway.kernel.spreadsheet import harmless

CHOICES = (
    ("", "Every file"),
    ("taken", "All taken"),
    ("put-aside", "Rows put aside"),
    ("doubt", "Services ended in doubt"),
    ("refused", "Refused"),
    ("undone", "Undone"),
    ("out", "Went out"),
)
AS_IT_CAME = "The row as it came"


@dataclass(frozen=True, slots=True)
class State:
    """A file's state as a chip: its words, and the kind that colours it."""

    words: str
    kind: str
    icon: str = ""


def state_of(file: FileThatCame) -> State:
    if file.state == Submission.UNDONE:
        return State("Undone", "plain")
    if file.direction == Submission.WENT_OUT:
        return State("Went out" if file.state == Submission.DONE else "Made", "plain", "part")
    if file.state == Submission.READING:
        return State("Being read", "plain", "clock")
    if file.state == Submission.FAILED:
        return State("Refused", "bad")
    if file.quarantined:
        return State(f"{_rows(file.quarantined)} put aside", "some")
    return State("All taken", "good")


def heading(file: FileThatCame) -> str:
    """The answer first: what became of the file, as one sentence."""
    if file.state == Submission.UNDONE:
        return "This file was undone: everything is as it was before it"
    if file.direction == Submission.WENT_OUT:
        went = "went out" if file.state == Submission.DONE else "was made"
        return f"This return {went} with {_rows(file.rows)}"
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
    if file.state != Submission.DONE or not file.rows or file.direction == Submission.WENT_OUT:
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


def doubts(file: FileThatCame) -> str:
    """What the file left in doubt, in one sentence; empty when nothing."""
    count = file.ended_in_doubt
    if not count or file.state != Submission.DONE:
        return ""
    which = "1 service runs" if count == 1 else f"{count:,} services run"
    ends = "its end is" if count == 1 else "their ends are"
    it = "it was told of" if count == 1 else "they were told of"
    return (
        f"{which} in its period and {'is' if count == 1 else 'are'} missing from it, so {ends} "
        f"presumed: the last day of the period in which {it} last."
    )


def undone(file: FileThatCame) -> str:
    """When and by whom it was undone."""
    if file.undone_at is None:
        return ""
    by = f", by {file.undone_by}" if file.undone_by else ""
    return f"{instant(file.undone_at)}{by}"


def consequences(means: WhatUndoingMeans) -> list[str]:
    """What undoing would do, a line each."""
    said = [
        f"{one.what.counted(one.gone)} {'goes' if one.gone == 1 else 'go'}"
        for one in means.stakes
        if one.gone
    ]
    said += [
        f"{one.what.counted(one.put_back)} "
        + ("is again what it was" if one.put_back == 1 else "are again what they were")
        for one in means.stakes
        if one.put_back
    ]
    if means.parted:
        said.append(
            "1 record that was joined because of it is two again"
            if means.parted == 1
            else f"{means.parted:,} records that were joined because of it are two again"
        )
    if means.doubts:
        said.append(
            "1 service is no longer presumed to have ended"
            if means.doubts == 1
            else f"{means.doubts:,} services are no longer presumed to have ended"
        )
    return said


def piece_state(piece: LongWork) -> State:
    """How far one of several files is, as a chip."""
    if piece.state == LongWork.DONE:
        return State("Taken", "good")
    if piece.state == LongWork.FAILED:
        return State("Not taken", "bad")
    if piece.state == LongWork.CANCELLED:
        return State("Cancelled", "plain")
    if piece.state == LongWork.WAITING:
        return State("Waits its turn", "plain", "clock")
    if piece.cancel_asked_at is not None:
        return State("Stopping", "some")
    if piece.total and piece.done >= piece.total:
        return State("Being added to the records", "some")
    share = 100 * piece.done // piece.total if piece.total else 0
    return State(f"{share}% read", "some")


def together(pieces: Sequence[LongWork]) -> str:
    """The answer first: how far several files are, as one sentence."""
    files = "1 file" if len(pieces) == 1 else f"{len(pieces)} files"
    taken = sum(piece.state == LongWork.DONE for piece in pieces)
    if any(piece.state in (LongWork.WAITING, LongWork.RUNNING) for piece in pieces):
        return f"{taken} of {files} {'is' if taken == 1 else 'are'} taken so far"
    if taken == len(pieces):
        return "The file was taken" if taken == 1 else f"All {files} were taken"
    if not taken:
        return "This file was not taken" if len(pieces) == 1 else "None of the files was taken"
    return f"{taken} of {files} {'was' if taken == 1 else 'were'} taken"


def doubts_as_csv(rows: Iterable[ServiceInDoubt]) -> Iterator[str]:
    yield _line(["Council id", "Name", "Service", "Began", "Presumed end"])
    for row in rows:
        yield _line(
            [
                row.council_id,
                row.name,
                row.service,
                row.first_day.isoformat(),
                row.presumed_end.isoformat() if row.presumed_end else "",
            ]
        )


def size(file: FileThatCame) -> str:
    """How large the file is, as people say it."""
    for unit, words in ((1_000_000, "MB"), (1_000, "kB")):
        if file.size_bytes >= unit:
            return f"{file.size_bytes / unit:.1f} {words}"
    return f"{file.size_bytes} bytes"


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
