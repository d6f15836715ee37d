"""Giving somebody who was let in a way to sign in."""

from datetime import date
from uuid import UUID

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.support.people.operations import letting_in
from ownway.support.people.queries import let_in


def bring_in(let_in_id: UUID, *, person_id: UUID, by: SignIn, on: date) -> str:
    """Make sure that somebody who was let in can sign in; says what happens next, in words."""
    line = next(one for one in let_in.let_in_to(person_id, on=on) if one.id == let_in_id)
    if line.signs_in:
        return f"{line.name} is let in, and sees it when they next sign in."
    made = access.add_sign_in(email=line.email, name=line.name, kind=Kind.CARER)
    letting_in.attach_sign_in(let_in_id, sign_in=made, by=by)
    return f"{line.name} is let in, and sees it when they first sign in with {line.email}."
