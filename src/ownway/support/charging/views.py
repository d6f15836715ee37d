"""What a person pays: the decision and its history."""

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
from ownway.support.charging import operations, permissions, queries
from ownway.support.charging.forms import ContributionForm
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work


@require_http_methods(["GET", "POST"])
@transaction.atomic
def contribution(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(person_id, by=by, on=on, work=Work.MONEY)
    form = ContributionForm(request.POST or None, initial={"first_day": on})
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_contribution(person_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("first_day" if "day" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "Decided. The person can read it, and how it was worked out.")
            return redirect("charging.contribution", person_id)
    return render(
        request,
        "charging/contribution.html",
        {
            "form": form,
            "problems": problems(form),
            "person": person,
            "now": queries.contribution_from(person_id, on, by=by),
            "on": on,
            "decided": queries.contributions_of(person_id, by=by),
            "may_decide": permissions.DECIDE_CONTRIBUTION.allows(by),
        },
        status=422 if form.errors else 200,
    )
