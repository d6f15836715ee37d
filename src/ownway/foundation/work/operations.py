"""Starting long work, saying how far it got, and rescuing what a killed worker left behind."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ownway.foundation.access.models import SignIn
from ownway.foundation.work.models import LongWork


def ask_for(title: str, *, by: SignIn | None) -> UUID:
    """A new piece of long work, waiting for a worker."""
    return LongWork.objects.create(title=title, asked_by=by).pk


def begin(work_id: UUID) -> None:
    LongWork.objects.filter(pk=work_id).update(state=LongWork.RUNNING, done=0, words="")


def progress_of(work_id: UUID) -> Callable[[int, int], None]:
    """A function that keeps (done, total) where the page can see it.

    Works only outside a transaction, or nobody would see it before the end.
    """

    def keep(done: int, total: int) -> None:
        if connection.in_atomic_block:
            return
        LongWork.objects.filter(pk=work_id).update(done=done, total=total)

    return keep


def end(work_id: UUID, *, words: str, result_id: UUID | None = None) -> None:
    LongWork.objects.filter(pk=work_id).update(
        state=LongWork.DONE, words=words[:400], result_id=result_id, ended_at=timezone.now()
    )


def fail(work_id: UUID, *, words: str) -> None:
    LongWork.objects.filter(pk=work_id).update(
        state=LongWork.FAILED, words=words[:400], ended_at=timezone.now()
    )
