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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.domain import (
    NAMES,
    Block,
    CldFile,
    FieldCount,
    Quarantined,
    Row,
    UnusableFile,
    assign_copies,
    copy_of_block,
    copy_of_rows,
    put_aside,
    read,
)
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.operations import staging
from ownway.commissioning.returns.operations.keeping import Keeping
from ownway.commissioning.returns.operations.staging import Staged
from ownway.commissioning.returns.operations.telling import know_again
from ownway.foundation.access import operations as access
from ownway.foundation.access import queries as who
from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk.events import OneFile
from ownway.foundation.bulk.taking import Taken
from ownway.foundation.bulk.waiting import run
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.assessment import operations as assessment
from ownway.support.contact import operations as contact
from ownway.support.people import operations as people
from ownway.support.people import queries as known_people
from ownway.support.planning import operations as planning
from ownway.support.planning.operations import EarlierFile
from ownway.support.review import operations as review

FILE_CAME_IN = declare("returns.file-came-in", "A national file brought something new")

IMPORTING = 7_190_318_206_474  # any number that only we use: the lock of whoever imports
PEEK = 1_000  # rows looked at to learn whose file it is
LONGEST_COUNCIL_ID = 100
LONGEST_COUNCIL_CODE = 20


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
        measured = _Measured(stream)
        try:
            with (
                facts.one_context(f"import {file_name}"[:80]) as submission.context_id,
                staging.staging() as staged,
            ):
                report = _import(
                    submission, path, measured, staged, by=by, on=on, progress=progress
                )
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
    return report


def _import(
    submission: Submission,
    path: Path,
    stream: "_Measured",
    staged: Staged,
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
    cld = read(stream, la_code=council)  # type: ignore[arg-type]  # it asks for no more of a stream
    header = _header(cld)
    kept = Keeping(submission.pk)
    aside = 0
    with _ahead(_written_out(cld, council, stream)) as stretches:
        for stretch in stretches:
            kept.write(stretch.data)
            staged.add(stretch.texts)
            staging.put_aside(stretch.aside, header)
            staging.put_aside(stretch.nobody, list(NAMES))
            aside += len(stretch.aside) + len(stretch.nobody)
            progress(
                Progress("Reading the file", stretch.rows, stretch.done, submission.size_bytes)
            )
    kept.write(stream.data())
    kept.close()

    submission.council_code = council
    submission.first_day, submission.last_day = _period(cld)
    submission.sha256 = stream.sha256()
    submission.rows = cld.rows
    submission.quarantined = aside
    submission.by_field = cld.by_field()
    _take(submission, staged, by=by, on=on, progress=progress)
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


class _Stretch(NamedTuple):
    """Some rows of the file, ready to wait: how far reading was with them, and their bytes."""

    texts: dict[str, bytes]
    aside: list[Quarantined]
    nobody: list[Quarantined]  # put aside because of us, not of the file
    rows: int
    done: int
    data: bytes


def _written_out(cld: CldFile, council: str, stream: "_Measured") -> Iterator[_Stretch]:
    """The file's rows as text for the database. Raises UnusableFile at another council's row."""
    for found in cld.stretches():
        nobody: list[Quarantined] = []
        if isinstance(found, Block):
            for row in found.of_another_council(council):
                raise UnusableFile(_of_another(found.number + row, found.la_code(row), council))
            too_long = found.with_longer_ids(LONGEST_COUNCIL_ID)
            nobody += [_too_long(found.number + row, found.values(row)) for row in too_long]
            aside = [
                put_aside(found.number + row, found.values(row), found.cells(row))
                for row in found.aside
            ]
            texts = copy_of_block(found, leave_out=too_long, la_code=council)
        else:
            aside = [row for row in found if isinstance(row, Quarantined)]
            taken: list[Row] = []
            for one in found:
                if isinstance(one, Quarantined):
                    continue
                if len(one.person.council_id) > LONGEST_COUNCIL_ID:
                    nobody.append(_too_long(one.number, one.cells))
                elif one.event.la_code != council:
                    raise UnusableFile(_of_another(one.number, one.event.la_code, council))
                else:
                    taken.append(one)
            texts = copy_of_rows(taken)
        yield _Stretch(texts, aside, nobody, cld.rows, stream.done, stream.data())


@contextmanager
def _ahead(stretches: Iterator[_Stretch]) -> Iterator[Iterator[_Stretch]]:
    """Read one stretch ahead, beside the database that takes the one before."""
    with ThreadPoolExecutor(max_workers=1) as reader:

        def each() -> Iterator[_Stretch]:
            coming = reader.submit(next, stretches, None)
            while (stretch := coming.result()) is not None:
                coming = reader.submit(next, stretches, None)
                yield stretch

        yield each()


@transaction.atomic
def _take(
    submission: Submission, staged: Staged, *, by: SignIn | None, on: date, progress: Watcher
) -> None:
    """Give the waiting rows to the contexts that own them, and say what became of the file."""
    run("SET LOCAL work_mem = '64MB'")
    if submission.council_code:
        try:
            access.record_council(submission.council_code)
        except Refused as another:
            raise UnusableFile(str(another)) from None
    as_at = submission.last_day or timezone.localdate(submission.received_at)
    earlier, later = _other_files(submission, as_at)
    rows = submission.rows
    progress(Progress("Taking people", rows))
    know_again(staged.events, submission.last_day)
    people.hold_joined()  # nobody makes two of one while rows are told whose they are
    staging.follow(staged, known_people.aliases())
    staging.follow(staged, _by_nhs_number())
    staging.gather_people(staged, as_at)
    met = people.take_details(
        staged.people, by=by, on=on, strictly=any(one.last_day == as_at for one in later)
    )
    # Before the events: somebody who comes back under another id has each of them once.
    if people.join_sure_matches(by=by, on=on):
        staging.follow(staged, known_people.aliases())
        people.meet_joined()
    staging.check_everybody_met(staged, people.MET)
    file = OneFile(
        submission_id=submission.pk,
        people=people.MET,
        placing=lambda told, held: assign_copies(told, held=held),
        never_over=[one.submission_id for one in later],
    )
    taken = Taken()
    for kind, words, take in TAKING:
        progress(Progress(words, rows))
        taken += take(staged.events[kind], file=file, by=by, on=on)
    if submission.first_day and submission.last_day:
        progress(Progress("Looking for services the file leaves out", rows))
        submission.ended_in_doubt = planning.end_in_doubt(
            submission_id=submission.pk,
            first_day=submission.first_day,
            last_day=submission.last_day,
            earlier=earlier,
            later=later,
            by=by,
            on=on,
        )
    people.gather_rows()  # somebody may have joined two while their rows were taken
    submission.accepted, submission.superseded = taken.accepted, taken.superseded
    submission.unchanged = (
        submission.rows - submission.quarantined - taken.accepted - taken.superseded
    )
    submission.state = Submission.DONE
    submission.ended_at = timezone.now()
    submission.save()
    _keep_rows_put_aside(submission)
    if met.accepted or met.superseded or taken != Taken() or submission.ended_in_doubt:
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
                "ended_in_doubt": submission.ended_in_doubt,
                "people_new": met.accepted,
                "people_updated": met.superseded,
            },
        )


