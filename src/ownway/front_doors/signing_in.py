"""Giving somebody who was let in a way to sign in."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import Invited
from ownway.support.people.domain.own_record import CODE_WORDS, CodeBy
from ownway.support.people.operations import letting_in
from ownway.support.people.queries import let_in


def bring_in(
    let_in_id: UUID, *, person_id: UUID, by: SignIn, on: date, at: datetime
) -> Invited | None:
    """Make sure that somebody who was let in can sign in.

    Gives the invitation of somebody new, to be told once; None where they sign in already.
    """
    line = next(one for one in let_in.let_in_to(person_id, on=on) if one.id == let_in_id)
    if line.signs_in:
        return None
    made = access.add_sign_in(email=line.email, name=line.name, kind=Kind.CARER)
    letting_in.attach_sign_in(let_in_id, sign_in=made, by=by)
    return access.invite(made, by=by, on=on, at=at)


def told_once(
    request: HttpRequest, invited: Invited, *, back: str, code_by: CodeBy = CodeBy.HAND
) -> HttpResponse:
    """The page that shows a link and its code this one time: neither is kept anywhere."""
    answer = render(
        request,
        "front_doors/invited.html",
        {
            "invited": invited,
            "link": request.build_absolute_uri(invited.address),
            "code": invited.code,
            "code_by": CODE_WORDS[code_by],
            "back": back,
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer
