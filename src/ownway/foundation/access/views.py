"""Signing in and out."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.foundation.access import queries
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.forms import SignInForm
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    next_address = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        found = authenticate(
            request,
            username=form.cleaned_data["email"].lower(),
            password=form.cleaned_data["password"],
        )
        if found is not None:
            login(request, found)
            return HttpResponseRedirect(_safe(request, next_address) or after(found))
        form.add_error(
            None, "That email address and password do not go together. Check both and try again."
        )
    return render(
        request,
        "access/sign_in.html",
        {
            "form": form,
            "problems": problems(form),
            "next": next_address,
            "personas": queries.personas(),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Be one of the invented people: there are none outside the demonstration."""
    for persona in queries.personas():
        if str(persona.pk) == request.POST.get("persona"):
            login(request, persona, backend="django.contrib.auth.backends.ModelBackend")
            return HttpResponseRedirect(
                _safe(request, request.POST.get("next", "")) or after(persona)
            )
    return redirect("sign-in")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("public.home")


@require_GET
def after_sign_in(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, SignIn)
    return HttpResponseRedirect(after(request.user))


def after(who: SignIn) -> str:
    """The front door that somebody works behind."""
    if who.kind in (Kind.PERSON, Kind.CARER):
        return "/my/"
    if who.kind == Kind.PROVIDER:
        return "/provider/"
    planning_only = {Role.COMMISSIONER.value, Role.PERFORMANCE.value}
    return "/commissioning/" if who.roles and planning_only.issuperset(who.roles) else "/team/"


def wait_a_while(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return render(request, "access/wait.html", status=429)


def _safe(request: HttpRequest, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""
