"""Bring a Client Level Data file in: read it once, then take all of it in one transaction.

Reading puts rows where only this connection sees them; taking gives them to the contexts that own
them. A kill before the end of the transaction leaves nothing but a file marked as being read, which
the next import clears away; a kill after it leaves everything. So running again always ends in the
same state.

Counting  Each row counts once, by its event: `accepted` when the event is new, `superseded` when it
          was known with other content, `unchanged` when it was known so, or came twice in the file,
          or a file of a later period has written it since. The content of an event holds all that
          its row says; the latest details of a person are kept beside, as facts of the person, and
          make no row superseded by themselves.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.domain import (
    NAMES,
    CldFile,
    FieldCount,
    Quarantined,
    Row,
    UnusableFile,
    assign_copies,
    read,
)
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.operations import staging
from ownway.commissioning.returns.operations.keeping import Keeping
from ownway.foundation.access import operations as access
from ownway.foundation.access import queries as who
from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk.taking import Taken
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.assessment import operations as assessment
from ownway.support.contact import operations as contact
from ownway.support.people import operations as people
from ownway.support.people import queries as known_people
from ownway.support.planning import operations as planning
from ownway.support.review import operations as review

FILE_CAME_IN = declare("returns.file-came-in", "A national file brought something new")

IMPORTING = 7_190_318_206_474  # any number that only we use: the lock of whoever imports
CHUNK = 5_000  # rows read between two words of progress
PEEK = 1_000  # rows looked at to learn whose file it is
LONGEST_COUNCIL_ID = 100
LONGEST_COUNCIL_CODE = 20
COST = planning.COLUMNS.index("unit_cost")
UNITS = planning.COLUMNS.index("planned_units_weekly")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: what it does now, rows read so far, bytes read and to read."""

    words: str
    rows: int = 0
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file; rows = accepted + unchanged + superseded + quarantined.

    `ended_in_doubt` counts services that it should have told of, whose end is presumed.
    """

    submission_id: UUID
    rows: int
    accepted: int
    unchanged: int
    superseded: int
    quarantined: int
    by_field: Sequence[FieldCount]
    warnings: Sequence[str]
    ended_in_doubt: int = 0


class Cancelled(Exception):
    """Raised by a watcher to stop an import; nothing of the file is kept."""


Watcher = Callable[[Progress], None]


def import_cld(
    path: Path,
    *,
    file_name: str,
    received_at: datetime,
    by: SignIn | None,
    on: date,
    progress: Watcher = lambda _: None,
    work_id: UUID | None = None,
) -> Report:
    """Take a council's Client Level Data file.

    file_name    what to call it; `path` may be a copy with another name
    received_at  when the council gave it to us
    by           who brings it in; None for the system itself
    progress     told now and then how far it is; may raise Cancelled, and nothing is kept
    work_id      the long work this is part of, if any

    Two imports at once take turns. Runs in no transaction of the caller's where it can be helped,
    or nobody could see the progress.

    Raises UnusableFile (nothing is changed; the file is listed as refused, with the reason): it
    cannot be read at all, or holds rows of another council. Raises NotAllowed. Raises OSError when
    the file cannot be opened.
    """
    if by is not None and not permissions.IMPORT_FILES.allows(by):
        raise NotAllowed(permissions.IMPORT_FILES.refusal())
    size = path.stat().st_size
    with path.open("rb") as stream, _alone(progress):
        Submission.objects.filter(state=Submission.READING).delete()  # of an import that was killed
        submission = Submission.objects.create(
            file_name=file_name[:255],
            size_bytes=size,
            received_at=received_at,
            given_by=by,
            work_id=work_id,
        )
        measured = _Measured(stream, Keeping(submission.pk))
        try:
            with facts.one_context(f"import {file_name}"[:80]) as context, staging.staging():
                submission.context_id = context
                return _import(submission, path, measured, by=by, on=on, progress=progress)
        except UnusableFile as unusable:
            submission.refused_because = str(unusable)
            submission.state = Submission.FAILED
            submission.sha256 = measured.sha256_of_all()
            submission.ended_at = timezone.now()
            submission.save()
            submission.parts.all().delete()
            Submission.objects.filter(state=Submission.FAILED, sha256=submission.sha256).exclude(
                pk=submission.pk
            ).delete()
            raise
        except BaseException:
            _forget(submission)
            raise


def _import(
    submission: Submission,
    path: Path,
    stream: "_Measured",
    *,
    by: SignIn | None,
    on: date,
    progress: Watcher,
) -> Report:
    council = who.council_code() or _council_of(path)
    if len(council) > LONGEST_COUNCIL_CODE:
        raise UnusableFile(
            f"The LA_Code of this file, {council[:40]}…, is no council's code. "
            "Put the council's own code in every row and import the file again."
        )
    cld = read(stream, la_code=council)  # type: ignore[arg-type]  # it only reads lines
    header = _header(cld)
    put_aside = 0
    rows = iter(cld)
    while chunk := list(islice(rows, CHUNK)):
        taken: list[Row] = []
        aside: list[Quarantined] = []
        nobody: list[Quarantined] = []
        for row in chunk:
            if isinstance(row, Quarantined):
                aside.append(row)
            elif len(row.person.council_id) > LONGEST_COUNCIL_ID:
                nobody.append(_too_long(row))
            else:
                if row.event.la_code != council:
                    raise UnusableFile(_of_another(row, council))
                taken.append(row)
        staging.stage(taken)
        staging.put_aside(aside, header)
        staging.put_aside(nobody, list(NAMES))
        put_aside += len(aside) + len(nobody)
        progress(Progress("Reading the file", cld.rows, stream.done, submission.size_bytes))
    progress(Progress("Reading the file", cld.rows, stream.done, submission.size_bytes))
    staging.analyse()

    submission.council_code = council
    submission.first_day, submission.last_day = _period(cld)
    submission.sha256 = stream.sha256()
    stream.kept.close()
    submission.rows = cld.rows
    submission.quarantined = put_aside
    submission.by_field = cld.by_field()
    _take(submission, by=by, on=on, progress=progress)
    return Report(
        submission.pk,
        submission.rows,
        submission.accepted,
        submission.unchanged,
        submission.superseded,
        submission.quarantined,
        submission.by_field,
        cld.warnings,
        submission.ended_in_doubt,
    )


@transaction.atomic
def _take(submission: Submission, *, by: SignIn | None, on: date, progress: Watcher) -> None:
    """Give the waiting rows to the contexts that own them, and say what became of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
    if submission.council_code:
        try:
            access.record_council(submission.council_code)
        except Refused as another:
            raise UnusableFile(str(another)) from None
    as_at = submission.last_day or timezone.localdate(submission.received_at)
    later = list(
        Submission.objects.filter(state=Submission.DONE, last_day__gt=as_at).values_list(
            "pk", flat=True
        )
    )
    rows = submission.rows
    progress(Progress("Taking people", rows))
    _attach_nhs_numbers()
    met = people.take_details(_details(as_at), by=by, on=on)
    taken = Taken()
    for kind, (words, columns, held, take) in enumerate(
        (
            (
                "Taking support requests",
                contact.COLUMNS,
                contact.held_requests,
                contact.take_requests,
            ),
            (
                "Taking assessments",
                assessment.COLUMNS,
                assessment.held_assessments,
                assessment.take_assessments,
            ),
            ("Taking services", planning.COLUMNS, planning.held_services, planning.take_services),
            ("Taking reviews", review.COLUMNS, review.held_reviews, review.take_reviews),
        )
    ):
        progress(Progress(words, rows))
        taken += take(
            _events(kind, len(columns), held, submission.pk), by=by, on=on, never_over=later
        )
    submission.accepted, submission.superseded = taken.accepted, taken.superseded
    submission.unchanged = (
        submission.rows - submission.quarantined - taken.accepted - taken.superseded
    )
    submission.state = Submission.DONE
    submission.ended_at = timezone.now()
    submission.save()
    _keep_rows_put_aside(submission)
    if taken.accepted or taken.superseded or met.accepted or met.superseded:
        facts.record(
            FILE_CAME_IN,
            of=submission.pk,
            by=by,
            on=on,
            words=f"{submission.file_name}: {submission.rows:,} rows",
            after={
                "accepted": taken.accepted,
                "superseded": taken.superseded,
                "quarantined": submission.quarantined,
                "people_new": met.accepted,
                "people_updated": met.superseded,
            },
        )


