"""Run the national method over the files as they were submitted, and keep what it worked out.

Files read into columns, and who counts, are kept under the home folder, by what they came from:
the same question of the same files is answered at once. They hold personal data, as the files
do; the folder is its owner's alone, and only the newest stay. Deleting it loses nothing.

Errors    NoFiles: no file counts for the year, in words. CannotRun: the engine asked for cannot
          run here.
"""

import io
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.utils import timezone

from ownway.commissioning.measures.domain import METHOD_VERSION, NoFiles, Used, Year
from ownway.commissioning.measures.domain.method import chosen as choosing
from ownway.commissioning.measures.domain.method import engine as engines
from ownway.commissioning.measures.domain.method import run, told
from ownway.commissioning.returns import queries as returns
from ownway.config.home import CannotRun, make_folder
from ownway.foundation.access.second_lock import whole_council

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TOLD_KEPT, COUNTED_KEPT = 60, 30  # files and answers that stay
TABLES = ("counted", "waited", "identifiers")
LIVE = "live"
LIVE_NAME = "live records"


@dataclass(frozen=True, slots=True)
class Counted:
    """Who counts in a year, and what that rests on."""

    counted: pa.Table  # id, part, person, counts
    waited: pa.Table  # metric, band, quarter, person, days
    identifiers: pa.Table  # person, council_id, nhs_number
    used: tuple[Used, ...]
    quarters_without: tuple[date, ...]


@whole_council()
def counted(year: Year, *, as_of: date, live: bool) -> Counted:
    """Who counts in a year, by the files received by the end of `as_of`.

    live  from the first day of the year on, by today's records, as if a return of them up to
          `as_of` (or the end of the year) were given now: the figure that is being headed for
    """
    if year.last_day < choosing.FROM:
        raise NoFiles(
            "The national measures begin with the year 2023-24, when the files they are worked "
            "out from began. Ask for that year or a later one."
        )
    kept = returns.submissions_for_measures(as_of=as_of)
    if live:
        return _live(year, kept, as_of=as_of)
    if not kept:
        raise NoFiles(
            "No file had been received by that day. Import the files with the time they were "
            "given, or ask as of a later day."
        )
    key = _key("submitted", year, as_of, _inputs(kept))
    if (found := _remembered(key)) is not None:
        return found
    files = _files(kept)
    with _engine() as engine:
        choice = run.choose_files(engine, files, choosing.quarters_of(year, as_of=as_of))
        if not choice[0]:
            raise NoFiles(_nothing_chosen(year, len(kept)))
        counts = run.count(engine, files, *choice, year=year)
    return _remember(key, counts, _about(kept))


def _live(year: Year, kept: Sequence[returns.KeptSubmission], *, as_of: date) -> Counted:
    last_day = min(as_of, year.last_day)
    if last_day < year.first_day:
        raise NoFiles(f"The year {year} had not begun by then, so there is nothing to head for.")
    earlier = list(choosing.quarters_until(year.first_day - timedelta(days=1)))
    files = _files(kept)
    with _engine() as engine, TemporaryDirectory(dir=_folder("live")) as place:
        before, without = run.choose_files(engine, files, earlier)
        # Without any file of the years before, today's records tell of those too.
        first_day = year.first_day if before else choosing.FROM
        path, digest = _written_out(first_day, last_day, Path(place))
        key = _key(LIVE, year, last_day, [digest, *_inputs(kept)])
        if (found := _remembered(key)) is not None:
            return found
        given_at = datetime.combine(as_of, time())
        given = choosing.Submitted(LIVE, given_at, len(files) + 1, (first_day, last_day))
        counts = run.count(
            engine,
            [*files, run.File(LIVE, path, given_at)],
            [*before, choosing.Chosen(given, first_day, last_day)],
            without if before else [],
            year=year,
        )
    about = (LIVE_NAME, digest, timezone.make_aware(given_at))
    return _remember(key, counts, {**_about(kept), LIVE: about})


def _written_out(first_day: date, last_day: date, place: Path) -> tuple[Path, str]:
    """Today's return of a period, read into columns, and the digest of its bytes."""
    file, path, digest = place / "return.csv", place / "told.parquet", sha256()
    with file.open("wb") as out:
        for stretch in returns.live_return(first_day, last_day):
            digest.update(stretch)
            out.write(stretch)
    with file.open("rb") as stream:
        told.write_told(stream, path)
    return path, digest.hexdigest()


def _inputs(kept: Sequence[returns.KeptSubmission]) -> list[str]:
    return [f"{one.id} {one.sha256} {one.received_at.isoformat()}" for one in kept]


def _about(kept: Sequence[returns.KeptSubmission]) -> dict[str, tuple[str, str, datetime]]:
    return {str(one.id): (one.file_name, one.sha256, one.received_at) for one in kept}


