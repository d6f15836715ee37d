"""Background work of this context; each job is safe to run twice."""

from datetime import date
from uuid import UUID

from procrastinate.contrib.django import app

from ownway.foundation.access import queries as access
from ownway.foundation.data_rights import operations


@app.task(name=operations.MAKE_PACK)  # type: ignore[untyped-decorator]  # it has no types
def make_pack(pack_id: str, on: str) -> None:
    """Make a copy of everything held about somebody."""
    operations.make_pack(UUID(pack_id), on=date.fromisoformat(on))


@app.task(name=operations.CARRY_OUT)  # type: ignore[untyped-decorator]  # as above
def carry_out(run_id: str, by: str, on: str) -> None:
    """Erase what somebody approved."""
    operations.carry_out(UUID(run_id), by=access.sign_in(UUID(by)), on=date.fromisoformat(on))
