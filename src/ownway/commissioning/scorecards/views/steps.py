"""The way of a model to a board, in force, and away."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ownway.commissioning.scorecards import forms, operations, queries
from ownway.commissioning.scorecards.domain import State
from ownway.commissioning.scorecards.views.answers import form_page
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.documents.domain import UnsafeFile
from ownway.kernel.refusal import NotAllowed, Refused

# What a refusal says, and the field it stands beside.
BESIDE = (
    ("which board", "board"),
    ("Give the minutes", "minutes_words"),
    ("The minutes are larger", "minutes"),
    ("day of the board", "approved_on"),
    ("put to the board on", "approved_on"),
    ("Choose today", "in_force_from"),
    ("more than two years", "in_force_from"),
    ("in force from", "in_force_from"),
    ("Say why", "because"),
)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def propose(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.ProposeForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        model_id,
        form,
        template="propose",
        states=(State.DRAFT, State.CALIBRATED),
        act=lambda by, on: operations.propose(
            model_id, words=form.cleaned_data["words"], by=by, on=on
        ),
        done="Put to the board. Somebody with no part in making it writes its approval down.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def take_back(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        model_id,
        form,
        template="take_back",
        states=(State.PROPOSED, State.APPROVED),
        act=lambda by, on: operations.withdraw(
            model_id, because=form.cleaned_data["because"], by=by, on=on
        ),
        done="Taken back. You can calibrate it again.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def put_away(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        model_id,
        form,
        template="put_away",
        states=(State.DRAFT, State.CALIBRATED),
        act=lambda by, on: operations.retire(
            model_id, because=form.cleaned_data["because"], by=by, on=on
        ),
        done="Put away. It stays in the register with what was said of it.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def approve(request: HttpRequest, model_id: UUID) -> HttpResponse:
    posted = request.method == "POST"
    form = forms.ApproveForm(request.POST if posted else None, request.FILES if posted else None)

    def act(by: SignIn, on: date) -> None:
        said = form.cleaned_data
        file = said["minutes"]
        operations.approve(
            model_id,
            board=said["board"],
            approved_on=said["approved_on"],
            minutes_words=said["minutes_words"],
            minutes=file.read() if file else None,
            minutes_name=file.name if file else "",
            by=by,
            on=on,
        )

    return _step(
        request,
        model_id,
        form,
        template="approve",
        states=(State.PROPOSED,),
        act=act,
        done="Approved. It can be put in force from a day now.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def publish(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.PublishForm(request.POST if request.method == "POST" else None, today=today())
    return _step(
        request,
        model_id,
        form,
        template="publish",
        states=(State.APPROVED,),
        act=lambda by, on: operations.publish(
            model_id, in_force_from=form.cleaned_data["in_force_from"], by=by, on=on
        ),
        done="Published. Anybody can read the whole table.",
    )


def _step(
    request: HttpRequest,
    model_id: UUID,
    form: Form,
    *,
    template: str,
    states: tuple[State, ...],
    act: Any,
    done: str,
) -> HttpResponse:
    """A page that asks for one step of a model, takes it, and says what was refused beside it."""
    by, on = asker(request), today()
    found = queries.model(model_id, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            act(by, on)
        except NotAllowed:
            raise
        except Refused as refusal:
            unsafe = isinstance(refusal, UnsafeFile)
            beside = "minutes" if unsafe else _field_of(str(refusal), form)
            form.add_error(beside, str(refusal))
        else:
            messages.info(request, done)
            return redirect("scorecards.model", model_id)
    if request.method == "GET" and found.line.state not in states:
        messages.error(request, f"{found.line.version} is {found.line.in_words(on).lower()} now.")
        return redirect("scorecards.model", model_id)
    return form_page(request, f"scorecards/{template}.html", form, {"found": found})


def _field_of(refusal: str, form: Form) -> str | None:
    """The field a refusal stands beside; above the form where it is about none of them."""
    for words, name in BESIDE:
        if words in refusal and name in form.fields:
            return name
    return None
