"""Having the measures worked out, how far that is, and the populations they need."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ownway.commissioning.measures import operations, permissions, queries
from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.forms import PopulationForm, RunForm
from ownway.commissioning.measures.views import asked
from ownway.config.clock import now, today
from ownway.foundation.look.filters import with_query
from ownway.foundation.look.forms import problems
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork

SECONDS_BETWEEN_LOOKS = 4


@require_http_methods(["GET", "POST"])
def work_out(request: HttpRequest) -> HttpResponse:
    """Choose a year and ask for it."""
    form = RunForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        work_id = operations.ask_for_run(
            Year.named(form.cleaned_data["year"]),
            live=form.cleaned_data["which"] == RunForm.LIVE,
            by=asked.signed_in(request),
            on=today(),
            at=now(),
        )
        return redirect("measures.progress", work_id)
    return render(
        request,
        "measures/work_out.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_GET
def progress(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """How far it is; the page asks again by itself, script or no script."""
    found = work.work_for_reading(work_id, by=asked.signed_in(request))
    if found.state == LongWork.DONE and found.result_id:
        run = queries.run_by_id(found.result_id)
        return redirect(with_query(reverse("measures.measures"), {"year": run.year}))
    going = found.state in (LongWork.WAITING, LongWork.RUNNING)
    answer = render(request, "measures/progress.html", {"work": found, "going": going})
    if going:
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_http_methods(["GET", "POST"])
def populations(request: HttpRequest) -> HttpResponse:
    """The populations that were written down, and a form for another, for those who may."""
    by = asked.signed_in(request)
    form = PopulationForm(
        request.POST or None,
        today=today(),
        initial={"year": request.GET.get("year", ""), "part": request.GET.get("part", "")},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        operations.enter_population(
            Year.named(said["year"]),
            said["part"],
            people=said["people"],
            source=said["source"],
            by=by,
            on=today(),
            at=now(),
        )
        return redirect("measures.populations")
    return render(
        request,
        "measures/populations.html",
        {
            "form": form,
            "problems": problems(form),
            "lines": queries.population_lines(),
            "may_enter": permissions.ENTER_FIGURES.allows(by),
            "may_run": permissions.WORK_OUT.allows(by),
        },
        status=422 if form.errors else 200,
    )
