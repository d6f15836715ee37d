"""What support costs: employing somebody, from either door, and what a placement should cost."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import queries as people
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import State
from ownway.support.planning.domain.employing import FullCost, full_cost
from ownway.support.planning.domain.placement import beside_offer, price_of
from ownway.support.planning.forms import EmployingForm, PlacementForm
from ownway.support.planning.queries import PlanLine


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_employing(request: HttpRequest) -> HttpResponse:
    """What it would cost the person to employ somebody, with a plan to put it in or without."""
    by = asker(request)
    line = queries.plan_in_the_making(people.own_person_id(by), by=by)
    return _employing(request, line, by=by)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def employing(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The same for a worker, from somebody's plan."""
    by = asker(request)
    return _employing(request, queries.plan_for_reading(plan_id, by=by, on=today()).line, by=by)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def placement(request: HttpRequest) -> HttpResponse:
    """What a placement should cost, beside like support and an offer. Nothing is kept."""
    by, on = asker(request), today()
    form = PlacementForm(request.POST or None, on=on)
    shown: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            price = price_of(form.placement(), on=on)
        except Refused as refusal:
            form.add_error(_placement_field(str(refusal)), str(refusal))
        else:
            offer = said["offer_weekly"]
            shown = {
                "price": price,
                "kind": said["service_component"],
                "beside": beside_offer(price.cost_weekly, offer) if offer else "",
                "like": queries.like_support(
                    said["service_component"], price.cost_weekly, by=by, on=on
                ),
            }
    return render(
        request,
        "planning/placement.html",
        {"form": form, "problems": problems(form), "on": on, **shown},
        status=422 if form.errors else 200,
    )


def _placement_field(said: str) -> str | None:
    """Which box a refusal belongs beside."""
    return "one_to_one_hours" if "hours" in said else None


def _employing(request: HttpRequest, line: PlanLine | None, *, by: SignIn) -> HttpResponse:
    on = today()
    may_add = line is not None and line.state is State.DRAFT
    adding = may_add and request.POST.get("do") == "add"
    form = EmployingForm(request.POST or None, on=on, adding=adding)
    found: FullCost | None = None
    if request.method == "POST" and form.is_valid():
        try:
            assistants, running = form.cleaned_data["assistants"], form.running()
            found = full_cost(assistants, running, on=on)
            if adding and line is not None:
                operations.plan_to_employ(
                    line.id,
                    assistants,
                    running,
                    activity=form.cleaned_data["activity"],
                    outcome=form.cleaned_data["outcome"],
                    by=by,
                    on=on,
                )
                messages.info(request, "Added to the plan, with the sum.")
                return redirect(_address(line, by))
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("insurance" if "insured" in str(refusal) else None, str(refusal))
    return render(
        request,
        "planning/employing.html",
        {
            "form": form,
            "problems": problems(form),
            "found": found,
            "names": " and ".join(one.name for one in form.cleaned_data["assistants"])
            if found
            else "",
            "may_add": may_add,
            "kept": queries.sums_of_plan(line.id, by=by) if line else [],
            "mine": by.kind != Kind.STAFF,
            "back_to": _address(line, by),
            "on": on,
        },
        status=422 if form.errors else 200,
    )


def _address(line: PlanLine | None, by: SignIn) -> str:
    if by.kind != Kind.STAFF or line is None:
        return reverse("my.plan")
    return reverse("planning.plan", args=[line.id])
