"""Files given on a page: kept until they are taken, then taken in the background."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from ownway.commissioning.returns import permissions, queries
from ownway.commissioning.returns.domain import UnusableFile
from ownway.commissioning.returns.operations.importing import Progress, import_cld
from ownway.config.home import made_home, make_folder
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, Refused

TAKE_UPLOAD = "returns.take-upload"


def largest_file() -> int:
    """The most bytes a file given on a page may have."""
    return int(getattr(settings, "OWNWAY_LARGEST_FILE", 2_000_000_000))


@transaction.atomic
def bring_file(
    parts: Iterable[bytes], *, file_name: str, received_at: datetime, by: SignIn, on: date
) -> UUID:
    """Keep a file and ask for it to be taken; returns the long work that does it.

    Raises NotAllowed; Refused when the file is empty or too large (nothing is kept).
    """
    if not permissions.IMPORT_FILES.allows(by):
        raise NotAllowed(permissions.IMPORT_FILES.refusal())
    work_id = work.ask_for(f"Bringing in {file_name}"[:200], by=by)
    file = _place_of(work_id)
    try:
        size = _keep(parts, file)
        if not size:
            raise Refused("The file is empty. Write it out of your system again.")
        app.configure_task(TAKE_UPLOAD).defer(
            work_id=str(work_id),
            file_name=file_name,
            received_at=received_at.isoformat(),
            by=str(by.pk),
            on=on.isoformat(),
        )
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return work_id


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
    if not file.exists():
        work.fail(work_id, words="The file is no longer here. Choose it again.")
        return
    work.begin(work_id)
    keep = work.progress_of(work_id)

    def tell(progress: Progress) -> None:
        if progress.total:
            keep(progress.done, progress.total)

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
