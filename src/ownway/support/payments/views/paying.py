"""The payments that finance sets up, proposes, checks and declines."""

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
from ownway.support.payments import domain, operations, queries
from ownway.support.payments.forms import DeclineForm
from ownway.support.payments.pages import PaymentsPage
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work


@require_GET
def instructions(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    return render(
        request,
        "payments/instructions.html",
        {"page": PaymentsPage.of(by=by, on=on), "by_id": by.pk},
    )


@require_POST
def set_up(request: HttpRequest, arrangement_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        lambda: operations.set_schedule(arrangement_id, by=by, on=on),
        "Set up. Propose the first period next.",
    )


@require_POST
def propose(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        lambda: operations.propose_instruction(schedule_id, by=by, on=on),
        "Proposed. Somebody else in finance checks it before it is paid.",
    )


@require_POST
def approve(request: HttpRequest, instruction_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        lambda: operations.approve_instruction(instruction_id, by=by, on=on),
        "Approved and written down. The council pays it from its own account by the day it says.",
    )


@require_POST
def paid(request: HttpRequest, instruction_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _back(
        request,
        lambda: operations.confirm_paid(instruction_id, paid_on=on, by=by, on=on),
        "Written down as paid. The person sees it too.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def instruction(request: HttpRequest, instruction_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = queries.instruction_for_reading(instruction_id, by=by, on=on)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.decline_instruction(instruction_id, **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Declined. The period can be proposed again.")
            return redirect("payments.instructions")
    return render(
        request,
        "payments/instruction.html",
        {
            "line": line,
            "days": domain.days_in_words(line.first_day, line.last_day),
            "waits": line.state == domain.PROPOSED,
            "own": line.proposed_by_id == by.pk,
            "person": people.person_briefly(line.person_id, by=by, on=on, work=Work.MONEY),
            "beyond": queries.approved_beyond_end([line.person_id], by=by).get(line.person_id, []),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


def _back(request: HttpRequest, decide: Callable[[], object], done: str) -> HttpResponse:
    """Take one decision and go back to the list with a sentence about it, refused or not."""
    try:
        decide()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, done)
    return redirect("payments.instructions")
