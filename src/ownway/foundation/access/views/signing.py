"""Signing in and out: a password and a second factor, a passkey alone, or an invented person."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import instant, today
from ownway.foundation.access import operations, passkeys, queries, stepping, telling
from ownway.foundation.access.asking import asker, first_page_of, origin_of, own_address
from ownway.foundation.access.forms import CodeForm, SignInForm
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound, Refused

log = structlog.stdlib.get_logger("ownway.access")
HALF = "half_signed_in"  # whose password was right, until their second factor is
HALF_LASTS = timedelta(minutes=10)
ASKED = "passkey_asked"
WRONG = "That email address and password do not go together. Check both and try again."


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    next_address = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        try:
            found = _by_password(request, form.cleaned_data["email"], form.cleaned_data["password"])
        except TooManyTries:
            return wait_a_while(request)
        if found is not None:
            return let_in(request, found, by=stepping.PASSWORD, then=next_address)
        form.add_error(None, WRONG)
    return render(
        request,
        "access/sign_in.html",
        {
            "form": form,
            "problems": problems(form),
            "next": next_address,
            "personas": queries.personas(),
            "council": queries.council_sign_in(),
            "mail": telling.possible(),
        },
        status=422 if form.errors else 200,
    )


def _by_password(request: HttpRequest, email: str, password: str) -> SignIn | None:
    """Whose email and password these are. One hash is worked out, whoever was typed."""
    operations.begin_try(email, origin=origin_of(request), at=instant())
    found = authenticate(request, username=email.lower(), password=password)
    if isinstance(found, SignIn):
        operations.try_worked(email)
        return found
    operations.try_failed(origin=origin_of(request), at=instant())
    return None


def let_in(request: HttpRequest, who: SignIn, *, by: str, then: str) -> HttpResponse:
    """Sign in, or ask for the second factor first where there is one and none was shown."""
    if by == stepping.PASSWORD and queries.factors_of(who).any:
        request.session.cycle_key()
        request.session[HALF] = {
            "who": str(who.pk),
            "fits": who.get_session_auth_hash(),
            "at": instant().isoformat(),
            "next": own_address(request, then),
        }
        return redirect("access.second")
    stepping.begin(request, who, by=by)
    request.session.pop(HALF, None)
    return HttpResponseRedirect(own_address(request, then) or first_page_of(who))


@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second factor, after the password."""
    who, then = _half(request)
    if who is None:
        return redirect("sign-in")
    form = CodeForm(request.POST if "code" in request.POST else None)
    refused = ""
    if request.method == "POST":
        try:
            if "answer" in request.POST:
                take_passkey(request, of=who)
                return let_in(request, who, by=stepping.FACTOR, then=then)
            if form.is_valid():
                take_code(request, who, form.cleaned_data["code"])
                return let_in(request, who, by=stepping.FACTOR, then=then)
        except TooManyTries:
            return wait_a_while(request)
        except Refused as refusal:
            refused = str(refusal)
            form.add_error("code", refused) if "code" in request.POST else None
    factors = queries.factors_of(who)
    return render(
        request,
        "access/second.html",
        {
            "form": form,
            "problems": problems(form)
            or [{"text": refused, "href": "#main-content"}] * bool(refused),
            "factors": factors,
            "asked": ask_passkey(request, of=who) if factors.passkeys else "",
        },
        status=422 if refused or form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone: the device checked who holds it, so it is two factors in one."""
    next_address = request.POST.get("next") or request.GET.get("next", "")
    refused = ""
    if request.method == "POST":
        try:
            who = take_passkey(request, of=None)
            return let_in(request, who, by=stepping.FACTOR, then=next_address)
        except Refused as refusal:
            refused = str(refusal)
    return render(
        request,
        "access/by_passkey.html",
        {
            "problems": [{"text": refused, "href": "#main-content"}] if refused else [],
            "next": next_address,
            "asked": ask_passkey(request, of=None),
        },
        status=422 if refused else 200,
    )


def ask_passkey(request: HttpRequest, *, of: SignIn | None) -> str:
    """What the page's script hands to the device, as JSON; what was asked stays in the session."""
    known = [bytes(one.credential) for one in queries.passkeys_of(of)] if of else []
    asked, state = passkeys.ask_to_sign(site(request), known=known)
    request.session[ASKED] = state
    return json.dumps(asked["publicKey"])


def take_passkey(request: HttpRequest, *, of: SignIn | None) -> SignIn:
    """Who answered. A question is asked once: its answer does not work a second time."""
    state: dict[str, Any] = request.session.pop(ASKED, {})
    try:
        return operations.take_passkey(
            answer_of(request), state=state, site=site(request), at=instant(), of=of
        )
    except Refused:
        log.warning("access.try-failed", by="passkey")
        raise


def take_code(request: HttpRequest, who: SignIn, typed: str) -> None:
    """Take a code of the app or a recovery code, slowed after five. Raises Refused."""
    account = f"code of {who.pk}"
    operations.begin_try(account, origin=origin_of(request), at=instant())
    try:
        operations.take_code(who, typed, on=today(), at=instant())
    except Refused:
        operations.try_failed(origin=origin_of(request), at=instant())
        raise
    operations.try_worked(account)


def answer_of(request: HttpRequest) -> dict[str, Any]:
    """What the device answered, as the page's script sent it. Raises Refused: it is no answer."""
    try:
        answer = json.loads(request.POST.get("answer", ""))
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Refused("Your device did not answer. Try once more, or use another way.")
    return answer


def site(request: HttpRequest) -> passkeys.Site:
    host = request.get_host()
    return passkeys.Site(host.rpartition(":")[0] or host, f"{request.scheme}://{host}")


def _half(request: HttpRequest) -> tuple[SignIn | None, str]:
    """Whose password was right a moment ago, unless it changed since; and where they go on to."""
    half = request.session.get(HALF)
    if not half or instant() - datetime.fromisoformat(half["at"]) > HALF_LASTS:
        return None, ""
    try:
        who = queries.sign_in(UUID(half["who"]))
    except NotFound:
        return None, ""
    fits = who.is_active and constant_time_compare(half["fits"], who.get_session_auth_hash())
    return (who if fits else None), half["next"]


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Be one of the invented people: there are none outside the demonstration."""
    for persona in queries.personas():
        if str(persona.pk) == request.POST.get("persona"):
            return let_in(request, persona, by=stepping.PERSONA, then=request.POST.get("next", ""))
    return redirect("sign-in")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    answer = redirect("public.home")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@require_GET
def after_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(first_page_of(asker(request)))


@require_GET
def nothing_shared(request: HttpRequest) -> HttpResponse:
    """For somebody with whom nothing is shared yet: a carer, a provider, staff without a role."""
    return render(request, "access/nothing_shared.html")


def wait_a_while(request: HttpRequest) -> HttpResponse:
    return render(request, "access/wait.html", {"mail": telling.possible()}, status=429)