def _files(kept: Sequence[returns.KeptSubmission]) -> list[run.File]:
    return [
        run.File(
            str(one.id),
            _told(one),
            timezone.localtime(one.received_at).replace(tzinfo=None),
        )
        for one in kept
    ]


def _nothing_chosen(year: Year, files: int) -> str:
    had = "The file received by that day does" if files == 1 else "The files received by then do"
    return (
        f"{had} not cover a whole quarter that the figures for {year} are made from. What a file "
        "covers is read from the months its events end in, not from the period it states."
    )


@contextmanager
def _engine() -> Iterator[engines.Engine]:
    try:
        name = engines.engine_named(settings.OWNWAY_ENGINE)
        with engines.running(name, folder=_folder("work")) as engine:
            yield engine
    except engines.CannotCount as error:
        raise CannotRun(str(error)) from error


def _folder(name: str) -> Path:
    folder = Path(settings.OWNWAY_HOME) / "cache" / "measures" / name
    for part in (folder.parent.parent, folder.parent, folder):
        make_folder(part)
    return folder


def _key(kind: str, year: Year, as_of: date, inputs: Sequence[str]) -> str:
    said = json.dumps([kind, METHOD_VERSION, told.reading(), str(year), as_of.isoformat(), *inputs])
    return sha256(said.encode()).hexdigest()


def _told(kept: returns.KeptSubmission) -> Path:
    """A submitted file in columns, read now unless it has been before."""
    folder = _folder("told")
    path = folder / f"{told.reading()}-{kept.sha256}.parquet"
    if path.exists():
        os.utime(path)
        return path
    _forget(folder, TOLD_KEPT)
    with TemporaryDirectory(dir=folder) as place:
        fresh = Path(place) / "told.parquet"
        told.write_told(_stream(returns.kept_bytes(kept.id)), fresh)
        fresh.replace(path)
    return path


def _remembered(key: str) -> Counted | None:
    place = _folder("counted") / key
    try:
        about = json.loads((place / "about.json").read_text(encoding="utf-8"))
        tables = [pq.read_table(place / f"{name}.parquet") for name in TABLES]
    except (OSError, ValueError):
        return None
    os.utime(place)
    counted_rows, waited, identifiers = tables
    return Counted(
        counted_rows,
        waited,
        identifiers,
        tuple(_used(one) for one in about["used"]),
        tuple(date.fromisoformat(day) for day in about["quarters_without"]),
    )


def _remember(key: str, counts: run.Counts, files: dict[str, tuple[str, str, datetime]]) -> Counted:
    used = tuple(
        Used(
            "" if one.submitted.key == LIVE else one.submitted.key,
            *files[one.submitted.key],
            one.first_day,
            one.last_day,
        )
        for one in counts.chosen
    )
    folder = _folder("counted")
    _forget(folder, COUNTED_KEPT)
    with TemporaryDirectory(dir=folder) as place:
        fresh = Path(place) / "fresh"
        fresh.mkdir()
        for name in TABLES:
            pq.write_table(getattr(counts, name), fresh / f"{name}.parquet")
        about = {
            "used": [
                [
                    one.submission_id,
                    one.file_name,
                    one.sha256,
                    one.received_at.isoformat(),
                    one.first_day.isoformat(),
                    one.last_day.isoformat(),
                ]
                for one in used
            ],
            "quarters_without": [day.isoformat() for day in counts.quarters_without],
        }
        (fresh / "about.json").write_text(json.dumps(about), encoding="utf-8")
        with suppress(OSError):  # somebody else was as quick: theirs is the same
            fresh.replace(folder / key)
    return Counted(counts.counted, counts.waited, counts.identifiers, used, counts.quarters_without)


def _used(said: list[str]) -> Used:
    submission_id, file_name, digest, received_at, first_day, last_day = said
    return Used(
        submission_id,
        file_name,
        digest,
        datetime.fromisoformat(received_at),
        date.fromisoformat(first_day),
        date.fromisoformat(last_day),
    )


def _forget(folder: Path, most: int) -> None:
    """Make room: the ones that were asked for longest ago go."""
    found = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[most - 1 :]:
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _stream(stretches: Iterator[bytes]) -> BinaryIO:
    return io.BufferedReader(_Stretches(stretches), buffer_size=1 << 20)


class _Stretches(io.RawIOBase):
    """Stretches of bytes, one after another, as one stream."""

    def __init__(self, stretches: Iterator[bytes]) -> None:
        self._stretches = stretches
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        into = memoryview(buffer)
        while not self._left:
            stretch = next(self._stretches, None)
            if stretch is None:
                return 0
            self._left = memoryview(stretch)
        size = min(len(into), len(self._left))
        into[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
