"""How far long work has come."""

from uuid import UUID

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.work.models import LongWork
from ownway.kernel.refusal import NotFound


def work_for_reading(work_id: UUID, *, by: SignIn) -> LongWork:
    """Long work that `by` asked for (administrators see all). Raises NotFound otherwise."""
    rows = LongWork.objects.filter(pk=work_id)
    if Role.ADMINISTRATOR.value not in by.roles:
        rows = rows.filter(asked_by=by)
    found = rows.first()
    if found is None:
        raise NotFound("There is no such work.")
    return found


def together(work_id: UUID, *, by: SignIn) -> list[LongWork]:
    """A piece of long work and all that was asked for with it, in order. Raises NotFound."""
    found = work_for_reading(work_id, by=by)
    if found.together_id is None:
        return [found]
    return list(
        LongWork.objects.filter(together_id=found.together_id, asked_by_id=found.asked_by_id)
        .select_related("asked_by")
        .order_by("rank", "pk")
    )


def open_work_of(by: SignIn) -> list[LongWork]:
    """What somebody asked for that has not ended."""
    return list(
        LongWork.objects.filter(
            asked_by=by, state__in=[LongWork.WAITING, LongWork.RUNNING]
        ).order_by("asked_at", "rank")
    )
