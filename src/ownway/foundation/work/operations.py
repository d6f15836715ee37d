"""Starting long work, saying how far it got, and rescuing what a killed worker left behind."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from ownway.foundation.access.models import SignIn
from ownway.foundation.work import queries
from ownway.foundation.work.models import LongWork


def ask_for(
    title: str, *, by: SignIn | None, together_id: UUID | None = None, rank: int = 0
) -> UUID:
    """A new piece of long work, waiting for a worker.

    `together_id` is the same for pieces asked for at once, and `rank` their place in the row.
    """
    made = LongWork.objects.create(title=title, asked_by=by, together_id=together_id, rank=rank)
    return made.pk


def begin(work_id: UUID) -> bool:
    """Begin, or begin again; returns whether to: not when it was cancelled while it waited."""
    asked = LongWork.objects.filter(pk=work_id).exclude(state=LongWork.CANCELLED)
    asked = asked.filter(cancel_asked_at__isnull=True)
    return bool(asked.update(state=LongWork.RUNNING, done=0, words=""))


@transaction.atomic
def cancel(work_id: UUID, *, by: SignIn) -> list[UUID]:
    """Ask for a piece of work to stop, and all that was asked for with it and has not ended.

    What waits ends here and now; its ids are returned. What is under way stops by itself as soon
    as it looks, and what has ended stays as it is. Raises NotFound when it is not theirs to see.
    """
    open_ids = [
        piece.pk
        for piece in queries.together(work_id, by=by)
        if piece.state in (LongWork.WAITING, LongWork.RUNNING)
    ]
    rows = LongWork.objects.filter(pk__in=open_ids)
    rows.filter(cancel_asked_at__isnull=True).update(cancel_asked_at=timezone.now())
    waiting = rows.select_for_update().filter(state=LongWork.WAITING)
    stopped = list(waiting.values_list("pk", flat=True))
    LongWork.objects.filter(pk__in=stopped).update(
        state=LongWork.CANCELLED, ended_at=timezone.now()
    )
    return stopped


def cancel_asked(work_id: UUID) -> bool:
    """Whether somebody asked for it to stop; work under way asks this now and then."""
    return LongWork.objects.filter(pk=work_id, cancel_asked_at__isnull=False).exists()


def cancelled(work_id: UUID) -> None:
    """It stopped because somebody asked for that."""
    LongWork.objects.filter(pk=work_id).update(
        state=LongWork.CANCELLED, words="", ended_at=timezone.now()
    )


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
