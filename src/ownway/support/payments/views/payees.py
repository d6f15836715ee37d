"""Whom payments go to: written down by one in finance, confirmed by another."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import Refused
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.banking import account_of
from ownway.support.payments.forms import AskedForm, PayeeForm, ReasonsForm, WeightsForm
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work


@require_GET
@transaction.atomic
def payees(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    waiting = queries.payees_waiting(by=by, on=on)
    return render(
        request,
        "payments/payees.html",
        {
            "to_confirm": [one for one in waiting if one.state == "proposed"],
            "held": [one for one in waiting if one.held_until],
            "without": queries.people_without_payee(by=by, on=on),
            "table": queries.table_in_words(),
            "by_id": by.pk,
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def payee(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.payees_of(person_id, by=by, on=on)
    form = PayeeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            account = account_of(said["account_name"], said["sort_code"], said["account_number"])
            operations.put_payee(person_id, account, why=said["why"], by=by, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Written down. Somebody else in finance confirms it.")
            return redirect("payments.payee", person_id)
    return render(
        request,
        "payments/payee.html",
        {
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.MONEY),
            "now": next((one for one in lines if one.state == "confirmed"), None),
            "waiting": next((one for one in lines if one.state == "proposed"), None),
            "before": [one for one in lines if one.state in ("replaced", "declined")],
            "table": queries.table_in_words(),
            "days": queries.hold_days(on),
            "by_id": by.pk,
            "form": form,
            "asked": AskedForm(),
            "reasons": ReasonsForm(),
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def confirm_payee(request: HttpRequest, person_id: UUID, payee_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        person_id,
        lambda: operations.confirm_payee(payee_id, by=by, on=on),
        "Confirmed. Payments go there from the next run on, unless they wait for a second check.",
    )


@require_POST
def decline_payee(request: HttpRequest, person_id: UUID, payee_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        person_id,
        lambda: operations.decline_payee(
            payee_id, reasons=request.POST.get("reasons", ""), by=by, on=on
        ),
        "Declined. Payments go on as before.",
    )


@require_POST
def asked_payee(request: HttpRequest, person_id: UUID, payee_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        person_id,
        lambda: operations.asked_person(
            payee_id, words=request.POST.get("words", ""), by=by, on=on
        ),
        "Written down. Payments that waited can go.",
    )


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = WeightsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.load_weights(**form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.info(request, "Loaded. Account numbers are checked by it from now on.")
            return redirect("payments.payees")
    return render(
        request,
        "payments/weights.html",
        {"table": queries.table_in_words(), "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _back(
    request: HttpRequest, person_id: UUID, decide: Callable[[], object], done: str
) -> HttpResponse:
    try:
        decide()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, done)
    return redirect("payments.payee", person_id)
