"""Tell the transaction who reads, and step into the role that row-level security binds."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models.expressions import RawSQL

from ownway.foundation.access.domain import Reach, reach_of
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock.policies import APP_ROLE

_bound: ContextVar[bool] = ContextVar("ownway_bound_by_rows", default=False)

# One statement: where the rows of a reader are told apart, and from then on by whom.
_STEP_IN = (
    "SELECT set_config('ownway.sees', %s, true), set_config('ownway.reader', %s, true), "
    "set_config('ownway.team', %s, true), set_config('ownway.own', %s, true), "
    f"set_config('ownway.now', %s, true), set_config('role', '{APP_ROLE}', true)"
)
_STEP_OUT = "SELECT set_config('role', 'none', true)"
_STEP_BACK = f"SELECT set_config('role', '{APP_ROLE}', true)"


@contextmanager
def reading_as(who: SignIn | AnonymousUser, *, at: datetime) -> Iterator[None]:
    """Read and write as somebody, in one transaction; nobody's rows for somebody signed out.

    `at` is the instant by which reasons to open a record count as given or lapsed.
    """
    within = connection.in_atomic_block
    with transaction.atomic():
        known = who if isinstance(who, SignIn) else None
        told = [
            (reach_of(known.kind, known.roles) if known and known.is_active else Reach.NOTHING),
            str(known.pk) if known else "",
            str(known.team_id or "") if known else "",
            str(known.own_person_id or "") if known else "",
            at.isoformat(),
        ]
        with connection.cursor() as cursor:
            cursor.execute(_STEP_IN, told)
        before = _bound.set(True)
        try:
            yield
        finally:
            _bound.reset(before)
        # What ends or is rolled back takes the role with it; a transaction around this one goes on.
        if within and not connection.needs_rollback:
            _say(_STEP_BACK if _bound.get() else _STEP_OUT)


def hidden_from(who: SignIn) -> RawSQL:
    """The ids of everyone whose restricted record does not name somebody among its few readers.

    For rows that tell of a person by a loose id, to leave them out: `exclude(about_id__in=…)`.
    """
    return RawSQL("SELECT ownway_hidden_from(%s)", [who.pk])


@contextmanager
def whole_council() -> Iterator[None]:
    """Read for the whole council within a page, for figures that count everybody.

    What is found may be counted; nobody's record may be shown from it without asking
    `people.queries` once more. Outside a page it changes nothing.
    """
    if not _bound.get():
        yield
        return
    _say(_STEP_OUT)
    before = _bound.set(False)
    try:
        yield
    finally:
        _bound.reset(before)
        with suppress(DatabaseError):  # a broken transaction rolls back, and takes the role back
            _say(_STEP_BACK)


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
