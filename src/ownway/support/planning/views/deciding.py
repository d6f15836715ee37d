"""Deciding on a plan: by a manager, by a panel, and looking again at what was decided."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Kind
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import operations, permissions, queries
from ownway.support.planning.domain import BoughtBy, State
from ownway.support.planning.forms import AnswerForm, ChallengeForm, PanelForm, SignOffForm
from ownway.support.planning.pages import PlanPage


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
                operations.sign_off(
                    plan_id,
                    reasons=reasons,
                    judged=form.judged(),
                    by=by,
                    on=on,
                    replaces=chosen,
                    monitoring=form.cleaned_data["monitoring"],
                    monitoring_reason=form.cleaned_data["monitoring_reason"],
                )
                messages.info(request, "Agreed. The personal budget is set, and finance is next.")
        except NotAllowed:
            raise
        except Refused as refusal:
            closely = "looking at the money" in str(refusal)
            form.add_error("monitoring_reason" if closely else None, str(refusal))
        else:
            return redirect("planning.plan", plan_id)
    advised = queries.monitoring_advised_for(found, on=on)
    if request.method != "POST":
        form.initial["monitoring"] = advised[0].value
    return render(
        request,
        "planning/sign_off.html",
        {
            "page": PlanPage.of(found, by=by, paper=queries.paper_of(found, on=on), on=on),
            "advised": advised,
            "direct": any(one.bought_by is BoughtBy.DIRECT_PAYMENT for one in found.components),
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.ARRANGING),
            "form": form,
            "problems": problems(form),
            "running": running,
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def panel(request: HttpRequest) -> HttpResponse:
    """The panel's list: what waits by the day it meets, and what was decided."""
    by, on = asker(request), today()
    papers = queries.panel_papers(by=by, on=on)
    return render(
        request,
        "planning/panel.html",
        {
            "waiting": [one for one in papers if not one.decision],
            "decided": [one for one in papers if one.decision],
            "protections_late": queries.protections_late(by=by, on=on),
            "challenges": queries.open_challenges(by=by, on=on),
            "on": on,
            "chairs": permissions.AT_PANEL.allows(by),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def to_panel(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    form = PanelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.put_to_panel(plan_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("meets_on" if "Choose a day" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "On the list of the panel. The person sees by when it decides.")
            return redirect("planning.plan", plan_id)
    return render(
        request,
        "planning/to_panel.html",
        {
            "page": PlanPage.of(found, by=by, on=on),
            "person": people.person_briefly(
                found.line.person_id, by=by, on=on, work=Work.ARRANGING
            ),
            "form": form,
            "problems": problems(form),
            "why": queries.who_signs_it(found, on=on).why,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def challenge(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Saying that a decision about a plan is not right."""
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    mine = by.kind != Kind.STAFF
    back_to = reverse("my.plan") if mine else reverse("planning.plan", args=[plan_id])
    form = ChallengeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.challenge_plan(plan_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "We have it. Somebody who did not decide looks again.")
            return redirect(back_to)
    return render(
        request,
        "planning/challenge.html",
        {
            "plan": found,
            "form": form,
            "problems": problems(form),
            "mine": mine,
            "back_to": back_to,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def answer(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Answering what somebody said about a decision on their plan."""
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    said = queries.challenge_of(found, on=on)
    if said is None or said.outcome:
        messages.error(request, "There is nothing to answer here.")
        return redirect("planning.plan", plan_id)
    if found.line.decided_by_id == by.pk:
        messages.error(request, "You made this decision. Somebody else looks again.")
        return redirect("planning.plan", plan_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_plan_challenge(said.id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Answered. They read it on their plan.")
            return redirect("planning.plan", plan_id)
    return render(
        request,
        "planning/answer.html",
        {
            "plan": found,
            "said": said,
            "person": people.person_briefly(
                found.line.person_id, by=by, on=on, work=Work.ARRANGING
            ),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )
