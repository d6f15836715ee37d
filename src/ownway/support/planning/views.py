"""Writing a plan from either side of the desk, and signing it off."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import State
from ownway.support.planning.forms import ComponentForm, DescribeForm, SendForm, SignOffForm
from ownway.support.planning.pages import PlanPage
from ownway.support.planning.queries import PlanLine


@require_safe
@transaction.atomic
def my_plan(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    plans = queries.plans_of(person_id, by=by)
    chosen = next((plan for plan in plans if plan.in_the_making), plans[0] if plans else None)
    if chosen is None:
        return render(
            request,
            "planning/none_yet.html",
            {"may_begin": queries.assessment_to_plan(person_id, by=by), "on": on},
        )
    return _plan_page(request, chosen.id, by=by)


@require_safe
@transaction.atomic
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _plan_page(request, plan_id, by=asker(request))


@require_POST
def begin(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by = asker(request)
    try:
        made = operations.begin_plan(assessment_id, by=by, on=today())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        if by.kind != Kind.STAFF:
            return redirect("my.plan")
        return redirect("assessment.assessment", assessment_id)
    return redirect(_address(made, by))


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    form = DescribeForm(
        request.POST or None,
        initial={
            "what_matters": found.what_matters,
            "if_things_go_wrong": found.if_things_go_wrong,
            "over_range_reason": found.over_range_reason,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_plan(plan_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_address(plan_id, by))
    return _form(request, "planning/describe.html", form, found.line, by=by)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    form = ComponentForm(request.POST or None, mine=by.kind != Kind.STAFF)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_component(plan_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            messages.info(request, "Added to the plan.")
            return redirect(_address(plan_id, by))
    return _form(request, "planning/component.html", form, found.line, by=by)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, component_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line, one = queries.component_for_reading(component_id, by=by, on=on)
    initial = {
        "activity": one.activity,
        "actor": one.actor.value,
        "who": one.who,
        "when_words": one.when_words,
        "outcome": one.outcome,
        "bought_by": one.bought_by.value if one.bought_by else "",
        "units_weekly": one.units_weekly,
        "unit_cost": _typed(one.unit_cost),
        "cost_weekly": _typed(one.cost_weekly) if one.unit_cost is None else None,
    }
    form = ComponentForm(request.POST or None, mine=by.kind != Kind.STAFF, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_component(component_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_field_of(refusal), str(refusal))
        else:
            messages.info(request, "Changed.")
            return redirect(_address(line.id, by))
    return _form(request, "planning/component.html", form, line, by=by, changing=one)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, component_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line, one = queries.component_for_reading(component_id, by=by, on=on)
    if request.method == "POST":
        try:
            operations.remove_component(component_id, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.info(request, f"Taken out: {one.who}, {one.activity}.")
        return redirect(_address(line.id, by))
    return render(request, "planning/remove.html", {"one": one, "back_to": _address(line.id, by)})


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    form = SendForm(request.POST or None, initial={"first_day": found.line.first_day})
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_for_sign_off(plan_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("first_day" if "first day" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "Sent. A manager agrees it, or sends it back with reasons.")
            return redirect(_address(plan_id, by))
    return _form(request, "planning/send.html", form, found.line, by=by)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def sign_off(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    person_id, first_day = found.line.person_id, found.line.first_day
    if request.method == "POST" and found.line.state is not State.SENT:
        messages.error(request, "This plan was decided already. Nothing was done twice.")
        return redirect("planning.plan", plan_id)
    running = queries.running_before(person_id, first_day, by=by) if first_day else []
    form = SignOffForm(request.POST or None, running=running)
    if request.method == "POST" and form.is_valid():
        reasons = form.cleaned_data["reasons"]
        try:
            if request.POST.get("act") == "return":
                operations.return_plan(plan_id, reasons=reasons, by=by, on=on)
                messages.info(request, "Sent back, with your reasons.")
            else:
                chosen = [UUID(one) for one in form.cleaned_data["replaces"]]
                operations.sign_off(plan_id, reasons=reasons, by=by, on=on, replaces=chosen)
                messages.info(request, "Agreed. The personal budget is set, and finance is next.")
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("planning.plan", plan_id)
    return render(
        request,
        "planning/sign_off.html",
        {
            "page": PlanPage.of(found, by=by),
            "person": people.person_briefly(person_id, by=by, on=on),
            "form": form,
            "problems": problems(form),
            "running": running,
        },
        status=422 if form.errors else 200,
    )


def _plan_page(request: HttpRequest, plan_id: UUID, *, by: SignIn) -> HttpResponse:
    on = today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    versions = queries.plans_of(found.line.person_id, by=by)
    return render(
        request,
        "planning/plan.html",
        {
            "page": PlanPage.of(
                found, by=by, versions=versions, around=_around(found.line.person_id, by=by, on=on)
            ),
            "mine": by.kind != Kind.STAFF,
            "person": people.person_briefly(
                found.line.person_id, by=by, on=on, work=Work.ARRANGING
            ),
        },
    )


def _around(person_id: UUID, *, by: SignIn, on: date) -> list[str]:
    """The names of those around the person, for whoever was let in and is not told them."""
    if looked_at_by(by.pk) is None:
        return []
    return [one.name for one in people.around_of(person_id, by=by, on=on)]


def _form(
    request: HttpRequest,
    template: str,
    form: DescribeForm | ComponentForm | SendForm,
    line: PlanLine,
    *,
    by: SignIn,
    changing: object = None,
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "form": form,
            "problems": problems(form),
            "mine": by.kind != Kind.STAFF,
            "back_to": _address(line.id, by),
            "line": line,
            "changing": changing,
        },
        status=422 if form.errors else 200,
    )


def _address(plan_id: UUID, by: SignIn) -> str:
    """Where a plan stands behind the door that somebody came through."""
    return reverse("my.plan") if by.kind != Kind.STAFF else reverse("planning.plan", args=[plan_id])


def _typed(pence: int | None) -> str | None:
    return None if pence is None else f"{pence // 100}.{pence % 100:02d}"


def _field_of(refusal: Refused) -> str | None:
    """Which box a refusal belongs beside."""
    said = str(refusal)
    if "how it is bought" in said or "Only paid" in said:
        return "bought_by"
    if "what each costs" in said and "both" in said:
        return "units_weekly"
    return "cost_weekly" if "what it costs" in said or "Leave one" in said else None