def _details(as_at: date) -> Iterator[Sequence[Any]]:
    for council_id, found in staging.people():
        person = found.person
        yield (
            council_id,
            person.nhs_number or "",
            *person[2:],
            as_at,
            staging.details_digest(person),
        )


def _events(
    kind: int,
    width: int,
    held: Callable[[set[str]], dict[tuple[str, int], str]],
    submission_id: UUID,
) -> Iterator[Sequence[Any]]:
    """The rows of one kind that say something new, as its context takes them."""
    service = staging.KINDS[kind] == "Service"
    for batch in staging.events(kind):
        places = assign_copies(
            [(event.cld_key, event.cld_content) for event in batch],
            held=held({event.cld_key for event in batch}),
        )
        ids = known_people.ids_by_council_id({event.who for event in batch})
        for event, place in zip(batch, places, strict=True):
            if place.fate == "unchanged":
                continue
            reference, client_type, *values = event.values
            row = [
                event.cld_key,
                place.copy,
                event.cld_content,
                reference,
                submission_id,
                ids[event.who],
                client_type,
                *values,
            ]
            assert len(row) == width
            if service:
                row[COST], row[UNITS] = _decimal(row[COST]), _decimal(row[UNITS])
            yield row


def _attach_nhs_numbers() -> None:
    """Say whom rows are about that give an NHS number and no council id.

    The person known by that number alone, if they have a record; else the only person who has it,
    in the records or in this file; else somebody new, known by it.
    """
    asked = staging.known_by_nhs_number_only()
    if not asked:
        return
    known, told = known_people.council_ids_by_nhs_number(asked), staging.council_ids_in_file()
    for nhs_number in asked:
        own = staging.of_nhs_number(nhs_number)
        able = {*known.get(nhs_number, ()), *told.get(nhs_number, ())}
        if own not in able and len(able) == 1:
            staging.attach(nhs_number, able.pop())


