"""Make the return that goes out, keep it as it is, and note that it was sent."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from ownway.commissioning.returns import permissions, queries
from ownway.commissioning.returns.domain import writing
from ownway.commissioning.returns.models import Submission
from ownway.commissioning.returns.operations.keeping import Keeping
from ownway.commissioning.returns.operations.telling import note_told
from ownway.commissioning.returns.queries import Checks
from ownway.config.home import made_home
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.work import operations as work
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

RETURN_MADE = declare("returns.return-made", "A national return made")
RETURN_SENT = declare("returns.return-sent", "A national return sent")
MAKE_RETURN: Final = "returns.make_return"
READ_AT_ONCE: Final = 1 << 20

Watcher = Callable[[str, int, int], None]  # what is done now, rows so far, rows in all


@dataclass(frozen=True, slots=True)
class Made:
    """A return that was made: the file, and what the rules of the import say of its rows."""

    submission_id: UUID
    file_name: str
    sha256: str
    size_bytes: int
    checks: Checks


def export_cld(
    path: Path | None,
    *,
    first_day: date,
    last_day: date,
    made_at: datetime,
    by: SignIn | None,
    on: date,
    progress: Watcher = lambda words, done, total: None,
    work_id: UUID | None = None,
) -> Made:
    """Make the Client Level Data return for a period from today's records, and keep it.

    path      where to write it too, in one step at the end: a file there is replaced whole or not
              at all; None to keep it only
    made_at   when it is made
    by        who makes it; None for the system itself
    progress  told now and then how far it is

    Rows with faults go out and are counted. A row that no file could hold so that it could be read
    again is left out, and counted in `checks.put_aside`. The same records give the same bytes.

    Raises NotAllowed; BadPeriod; Refused when nobody has said which council this is; OSError when
    the file cannot be written. Nothing is kept then, and no file is left behind.
    """
    if by is not None and not permissions.MAKE_RETURN.allows(by):
        raise NotAllowed(permissions.MAKE_RETURN.refusal())
    council = queries.council()
    writing.check_period(first_day, last_day)
    name = path.name if path else file_name(council, first_day, last_day)
    folder = path.parent if path else made_home()
    part = folder / f".{name}.{uuid4().hex}.part"
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic(), facts.one_context("export"):
            if outermost:  # the checks and the file are about the same moment
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            progress("Working out the rows", 0, 0)
            going = queries.prepared(first_day, last_day)
            progress("Writing the file", 0, 0)
            counted: Counter[str] = Counter()
            sha256, size = _write(part, queries.stream(going, council, counted))
            note_told(council, first_day, last_day)
            found = queries.added_up(going, counted)
            submission = Submission.objects.create(
                direction=Submission.WENT_OUT,
                state=Submission.MADE,
                file_name=name[:255],
                sha256=sha256,
                size_bytes=size,
                received_at=made_at,
                given_by=by,
                council_code=council,
                first_day=first_day,
                last_day=last_day,
                rows=found.rows,
                accepted=found.rows,
                by_field=list(found.by_field),
                work_id=work_id,
                ended_at=timezone.now(),
            )
            progress("Keeping the file", found.rows, found.rows)
            _keep(part, submission.pk)
            facts.record(
                RETURN_MADE,
                of=submission.pk,
                by=by,
                on=on,
                words=f"{name}: {found.rows:,} rows, {in_words(first_day)} to {in_words(last_day)}",
                after={"rows": found.rows, "put_aside": found.put_aside, "sha256": sha256},
            )
            if path:
                part.replace(path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return Made(submission.pk, name, sha256, size, found)


def file_name(council_code: str, first_day: date, last_day: date) -> str:
    """What a return is called that nobody named."""
    plain = "".join(letter for letter in council_code if letter.isalnum()) or "council"
    return f"CLD-{plain}-{first_day.isoformat()}-to-{last_day.isoformat()}.csv"


@transaction.atomic
def ask_for_return(
    first_day: date, last_day: date, *, made_at: datetime, by: SignIn, on: date
) -> UUID:
    """Have the return made in the background; returns the piece of long work.

    Raises NotAllowed, BadPeriod, and Refused when nobody has said which council this is.
    """
    if not permissions.MAKE_RETURN.allows(by):
        raise NotAllowed(permissions.MAKE_RETURN.refusal())
    writing.check_period(first_day, last_day)
    queries.council()
    period = f"{in_words(first_day)} to {in_words(last_day)}"
    work_id = work.ask_for(f"Making the return for {period}", by=by)
    app.configure_task(MAKE_RETURN).defer(
        work_id=str(work_id),
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
        made_at=made_at.isoformat(),
        by=str(by.pk),
        on=on.isoformat(),
    )
    return work_id


@transaction.atomic
def note_sent(submission_id: UUID, *, sent_at: datetime, by: SignIn, on: date) -> None:
    """Note that a return went to the ministry; from then on it counts for measures.

    Raises NotAllowed; NotFound; Refused when it was noted before, or for a moment before it was
    made or after today.
    """
    if not permissions.MAKE_RETURN.allows(by):
        raise NotAllowed(permissions.MAKE_RETURN.refusal())
    rows = Submission.objects.select_for_update().filter(direction=Submission.WENT_OUT)
    row = rows.filter(pk=submission_id).first()
    if row is None:
        raise NotFound("There is no such return here.")
    if row.state != Submission.MADE:
        raise Refused("It is noted already that this return was sent.")
    sent_on, made_on = timezone.localdate(sent_at), timezone.localdate(row.received_at)
    if sent_on > on:
        raise Refused("That day has not come yet. Give the day the return was sent.")
    if sent_on < made_on:
        raise Refused(f"This return was made on {in_words(made_on)}, so it was not sent before.")
    row.state, row.received_at = Submission.DONE, max(sent_at, row.received_at)
    row.save(update_fields=["state", "received_at"])
    facts.record(RETURN_SENT, of=row.pk, by=by, on=sent_on, words=row.file_name)


def make_return(
    work_id: UUID, *, first_day: date, last_day: date, made_at: datetime, by: UUID, on: date
) -> None:
    """Make a return that somebody asked for on a page. A second run does no more than say so."""
    asker = access.sign_in(by)
    already = queries.return_of_work(work_id)
    if already is not None:
        work.end(work_id, words="The return is made.", result_id=already)
        return
    if not work.begin(work_id):
        return
    watch = work.progress_of(work_id)
    try:
        made = export_cld(
            None,
            first_day=first_day,
            last_day=last_day,
            made_at=made_at,
            by=asker,
            on=on,
            progress=lambda words, done, total: watch(done, total),
            work_id=work_id,
        )
    except Refused as refused:
        work.fail(work_id, words=str(refused))
        return
    except Exception:
        work.fail(
            work_id,
            words="We made a mistake while making the return, and kept nothing of it. "
            "Ask again; if this comes back, tell whoever looks after Ownway.",
        )
        raise
    work.end(work_id, words=f"{made.checks.rows:,} rows.", result_id=made.submission_id)


def _write(path: Path, stretches: Iterator[bytes]) -> tuple[str, int]:
    """Write a file that only its owner may read; its digest and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        for stretch in stretches:
            out.write(stretch)
            digest.update(stretch)
            size += len(stretch)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _keep(path: Path, submission_id: UUID) -> None:
    keeping = Keeping(submission_id)
    with path.open("rb") as stream:
        while data := stream.read(READ_AT_ONCE):
            keeping.write(data)
    keeping.close()
