"""The files themselves, as they were given or went out, and which of them count for measures."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ownway.commissioning.returns.domain.kept import PACKED, sealed_for
from ownway.commissioning.returns.models import Submission
from ownway.foundation import keys

READ_AT_ONCE = 1_048_576  # bytes of the file handed on at a time


@dataclass(frozen=True, slots=True)
class KeptSubmission:
    """A file that counts: what it is, when it was received, and whose and which period it tells."""

    id: UUID
    direction: str  # "in" or "out"
    received_at: datetime
    council_code: str
    first_day: date | None
    last_day: date | None
    file_name: str
    sha256: str
    rows: int


def kept_bytes(submission_id: UUID) -> Iterator[bytes]:
    """A kept file exactly as it was, a stretch at a time; nothing at all when it is not kept.

    One part is in memory at a time. Whoever hands it to people records the reading first. Raises
    CannotOpen at a part that is not what was kept, and KeyLost.
    """
    # Here, so that only who opens a file loads it: it takes much memory.
    import pyarrow  # type: ignore[import-untyped]  # it ships no types

    number = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT data FROM returns_keptpart WHERE submission_id = %s AND number = %s",
                [submission_id, number],
            )
            found = cursor.fetchone()
        if found is None:
            return
        packed = bytes(found[0])
        if not packed.startswith(PACKED):
            packed = keys.open_(packed, about=sealed_for(submission_id, number))
        with pyarrow.input_stream(pyarrow.BufferReader(packed), compression="zstd") as part:
            while stretch := part.read(READ_AT_ONCE):
                yield stretch
        number += 1


def kept_files_looked_at(*, newest: int = 20) -> tuple[int, list[str]]:
    """Whether kept files are still what they were, by their digest, for whoever keeps the system.

    Returns how many were looked at, the newest first, and what those are called that are not.
    """
    rows = Submission.objects.filter(parts__number=0).exclude(state=Submission.READING)
    looked, spoilt = 0, []
    for submission_id, name, sha256 in rows.order_by("-received_at", "-pk").values_list(
        "pk", "file_name", "sha256"
    )[:newest]:
        digest = hashlib.sha256()
        try:
            for stretch in kept_bytes(submission_id):
                digest.update(stretch)
        except (OSError, keys.CannotOpen, keys.KeyLost):  # no longer what was kept, or shut
            digest.update(b"spoilt")
        looked += 1
        if digest.hexdigest() != sha256:
            spoilt.append(name)
    return looked, spoilt


def submissions_for_measures(*, as_of: date | None = None) -> list[KeptSubmission]:
    """The files that count, oldest receipt first: taken to the end and not undone.

    as_of  leave out what was received after this day, by the council's clock
    """
    rows = Submission.objects.filter(state=Submission.DONE)
    if as_of is not None:
        next_day = datetime.combine(as_of + timedelta(days=1), time())
        rows = rows.filter(received_at__lt=timezone.make_aware(next_day))
    names = list(KeptSubmission.__dataclass_fields__)
    return [
        KeptSubmission(**found)
        for found in rows.order_by("received_at", "ended_at", "pk").values(*names)
    ]
