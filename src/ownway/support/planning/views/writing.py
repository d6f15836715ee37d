"""Writing a plan from either side of the desk."""

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
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import operations, queries
from ownway.support.planning.domain.permitted import rulebook
from ownway.support.planning.domain.weeks import clock
from ownway.support.planning.forms import (
    ComponentForm,
    DescribeForm,
    FundingForm,
    OnePageForm,
    SendForm,
)
from ownway.support.planning.pages import PlanPage
from ownway.support.planning.queries import PlanLine
from ownway.support.planning.views.reading import around


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
            "risks_i_choose": found.risks_i_choose,
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
    form = ComponentForm(request.POST or None, mine=by.kind != Kind.STAFF, outcomes=found.outcomes)
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
        "cost_weekly": _typed(one.cost_weekly or None) if one.unit_cost is None else None,
        "cost_once": _typed(one.cost_once or None),
        "covers": one.covers,
        "days": [str(day) for day in one.days],
        "starts_at": clock(one.starts_at) if one.starts_at else "",
        "ends_at": clock(one.ends_at) if one.ends_at else "",
        "said_yes": "" if one.said_yes is None else "yes" if one.said_yes else "no",
        "goes_to": one.goes_to,
        "held_as": one.held_as.value if one.held_as else "",
        "held_by": one.held_by,
        "agreement": one.agreement,
        "exception_reason": one.exception_reason,
        "first_day": one.first_day,
        "last_day": one.last_day,
        "nights": one.nights,
    }
    form = ComponentForm(
        request.POST or None,
        mine=by.kind != Kind.STAFF,
        outcomes=queries.outcomes_of(line, by=by),
        initial=initial,
    )
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
def fund(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What the NHS or a third party pays of a plan."""
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    form = FundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_funding(plan_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Added. The sums on the plan have changed.")
            return redirect(_address(plan_id, by))
    return _form(request, "planning/fund.html", form, found.line, by=by)


@require_POST
def take_out_funding(request: HttpRequest, share_id: UUID) -> HttpResponse:
    by = asker(request)
    plan_id = operations.remove_funding(share_id, by=by, on=today())
    messages.info(request, "Taken out. The sums on the plan have changed.")
    return redirect(_address(plan_id, by))


@require_http_methods(["GET", "POST"])
def one_page(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """A small plan on one page, sent as it is saved."""
    by, on = asker(request), today()
    found = queries.outcomes_to_plan(assessment_id, by=by, on=on)
    form = OnePageForm(request.POST or None, outcomes=found, initial={"goes_to": "other"})
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "covers": tuple(form.cleaned_data["covers"])}
        try:
            made = operations.one_page_plan(assessment_id, **said, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_field_on_one_page(str(refusal)), str(refusal))
        else:
            messages.info(request, "Sent. A manager agrees it, or sends it back with reasons.")
            return redirect(_address(made, by))
    return render(
        request,
        "planning/one_page.html",
        {
            "form": form,
            "problems": problems(form),
            "mine": by.kind != Kind.STAFF,
            "limits": queries.one_page_limits(on),
            "back_to": reverse("my.plan")
            if by.kind != Kind.STAFF
            else reverse("assessment.assessment", args=[assessment_id]),
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
                found,
                by=by,
                versions=versions,
                around=around(found.line.person_id, by=by, on=on),
                paper=queries.paper_of(found, on=on),
                challenge=queries.challenge_of(found, on=on),
                on=on,
            ),
            "mine": by.kind != Kind.STAFF,
            "protected": queries.is_protected(found.line.person_id, on=on),
            "person": people.person_briefly(
                found.line.person_id, by=by, on=on, work=Work.ARRANGING
            ),
        },
    )


def _form(
    request: HttpRequest,
    template: str,
    form: DescribeForm | ComponentForm | SendForm | FundingForm,
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
            "hints": {one.id: one.hint for one in rulebook().kinds if one.hint},
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
    for words, field in (
        ("how it is bought", "bought_by"),
        ("Only paid", "bought_by"),
        ("Give both", "units_weekly"),
        ("what it costs", "cost_weekly"),
        ("Leave one", "cost_weekly"),
        ("each day of the week", "days"),
        ("Choose the days", "days"),
        ("when it starts", "starts_at"),
        ("same time", "ends_at"),
        ("ends before it begins", "last_day"),
        ("how many nights", "nights"),
        ("outcome", "covers"),
    ):
        if words in said:
            return field
    return None


def _field_on_one_page(said: str) -> str | None:
    if "a week" in said and "up to" in said:
        return "cost_weekly"
    if "up to" in said or "what it costs" in said:
        return "cost_once"
    return "first_day" if "first day" in said else None
