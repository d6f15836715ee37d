"""Giving an assessment out in the draft national standard, and bringing one that others made."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.assessment import permissions, queries
from ownway.support.assessment.domain import exchange
from ownway.support.assessment.forms.exchange import BringForm, GiveOutForm
from ownway.support.assessment.operations import exchange as operations
from ownway.support.assessment.queries import exchange as brought_queries
from ownway.support.people import queries as people

# A file longer than this is chosen once more to keep it, instead of travelling with the page.
CARRIED = 1_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def give_out(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Say to whom and why, and take the file away."""
    by, on = asker(request), today()
    with transaction.atomic():
        record = queries.assessment_for_reading(assessment_id, by=by, on=on)
        person = people.person_briefly(record.line.person_id, by=by, on=on)
    if record.line.is_open:
        messages.error(request, "This assessment is not finished. Only a finished one goes out.")
        return redirect("assessment.assessment", assessment_id)
    form = GiveOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = operations.give_out(assessment_id, **form.said(), by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _download(paper)
    return render(
        request,
        "assessment/give_out.html",
        {
            "form": form,
            "problems": problems(form),
            "person": person,
            "line": record.line,
            "standard": exchange.STANDARD,
        },
        status=422 if form.errors else 200,
    )


@require_safe
def my_copy(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """A copy of one's own assessment, to take anywhere."""
    return _download(operations.take_mine(assessment_id, by=asker(request), on=today()))


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Look at a file, then keep it; and what was kept before."""
    by, on = asker(request), today()
    with transaction.atomic():
        person = people.person_briefly(person_id, by=by, on=on)
        there = brought_queries.brought_of(person_id, by=by)
    form = BringForm(request.POST or None, request.FILES or None)
    looked = None
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid():
        raw = form.raw(exchange.MOST_BYTES)
        try:
            if request.POST.get("act") == "keep":
                done = operations.bring(
                    person_id, raw, came_from=form.cleaned_data["came_from"], by=by, on=on
                )
                words = (
                    "Kept beside our own assessments. No figure rests on it."
                    if done.changed
                    else "This file was brought before. Nothing changed."
                )
                messages.info(request, words)
                return redirect("assessment.brought", done.id)
            looked = operations.look_at(person_id, raw, by=by, on=on)
        except exchange.NotReadable as refusal:
            wrong = [str(one) for one in refusal.problems]
            said = "1 thing is" if len(wrong) == 1 else f"{len(wrong)} things are"
            form.add_error("file", f"This file cannot be used: {said} wrong with it")
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("file", str(refusal))
    text = exchange.spelt(looked.document) if looked else ""
    return render(
        request,
        "assessment/bring.html",
        {
            "form": form,
            "problems": problems(form),
            "person": person,
            "there": there,
            "looked": looked,
            "heard": exchange.heard(looked.document) if looked else (),
            "without": exchange.statutory_without(looked.document) if looked else (),
            "text": text if len(text) <= CARRIED else "",
            "wrong": wrong,
            "largest": exchange.MOST_BYTES // 1024 // 1024,
            "standard": exchange.STANDARD,
        },
        status=422 if form.errors else 200,
    )


@require_safe
def brought(request: HttpRequest, brought_id: UUID) -> HttpResponse:
    """One from elsewhere, read beside ours."""
    by, on = asker(request), today()
    with transaction.atomic():
        record = brought_queries.brought_for_reading(brought_id, by=by, on=on)
        person = people.person_briefly(record.line.person_id, by=by, on=on)
        open_one = queries.open_assessment_of(record.line.person_id, by=by)
    return render(
        request,
        "assessment/brought.html",
        {
            "person": person,
            "line": record.line,
            "document": record.document,
            "heard": exchange.heard(record.document),
            "decided": exchange.eligibility_in(record.document),
            "open_one": open_one,
            "may_assess": permissions.ASSESS.allows(by),
        },
    )


@require_POST
def go_on_from(request: HttpRequest, brought_id: UUID) -> HttpResponse:
    """Begin an assessment here from one that others made."""
    try:
        made = operations.go_on_from(brought_id, by=asker(request), at=now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment.brought", brought_id)
    messages.info(request, "Begun. What they wrote stands with each question; agree each level.")
    return redirect("assessment.assessment", made)


def _download(paper: operations.Paper) -> HttpResponse:
    answer = HttpResponse(paper.text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
