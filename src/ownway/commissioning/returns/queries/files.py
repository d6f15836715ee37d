"""What became of the files that came in. Opening rows put aside is a reading, and recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.models import KeptPart, QuarantinedRow, Submission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound

PUT_ASIDE_OPENED = declare("returns.put-aside-opened", "Rows put aside opened", reading=True)
FILE_TAKEN_AWAY = declare("returns.file-taken-away", "A kept file taken away", reading=True)
PAGE = 50
FILES_A_PAGE = 25

_IN = Q(direction=Submission.CAME_IN)
SHOWN = {
    "taken": _IN & Q(state=Submission.DONE, quarantined=0),
    "put-aside": _IN & Q(state=Submission.DONE, quarantined__gt=0),
    "doubt": _IN & Q(state=Submission.DONE, ended_in_doubt__gt=0),
    "refused": Q(state=Submission.FAILED),
    "undone": Q(state=Submission.UNDONE),
    "out": Q(direction=Submission.WENT_OUT),
}


@dataclass(frozen=True, slots=True)
class FieldClass:
    """How many rows have a field in a class."""

    field: str
    class_words: str
    rows: int


@dataclass(frozen=True, slots=True)
class FileThatCame:
    """A file that came in or went out, and what became of its rows."""

    id: UUID
    direction: str
    file_name: str
    sha256: str
    size_bytes: int
    received_at: datetime
    given_by: str
    council_code: str
    first_day: date | None
    last_day: date | None
    state: str
    rows: int
    accepted: int
    unchanged: int
    superseded: int
    quarantined: int
    ended_in_doubt: int  # services it should have told of
    faults: tuple[FieldClass, ...]
    refused_because: str
    ended_at: datetime | None
    undone_at: datetime | None
    undone_by: str
    kept: bool  # its bytes are kept


@dataclass(frozen=True, slots=True)
class FilesListed:
    """A page of files, the newest first; `total` counts what fits, `any` whatever is shown."""

    files: list[FileThatCame]
    total: int
    page: int
    pages: int
    any: bool


@dataclass(frozen=True, slots=True)
class RowPutAside:
    """A row that was not taken: why, and what would let it in."""

    id: int
    row_number: int
    field: str
    value: str
    reason: str
    remedy: str
    cells: tuple[tuple[str, str], ...]  # column and value, in the order of the file


def files(*, by: SignIn, shown: str = "", page: int = 1) -> FilesListed:
    """The files that came in and went out, newest first; `shown` is a key of SHOWN, or all."""
    _check(by)
    every = Submission.objects.all()
    found = every.filter(SHOWN[shown]) if shown in SHOWN else every
    total = found.count()
    pages = max(1, -(-total // FILES_A_PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * FILES_A_PAGE
    rows = _rows_of(found).order_by("-received_at", "-pk")[start : start + FILES_A_PAGE]
    return FilesListed([_file(row) for row in rows], total, page, pages, every.exists())


def file_that_came(submission_id: UUID, *, by: SignIn) -> FileThatCame:
    _check(by)
    row = _rows_of(Submission.objects.filter(pk=submission_id)).first()
    if row is None:
        raise NotFound("There is no such file here.")
    return _file(row)


def file_to_take_away(submission_id: UUID, *, by: SignIn, on: date) -> FileThatCame:
    """A kept file that somebody takes away whole; that is a reading of everybody in it.

    Its bytes are `kept_bytes`. Must run in a transaction. Raises NotAllowed; NotFound when there is
    no such file, or its bytes are not kept.
    """
    if not permissions.TAKE_FILE_AWAY.allows(by):
        raise NotAllowed(permissions.TAKE_FILE_AWAY.refusal())
    found = file_that_came(submission_id, by=by)
    if not found.kept:
        raise NotFound("This file is not kept here, only what became of its rows.")
    facts.record_reading(
        FILE_TAKEN_AWAY, about=None, of=submission_id, by=by, on=on, words=found.file_name
    )
    return found


def rows_put_aside(
    submission_id: UUID, *, by: SignIn, on: date, after: int = 0, limit: int = PAGE
) -> list[RowPutAside]:
    """Rows of a file that were put aside, a page at a time.

    `after` is the last id of the page before. They hold people's data as it came, so opening them
    is a fact. Must run in a transaction.
    """
    _check_put_aside(by)
    found = file_that_came(submission_id, by=by)
    facts.record_reading(
        PUT_ASIDE_OPENED, about=None, of=submission_id, by=by, on=on, words=found.file_name
    )
    rows = QuarantinedRow.objects.filter(submission_id=submission_id, pk__gt=after)
    return [_row(row) for row in rows.order_by("pk")[:limit]]


def every_row_put_aside(submission_id: UUID, *, by: SignIn, on: date) -> Iterator[RowPutAside]:
    """All of them, for a file to take away. Must run in a transaction until it is drawn out."""
    _check_put_aside(by)
    found = file_that_came(submission_id, by=by)
    facts.record_reading(
        PUT_ASIDE_OPENED,
        about=None,
        of=submission_id,
        by=by,
        on=on,
        words=f"{found.file_name}, taken away as a file",
    )
    rows = QuarantinedRow.objects.filter(submission_id=submission_id).order_by("pk")
    return (_row(row) for row in rows.iterator(chunk_size=1_000))


def submission_of_work(work_id: UUID) -> UUID | None:
    """The file that a piece of long work has taken in already, if it has; for the queue."""
    rows = Submission.objects.filter(work_id=work_id, state=Submission.DONE)
    return rows.values_list("pk", flat=True).first()


def _rows_of(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    parts = KeptPart.objects.filter(submission_id=OuterRef("pk"))
    return rows.select_related("given_by", "undone_by").annotate(kept=Exists(parts))


def _check_put_aside(by: SignIn) -> None:
    if not permissions.READ_PUT_ASIDE.allows(by):
        raise NotAllowed(permissions.READ_PUT_ASIDE.refusal())


def _check(by: SignIn) -> None:
    if not permissions.READ_FILES.allows(by):
        raise NotAllowed(permissions.READ_FILES.refusal())


def _file(row: Any) -> FileThatCame:
    return FileThatCame(
        id=row.pk,
        direction=row.direction,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        ended_in_doubt=row.ended_in_doubt,
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
        kept=row.kept,
        file_name=row.file_name,
        received_at=row.received_at,
        given_by=row.given_by.name if row.given_by else "",
        council_code=row.council_code,
        first_day=row.first_day,
        last_day=row.last_day,
        state=row.state,
        rows=row.rows,
        accepted=row.accepted,
        unchanged=row.unchanged,
        superseded=row.superseded,
        quarantined=row.quarantined,
        faults=tuple(
            FieldClass(count["field"], count["class"], count["rows"])
            for count in row.by_field
            if count["class"] not in ("valid", "blank allowed")
        ),
        refused_because=row.refused_because,
        ended_at=row.ended_at,
    )


def _row(row: QuarantinedRow) -> RowPutAside:
    return RowPutAside(
        id=row.pk,
        row_number=row.row_number,
        field=row.field,
        value=row.value,
        reason=row.reason,
        remedy=row.remedy,
        cells=tuple((str(name), str(value)) for name, value in row.row),
    )
