"""Sign in with the council's own sign-in. It vouches for somebody; we decide who they are here."""

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from ownway.config.clock import instant, today
from ownway.foundation.access import council, operations, queries, stepping
from ownway.foundation.access.asking import first_page_of, own_address
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.views.signing import let_in
from ownway.kernel.refusal import NotFound, Refused

log = structlog.stdlib.get_logger("ownway.access")
ASKED = "council_asked"
OWN_DOING = ("same-origin", "none")  # a press here, or an address typed; no link from elsewhere
NOT_INVITED = (
    "The council knows you, but nobody has invited you to Ownway with that address yet. "
    "Ask whoever looks after sign-ins."
)


@require_GET
def ask_council(request: HttpRequest) -> HttpResponse:
    if not queries.council_sign_in():
        raise NotFound("The council's own sign-in is not set up here.")
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_DOING:
        return redirect("sign-in")
    try:
        address, asked = council.question(
            _client(), back=_back(request), again=request.user.is_authenticated
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sign-in")
    then = own_address(request, request.GET.get("next", ""))
    request.session[ASKED] = asked.to_session() | {"next": then, "at": str(instant().timestamp())}
    return HttpResponseRedirect(address)


@require_GET
def council_answered(request: HttpRequest) -> HttpResponse:
    """The browser comes back with an answer; it is taken once."""
    asked = request.session.pop(ASKED, {})
    try:
        if not queries.council_sign_in():
            raise NotFound("The council's own sign-in is not set up here.")
        known = council.answered(
            _client(),
            request.GET.dict(),
            asked=asked,
            back=_back(request),
            strong=settings.OWNWAY_OIDC_SECOND_FACTOR,
        )
        who = _who(known)
    except NotFound:
        raise
    except Refused as refusal:
        log.warning("access.try-failed", by="council")
        messages.error(request, str(refusal))
        return redirect("sign-in")
    by = stepping.FACTOR if known.strong else stepping.PASSWORD
    if isinstance(request.user, SignIn):
        return _proved_again(request, who, known, asked, by=by)
    return let_in(request, who, by=by, then=asked["next"])


def _proved_again(
    request: HttpRequest, who: SignIn, known: council.Known, asked: dict[str, str], *, by: str
) -> HttpResponse:
    """Somebody signed in already was asked to prove it: the same one, and proved since we asked."""
    since = known.auth_time >= float(asked["at"]) - council.CLOCKS_DIFFER
    if who.pk != request.user.pk or not since or queries.factors_of(who).any:
        messages.error(request, "That did not show that it is you. Prove it another way.")
        return redirect("access.prove")
    stepping.proved(request, by=by)
    return HttpResponseRedirect(asked["next"] or first_page_of(who))


def _who(known: council.Known) -> SignIn:
    """Whom this is here: by subject; the first time by the address they were invited with.

    Raises Refused: nobody invited them. No account makes itself.
    """
    who = queries.sign_in_by_subject(known.subject)
    if who is not None:
        return who
    try:
        who = queries.sign_in_by_email(known.email)
    except NotFound:
        raise Refused(NOT_INVITED) from None
    if not who.is_active or who.council_subject or not queries.has_invitation(who, at=instant()):
        raise Refused(NOT_INVITED)
    operations.link_to_council(who, known.subject, on=today())
    return who


def _client() -> council.Client:
    return council.Client(
        settings.OWNWAY_OIDC_ISSUER,
        settings.OWNWAY_OIDC_CLIENT_ID,
        settings.OWNWAY_OIDC_CLIENT_SECRET,
    )


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("access.council_answered"))
