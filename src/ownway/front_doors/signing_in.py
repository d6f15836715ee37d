"""Giving somebody who was let in a way to sign in, and what is told once about an invitation.

The link goes to them by e-mail and is shown to nobody else; the code is shown, this once, to
whoever let them in or invited them, who tells it; to the person themself, for some minutes of
their session. So no page and no message holds both.
"""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ownway.config.clock import now
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind, signs_in_with
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import Invited
from ownway.foundation.access.queries import has_signed_in, sign_in_by_email
from ownway.foundation.keys.sealing import open_text, seal_text
from ownway.foundation.notices import operations as notices
from ownway.foundation.notices.domain import Channel, Format, Recipient
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.people.domain.own_record import CodeBy, LinkBy
from ownway.support.people.operations import letting_in
from ownway.support.people.queries import let_in

TOLD = "invited"  # where the session keeps, sealed, the code that a page still shows
TOLD_FOR = timedelta(minutes=10)


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


def tell_once(request: HttpRequest, invited: Invited, let_in_id: UUID) -> HttpResponse:
    """Lead the person to the page with the code; it stays with their session for some minutes."""
    told = {
        "let_in_id": str(let_in_id),
        "name": invited.who.name,
        "email": invited.who.email,
        "code": invited.code,
        "until": invited.until.isoformat(),
        "address": invited.address if settings.DEMO else "",
        "shown_until": (now() + TOLD_FOR).isoformat(),
    }
    request.session[TOLD] = seal_text(json.dumps(told), about=TOLD)
    return redirect("my.invited", let_in_id)


def told_to_her(request: HttpRequest, *, email: str) -> str | None:
    """The letting-in whose code this session still shows, where it is of that address."""
    stored = type(request.session)(request.session.session_key)  # what another press kept since
    told = _kept_for(stored.get(TOLD, ""))
    return told["let_in_id"] if told and told["email"] == email.strip().lower() else None


def tell_again(request: HttpRequest, let_in_id: UUID, *, back: str) -> HttpResponse:
    """The page with the code, as long as the session holds it; afterwards, the way back."""
    told = _kept_for(request.session.get(TOLD, ""))
    if told is None or told["let_in_id"] != str(let_in_id):
        request.session.pop(TOLD, None)
        messages.info(request, "The code is not shown any longer. Send a new link for a new code.")
        return redirect(back)
    answer = render(
        request,
        "front_doors/invited.html",
        {
            "name": told["name"],
            "sign_in": signs_in_with(told["email"]),
            "until": datetime.fromisoformat(told["until"]),
            "by_letter": False,
            "code": told["code"],
            "code_by": CodeBy.HAND.value,
            "mine": True,
            "back": back,
            "minutes": TOLD_FOR.seconds // 60,
            "demo_link": f"{site_of(request)}{told['address']}" if told["address"] else "",
            "demo_code": "",
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _kept_for(sealed: str) -> dict[str, str] | None:
    """What was kept to be told, while it still is to be shown."""
    if not sealed:
        return None
    told: dict[str, str] = json.loads(open_text(sealed, about=TOLD))
    return told if now() < datetime.fromisoformat(told["shown_until"]) else None


def site_of(request: HttpRequest) -> str:
    """How every address of this place begins."""
    return f"{request.scheme}://{request.get_host()}"


def told_once(
    request: HttpRequest,
    invited: Invited,
    *,
    back: str,
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
            "mine": False,
            "back": back,
            "minutes": 0,
            "demo_link": f"{site_of(request)}{invited.address}" if settings.DEMO else "",
            "demo_code": invited.code if settings.DEMO and code_by is not CodeBy.HAND else "",
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer
