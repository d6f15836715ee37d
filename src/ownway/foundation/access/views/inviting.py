"""Set a password by an invitation, or after it was forgotten. The link is never in a path, so that
neither logs nor the record of what happened keep it.

Whatever does not work (any more) answers in the same words: unknown, used, taken back, too late, or
five wrong codes. Guesses of letters and codes are slowed by what is typed and by where from.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.config.clock import instant, today
from ownway.foundation.access import operations, stepping, telling
from ownway.foundation.access.asking import origin_of
from ownway.foundation.access.forms import EmailForm, InvitationForm, LettersForm, NewPasswordForm
from ownway.foundation.access.models import Invitation
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.access.operations.inviting import invitation
from ownway.foundation.access.tasks import send_forgotten
from ownway.foundation.access.views.signing import let_in, wait_a_while
from ownway.foundation.keys import seal_text
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound, Refused


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    link = request.POST.get("link") or request.GET.get("link", "")
    if not link.strip():
        return _ask_for_letters(request)
    try:
        found = invitation(link, at=instant())
    except NotFound:
        return _over(request)
    first = found.purpose == Invitation.INVITED
    typed = request.POST if "password" in request.POST else None
    form = (InvitationForm if first else NewPasswordForm)(typed)
    if request.method == "POST" and form.is_valid():
        account = f"invitation {found.pk}"
        try:
            operations.begin_try(account, origin=origin_of(request), at=instant())
            who = operations.accept_invitation(
                link,
                code=form.cleaned_data.get("code", ""),
                password=form.cleaned_data["password"],
                on=today(),
                at=instant(),
            )
        except TooManyTries:
            return wait_a_while(request)
        except NotFound:
            return _over(request)
        except Refused as refusal:
            about_code = first and str(refusal).startswith("That is not the code")
            if about_code:
                operations.try_failed(origin=origin_of(request), at=instant())
            else:
                operations.try_worked(account)
            form.add_error("code" if about_code else "password", str(refusal))
        else:
            operations.try_worked(account)
            messages.success(request, "Your password is set.")
            return let_in(request, who, by=stepping.PASSWORD, then="")
    return render(
        request,
        "access/invitation.html",
        {"form": form, "problems": problems(form), "link": link, "first": first},
        status=422 if form.errors else 200,
    )


def _ask_for_letters(request: HttpRequest) -> HttpResponse:
    """Somebody with our letter types what stands in it."""
    form = LettersForm(request.POST or None)
    return render(
        request,
        "access/invitation_letters.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _over(request: HttpRequest) -> HttpResponse:
    """Answered, not raised: what is raised rolls back the count of tries."""
    if request.method == "POST":
        try:
            operations.try_failed(origin=origin_of(request), at=instant())
        except TooManyTries:
            return wait_a_while(request)
    return render(request, "access/invitation_over.html", {}, status=404)


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whoever asks: the looking up happens later."""
    if not telling.possible():
        return render(request, "access/forgotten_off.html")
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            operations.begin_try(f"forgotten {email}", origin=origin_of(request), at=instant())
        except TooManyTries:
            return wait_a_while(request)
        operations.try_failed(origin=origin_of(request), at=instant())
        send_forgotten.defer(
            email=seal_text(email), site=f"{request.scheme}://{request.get_host()}"
        )
        return redirect("access.forgotten_sent")
    return render(
        request,
        "access/forgotten.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET"])
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "access/forgotten_sent.html")
