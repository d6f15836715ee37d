"""Assessments that wait: who makes them, and who sees to the work of somebody who is away."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations as conversation_operations
from ownway.foundation.conversations import queries as conversations
from ownway.foundation.look.forms import problems
from ownway.front_doors import assessment_queue as pages
from ownway.front_doors.forms.queue import CoverForm, ShareOutForm
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment.operations.queues import share_out
from ownway.support.assessment.permissions import SHARE_OUT
from ownway.support.assessment.queries import queues

SAY_YES_WITHIN = timedelta(days=3)
HEAD = (
    "Person", "Place", "Where it stands", "Asked on", "Days since asked", "Target day", "Days late",
    "How soon", "Worker", "Said yes", "Given back because", "Team",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def assessments(request: HttpRequest) -> HttpResponse:
    """Everything that waits; for a manager also who is to make it."""
    by, on = asker(request), today()
    may_share = SHARE_OUT.allows(by)
    ticked = request.POST.getlist("thing")
    form = None
    if may_share:
        form = ShareOutForm(
            request.POST or None,
            initial={"due_on": on + SAY_YES_WITHIN},
            workers=queues.workers(by=by, on=on),
        )
        if request.method == "POST":
            things = [thing for one in ticked if (thing := queues.thing_from(one)) is not None]
            if not things:
                form.add_error(None, "Tick at least one assessment.")
            if form.is_valid():
                try:
                    with transaction.atomic():
                        done = share_out(
                            things,
                            worker_id=UUID(form.cleaned_data["worker"]),
                            because=form.cleaned_data["because"],
                            due_on=form.cleaned_data["due_on"],
                            by=by,
                            on=on,
                        )
                except NotAllowed:
                    raise
                except NotFound as refusal:
                    form.add_error("worker", str(refusal))
                except Refused as refusal:
                    form.add_error(_field_of(str(refusal)), str(refusal))
                else:
                    name = access.sign_in(UUID(form.cleaned_data["worker"])).name
                    messages.info(request, _done(done.given, done.there_already, name))
                    return redirect(request.get_full_path())
    elif request.method == "POST":
        raise NotAllowed(SHARE_OUT.refusal())
    page = pages.queue_page(
        queues.queue(by=by, on=on),
        request.GET.dict(),
        query=request.GET.urlencode(),
        may_share=may_share,
        national=pages.latest_waits(by=by),
    )
    return render(
        request,
        "front_doors/assessments.html",
        {
            "page": page,
            "form": form,
            "problems": problems(form) if form is not None else [],
            "ticked": ticked,
            "urgency": pages.urgency_words,
            "away": conversations.absences_of_team(by.team_id, on=on),
        },
        status=422 if form is not None and form.is_bound and form.errors else 200,
    )


@require_safe
@transaction.atomic
def assessments_csv(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    page = pages.queue_page(
        queues.queue(by=by, on=on),
        request.GET.dict(),
        query="",
        may_share=False,
        national=None,
    )
    out = spreadsheet.line(HEAD) + "".join(
        spreadsheet.line(
            (
                one.name,
                one.place,
                pages.STAGES[one.stage],
                one.asked_on.isoformat(),
                one.days,
                one.due_on.isoformat(),
                one.late,
                pages.urgency_words(one),
                one.worker,
                "yes" if one.worker and one.accepted else "",
                one.given_back,
                one.team,
            )
        )
        for one in page.lines
    )
    answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="assessments-that-wait.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def away(request: HttpRequest) -> HttpResponse:
    """Who is away and who covers; one's own days, and for a manager those of the team."""
    by, on = asker(request), today()
    team = access.colleagues(by.team_id) or [by]
    able = team if _leads(by) else [by]
    form = CoverForm(request.POST or None, initial={"who": str(by.pk)}, able=able, colleagues=team)
    if request.method == "POST" and form.is_valid():
        people = {str(one.pk): one for one in team}
        try:
            with transaction.atomic():
                conversation_operations.say_away(
                    first_day=form.cleaned_data["first_day"],
                    last_day=form.cleaned_data["last_day"],
                    covered_by=people.get(form.cleaned_data["covered_by"]),
                    who=people[form.cleaned_data["who"]],
                    by=by,
                    on=on,
                )
        except NotAllowed:
            raise
        except Refused as refusal:
            field = "covered_by" if "colleague" in str(refusal) or "too" in str(refusal) else None
            form.add_error(field or "last_day", str(refusal))
        else:
            messages.info(request, "Noted. It ends by itself after the last day.")
            return redirect("team.away")
    return render(
        request,
        "front_doors/away.html",
        {
            "form": form,
            "problems": problems(form),
            "absences": conversations.absences_of_team(by.team_id, on=on),
            "leads": _leads(by),
            "me": by.pk,
            "on": on,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@require_POST
def back(request: HttpRequest, away_id: UUID) -> HttpResponse:
    """Take an absence back."""
    conversation_operations.say_back(by=asker(request), away_id=away_id)
    messages.info(request, "Taken back.")
    return redirect("team.away")


def _leads(by: SignIn) -> bool:
    return Role.TEAM_MANAGER.value in by.roles and by.team_id is not None


def _field_of(refusal: str) -> str | None:
    if refusal.startswith("Say why"):
        return "because"
    return "due_on" if "day for an answer" in refusal else None


def _done(given: int, there_already: int, name: str) -> str:
    if not given:
        return f"Nothing changed: {name} had {'it' if there_already == 1 else 'them'} already."
    said = f"{given} given to {name}. It waits on their My work for a yes."
    return f"{said} {there_already} were with them already." if there_already else said
