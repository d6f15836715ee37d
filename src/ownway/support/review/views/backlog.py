"""The backlog board, and the programmes that clear it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Role
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.permissions import READ_RECORD
from ownway.support.review import operations, permissions, queries
from ownway.support.review.forms import CloseForm, ProgrammeForm, ReviewerForm
from ownway.support.review.pages import way_down

ON_A_PAGE = 50


@require_safe
@transaction.atomic
def board(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    return render(
        request,
        "review/backlog.html",
        {
            "found": queries.backlog(by=by, on=on),
            "programmes": queries.programmes(by=by, on=on),
            "may_clear": permissions.CLEAR_BACKLOG.allows(by),
            "on": on,
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def new(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    leads = Role.HEAD_OF_SERVICE.value in by.roles
    form = ProgrammeForm(request.POST or None, leads=leads, has_team=by.team_id is not None)
    if request.method == "POST" and form.is_valid():
        said = {"everywhere": False, **form.cleaned_data}
        try:
            made = operations.open_programme(**said, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("target_on" if "to come" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "The programme is open. Say who clears it.")
            return redirect("review.programme", made)
    return render(
        request,
        "review/programme_new.html",
        {"form": form, "problems": problems(form), "found": queries.backlog(by=by, on=on)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def programme(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    able = queries.reviewers_to_add(programme_id, by=by)
    form = ReviewerForm(request.POST or None, able=able)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_reviewer(programme_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("reviewer_id", str(refusal))
        else:
            messages.info(request, "Added, and the reviews shared out.")
            return redirect("review.programme", programme_id)
    said = request.GET.get("page", "1")
    page = max(1, int(said)) if said.isdecimal() and len(said) < 8 else 1
    found = queries.programme_for_reading(
        programme_id, by=by, on=on, start=ON_A_PAGE * (page - 1), limit=ON_A_PAGE
    )
    return render(
        request,
        "review/programme.html",
        {
            "found": found,
            "chart": way_down(found.days, found.total),
            "able": able,
            "form": form,
            "problems": problems(form),
            "page": found.start // ON_A_PAGE + 1,
            "pages": max(1, -(-found.total // ON_A_PAGE)),
            "may_clear": permissions.CLEAR_BACKLOG.allows(by),
            "opens_records": READ_RECORD.allows(by),
            "on": on,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def share(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    given = operations.share_out_again(programme_id, by=asker(request), on=today())
    one = "One review is" if given == 1 else f"{given:,} reviews are"
    messages.info(request, f"{one} shared out." if given else "There was nothing to share out.")
    return redirect("review.programme", programme_id)


@require_POST
def take_off(request: HttpRequest, programme_id: UUID, reviewer_id: UUID) -> HttpResponse:
    operations.take_reviewer_off(
        programme_id, reviewer_id=reviewer_id, by=asker(request), on=today()
    )
    messages.info(request, "They have left. What they had not done went to the others.")
    return redirect("review.programme", programme_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def close(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.close_programme(programme_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("because", str(refusal))
        else:
            messages.info(request, "Closed. Whoever was not reviewed stays on the board.")
            return redirect("review.programme", programme_id)
    found = queries.programme_for_reading(programme_id, by=by, on=on)
    return render(
        request,
        "review/programme_close.html",
        {"found": found, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )
