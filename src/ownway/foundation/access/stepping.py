"""How a session began, when it was last proved, when it ends; and when to prove it once more.

A session remembers by what it was proved (a password, a factor, the council's own sign-in) and
when. It ends by itself after a while without a press and after a working day; a view that wants a
fresh proof (`route(..., fresh=True)`) gets one asked for first. Nothing typed is lost by either.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from ownway.config.clock import instant
from ownway.foundation.access.devices import device_words
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations.keeping import keep_form
from ownway.foundation.access.sessions import DEVICE, SIGNED_IN_AT, USED_AT

log = structlog.stdlib.get_logger("ownway.access")
PROVED_AT = "proved_at"
PROVED_BY = "proved_by"
PASSWORD, FACTOR, PERSONA = "password", "factor", "persona"

FRESH_FOR = timedelta(minutes=10)
NOTICED_EVERY = timedelta(seconds=30)  # how exactly "last used" is kept
# Opened while a second factor is still missing.
SETTING_UP = frozenset(
    {
        "access.set_up",
        "access.add_app",
        "access.add_passkey",
        "access.recovery_codes",
        "access.prove",
        "access.kept",
        "access.still_here",
    }
)


def begin(request: HttpRequest, who: SignIn, *, by: str) -> None:
    """Sign somebody in under a new session key; what an earlier session held for another goes."""
    login(request, who, backend="django.contrib.auth.backends.ModelBackend")
    request.session[PROVED_BY] = by
    log.info("access.signed-in", who=str(who.pk), by=by)


def began(sender: object, request: HttpRequest, user: SignIn, **_: object) -> None:
    """Note in the session when and on what device somebody signed in (Django's signal)."""
    at = instant().isoformat()
    request.session[SIGNED_IN_AT] = request.session[USED_AT] = request.session[PROVED_AT] = at
    request.session[DEVICE] = device_words(request.META.get("HTTP_USER_AGENT", ""))
    request.session[PROVED_BY] = PASSWORD


def proved(request: HttpRequest, *, by: str) -> None:
    """Somebody showed once more that it is them: the session goes on under a new key."""
    request.session.cycle_key()
    request.session[PROVED_AT] = instant().isoformat()
    request.session[PROVED_BY] = by


def idle_minutes(who: SignIn) -> int:
    """After how many minutes without a press somebody is signed out."""
    staff: int = settings.OWNWAY_IDLE_MINUTES_STAFF
    others: int = settings.OWNWAY_IDLE_MINUTES
    return staff if who.kind == Kind.STAFF else others


def step_up_needed(request: HttpRequest) -> bool:
    """Whether whoever is signed in has to prove it once more for a sensitive act."""
    at = _instant_of(request, PROVED_AT)
    return at is None or instant() - at > FRESH_FOR


def factor_missing(request: HttpRequest) -> bool:
    """Whether somebody signed in by a password alone who must have a second factor here."""
    who = request.user
    return (
        settings.OWNWAY_SECOND_FACTOR == "required"
        and isinstance(who, SignIn)
        and who.kind == Kind.STAFF
        and bool(who.roles)
        and request.session.get(PROVED_BY) == PASSWORD
    )


def turned_aside(request: HttpRequest, name: str, *, fresh: bool) -> HttpResponse | None:
    """The answer instead of a page: set up a second factor, or prove once more that it is you."""
    if name not in SETTING_UP and factor_missing(request):
        return HttpResponseRedirect(reverse("access.set_up"))
    if fresh and step_up_needed(request):
        back = _kept(request) or request.get_full_path()
        return HttpResponseRedirect(f"{reverse('access.prove')}?{urlencode({'next': back})}")
    return None


def ended(request: HttpRequest, *, public: bool) -> HttpResponse | None:
    """Sign out a session whose time has come, keeping what was being sent.

    None when the page may go on: the session lives, or it ended and the page is public.
    """
    who, at = request.user, instant()
    assert isinstance(who, SignIn)
    began_at, used_at = _instant_of(request, SIGNED_IN_AT), _instant_of(request, USED_AT)
    life = timedelta(hours=8 if who.kind == Kind.STAFF else 12)
    minutes = idle_minutes(who)
    if began_at is None or used_at is None or at - began_at > life:
        words = "You were signed in for a whole day, so we signed you out. Sign in to go on."
    elif at - used_at > timedelta(minutes=minutes):
        words = f"We signed you out because nothing was pressed for {minutes} minutes."
    else:
        if at - used_at > NOTICED_EVERY:
            request.session[USED_AT] = at.isoformat()
        return None
    kept = None if public else _kept(request)
    logout(request)
    if kept and kept.startswith("/kept/"):
        words += " What you were sending is kept: sign in, and send it."
    messages.info(request, words)
    if public:
        return None
    return redirect_to_login(kept or request.get_full_path())


def _kept(request: HttpRequest) -> str | None:
    """The address under which what is being sent is kept; None when there is nothing to keep."""
    if request.method != "POST" or not isinstance(request.user, SignIn):
        return None
    if request.path == reverse("access.still_here"):
        return _page_of(request)
    made: UUID | None = keep_form(
        request.user,
        address=request.get_full_path(),
        page=_page_of(request),
        fields=[(name, str(one)) for name, many in request.POST.lists() for one in many],
        files=[one.name or "" for _, many in request.FILES.lists() for one in many],
        at=instant(),
    )
    return reverse("access.kept", args=[made]) if made else _page_of(request)


def _page_of(request: HttpRequest) -> str:
    """The page of ours that a form stood on, by what the browser says; its own address if not."""
    origin = f"{request.scheme}://{request.get_host()}"
    said = request.META.get("HTTP_REFERER", "")
    return said.removeprefix(origin) if said.startswith(f"{origin}/") else request.path


def _instant_of(request: HttpRequest, name: str) -> datetime | None:
    said = request.session.get(name)
    return datetime.fromisoformat(said) if said else None
