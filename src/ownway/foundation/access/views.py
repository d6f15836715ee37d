"""Signing in and out."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.foundation.access import queries
from ownway.foundation.access.asking import asker, first_page_of
from ownway.foundation.access.forms import SignInForm
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
            return HttpResponseRedirect(_safe(request, next_address) or first_page_of(found))
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
                _safe(request, request.POST.get("next", "")) or first_page_of(persona)
            )
    return redirect("sign-in")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("public.home")


@require_GET
def after_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(first_page_of(asker(request)))


@require_GET
def nothing_shared(request: HttpRequest) -> HttpResponse:
    """For somebody with whom nothing is shared yet: a carer, a provider, staff without a role."""
    return render(request, "access/nothing_shared.html")


def wait_a_while(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return render(request, "access/wait.html", status=429)


def _safe(request: HttpRequest, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""
