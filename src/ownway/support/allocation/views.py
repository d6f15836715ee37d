"""The first figure, from both sides, and the public table it comes from."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import operations, pages, permissions, queries
from ownway.support.assessment import queries as assessments
from ownway.support.people import queries as people


@require_safe
def budget(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    if queries.budget_of_assessment(assessment_id, by=by) is None:
        return _not_yet(request, assessment_id)
    found = queries.budget_for_reading(assessment_id, by=by, on=on)
    return render(
        request,
        "allocation/budget.html",
        {
            "page": pages.BudgetPage.of(found, mine=False),
            "person": people.person_briefly(found.line.person_id, by=by, on=on),
            "may_plan": permissions.PROPOSE_BUDGET.allows(by),
        },
    )


def _not_yet(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    record = assessments.assessment_for_reading(assessment_id, by=by, on=on)
    return render(
        request,
        "allocation/not_yet.html",
        {
            "line": record.line,
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "may_propose": permissions.PROPOSE_BUDGET.allows(by),
            "table": queries.published_table(on, questionnaire=record.line.questionnaire),
        },
    )


@require_POST
def propose(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    try:
        operations.propose_budget(assessment_id, by=asker(request), on=today())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("allocation.budget", assessment_id)


@require_safe
def my_budget(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    if queries.latest_budget_of(person_id, by=by) is None:
        return render(
            request,
            "allocation/my_nothing_yet.html",
            {"assessment": assessments.open_assessment_of(person_id, by=by)},
        )
    found = queries.latest_budget_for_reading(person_id, by=by, on=on)
    return render(
        request, "allocation/my_budget.html", {"page": pages.BudgetPage.of(found, mine=True)}
    )


@require_safe
def published_table(request: HttpRequest) -> HttpResponse:
    table = queries.published_table(today())
    return render(
        request,
        "allocation/published_table.html",
        {"page": pages.TablePage.of(table) if table else None},
    )
