"""Whose account it is, and one act on it at a time."""

from datetime import date
from uuid import UUID

from django.db import connection

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.domain.seeing import Work


def open_account(person_id: UUID, permission: Permission, *, by: SignIn, on: date) -> None:
    """Make sure that `by` may act on this person's statements, and that nobody else acts now.

    Whoever was let in only to read is refused. Raises NotFound, NotAllowed.
    """
    people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
    at = looked_at_by(by.pk)
    if at is not None and not at.acts:
        raise NotAllowed(f"You may read this. Only {at.name} decides and writes here.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"wallet:{person_id}"])
