"""Support that runs: stopping it for a while, letting it go on, ending it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import operations, permissions, queries
from ownway.support.planning.forms import EndForm, ResumeForm, SuspendForm


@require_safe
@transaction.atomic
def support(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What runs for somebody, what stands still and what ended."""
    return _page(request, person_id, SuspendForm(), ResumeForm(), EndForm())


@require_http_methods(["GET", "POST"])
@transaction.atomic
def suspend(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = SuspendForm(request.POST if request.method == "POST" else None)
    return _do(
        request,
        person_id,
        form,
        operations.suspend,
        "first_day",
        lambda: _page(request, person_id, form, ResumeForm(), EndForm()),
        "Support stands still on those days. Nothing is paid for them.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def resume(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = ResumeForm(request.POST if request.method == "POST" else None)
    return _do(
        request,
        person_id,
        form,
        operations.resume,
        "from_day",
        lambda: _page(request, person_id, SuspendForm(), form, EndForm()),
        "Support goes on.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = EndForm(request.POST if request.method == "POST" else None)
    return _do(
        request,
        person_id,
        form,
        operations.end_support,
        "last_day",
        lambda: _page(request, person_id, SuspendForm(), ResumeForm(), form),
        "The end is written down. What was paid beyond it shows with finance.",
    )


def _do(
    request: HttpRequest,
    person_id: UUID,
    form: Form,
    operation: Callable[..., Any],
    field: str,
    again: Callable[[], HttpResponse],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            operation(person_id, **form.cleaned_data, by=asker(request), on=today())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(field, str(refusal))
        else:
            messages.info(request, done)
            return redirect("planning.support", person_id)
    return again()


def _page(
    request: HttpRequest, person_id: UUID, suspending: Form, resuming: Form, ending: Form
) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.support_of(person_id, by=by, on=on)
    wrong = [*problems(suspending), *problems(resuming), *problems(ending)]
    return render(
        request,
        "planning/support.html",
        {
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.ARRANGING),
            "running": [one for one in lines if one.line.runs_on(on)],
            "later": [one for one in lines if one.line.first_day > on],
            "ended": [
                one for one in lines if one.line.last_day is not None and one.line.last_day < on
            ],
            "stands_still": any(one.open_since for one in lines),
            "suspending": suspending,
            "resuming": resuming,
            "ending": ending,
            "problems": wrong,
            "may_price": permissions.PRICE_PLACEMENT.allows(by),
            "on": on,
        },
        status=422 if wrong else 200,
    )
