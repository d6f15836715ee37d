"""Keep a file byte for byte, beside the rows that it brought or was made of.

A file is a run of parts, each a whole zstd stream of its own, so that neither keeping nor reading
it again needs more memory than one part, whatever its size. Each part is sealed for its place in
its file: a copy of the database gives no line of it away.
"""

from uuid import UUID

from django.db import connection

from ownway.commissioning.returns.domain.kept import sealed_for
from ownway.foundation import keys

PART = 8_388_608  # bytes of the file a part; about 1 MB once compressed
MOST_A_WRITE = 1_048_576  # bytes handed to the compressor at a time


class Keeping:
    """Takes a file's bytes as they come, and keeps them as parts of a submission.

    Runs in the caller's transaction, or outside any: the parts of a file that did not come to its
    end go when its submission is deleted. Nothing written means nothing kept.
    """

    def __init__(self, submission_id: UUID) -> None:
        self._submission_id = submission_id
        self._waiting: list[bytes] = []
        self._size = 0
        self._number = 0

    def write(self, data: bytes) -> None:
        """Keep these bytes after those before."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size >= PART:
            self._keep()

    def close(self) -> None:
        """Keep what still waits. Writing after this is allowed, and makes a part of its own."""
        if self._size:
            self._keep()

    def _keep(self) -> None:
        # Here, so that only who keeps a file loads it: it takes much memory.
        import pyarrow  # type: ignore[import-untyped]  # it ships no types

        whole = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        sink = pyarrow.BufferOutputStream()
        with pyarrow.CompressedOutputStream(sink, "zstd") as out:
            for start in range(0, len(whole), MOST_A_WRITE):
                out.write(whole[start : start + MOST_A_WRITE])
        about = sealed_for(self._submission_id, self._number)
        sealed = keys.seal(sink.getvalue().to_pybytes(), about=about)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO returns_keptpart (submission_id, number, data) VALUES (%s, %s, %s)",
                [self._submission_id, self._number, sealed],
            )
        self._number += 1
