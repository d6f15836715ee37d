"""Files given on a page: kept until they are taken, then taken in the background."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from ownway.commissioning.returns import permissions, queries
from ownway.commissioning.returns.domain import UnusableFile
from ownway.commissioning.returns.operations.importing import Cancelled, Progress, import_cld
from ownway.commissioning.returns.operations.ordering import Period, in_order
from ownway.config.home import made_home, make_folder
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import day
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, Refused

TAKE_UPLOAD = "returns.take-upload"
ONE_AFTER_ANOTHER = "returns.files"  # the queue's lock: jobs under it keep their order


def largest_file() -> int:
    """The most bytes a file given on a page may have."""
    return int(getattr(settings, "OWNWAY_LARGEST_FILE", 2_000_000_000))


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given on a page: its name, and its bytes a stretch at a time."""

    file_name: str
    parts: Iterable[bytes]


@transaction.atomic
def bring_files(
    given: Sequence[Given], *, received_at: datetime, by: SignIn, on: date
) -> list[UUID]:
    """Keep files and ask for them to be taken one after another; returns the long work of each.

    They are taken in the order of their reporting periods, however they were given. Raises
    NotAllowed; Refused when there is none, or one is empty or too large (nothing is kept).
    """
    if not permissions.IMPORT_FILES.allows(by):
        raise NotAllowed(permissions.IMPORT_FILES.refusal())
    if not given:
        raise Refused("Choose a file first.")
    kept: list[Path] = []
    try:
        for one in given:
            kept.append(_place_of(uuid4()))
            if not _keep(one.parts, kept[-1]):
                raise Refused(f"{one.file_name} is empty. Write it out of your system again.")
        ordered = in_order(
            (path, one.file_name, received_at) for path, one in zip(kept, given, strict=True)
        )
        together_id, asked = uuid4(), []
        for rank, file in enumerate(ordered):
            name = file.name
            title = f"Bringing in {name}" if len(given) == 1 else f"{name}{_for(file.period)}"
            work_id = work.ask_for(title[:200], by=by, together_id=together_id, rank=rank)
            file.path.rename(_place_of(work_id))
            kept.append(_place_of(work_id))
            app.configure_task(TAKE_UPLOAD, lock=ONE_AFTER_ANOTHER).defer(
                work_id=str(work_id),
                file_name=name,
                received_at=received_at.isoformat(),
                by=str(by.pk),
                on=on.isoformat(),
            )
            asked.append(work_id)
    except BaseException:
        for path in kept:
            path.unlink(missing_ok=True)
        raise
    return asked


def cancel_uploads(work_id: UUID, *, by: SignIn) -> None:
    """Stop taking a file and those given with it; what was taken already stays.

    Nothing is kept of the file under way. Raises NotAllowed; NotFound.
    """
    if not permissions.IMPORT_FILES.allows(by):
        raise NotAllowed(permissions.IMPORT_FILES.refusal())
    for waiting in work.cancel(work_id, by=by):
        _place_of(waiting).unlink(missing_ok=True)


def take_upload(
    work_id: UUID, *, file_name: str, received_at: datetime, by: UUID, on: date
) -> None:
    """Take a file that was kept; safe to run again after a kill at any moment.

    The file is deleted once it is known what became of it.
    """
    file = _place_of(work_id)
    if done := queries.submission_of_work(work_id):
        work.end(work_id, words="", result_id=done)
        file.unlink(missing_ok=True)
        return
    if not work.begin(work_id):
        work.cancelled(work_id)
        file.unlink(missing_ok=True)
        return
    if not file.exists():
        work.fail(work_id, words="The file is no longer here. Choose it again.")
        return
    keep = work.progress_of(work_id)

    def tell(progress: Progress) -> None:
        if progress.total:
            keep(progress.done, progress.total)
        if work.cancel_asked(work_id):
            raise Cancelled

    try:
        report = import_cld(
            file,
            file_name=file_name,
            received_at=received_at,
            by=access.sign_in(by),
            on=on,
            progress=tell,
            work_id=work_id,
        )
    except Cancelled:
        work.cancelled(work_id)
    except (UnusableFile, Refused) as refused:
        work.fail(work_id, words=str(refused))
    except Exception:
        work.fail(
            work_id,
            words="We made a mistake while taking this file, and kept nothing of it. "
            "Choose it again; if this comes back, tell whoever looks after Ownway.",
        )
        file.unlink(missing_ok=True)
        raise
    else:
        work.end(work_id, words="", result_id=report.submission_id)
    file.unlink(missing_ok=True)


def _for(period: Period) -> str:
    return f", {day(period[0])} to {day(period[1])}" if period[0] and period[1] else ""


def _place_of(work_id: UUID) -> Path:
    folder = made_home() / "uploads"
    make_folder(folder)
    return folder / f"{work_id}.csv"


def _keep(parts: Iterable[bytes], file: Path) -> int:
    """Write the parts where the owner alone can read them; returns how many bytes."""
    limit, size = largest_file(), 0
    with suppress(FileNotFoundError):
        file.unlink()
    file.touch(mode=0o600, exist_ok=False)
    with file.open("wb") as out:
        for part in parts:
            size += len(part)
            if size > limit:
                raise Refused(
                    f"The file is larger than {limit // 1_000_000:,} MB. "
                    "Bring it in on the server, with: ownway import-cld FILE"
                )
            out.write(part)
    return size