def _other_files(
    submission: Submission, as_at: date
) -> tuple[list[EarlierFile], list[EarlierFile]]:
    """The files taken before that tell of earlier than this one, and those that tell of later.

    What a file tells of is as old as the end of its period; of one period, the file received last
    is the latest. Both lists are in that order.
    """
    this = (as_at, submission.received_at)
    earlier: list[EarlierFile] = []
    later: list[EarlierFile] = []
    for one in Submission.objects.filter(
        state=Submission.DONE, direction=Submission.CAME_IN, last_day__isnull=False
    ).order_by("last_day", "received_at", "pk"):
        assert one.last_day is not None
        told = EarlierFile(one.pk, one.first_day or one.last_day, one.last_day)
        (later if (one.last_day, one.received_at) > this else earlier).append(told)
    return earlier, later


# Which words to say, and who takes what waits.
TAKING: Final = (
    ("Request", "Taking support requests", contact.take_requests),
    ("Assessment", "Taking assessments", assessment.take_assessments),
    ("Service", "Taking services", planning.take_services),
    ("Review", "Taking reviews", review.take_reviews),
)


def _by_nhs_number() -> dict[str, tuple[str, ...]]:
    """Whom rows are about that give an NHS number and no council id, as `follow` asks for it.

    The person known by that number alone, if they have a record; else the only person who has it,
    in the records or in this file; else somebody new, known by it.
    """
    asked = staging.known_by_nhs_number_only()
    if not asked:
        return {}
    known, told = known_people.council_ids_by_nhs_number(asked), staging.council_ids_in_file()
    found: dict[str, tuple[str, ...]] = {}
    for nhs_number in asked:
        own = staging.of_nhs_number(nhs_number)
        able = {*known.get(nhs_number, ()), *told.get(nhs_number, ())}
        if own not in able and len(able) == 1:
            found[own] = (able.pop(), own)
    return found


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


def _of_another(number: int, la_code: str, council: str) -> str:
    return (
        f"Row {number} is of council {la_code or '(blank)'}, and this database holds "
        f"council {council}. Nothing was taken. Take the other council's rows out of the file, or "
        "give that council a database of its own."
    )


def _too_long(number: int, cells: tuple[str, ...]) -> Quarantined:
    return Quarantined(
        number,
        "LA_Person_Unique_Identifier",
        cells[NAMES.index("LA_Person_Unique_Identifier")],
        f"The council id is longer than {LONGEST_COUNCIL_ID} characters.",
        "Give the person's own council id.",
        cells=cells,
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
    """A stream that counts and digests what goes by, and has it once more to be kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._passed: list[bytes] = []
        self.done = 0

    def readline(self, limit: int = -1) -> bytes:
        return self._noted(self._stream.readline(limit))

    def read(self, size: int = -1) -> bytes:
        return self._noted(self._stream.read(size))

    def _noted(self, data: bytes) -> bytes:
        self._digest.update(data)
        self._passed.append(data)
        self.done += len(data)
        return data

    def data(self) -> bytes:
        """What went by since this was last asked."""
        passed = b"".join(self._passed)
        self._passed.clear()
        return passed

    def sha256(self) -> str:
        return self._digest.hexdigest()

    def sha256_of_all(self) -> str:
        """Read on to the end first."""
        while rest := self._stream.read(1 << 20):
            self._digest.update(rest)
        return self.sha256()
