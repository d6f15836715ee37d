"""Asking for support, and answering."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.contact import domain, operations, pages, permissions, queries
from ownway.support.contact.forms import AskForMyselfForm, AskForSomeoneForm, DecideForm
from ownway.support.people import queries as people


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = AskForSomeoneForm(request.POST or None, initial={"requested_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.ask_for_support(person_id, **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error("requested_on" if "future" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "Written down. Decide next what comes of it.")
            return redirect("contact.request", made)
    return render(
        request,
        "contact/ask.html",
        {"form": form, "problems": problems(form), "person": person},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def support_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = queries.request_for_reading(request_id, by=by, on=on)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_request(request_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Decided. It is on the record, where the person can read it.")
            return redirect("contact.request", request_id)
    return render(
        request,
        "contact/request.html",
        {
            "page": pages.RequestPage.of(line),
            "person": people.person_briefly(line.person_id, by=by, on=on),
            "may_decide": permissions.DECIDE_REQUEST.allows(by),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def ask_for_myself(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = AskForMyselfForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_for_support(
                person_id,
                who_asked=by.name,
                words=form.cleaned_data["words"],
                route_of_access=domain.FROM_THE_PERSON,
                by=by,
                on=on,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("contact.ask_for_myself")
    return render(
        request,
        "contact/my_ask.html",
        {
            "form": form,
            "problems": problems(form),
            "asked": queries.open_request_of(person_id, by=by),
            "earlier": [
                pages.RequestPage.of(line)
                for line in queries.requests_of(person_id, by=by)
                if not line.is_open
            ],
        },
        status=422 if form.errors else 200,
    )
