"""Whether somebody can take part and decide, and who stands beside them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.facts import operations as facts
from ownway.foundation.look.forms import problems
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, permissions, queries
from ownway.support.assessment.domain.being_heard import ABILITIES
from ownway.support.assessment.forms import AdvocateForm, CapacityForm
from ownway.support.people import queries as people


@require_http_methods(["GET", "POST"])
def being_heard(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    act = request.POST.get("act", "")
    capacity = CapacityForm(request.POST if act == "capacity" else None)
    advocate = AdvocateForm(request.POST if act == "advocate" else None)
    forms: dict[str, CapacityForm | AdvocateForm] = {"capacity": capacity, "advocate": advocate}
    form = forms.get(act)
    if form is not None and form.is_valid():
        try:
            said = _keep(form, assessment_id, request)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, said)
            return redirect("assessment.being_heard", assessment_id)
    return render(
        request,
        "assessment/being_heard.html",
        {
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "line": record.line,
            "held": queries.advocate_of(assessment_id, by=by),
            "records": queries.capacity_in(assessment_id, by=by),
            "capacity": capacity,
            "advocate": advocate,
            "abilities": list(ABILITIES),
            "problems": problems(form) if form is not None else [],
            "writing": record.line.is_open and permissions.ASSESS.allows(by),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _keep(form: CapacityForm | AdvocateForm, assessment_id: UUID, request: HttpRequest) -> str:
    by, on = asker(request), today()
    if isinstance(form, CapacityForm):
        operations.note_capacity(assessment_id, form.said(), by=by, on=on)
        return "Noted, with your name."
    required = operations.consider_advocate(
        assessment_id, **form.cleaned_data, by=by, on=on, at=now()
    )
    if required:
        return "Asked. The assessment says so until somebody says yes."
    return "Noted: the law asks for no advocate here."


@require_safe
@transaction.atomic
def advocates(request: HttpRequest) -> HttpResponse:
    """Where an advocate was required, who was asked, and who said yes."""
    by, on = asker(request), today()
    lines = queries.advocates(by=by)
    named = people.briefly({line.person_id for line in lines}, by=by, on=on)
    facts.record_many(people.PEOPLE_LISTED, {(on, one, None) for one in named}, by=by)
    shown = [line for line in lines if line.person_id in named]
    if request.GET.get("as") == "csv":
        head = ("Person", "Difficulty with", "Asked", "Day", "Stands", "Answer")
        out = spreadsheet.line(head) + "".join(
            spreadsheet.line(
                (
                    named[line.person_id].name,
                    "; ".join(line.difficulty_with),
                    line.organisation,
                    line.on,
                    line.state.value if line.state else "",
                    line.answer,
                )
            )
            for line in shown
        )
        answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="advocates.csv"'
        return answer
    return render(
        request,
        "assessment/advocates.html",
        {
            "lines": shown,
            "named": named,
            "lacking": sum(line.lacking for line in shown),
        },
    )