def _keep_rows_put_aside(submission: Submission) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO returns_quarantinedrow "
            "(submission_id, row_number, field, value, reason, remedy, row) "
            "SELECT %s, number, field, value, reason, remedy, cells FROM put_aside ORDER BY number",
            [submission.pk],
        )


def _council_of(path: Path) -> str:
    """The first council code that a row of the file gives; empty when none does."""
    with path.open("rb") as stream:
        for row in islice(read(stream), PEEK):
            if isinstance(row, Row) and row.event.la_code:
                return row.event.la_code
    return ""


def _of_another(row: Row, council: str) -> str:
    return (
        f"Row {row.number} is of council {row.event.la_code or '(blank)'}, and this database holds "
        f"council {council}. Nothing was taken. Take the other council's rows out of the file, or "
        "give that council a database of its own."
    )


def _too_long(row: Row) -> Quarantined:
    return Quarantined(
        row.number,
        "LA_Person_Unique_Identifier",
        row.person.council_id,
        f"The council id is longer than {LONGEST_COUNCIL_ID} characters.",
        "Give the person's own council id.",
        cells=row.cells,
    )


def _header(cld: CldFile) -> list[str]:
    """What each column of the file is called."""
    names: dict[int | None, str] = dict(zip(cld.columns.places, NAMES, strict=True))
    names |= {place: name for name, place in cld.columns.extra}
    return [names[place] for place in range(cld.columns.width)]


def _period(cld: CldFile) -> tuple[date | None, date | None]:
    """The reporting period that most rows give, so that a slip in a few moves nothing."""
    told = {
        (one.first_day, one.last_day): rows for one, rows in cld.submissions.items() if one.last_day
    }
    if not told:
        return None, None
    return max(told, key=lambda period: (told[period], str(period)))


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)


def _forget(submission: Submission) -> None:
    """Clear away the mark of an import that did not end; if the database is gone, the next does."""
    try:
        Submission.objects.filter(pk=submission.pk, state=Submission.READING).delete()
    except Exception:  # the reason why the import ended matters more, and is being raised
        return


@contextmanager
def _alone(progress: Watcher) -> Iterator[None]:
    """Wait until nobody else imports, saying so, and keep others waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORTING])
        if not cursor.fetchone()[0]:
            progress(Progress("Waiting for another import to end"))
            cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORTING])
    try:
        yield
    finally:
        if staging.connected():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORTING])


class _Measured:
    """A stream of lines that counts, digests and keeps what goes by, so a file is read once."""

    def __init__(self, stream: BinaryIO, kept: Keeping) -> None:
        self.kept = kept
        self._stream = stream
        self._digest = hashlib.sha256()
        self.done = 0

    def readline(self, limit: int = -1) -> bytes:
        line = self._stream.readline(limit)
        self._digest.update(line)
        self.kept.write(line)
        self.done += len(line)
        return line

    def sha256(self) -> str:
        return self._digest.hexdigest()

    def sha256_of_all(self) -> str:
        """Read on to the end first."""
        while rest := self._stream.read(1 << 20):
            self._digest.update(rest)
        return self.sha256()
