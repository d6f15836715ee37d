"""A plan to keep, to read another way, to compare, and to send to others."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.notices.letters.easy import easy_pdf
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import operations, queries
from ownway.support.planning.domain.comparing import Change, beside
from ownway.support.planning.domain.exchange import NotReadable, Problem
from ownway.support.planning.pages import PlanPage, paper
from ownway.support.planning.queries import Plan
from ownway.support.planning.views.reading import around


@require_safe
@transaction.atomic
def plan_easy(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan in Easy Read."""
    by = asker(request)
    page = _page(plan_id, by=by)
    return render(
        request,
        "planning/plan_easy.html",
        {
            "lines": paper.easy_lines(page, telephone=settings.OWNWAY_TELEPHONE),
            "page": page,
            "mine": by.kind != Kind.STAFF,
        },
    )


@require_safe
@transaction.atomic
def plan_easy_pdf(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    page = _page(plan_id, by=asker(request))
    made = easy_pdf(
        "My plan",
        paper.easy_lines(page, telephone=settings.OWNWAY_TELEPHONE),
        council=settings.OWNWAY_COUNCIL,
        day=today(),
    )
    return _file(made, "plan-easy-read.pdf")


@require_safe
@transaction.atomic
def plan_pdf(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    page = _page(plan_id, by=by)
    made = paper.plan_pdf(
        page,
        name=people.person_briefly(
            page.plan.line.person_id, by=by, on=on, work=Work.ARRANGING
        ).name,
        council=settings.OWNWAY_COUNCIL,
        telephone=settings.OWNWAY_TELEPHONE,
        day=on,
    )
    return _file(made, "plan.pdf")


@require_safe
@transaction.atomic
def plan_beside(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """This version of a plan beside the one before it."""
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    versions = queries.plans_of(found.line.person_id, by=by)
    before = next((one for one in versions if one.version == found.line.version - 1), None)
    if before is None:
        raise NotFound("There is no version before this one.")
    earlier = queries.plan_for_reading(before.id, by=by, on=on)
    rows = beside(paper.told_parts(earlier), paper.told_parts(found))
    return render(
        request,
        "planning/plan_beside.html",
        {
            "plan": found,
            "earlier": earlier,
            "changed": [one for one in rows if one.change is not Change.SAME],
            "same": [one for one in rows if one.change is Change.SAME],
            "more": sum(one.more_weekly for one in rows),
            "once": sum(
                (one.after.cost_once if one.after else 0)
                - (one.before.cost_once if one.before else 0)
                for one in rows
            ),
            "texts": _texts(earlier, found),
            "mine": by.kind != Kind.STAFF,
            "back_to": _address(plan_id, by),
        },
    )


@require_safe
@transaction.atomic
def plan_ideas(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What others with like outcomes chose; nobody can be known by it."""
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    return render(
        request,
        "planning/plan_ideas.html",
        {
            "plan": found,
            "found": queries.ideas_for(found.outcomes, without=found.line.person_id),
            "mine": by.kind != Kind.STAFF,
            "back_to": _address(plan_id, by),
        },
    )


@require_safe
@transaction.atomic
def plan_exchange(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan as a CarePlan of the draft national standard."""
    made = operations.care_plan(plan_id, by=asker(request), on=today())
    answer = HttpResponse(made, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="care-plan.json"'
    return answer


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Bring the parts of a CarePlan into a draft: what does not fit is said."""
    by, on = asker(request), today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    wrong: tuple[Problem, ...] = ()
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise NotReadable([Problem("The file", "Choose a file first.")])
            text = sent.read().decode("utf-8-sig", errors="strict")
            taken, left = operations.bring_care_plan(plan_id, text, by=by, on=on)
        except UnicodeDecodeError:
            wrong = (Problem("The file", "is not text. Send the JSON of a care plan."),)
        except NotReadable as refusal:
            wrong = refusal.problems
        except NotAllowed:
            raise
        except Refused as refusal:
            wrong = (Problem("The plan", str(refusal)),)
        else:
            messages.info(
                request,
                f"{taken} part{'s' if taken != 1 else ''} brought in. "
                + " ".join(f"{one.where}: {one.what}" for one in left),
            )
            return redirect(_address(plan_id, by))
    return render(
        request,
        "planning/bring.html",
        {"plan": found, "wrong": wrong, "back_to": _address(plan_id, by)},
        status=422 if wrong else 200,
    )


def _page(plan_id: UUID, *, by: SignIn) -> PlanPage:
    on = today()
    found = queries.plan_for_reading(plan_id, by=by, on=on)
    names = around(found.line.person_id, by=by, on=on)
    return PlanPage.of(found, by=by, around=names, on=on)


def _texts(earlier: Plan, later: Plan) -> list[tuple[str, str, str]]:
    """What was written at length and differs: title, before, after."""
    pairs = (
        ("What matters most", earlier.what_matters, later.what_matters),
        ("If something goes wrong", earlier.if_things_go_wrong, later.if_things_go_wrong),
        ("Risks chosen", earlier.risks_i_choose, later.risks_i_choose),
    )
    return [one for one in pairs if one[1] != one[2]]


def _address(plan_id: UUID, by: SignIn) -> str:
    name = "planning.plan" if by.kind == Kind.STAFF else "my.plan_version"
    return reverse(name, args=[plan_id])


def _file(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
