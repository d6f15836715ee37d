"""Pages that ask why a record is opened, and that show whoever answers for it who did."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel import spreadsheet
from ownway.kernel.period import add_months
from ownway.kernel.refusal import Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain.seeing import OPEN_FOR
from ownway.support.people.forms.seeing import LookIntoForm, WhyForm
from ownway.support.people.queries.openings import MONTHS_SHOWN, ORDERS

LINES = 50


@require_http_methods(["GET", "POST"])
@transaction.atomic
def why(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_to_ask_about(person_id, by=by, on=on)
    onwards = _onwards(request, person_id)
    if request.method == "GET" and queries.opens(person_id, by=by) and "next" not in request.GET:
        return redirect(onwards)
    form = WhyForm(request.POST if request.method == "POST" else None, on=on)
    if request.method == "POST" and form.is_valid():
        operations.give_reason(person_id, **form.cleaned_data, by=by, at=now(), on=on)
        return redirect(onwards)
    return render(
        request,
        "people/why.html",
        {
            "person": person,
            "form": form,
            "problems": problems(form),
            "onwards": onwards,
            "hours": int(OPEN_FOR.total_seconds() // 3600),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def seen(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    operations.see_opening(opening_id, by=asker(request), on=today())
    messages.info(request, "Noted. Who opened it stays on the record.")
    return redirect("team.home")


@require_POST
def ask(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    operations.ask_why(opening_id, by=asker(request), on=today())
    messages.info(request, "Information governance is asked, and answers you within a week.")
    return redirect("team.home")


@require_safe
@transaction.atomic
def openings(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    month, order = _month(request, on), _order(request)
    found = queries.openings(month, order=order, by=by, on=on)
    start = _number(request.GET.get("start", ""))
    return render(
        request,
        "people/openings.html",
        {
            "found": found,
            "lines": found.lines[start : start + LINES],
            "start": start,
            "next_start": start + LINES if len(found.lines) > start + LINES else None,
            "month": month,
            "months": [add_months(on.replace(day=1), -back) for back in range(MONTHS_SHOWN)],
            "order": order,
        },
    )


@require_safe
@transaction.atomic
def openings_csv(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    month = _month(request, on)
    found = queries.openings(month, order=_order(request), by=by, on=on)
    heads = ("When", "Person", "Opened by", "Team", "Reason", "Odd", "Seen by", "What was found")
    rows = [
        (
            f"{line.at:%Y-%m-%d %H:%M}",
            line.person,
            line.opener,
            line.opener_team,
            line.reason,
            "; ".join(line.odd),
            line.seen_by,
            line.looked_into_words,
        )
        for line in found.lines
    ]
    answer = HttpResponse(
        "".join(spreadsheet.line(row) for row in [heads, *rows]),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="records-opened-{month:%Y-%m}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@transaction.atomic
def look_into(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = queries.opening(opening_id, by=by, on=on)
    form = LookIntoForm(
        request.POST if request.method == "POST" else None,
        initial={"words": line.looked_into_words},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.look_into(opening_id, words=form.cleaned_data["words"], by=by, on=on)
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.info(request, "Kept.")
            return redirect("people.openings")
    return render(
        request,
        "people/opening.html",
        {"line": line, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _onwards(request: HttpRequest, person_id: UUID) -> str:
    """Where they wanted to go: an address of ours, or the record."""
    said = request.POST.get("next") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if own and said.startswith("/") else reverse("people.record", args=[person_id])


def _month(request: HttpRequest, on: date) -> date:
    """The month that the address names; this one when it names none, or one that is not there."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return on.replace(day=1)


def _order(request: HttpRequest) -> str:
    said = request.GET.get("order", "")
    return said if said in ORDERS else "odd"


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 7 else 0
