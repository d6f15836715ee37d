"""Prove once more that it is you, and send what was kept meanwhile."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ownway.config.clock import instant
from ownway.foundation.access import operations, queries, stepping
from ownway.foundation.access.asking import asker, first_page_of, origin_of, own_address
from ownway.foundation.access.forms import CodeForm, PasswordForm
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.access.operations.keeping import kept_form
from ownway.foundation.access.views.signing import (
    ask_passkey,
    take_code,
    take_passkey,
    wait_a_while,
)
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import Refused


@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor, or the password of somebody who has none; then carry on."""
    who = asker(request)
    then = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    factors = queries.factors_of(who)
    persona = any(one.pk == who.pk for one in queries.personas())
    form = (CodeForm if factors.any else PasswordForm)(
        request.POST if {"code", "password"} & set(request.POST) else None
    )
    refused = ""
    if request.method == "POST":
        try:
            by = _proof(request, who, form, persona=persona)
            if by:
                stepping.proved(request, by=by)
                return HttpResponseRedirect(then or first_page_of(who))
        except TooManyTries:
            return wait_a_while(request)
        except Refused as refusal:
            refused = str(refusal)
            field = next((name for name in ("code", "password") if name in request.POST), None)
            form.add_error(field, refused) if field else None
    return render(
        request,
        "access/prove.html",
        {
            "form": form,
            "problems": problems(form)
            or ([{"text": refused, "href": "#main-content"}] if refused else []),
            "next": then,
            "factors": factors,
            "persona": persona,
            "council": queries.council_sign_in() and bool(who.council_subject),
            "password": who.has_usable_password(),
            "asked": ask_passkey(request, of=who) if factors.passkeys else "",
            "back": first_page_of(who),
        },
        status=422 if refused or form.errors else 200,
    )


def _proof(
    request: HttpRequest, who: SignIn, form: CodeForm | PasswordForm, *, persona: bool
) -> str:
    """By what it was proved; empty while the form is incomplete. Raises Refused: it was not."""
    if persona and "persona" in request.POST:
        return stepping.PERSONA
    if "answer" in request.POST:
        take_passkey(request, of=who)
        return stepping.FACTOR
    if not form.is_valid():
        return ""
    if "code" in form.cleaned_data:
        take_code(request, who, form.cleaned_data["code"])
        return stepping.FACTOR
    operations.begin_try(who.email, origin=origin_of(request), at=instant())
    if not who.check_password(form.cleaned_data["password"]):
        operations.try_failed(origin=origin_of(request), at=instant())
        raise Refused("That is not your password")
    operations.try_worked(who.email)
    # A password proves no more than it did: who signed in with a factor keeps that.
    return str(request.session.get(stepping.PROVED_BY, stepping.PASSWORD))


@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """Show what was being sent; a press sends it on to where it was going, once.

    The answer 307 has the browser send the same form again, to the address it was meant for.
    """
    who = asker(request)
    if request.method == "POST":
        found = operations.let_go(kept_id, of=who, at=instant())
        answer = HttpResponseRedirect(found.address)
        answer.status_code = 307
        return answer
    found = kept_form(kept_id, of=who, at=instant())
    return render(
        request,
        "access/kept.html",
        {
            "kept": found,
            "shown": [(_words(name), value) for name, value in found.fields if value.strip()],
        },
    )


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
