"""The person's own page: my goals, my weeks, who comes, what next, and how it goes."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import queries as people
from ownway.support.reablement import domain, operations, permissions, queries
from ownway.support.reablement.domain import VisitState
from ownway.support.reablement.forms import OwnWordsForm

VISITS_SHOWN = 8


@require_http_methods(["GET", "POST"])
@transaction.atomic
def reablement(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = OwnWordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.say_how_it_goes(person_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.info(request, "Thank you. Your worker reads it.")
            return redirect("reablement.mine")
    page = queries.latest_of(person_id, by=by, on=on)
    visits = page.visits if page is not None else ()
    return render(
        request,
        "reablement/mine.html",
        {
            "page": page,
            "to_come": [
                one for one in visits if one.state is VisitState.PLANNED and one.planned_on >= on
            ][:VISITS_SHOWN],
            "on": on,
            "free_weeks": domain.week_of(page.weeks.first_day, on=page.weeks.last_free_day)
            if page is not None and page.weeks is not None
            else 0,
            "form": form,
            "problems": problems(form),
            "easy": request.GET.get("words") == "easy",
            "may_say": permissions.SAY.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@transaction.atomic
def assessment_now(request: HttpRequest) -> HttpResponse:
    """The person wants the assessment to go on: no reason is asked."""
    by, on = asker(request), today()
    operations.end_pause(people.own_person_id(by), by=by, on=on)
    messages.info(request, "The assessment goes on. Your team hears of it.")
    return redirect("reablement.mine")
