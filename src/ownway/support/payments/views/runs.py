"""Runs of payments: proposed, looked at, approved, made a file, confirmed, and what came back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import Refused
from ownway.kernel.working_days import working_days_after
from ownway.support.payments import operations, queries
from ownway.support.payments.domain.banking import account_of
from ownway.support.payments.domain.files import Format
from ownway.support.payments.domain.returned import read_returned
from ownway.support.payments.forms import PaysFromForm, ProposeRunForm, ReasonsForm, ReturnedForm

ENDINGS = {Format.STANDARD_18: ("txt", "text/plain"), Format.PAIN_001: ("xml", "application/xml")}


@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    first = {"due_by": on + timedelta(weeks=1), "pay_on": working_days_after(on, 2)}
    form = ProposeRunForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            run_id = operations.propose_run(**form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Proposed. Look at what is unusual; somebody else approves it.")
            return redirect("payments.run", run_id)
    listed = queries.runs(by=by)
    return render(
        request,
        "payments/runs.html",
        {
            "runs": listed,
            "open": [one for one in listed if one.state in ("proposed", "approved", "file made")],
            "pays_from": queries.pays_from_in_words(),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return render(
        request,
        "payments/run.html",
        {
            "run": queries.run_for_reading(run_id, by=by, on=on),
            "pays_from": queries.pays_from_in_words(),
            "formats": list(Format),
            "reasons": ReasonsForm(),
            "by_id": by.pk,
        },
    )


@require_POST
def look_line(request: HttpRequest, run_id: UUID, line_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request, run_id, lambda: operations.look_at_line(line_id, by=by, on=on), "Looked at."
    )


@require_POST
def out_line(request: HttpRequest, run_id: UUID, line_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    why = request.POST.get("why", "")
    return _back(
        request,
        run_id,
        lambda: operations.take_out(line_id, why=why, by=by, on=on),
        "Taken out. These days can be proposed again.",
    )


@require_POST
def approve_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        run_id,
        lambda: operations.approve_run(run_id, by=by, on=on),
        "Approved and written down. Make the file for the bank next.",
    )


@require_POST
def decline_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    reasons = request.POST.get("reasons", "")
    return _back(
        request,
        run_id,
        lambda: operations.decline_run(run_id, reasons=reasons, by=by, on=on),
        "Declined. Everything in it can be proposed again.",
    )


@require_POST
def run_file(request: HttpRequest, run_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    try:
        format_ = Format(request.POST.get("format", ""))
    except ValueError:
        messages.error(request, "Choose in which form the bank takes the file.")
        return redirect("payments.run", run_id)
    try:
        data = operations.make_file(run_id, format_, by=by, on=on, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("payments.run", run_id)
    if not data:
        messages.error(request, "Nobody in this run can be paid any more, so there is no file.")
        return redirect("payments.run", run_id)
    ending, kind = ENDINGS[format_]
    answer = HttpResponse(data, content_type=kind)
    number = queries.run_for_reading(run_id, by=by, on=on).summary.number
    answer["Content-Disposition"] = f'attachment; filename="payments-{number:06d}.{ending}"'
    return answer


@require_GET
def run_advice(request: HttpRequest, run_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    try:
        text = operations.advice_for(run_id, council="The council", by=by, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("payments.run", run_id)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="what-people-are-told.txt"'
    return answer


@require_POST
def run_paid(request: HttpRequest, run_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        run_id,
        lambda: operations.confirm_run(run_id, paid_on=on, by=by, on=on),
        "Written down as paid. Everybody in it sees it too.",
    )


@require_http_methods(["GET", "POST"])
def returned(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = ReturnedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = read_returned(form.cleaned_data["file"].read())
            posted = operations.post_returned(found, by=by, on=on)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            said = f"{posted.returned} came back and is owed again; the next run has it."
            if posted.before:
                said += f" {posted.before} had been written down before."
            if posted.unknown:
                said += f" Not known here: {', '.join(posted.unknown[:10])}."
            messages.info(request, said)
            return redirect("payments.runs")
    return render(
        request,
        "payments/returned.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def pays_from(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = PaysFromForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            account = account_of(said["account_name"], said["sort_code"], said["account_number"])
            operations.set_pays_from(account, user_number=said["user_number"], by=by, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept. Files are made from this account from now on.")
            return redirect("payments.runs")
    return render(
        request,
        "payments/pays_from.html",
        {"now": queries.pays_from_in_words(), "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _back(
    request: HttpRequest, run_id: UUID, decide: Callable[[], object], done: str
) -> HttpResponse:
    try:
        decide()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, done)
    return redirect("payments.run", run_id)
