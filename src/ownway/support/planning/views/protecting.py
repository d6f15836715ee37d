"""What somebody keeps above their figure: told to them, decided and looked at by a manager."""

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
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import operations, permissions, queries
from ownway.support.planning.forms import ProtectForm, WhyForm

DONE = {
    "protect": "Protected. It is looked at again within a year.",
    "look": "It goes on, and is looked at again in a year.",
    "end": "Ended, with your reason.",
}


@require_safe
@transaction.atomic
def protections(request: HttpRequest) -> HttpResponse:
    """The list of managers, with what it comes to beside the reserve."""
    on = today()
    found = queries.protections(by=asker(request), on=on)
    return render(request, "planning/protections.html", {"found": found, "on": on})


@require_safe
@transaction.atomic
def my_protection(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.protection_of(people.own_person_id(by), by=by, on=on)
    return render(request, "planning/my_protection.html", {"found": found, "on": on})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def protection(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Protection of one person: what stands, and for a manager to decide, look again or end."""
    by, on = asker(request), today()
    found = queries.protection_of(person_id, by=by, on=on)
    act = request.POST.get("act", "")
    form: Form = (WhyForm if found else ProtectForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if act == "end" and found:
                operations.end_protection(found.id, **said, by=by, on=on)
            elif act == "look" and found:
                operations.look_at_protection(found.id, **said, by=by, on=on)
            elif found:
                raise Refused("They are protected already. Here is how.")
            else:
                operations.protect_cost(person_id, **said, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(_field_of(str(refusal)), str(refusal))
        else:
            messages.info(request, DONE.get(act, "Written down."))
            return redirect("planning.protection", person_id)
    present, figure = queries.cost_and_figure(person_id, by=by, on=on)
    return render(
        request,
        "planning/protection.html",
        {
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.ARRANGING),
            "found": found,
            "form": form,
            "problems": problems(form),
            "present": present,
            "figure": figure,
            "may_decide": permissions.PROTECT_COST.allows(by),
            "on": on,
        },
        status=422 if form.errors else 200,
    )


def _field_of(said: str) -> str | None:
    """Which box a refusal belongs beside."""
    if "later day" in said:
        return "first_day"
    return "most_percent" if "smaller share" in said else None
