"""How one signs in: the password, the second factor, and where one is signed in now."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import instant, today
from ownway.foundation.access import one_time, operations, passkeys, queries, stepping
from ownway.foundation.access.asking import asker, first_page_of, origin_of
from ownway.foundation.access.forms import ChangePasswordForm, FirstCodeForm, PasskeyForm
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.access.pictures import square_code
from ownway.foundation.access.sessions import digest_of
from ownway.foundation.access.views.signing import ASKED, answer_of, site, wait_a_while
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound, Refused


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    who = asker(request)
    return render(
        request,
        "access/account.html",
        {
            "who": who,
            "factors": queries.factors_of(who),
            "passkeys": queries.passkeys_of(who),
            "places": queries.sessions(who, at=instant()),
            "here": digest_of(request.session.session_key or ""),
            "minutes": stepping.idle_minutes(who),
            "back": first_page_of(who),
        },
    )


@require_GET
def set_up(request: HttpRequest) -> HttpResponse:
    """Where somebody comes who must have a second factor and has none yet."""
    who = asker(request)
    if not stepping.factor_missing(request):
        messages.info(request, "You need no more to sign in than what stands here.")
        return redirect("access.account")
    return render(request, "access/set_up.html", {"factors": queries.factors_of(who)})


@require_http_methods(["GET", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    who = asker(request)
    form = FirstCodeForm(request.POST or None)
    try:
        secret = operations.begin_app(who)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("access.account")
    if request.method == "POST" and form.is_valid():
        account_tried = f"first code of {who.pk}"
        try:
            operations.begin_try(account_tried, origin=origin_of(request), at=instant())
            operations.confirm_app(who, form.cleaned_data["code"], on=today(), at=instant())
            operations.try_worked(account_tried)
            stepping.proved(request, by=stepping.FACTOR)
            messages.success(request, "Your authenticator app is your second factor now.")
            return _codes_once(request) if _needs_codes(request) else redirect("access.account")
        except TooManyTries:
            return wait_a_while(request)
        except Refused as refusal:
            form.add_error("code", str(refusal))
    return render(
        request,
        "access/add_app.html",
        {
            "form": form,
            "problems": problems(form),
            "picture": square_code(one_time.address_of(secret, email=who.email, issuer="Ownway")),
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    operations.remove_app(asker(request), on=today())
    messages.success(request, "Your authenticator app is no longer a second factor.")
    return redirect("access.account")


@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    who = asker(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_passkey(
                who,
                answer_of(request),
                name=form.cleaned_data["name"],
                state=request.session.pop(ASKED, {}),
                site=site(request),
                on=today(),
                at=instant(),
            )
            stepping.proved(request, by=stepping.FACTOR)
            messages.success(request, "Your passkey is a second factor now.")
            return _codes_once(request) if _needs_codes(request) else redirect("access.account")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    asked, state = passkeys.ask_to_make(
        site(request),
        who=who.pk,
        email=who.email,
        name=who.name,
        known=[bytes(one.credential) for one in queries.passkeys_of(who)],
    )
    request.session[ASKED] = state
    return render(
        request,
        "access/add_passkey.html",
        {"form": form, "problems": problems(form), "asked": json.dumps(asked["publicKey"])},
        status=422 if form.errors else 200,
    )


@require_POST
def remove_passkey(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    try:
        operations.remove_passkey(asker(request), passkey_id, on=today())
        messages.success(request, "The passkey is taken away.")
    except NotFound as gone:
        messages.error(request, str(gone))
    return redirect("access.account")


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them, once."""
    return _codes_once(request)


@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    who = asker(request)
    if not who.has_usable_password():
        messages.error(request, "You sign in another way, so you have no password here.")
        return redirect("access.account")
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.begin_try(who.email, origin=origin_of(request), at=instant())
            operations.change_password(
                who,
                old=form.cleaned_data["old_password"],
                new=form.cleaned_data["password"],
                on=today(),
            )
        except TooManyTries:
            return wait_a_while(request)
        except Refused as refusal:
            wrong_now = not who.check_password(form.cleaned_data["old_password"])
            form.add_error("old_password" if wrong_now else "password", str(refusal))
        else:
            operations.try_worked(who.email)
            by = request.session.get(stepping.PROVED_BY, stepping.PASSWORD)
            who.refresh_from_db()
            logout(request)
            stepping.begin(request, who, by=by)
            messages.success(request, "Your password is changed. You are signed out elsewhere.")
            return redirect("access.account")
    return render(
        request,
        "access/change_password.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_POST
def end_place(request: HttpRequest) -> HttpResponse:
    try:
        operations.end_session(asker(request), request.POST.get("place", ""))
        messages.success(request, "Signed out there.")
    except NotFound as gone:
        messages.info(request, str(gone))
    return redirect("access.account")


@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    operations.end_everywhere(asker(request), on=today())
    logout(request)
    messages.success(request, "You are signed out everywhere, here too.")
    return redirect("sign-in")


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody pressed "Stay signed in"; the middleware noted it."""
    asker(request)
    return HttpResponse(status=204)


def _needs_codes(request: HttpRequest) -> bool:
    return queries.factors_of(asker(request)).recovery_codes == 0


def _codes_once(request: HttpRequest) -> HttpResponse:
    who = asker(request)
    if not queries.factors_of(who).any:
        messages.error(request, "Set up an authenticator app or a passkey first.")
        return HttpResponseRedirect(first_page_of(who))
    codes = operations.make_recovery_codes(who, on=today())
    return render(request, "access/codes_once.html", {"codes": codes, "on": first_page_of(who)})
