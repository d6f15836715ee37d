"""The first figure, from both sides: to look at, in Easy Read, and to keep."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.notices.letters.easy import EasyLine, easy_pdf
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import operations, pages, permissions, queries
from ownway.support.allocation.pages import printing
from ownway.support.allocation.pages.figures import easy_lines
from ownway.support.allocation.queries import ProposedBudget
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
            "page": _page(request, found, mine=False),
            "person": people.person_briefly(found.line.person_id, by=by, on=on),
            "may_plan": permissions.PROPOSE_BUDGET.allows(by),
            "may_answer": permissions.ANSWER_CHALLENGE.allows(by),
            "may_set_other": permissions.SET_OTHER_FIGURE.allows(by),
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
    by = asker(request)
    person_id = people.own_person_id(by)
    if queries.latest_budget_of(person_id, by=by) is None:
        return render(
            request,
            "allocation/my_nothing_yet.html",
            {
                "assessment": assessments.open_assessment_of(person_id, by=by),
                "finished": any(
                    one.completed_on is not None
                    for one in assessments.assessments_of(person_id, by=by)
                ),
            },
        )
    return render(
        request, "allocation/my_budget.html", {"page": _page(request, _own(by), mine=True)}
    )


@require_safe
def my_budget_easy(request: HttpRequest) -> HttpResponse:
    """The same figure in Easy Read."""
    page = _page(request, _own(asker(request)), mine=True)
    return render(request, "allocation/my_budget_easy.html", {"lines": _easy(page)})


@require_safe
def my_budget_pdf(request: HttpRequest) -> HttpResponse:
    return _figure_pdf(request, _own(asker(request)), mine=True)


@require_safe
def my_budget_easy_pdf(request: HttpRequest) -> HttpResponse:
    return _easy_pdf(request, _own(asker(request)))


@require_safe
def budget_pdf(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    found = queries.budget_for_reading(assessment_id, by=asker(request), on=today())
    return _figure_pdf(request, found, mine=False)


@require_safe
def budget_easy_pdf(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Easy Read on paper, for whoever brings it to somebody."""
    return _easy_pdf(
        request, queries.budget_for_reading(assessment_id, by=asker(request), on=today())
    )


def _own(by: SignIn) -> ProposedBudget:
    return queries.latest_budget_for_reading(people.own_person_id(by), by=by, on=today())


def _page(request: HttpRequest, found: ProposedBudget, *, mine: bool) -> pages.BudgetPage:
    by = asker(request)
    return pages.BudgetPage.of(
        found,
        mine=mine,
        ask=request.GET.get("ask", ""),
        challenges=queries.challenges_of(found.line.id, by=by, on=today()),
        others=queries.other_figures_of(found.line.id, by=by),
    )


def _easy(page: pages.BudgetPage) -> tuple[EasyLine, ...]:
    return easy_lines(page, telephone=settings.OWNWAY_TELEPHONE)


def _figure_pdf(request: HttpRequest, found: ProposedBudget, *, mine: bool) -> HttpResponse:
    page = _page(request, found, mine=mine)
    made = printing.figure_pdf(
        page, mine=mine, council=settings.OWNWAY_COUNCIL, telephone=settings.OWNWAY_TELEPHONE
    )
    return _file(made, "first-figure.pdf")


def _easy_pdf(request: HttpRequest, found: ProposedBudget) -> HttpResponse:
    page = _page(request, found, mine=True)
    made = easy_pdf(
        "Your first figure", _easy(page), council=settings.OWNWAY_COUNCIL, day=page.proposed_on
    )
    return _file(made, "first-figure-easy-read.pdf")


def _file(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
