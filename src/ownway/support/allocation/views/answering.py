"""Saying that a figure is not right, answering that, and setting another figure beside it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import operations, permissions, queries
from ownway.support.allocation.forms import AnswerForm, ChallengeForm, OtherFigureForm
from ownway.support.assessment.queries import questionnaire_named
from ownway.support.people import queries as people


@require_http_methods(["GET", "POST"])
def my_challenge(request: HttpRequest) -> HttpResponse:
    """The person says that their figure is not right."""
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    if queries.latest_budget_of(person_id, by=by) is None:
        return redirect("my.budget")
    line = queries.latest_budget_for_reading(person_id, by=by, on=on).line
    form = ChallengeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.challenge(line.id, words=form.cleaned_data["words"], by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Sent. Somebody who did not set the figure looks at it again.")
            return redirect("my.budget")
    challenges = queries.challenges_of(line.id, by=by, on=on)
    return render(
        request,
        "allocation/my_challenge.html",
        {
            "form": form,
            "problems": problems(form),
            "line": line,
            "open": next((one for one in challenges if one.is_open), None),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """A worker writes down what the person said of the figure."""
    by, on = asker(request), today()
    line = queries.budget_for_reading(assessment_id, by=by, on=on).line
    form = ChallengeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.challenge(line.id, words=form.cleaned_data["words"], by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept, and passed on to be answered.")
            return redirect("allocation.budget", assessment_id)
    return render(
        request,
        "allocation/challenge.html",
        {
            "form": form,
            "problems": problems(form),
            "line": line,
            "person": people.person_briefly(line.person_id, by=by, on=on),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def answer_challenge(request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """What was said, and the answer to it."""
    by, on = asker(request), today()
    assessment_id, line = queries.one_challenge(challenge_id, by=by, on=on)
    budget = queries.budget_for_reading(assessment_id, by=by, on=on).line
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_challenge(
                challenge_id, answer=form.cleaned_data["answer"], by=by, on=on
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Answered. They read it beside their figure.")
            return redirect("allocation.budget", assessment_id)
    return render(
        request,
        "allocation/answer_challenge.html",
        {
            "form": form,
            "problems": problems(form),
            "challenge": line,
            "budget": budget,
            "person": people.person_briefly(budget.person_id, by=by, on=on),
            "set_it": budget.proposed_by_id == by.pk,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def take_up_challenge(request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """Say "I look again", so that the person sees who does."""
    try:
        operations.acknowledge_challenge(challenge_id, by=asker(request), on=today())
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "They see that you look at it again.")
    return redirect("allocation.answer_challenge", challenge_id)


@require_http_methods(["GET", "POST"])
def other_figure(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Set another figure beside the first."""
    by, on = asker(request), today()
    found = queries.budget_for_reading(assessment_id, by=by, on=on)
    asked = questionnaire_named(found.table.card.questionnaire)
    form = OtherFigureForm(
        request.POST if request.method == "POST" else None,
        questions=[(one.id, one.words) for one in asked.questions],
        may_say_panel=permissions.SAY_FOR_PANEL.allows(by),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            operations.set_other_figure(
                found.line.id,
                total_weekly=said["total_weekly"],
                reason=form.chosen(),
                words=said["words"],
                questions=said["questions"],
                by_panel=said.get("by_panel", False),
                by=by,
                on=on,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept beside the first figure. They see both, and why.")
            return redirect("allocation.budget", assessment_id)
    return render(
        request,
        "allocation/other_figure.html",
        {
            "form": form,
            "problems": problems(form),
            "line": found.line,
            "person": people.person_briefly(found.line.person_id, by=by, on=on),
        },
        status=422 if form.errors else 200,
    )
