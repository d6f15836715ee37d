"""Giving somebody who was let in a way to sign in, and what is told once about an invitation.

The link goes to them by e-mail and is shown to nobody else; the code is shown, this once, to
whoever let them in or invited them, who tells it. So no page and no message holds both.
"""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind, signs_in_with
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import Invited
from ownway.foundation.access.queries import has_signed_in, sign_in_by_email
from ownway.foundation.notices import operations as notices
from ownway.foundation.notices.domain import Channel, Format, Recipient
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.people.domain.own_record import CodeBy, LinkBy
from ownway.support.people.operations import letting_in
from ownway.support.people.queries import let_in


def bring_in(
    let_in_id: UUID, *, person_id: UUID, site: str, by: SignIn, on: date, at: datetime
) -> Invited | None:
    """Make sure that somebody who was let in can sign in: a link goes to them by e-mail.

    An invitation that they did not take up is void from then on. Gives the one whose code is to be
    told; None where they sign in already. Raises NotFound where they are not let in (any more).
    """
    lines = let_in.let_in_to(person_id, on=on)
    line = next((one for one in lines if one.id == let_in_id and one.stands), None)
    if line is None:
        raise NotFound("There is nobody let in by that number.")
    try:
        who = sign_in_by_email(line.email)
    except NotFound:
        who = access.add_sign_in(email=line.email, name=line.name, kind=Kind.CARER)
    if who.kind != Kind.CARER or has_signed_in(who):
        return None
    letting_in.attach_sign_in(let_in_id, sign_in=who, by=by)
    notices.take_back(who.pk, on=on)
    invited = access.invite(who, by=by, on=on, at=at)
    notices.send(
        "let-in",
        about=person_id,
        to=Recipient(line.name, (Channel.EMAIL,), email=who.email),
        values={
            "person": people.person_briefly(person_id, by=by, on=on).name,
            "until": in_words(timezone.localtime(invited.until).date()),
            "sign_in": who.email,
        },
        channel=Channel.EMAIL,
        format_=Format.STANDARD,
        once=f"{site}{invited.address}",
        invites=who.pk,
        to_other=True,
        by=by,
        on=on,
    )
    return invited


def site_of(request: HttpRequest) -> str:
    """How every address of this place begins."""
    return f"{request.scheme}://{request.get_host()}"


def told_once(
    request: HttpRequest,
    invited: Invited,
    *,
    back: str,
    mine: bool = False,
    link_by: LinkBy = LinkBy.EMAIL,
    code_by: CodeBy = CodeBy.HAND,
) -> HttpResponse:
    """The page that says where the link went, and shows the code where the reader tells it.

    In the demonstration, from which no message leaves, it also shows what stands in the message.
    """
    answer = render(
        request,
        "front_doors/invited.html",
        {
            "name": invited.who.name,
            "sign_in": signs_in_with(invited.who.email),
            "until": invited.until,
            "by_letter": link_by is LinkBy.LETTER,
            "code": invited.code if code_by is CodeBy.HAND else "",
            "code_by": code_by.value,
            "mine": mine,
            "back": back,
            "demo_link": f"{site_of(request)}{invited.address}" if settings.DEMO else "",
            "demo_code": invited.code if settings.DEMO and code_by is not CodeBy.HAND else "",
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer
